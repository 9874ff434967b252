"""How bound groups and channels are remembered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.announcements import Group
from domain.languages import Language
from domain.territories import Place
from storage.tables.outbox import groups
from storage.tables.territories import lies_in, territories

_SELECT = sa.select(groups, territories.c.path).join(territories, territories.c.code == groups.c.territory_code)
_BOUND = groups.c.unbound_at.is_(None)


def come_in(
    connection: Connection,
    *,
    chat_id: int,
    kind: str,
    title: str,
    place_code: str,
    language: Language,
    bound_by: int,
    now: datetime,
) -> tuple[int, bool]:
    """Keep a group that the bot was let into until it is confirmed; its number, and whether it waits for that.

    A group that is bound stays as it is, whoever changes what the bot may do there.
    """
    row = connection.execute(sa.select(groups).where(groups.c.telegram_chat_id == chat_id)).one_or_none()
    if row is not None and row.unbound_at is None and row.confirmed_at is not None:
        return int(row.id), False
    values = {
        "kind": kind,
        "title": title[:128],
        "territory_code": place_code,
        "language": language,
        "bound_by": bound_by,
        "bound_at": now,
        "confirmed_at": None,
        "unbound_at": None,
    }
    if row is not None:
        connection.execute(groups.update().where(groups.c.id == row.id).values(values))
        return int(row.id), True
    made = connection.execute(groups.insert().values(telegram_chat_id=chat_id, **values).returning(groups.c.id))
    return int(made.scalar_one()), True


def group(connection: Connection, number: int) -> Group | None:
    """The group with this number, None when it is not bound and waits for nothing."""
    row = connection.execute(_SELECT.where(groups.c.id == number, _BOUND)).one_or_none()
    return None if row is None else _read(row)


def bound_by(connection: Connection, number: int) -> int | None:
    """Who let the bot into a group."""
    who: int | None = connection.execute(sa.select(groups.c.bound_by).where(groups.c.id == number)).scalar()
    return who


def confirm(connection: Connection, number: int, place_code: str, language: Language, now: datetime) -> bool:
    """Bind a group to a territory; whether it was there to be bound."""
    return (
        connection.execute(
            groups.update()
            .where(groups.c.id == number, _BOUND)
            .values(territory_code=place_code, language=language, confirmed_at=now)
        ).rowcount
        == 1
    )


def bound(connection: Connection, within: Sequence[Place] | None, limit: int = 50) -> list[Group]:
    """The groups that are bound to a territory and what lies in it (None: everywhere)."""
    query = _SELECT.where(_BOUND, groups.c.confirmed_at.isnot(None)).order_by(groups.c.id).limit(limit)
    if within is not None:
        query = query.where(lies_in(within))
    return [_read(row) for row in connection.execute(query)]


def unbind(connection: Connection, number: int, now: datetime) -> bool:
    """Say nothing more in a group; whether it was bound."""
    return connection.execute(groups.update().where(groups.c.id == number, _BOUND).values(unbound_at=now)).rowcount == 1


def of_chat(connection: Connection, chat_id: int) -> Group | None:
    """The group that is this chat of Telegram, None when it is not bound."""
    row = connection.execute(_SELECT.where(groups.c.telegram_chat_id == chat_id, _BOUND)).one_or_none()
    return None if row is None else _read(row)


def title(connection: Connection, number: int) -> str | None:
    """What a group is called, bound or not."""
    found: str | None = connection.execute(sa.select(groups.c.title).where(groups.c.id == number)).scalar()
    return found


def _read(row: Any) -> Group:
    return Group(
        row.id,
        row.title,
        row.kind,
        Place(row.territory_code, row.path),
        row.language,
        row.confirmed_at is not None,
    )
