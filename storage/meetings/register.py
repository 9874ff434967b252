"""The register: which meetings were held, and who came."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.event_imports import FigureRow, MeetingRow
from domain.meetings import DEFAULT_MINUTES, MeetingKind, MeetingState
from domain.registers import Count, PeopleFigure, Record, Selection
from domain.roles import Area
from domain.territories import Place
from storage.meetings.attendance import turnouts
from storage.tables.meetings import meeting_attendance, meeting_counts, meetings, people_figures
from storage.tables.territories import lies_in, territories

_NOON = time(12)


def _held(
    selection: Selection, within: Sequence[Place] | None, now: datetime, zone: tzinfo
) -> list[sa.ColumnElement[bool]]:
    found = [meetings.c.state == MeetingState.PLANNED.value, meetings.c.starts_at <= now, lies_in(within)]
    if selection.kind is not None:
        found.append(meetings.c.kind == selection.kind.value)
    if selection.since is not None:
        found.append(meetings.c.starts_at >= datetime.combine(selection.since, time(), zone))
    if selection.until is not None:
        found.append(meetings.c.starts_at < datetime.combine(selection.until + timedelta(days=1), time(), zone))
    return found


def records(
    connection: Connection, selection: Selection, within: Sequence[Place] | None, now: datetime, zone: tzinfo
) -> list[Record]:
    """The meetings that were held, in the order of the tree and of time; `within` None is everywhere."""
    rows = connection.execute(
        sa.select(meetings, territories.c.names)
        .outerjoin(territories, territories.c.code == meetings.c.territory_code)
        .where(*_held(selection, within, now, zone))
        .order_by(territories.c.path, meetings.c.starts_at, meetings.c.id)
    ).all()
    came = turnouts(connection, [row.id for row in rows])
    return [_record(row, came.get(row.id), zone) for row in rows]


def _record(row: Any, turnout: Any, zone: tzinfo) -> Record:
    return Record(
        id=row.id,
        kind=MeetingKind(row.kind),
        area=None if row.area is None else Area(row.area),
        territory_code=row.territory_code,
        territory=row.names,
        day=row.starts_at.astimezone(zone).date(),
        title=row.title,
        where=row.place,
        turnout=turnout,
        history=row.history,
    )


def named_people(
    connection: Connection, selection: Selection, within: Sequence[Place] | None, now: datetime, zone: tzinfo
) -> int:
    """How many different people are known to have come, each counted once."""
    query = (
        sa.select(sa.func.count(sa.distinct(meeting_attendance.c.person_id)))
        .join(meetings, meetings.c.id == meeting_attendance.c.meeting_id)
        .outerjoin(territories, territories.c.code == meetings.c.territory_code)
        .where(*_held(selection, within, now, zone))
    )
    return int(connection.execute(query).scalar_one())


def figures(connection: Connection, selection: Selection, within: Sequence[Place] | None) -> list[PeopleFigure]:
    """The entered numbers of different people that lie wholly in the selection."""
    query = sa.select(people_figures, territories.c.names).outerjoin(
        territories, territories.c.code == people_figures.c.territory_code
    )
    query = query.where(lies_in(within))
    if selection.kind is not None:
        query = query.where(people_figures.c.kind == selection.kind.value)
    if selection.since is not None:
        query = query.where(people_figures.c.since >= selection.since)
    if selection.until is not None:
        query = query.where(people_figures.c.until <= selection.until)
    return [
        PeopleFigure(
            people=Count(row.people, row.at_least),
            source=row.source,
            territory_code=row.territory_code,
            territory=row.names,
            kind=None if row.kind is None else MeetingKind(row.kind),
            women_percent=row.women_percent,
            since=row.since,
            until=row.until,
        )
        for row in connection.execute(query.order_by(people_figures.c.id))
    ]


def known_codes(connection: Connection, codes: Sequence[str]) -> dict[str, Place]:
    """Those of these codes that are territories."""
    query = sa.select(territories.c.code, territories.c.path).where(territories.c.code.in_(codes))
    return {row.code: Place(row.code, row.path) for row in connection.execute(query)}


def already_imported(connection: Connection, source: str) -> bool:
    """Whether this very file was taken over before."""
    there = sa.exists().where(meetings.c.source.startswith(f"{source}:", autoescape=True))
    figures_there = sa.exists().where(people_figures.c.import_key.startswith(f"{source}:", autoescape=True))
    return bool(connection.execute(sa.select(sa.or_(there, figures_there))).scalar_one())


def take_over(
    connection: Connection,
    rows: Sequence[MeetingRow],
    figure_rows: Sequence[FigureRow],
    *,
    source: str,
    created_by: int,
    now: datetime,
    zone: tzinfo,
) -> None:
    """Keep the meetings and figures of a file as history."""
    for row in rows:
        meeting_id = connection.execute(
            meetings.insert().values(_history(row, source, created_by, now, zone)).returning(meetings.c.id)
        ).scalar_one()
        if row.people is not None:
            connection.execute(
                meeting_counts.insert().values(
                    meeting_id=meeting_id,
                    people=row.people,
                    at_least=row.at_least,
                    women=row.women,
                    women_percent=row.women_percent,
                    counted_at=now,
                    counted_by=created_by,
                )
            )
    for figure in figure_rows:
        connection.execute(
            people_figures.insert().values(
                import_key=f"{source}:p{figure.row}",
                territory_code=figure.territory_code,
                kind=None if figure.kind is None else figure.kind.value,
                people=figure.people,
                at_least=figure.at_least,
                women_percent=figure.women_percent,
                since=figure.since,
                until=figure.until,
                source=figure.source,
            )
        )


def _history(row: MeetingRow, source: str, created_by: int, now: datetime, zone: tzinfo) -> dict[str, Any]:
    key = f"{source}:{row.row}"
    return {
        "source": key,
        "kind": row.kind.value,
        "area": None if row.area is None else row.area.value,
        "territory_code": row.territory_code,
        "state": MeetingState.PLANNED.value,
        "title": row.title,
        "starts_at": datetime.combine(row.day, row.clock or _NOON, zone),
        "minutes": DEFAULT_MINUTES,
        "place": row.where,
        "agenda": [],
        "audience": [],
        # Nobody checks in to what is over: these only have to be unlike all others.
        "code": f"{source[-9:]}.{row.row}",
        "uid": key,
        "created_at": now,
        "created_by": created_by,
        "published_at": now,
        "history": True,
    }
