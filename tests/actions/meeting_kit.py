"""Meetings for the tests of actions: begun, filled in, published by a few words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from actions.meetings import inviting, planning
from domain.ladders import Due
from domain.meetings import Card, Invited, MeetingKind
from domain.outbox import DeliveryState, Notice, NoticeState
from domain.people import Actor
from domain.roles import Area, Role
from storage import dates
from storage.database import Connection
from storage.outbox import fanout, notices
from storage.tables import outbox as tables
from storage.tables.outbox import deliveries
from tests.actions.conftest import NOW, ZHARASPAI, Council

TOMORROW_WEEK = NOW + timedelta(days=8)


async def akim(council: Council) -> Actor:
    """Daniyar, akim of Zharaspai."""
    return await council.with_role(Role.AKIM, ZHARASPAI)


async def draft(
    council: Council,
    actor: Actor,
    *,
    kind: MeetingKind = MeetingKind.TRAINING,
    area: Area | None = None,
    code: str | None = ZHARASPAI,
    starts_at: datetime = TOMORROW_WEEK,
    whom: Invited = Invited.EVERYONE,
    changes: Mapping[str, Any] | None = None,
) -> Card:
    """A draft with everything in it."""
    begun = (await planning.begin(council.ctx(actor), kind, area, code)).meeting
    card = await planning.name_it(council.ctx(actor), begun.id, begun.version, "kk", "Жиналыс")
    filled = {"starts_at": starts_at, "where": "мектеп", **(changes or {})}
    card = await planning.edit(council.ctx(actor), begun.id, card.meeting.version, filled)
    return await inviting.invite_whom(council.ctx(actor), begun.id, card.meeting.version, whom)


async def planned(council: Council, actor: Actor, **details: Any) -> Card:
    """A meeting to which people are invited."""
    card = await draft(council, actor, **details)
    return await planning.publish(council.ctx(actor), card.meeting.id)


async def fan_out(council: Council) -> None:
    """What the clock does: what is due becomes deliveries."""

    def some(connection: Connection) -> bool:
        fanout.begin_due(connection, council.now)
        return fanout.next_chunk(connection)

    while await council.db.write(some):
        pass


async def delivered(council: Council) -> None:
    """What the sender does: what waited has arrived, of what was cancelled nothing."""

    def send(connection: Connection) -> None:
        cancelled = sa.select(tables.notices.c.id).where(tables.notices.c.state == NoticeState.CANCELLED.value)
        waits = deliveries.c.state == DeliveryState.QUEUED.value
        connection.execute(
            deliveries.update()
            .where(waits, deliveries.c.notice_id.in_(cancelled))
            .values(state=DeliveryState.SKIPPED.value, why=NoticeState.CANCELLED.value)
        )
        connection.execute(deliveries.update().where(waits).values(state=DeliveryState.SENT.value))

    await fan_out(council)
    await council.db.write(send)


async def said(council: Council, meeting_id: int) -> list[Notice]:
    """Every notice of a meeting, the oldest first."""
    return (await council.db.read(notices.of_subject, "meeting", meeting_id))[::-1]


async def told(council: Council, notice: Notice) -> set[int]:
    """Who has a delivery of a notice."""
    query = sa.select(deliveries.c.person_id).where(deliveries.c.notice_id == notice.id)
    return await council.db.read(lambda connection: set(connection.execute(query).scalars()))


async def ladder(council: Council, until: datetime) -> list[Due]:
    """The rungs that are due until then."""
    return sorted(await council.db.write(dates.due, until), key=lambda due: due.due_at)
