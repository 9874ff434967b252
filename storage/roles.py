"""How roles, and the invites that give them, are remembered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from domain.roles import Area, Holder, Invite, Offer, Position, Right, Role
from domain.territories import Place
from storage.people import grant_of
from storage.tables.people import profiles
from storage.tables.roles import grants, invites
from storage.tables.territories import lies_in, territories

_IN_FORCE = sa.and_(
    grants.c.revoked_at.is_(None),
    sa.or_(grants.c.until.is_(None), grants.c.until > sa.bindparam("now", type_=grants.c.until.type)),
)


def create_invite(
    connection: Connection,
    *,
    code_hash: str,
    offer: Offer,
    source: str,
    given_by: int | None,
    now: datetime,
    expires_at: datetime,
    hands_over: int | None = None,
) -> Invite:
    """Keep an invite; the same `source` gives the one that is there."""
    found = connection.execute(_INVITES.where(invites.c.source == source)).one_or_none()
    if found is None:
        connection.execute(
            invites.insert().values(
                code_hash=code_hash,
                **_columns(offer),
                source=source,
                created_at=now,
                expires_at=expires_at,
                given_by=given_by,
                hands_over=hands_over,
            )
        )
        found = connection.execute(_INVITES.where(invites.c.source == source)).one()
    return _invite(found)


def _columns(offer: Offer) -> dict[str, Any]:
    return {
        "role": offer.role.value,
        "territory_code": None if offer.place is None else offer.place.code,
        "area": None if offer.area is None else offer.area.value,
        "position": None if offer.position is None else offer.position.value,
        "rights": sorted(right.value for right in offer.rights),
    }


_INVITES = sa.select(invites, territories.c.path).outerjoin(territories, territories.c.code == invites.c.territory_code)


def invite_by_hash(connection: Connection, code_hash: str) -> Invite | None:
    """The invite whose code has this hash, used or not, None when there is none."""
    row = connection.execute(_INVITES.where(invites.c.code_hash == code_hash)).one_or_none()
    return None if row is None else _invite(row)


def _invite(row: Row[Any]) -> Invite:
    offer = Offer(
        role=Role(row.role),
        place=None if row.territory_code is None else Place(row.territory_code, row.path),
        area=None if row.area is None else Area(row.area),
        position=None if row.position is None else Position(row.position),
        rights=frozenset(Right(right) for right in row.rights),
    )
    return Invite(row.id, offer, row.expires_at, row.given_by, row.hands_over, row.used_at, row.used_by, row.revoked_at)


def use_invite(connection: Connection, invite_id: int, person_id: int, now: datetime) -> bool:
    """Take an invite for this person; whether it was still free."""
    return (
        connection.execute(
            invites.update()
            .where(
                invites.c.id == invite_id,
                invites.c.used_at.is_(None),
                invites.c.revoked_at.is_(None),
                invites.c.expires_at > now,
            )
            .values(used_at=now, used_by=person_id)
        ).rowcount
        == 1
    )


def open_invites(connection: Connection, within: Sequence[Place] | None, now: datetime) -> list[Invite]:
    """Invites in a territory (None: everywhere) that nobody has taken yet, the newest first."""
    query = _INVITES.where(
        invites.c.used_at.is_(None), invites.c.revoked_at.is_(None), invites.c.expires_at > now
    ).order_by(invites.c.id.desc())
    if within is not None:
        query = query.where(lies_in(within))
    return [_invite(row) for row in connection.execute(query)]


def revoke_invite(connection: Connection, invite_id: int, now: datetime) -> bool:
    """Make an untaken invite worthless; whether there was one."""
    return (
        connection.execute(
            invites.update()
            .where(invites.c.id == invite_id, invites.c.used_at.is_(None), invites.c.revoked_at.is_(None))
            .values(revoked_at=now)
        ).rowcount
        == 1
    )


def invite(connection: Connection, invite_id: int) -> Invite | None:
    """The invite with this number."""
    row = connection.execute(_INVITES.where(invites.c.id == invite_id)).one_or_none()
    return None if row is None else _invite(row)


def give(connection: Connection, person_id: int, offer: Offer, given_by: int | None, now: datetime) -> int:
    """Give a role; the number of the grant."""
    return int(
        connection.execute(
            grants.insert()
            .values(person_id=person_id, **_columns(offer), since=now, given_by=given_by)
            .returning(grants.c.id)
        ).scalar_one()
    )


def revoke(connection: Connection, grant_id: int, now: datetime) -> bool:
    """End a role; whether it was still held."""
    return (
        connection.execute(
            grants.update().where(grants.c.id == grant_id, grants.c.revoked_at.is_(None)).values(revoked_at=now)
        ).rowcount
        == 1
    )


_HOLDERS = (
    sa.select(
        grants.c.id.label("grant_id"),
        grants.c.role,
        grants.c.territory_code,
        territories.c.path.label("grant_path"),
        grants.c.area,
        grants.c.position,
        grants.c.rights,
        grants.c.until,
        grants.c.since,
        grants.c.person_id,
        profiles.c.name,
    )
    .outerjoin(territories, territories.c.code == grants.c.territory_code)
    .outerjoin(profiles, profiles.c.person_id == grants.c.person_id)
    .where(_IN_FORCE)
)


def holders(
    connection: Connection, within: Sequence[Place] | None, now: datetime, *, limit: int, offset: int = 0
) -> list[Holder]:
    """Who holds a role in a territory and what lies in it (None: everywhere), in the order of the tree."""
    query = _HOLDERS.order_by(territories.c.path, grants.c.role, grants.c.id).limit(limit).offset(offset)
    if within is not None:
        query = query.where(lies_in(within))
    return [_holder(row) for row in connection.execute(query, {"now": now})]


def who_cover(connection: Connection, place: Place, now: datetime) -> list[int]:
    """The people who hold a role in whose territory a place lies, each once."""
    codes = [code for code in place.path.split("/") if code]
    query = (
        sa.select(grants.c.person_id)
        .where(_IN_FORCE, sa.or_(grants.c.territory_code.is_(None), grants.c.territory_code.in_(codes)))
        .distinct()
        .order_by(grants.c.person_id)
    )
    return list(connection.execute(query, {"now": now}).scalars())


def holder(connection: Connection, grant_id: int, now: datetime) -> Holder | None:
    """Who holds this grant, None when nobody does any more."""
    row = connection.execute(_HOLDERS.where(grants.c.id == grant_id), {"now": now}).one_or_none()
    return None if row is None else _holder(row)


def _holder(row: Any) -> Holder:
    return Holder(grant_of(row), row.person_id, row.name, row.since)
