"""How a report comes to be: a draft, what is sent for it, its number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.contents import Attached
from domain.issues.issue import Issue
from domain.issues.states import SUBJECT, IssueState, Privacy
from storage.issues.reading import SELECT, issue_of
from storage.tables.files import files
from storage.tables.issues import issues, watched_words
from storage.tables.territories import territories


def begin(connection: Connection, *, source: str, author_id: int, okrug_code: str, now: datetime) -> int:
    """Begin a draft; the same `source` gives the one that is there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(issues)
        .values(
            source=source,
            state=IssueState.DRAFT.value,
            okrug_code=okrug_code,
            privacy=Privacy.OPEN.value,
            author_id=author_id,
            taken=[],
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["source"])
    )
    return int(connection.execute(sa.select(issues.c.id).where(issues.c.source == source)).scalar_one())


def drafts(connection: Connection, person_id: int) -> list[Issue]:
    """What a person began and did not send, the newest first."""
    query = SELECT.where(issues.c.author_id == person_id, issues.c.state == IssueState.DRAFT.value)
    return [issue_of(row) for row in connection.execute(query.order_by(issues.c.created_at.desc(), issues.c.id.desc()))]


def change(connection: Connection, before: Issue, **values: Any) -> bool:
    """Change an issue that still stands at the version that was seen; whether it did."""
    return (
        connection.execute(
            issues.update()
            .where(issues.c.id == before.id, issues.c.version == before.version)
            .values(version=issues.c.version + 1, **values)
        ).rowcount
        == 1
    )


def add_file(connection: Connection, number: int, attached: Attached, owner_id: int, now: datetime) -> None:
    """Keep how to find a photo or a voice of an issue; it is its author's and goes with them."""
    connection.execute(
        files.insert().values(
            telegram_file_id=attached.file_id,
            telegram_unique_id=attached.unique_id,
            kind=attached.kind,
            size=attached.size,
            media_type=attached.media_type,
            subject=SUBJECT,
            subject_id=number,
            owner_id=owner_id,
            visibility="subject",
            created_at=now,
        )
    )


def drop_files(connection: Connection, number: int, kind: str) -> None:
    """Forget the photos, or the voices, of a draft."""
    connection.execute(
        files.delete().where(files.c.subject == SUBJECT, files.c.subject_id == number, files.c.kind == kind)
    )


def discard(connection: Connection, number: int) -> None:
    """Throw a draft away with all that was sent for it."""
    gone = connection.execute(
        issues.delete().where(issues.c.id == number, issues.c.state == IssueState.DRAFT.value)
    ).rowcount
    if gone:
        connection.execute(files.delete().where(files.c.subject == SUBJECT, files.c.subject_id == number))


def next_serial(connection: Connection, okrug_code: str) -> int:
    """The next number of an okrug; until this transaction ends nobody else is given one there."""
    row = sa.select(territories.c.code).where(territories.c.code == okrug_code)
    # On SQLite writers take turns anyway. FOR NO KEY UPDATE leaves alone who only refers to the okrug.
    connection.execute(row.with_for_update(key_share=True)).one()
    last = connection.execute(sa.select(sa.func.max(issues.c.serial)).where(issues.c.okrug_code == okrug_code)).scalar()
    return (last or 0) + 1


def sent_since(connection: Connection, person_id: int, since: datetime) -> int:
    """How many reports a person sent since that moment."""
    query = sa.select(sa.func.count()).where(issues.c.author_id == person_id, issues.c.sent_at >= since)
    return int(connection.execute(query).scalar_one())


def is_watched(connection: Connection, folded_words: Iterable[str]) -> bool:
    """Whether one of these folded words begins with a word to watch."""
    beginnings = tuple(connection.execute(sa.select(watched_words.c.folded)).scalars())
    return bool(beginnings) and any(word.startswith(beginnings) for word in folded_words)
