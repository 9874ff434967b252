"""Updates between Telegram and their handling: stored before they are confirmed, emptied when they are handled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult

from storage.tables.inbox import inbox

WAITING, DONE, PARKED = "waiting", "done", "parked"
LONGEST_TROUBLE = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """An update that waits: its number here, whose line it stands in, its raw JSON.

    `behind` says that another process may have to handle something of the same line first.
    """

    seq: int
    line: int
    body: str
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as Telegram handed it over."""

    update_id: int
    line: int
    body: str


_STORED = (inbox.c.seq, inbox.c.line, inbox.c.body)
_STORE: dict[str, Any] = {
    dialect.dialect.name: dialect.insert(inbox).on_conflict_do_nothing(index_elements=["update_id"]).returning(*_STORED)
    for dialect in (sqlite, postgresql)
}


def store(
    connection: Connection, updates: Sequence[Arrived], now: datetime, held_by: str, held_until: datetime
) -> list[Stored]:
    """Keep updates for the process `held_by`; gives those that were not known, in the order in which they came."""
    rows = [
        {
            "update_id": update.update_id,
            "line": update.line,
            "body": update.body,
            "state": WAITING,
            "received_at": now,
            "held_by": held_by,
            "held_until": held_until,
        }
        for update in updates
    ]
    return _in_order(connection.execute(_STORE[connection.dialect.name], rows))


def _in_order(rows: CursorResult[Any]) -> list[Stored]:
    return sorted((Stored(row.seq, row.line, row.body) for row in rows), key=lambda stored: stored.seq)


def finish(connection: Connection, seqs: Sequence[int]) -> None:
    """Mark updates as handled and forget what they said; their numbers stay, so that a late repeat is known."""
    connection.execute(inbox.update().where(inbox.c.seq.in_(seqs)).values(state=DONE, body=None, line=0))


def park(connection: Connection, seq: int, trouble: str) -> None:
    """Set aside an update that cannot be handled: it is kept for who looks after the bot and delays nobody."""
    # What an exception says may hold what the databases refuse, and then nothing could ever be set aside.
    said = trouble.replace("\0", "").encode(errors="replace").decode()[:LONGEST_TROUBLE]
    connection.execute(inbox.update().where(inbox.c.seq == seq).values(state=PARKED, trouble=said))


def take_over(connection: Connection, now: datetime, held_by: str, held_until: datetime, limit: int) -> list[Stored]:
    """At most `limit` waiting updates that nobody holds any more, the oldest, now held by `held_by`, in order."""
    free = (
        sa.select(inbox.c.seq)
        .where(inbox.c.state == WAITING, inbox.c.held_until < now)
        .order_by(inbox.c.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return _in_order(
        connection.execute(
            inbox.update()
            .where(inbox.c.seq.in_(free))
            .values(held_by=held_by, held_until=held_until)
            .returning(*_STORED)
        )
    )


def take_all(connection: Connection, held_by: str, held_until: datetime) -> list[Stored]:
    """Every waiting update, now held by `held_by`, in order: for the one process of a database when it starts."""
    return _in_order(
        connection.execute(
            inbox.update()
            .where(inbox.c.state == WAITING)
            .values(held_by=held_by, held_until=held_until)
            .returning(*_STORED)
        )
    )


def held(connection: Connection, held_by: str) -> list[Stored]:
    """Every waiting update that `held_by` holds, in order."""
    return _in_order(
        connection.execute(sa.select(*_STORED).where(inbox.c.state == WAITING, inbox.c.held_by == held_by))
    )


def keep_holding(connection: Connection, held_by: str, held_until: datetime) -> None:
    """Say that `held_by` is alive and still has its waiting updates in hand."""
    connection.execute(
        inbox.update().where(inbox.c.state == WAITING, inbox.c.held_by == held_by).values(held_until=held_until)
    )


def lines_of_others(connection: Connection, held_by: str, lines: Iterable[int]) -> set[int]:
    """Those of the lines in which updates wait that other processes hold."""
    found = connection.execute(
        sa.select(inbox.c.line)
        .where(inbox.c.state == WAITING, inbox.c.held_by != held_by, inbox.c.line.in_(list(lines)))
        .distinct()
    )
    return set(found.scalars())


def others_come_first(connection: Connection, stored: Stored, held_by: str) -> bool:
    """Whether something of the same line waits that is older and held by another process."""
    earlier = sa.exists().where(
        inbox.c.state == WAITING,
        inbox.c.held_by != held_by,
        inbox.c.line == stored.line,
        inbox.c.seq < stored.seq,
    )
    return bool(connection.execute(sa.select(earlier)).scalar())


def forget_before(connection: Connection, moment: datetime) -> int:
    """Drop the numbers of updates handled before `moment`; how many."""
    return connection.execute(inbox.delete().where(inbox.c.state == DONE, inbox.c.received_at < moment)).rowcount


def oldest_waiting(connection: Connection) -> datetime | None:
    """When the update that waits longest came, None when none waits."""
    oldest: datetime | None = connection.execute(
        sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == WAITING)
    ).scalar()
    return oldest


def waiting(connection: Connection) -> int:
    """How many updates wait."""
    return _number_of(connection, WAITING)


def parked(connection: Connection) -> int:
    """How many updates are set aside; looks through all that are remembered."""
    return _number_of(connection, PARKED)


def _number_of(connection: Connection, state: str) -> int:
    return connection.execute(sa.select(sa.func.count()).where(inbox.c.state == state)).scalar_one()
