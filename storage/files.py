"""The bytes of people's photos and voice that are kept here beside Telegram, and which those are."""

import os
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.states import SUBJECT as ISSUE
from domain.issues.states import IssueState
from storage.tables.files import files
from storage.tables.issues import issues

# As much as a bot may have from Telegram.
MOST_BYTES = 20 * 1024 * 1024
_ENDINGS = {"photo": "jpg", "voice": "ogg", "video": "mp4", "audio": "mp3"}
# A file that was just written may belong to a row that is not committed yet.
SPARED_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A file that is not kept yet, and the name that its bytes shall have."""

    id: int
    file_id: str
    name: str


def to_keep(connection: Connection, most: int) -> list[ToKeep]:
    """The first files that are not kept yet and can be had; those of a report that is not sent are not ours yet."""
    drafted = sa.exists().where(
        files.c.subject == ISSUE, issues.c.id == files.c.subject_id, issues.c.state == IssueState.DRAFT.value
    )
    query = (
        sa.select(files.c.id, files.c.telegram_file_id, files.c.kind)
        .where(files.c.stored_as.is_(None), files.c.lost_at.is_(None), sa.not_(drafted))
        .where(sa.func.coalesce(files.c.size, 0) <= MOST_BYTES)
        .order_by(files.c.id)
        .limit(most)
    )
    return [
        ToKeep(row.id, row.telegram_file_id, f"{row.kind}-{row.id}.{_ENDINGS.get(row.kind, 'bin')}")
        for row in connection.execute(query)
    ]


def kept(connection: Connection, number: int, name: str) -> bool:
    """Remember under which name a file's bytes are kept; whether the file is still anybody's."""
    return connection.execute(files.update().where(files.c.id == number).values(stored_as=name)).rowcount == 1


def lost(connection: Connection, number: int, at: datetime) -> None:
    """Remember that Telegram has a file no more, so that it is not asked again."""
    connection.execute(files.update().where(files.c.id == number).values(lost_at=at))


def names(connection: Connection) -> set[str]:
    """The names of all bytes that belong to a file."""
    return set(connection.execute(sa.select(files.c.stored_as).where(files.c.stored_as.isnot(None))).scalars())


def names_of_owner(connection: Connection, person_id: int) -> set[str]:
    """The names of the bytes that a person gave and may take along."""
    query = sa.select(files.c.stored_as).where(files.c.owner_id == person_id, files.c.stored_as.isnot(None))
    return set(connection.execute(query).scalars())


def names_of_subject(connection: Connection, subject: str, number: int) -> dict[str, str]:
    """The names of the bytes of one thing's files, by their file id."""
    query = sa.select(files.c.telegram_file_id, files.c.stored_as).where(
        files.c.subject == subject, files.c.subject_id == number, files.c.stored_as.isnot(None)
    )
    return {row.telegram_file_id: row.stored_as for row in connection.execute(query)}


# On the disk


def write(folder: Path, name: str, content: bytes) -> None:
    """Keep bytes under a name, whole or not at all, readable by the bot alone."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    part = folder / f".{name}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)


def read(folder: Path, name: str) -> bytes | None:
    """The bytes kept under a name, None when they are not there."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        return None


def remove(folder: Path, gone: Collection[str]) -> None:
    """Delete bytes by their names; those that are not there are no trouble."""
    for name in gone:
        (folder / name).unlink(missing_ok=True)


def sweep(folder: Path, belonging: Collection[str]) -> int:
    """Delete the bytes that belong to no file any more, what was written within the last hour aside; how many."""
    if not folder.is_dir():
        return 0
    before = time.time() - SPARED_SECONDS
    left = [one for one in folder.iterdir() if one.name not in belonging and one.stat().st_mtime < before]
    remove(folder, [one.name for one in left])
    return len(left)
