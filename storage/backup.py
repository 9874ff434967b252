"""Backups: a zip that holds every table from one snapshot, and the files; either engine can take it in.

Tables are read and written by the shape that the database has, not by the code's, so that a backup of an older
revision is taken in at that revision and brought up from there.
"""

import base64
import contextlib
import errno
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from domain.keys import Key
from storage import migrate
from storage.database import Database
from storage.erasures import Erasures

FORMAT = 1
CHUNK = 1000
PIECE = 1 << 20
MANIFEST = "manifest.json"
_NAME = re.compile(r"kenes-(\d{8}-\d{6})\.zip(\.part)?")
_SAFE_FILE = re.compile(r"\w[\w.-]*", re.ASCII)


class BadBackup(Exception):
    """The file cannot be taken in; the text is a sentence."""


class NotEmpty(Exception):
    """The database holds something that restoring would overwrite; the text is a sentence."""


class OtherKey(Exception):
    """The backup was made with another secret key, so the list of erasures cannot be applied to it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `key` recognises the secret key without telling it, `made_at` is UTC."""

    format: int
    revision: str
    engine: str
    made_at: str
    key: str
    tables: dict[str, int]
    files: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was taken in, and how many people of it were erased again."""

    manifest: Manifest
    erased: int


def dated_name(now: datetime) -> str:
    """The name of a backup made now."""
    return f"kenes-{now.astimezone(UTC):%Y%m%d-%H%M%S}.zip"


def delete_old(folder: Path, before: datetime) -> int:
    """Delete the backups in `folder` whose name says that they were made before that moment; how many."""
    old = [path for path in folder.glob("kenes-*.zip*") if (made := _made_at(path.name)) and made < before]
    for path in old:
        path.unlink()
    return len(old)


def _made_at(name: str) -> datetime | None:
    match = _NAME.fullmatch(name)
    return datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC) if match else None


async def back_up(database: Database, target: Path, files: Path, key: Key, now: datetime) -> Manifest:
    """Write the backup `target` while the bot runs; raises `FileExistsError` rather than overwrite one."""
    with _drafted(target) as archive:
        revision, engine, counts, names = await database.read(_write_tables, archive)
        kept = sum(_write_file(archive, files / name, name) for name in names)
        made_at = now.astimezone(UTC).isoformat()
        manifest = Manifest(FORMAT, revision, engine, made_at, _mark(key), counts, kept)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


@contextlib.contextmanager
def _drafted(target: Path) -> Iterator[zipfile.ZipFile]:
    # The backup gets its name when it is whole and on the disk; nobody else may read what it holds.
    if target.exists():
        raise FileExistsError(errno.EEXIST, "there is a file of that name already", str(target))
    target.parent.mkdir(0o700, parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".part")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                yield archive
            raw.flush()
            os.fsync(raw.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def _write_tables(connection: Connection, archive: zipfile.ZipFile) -> tuple[str, str, dict[str, int], list[str]]:
    revision = migrate.revision(connection)
    if revision is None:
        raise BadBackup("The database is empty: there is nothing to back up.")
    counts = {}
    for table in _tables(connection):
        with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
            counts[table.name] = _write_rows(connection, table, out.write)
    return revision, connection.dialect.name, counts, _kept_files(connection)


def _write_rows(connection: Connection, table: sa.Table, write: Callable[[bytes], object]) -> int:
    encoders = [(column.name, _codec(column)[0]) for column in table.c]
    query = sa.select(table).order_by(*table.primary_key).execution_options(yield_per=CHUNK)
    count = 0
    for rows in connection.execute(query).partitions():
        lines = [
            json.dumps(
                {
                    name: None if value is None else encode(value)
                    for (name, encode), value in zip(encoders, row, strict=True)
                },
                ensure_ascii=False,
            )
            for row in rows
        ]
        write(("\n".join(lines) + "\n").encode())
        count += len(lines)
    return count


def _write_file(archive: zipfile.ZipFile, path: Path, name: str) -> bool:
    # Photos and voices are compressed already. One that was erased since the snapshot is rightly not there.
    if not _SAFE_FILE.fullmatch(name) or not path.is_file():
        return False
    archive.write(path, f"files/{name}", zipfile.ZIP_STORED)
    return True


def read_manifest(source: Path) -> Manifest:
    """What the backup says of itself; raises `BadBackup` when it is none or not one of ours."""
    with _opened(source) as archive:
        return _manifest(archive)


def examine(source: Path) -> Manifest:
    """Read a backup from end to end and take nothing in; raises `BadBackup` when something of it is damaged."""
    try:
        with _opened(source) as archive:
            manifest = _manifest(archive)
            _check_whole(archive, manifest)
    except RuntimeError as error:
        # A damaged header may say that the zip is encrypted, or packed in a way that nobody knows.
        raise BadBackup(f"{source} is not a whole backup: {error}.") from error
    return manifest


def is_of(manifest: Manifest, key: Key) -> bool:
    """Whether the backup was made with this secret key."""
    return manifest.key == _mark(key)


async def restore(
    database: Database, source: Path, files: Path, erasures: Erasures, key: Key | None, now: datetime
) -> Restored:
    """Take a backup into an empty database, all of it or nothing, and erase again who was erased since.

    With `key` None it is not asked whether the list of erasures was written with the key of the backup.
    """
    with _opened(source) as archive:
        manifest = _manifest(archive)
        if key is not None and not is_of(manifest, key):
            raise OtherKey

        def work(connection: Connection) -> int:
            _make_room(connection)
            _read_tables(connection, archive, manifest)
            migrate.upgrade(connection)
            erased = erasures.repeat(connection, now)
            # Only what rows still speak of: a file of an erased person is not unpacked.
            for name in _kept_files(connection):
                _read_file(archive, name, files)
            return erased

        return Restored(manifest, await database.migrate(work))


def _mark(key: Key) -> str:
    # Nobody has the Telegram id 0: this tells one key from another and nothing else.
    return key.who(0)[:16]


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadBackup(f"{source} is not a whole backup: {error}.") from error


def _check_whole(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for table, expected in manifest.tables.items():
        name = f"tables/{table}.jsonl"
        if name not in archive.NameToInfo:
            raise BadBackup(f"The backup is damaged: the table {table} is missing.")
        _same_count(table, _lines(archive, name), expected)
    damaged = archive.testzip()
    if damaged is not None:
        raise BadBackup(f"The backup is damaged: {damaged} in it cannot be read.")


def _lines(archive: zipfile.ZipFile, name: str) -> int:
    with archive.open(name) as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
        datetime.fromisoformat(manifest.made_at)
    except (KeyError, TypeError, ValueError) as error:
        raise BadBackup("The file is a zip, but not a backup of Kenes.") from error
    if manifest.format != FORMAT or manifest.revision not in _known_revisions():
        raise BadBackup("The backup was made by a later version of Kenes: upgrade Kenes first, then restore.")
    return manifest


def _known_revisions() -> set[str]:
    return {script.revision for script in ScriptDirectory(str(migrate.FOLDER)).walk_revisions()}


def _make_room(connection: Connection) -> None:
    tables = set(sa.inspect(connection).get_table_names())
    if migrate.revision(connection) is None:
        if tables - {"alembic_version"}:
            raise NotEmpty("The database holds tables that are not of Kenes: give a new, empty database.")
        return
    if "people" in tables and connection.execute(_ANYBODY).first() is not None:
        raise NotEmpty("The database has people in it, and restoring would overwrite them: give a new, empty database.")
    migrate.downgrade(connection, "base")


def _read_tables(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    migrate.upgrade(connection, manifest.revision)
    tables = _tables(connection)
    if {table.name for table in tables} != manifest.tables.keys():
        raise BadBackup("The backup does not hold the tables that its revision has.")
    try:
        with _foreign_keys_checked_at_the_end(connection):
            for table in tables:
                _read_rows(connection, archive, table)
                _check_count(connection, table, manifest.tables[table.name])
    except (KeyError, TypeError, ValueError, sa.exc.IntegrityError, sa.exc.DataError) as error:
        raise BadBackup(f"The rows of the backup do not fit its tables ({type(error).__name__}).") from error
    _set_sequences(connection, tables)


def _read_rows(connection: Connection, archive: zipfile.ZipFile, table: sa.Table) -> None:
    connection.execute(table.delete())
    decoders = [(column.name, _codec(column)[1]) for column in table.c]
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        for chunk in _chunks(map(json.loads, lines)):
            rows = [
                {name: None if row[name] is None else decode(row[name]) for name, decode in decoders} for row in chunk
            ]
            connection.execute(table.insert(), rows)


def _check_count(connection: Connection, table: sa.Table, expected: int) -> None:
    count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    _same_count(table.name, count, expected)


def _same_count(table: str, count: int, expected: int) -> None:
    if count != expected:
        raise BadBackup(f"The backup is damaged: {table} has {count} rows instead of {expected}.")


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _read_file(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    if not _SAFE_FILE.fullmatch(name) or f"files/{name}" not in archive.NameToInfo:
        return
    folder.mkdir(0o700, parents=True, exist_ok=True)
    with archive.open(f"files/{name}") as source, (folder / name).open("wb") as target:
        shutil.copyfileobj(source, target)


def _kept_files(connection: Connection) -> list[str]:
    files = sa.table("files", sa.column("stored_as", sa.String))
    return list(connection.execute(sa.select(files.c.stored_as).where(files.c.stored_as.is_not(None))).scalars())


def _tables(connection: Connection) -> list[sa.Table]:
    inspector = sa.inspect(connection)
    names = sorted(set(inspector.get_table_names()) - {"alembic_version"})
    return [_table(inspector, name) for name in names]


def _table(inspector: sa.Inspector, name: str) -> sa.Table:
    keys = set(inspector.get_pk_constraint(name)["constrained_columns"])
    columns = []
    for column in inspector.get_columns(name):
        if isinstance(column["type"], sa.JSON):
            # Else a missing value would come back as the JSON word null.
            column["type"].none_as_null = column["nullable"]
        columns.append(
            sa.Column(column["name"], column["type"], primary_key=column["name"] in keys, autoincrement=False)
        )
    return sa.Table(name, sa.MetaData(), *columns)


Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _same(value: Any) -> Any:
    return value


def _moment(value: datetime) -> str:
    return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()


_CODECS: list[tuple[tuple[type[sa.types.TypeEngine[Any]], ...], Codec]] = [
    ((sa.DateTime,), (_moment, datetime.fromisoformat)),
    ((sa.Date,), (date.isoformat, date.fromisoformat)),
    ((sa.Time,), (time.isoformat, time.fromisoformat)),
    ((sa.LargeBinary,), (lambda value: base64.b64encode(value).decode(), base64.b64decode)),
    ((sa.Boolean, sa.Integer, sa.Float, sa.String, sa.JSON), (_same, _same)),
    ((sa.Numeric,), (str, Decimal)),
]


def _codec(column: sa.Column[Any]) -> Codec:
    for types, codec in _CODECS:
        if isinstance(column.type, types):
            return codec
    raise TypeError(f"a backup does not know how to keep {column.type!r} of {column.table.name}.{column.name}")


@contextlib.contextmanager
def _foreign_keys_checked_at_the_end(connection: Connection) -> Iterator[None]:
    # Rows come in any order, and a table may point at itself. On SQLite `Database.migrate` does this.
    if connection.dialect.name != "postgresql":
        yield
        return
    keys = [
        (name, key["name"])
        for name in sa.inspect(connection).get_table_names()
        for key in sa.inspect(connection).get_foreign_keys(name)
    ]
    for table, key in keys:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED')
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, key in keys:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE')


def _set_sequences(connection: Connection, tables: Iterable[sa.Table]) -> None:
    # PostgreSQL does not notice ids that were given; SQLite goes on from the largest by itself.
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key:
            sequence = connection.execute(_SEQUENCE, {"table": table.name, "column": column.name}).scalar()
            largest = sequence and connection.execute(sa.select(sa.func.max(column))).scalar()
            if largest:
                connection.execute(sa.select(sa.func.setval(sequence, largest)))


_ANYBODY = sa.select(sa.literal(1)).select_from(sa.table("people")).limit(1)
_SEQUENCE = sa.text("SELECT pg_get_serial_sequence(:table, :column)")
