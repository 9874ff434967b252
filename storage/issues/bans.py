"""Who may not report for a while: known by an HMAC of the Telegram id, which names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.moderation import BanLine
from domain.territories import Place
from storage.tables.issues import bans
from storage.tables.people import accounts
from storage.tables.territories import lies_in, territories

PAGE = 8


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban in force: why, until when (UTC), and the issue for which it was given."""

    id: int
    reason: str
    until: datetime
    issue_id: int | None = None


def in_force(connection: Connection, whom: str, where: Place, now: datetime) -> Ban | None:
    """The ban that keeps somebody from reporting in an okrug, the one that lasts longest; None when there is none."""
    codes = [code for code in where.path.split("/") if code]
    query = sa.select(bans.c.id, bans.c.reason, bans.c.until, bans.c.issue_id).where(
        bans.c.whom == whom,
        _holds(now),
        sa.or_(bans.c.territory_code.is_(None), bans.c.territory_code.in_(codes)),
    )
    row = connection.execute(query.order_by(bans.c.until.desc()).limit(1)).one_or_none()
    return None if row is None else Ban(row.id, row.reason, row.until, row.issue_id)


def _holds(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(bans.c.lifted_at.is_(None), bans.c.from_at <= now, bans.c.until > now)


def telegram_id(connection: Connection, person_id: int) -> int | None:
    """The Telegram id of a person, None for one who has none (any more)."""
    query = sa.select(accounts.c.telegram_id).where(accounts.c.person_id == person_id)
    found: int | None = connection.execute(query).scalar()
    return found


def add(
    connection: Connection,
    *,
    source: str,
    whom: str,
    issue_id: int,
    territory_code: str,
    reason: str,
    now: datetime,
    until: datetime,
    by_id: int,
) -> int:
    """Bar somebody from reporting; the same `source` does it once. Gives the number of the ban."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(bans).values(
        source=source,
        whom=whom,
        issue_id=issue_id,
        territory_code=territory_code,
        reason=reason,
        from_at=now,
        until=until,
        by_id=by_id,
    )
    connection.execute(insert.on_conflict_do_nothing(index_elements=["source"]))
    return int(connection.execute(sa.select(bans.c.id).where(bans.c.source == source)).scalar_one())


def ban(connection: Connection, number: int) -> tuple[BanLine, Place] | None:
    """The ban with this number and where it holds."""
    query = sa.select(bans, territories.c.path).join(territories, territories.c.code == bans.c.territory_code)
    row = connection.execute(query.where(bans.c.id == number)).one_or_none()
    return None if row is None else (_line(row), Place(row.territory_code, row.path))


def standing(
    connection: Connection, within: Sequence[Place] | None, now: datetime, page: int
) -> tuple[list[BanLine], int]:
    """A page of the bans in force there (None: everywhere), the newest first, and how many there are."""
    query = (
        sa.select(bans)
        .join(territories, territories.c.code == bans.c.territory_code)
        .where(_holds(now), lies_in(within))
    )
    total = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    rows = connection.execute(query.order_by(bans.c.id.desc()).limit(PAGE).offset(page * PAGE))
    return [_line(row) for row in rows], int(total)


def lift(connection: Connection, number: int, now: datetime) -> bool:
    """Let somebody report again; whether the ban stood."""
    return (
        connection.execute(
            bans.update().where(bans.c.id == number, bans.c.lifted_at.is_(None)).values(lifted_at=now)
        ).rowcount
        == 1
    )


def _line(row: Any) -> BanLine:
    return BanLine(row.id, row.issue_id, row.territory_code, row.reason, row.from_at, row.until, row.lifted_at)
