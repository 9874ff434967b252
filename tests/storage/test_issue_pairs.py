"""Pairs: an answer is kept once, and only what was not answered is put away."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from bot.prepare import CATEGORIES, SEED
from domain.issues.issue import Category
from domain.issues.priorities import Choice, Compared, ItemKind
from domain.roles import Area
from storage import people, territories, territory_files
from storage.database import Connection, Database
from storage.issues import categories, pairs, reading, supporting
from storage.tables.issues import category_choices, pair_choices
from tests.cast import IZENDI, ZHARASPAI
from tests.issue_rows import change, issue

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
TABLES = {ItemKind.ISSUE: pair_choices, ItemKind.CATEGORY: category_choices}


@dataclass(frozen=True, slots=True)
class Here:
    """Where issues are put."""

    db: Database
    now: datetime = NOW


@pytest.fixture
async def prepared(database: Database) -> Database:
    await database.write(territories.load, territory_files.read_file(SEED), NOW)
    await database.write(categories.load, categories.read_seed(CATEGORIES))
    return database


@pytest.fixture(params=ItemKind)
async def shown(prepared: Database, request: pytest.FixtureRequest) -> tuple[int, Choice]:
    """A person, and the pair that is before their eyes."""
    kind: ItemKind = request.param
    person = await prepared.write(people.create, 1001, NOW)
    for _ in range(2):
        await issue(Here(prepared))

    def show(connection: Connection) -> Choice:
        found: list[Compared] = list(categories.categories(connection, Area.SOCIAL))
        if kind is ItemKind.ISSUE:
            found = list(pairs.comparable(connection, ZHARASPAI, Area.SOCIAL, NOW))
        for _ in range(2):
            pairs.show(connection, kind, person, ZHARASPAI, Area.SOCIAL, found[:2], NOW)
        (one,) = pairs.mine(connection, kind, person, ZHARASPAI)
        return one

    return person, await prepared.write(show)


async def stands(database: Database, one: Choice) -> list[tuple[int | None, bool]]:
    table = TABLES[one.kind]
    query = sa.select(table.c.chosen_id, table.c.skipped)
    return [tuple(row) for row in await database.read(lambda c: c.execute(query).all())]


async def test_an_answer_is_kept_once(database: Database, shown: tuple[int, Choice]) -> None:
    person, pair = shown
    assert await stands(database, pair) == [(None, False)]
    assert await database.write(lambda c: pairs.answer(c, person, pair, chosen=pair.second, now=NOW))
    later = NOW + timedelta(hours=1)
    for chosen in (pair.first, pair.second, None):
        again = partial(pairs.answer, chosen=chosen, now=later)
        assert not await database.write(again, person, pair)
    assert await stands(database, pair) == [(pair.second, False)]


async def test_cannot_say_is_kept_like_any_answer(database: Database, shown: tuple[int, Choice]) -> None:
    person, pair = shown
    assert await database.write(lambda c: pairs.answer(c, person, pair, chosen=None, now=NOW))
    assert not await database.write(lambda c: pairs.answer(c, person, pair, chosen=pair.first, now=NOW))
    assert await stands(database, pair) == [(None, True)]


async def test_only_what_was_not_answered_is_put_away(database: Database, shown: tuple[int, Choice]) -> None:
    person, pair = shown
    for other in (
        replace(pair, first=pair.second, second=pair.first),
        replace(pair, okrug_code=IZENDI),
        replace(pair, kind=next(kind for kind in ItemKind if kind is not pair.kind)),
    ):
        await database.write(pairs.put_away, person, other)
    assert await stands(database, pair) == [(None, False)]
    await database.write(lambda c: pairs.answer(c, person, pair, chosen=None, now=NOW))
    await database.write(pairs.put_away, person, pair)
    assert await stands(database, pair) == [(None, True)]


async def test_an_answer_that_is_not_there_yet_counts_for_nothing(
    database: Database, shown: tuple[int, Choice]
) -> None:
    person, pair = shown
    both = [pair.first, pair.second]
    before = await database.read(pairs.said, pair.kind, ZHARASPAI, Area.SOCIAL, both)
    assert (before.wins, before.asked, before.people) == ({}, {}, 0)
    await database.write(lambda c: pairs.answer(c, person, pair, chosen=pair.first, now=NOW))
    after = await database.read(pairs.said, pair.kind, ZHARASPAI, Area.SOCIAL, both)
    assert (after.wins, after.people) == ({(pair.first, pair.second): 1}, 1)
    assert after.asked == {frozenset(both): 1}
    for other in (Area.ECONOMY, Area.ENGINEERING):
        assert (await database.read(pairs.said, pair.kind, ZHARASPAI, other, both)).people == 0
    assert (await database.read(pairs.said, pair.kind, IZENDI, Area.SOCIAL, both)).people == 0
    assert (await database.read(pairs.said, pair.kind, ZHARASPAI, Area.SOCIAL, both[:1])).people == 0


async def test_two_categories_are_compared_once_in_each_okrug_where_one_lives(prepared: Database) -> None:
    def told(connection: Connection) -> list[Choice]:
        person = people.create(connection, 1001, NOW)
        both: list[Category] = list(categories.categories(connection, Area.SOCIAL)[:2])
        for okrug in (ZHARASPAI, IZENDI):
            pairs.show(connection, ItemKind.CATEGORY, person, okrug, Area.SOCIAL, both, NOW)
            (one,) = pairs.mine(connection, ItemKind.CATEGORY, person, okrug)
            pairs.answer(connection, person, one, chosen=one.first, now=NOW)
        return [
            one for okrug in (ZHARASPAI, IZENDI) for one in pairs.mine(connection, ItemKind.CATEGORY, person, okrug)
        ]

    found = await prepared.write(told)
    assert [(one.okrug_code, one.answered) for one in found] == [(ZHARASPAI, True), (IZENDI, True)]


async def test_whom_a_category_concerns_are_different_people_over_its_issues(prepared: Database) -> None:
    here = Here(prepared)
    water, also_water, road = [await issue(here, category=one) for one in ("water", "water", "road")]
    merged = await issue(here, category="road", root_id=water)
    await change(here, merged, state="merged")

    def support(connection: Connection) -> dict[int, int]:
        aigul, berik = (people.create(connection, number, NOW) for number in (1001, 1002))
        for person, number in ((aigul, water), (aigul, also_water), (berik, merged), (berik, road)):
            supporting.support(connection, number, person, NOW)
        return reading.supporters_by_category(connection, [water, also_water])

    found = await prepared.write(support)
    number = await prepared.read(lambda c: reading.issue(c, water))
    assert number is not None
    assert number.category is not None
    assert found == {number.category.id: 2}
