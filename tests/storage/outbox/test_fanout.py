"""From a notice to its deliveries, in chunks, on both engines."""

import asyncio
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from domain.audiences import Audience, Rule, RuleKind
from domain.outbox import NewNotice, Notice, NoticeState, Task, Urgency
from storage.database import Connection, Database
from storage.outbox import fanout, notices, recording
from storage.tables.outbox import deliveries, groups
from storage.tables.people import facts, people
from tests import crowd
from tests.bot.sending.kit import rows
from tests.cast import NOON

MANY = 100_000


async def began(db: Database, count: int, *new: NewNotice) -> list[int]:
    """A crowd, and notices whose moment has come."""
    await db.write(crowd.settle, count)
    numbers = await crowd.add(db, *new or (crowd.notice(),))
    assert await db.write(fanout.begin_due, NOON) == len(numbers)
    return numbers


async def fan_out(db: Database, size: int) -> int:
    """Every chunk; how many there were."""
    chunks = 0
    while await db.write(fanout.next_chunk, size):
        chunks += 1
    return chunks


async def notice(db: Database, number: int) -> Notice:
    found = await db.read(notices.notice, number)
    assert found is not None
    return found


async def persons(db: Database) -> list[int]:
    return [row.person_id for row in await db.read(rows)]


def bind(connection: Connection, numbers: Sequence[int]) -> None:
    """Bind groups; the last one is not confirmed."""
    for number in numbers:
        connection.execute(
            groups.insert().values(
                id=number,
                telegram_chat_id=-number,
                kind="group",
                title="g",
                territory_code=crowd.OKRUG,
                language="kk",
                bound_at=NOON,
                confirmed_at=None if number == numbers[-1] else NOON,
            )
        )


async def test_everyone_has_one_delivery_and_the_total_says_so(database: Database) -> None:
    (number,) = await began(database, 25)
    assert await fan_out(database, 10) == 3
    assert await persons(database) == list(range(1, 26))
    found = await notice(database, number)
    assert (found.state, found.total) == (NoticeState.SENDING, 25)


async def test_what_is_not_due_is_not_begun(database: Database) -> None:
    await database.write(crowd.settle, 1)
    await crowd.add(database, crowd.notice(send_from=NOON))
    assert await database.write(fanout.begin_due, NOON.replace(hour=6)) == 0
    assert await fan_out(database, 10) == 0


async def test_a_fan_out_that_was_cut_off_goes_on_where_it_was(database: Database) -> None:
    (number,) = await began(database, 25)
    await database.write(fanout.next_chunk, 10)

    def dies(connection: Connection) -> None:
        assert fanout.next_chunk(connection, 10)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await database.write(dies)
    assert await persons(database) == list(range(1, 11))
    await fan_out(database, 10)
    assert await persons(database) == list(range(1, 26))
    assert (await notice(database, number)).total == 25


async def test_a_chunk_that_is_made_twice_makes_nobody_two_deliveries(database: Database) -> None:
    (number,) = await began(database, 25)
    await fan_out(database, 10)

    def again(connection: Connection) -> None:
        connection.execute(sa.text("UPDATE notices SET state = 'fanning', fanned_to = 0 WHERE id = :n"), {"n": number})

    await database.write(again)
    await fan_out(database, 10)
    assert await persons(database) == list(range(1, 26))
    assert (await notice(database, number)).total == 25


async def test_a_notice_that_is_added_twice_is_one(database: Database) -> None:
    await database.write(crowd.settle, 1)
    assert len(set(await crowd.add(database, crowd.notice(), crowd.notice(), crowd.notice("other")))) == 2


async def test_who_moves_in_while_it_goes_pushes_nobody_out(database: Database) -> None:
    await database.write(crowd.settle, 9, okrug=crowd.ELSEWHERE)

    def move(connection: Connection, numbers: Sequence[int], okrug: str) -> None:
        connection.execute(people.update().where(people.c.id.in_(numbers)).values(okrug_code=okrug))

    await database.write(move, [2, 4, 6, 8], crowd.OKRUG)
    await crowd.add(database, crowd.notice())
    await database.write(fanout.begin_due, NOON)
    await database.write(fanout.next_chunk, 2)
    await database.write(move, [1, 5], crowd.OKRUG)
    await fan_out(database, 2)
    assert await persons(database) == [2, 4, 5, 6, 8]


async def test_bound_groups_hear_it_too_and_unconfirmed_ones_do_not(database: Database) -> None:
    rules = (Rule(RuleKind.TERRITORY, crowd.OKRUG), *(Rule(RuleKind.GROUP, str(n)) for n in (7, 8, 9)))
    (number,) = await began(database, 3, crowd.notice(audience=Audience(rules)))
    await database.write(bind, [6, 7, 8, 9])
    await fan_out(database, 10)
    made = await database.read(rows)
    assert [row.person_id for row in made] == [1, 2, 3, None, None]
    assert [row.group_id for row in made] == [None, None, None, 7, 8]
    assert (await notice(database, number)).total == 5


async def test_nobody_to_tell_ends_at_once(database: Database) -> None:
    (number,) = await began(database, 3, crowd.notice(audience=Audience()))
    assert await fan_out(database, 10) == 1
    assert await database.write(recording.finish_through, NOON) == [number]
    assert (await notice(database, number)).state is NoticeState.DONE


async def test_an_urgent_one_is_fanned_out_before_one_that_has_begun(database: Database) -> None:
    plain, urgent = await began(
        database, 25, crowd.notice(), crowd.notice("now", urgency=Urgency.URGENT, audience=crowd.only(3))
    )
    await database.write(fanout.next_chunk, 10)
    assert (await notice(database, urgent)).state is NoticeState.SENDING
    assert (await notice(database, plain)).total == 0


async def test_a_pause_stops_the_fan_out_and_a_resume_goes_on(database: Database) -> None:
    (number,) = await began(database, 25)
    await database.write(fanout.next_chunk, 10)
    assert await database.write(notices.pause, number)
    assert await fan_out(database, 10) == 0
    assert await database.write(notices.resume, number)
    await fan_out(database, 10)
    assert await persons(database) == list(range(1, 26))


async def test_stopping_skips_what_has_not_left(database: Database) -> None:
    (number,) = await began(database, 25)
    await fan_out(database, 10)
    assert await database.write(notices.stop, number)
    assert [await database.write(recording.drop_stopped, 10) for _ in range(4)] == [10, 10, 5, 0]
    found = await notice(database, number)
    assert (found.skipped, found.ended) == (25, 25)
    assert {row.why for row in await database.read(rows)} == {"stopped"}


async def test_a_change_goes_through_what_was_sent_in_chunks_and_once(database: Database) -> None:
    (number,) = await began(database, 25)
    await fan_out(database, 10)

    def was_sent(connection: Connection) -> None:
        sent = {"state": "sent", "content_version": 1, "sent_at": NOON}
        connection.execute(deliveries.update().where(deliveries.c.person_id <= 15).values(sent))

    await database.write(was_sent)
    await database.write(notices.change, number, Task.EDIT, 2)
    chunks = 0
    while await database.write(fanout.next_change, 10):
        chunks += 1
    assert chunks == 4
    made = await database.read(rows)
    assert [row.person_id for row in made if row.task == "edit"] == list(range(1, 16))
    assert not await database.write(fanout.next_change, 10)


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_press_beside_a_fan_out_to_many_waits_for_one_chunk_at_most(database: Database) -> None:
    """On SQLite, where there is one lane to write in; by counting what was done before it, since time proves little."""
    (number,) = await began(database, MANY)
    done: list[str] = []

    def chunk(connection: Connection) -> bool:
        more = fanout.next_chunk(connection)
        done.append("chunk")
        return more

    def press(connection: Connection) -> None:
        connection.execute(facts.insert().values(name=f"press {len(done)}", value=""))
        done.append("press")

    async def fan() -> None:
        while await database.write(chunk):
            pass

    fanning = asyncio.create_task(fan())
    before: list[int] = []
    while not fanning.done():
        asked = len(done)
        await database.write(press)
        before.append(done[asked:].count("chunk"))
    await fanning
    assert (await notice(database, number)).total == MANY
    assert len(before) >= 20
    assert max(before) <= 2
