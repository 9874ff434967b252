"""Who may send what, and what is written down of it, on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.outbox import DeliveryState, NewNotice, Notice, Policy, Task, Urgency
from domain.turns import Turns
from storage.database import Connection, Database
from storage.outbox import claiming, fanout, notices, waiting
from storage.outbox.claiming import DEATHS, Claimed, NotLeading, claim, take_up
from storage.outbox.recording import Result, finish_through, record
from storage.tables.outbox import groups
from tests import crowd
from tests.bot.sending.kit import rows
from tests.cast import NOON

ME, OTHER = "me", "another"


async def queued(db: Database, count: int, *new: NewNotice) -> list[int]:
    """Notices to a crowd, all their deliveries queued, with me as the one who sends."""
    await db.write(crowd.settle, count)
    numbers = await crowd.add(db, *new or (crowd.notice(),))
    await db.write(fanout.begin_due, NOON)
    while await db.write(fanout.next_chunk):
        pass
    await db.write(take_up, ME, NOON)
    return numbers


async def take(db: Database, limit: int, turns: Turns | None = None, after: timedelta = timedelta(0)) -> list[Claimed]:
    return await db.write(claim, ME, NOON + after, limit, NOON.replace(hour=0), turns or Turns())


def sent(claimed: Claimed, version: int = 1) -> Result:
    return Result(
        claimed.id, claimed.notice.id, DeliveryState.SENT, None, ((9,),), content_version=version, task=claimed.task
    )


def again(claimed: Claimed, after: timedelta | None) -> Result:
    until = None if after is None else NOON + after
    return Result(claimed.id, claimed.notice.id, DeliveryState.QUEUED, hold_until=until, attempted=False)


async def keep(db: Database, *results: Result, sender: str = ME) -> None:
    await db.write(record, sender, results, NOON)


async def notice(db: Database, number: int) -> Notice:
    found = await db.read(notices.notice, number)
    assert found is not None
    return found


async def test_a_claim_takes_the_first_and_nobody_takes_them_again(database: Database) -> None:
    await queued(database, 10)
    assert [one.person_id for one in await take(database, 4)] == [1, 2, 3, 4]
    assert [one.person_id for one in await take(database, 4)] == [5, 6, 7, 8]
    assert [one.receiver.chat_id for one in await take(database, 4)] == [crowd.telegram_id(n) for n in (9, 10)]
    assert await take(database, 4) == []


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_two_who_claim_at_the_same_moment_never_get_the_same(database: Database) -> None:
    await queued(database, 400)

    async def claims() -> list[int]:
        found: list[int] = []
        while some := await take(database, 7):
            found += [one.id for one in some]
        return found

    found = await asyncio.gather(*(claims() for _ in range(6)))
    together = [number for some in found for number in some]
    assert len(together) == len(set(together)) == 400


async def test_what_is_held_comes_when_its_time_has_come_and_before_the_rest(database: Database) -> None:
    await queued(database, 4)
    first, second = await take(database, 2)
    await keep(database, again(first, timedelta(minutes=5)), again(second, timedelta(minutes=3)))
    assert [one.person_id for one in await take(database, 1)] == [3]
    assert [one.person_id for one in await take(database, 3, after=timedelta(minutes=5))] == [2, 1, 4]


async def test_a_small_urgent_one_is_not_stuck_behind_many(database: Database) -> None:
    turns = Turns()
    _, urgent = await queued(
        database,
        2000,
        crowd.notice(),
        crowd.notice("now", urgency=Urgency.URGENT, audience=crowd.only(*range(1, 11))),
    )
    before: list[int] = []
    for _ in range(5):
        before += [one.notice.id for one in await take(database, 3, turns)]
    assert before.count(urgent) == 10


async def test_two_normal_ones_share(database: Database) -> None:
    turns = Turns()
    one, other = await queued(database, 200, crowd.notice(), crowd.notice("other"))
    taken = [each.notice.id for _ in range(20) for each in await take(database, 3, turns)]
    assert len(taken) == 60
    assert taken.count(one) == taken.count(other) == 30


async def test_many_small_ones_never_make_a_claim_too_large(database: Database) -> None:
    await queued(database, 1, *(crowd.notice(f"n{n}") for n in range(30)))
    turns = Turns()
    assert [len(await take(database, 4, turns)) for _ in range(8)] == [4] * 7 + [2]


async def test_a_paused_one_is_not_claimed(database: Database) -> None:
    (number,) = await queued(database, 5)
    await database.write(notices.pause, number)
    assert await take(database, 5) == []


async def test_whoever_was_told_three_times_today_is_told_no_more_whether_recorded_or_in_hand(
    database: Database,
) -> None:
    await queued(database, 1, *(crowd.notice(f"n{n}") for n in range(6)))
    first = await take(database, 1)
    assert [one.receiver.unasked_today for one in first] == [0]
    await keep(database, *map(sent, first))
    assert [one.receiver.unasked_today for one in await take(database, 2)] == [1, 2]
    assert [one.receiver.unasked_today for one in await take(database, 2)] == [3, 4]


async def test_what_was_urgent_is_not_counted_against_a_person(database: Database) -> None:
    await queued(database, 1, crowd.notice("now", urgency=Urgency.URGENT), crowd.notice())
    (urgent,) = await take(database, 1)
    await keep(database, sent(urgent))
    (plain,) = await take(database, 1)
    assert plain.receiver.unasked_today == 0


async def test_results_are_counted_once_however_often_they_are_written(database: Database) -> None:
    (number,) = await queued(database, 3)
    results = [sent(one) for one in await take(database, 3)]
    await keep(database, *results)
    await keep(database, *results)
    found = await notice(database, number)
    assert (found.sent, found.ended) == (3, 3)


async def test_who_does_not_lead_any_more_can_neither_claim_nor_record(database: Database) -> None:
    (number,) = await queued(database, 3)
    one, two = await take(database, 2)
    await database.write(take_up, OTHER, NOON)
    with pytest.raises(NotLeading):
        await take(database, 2)
    await database.write(claim, OTHER, NOON, 1, NOON, Turns())
    await keep(database, sent(one), sent(two))
    assert (await notice(database, number)).sent == 0


async def test_after_a_death_what_was_in_hand_waits_again(database: Database) -> None:
    (number,) = await queued(database, 5)
    await take(database, 3)
    assert await database.write(take_up, ME, NOON) == (3, 0)
    assert [one.repeated for one in await take(database, 5)] == [True, True, True, False, False]
    assert await database.read(notices.count_repeated, number) == 3


@pytest.mark.parametrize(
    "new", [crowd.notice(policy=Policy.SKIP), crowd.notice(useless_after=NOON)], ids=["skip", "useless"]
)
async def test_after_a_death_what_may_not_come_twice_is_left_as_unsure(database: Database, new: NewNotice) -> None:
    (number,) = await queued(database, 5, new)
    await take(database, 3)
    assert await database.write(take_up, ME, NOON) == (0, 3)
    assert (await notice(database, number)).unsure == 3
    assert [row.state for row in await database.read(rows)] == ["unsure"] * 3 + ["queued"] * 2


async def test_a_message_that_kills_each_time_is_left_in_the_end(database: Database) -> None:
    await queued(database, 1)
    for _ in range(DEATHS):
        assert len(await take(database, 1)) == 1
        assert await database.write(take_up, ME, NOON) == (1, 0)
    assert len(await take(database, 1)) == 1
    assert await database.write(take_up, ME, NOON) == (0, 1)


async def test_a_notice_is_done_when_nothing_of_it_waits_or_is_in_hand(database: Database) -> None:
    (number,) = await queued(database, 2)
    assert await database.write(finish_through, NOON) == []
    one, two = await take(database, 2)
    assert await database.write(finish_through, NOON) == []
    await keep(database, sent(one), again(two, None))
    assert await database.write(finish_through, NOON) == []
    (two,) = await take(database, 1)
    await keep(database, sent(two))
    assert await database.write(finish_through, NOON) == [number]


@pytest.mark.parametrize(("task", "version"), [(Task.EDIT, 2), (Task.DELETE, 1)])
async def test_what_was_on_its_way_while_it_was_changed_follows_the_others(
    database: Database, task: Task, version: int
) -> None:
    (number,) = await queued(database, 2)
    one, two = await take(database, 2)
    await keep(database, sent(one))
    await database.write(notices.change, number, task, version)
    while await database.write(fanout.next_change):
        pass
    assert [one.task for one in await take(database, 5)] == [task]
    await keep(database, sent(two))
    assert [one.task for one in await take(database, 5)] == [task]
    assert (await notice(database, number)).sent == 2


async def test_a_group_that_moved_to_a_bound_chat_is_bound_no_more(database: Database) -> None:
    await queued(database, 1)

    def bind(connection: Connection) -> None:
        shared = {"kind": "group", "title": "g", "territory_code": crowd.OKRUG, "language": "kk", "bound_at": NOON}
        both = [{"id": n, "telegram_chat_id": -n, "confirmed_at": NOON, **shared} for n in (1, 2, 3)]
        connection.execute(groups.insert(), both)

    await database.write(bind)
    (claimed,) = await take(database, 1)
    moved = again(claimed, None)
    await keep(database, replace(moved, moves=(1, -9)))
    await take(database, 1)
    await keep(database, replace(moved, moves=(2, -3)))

    def look(connection: Connection) -> list[tuple[int, bool]]:
        query = sa.select(groups.c.telegram_chat_id, groups.c.unbound_at.isnot(None)).order_by(groups.c.id)
        return [(chat, bool(unbound)) for chat, unbound in connection.execute(query)]

    assert await database.read(look) == [(-9, False), (-2, True), (-3, False)]


async def test_a_reason_that_no_database_takes_is_written_down_all_the_same(database: Database) -> None:
    await queued(database, 1)
    (claimed,) = await take(database, 1)
    await keep(database, Result(claimed.id, claimed.notice.id, DeliveryState.FAILED, "a\0b\ud800" + "x" * 500))
    (row,) = await database.read(rows)
    assert row.why == ("ab?" + "x" * 500)[:120]


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_claiming_out_of_many_looks_at_few(database: Database) -> None:
    """The plan of each statement goes by an index: none of them reads or sorts all that waits."""

    def plans(connection: Connection) -> list[str]:
        found: list[str] = []
        for query in (claiming._DUE, waiting._WITH_QUEUED):
            text = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": False})
            values = tuple({"number": 1, "now": None, "most": 5}.get(name) for name in text.positiontup or ())
            explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
            found += [row.detail for row in explained]
        return found

    explained = await database.read(plans)
    assert not [line for line in explained if "SCAN deliveries" in line and "INDEX" not in line]
    assert not [line for line in explained if "TEMP B-TREE" in line]
    assert [line for line in explained if "ix_deliveries_queued (notice_id=? AND not_before<?)" in line]
