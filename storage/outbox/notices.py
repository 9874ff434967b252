"""Notices: adding, pausing, stopping, looking at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import read_audience
from domain.outbox import NOTHING_TO_SAY, DeliveryState, NewNotice, Notice, NoticeState, Policy, Task, Urgency
from domain.topics import Topic
from storage.tables.outbox import deliveries, notices

COUNTED: Mapping[DeliveryState, str] = {
    state: state.value for state in DeliveryState if state not in (DeliveryState.QUEUED, DeliveryState.SENDING)
}
_RUNNING = (NoticeState.WAITING, NoticeState.FANNING, NoticeState.SENDING, NoticeState.PAUSED)


def add(connection: Connection, new: NewNotice, now: datetime) -> int:
    """The number of the notice; one that is there already (same kind, subject and occurrence) is not made twice."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    key = {
        "kind": new.kind,
        "subject": new.subject,
        "subject_id": new.subject_id,
        "occurrence": new.occurrence,
    }
    connection.execute(
        dialect.insert(notices)
        .values(
            **key,
            topic=new.topic.value,
            urgency=new.urgency.value,
            policy=new.policy.value,
            state=NoticeState.WAITING.value,
            audience=new.audience.as_list(),
            territory_code=None if new.place is None else new.place.code,
            send_from=new.send_from,
            useless_after=new.useless_after,
            created_at=now,
            created_by=new.created_by,
            content_version=new.content_version,
        )
        .on_conflict_do_nothing(index_elements=list(key))
    )
    return int(connection.execute(sa.select(notices.c.id).filter_by(**key)).scalar_one())


def notice(connection: Connection, notice_id: int) -> Notice | None:
    """The notice with this number."""
    row = connection.execute(sa.select(notices).where(notices.c.id == notice_id)).one_or_none()
    return None if row is None else read(row)


def of_subject(connection: Connection, subject: str, subject_id: int) -> list[Notice]:
    """Every notice about one thing, the newest first."""
    query = sa.select(notices).where(notices.c.subject == subject, notices.c.subject_id == subject_id)
    return [read(row) for row in connection.execute(query.order_by(notices.c.id.desc()))]


def unsaid(connection: Connection, subject: str, subject_id: int, kind: str) -> list[Notice]:
    """The notices of a kind about one thing that had nothing to say to somebody when their turn came."""
    skipped = sa.exists().where(
        deliveries.c.notice_id == notices.c.id,
        deliveries.c.state == DeliveryState.SKIPPED.value,
        deliveries.c.why == NOTHING_TO_SAY,
    )
    query = sa.select(notices).filter_by(subject=subject, subject_id=subject_id, kind=kind).where(skipped)
    return [read(row) for row in connection.execute(query.order_by(notices.c.id))]


def read(row: Any) -> Notice:
    """The notice that a row of `notices` tells of."""
    return Notice(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        subject_id=row.subject_id,
        occurrence=row.occurrence,
        topic=Topic(row.topic),
        urgency=Urgency(row.urgency),
        policy=Policy(row.policy),
        state=NoticeState(row.state),
        audience=read_audience(row.audience),
        send_from=row.send_from,
        useless_after=row.useless_after,
        content_version=row.content_version,
        created_at=row.created_at,
        created_by=row.created_by,
        total=row.total,
        sent=row.sent,
        blocked=row.blocked,
        gone=row.gone,
        failed=row.failed,
        skipped=row.skipped,
        unsure=row.unsure,
        digest=row.digest,
    )


def set_state(connection: Connection, notice_id: int, state: NoticeState, only_from: Sequence[NoticeState]) -> bool:
    """Move a notice on, when it stands where that is possible; whether it did."""
    return (
        connection.execute(
            notices.update()
            .where(notices.c.id == notice_id, notices.c.state.in_([before.value for before in only_from]))
            .values(state=state.value)
        ).rowcount
        == 1
    )


def postpone(connection: Connection, notice_id: int, send_from: datetime) -> bool:
    """Say later what is not begun yet, never sooner than it would be; whether it was still to begin."""
    return (
        connection.execute(
            notices.update()
            .where(notices.c.id == notice_id, notices.c.state == NoticeState.WAITING.value)
            .values(send_from=sa.case((notices.c.send_from < send_from, send_from), else_=notices.c.send_from))
        ).rowcount
        == 1
    )


def pause(connection: Connection, notice_id: int) -> bool:
    """Send nothing more for now; what is on its way arrives."""
    return set_state(connection, notice_id, NoticeState.PAUSED, (NoticeState.SENDING, NoticeState.FANNING))


def hold_back(connection: Connection, subject: str, subject_ids: Sequence[int]) -> int:
    """Let what has not begun to leave wait for somebody to say that it may; how many notices."""
    query = notices.update().where(
        notices.c.subject == subject,
        notices.c.subject_id.in_(subject_ids),
        notices.c.state == NoticeState.WAITING.value,
    )
    return connection.execute(query.values(state=NoticeState.PAUSED.value)).rowcount


def resume(connection: Connection, notice_id: int) -> bool:
    """Go on: with the fan-out where it stopped, and with sending."""
    return set_state(connection, notice_id, NoticeState.FANNING, (NoticeState.PAUSED,))


def stop(connection: Connection, notice_id: int) -> bool:
    """Send nothing more at all; what has not left is skipped."""
    return set_state(connection, notice_id, NoticeState.STOPPED, _RUNNING)


def cancel(connection: Connection, subject: str, subject_id: int, kinds: Sequence[str] | None = None) -> int:
    """Cancel what is not said yet of a subject (of these kinds of notices); how many notices."""
    query = notices.update().where(
        notices.c.subject == subject,
        notices.c.subject_id == subject_id,
        notices.c.state.in_([state.value for state in _RUNNING]),
    )
    if kinds is not None:
        query = query.where(notices.c.kind.in_(kinds))
    return connection.execute(query.values(state=NoticeState.CANCELLED.value)).rowcount


def change(connection: Connection, notice_id: int, task: Task, version: int) -> int:
    """Have what was sent changed to a new version of the content, or taken back; how many messages were sent so far.

    The messages are gone through chunk by chunk (`fanout.next_change`); what is on its way follows when it is recorded.
    """
    if task is Task.DELETE:
        set_state(connection, notice_id, NoticeState.WITHDRAWN, (*_RUNNING, NoticeState.DONE, NoticeState.STOPPED))
    return int(
        connection.execute(
            notices.update()
            .where(notices.c.id == notice_id)
            .values(content_version=version, changed_to=0)
            .returning(notices.c.sent)
        ).scalar_one()
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many deliveries to one okrug in one language ended in one way."""

    okrug_code: str | None
    language: str | None
    state: DeliveryState
    why: str | None
    number: int


def tally(connection: Connection, notice_id: int) -> list[Tally]:
    """What became of each delivery to a person, by okrug, language, state and reason."""
    # What is just being changed was sent all the same.
    state = sa.case((deliveries.c.task != Task.SEND.value, DeliveryState.SENT.value), else_=deliveries.c.state)
    columns = (deliveries.c.okrug_code, deliveries.c.language, state.label("state"), deliveries.c.why)
    query = (
        sa.select(*columns, sa.func.count().label("number"))
        .where(deliveries.c.notice_id == notice_id, deliveries.c.group_id.is_(None))
        .group_by(*columns)
    )
    return [
        Tally(row.okrug_code, row.language, DeliveryState(row.state), row.why, row.number)
        for row in connection.execute(query)
    ]


def reached(connection: Connection, notice_id: int, person_id: int) -> bool:
    """Whether a notice is for this person at all."""
    return bool(
        connection.execute(
            sa.select(sa.exists().where(deliveries.c.notice_id == notice_id, deliveries.c.person_id == person_id))
        ).scalar()
    )


def mark_read(connection: Connection, notice_id: int, person_id: int, now: datetime) -> bool:
    """Remember that a person pressed "I have read it"; whether it was the first time."""
    return (
        connection.execute(
            deliveries.update()
            .where(
                deliveries.c.notice_id == notice_id,
                deliveries.c.person_id == person_id,
                deliveries.c.read_at.is_(None),
            )
            .values(read_at=now)
        ).rowcount
        > 0
    )


def count_repeated(connection: Connection, notice_id: int) -> int:
    """How many messages were sent once more, since nobody knew whether they had arrived."""
    query = sa.select(sa.func.count()).where(deliveries.c.notice_id == notice_id, deliveries.c.repeated)
    return int(connection.execute(query).scalar_one())


def count_read(connection: Connection, notice_id: int) -> int:
    """How many people pressed "I have read it"."""
    query = sa.select(sa.func.count(sa.distinct(deliveries.c.person_id))).where(
        deliveries.c.notice_id == notice_id, deliveries.c.read_at.isnot(None)
    )
    return int(connection.execute(query).scalar_one())


def running(connection: Connection, limit: int) -> list[Notice]:
    """What is being said just now or was paused, the newest first."""
    states = (NoticeState.FANNING, NoticeState.SENDING, NoticeState.PAUSED)
    query = sa.select(notices).where(notices.c.state.in_([state.value for state in states]))
    return [read(row) for row in connection.execute(query.order_by(notices.c.id.desc()).limit(limit))]


def upcoming(connection: Connection, limit: int) -> list[Notice]:
    """What is to be said next, the soonest first."""
    query = sa.select(notices).where(notices.c.state == NoticeState.WAITING.value)
    return [read(row) for row in connection.execute(query.order_by(notices.c.send_from).limit(limit))]


def counters(row: Mapping[str, int]) -> dict[str, Any]:
    """The values that raise the counters of a notice by these numbers."""
    return {name: notices.c[name] + number for name, number in row.items() if number}
