"""From a notice to its deliveries: chunk by chunk, so that presses never wait for it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience
from domain.outbox import DeliveryState, NoticeState, Task
from storage.audiences import condition
from storage.outbox.notices import read
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


def next_chunk(connection: Connection, now: datetime, size: int = CHUNK) -> bool:
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
    reached = _people(connection, row.id, audience, row.fanned_to, size)
    if reached is not None:
        _set(connection, row.id, fanned_to=reached)
    else:
        _groups(connection, row.id, audience)
        made = sa.select(sa.func.count()).where(deliveries.c.notice_id == row.id)
        _set(connection, row.id, state=NoticeState.SENDING.value, total=made.scalar_subquery())
    return True


def _set(connection: Connection, notice_id: int, **values: Any) -> None:
    connection.execute(notices.update().where(notices.c.id == notice_id).values(values))


def _people(connection: Connection, notice_id: int, audience: Audience, after: int, size: int) -> int | None:
    chunk = (
        sa.select(people.c.id, people.c.okrug_code, people.c.language)
        .where(people.c.id > after, condition(audience))
        .order_by(people.c.id)
        .limit(size)
        .subquery()
    )
    last: int | None = connection.execute(sa.select(sa.func.max(chunk.c.id))).scalar()
    if last is None:
        return None
    source = sa.select(
        sa.literal(notice_id),
        chunk.c.id,
        chunk.c.okrug_code,
        chunk.c.language,
        sa.literal(Task.SEND.value),
        sa.literal(DeliveryState.QUEUED.value),
        # SQLite cannot tell ON CONFLICT from a join without a condition before it.
    ).where(sa.true())
    columns = ["notice_id", "person_id", "okrug_code", "language", "task", "state"]
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(deliveries)
        .from_select(columns, source)
        .on_conflict_do_nothing(index_elements=["notice_id", "person_id"])
    )
    return last


def _groups(connection: Connection, notice_id: int, audience: Audience) -> None:
    bound = connection.execute(
        sa.select(groups.c.id, groups.c.territory_code, groups.c.language).where(
            groups.c.id.in_(audience.groups()), groups.c.confirmed_at.isnot(None), groups.c.unbound_at.is_(None)
        )
    ).all()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    for group in bound:
        connection.execute(
            dialect.insert(deliveries)
            .values(
                notice_id=notice_id,
                group_id=group.id,
                okrug_code=group.territory_code,
                language=group.language,
                task=Task.SEND.value,
                state=DeliveryState.QUEUED.value,
            )
            .on_conflict_do_nothing(index_elements=["notice_id", "group_id"])
        )
