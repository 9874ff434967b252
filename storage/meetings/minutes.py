"""What was written down of a meeting."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.meetings import Decision, KeptFile, Minutes, Task
from storage.tables.files import files
from storage.tables.meetings import meeting_minutes, meeting_outcomes


def of(connection: Connection, meeting_id: int) -> Minutes | None:
    """What is kept of a meeting, None when nothing is."""
    query = sa.select(meeting_minutes, files.c.kind, files.c.telegram_file_id, files.c.telegram_unique_id, files.c.size)
    row = connection.execute(
        query.outerjoin(files, files.c.id == meeting_minutes.c.file_id).where(
            meeting_minutes.c.meeting_id == meeting_id
        )
    ).one_or_none()
    lines = connection.execute(
        sa.select(meeting_outcomes).where(meeting_outcomes.c.meeting_id == meeting_id).order_by(meeting_outcomes.c.id)
    ).all()
    if row is None and not lines:
        return None
    has_file = row is not None and row.telegram_file_id is not None
    return Minutes(
        text=None if row is None else row.text,
        file=KeptFile(row.kind, row.telegram_file_id, row.telegram_unique_id, row.size) if has_file and row else None,
        decisions=tuple(Decision(line.id, line.text) for line in lines if line.owner is None),
        tasks=tuple(Task(line.id, line.text, line.owner, line.due_on) for line in lines if line.owner is not None),
        sent_at=None if row is None else row.sent_at,
    )


def write(
    connection: Connection,
    meeting_id: int,
    written_by: int,
    now: datetime,
    *,
    text: str | None = None,
    file_id: int | None = None,
) -> None:
    """Keep a text or a file as the minutes, in place of the text or file before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    given = {"text": text, "file_id": file_id}
    values = {name: value for name, value in given.items() if value is not None}
    stamp = {"written_at": now, "written_by": written_by}
    connection.execute(
        dialect.insert(meeting_minutes)
        .values(meeting_id=meeting_id, **values, **stamp)
        .on_conflict_do_update(index_elements=["meeting_id"], set_={**values, **stamp})
    )


def add_outcome(
    connection: Connection,
    meeting_id: int,
    source: str,
    text: str,
    owner: str | None = None,
    due_on: date | None = None,
) -> None:
    """Add a decision, or with an owner and a day an action; the same source adds it once."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(meeting_outcomes)
        .values(meeting_id=meeting_id, source=source, text=text, owner=owner, due_on=due_on)
        .on_conflict_do_nothing(index_elements=["source"])
    )


def outcomes(connection: Connection, meeting_id: int) -> int:
    """How many decisions and actions there are."""
    query = sa.select(sa.func.count()).where(meeting_outcomes.c.meeting_id == meeting_id)
    return int(connection.execute(query).scalar_one())


def remove_outcome(connection: Connection, meeting_id: int, outcome_id: int) -> None:
    """Take a decision or an action out again."""
    connection.execute(
        meeting_outcomes.delete().where(
            meeting_outcomes.c.id == outcome_id, meeting_outcomes.c.meeting_id == meeting_id
        )
    )


def mark_sent(connection: Connection, meeting_id: int, written_by: int, now: datetime) -> bool:
    """Note that the participants get the minutes; whether it was the first time."""
    write(connection, meeting_id, written_by, now)
    return (
        connection.execute(
            meeting_minutes.update()
            .where(meeting_minutes.c.meeting_id == meeting_id, meeting_minutes.c.sent_at.is_(None))
            .values(sent_at=now)
        ).rowcount
        == 1
    )
