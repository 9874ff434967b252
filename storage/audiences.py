"""Turning an audience into one SQL condition over people; a subject that adds a kind adds its condition here."""

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.audiences import Audience, RuleKind
from storage.tables.outbox import interests
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


CONDITIONS: Mapping[RuleKind, Callable[[Sequence[str]], Condition]] = {
    RuleKind.TERRITORY: _in_territories,
    RuleKind.VILLAGE: _in_villages,
    RuleKind.LANGUAGE: _who_read,
    RuleKind.INTEREST: _interested_in,
    RuleKind.ROLE: _with_roles,
    RuleKind.PERSON: _persons,
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
        if rule.kind in CONDITIONS
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
