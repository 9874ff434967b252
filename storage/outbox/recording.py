"""Writing down what became of deliveries, and calling notices done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import DeliveryState, NoticeState, Task
from storage.outbox.notices import COUNTED, counters
from storage.outbox.receivers import IN_DIGEST
from storage.outbox.waiting import IN_DIGEST as STATE_DIGEST
from storage.outbox.waiting import IN_HAND, QUEUED, notices_with_queued
from storage.tables.outbox import deliveries, groups, notices
from storage.tables.people import accounts

WHY_LENGTH = 120
_OVER = (NoticeState.STOPPED.value, NoticeState.CANCELLED.value, NoticeState.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Collected:
    """A delivery that a digest has told of, or that was left out of it since nobody needs it any more (`why`)."""

    id: int
    notice_id: int
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a delivery; `hold_until` with QUEUED is when to try again.

    `closes` is the person who shut the bot out, `unbinds` the group that did, `moves` a group and its new chat.
    """

    id: int
    notice_id: int
    state: DeliveryState
    why: str | None = None
    message_ids: tuple[tuple[int, ...], ...] | None = None
    hold_until: datetime | None = None
    attempted: bool = True
    content_version: int | None = None
    task: Task = Task.SEND
    closes: int | None = None
    unbinds: int | None = None
    moves: tuple[int, int] | None = None
    collected: tuple[Collected, ...] = ()


_NUMBERS: sa.BindParameter[int] = sa.bindparam("numbers", expanding=True)
_STILL_OURS = (
    sa.select(deliveries.c.id)
    .where(deliveries.c.id.in_(_NUMBERS), IN_HAND, deliveries.c.claimed_by == sa.bindparam("sender"))
    .with_for_update()
)
_RECORD = (
    deliveries.update()
    .where(deliveries.c.id == sa.bindparam("the_id"))
    .values(
        state=sa.bindparam("new_state"),
        why=sa.bindparam("new_why"),
        message_ids=sa.func.coalesce(
            sa.bindparam("new_ids", type_=sa.JSON(none_as_null=True)), deliveries.c.message_ids
        ),
        not_before=sa.bindparam("new_not_before", type_=deliveries.c.not_before.type),
        attempts=deliveries.c.attempts + sa.bindparam("tried", type_=sa.Integer),
        sent_at=sa.func.coalesce(deliveries.c.sent_at, sa.bindparam("new_sent_at", type_=deliveries.c.sent_at.type)),
        content_version=sa.func.coalesce(sa.bindparam("new_version", type_=sa.Integer), deliveries.c.content_version),
    )
)
_VERSIONS = sa.select(notices.c.id, notices.c.state, notices.c.content_version).where(notices.c.id.in_(_NUMBERS))


def record(connection: Connection, sender: str, results: Sequence[Result], now: datetime) -> None:
    """Write down a group of results and raise the counters of their notices; a second time it changes nothing."""
    if not results:
        return
    numbers = [result.id for result in results]
    ours = set(connection.execute(_STILL_OURS, {"numbers": numbers, "sender": sender}).scalars())
    fresh = [result for result in results if result.id in ours]
    if not fresh:
        return
    connection.execute(_RECORD, [_values(result, now) for result in fresh])
    _count(connection, ((one.notice_id, COUNTED[one.state], 1) for one in fresh if _counts(one)))
    _follow_changes(connection, [one for one in fresh if one.state is DeliveryState.SENT])
    _collected(connection, [item for one in fresh for item in one.collected], now)
    for result in fresh:
        _close(connection, result, now)


def _values(result: Result, now: datetime) -> dict[str, Any]:
    return {
        "the_id": result.id,
        "new_state": result.state.value,
        "new_why": None if result.why is None else _storable(result.why),
        "new_ids": None if result.message_ids is None else [list(call) for call in result.message_ids],
        "new_not_before": result.hold_until,
        "tried": int(result.attempted),
        "new_sent_at": now if result.state is DeliveryState.SENT else None,
        "new_version": result.content_version,
    }


def _storable(why: str) -> str:
    # A reason that no engine takes must not keep the others of its group from being written down.
    return why.replace("\0", "").encode(errors="replace").decode()[:WHY_LENGTH]


def _counts(result: Result) -> bool:
    return result.task is Task.SEND and result.state in COUNTED


def _count(connection: Connection, changes: Iterable[tuple[int, str, int]]) -> None:
    sums: dict[int, dict[str, int]] = {}
    for notice_id, name, number in changes:
        counted = sums.setdefault(notice_id, {})
        counted[name] = counted.get(name, 0) + number
    for notice_id in sorted(sums):
        values = counters(sums[notice_id])
        if values:
            connection.execute(notices.update().where(notices.c.id == notice_id).values(values))


def _follow_changes(connection: Connection, sent: Sequence[Result]) -> None:
    """Have what left while its notice was edited or withdrawn follow the others."""
    known = {row.id: row for row in connection.execute(_VERSIONS, {"numbers": sorted({r.notice_id for r in sent})})}
    behind: dict[Task, list[int]] = {}
    for result in sent:
        notice = known[result.notice_id]
        if result.task is Task.DELETE:
            continue
        if notice.state == NoticeState.WITHDRAWN.value:
            behind.setdefault(Task.DELETE, []).append(result.id)
        elif result.content_version is not None and result.content_version < notice.content_version:
            behind.setdefault(Task.EDIT, []).append(result.id)
    for task, numbers in behind.items():
        connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_(numbers))
            .values(task=task.value, state=DeliveryState.QUEUED.value, not_before=None, attempts=0)
        )


def _collected(connection: Connection, items: Sequence[Collected], now: datetime) -> None:
    ends: dict[tuple[DeliveryState, str], list[Collected]] = {}
    for item in items:
        end = (DeliveryState.SENT, IN_DIGEST) if item.why is None else (DeliveryState.SKIPPED, item.why)
        ends.setdefault(end, []).append(item)
    for (state, why), ended in ends.items():
        changed = connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_([item.id for item in ended]), STATE_DIGEST)
            .values(state=state.value, why=why, sent_at=now if state is DeliveryState.SENT else None)
            .returning(deliveries.c.notice_id)
        ).scalars()
        _count(
            connection,
            (pair for number in changed.all() for pair in ((number, "digest", -1), (number, state.value, 1))),
        )


def _close(connection: Connection, result: Result, now: datetime) -> None:
    if result.closes is not None:
        connection.execute(
            accounts.update()
            .where(accounts.c.person_id == result.closes, accounts.c.blocked_at.is_(None))
            .values(blocked_at=now)
        )
    if result.moves is not None:
        _move(connection, *result.moves, now)
    if result.unbinds is not None:
        _unbind(connection, result.unbinds, now)


def _move(connection: Connection, group_id: int, chat_id: int, now: datetime) -> None:
    there = sa.select(groups.c.id).where(groups.c.telegram_chat_id == chat_id, groups.c.id != group_id)
    if connection.execute(there).first() is not None:
        # The new chat was bound by itself: the old binding has nothing left to say.
        _unbind(connection, group_id, now)
        return
    connection.execute(groups.update().where(groups.c.id == group_id).values(telegram_chat_id=chat_id))


def _unbind(connection: Connection, group_id: int, now: datetime) -> None:
    connection.execute(
        groups.update().where(groups.c.id == group_id, groups.c.unbound_at.is_(None)).values(unbound_at=now)
    )


def finish_through(connection: Connection, now: datetime) -> list[int]:
    """Call each notice done whose deliveries are all through; their numbers."""
    own = deliveries.c.notice_id == notices.c.id
    return list(
        connection.execute(
            notices.update()
            .where(
                notices.c.state == NoticeState.SENDING.value,
                sa.not_(sa.exists().where(own, QUEUED)),
                sa.not_(sa.exists().where(own, IN_HAND)),
            )
            .values(state=NoticeState.DONE.value, ended_at=now)
            .returning(notices.c.id)
        ).scalars()
    )


def drop_stopped(connection: Connection, limit: int) -> int:
    """Skip what has not left of notices that were stopped, cancelled or withdrawn, `limit` at most; how many."""
    dropped = 0
    for row in notices_with_queued(connection, _OVER):
        some = (
            sa.select(deliveries.c.id)
            .where(deliveries.c.notice_id == row.id, QUEUED, deliveries.c.task == Task.SEND.value)
            .limit(limit - dropped)
        )
        if row.state == NoticeState.WITHDRAWN.value:
            _take_parts_back(connection, row.id)
        number = connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_(some), QUEUED)
            .values(state=DeliveryState.SKIPPED.value, why=row.state)
        ).rowcount
        _count(connection, [(row.id, "skipped", number)])
        dropped += number
        if dropped >= limit:
            break
    return dropped


def _take_parts_back(connection: Connection, notice_id: int) -> None:
    connection.execute(
        deliveries.update()
        .where(
            deliveries.c.notice_id == notice_id,
            QUEUED,
            deliveries.c.task == Task.SEND.value,
            deliveries.c.message_ids.isnot(sa.null()),
        )
        .values(task=Task.DELETE.value)
    )
