"""How many people live where: kept as margins or as pairs, replaced as a whole."""

from datetime import UTC, datetime

import pytest

from bot.prepare import SEED
from domain.people import AgeBand, Sex
from domain.statistics.population import People, together
from storage import populations, territories, territory_files
from storage.database import Database

NURA, IZENDI = "355230000", "355253000"
MARGINS = People({Sex.WOMAN: 6, Sex.MAN: 4}, {AgeBand.FROM_18: 3, AgeBand.FROM_65: 7})
PAIRS = together({(Sex.WOMAN, AgeBand.FROM_18): 5, (Sex.MAN, AgeBand.FROM_18): 8})


@pytest.fixture
async def seeded(database: Database) -> Database:
    await database.write(territories.load, territory_files.read_file(SEED), datetime(2026, 11, 24, tzinfo=UTC))
    return database


async def test_margins_and_pairs_are_read_as_they_were_kept(seeded: Database) -> None:
    assert await seeded.write(populations.replace, {NURA: MARGINS, IZENDI: PAIRS}) == 2
    assert await seeded.read(populations.populations, [NURA, IZENDI, "1"]) == {NURA: MARGINS, IZENDI: PAIRS}


async def test_a_later_file_replaces_a_territory_and_leaves_the_others(seeded: Database) -> None:
    await seeded.write(populations.replace, {NURA: MARGINS, IZENDI: PAIRS})
    await seeded.write(populations.replace, {NURA: PAIRS})
    assert await seeded.read(populations.populations, [NURA, IZENDI]) == {NURA: PAIRS, IZENDI: PAIRS}


async def test_every_loaded_territory_may_have_a_population(seeded: Database) -> None:
    assert {NURA, IZENDI} <= await seeded.read(populations.known)
