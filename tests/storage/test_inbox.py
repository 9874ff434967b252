"""The inbox on both engines: what is stored, known, held, taken over, set aside and forgotten."""

import asyncio
from datetime import timedelta

import pytest

from storage import inbox
from storage.database import Database, open_database
from storage.inbox import Arrived, Stored
from tests.cast import NOON

HOLD = timedelta(seconds=15)
A, B = "process a", "process b"


def update(number: int, line: int = 1) -> Arrived:
    return Arrived(number, line, f'{{"update_id":{number}}}')


async def keep(db: Database, *updates: Arrived, by: str = A) -> list[Stored]:
    return await db.write(inbox.store, updates, NOON, by, NOON + HOLD)


async def numbers(db: Database) -> tuple[int, int]:
    """How many wait, how many are set aside."""
    return await db.read(inbox.waiting), await db.read(inbox.parked)


async def test_updates_are_given_back_in_the_order_in_which_they_came(database: Database) -> None:
    numbers = [50, 7, 900, 8, *range(1000, 2500)]
    stored = await keep(database, *(update(number, number % 5) for number in numbers))
    assert [one.body for one in stored] == [update(number).body for number in numbers]
    assert [one.line for one in stored] == [number % 5 for number in numbers]
    assert [one.seq for one in stored] == sorted(one.seq for one in stored)


async def test_what_is_known_is_not_given_again(database: Database) -> None:
    (first,) = await keep(database, update(5))
    assert [one.body for one in await keep(database, update(5), update(6), update(6))] == [update(6).body]
    await database.write(inbox.finish, [first.seq])
    assert await keep(database, update(5)) == []


async def test_two_processes_that_are_given_the_same_keep_it_once(database: Database, database_url: str) -> None:
    other = open_database(database_url)
    try:
        many = [update(number) for number in range(1, 101)]
        got = await asyncio.gather(
            *(keep(db, *many, by=by) for db, by in ((database, A), (other, B)) for _ in range(5))
        )
        assert sum(map(len, got)) == 100
    finally:
        await other.close()


async def test_a_handled_update_keeps_its_number_and_nothing_of_what_it_said(database: Database) -> None:
    stored = await keep(database, update(5, 1001), update(6, 1002))
    await database.write(inbox.finish, [stored[0].seq])
    assert [one.seq for one in await database.read(inbox.held, A)] == [stored[1].seq]
    assert await numbers(database) == (1, 0)


async def test_an_update_is_set_aside_with_any_reason(database: Database) -> None:
    stored = await keep(database, update(5))
    await database.write(inbox.park, stored[0].seq, "a \0 b \ud800 c " + "ж" * 500)
    assert await numbers(database) == (0, 1)
    assert await database.read(inbox.held, A) == []
    assert await database.write(inbox.take_all, B, NOON) == []


async def test_only_what_nobody_holds_any_more_is_taken_over_oldest_first(database: Database) -> None:
    dead = await keep(database, *(update(number) for number in range(1, 6)))
    alive = await database.write(inbox.store, [update(9)], NOON, A, NOON + HOLD * 2)

    async def take(seconds: int, limit: int) -> list[Stored]:
        now = NOON + timedelta(seconds=seconds)
        return await database.write(inbox.take_over, now, B, now + HOLD, limit)

    assert await take(15, 10) == []
    assert await take(16, 3) == dead[:3]
    assert await take(16, 3) == dead[3:]
    assert await take(17, 10) == []
    assert await take(31, 10) == alive
    assert await take(32, 10) == dead


async def test_who_says_that_it_is_alive_keeps_what_waits(database: Database) -> None:
    stored = await keep(database, update(1), update(2))
    await database.write(inbox.finish, [stored[0].seq])
    await database.write(inbox.keep_holding, A, NOON + HOLD * 3)
    assert await database.write(inbox.take_over, NOON + HOLD * 2, B, NOON + HOLD * 4, 10) == []
    await database.write(inbox.keep_holding, B, NOON + HOLD * 9)
    assert await database.write(inbox.take_over, NOON + HOLD * 4, B, NOON + HOLD * 9, 10) == stored[1:]


async def test_the_only_process_takes_everything_that_waits(database: Database) -> None:
    stored = await keep(database, update(1), update(2)) + await keep(database, update(3), by=B)
    await database.write(inbox.finish, [stored[1].seq])
    assert await database.write(inbox.take_all, "process c", NOON) == [stored[0], stored[2]]
    assert await database.read(inbox.held, A) == []


async def test_several_processes_that_take_over_at_once_share_it(database: Database, database_url: str) -> None:
    await keep(database, *(update(number) for number in range(1, 101)))
    other = open_database(database_url)
    try:
        now = NOON + HOLD * 2
        got = await asyncio.gather(
            *(
                db.write(inbox.take_over, now, by, now + HOLD, 30)
                for db, by in ((database, A), (other, B))
                for _ in "ab"
            )
        )
        taken = [one.seq for part in got for one in part]
        assert len(taken) == len(set(taken))
        assert len(taken) <= 100
    finally:
        await other.close()


async def test_what_others_hold_of_the_same_line_comes_first_when_it_is_older(database: Database) -> None:
    (first,) = await keep(database, update(1, 7), by=A)
    (second,) = await keep(database, update(2, 7), by=B)
    await keep(database, update(3, 8), by=B)
    assert await database.read(inbox.lines_of_others, B, [7, 8]) == {7}
    assert await database.read(inbox.lines_of_others, A, [7, 8]) == {7, 8}
    assert await database.read(inbox.lines_of_others, A, [8]) == {8}
    assert await database.read(inbox.others_come_first, second, B)
    assert not await database.read(inbox.others_come_first, first, A)
    await database.write(inbox.finish, [first.seq])
    assert not await database.read(inbox.others_come_first, second, B)


async def test_only_what_was_handled_is_forgotten_with_time(database: Database) -> None:
    stored = await keep(database, update(1), update(2), update(3))
    await database.write(inbox.finish, [stored[0].seq])
    await database.write(inbox.park, stored[1].seq, "why")
    assert await database.write(inbox.forget_before, NOON) == 0
    assert await database.write(inbox.forget_before, NOON + timedelta(seconds=1)) == 1
    assert await numbers(database) == (1, 1)
    assert len(await keep(database, update(1))) == 1


async def test_it_is_known_since_when_the_oldest_waits(database: Database) -> None:
    assert await database.read(inbox.oldest_waiting) is None
    stored = await keep(database, update(1))
    await database.write(inbox.store, [update(2)], NOON + HOLD, A, NOON)
    assert await database.read(inbox.oldest_waiting) == NOON
    await database.write(inbox.finish, [stored[0].seq])
    assert await database.read(inbox.oldest_waiting) == NOON + HOLD


@pytest.mark.parametrize("size", [10, 2_000_000])
async def test_an_update_may_be_of_any_size(size: int, database: Database) -> None:
    (stored,) = await keep(database, Arrived(1, 1, "ж" * size))
    assert len(stored.body) == size
