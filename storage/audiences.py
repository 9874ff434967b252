"""Turning an audience into one SQL condition over people; a subject that adds a kind adds its condition here."""

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.audiences import Audience, RuleKind
from domain.meetings import SUBJECT, Answer
from domain.roles import Role
from storage.outbox.waiting import IN_DIGEST
from storage.tables.calls import call_reminders
from storage.tables.meetings import meeting_answers, meeting_attendance
from storage.tables.outbox import deliveries, interests, notices
from storage.tables.people import accounts, people
from storage.tables.roles import grants
from storage.tables.territories import territories

Condition = sa.ColumnElement[bool]

_homes = territories.alias("audience_homes")


def _in_territories(codes: Sequence[str]) -> Condition:
    paths = sa.select(territories.c.path).where(territories.c.code.in_(codes)).subquery()
    within = sa.select(_homes.c.code).join(paths, _homes.c.path.startswith(paths.c.path))
    return people.c.okrug_code.in_(within)


def _in_villages(codes: Sequence[str]) -> Condition:
    return people.c.village_code.in_(codes)


def _who_read(languages: Sequence[str]) -> Condition:
    return people.c.language.in_(languages)


def _interested_in(areas: Sequence[str]) -> Condition:
    return people.c.id.in_(sa.select(interests.c.person_id).where(interests.c.area.in_(areas)))


def _with_roles(keys: Sequence[str]) -> Condition:
    held = []
    for key in keys:
        role, _, area = key.partition(".")
        held.append(sa.and_(grants.c.role == role, grants.c.area == area) if area else grants.c.role == role)
    in_force = sa.or_(grants.c.until.is_(None), grants.c.until > sa.func.current_timestamp())
    return people.c.id.in_(
        sa.select(grants.c.person_id).where(grants.c.revoked_at.is_(None), in_force, sa.or_(sa.false(), *held))
    )


def _persons(numbers: Sequence[str]) -> Condition:
    return people.c.id.in_([int(number) for number in numbers])


def _told_of(numbers: Sequence[str]) -> Condition:
    # Whoever has a delivery of the invitation was told, or is about to be.
    return people.c.id.in_(
        sa.select(deliveries.c.person_id)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(
            notices.c.kind == "meeting_invitation",
            notices.c.subject == SUBJECT,
            notices.c.subject_id.in_([int(number) for number in numbers]),
            deliveries.c.person_id.isnot(None),
        )
    )


def _who_said(numbers: Sequence[str], *answers: Answer) -> Condition:
    return people.c.id.in_(
        sa.select(meeting_answers.c.person_id).where(
            meeting_answers.c.meeting_id.in_([int(number) for number in numbers]),
            meeting_answers.c.answer.in_([answer.value for answer in answers]),
            meeting_answers.c.waiting.is_(False),
        )
    )


def _coming_to(numbers: Sequence[str]) -> Condition:
    return _who_said(numbers, Answer.COMING, Answer.MAYBE)


def _not_coming_to(numbers: Sequence[str]) -> Condition:
    return _who_said(numbers, Answer.CANNOT)


def _participants_of(numbers: Sequence[str]) -> Condition:
    came = sa.select(meeting_attendance.c.person_id).where(
        meeting_attendance.c.meeting_id.in_([int(number) for number in numbers]),
        meeting_attendance.c.person_id.isnot(None),
    )
    return sa.or_(people.c.id.in_(came), _coming_to(numbers))


def _members(keys: Sequence[str]) -> Condition:
    seats = [key.partition(".")[::2] for key in keys]
    held = [sa.and_(grants.c.area == area, grants.c.territory_code == code) for area, code in seats]
    in_force = sa.or_(grants.c.until.is_(None), grants.c.until > sa.func.current_timestamp())
    return people.c.id.in_(
        sa.select(grants.c.person_id).where(
            grants.c.role == Role.COMMITTEE.value, grants.c.revoked_at.is_(None), in_force, sa.or_(sa.false(), *held)
        )
    )


def _who_asked_to_be_reminded(numbers: Sequence[str]) -> Condition:
    asked = call_reminders.c.call_id.in_([int(number) for number in numbers])
    return people.c.id.in_(sa.select(call_reminders.c.person_id).where(asked))


def _with_digest(_keys: Sequence[str]) -> Condition:
    return people.c.id.in_(sa.select(deliveries.c.person_id).where(IN_DIGEST, deliveries.c.person_id.isnot(None)))


CONDITIONS: Mapping[RuleKind, Callable[[Sequence[str]], Condition]] = {
    RuleKind.TERRITORY: _in_territories,
    RuleKind.VILLAGE: _in_villages,
    RuleKind.LANGUAGE: _who_read,
    RuleKind.INTEREST: _interested_in,
    RuleKind.ROLE: _with_roles,
    RuleKind.PERSON: _persons,
    RuleKind.ASKED_REMINDER: _who_asked_to_be_reminded,
    RuleKind.INVITED: _told_of,
    RuleKind.COMING: _coming_to,
    RuleKind.DECLINED: _not_coming_to,
    RuleKind.PARTICIPANTS: _participants_of,
    RuleKind.MEMBERS: _members,
    RuleKind.HAS_DIGEST: _with_digest,
}


def condition(audience: Audience) -> Condition:
    """The condition that a registered person belongs to the audience."""
    including = audience.including()
    if not including:
        return sa.false()
    narrowed = [CONDITIONS[kind](keys) for kind, keys in including.items()]
    # A condition that is unknown for a person (no village named) takes nobody out.
    taken_out = [
        sa.case((CONDITIONS[rule.kind]((rule.key,)), sa.false()), else_=sa.true())
        for rule in audience.excluding()
        if rule.kind is not RuleKind.GROUP
    ]
    return sa.and_(people.c.registered_at.isnot(None), people.c.erased_at.is_(None), *narrowed, *taken_out)


def size(connection: Connection, audience: Audience) -> int:
    """How many registered people the audience has now, those who blocked the bot included."""
    return int(
        connection.execute(sa.select(sa.func.count()).select_from(people).where(condition(audience))).scalar_one()
    )


def reachable(connection: Connection, audience: Audience) -> int:
    """How many of them have let the bot in."""
    query = (
        sa.select(sa.func.count())
        .select_from(people.join(accounts, accounts.c.person_id == people.c.id))
        .where(condition(audience), accounts.c.blocked_at.is_(None))
    )
    return int(connection.execute(query).scalar_one())
