"""Claiming deliveries, looking once more at who they are for, and recording what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import DeliveryState, Notice, NoticeState, Policy, Receiver, Task, Urgency
from domain.topics import DEFAULT_QUIET, Mode, Notifications, Quiet, Topic
from storage.outbox.notices import COUNTED, counters, read
from storage.tables.outbox import deliveries, groups, notices
from storage.tables.people import accounts, notification_choices, people, quiet_hours

# Of several notices that go at once, an urgent one may take this many times the share of the others.
URGENT_SHARE = 4
_ACTIVE = (NoticeState.SENDING.value, NoticeState.FANNING.value)
_CHANGING = (NoticeState.DONE.value, NoticeState.WITHDRAWN.value, NoticeState.STOPPED.value, NoticeState.SENDING.value)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process may send now; `message_ids` are those of each call that went through already."""

    id: int
    notice: Notice
    receiver: Receiver
    person_id: int | None
    group_id: int | None
    task: Task
    attempts: int
    repeated: bool
    message_ids: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a delivery; `hold_until` with QUEUED is when to try again."""

    id: int
    notice_id: int
    state: DeliveryState
    why: str | None = None
    message_ids: tuple[tuple[int, ...], ...] | None = None
    hold_until: datetime | None = None
    attempted: bool = True
    content_version: int | None = None
    counts: bool = True


def claim(connection: Connection, claimed_by: str, now: datetime, limit: int, day_began: datetime) -> list[Claimed]:
    """Take up to `limit` deliveries that are due, a fair share of each notice, by compare-and-set."""
    shares = _shares(connection, now, limit)
    rows: list[Any] = []
    for notice_row, share in shares:
        due = (
            sa.select(deliveries.c.id)
            .where(
                deliveries.c.notice_id == notice_row.id,
                deliveries.c.state == DeliveryState.QUEUED.value,
                sa.or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now),
            )
            .order_by(deliveries.c.id)
            .limit(share)
            .with_for_update(skip_locked=True)
        )
        taken = connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_(due), deliveries.c.state == DeliveryState.QUEUED.value)
            .values(state=DeliveryState.SENDING.value, claimed_by=claimed_by)
            .returning(*deliveries.c)
        ).all()
        rows.extend((row, read(notice_row)) for row in taken)
    receivers = _receivers(connection, [row for row, _ in rows], day_began)
    rows.sort(key=lambda pair: (pair[1].urgency is Urgency.NORMAL, pair[0].id))
    return [_claimed(row, notice, receivers[row.id]) for row, notice in rows]


def _shares(connection: Connection, now: datetime, limit: int) -> list[tuple[Any, int]]:
    waiting = sa.exists().where(
        deliveries.c.notice_id == notices.c.id,
        deliveries.c.state == DeliveryState.QUEUED.value,
        sa.or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now),
    )
    rows = connection.execute(
        sa.select(notices).where(notices.c.state.in_({*_ACTIVE, *_CHANGING}), waiting).order_by(notices.c.id)
    ).all()
    weights = [1 if row.urgency == Urgency.NORMAL.value else URGENT_SHARE for row in rows]
    whole = sum(weights)
    return [(row, max(1, limit * weight // whole)) for row, weight in zip(rows, weights, strict=True)]


def _claimed(row: Any, notice: Notice, receiver: Receiver) -> Claimed:
    return Claimed(
        id=row.id,
        notice=notice,
        receiver=receiver,
        person_id=row.person_id,
        group_id=row.group_id,
        task=Task(row.task),
        attempts=row.attempts,
        repeated=row.repeated,
        message_ids=tuple(tuple(call) for call in row.message_ids or ()),
    )


def _receivers(connection: Connection, rows: Sequence[Any], day_began: datetime) -> dict[int, Receiver]:
    persons = {row.person_id for row in rows if row.person_id is not None}
    found = {
        row.id: row
        for row in connection.execute(
            sa.select(
                people.c.id,
                people.c.language,
                people.c.village_code,
                people.c.okrug_code,
                accounts.c.telegram_id,
                accounts.c.blocked_at,
                quiet_hours.c.from_hour,
                quiet_hours.c.until_hour,
            )
            .outerjoin(accounts, accounts.c.person_id == people.c.id)
            .outerjoin(quiet_hours, quiet_hours.c.person_id == people.c.id)
            .where(people.c.id.in_(persons))
        )
    }
    modes: dict[int, dict[Topic, Mode]] = {}
    for choice in connection.execute(
        sa.select(notification_choices).where(notification_choices.c.person_id.in_(persons))
    ):
        modes.setdefault(choice.person_id, {})[Topic(choice.topic)] = Mode(choice.mode)
    heard = _heard_today(connection, persons, day_began)
    chats = {
        row.id: row
        for row in connection.execute(
            sa.select(groups).where(groups.c.id.in_({row.group_id for row in rows if row.group_id is not None}))
        )
    }
    return {
        row.id: _group(chats[row.group_id]) if row.group_id is not None else _person(row, found, modes, heard)
        for row in rows
    }


def _group(row: Any) -> Receiver:
    chat_id = row.telegram_chat_id if row.unbound_at is None and row.confirmed_at is not None else None
    return Receiver(chat_id, row.language, village_or_okrug=row.territory_code)


def _person(row: Any, found: dict[int, Any], modes: dict[int, dict[Topic, Mode]], heard: dict[int, int]) -> Receiver:
    who = found.get(row.person_id)
    if who is None:
        return Receiver(None, "kk")
    quiet = DEFAULT_QUIET if who.from_hour is None else Quiet(who.from_hour, who.until_hour)
    return Receiver(
        chat_id=who.telegram_id,
        language=who.language or "kk",
        blocked=who.blocked_at is not None,
        notifications=Notifications(modes.get(who.id, {}), quiet),
        unasked_today=heard.get(who.id, 0),
        village_or_okrug=who.village_code or who.okrug_code,
    )


def _heard_today(connection: Connection, persons: set[int], day_began: datetime) -> dict[int, int]:
    """How many unasked messages each person has had since `day_began`."""
    rows = connection.execute(
        sa.select(deliveries.c.person_id, sa.func.count().label("number"))
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(
            deliveries.c.person_id.in_(persons),
            deliveries.c.sent_at >= day_began,
            notices.c.urgency == Urgency.NORMAL.value,
        )
        .group_by(deliveries.c.person_id)
    )
    return {row.person_id: row.number for row in rows}


_RECORD = (
    deliveries.update()
    .where(deliveries.c.id == sa.bindparam("the_id"), deliveries.c.state == DeliveryState.SENDING.value)
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


def record(connection: Connection, results: Sequence[Result], now: datetime) -> None:
    """Write down a group of results and raise the counters of their notices."""
    if not results:
        return
    connection.execute(_RECORD, [_values(result, now) for result in results])
    sums: dict[int, dict[str, int]] = {}
    for result in results:
        name = COUNTED.get(result.state)
        if name is not None and result.counts:
            counted = sums.setdefault(result.notice_id, {})
            counted[name] = counted.get(name, 0) + 1
    for notice_id, numbers in sums.items():
        connection.execute(notices.update().where(notices.c.id == notice_id).values(counters(numbers)))


def _values(result: Result, now: datetime) -> dict[str, Any]:
    sent = result.state is DeliveryState.SENT
    return {
        "the_id": result.id,
        "new_state": result.state.value,
        "new_why": None if result.why is None else result.why[:120],
        "new_ids": None if result.message_ids is None else [list(call) for call in result.message_ids],
        "new_not_before": result.hold_until,
        "tried": int(result.attempted),
        "new_sent_at": now if sent else None,
        "new_version": result.content_version,
    }


def finish_through(connection: Connection, now: datetime) -> list[int]:
    """Call each notice done whose deliveries are all through; their numbers."""
    left = sa.exists().where(
        deliveries.c.notice_id == notices.c.id,
        deliveries.c.state.in_((DeliveryState.QUEUED.value, DeliveryState.SENDING.value)),
    )
    return list(
        connection.execute(
            notices.update()
            .where(notices.c.state == NoticeState.SENDING.value, sa.not_(left))
            .values(state=NoticeState.DONE.value, ended_at=now)
            .returning(notices.c.id)
        ).scalars()
    )


def drop_stopped(connection: Connection, limit: int = 5000) -> int:
    """Skip what has not left of notices that were stopped, cancelled or withdrawn; how many."""
    ended = (NoticeState.STOPPED, NoticeState.CANCELLED, NoticeState.WITHDRAWN)
    rows = connection.execute(
        sa.select(deliveries.c.id, deliveries.c.notice_id)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(
            notices.c.state.in_([state.value for state in ended]),
            deliveries.c.state == DeliveryState.QUEUED.value,
            deliveries.c.task == Task.SEND.value,
        )
        .limit(limit)
    ).all()
    if not rows:
        return 0
    connection.execute(
        deliveries.update()
        .where(deliveries.c.id.in_([row.id for row in rows]))
        .values(state=DeliveryState.SKIPPED.value, why="stopped")
    )
    sums: dict[int, int] = {}
    for row in rows:
        sums[row.notice_id] = sums.get(row.notice_id, 0) + 1
    for notice_id, number in sums.items():
        connection.execute(notices.update().where(notices.c.id == notice_id).values(counters({"skipped": number})))
    return len(rows)


def take_up(connection: Connection, now: datetime, grace: timedelta = timedelta(0)) -> tuple[int, int]:
    """After a start: what was on its way when the last sender died is queued once more, or left as unsure.

    Gives how many of each. By the notice's policy; what was repeated once already, or is useless by now, is left.
    """
    again = sa.and_(
        notices.c.policy == Policy.RESEND.value,
        sa.or_(notices.c.useless_after.is_(None), notices.c.useless_after > now + grace),
    )
    in_hand = deliveries.c.state == DeliveryState.SENDING.value
    repeatable = sa.or_(
        deliveries.c.task != Task.SEND.value,
        sa.and_(
            sa.not_(deliveries.c.repeated),
            deliveries.c.notice_id.in_(sa.select(notices.c.id).where(again)),
        ),
    )
    resent = connection.execute(
        deliveries.update()
        .where(in_hand, repeatable)
        .values(state=DeliveryState.QUEUED.value, repeated=True, not_before=None)
    ).rowcount
    rows = connection.execute(sa.select(deliveries.c.id, deliveries.c.notice_id).where(in_hand)).all()
    record(
        connection,
        [Result(row.id, row.notice_id, DeliveryState.UNSURE, "process died") for row in rows],
        now,
    )
    return resent, len(rows)


def close_chat(connection: Connection, person_id: int, now: datetime) -> None:
    """Remember that a person shut the bot out."""
    connection.execute(
        accounts.update()
        .where(accounts.c.person_id == person_id, accounts.c.blocked_at.is_(None))
        .values(blocked_at=now)
    )


def move_group(connection: Connection, group_id: int, chat_id: int) -> None:
    """Follow a group that has another id now."""
    connection.execute(groups.update().where(groups.c.id == group_id).values(telegram_chat_id=chat_id))


def unbind_group(connection: Connection, group_id: int, now: datetime) -> None:
    """Remember that the bot is not in a group any more."""
    connection.execute(
        groups.update().where(groups.c.id == group_id, groups.c.unbound_at.is_(None)).values(unbound_at=now)
    )
