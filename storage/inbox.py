"""Updates between Telegram and their handling: stored before they are confirmed, emptied when they are handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from storage.tables.inbox import inbox

WAITING, DONE, PARKED = "waiting", "done", "parked"


@dataclass(frozen=True, slots=True)
class Stored:
    """An update that waits: its number here, whose line it stands in, its raw JSON."""

    seq: int
    line: int
    body: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as Telegram handed it over."""

    update_id: int
    line: int
    body: str


def store(
    connection: Connection, updates: Sequence[Arrived], now: datetime, held_by: str, held_until: datetime
) -> list[Stored]:
    """Keep updates for the process `held_by`; gives those that were not known, in the order in which they came."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = (
        dialect.insert(inbox)
        .values(
            [
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
        )
        .on_conflict_do_nothing(index_elements=["update_id"])
        .returning(inbox.c.seq, inbox.c.line, inbox.c.body)
    )
    rows = connection.execute(insert).all()
    return sorted((Stored(row.seq, row.line, row.body) for row in rows), key=lambda stored: stored.seq)


def finish(connection: Connection, seqs: Sequence[int]) -> None:
    """Mark updates as handled and forget what they said; their numbers stay, so that a late repeat is known."""
    connection.execute(inbox.update().where(inbox.c.seq.in_(seqs)).values(state=DONE, body=None, line=0))


def park(connection: Connection, seq: int, trouble: str) -> None:
    """Set aside an update that cannot be handled: it is kept for who looks after the bot and delays nobody."""
    connection.execute(inbox.update().where(inbox.c.seq == seq).values(state=PARKED, trouble=trouble[:200]))


def take_over(connection: Connection, now: datetime, held_by: str, held_until: datetime, limit: int) -> list[Stored]:
    """Waiting updates that nobody holds any more, now held by `held_by`, in order."""
    free = (
        sa.select(inbox.c.seq)
        .where(inbox.c.state == WAITING, inbox.c.held_until < now, inbox.c.held_by != held_by)
        .order_by(inbox.c.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(
        inbox.update()
        .where(inbox.c.seq.in_(free))
        .values(held_by=held_by, held_until=held_until)
        .returning(inbox.c.seq, inbox.c.line, inbox.c.body)
    ).all()
    return sorted((Stored(*row) for row in rows), key=lambda stored: stored.seq)


def take_all(connection: Connection, held_by: str, held_until: datetime) -> list[Stored]:
    """Every waiting update, now held by `held_by`: for the one process of an SQLite database when it starts."""
    rows = connection.execute(
        inbox.update()
        .where(inbox.c.state == WAITING)
        .values(held_by=held_by, held_until=held_until)
        .returning(inbox.c.seq, inbox.c.line, inbox.c.body)
    ).all()
    return sorted((Stored(*row) for row in rows), key=lambda stored: stored.seq)


def keep_holding(connection: Connection, held_by: str, held_until: datetime) -> None:
    """Say that `held_by` is alive and still has its waiting updates in hand."""
    connection.execute(
        inbox.update().where(inbox.c.state == WAITING, inbox.c.held_by == held_by).values(held_until=held_until)
    )


def forget_before(connection: Connection, moment: datetime) -> int:
    """Drop the numbers of updates handled before `moment`; how many."""
    return connection.execute(inbox.delete().where(inbox.c.state == DONE, inbox.c.received_at < moment)).rowcount


def oldest_waiting(connection: Connection) -> datetime | None:
    """When the update that waits longest came, None when none waits."""
    oldest: datetime | None = connection.execute(
        sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == WAITING)
    ).scalar()
    return oldest


def counts(connection: Connection) -> dict[str, int]:
    """How many updates wait and how many are parked."""
    rows = connection.execute(
        sa.select(inbox.c.state, sa.func.count()).where(inbox.c.state != DONE).group_by(inbox.c.state)
    )
    return {WAITING: 0, PARKED: 0, **dict(rows.tuples().all())}
