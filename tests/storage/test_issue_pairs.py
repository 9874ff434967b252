"""Pairs: an answer is kept once, and only what was not answered is put away."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.prepare import SEED
from domain.roles import Area
from storage import people, territories, territory_files
from storage.database import Connection, Database
from storage.issues import pairs
from storage.tables.issues import pair_choices
from tests.cast import ZHARASPAI
from tests.issue_rows import issue

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


class Here:
    """Where issues are put."""

    def __init__(self, db: Database) -> None:
        self.db, self.now = db, NOW


@pytest.fixture
async def shown(database: Database) -> tuple[int, int, int]:
    """A person, and the two issues that are before their eyes."""
    await database.write(territories.load, territory_files.read_file(SEED), NOW)
    person = await database.write(people.create, 1001, NOW)
    first, second = [await issue(Here(database)) for _ in range(2)]

    def show(connection: Connection) -> None:
        one, other = pairs.comparable(connection, ZHARASPAI, Area.SOCIAL, NOW)
        for _ in range(2):
            pairs.show(connection, person, (one, other), Area.SOCIAL, NOW)

    await database.write(show)
    return person, first, second


async def stands(database: Database) -> list[tuple[int | None, bool]]:
    query = sa.select(pair_choices.c.chosen_id, pair_choices.c.skipped)
    return [tuple(row) for row in await database.read(lambda c: c.execute(query).all())]


async def test_an_answer_is_kept_once(database: Database, shown: tuple[int, int, int]) -> None:
    person, first, second = shown
    assert await stands(database) == [(None, False)]
    assert await database.write(pairs.answer, person, first, second, chosen=second, now=NOW)
    for chosen in (first, second, None):
        later = NOW + timedelta(hours=1)
        assert not await database.write(pairs.answer, person, first, second, chosen=chosen, now=later)
    assert await stands(database) == [(second, False)]


async def test_cannot_say_is_kept_like_any_answer(database: Database, shown: tuple[int, int, int]) -> None:
    person, first, second = shown
    assert await database.write(pairs.answer, person, first, second, chosen=None, now=NOW)
    assert not await database.write(pairs.answer, person, first, second, chosen=first, now=NOW)
    assert await stands(database) == [(None, True)]


async def test_only_what_was_not_answered_is_put_away(database: Database, shown: tuple[int, int, int]) -> None:
    person, first, second = shown
    await database.write(pairs.put_away, person, second, first)
    assert await stands(database) == [(None, False)]
    await database.write(pairs.answer, person, first, second, chosen=None, now=NOW)
    await database.write(pairs.put_away, person, first, second)
    assert await stands(database) == [(None, True)]


async def test_an_answer_that_is_not_there_yet_counts_for_nothing(
    database: Database, shown: tuple[int, int, int]
) -> None:
    person, first, second = shown
    before = await database.read(pairs.said, ZHARASPAI, Area.SOCIAL, [first, second])
    assert (before.wins, before.asked, before.people) == ({}, {}, 0)
    await database.write(pairs.answer, person, first, second, chosen=first, now=NOW)
    after = await database.read(pairs.said, ZHARASPAI, Area.SOCIAL, [first, second])
    assert (after.wins, after.people) == ({(first, second): 1}, 1)
    assert after.asked == {frozenset((first, second)): 1}
    for other in (Area.ECONOMY, Area.ENGINEERING):
        assert (await database.read(pairs.said, ZHARASPAI, other, [first, second])).people == 0
