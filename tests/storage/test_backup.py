"""Backups: what is taken in is what was saved, on either engine, and never over a living database."""

import asyncio
import io
import itertools
import json
import shutil
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.keys import Key
from domain.languages import Localized
from storage import backup, migrate
from storage import people as stored_people
from storage.database import Database, open_database
from storage.erasures import Erasures
from storage.tables import metadata
from storage.tables.files import files
from storage.tables.inbox import inbox
from storage.tables.people import accounts, facts, people, profiles
from storage.tables.roles import audit, grants
from storage.tables.territories import territories

KEY = Key(b"k" * 32)
NOW = datetime(2026, 11, 24, 7, 30, 1, 234567, tzinfo=UTC)
AIGUL, BERIK = 1, 2


def _fill(connection: Connection) -> None:
    # The child's code sorts before its parent's: order of entry must not matter.
    places = [("551", None, "/551/"), ("100", "551", "/551/100/")]
    for code, parent, path in places:
        connection.execute(
            territories.insert().values(
                code=code,
                parent_code=parent,
                level="okrug",
                kind="village",
                names=Localized(kk="Жарасбай «ауылы»\u2028", ru='с "Жараспай"'),
                path=path,
                latitude=51.123456789012345,
                source="seed",
            )
        )
    for telegram_id in (7_000_000_001, 7_000_000_002):
        person_id = connection.execute(
            people.insert().values(language="kk", okrug_code="100", created_at=NOW).returning(people.c.id)
        ).scalar_one()
        connection.execute(accounts.insert().values(person_id=person_id, telegram_id=telegram_id))
        connection.execute(
            profiles.insert().values(person_id=person_id, name="Айгүл\n1", age_told_on=date(2026, 2, 28))
        )
        connection.execute(
            files.insert().values(
                telegram_file_id="A",
                telegram_unique_id="B",
                kind="photo",
                subject="issue",
                subject_id=1,
                owner_id=person_id,
                visibility="okrug",
                stored_as=f"photo-{person_id}.jpg",
                created_at=NOW,
            )
        )
    connection.execute(
        grants.insert().values(person_id=AIGUL, role="akim", rights=["urgent"], since=NOW, given_by=BERIK)
    )
    connection.execute(
        audit.insert().values(at=NOW, act="gave", subject_id="1", details={"was": None, "n": [1, 2.5]}, source="x")
    )
    waiting = [{"update_id": n, "line": 1, "body": "{}", "state": "waiting", "received_at": NOW} for n in range(2500)]
    connection.execute(inbox.insert(), waiting)


def _everything(connection: Connection) -> dict[str, list[Any]]:
    return {
        table.name: sorted(tuple(map(repr, row)) for row in connection.execute(sa.select(table)))
        for table in metadata.sorted_tables
    }


def _add_person(connection: Connection) -> int:
    return int(connection.execute(people.insert().values(created_at=NOW).returning(people.c.id)).scalar_one())


@pytest.fixture
async def filled(database: Database, tmp_path: Path) -> Database:
    await database.write(_fill)
    (tmp_path / "files").mkdir()
    for person_id in (AIGUL, BERIK):
        (tmp_path / "files" / f"photo-{person_id}.jpg").write_bytes(b"\xff\xd8" * person_id)
    return database


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database to restore into."""
    opened = open_database(f"sqlite:///{tmp_path / 'other' / 'kenes.db'}")
    yield opened
    await opened.close()


async def _saved(database: Database, tmp_path: Path, name: str = "a.zip") -> Path:
    await backup.back_up(database, tmp_path / name, tmp_path / "files", KEY, NOW)
    return tmp_path / name


async def _restored(database: Database, source: Path, key: Key | None = KEY, now: datetime = NOW) -> backup.Restored:
    return await backup.restore(database, source, source.parent / "back", Erasures(source.parent, KEY), key, now)


def _tables_of(source: Path) -> dict[str, list[str]]:
    with zipfile.ZipFile(source) as archive:
        names = [name for name in archive.namelist() if name.startswith("tables/")]
        return {name: sorted(archive.read(name).decode().split("\n")) for name in names}


async def test_what_is_taken_in_is_what_was_saved(filled: Database, other: Database, tmp_path: Path) -> None:
    first = await _saved(filled, tmp_path)
    await _restored(other, first)
    assert await other.read(_everything) == await filled.read(_everything)
    second = await _saved(other, tmp_path, "b.zip")
    assert _tables_of(second) == _tables_of(first)
    assert (tmp_path / "back" / "photo-2.jpg").read_bytes() == b"\xff\xd8" * 2


async def test_a_backup_is_of_one_moment_while_the_bot_writes(database: Database, tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def register() -> None:
        for telegram_id in range(100):
            await database.write(stored_people.create, telegram_id, NOW)
            begun.set()

    async def save() -> Path:
        await begun.wait()
        return await _saved(database, tmp_path)

    _, source = await asyncio.gather(register(), save())
    tables = backup.read_manifest(source).tables
    assert 0 < tables["people"] == tables["accounts"]


async def test_a_backup_of_sqlite_is_taken_in_by_either_engine(
    empty_database_url: str, other: Database, tmp_path: Path
) -> None:
    await other.migrate(migrate.upgrade)
    await other.write(_fill)
    first = await _saved(other, tmp_path)
    database = open_database(empty_database_url)
    await _restored(database, first)
    assert await database.read(_everything) == await other.read(_everything)
    assert await database.write(_add_person) == 3, "ids go on after the largest"
    with pytest.raises(sa.exc.IntegrityError):
        await database.write(lambda c: c.execute(grants.insert().values(person_id=99, role="x", rights=[], since=NOW)))
    await database.close()


async def test_a_database_with_people_is_not_overwritten(filled: Database, tmp_path: Path) -> None:
    source = await _saved(filled, tmp_path)
    before = await filled.read(_everything)
    with pytest.raises(backup.NotEmpty, match="people"):
        await _restored(filled, source)
    assert await filled.read(_everything) == before


async def test_a_database_that_a_bot_has_prepared_takes_a_backup_in(
    database: Database, other: Database, tmp_path: Path
) -> None:
    await other.migrate(migrate.upgrade)
    await other.write(_fill)
    await database.write(lambda c: c.execute(facts.insert().values(name="bot_username", value="old")))
    await _restored(database, await _saved(other, tmp_path))
    assert await database.read(_everything) == await other.read(_everything)


async def test_a_foreign_database_is_left_alone(filled: Database, other: Database, tmp_path: Path) -> None:
    await other.write(lambda c: c.exec_driver_sql("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(backup.NotEmpty, match="not of Kenes"):
        await _restored(other, await _saved(filled, tmp_path))


async def test_who_was_erased_after_the_backup_does_not_come_back(
    filled: Database, other: Database, tmp_path: Path
) -> None:
    source = await _saved(filled, tmp_path)
    listed = Erasures(tmp_path, KEY)
    listed.remember(7_000_000_001, NOW + timedelta(hours=1))
    listed.remember(7_000_000_002, NOW - timedelta(hours=1))  # a former self, erased before this one came
    later = NOW + timedelta(days=1)
    assert (await _restored(other, source, now=later)).erased == 1
    left = await other.read(_everything)
    assert [row[1] for row in left["accounts"]] == ["7000000002"]
    assert not any("Айгүл" in cell for row in left["profiles"] for cell in row if row[0] == str(AIGUL))
    assert not (tmp_path / "back" / "photo-1.jpg").exists()
    assert (tmp_path / "back" / "photo-2.jpg").exists()


LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", {before!r}, None, None


def upgrade() -> None:
    op.add_column("facts", sa.Column("told_by", sa.Text(), nullable=False, server_default="nobody"))


def downgrade() -> None:
    op.drop_column("facts", "told_by")
"""


async def test_a_backup_of_an_earlier_version_is_brought_up(
    empty_database_url: str, other: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await other.migrate(migrate.upgrade)
    await other.write(lambda c: c.execute(facts.insert().values(name="a", value="1")))
    source = await _saved(other, tmp_path)
    later = Path(shutil.copytree(migrate.FOLDER, tmp_path / "migrations"))
    (later / "versions" / "later.py").write_text(LATER.format(before=migrate.newest()))
    monkeypatch.setattr(migrate, "FOLDER", later)
    database = open_database(empty_database_url)
    await _restored(database, source)
    assert await database.read(migrate.revision) == "later"
    assert await database.read(lambda c: list(c.execute(sa.text("SELECT * FROM facts")))) == [("a", "1", "nobody")]
    await database.close()


async def test_another_key_is_noticed(filled: Database, other: Database, tmp_path: Path) -> None:
    source = await _saved(filled, tmp_path)
    with pytest.raises(backup.OtherKey):
        await _restored(other, source, key=Key(b"o" * 32))
    await _restored(other, source, key=None)


async def test_a_backup_is_not_overwritten_and_only_its_owner_reads_it(filled: Database, tmp_path: Path) -> None:
    source = await _saved(filled, tmp_path)
    assert source.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        await _saved(filled, tmp_path)
    assert not (tmp_path / "a.zip.part").exists()


def _rewritten(source: Path, **changes: bytes) -> Path:
    target = source.with_name("changed.zip")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            short = Path(name).stem
            new.writestr(name, changes.get(short, old.read(name)))
    return target


async def _refused(other: Database, source: Path, why: str) -> None:
    with pytest.raises(backup.BadBackup, match=why):
        await _restored(other, source)
    assert await other.read(lambda c: sa.inspect(c).get_table_names()) == []


async def test_a_bad_backup_is_refused_and_leaves_nothing(filled: Database, other: Database, tmp_path: Path) -> None:
    source = await _saved(filled, tmp_path)
    whole = source.read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    await _refused(other, tmp_path / "half.zip", "not a whole backup")
    await _refused(other, _rewritten(source, manifest=b"{}"), "not a backup of Kenes")
    manifest = backup.read_manifest(source)
    newer = {**{name: getattr(manifest, name) for name in backup.Manifest.__slots__}, "revision": "9999"}
    await _refused(other, _rewritten(source, manifest=json.dumps(newer).encode()), "later version")
    await _refused(other, _rewritten(source, audit=b""), "audit has 0 rows instead of 1")
    await _refused(other, _rewritten(source, audit=b'{"id": 1}\n'), "do not fit")
    damaged = bytearray(whole)
    damaged[whole.index(b"tables/inbox.jsonl") + 200] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(damaged)
    await _refused(other, tmp_path / "damaged.zip", "damaged|whole|fit")


async def test_a_backup_is_examined_without_being_taken_in(filled: Database, tmp_path: Path) -> None:
    source = await _saved(filled, tmp_path)
    assert backup.examine(source) == backup.read_manifest(source)
    assert backup.is_of(backup.examine(source), KEY)
    assert not backup.is_of(backup.examine(source), Key(b"o" * 32))
    whole = source.read_bytes()
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(source) as archive:
        kept = archive.infolist()
    # What is stored ends where the next header begins; in the middle of it each bit counts.
    middles = [
        after.header_offset - 1 - each.compress_size // 2 for each, after in itertools.pairwise(kept) if each.file_size
    ]
    for at in middles:
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        bad.write_bytes(damaged)
        with pytest.raises(backup.BadBackup, match=r"damaged|whole"):
            backup.examine(bad)
    encrypted = bytearray(whole)
    encrypted[whole.index(b"PK\x01\x02") + 8] |= 1
    bad.write_bytes(encrypted)
    with pytest.raises(backup.BadBackup, match="not a whole backup"):
        backup.examine(bad)
    with pytest.raises(backup.BadBackup, match="audit has 0 rows instead of 1"):
        backup.examine(_rewritten(source, audit=b""))
    manifest = json.loads(zipfile.ZipFile(source).read(backup.MANIFEST))
    more = {**manifest, "tables": {**manifest["tables"], "others": 0}}
    with pytest.raises(backup.BadBackup, match="the table others is missing"):
        backup.examine(_rewritten(source, manifest=json.dumps(more).encode()))
    undated = {**manifest, "made_at": "yesterday"}
    with pytest.raises(backup.BadBackup, match="not a backup of Kenes"):
        backup.examine(_rewritten(source, manifest=json.dumps(undated).encode()))


async def test_every_kind_of_column_survives(database: Database, other: Database) -> None:
    kinds = sa.Table(
        "kinds",
        sa.MetaData(),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("yes", sa.Boolean),
        sa.Column("bytes", sa.LargeBinary),
        sa.Column("money", sa.Numeric(12, 2)),
        sa.Column("share", sa.Float),
        sa.Column("json", sa.JSON),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("day", sa.Date),
        sa.Column("hour", sa.Time),
    )
    row = {
        "id": 2**53 + 1,
        "yes": True,
        "bytes": b"\x00\xff",
        "money": Decimal("10.10"),
        "share": 0.1 + 0.2,
        "json": {"ә": None},
        "at": NOW,
        "day": NOW.date(),
        "hour": NOW.time(),
    }
    empty = {**dict.fromkeys(row), "id": 1}
    stored = io.BytesIO()

    def out(connection: Connection) -> None:
        with zipfile.ZipFile(stored, "w") as archive, archive.open("tables/kinds.jsonl", "w") as lines:
            backup._write_rows(connection, _shape(connection), lines.write)

    def into(connection: Connection) -> None:
        with zipfile.ZipFile(stored) as archive:
            backup._read_rows(connection, archive, _shape(connection))

    def _shape(connection: Connection) -> sa.Table:
        return next(table for table in backup._tables(connection) if table.name == "kinds")

    for each in (database, other):
        await each.migrate(kinds.create)
    await database.write(lambda c: c.execute(kinds.insert(), [row, {**empty, "json": sa.null()}]))
    await database.read(out)
    await other.write(into)
    assert await other.read(lambda c: [dict(found) for found in c.execute(sa.select(kinds)).mappings()]) == [
        empty,
        {**row, "at": NOW.replace(tzinfo=None)},
    ]
    assert await other.read(lambda c: c.execute(sa.text("SELECT count(*) FROM kinds WHERE json IS NULL")).scalar()) == 1


def test_old_backups_are_deleted_by_the_date_in_their_name(tmp_path: Path) -> None:
    names = [backup.dated_name(NOW - timedelta(days=days)) for days in (0, 29, 31, 400)]
    for name in (*names, "kenes-kept.zip", "mine.zip", f"{names[3]}.part"):
        (tmp_path / name).touch()
    assert backup.delete_old(tmp_path, NOW - timedelta(days=30)) == 3
    assert {path.name for path in tmp_path.iterdir()} == {*names[:2], "kenes-kept.zip", "mine.zip"}
