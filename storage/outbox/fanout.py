"""From a notice to its deliveries, and from a change to what was sent: chunk by chunk, so that presses never wait."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience
from domain.outbox import DeliveryState, NoticeState, Task
from storage.audiences import condition
from storage.outbox.notices import read
from storage.outbox.receivers import IN_DIGEST
from storage.tables.outbox import deliveries, groups, notices
from storage.tables.people import people

CHUNK = 2000


def begin_due(connection: Connection, now: datetime) -> int:
    """Begin the fan-out of every notice whose moment has come; how many."""
    return connection.execute(
        notices.update()
        .where(notices.c.state == NoticeState.WAITING.value, notices.c.send_from <= now)
        .values(state=NoticeState.FANNING.value)
    ).rowcount


def next_chunk(connection: Connection, size: int = CHUNK) -> bool:
    """Fan one chunk of one notice out, urgent ones first; whether there was work."""
    urgent_first = sa.case((notices.c.urgency == "normal", 1), else_=0)
    row = connection.execute(
        sa.select(notices)
        .where(notices.c.state == NoticeState.FANNING.value)
        .order_by(urgent_first, notices.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return False
    audience = read(row).audience
    last, looked_at = _chunk(connection, audience, row.fanned_to, size)
    values: dict[str, Any] = {}
    made = 0
    if last is not None:
        made = _people(connection, row.id, audience, row.fanned_to, last)
        values["fanned_to"] = last
    if looked_at < size:
        made += _groups(connection, row.id, audience)
        values["state"] = NoticeState.SENDING.value
    connection.execute(notices.update().where(notices.c.id == row.id).values(total=notices.c.total + made, **values))
    return True


def _chunk(connection: Connection, audience: Audience, after: int, size: int) -> tuple[int | None, int]:
    chunk = sa.select(people.c.id).where(people.c.id > after, condition(audience)).order_by(people.c.id).limit(size)
    ids = chunk.subquery()
    last, number = connection.execute(sa.select(sa.func.max(ids.c.id), sa.func.count())).one()
    return last, number


def _people(connection: Connection, notice_id: int, audience: Audience, after: int, last: int) -> int:
    source = sa.select(
        sa.literal(notice_id),
        people.c.id,
        people.c.okrug_code,
        people.c.language,
        sa.literal(Task.SEND.value),
        sa.literal(DeliveryState.QUEUED.value),
        # By its end and not by its size: who comes into the audience at this moment must push nobody out of the chunk.
    ).where(people.c.id > after, people.c.id <= last, condition(audience))
    columns = ["notice_id", "person_id", "okrug_code", "language", "task", "state"]
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return connection.execute(
        dialect.insert(deliveries)
        .from_select(columns, source.order_by(people.c.id))
        .on_conflict_do_nothing(index_elements=["notice_id", "person_id"])
    ).rowcount


def _groups(connection: Connection, notice_id: int, audience: Audience) -> int:
    bound = sa.select(
        sa.literal(notice_id),
        groups.c.id,
        groups.c.territory_code,
        groups.c.language,
        sa.literal(Task.SEND.value),
        sa.literal(DeliveryState.QUEUED.value),
    ).where(groups.c.id.in_(audience.groups()), groups.c.confirmed_at.isnot(None), groups.c.unbound_at.is_(None))
    columns = ["notice_id", "group_id", "okrug_code", "language", "task", "state"]
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return connection.execute(
        dialect.insert(deliveries)
        .from_select(columns, bound)
        .on_conflict_do_nothing(index_elements=["notice_id", "group_id"])
    ).rowcount


def next_change(connection: Connection, size: int = CHUNK) -> bool:
    """Queue one chunk of the messages that are to be edited or taken back; whether there was work."""
    row = connection.execute(
        sa.select(notices).where(notices.c.changed_to.isnot(None)).order_by(notices.c.id).limit(1).with_for_update()
    ).one_or_none()
    if row is None:
        return False
    mine = deliveries.c.notice_id == row.id
    person = deliveries.c.person_id
    chunk = sa.select(person).where(mine, person > row.changed_to).order_by(person).limit(size).subquery()
    last = connection.execute(sa.select(sa.func.max(chunk.c.person_id))).scalar()
    if last is None:
        _change(connection, row, mine, deliveries.c.group_id.isnot(None))
    else:
        _change(connection, row, mine, person > row.changed_to, person <= last)
    connection.execute(notices.update().where(notices.c.id == row.id).values(changed_to=last))
    return True


def _change(connection: Connection, row: Any, *which: sa.ColumnElement[bool]) -> None:
    taken_back = row.state == NoticeState.WITHDRAWN.value
    older = deliveries.c.content_version < row.content_version
    connection.execute(
        deliveries.update()
        .where(
            *which,
            deliveries.c.state.in_([DeliveryState.SENT.value, DeliveryState.QUEUED.value]),
            deliveries.c.sent_at.isnot(None),
            deliveries.c.why.is_distinct_from(IN_DIGEST),
            deliveries.c.task != Task.DELETE.value,
            sa.true() if taken_back else older,
        )
        .values(
            task=(Task.DELETE if taken_back else Task.EDIT).value,
            state=DeliveryState.QUEUED.value,
            not_before=None,
            attempts=0,
        )
    )
