"""The log of officials' acts only grows, notes an act once, and shows each territory its own."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.prepare import SEED
from domain.roles import Grant, Role
from domain.territories import Place
from storage import audit, territories, territory_files
from storage.database import Database
from storage.tables.roles import audit as audit_table

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
KARAGANDY = Place("350000000", "/350000000/")
ZHARASPAI = Place("355243000", "/350000000/355200000/355243000/")
PERVOMAISKIY = Place("636857000", "/630000000/636800000/636857000/")
AKIM = Grant(5, Role.AKIM, ZHARASPAI)


@pytest.fixture
async def seeded(database: Database) -> Database:
    await database.write(territories.load, territory_files.read_file(SEED), NOW)
    return database


def note(connection: Connection, /, source: str, place: Place | None = ZHARASPAI, **changes: Any) -> None:
    entry: dict[str, Any] = {"act": "make_poster", "subject_id": "355243000", "details": {"n": [1, None, "ә"]}}
    audit.record(connection, at=NOW, person_id=None, grant=AKIM, place=place, source=source, **{**entry, **changes})


async def test_an_act_is_noted_with_the_role_and_place_and_comes_back_so(seeded: Database) -> None:
    await seeded.write(note, "p:1")
    (entry,) = await seeded.read(audit.entries, None)
    assert (entry.at, entry.person_id, entry.role, entry.territory_code) == (NOW, None, "akim", "355243000")
    assert (entry.act, entry.subject_id, entry.details) == ("make_poster", "355243000", {"n": [1, None, "ә"]})
    assert await seeded.read(lambda c: c.execute(sa.select(audit_table.c.grant_id)).scalar()) == 5


async def test_a_repeated_press_is_noted_once_and_its_second_act_is_another(seeded: Database) -> None:
    for act in ("make_poster", "make_poster", "read_audit"):
        await seeded.write(note, "p:1", act=act)
    await seeded.write(note, "p:2")
    assert len(await seeded.read(audit.entries, None)) == 3


async def test_what_was_rolled_back_was_never_noted(seeded: Database) -> None:
    def broken(connection: Connection) -> None:
        note(connection, "p:1")
        raise RuntimeError("the light went out")

    with pytest.raises(RuntimeError):
        await seeded.write(broken)
    assert await seeded.read(audit.entries, None) == []


async def test_each_territory_reads_its_own_and_pages_from_the_newest(seeded: Database) -> None:
    for number, place in enumerate([ZHARASPAI, PERVOMAISKIY, None, ZHARASPAI, KARAGANDY]):
        await seeded.write(note, f"p:{number}", place)
    every = await seeded.read(audit.entries, None)
    assert [one.id for one in every] == sorted((one.id for one in every), reverse=True)
    assert len(every) == 5

    async def codes(*within: Place) -> list[str | None]:
        return [one.territory_code for one in await seeded.read(audit.entries, within)]

    assert await codes(KARAGANDY) == ["350000000", "355243000", "355243000"]
    assert await codes(ZHARASPAI) == ["355243000", "355243000"]
    assert await codes() == []
    older = await seeded.read(audit.entries, None, limit=2, before_id=every[1].id)
    assert older == every[2:4]
