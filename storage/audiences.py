"""Turning an audience into one SQL condition over people; a subject that adds a kind adds its condition here."""

from collections.abc import Callable, Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.audiences import Audience, RuleKind, read_outside
from domain.issues.duties import DESK_OF, HATS
from domain.issues.states import Desk
from domain.meetings import SUBJECT, Answer
from domain.outbox import DeliveryState, NoticeState
from domain.roles import Role
from domain.surveys.survey import Progress
from storage.meetings.leading import leading
from storage.outbox.waiting import IN_DIGEST
from storage.tables.calls import call_reminders
from storage.tables.issues import issue_follows, issue_supports, issues
from storage.tables.meetings import meeting_answers, meeting_attendance
from storage.tables.outbox import deliveries, interests, notices
from storage.tables.people import accounts, people
from storage.tables.roles import grants
from storage.tables.surveys import participations
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


_later, _later_notices = deliveries.alias("later_deliveries"), notices.alias("later_notices")


def _reaches(which: sa.FromClause, of: sa.FromClause, kind: str) -> Condition:
    # Whoever has a delivery was told, or is about to be, unless the notice was cancelled before it left.
    left = which.c.state.not_in([DeliveryState.SKIPPED.value, DeliveryState.QUEUED.value])
    skipped = sa.and_(
        which.c.state == DeliveryState.SKIPPED.value, which.c.why.is_distinct_from(NoticeState.CANCELLED.value)
    )
    queued = sa.and_(which.c.state == DeliveryState.QUEUED.value, of.c.state != NoticeState.CANCELLED.value)
    return sa.and_(of.c.kind == kind, of.c.subject == SUBJECT, sa.or_(left, skipped, queued))


def _told_of(numbers: Sequence[str]) -> Condition:
    taken_back = (
        sa.select(sa.literal(1))
        .select_from(_later.join(_later_notices, _later_notices.c.id == _later.c.notice_id))
        .where(
            _reaches(_later, _later_notices, "meeting_uninvited"),
            _later_notices.c.subject_id == notices.c.subject_id,
            _later_notices.c.id > notices.c.id,
            _later.c.person_id == deliveries.c.person_id,
        )
    )
    return people.c.id.in_(
        sa.select(deliveries.c.person_id)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(
            _reaches(deliveries, notices, "meeting_invitation"),
            notices.c.subject_id.in_([int(number) for number in numbers]),
            deliveries.c.person_id.isnot(None),
            ~taken_back.exists(),
        )
    )


def _outside(keys: Sequence[str]) -> Condition:
    # Which is unknown of somebody (no village named) leaves them outside.
    return sa.and_(*(sa.case((condition(read_outside(key)), sa.false()), else_=sa.true()) for key in keys))


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


def _with_survey_done(numbers: Sequence[str]) -> Condition:
    return _took_part(numbers, participations.c.state != Progress.BEGUN.value)


def _who_answered_survey(numbers: Sequence[str]) -> Condition:
    return _took_part(numbers, participations.c.state == Progress.FINISHED.value)


def _who_began_survey(numbers: Sequence[str]) -> Condition:
    return _took_part(numbers, participations.c.state.in_([Progress.BEGUN.value, Progress.FINISHED.value]))


def _took_part(numbers: Sequence[str], how: Condition) -> Condition:
    surveys = [int(number) for number in numbers]
    return people.c.id.in_(sa.select(participations.c.person_id).where(participations.c.survey_id.in_(surveys), how))


def _of_family(numbers: Sequence[str]) -> Condition:
    # By its number too: what was just merged is no root any more, and its people are told so.
    family = [int(number) for number in numbers]
    return sa.or_(issues.c.id.in_(family), issues.c.root_id.in_(family))


def _who_share_issue(numbers: Sequence[str]) -> Condition:
    family = _of_family(numbers)
    authors = sa.select(issues.c.author_id).where(family, issues.c.author_id.isnot(None))
    shares = sa.select(issue_supports.c.person_id).join(issues, issues.c.id == issue_supports.c.issue_id).where(family)
    return people.c.id.in_(authors.union(shares))


def _who_follow_issue(numbers: Sequence[str]) -> Condition:
    its = sa.select(issue_follows.c.person_id).join(issues, issues.c.id == issue_follows.c.issue_id)
    return people.c.id.in_(its.where(_of_family(numbers)))


def _whom_issue_concerns(numbers: Sequence[str]) -> Condition:
    return sa.or_(_who_share_issue(numbers), _who_follow_issue(numbers))


_held_over, _okrugs = territories.alias("held_over"), territories.alias("desk_okrugs")


def _at_desks(keys: Sequence[str]) -> Condition:
    in_force = sa.or_(grants.c.until.is_(None), grants.c.until > sa.func.current_timestamp())
    held = []
    for key in keys:
        desk, _, code = key.partition(".")
        roles = [role.value for role, who in HATS.items() if DESK_OF[who] is Desk(desk)]
        okrug = sa.exists().where(_okrugs.c.code == code, _okrugs.c.path.startswith(_held_over.c.path))
        held.append(sa.and_(grants.c.role.in_(roles), sa.or_(grants.c.territory_code.is_(None), okrug)))
    over = grants.outerjoin(_held_over, _held_over.c.code == grants.c.territory_code)
    return people.c.id.in_(
        sa.select(grants.c.person_id)
        .select_from(over)
        .where(grants.c.revoked_at.is_(None), in_force, sa.or_(sa.false(), *held))
    )


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
    RuleKind.OUTSIDE: _outside,
    RuleKind.COMING: _coming_to,
    RuleKind.DECLINED: _not_coming_to,
    RuleKind.LEADS_MEETING: leading,
    RuleKind.PARTICIPANTS: _participants_of,
    RuleKind.MEMBERS: _members,
    RuleKind.HAS_DIGEST: _with_digest,
    RuleKind.SURVEY_DONE: _with_survey_done,
    RuleKind.ANSWERED_SURVEY: _who_answered_survey,
    RuleKind.BEGAN_SURVEY: _who_began_survey,
    RuleKind.SHARES_ISSUE: _who_share_issue,
    RuleKind.FOLLOWS_ISSUE: _who_follow_issue,
    RuleKind.CONCERNED: _whom_issue_concerns,
    RuleKind.DESK: _at_desks,
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


# Whoever belongs by a role may have lost it since they were chosen.
_BY_ROLE = frozenset({RuleKind.ROLE, RuleKind.MEMBERS, RuleKind.DESK, RuleKind.LEADS_MEETING})


def no_longer(connection: Connection, audience: Audience, persons: Collection[int]) -> frozenset[int]:
    """Those of the persons who were chosen by a role and do not belong to the audience any more."""
    if not persons or not _BY_ROLE & audience.including().keys():
        return frozenset()
    still = sa.select(people.c.id).where(people.c.id.in_(sorted(persons)), condition(audience))
    return frozenset(persons) - set(connection.execute(still).scalars())


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
