"""Meetings: drafts, what is planned, and whom it concerns."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience, Rule, RuleKind, read_audience
from domain.meetings import SUBJECT, Meeting, MeetingKind, MeetingState
from domain.people import Actor
from domain.roles import Area
from domain.territories import Place
from storage.audiences import condition
from storage.tables.meetings import meeting_answers, meeting_attendance, meetings
from storage.tables.outbox import deliveries, notices
from storage.tables.people import people
from storage.tables.territories import lies_in, territories

_MEETINGS = sa.select(meetings, territories.c.path).outerjoin(
    territories, territories.c.code == meetings.c.territory_code
)
_MOST = 200


def begin(
    connection: Connection,
    *,
    kind: MeetingKind,
    area: Area | None,
    place: Place | None,
    minutes: int,
    code: str,
    uid: str,
    source: str,
    created_by: int | None,
    now: datetime,
) -> Meeting:
    """A new draft; the same source gives the one that it began before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values: dict[str, Any] = {
        "source": source,
        "kind": kind.value,
        "area": None if area is None else area.value,
        "territory_code": None if place is None else place.code,
        "state": MeetingState.DRAFT.value,
        "minutes": minutes,
        "agenda": [],
        "audience": [],
        "code": code,
        "uid": uid,
        "created_at": now,
        "created_by": created_by,
    }
    connection.execute(dialect.insert(meetings).values(values).on_conflict_do_nothing(index_elements=["source"]))
    return read(connection.execute(_MEETINGS.where(meetings.c.source == source)).one())


def meeting(connection: Connection, meeting_id: int, *, hold: bool = False) -> Meeting | None:
    """The meeting with this number; with `hold` nobody else changes it until the transaction ends."""
    query = _MEETINGS.where(meetings.c.id == meeting_id)
    row = connection.execute(query.with_for_update(of=meetings) if hold else query).one_or_none()
    return None if row is None else read(row)


def by_code(connection: Connection, code: str) -> Meeting | None:
    """The meeting whose code this is, written as people write it."""
    row = connection.execute(_MEETINGS.where(meetings.c.code == code.strip().lower())).one_or_none()
    return None if row is None else read(row)


def read(row: Any) -> Meeting:
    """The meeting that a row of `meetings` with the `path` of its territory tells of."""
    return Meeting(
        id=row.id,
        kind=MeetingKind(row.kind),
        area=None if row.area is None else Area(row.area),
        place=None if row.territory_code is None else Place(row.territory_code, row.path),
        state=MeetingState(row.state),
        title=row.title,
        starts_at=row.starts_at,
        minutes=row.minutes,
        where=row.place,
        point=None if row.latitude is None else (row.latitude, row.longitude),
        agenda=tuple(row.agenda),
        audience=read_audience(row.audience),
        capacity=row.capacity,
        reminders=None if row.reminders is None else tuple(row.reminders),
        code=row.code,
        uid=row.uid,
        sequence=row.sequence,
        version=row.version,
        created_by=row.created_by,
        history=row.history,
    )


_COLUMNS: Mapping[str, str] = {"where": "place"}


def _values(changes: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "point":
            values["latitude"], values["longitude"] = value or (None, None)
        elif isinstance(value, Audience):
            values[name] = value.as_list()
        elif isinstance(value, tuple):
            values[name] = list(value)
        elif isinstance(value, MeetingState):
            values[name] = value.value
        else:
            values[_COLUMNS.get(name, name)] = value
    return values


def change(connection: Connection, before: Meeting, **changes: Any) -> Meeting:
    """The meeting with these fields changed and its version raised; nothing happens when they are so already."""
    known = {name: getattr(before, name) for name in changes}
    if known == changes:
        return before
    connection.execute(
        meetings.update().where(meetings.c.id == before.id).values(**_values(changes), version=meetings.c.version + 1)
    )
    after = meeting(connection, before.id)
    if after is None:
        raise LookupError(before.id)
    return after


def stamp(connection: Connection, meeting_id: int, **moments: datetime) -> None:
    """Note when it was published or cancelled."""
    connection.execute(meetings.update().where(meetings.c.id == meeting_id).values(**moments))


def delete_draft(connection: Connection, meeting_id: int) -> bool:
    """Throw a draft away; whether there was one."""
    return (
        connection.execute(
            meetings.delete().where(meetings.c.id == meeting_id, meetings.c.state == MeetingState.DRAFT.value)
        ).rowcount
        == 1
    )


def is_invited(connection: Connection, found: Meeting, person_id: int) -> bool:
    """Whether a person belongs to those who are invited, or was told of it, answered or came."""
    query = sa.select(
        sa.or_(
            sa.exists().where(people.c.id == person_id, condition(found.audience)),
            sa.exists().where(meeting_answers.c.meeting_id == found.id, meeting_answers.c.person_id == person_id),
            sa.exists().where(meeting_attendance.c.meeting_id == found.id, meeting_attendance.c.person_id == person_id),
            sa.exists().where(people.c.id == person_id, condition(_told(found.id))),
        )
    )
    return bool(connection.execute(query).scalar_one())


def _told(meeting_id: int) -> Audience:
    return Audience((Rule(RuleKind.INVITED, str(meeting_id)),))


def drafts(connection: Connection, person_id: int) -> list[Meeting]:
    """A person's unfinished meetings, the newest first."""
    query = _MEETINGS.where(meetings.c.created_by == person_id, meetings.c.state == MeetingState.DRAFT.value)
    return [read(row) for row in connection.execute(query.order_by(meetings.c.id.desc()).limit(20))]


def upcoming(connection: Connection, actor: Actor, now: datetime, led: Sequence[Place] | None) -> list[Meeting]:
    """What comes and concerns the person, the soonest first; `led` is where they lead (None: everywhere)."""
    query = _PLANNED.where(_still_on(now)).order_by(meetings.c.starts_at).limit(_MOST)
    return _concerning(connection, query, actor, led)


def past(connection: Connection, actor: Actor, now: datetime, led: Sequence[Place] | None) -> list[Meeting]:
    """What was and concerns the person, the newest first; what was taken over from reports only shows in registers."""
    query = _PLANNED.where(sa.not_(_still_on(now)), meetings.c.history.is_(False))
    return _concerning(connection, query.order_by(meetings.c.starts_at.desc()).limit(_MOST), actor, led)


_PLANNED = _MEETINGS.where(meetings.c.state == MeetingState.PLANNED.value)


def _still_on(now: datetime) -> sa.ColumnElement[bool]:
    # A meeting that has just begun is still what people look for.
    return meetings.c.starts_at > now - timedelta(hours=3)


def _concerning(
    connection: Connection, query: "sa.Select[Any]", actor: Actor, led: Sequence[Place] | None
) -> list[Meeting]:
    near = [code for place in (actor.home, *(g.place for g in actor.grants)) if place for code in place.path.split("/")]
    mine = sa.or_(
        meetings.c.territory_code.is_(None),
        meetings.c.territory_code.in_(sorted(set(filter(None, near)))),
        meetings.c.id.in_(sa.select(meeting_answers.c.meeting_id).where(meeting_answers.c.person_id == actor.id)),
        meetings.c.id.in_(sa.select(meeting_attendance.c.meeting_id).where(meeting_attendance.c.person_id == actor.id)),
        meetings.c.id.in_(
            sa.select(notices.c.subject_id)
            .join(deliveries, deliveries.c.notice_id == notices.c.id)
            .where(
                notices.c.kind == "meeting_invitation",
                notices.c.subject == SUBJECT,
                deliveries.c.person_id == actor.id,
            )
        ),
        lies_in(led),
    )
    found = [read(row) for row in connection.execute(query.where(mine))]
    return [one for one in found if _leads(one, led) or is_invited(connection, one, actor.id)]


def _leads(found: Meeting, led: Sequence[Place] | None) -> bool:
    if led is None:
        return True
    return found.place is not None and any(place.covers(found.place) for place in led)
