"""The list of erasures outlives crashes and tells nobody who was erased."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from domain.keys import Key
from storage import people
from storage.database import Database
from storage.erasures import Erasures
from storage.tables.people import accounts

KEY = Key(b"k" * 32)
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
AIGUL, BERIK = 7_000_000_001, 7_000_000_002


def test_an_erasure_is_remembered_and_not_readable(tmp_path: Path) -> None:
    Erasures(tmp_path / "data", KEY).remember(AIGUL, NOW)
    listed = Erasures(tmp_path / "data", KEY)
    assert listed.times() == {KEY.who(AIGUL): NOW}
    assert str(AIGUL) not in listed.path.read_text()
    assert listed.path.stat().st_mode & 0o777 == 0o600


def test_the_last_erasure_counts(tmp_path: Path) -> None:
    listed = Erasures(tmp_path, KEY)
    for at in (NOW, NOW + HOUR, NOW - HOUR):
        listed.remember(AIGUL, at)
    assert list(listed.times().values()) == [NOW + HOUR]


def test_half_a_line_of_a_crash_spoils_no_other(tmp_path: Path) -> None:
    listed = Erasures(tmp_path, KEY)
    listed.remember(AIGUL, NOW)
    with listed.path.open("a") as file:
        file.write("2026-11-24T07:3")
    listed.remember(BERIK, NOW)
    assert listed.times() == {KEY.who(AIGUL): NOW, KEY.who(BERIK): NOW}
    assert len(listed.path.read_text().splitlines()) == 3


def test_another_key_recognises_nobody(tmp_path: Path) -> None:
    Erasures(tmp_path, KEY).remember(AIGUL, NOW)
    other = Key(b"o" * 32)
    assert other.who(AIGUL) not in Erasures(tmp_path, other).times()


async def test_only_who_was_there_before_is_erased_again(database: Database, tmp_path: Path) -> None:
    listed = Erasures(tmp_path, KEY)
    for telegram_id in (AIGUL, BERIK):
        await database.write(people.create, telegram_id, NOW)
    listed.remember(AIGUL, NOW + HOUR)
    listed.remember(BERIK, NOW - HOUR)
    assert await database.write(listed.repeat, NOW + 2 * HOUR) == 1
    assert await database.write(listed.repeat, NOW + 2 * HOUR) == 0
    left = await database.read(lambda c: list(c.execute(sa.select(accounts.c.telegram_id)).scalars()))
    assert left == [BERIK]
