"""Taking what is due for sending, and taking up what a sender that died had in hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import DeliveryState, Notice, NoticeState, Policy, Receiver, Task, Urgency
from domain.turns import Turns
from storage.audiences import no_longer
from storage.facts import set_fact
from storage.outbox.notices import counters, read
from storage.outbox.receivers import receivers
from storage.outbox.waiting import IN_HAND, QUEUED, notices_with_queued
from storage.tables.outbox import deliveries, notices
from storage.tables.people import facts

# Of several notices that go at once, one that is not unasked has this many turns for each of the others.
QUICK_SHARE = 4
# A message that was in hand at so many deaths of the process may be what kills it.
DEATHS = 8
SENDER = "sender"
_CLAIMED = (
    NoticeState.FANNING.value,
    NoticeState.SENDING.value,
    NoticeState.DONE.value,
    NoticeState.STOPPED.value,
    NoticeState.WITHDRAWN.value,
)


class NotLeading(Exception):
    """Another sender has taken over."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this sender may send now; `message_ids` are those of each call that went through already."""

    id: int
    notice: Notice
    receiver: Receiver
    person_id: int | None
    group_id: int | None
    task: Task
    attempts: int
    repeated: bool
    message_ids: tuple[tuple[int, ...], ...]


def _due() -> sa.CompoundSelect[Any]:
    number: sa.BindParameter[int] = sa.bindparam("number", type_=sa.Integer)
    most: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer)
    queued = sa.select(deliveries.c.id).where(deliveries.c.notice_id == number, QUEUED)
    # In the order of the index, which spares sorting all that wait.
    order = (deliveries.c.not_before, deliveries.c.id)
    held = queued.where(deliveries.c.not_before <= sa.bindparam("now", type_=deliveries.c.not_before.type))
    fresh = queued.where(deliveries.c.not_before.is_(None))
    parts = [part.order_by(*order).limit(most).subquery() for part in (held, fresh)]
    return sa.union_all(*(sa.select(part.c.id) for part in parts)).limit(most)


_DUE = _due()
# Held until the transaction ends, so that who takes over waits for it and sees what it has claimed.
_WHO_SENDS = sa.select(facts.c.value).where(facts.c.name == SENDER).with_for_update(read=True)
_TAKE = (
    deliveries.update()
    .where(deliveries.c.id.in_(sa.bindparam("numbers", expanding=True)), QUEUED)
    .values(state=DeliveryState.SENDING.value, claimed_by=sa.bindparam("sender"))
    .returning(
        deliveries.c.id,
        deliveries.c.notice_id,
        deliveries.c.person_id,
        deliveries.c.group_id,
        deliveries.c.task,
        deliveries.c.attempts,
        deliveries.c.repeated,
        deliveries.c.message_ids,
    )
)


def claim(
    connection: Connection, sender: str, now: datetime, limit: int, day_began: datetime, turns: Turns
) -> list[Claimed]:
    """Take up to `limit` deliveries that are due, a fair share of each notice, by compare-and-set.

    Raises `NotLeading` when another sender has taken up the work since this one did.
    """
    if connection.execute(_WHO_SENDS).scalar() != sender:
        raise NotLeading
    found = {row.id: row for row in notices_with_queued(connection, _CLAIMED)}
    if not found:
        return []
    numbers = _choose(connection, found, now, limit, turns)
    rows = connection.execute(_TAKE, {"numbers": numbers, "sender": sender}).all() if numbers else []
    place = {number: at for at, number in enumerate(numbers)}
    rows = sorted(rows, key=lambda row: place[row.id])
    said = {number: read(found[number]) for number in {row.notice_id for row in rows}}
    who = receivers(connection, rows, day_began)
    local = now.astimezone(day_began.tzinfo)
    gone = _without_their_role(connection, rows, said)
    return [
        _claimed(
            row,
            said[row.notice_id],
            replace(who[row.id], now=local if row.task == Task.SEND.value else None, left_role=row.id in gone),
        )
        for row in rows
    ]


def _without_their_role(connection: Connection, rows: Sequence[Any], said: dict[int, Notice]) -> set[int]:
    persons: dict[int, set[int]] = {}
    for row in rows:
        if row.person_id is not None and row.task == Task.SEND.value:
            persons.setdefault(row.notice_id, set()).add(row.person_id)
    gone = {number: no_longer(connection, said[number].audience, found) for number, found in persons.items()}
    return {row.id for row in rows if row.person_id in gone.get(row.notice_id, ())}


def _choose(connection: Connection, found: dict[int, Any], now: datetime, limit: int, turns: Turns) -> list[int]:
    weights = {number: 1.0 if row.urgency == Urgency.NORMAL.value else QUICK_SHARE for number, row in found.items()}
    due: dict[int, list[int]] = {}
    for number in turns.in_order(weights):
        ids = connection.execute(_DUE, {"number": number, "now": now, "most": limit}).scalars().all()
        if ids:
            due[number] = list(ids)
        # No more than these can have a turn now.
        if len(due) == limit:
            break
    shares = turns.divide({number: len(ids) for number, ids in due.items()}, weights, limit)
    order = sorted(shares, key=lambda number: -weights[number])
    return [number for notice_id in order for number in due[notice_id][: shares[notice_id]]]


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


def take_up(connection: Connection, sender: str, now: datetime) -> tuple[int, int]:
    """Become the one who sends: what was in hand when the last sender died is queued once more, or left as unsure.

    Gives how many of each. By the notice's policy; what is useless by now, or was in hand at `DEATHS` deaths, is left.
    """
    set_fact(connection, SENDER, sender)
    again = sa.select(notices.c.id).where(
        notices.c.policy == Policy.RESEND.value,
        sa.or_(notices.c.useless_after.is_(None), notices.c.useless_after > now),
    )
    # To change or take back twice does no harm.
    harmless = deliveries.c.task != Task.SEND.value
    repeatable = sa.or_(harmless, sa.and_(deliveries.c.attempts < DEATHS, deliveries.c.notice_id.in_(again)))
    resent = connection.execute(
        deliveries.update()
        .where(IN_HAND, repeatable)
        .values(
            state=DeliveryState.QUEUED.value,
            repeated=sa.case((harmless, deliveries.c.repeated), else_=sa.true()),
            attempts=deliveries.c.attempts + 1,
            not_before=None,
        )
    ).rowcount
    left = connection.execute(sa.select(deliveries.c.notice_id).where(IN_HAND)).scalars().all()
    if left:
        connection.execute(
            deliveries.update().where(IN_HAND).values(state=DeliveryState.UNSURE.value, why="process died")
        )
    for notice_id in set(left):
        connection.execute(
            notices.update().where(notices.c.id == notice_id).values(counters({"unsure": left.count(notice_id)}))
        )
    return resent, len(left)
