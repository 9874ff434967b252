"""Moments and their ladders of reminders: the one mechanism for everything that has a date."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.audiences import read_audience
from domain.ladders import Due, Rung
from domain.topics import Topic
from storage.tables.dates import dates, rungs

__all__ = ["Due", "Rung", "cancel_date", "coming", "done", "due", "missed", "moment", "set_date"]


def set_date(
    connection: Connection,
    subject: str,
    subject_id: int,
    kind: str,
    at: datetime,
    ladder: Sequence[Rung],
    now: datetime,
) -> int:
    """Set or move a moment and its ladder; the version of the date, which is raised only when the moment moved.

    A rung that is past when the moment is set is passed over for this version. Cancelling what was about to be said of
    the old moment is the caller's: it knows the kinds of notices.
    """
    found = connection.execute(
        sa.select(dates).where(dates.c.subject == subject, dates.c.subject_id == subject_id, dates.c.kind == kind)
    ).one_or_none()
    if found is None:
        date_id = connection.execute(
            dates.insert()
            .values(subject=subject, subject_id=subject_id, kind=kind, at=at, version=1)
            .returning(dates.c.id)
        ).scalar_one()
        version = 1
    else:
        date_id, version = found.id, found.version + int(found.at != at or found.cancelled_at is not None)
        connection.execute(
            dates.update().where(dates.c.id == date_id).values(at=at, version=version, cancelled_at=None)
        )
    _set_ladder(connection, date_id, at, version, ladder, now)
    return version


def _set_ladder(
    connection: Connection, date_id: int, at: datetime, version: int, ladder: Sequence[Rung], now: datetime
) -> None:
    known = {
        (row.minutes_before, row.notice_kind): (row.done_version, row.missed_at)
        for row in connection.execute(sa.select(rungs).where(rungs.c.date_id == date_id))
    }
    connection.execute(rungs.delete().where(rungs.c.date_id == date_id))
    for rung in ladder:
        due_at = at - timedelta(minutes=rung.minutes_before)
        done, missed_at = known.get((rung.minutes_before, rung.notice_kind), (0, None))
        passed_over = due_at <= now and done < version
        connection.execute(
            rungs.insert().values(
                date_id=date_id,
                minutes_before=rung.minutes_before,
                notice_kind=rung.notice_kind,
                topic=rung.topic.value,
                audience=rung.audience.as_list(),
                due_at=due_at,
                done_version=version if passed_over else done,
                missed_at=missed_at if done == version else None,
            )
        )


def cancel_date(
    connection: Connection, subject: str, subject_id: int, now: datetime, *, kind: str | None = None
) -> None:
    """Cancel every moment of a subject (or its one of this kind): none of its rungs fires any more."""
    query = dates.update().where(
        dates.c.subject == subject, dates.c.subject_id == subject_id, dates.c.cancelled_at.is_(None)
    )
    if kind is not None:
        query = query.where(dates.c.kind == kind)
    connection.execute(query.values(cancelled_at=now))


def moment(connection: Connection, subject: str, subject_id: int, kind: str) -> datetime | None:
    """The moment of a subject, None when it has none or it was cancelled."""
    at: datetime | None = connection.execute(
        sa.select(dates.c.at).where(
            dates.c.subject == subject,
            dates.c.subject_id == subject_id,
            dates.c.kind == kind,
            dates.c.cancelled_at.is_(None),
        )
    ).scalar()
    return at


_DUE = (
    sa.select(rungs, dates.c.subject, dates.c.subject_id, dates.c.kind.label("date_kind"), dates.c.at, dates.c.version)
    .join(dates, dates.c.id == rungs.c.date_id)
    .where(dates.c.cancelled_at.is_(None), rungs.c.done_version < dates.c.version)
)


def due(connection: Connection, now: datetime, horizon: datetime | None = None, limit: int = 200) -> list[Due]:
    """Rungs whose time has come and that were not fired for this version of their date, and `limit` of them at most.

    With `horizon` also the reminders of moments until then, whose time is still to come. Of a date all such rungs are
    given or none: what is to be said of it can only be decided of the whole. They are held until the transaction ends,
    so that a moment cannot move, nor another process say the same, meanwhile.
    """
    ready = rungs.c.due_at <= now
    if horizon is not None:
        ready = sa.or_(ready, sa.and_(rungs.c.minutes_before > 0, dates.c.at <= horizon))
    query = _DUE.where(ready).order_by(rungs.c.date_id, rungs.c.due_at).limit(limit + 1).with_for_update()
    rows = connection.execute(query).all()
    if len(rows) > limit:
        whole = [row for row in rows if row.date_id != rows[-1].date_id]
        rows = whole or rows
    return [_due(row) for row in rows]


def coming(connection: Connection, limit: int) -> list[Due]:
    """Rungs that come next."""
    return [_due(row) for row in connection.execute(_DUE.order_by(rungs.c.due_at).limit(limit))]


def _due(row: Any) -> Due:
    return Due(
        id=row.id,
        subject=row.subject,
        subject_id=row.subject_id,
        date_kind=row.date_kind,
        at=row.at,
        version=row.version,
        due_at=row.due_at,
        rung=Rung(row.minutes_before, row.notice_kind, Topic(row.topic), read_audience(row.audience)),
    )


def done(connection: Connection, due_one: Due, *, missed_at: datetime | None = None) -> None:
    """Remember that a rung was fired for this version, or (with `missed_at`) that it came too late to be."""
    connection.execute(
        rungs.update().where(rungs.c.id == due_one.id).values(done_version=due_one.version, missed_at=missed_at)
    )


def missed(connection: Connection, since: datetime, limit: int) -> list[Due]:
    """Rungs that were missed since then, the newest first."""
    query = (
        sa.select(
            rungs, dates.c.subject, dates.c.subject_id, dates.c.kind.label("date_kind"), dates.c.at, dates.c.version
        )
        .join(dates, dates.c.id == rungs.c.date_id)
        .where(rungs.c.missed_at >= since)
        .order_by(rungs.c.missed_at.desc())
        .limit(limit)
    )
    return [_due(row) for row in connection.execute(query)]
