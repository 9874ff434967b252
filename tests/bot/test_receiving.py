"""Receiving: nothing is lost, nothing has its effect twice, one person's order is kept, nobody holds up another."""

import asyncio
import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import receiving as module
from bot.pacing import Bucket
from bot.pulse import STORING, Pulse
from bot.receiving import HOLD, TRIES, NotNow, Receiving, Unanswered, Undecodable
from storage import inbox
from storage.database import Database, open_database
from tests.bot.kit import Time, die, make_receiving, presses, receiving_with, rows, run_of, states, until

AIGUL, BERIK, DANIYAR = 1001, 1002, 1003


class Handled:
    """Remembers what was handled; a person whose gate is shut waits there."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.begun: list[int] = []
        self.at_once = 0
        self.most = 0

    def shut(self, person: int) -> None:
        self.gates[person] = asyncio.Event()

    def open(self, person: int) -> None:
        self.gates.pop(person).set()

    async def __call__(self, body: str) -> None:
        update = json.loads(body)
        person = update["callback_query"]["from"]["id"]
        self.begun.append(update["update_id"])
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            if person in self.gates:
                await self.gates[person].wait()
            await asyncio.sleep(0)
            self.numbers.append(update["update_id"])
        finally:
            self.at_once -= 1


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def handled() -> Handled:
    return Handled()


async def kill(receiving: Receiving, running: "asyncio.Task[None]") -> None:
    """What a kill of its process leaves: nothing is finished and nothing given back."""
    await die(running, *receiving._workers)


async def test_what_is_kept_is_handled_once_and_then_emptied(database: Database, clock: Time, handled: Handled) -> None:
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, BERIK), (7, AIGUL)))
        await receiving.idle()
    assert sorted(handled.numbers) == [5, 6, 7]
    assert [(row.update_id, row.state, row.body, row.line) for row in await rows(database)] == [
        (5, "done", None, 0),
        (6, "done", None, 0),
        (7, "done", None, 0),
    ]


async def test_an_update_is_on_the_disk_when_keep_returns(database: Database, clock: Time, handled: Handled) -> None:
    handled.shut(AIGUL)
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((5, AIGUL)))
        assert await states(database) == {5: "waiting"}
        handled.open(AIGUL)


async def test_a_repeat_has_no_second_effect(database: Database, clock: Time, handled: Handled) -> None:
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((5, AIGUL), (5, AIGUL)))
        await asyncio.gather(receiving.keep(presses((5, AIGUL))), receiving.keep(presses((5, AIGUL), (6, AIGUL))))
        await receiving.idle()
        await receiving.keep(presses((5, AIGUL)))
        await receiving.idle()
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((5, AIGUL)))
        await receiving.idle()
    assert handled.numbers == [5, 6]


async def test_numbers_may_begin_anew_lower_after_a_week(database: Database, clock: Time, handled: Handled) -> None:
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((900_000_000, AIGUL)))
        await receiving.idle()
        clock.moment += timedelta(days=8)
        await receiving.keep(presses((12, AIGUL), (900_000_001, BERIK)))
        await receiving.idle()
    assert handled.numbers == [900_000_000, 12, 900_000_001]


async def test_each_person_is_handled_in_order_and_different_people_at_the_same_time(
    database: Database, clock: Time, handled: Handled
) -> None:
    for person in (AIGUL, BERIK, DANIYAR):
        handled.shut(person)
    pairs = [(number, 1001 + number % 3) for number in range(1, 31)]
    async with receiving_with(database, handled, clock) as receiving:
        for start in range(0, 30, 10):
            await receiving.keep(presses(*pairs[start : start + 10]))
        await until(lambda: len(handled.begun) == 3)
        for person in (DANIYAR, AIGUL, BERIK):
            handled.open(person)
        await receiving.idle()
    assert handled.most == 3
    by_person = defaultdict(list)
    for number in handled.numbers:
        by_person[number % 3].append(number)
    assert all(numbers == sorted(numbers) for numbers in by_person.values())
    assert len(handled.numbers) == 30


async def test_only_so_many_are_handled_at_once(database: Database, clock: Time, handled: Handled) -> None:
    async with receiving_with(database, handled, clock, at_once=2) as receiving:
        await receiving.keep(presses(*((number, number) for number in range(1, 41))))
        await receiving.idle()
    assert len(handled.numbers) == 40
    assert handled.most == 2


async def test_what_was_left_comes_first_and_in_order(database: Database, clock: Time, handled: Handled) -> None:
    handled.shut(AIGUL)
    first = make_receiving(database, handled, clock)
    running = asyncio.create_task(first.run())
    await first.keep(presses((5, AIGUL), (6, AIGUL), (7, AIGUL)))
    await until(lambda: handled.begun == [5])
    await kill(first, running)
    handled.open(AIGUL)
    assert set((await states(database)).values()) == {"waiting"}
    second = make_receiving(database, handled, clock)
    early = asyncio.create_task(second.keep(presses((8, AIGUL))))
    async with run_of(second):
        await early
        await second.idle()
    assert handled.numbers == [5, 6, 7, 8]
    assert set((await states(database)).values()) == {"done"}


# What cannot be read, and what goes wrong


async def test_what_cannot_be_read_is_set_aside_and_delays_nobody(
    database: Database, clock: Time, handled: Handled
) -> None:
    async def handle(body: str) -> None:
        if '"update_id":5' in body:
            raise Undecodable("nobody knows \0 what \ud800 this is " + "x" * 300)
        await handled(body)

    async with receiving_with(database, handle, clock) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, BERIK)))
        await receiving.idle()
        clock.look()
        await until(lambda: receiving.metrics.registry.get_sample_value("kenes_queue_length", {"queue": "parked"}) == 1)
    assert sorted(handled.numbers) == [6, 7]
    (parked,) = [row for row in await rows(database) if row.state == "parked"]
    assert parked.update_id == 5
    assert json.loads(parked.body)["update_id"] == 5
    assert parked.trouble.startswith("nobody knows  what ? this is xxx")
    assert len(parked.trouble) == 200


async def test_a_mistake_of_ours_is_set_aside_and_delays_nobody(
    database: Database, clock: Time, handled: Handled, caplog: pytest.LogCaptureFixture
) -> None:
    async def handle(body: str) -> None:
        if '"update_id":5' in body:
            raise KeyError
        await handled(body)

    async with receiving_with(database, handle, clock) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL)))
        await receiving.idle()
    assert handled.numbers == [6]
    assert await states(database) == {5: "parked", 6: "done"}
    assert (await rows(database))[0].trouble == "KeyError()"
    assert "Traceback" in caplog.text


async def test_an_update_waits_for_the_database_and_takes_nobodys_place(
    database: Database, clock: Time, handled: Handled
) -> None:
    back = asyncio.Event()
    waits: list[float] = []

    async def handle(body: str) -> None:
        if '"update_id":5' in body and not back.is_set():
            raise NotNow("locked")
        await handled(body)

    async def sleep(seconds: float) -> None:
        if seconds == module.HOLD_AGAIN_SECONDS:
            await clock.sleep(seconds)
        waits.append(seconds)
        if len(waits) == 7:
            await back.wait()

    async with receiving_with(database, handle, clock, at_once=1, sleep=sleep) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, BERIK)))
        await until(lambda: len(waits) == 7 and handled.numbers == [7])
        back.set()
        await receiving.idle()
    assert handled.numbers == [7, 5, 6]
    assert waits == [1, 2, 4, 8, 16, 30, 30]


async def test_who_could_not_be_answered_is_answered_later_and_takes_nobodys_place(
    database: Database, clock: Time, handled: Handled
) -> None:
    tries: list[int] = []

    async def handle(body: str) -> None:
        number = json.loads(body)["update_id"]
        tries.append(number)
        if number == 5 and tries.count(5) < 3:
            raise Unanswered("Telegram is away", 7.0 if tries.count(5) == 2 else 0.0)
        await handled(body)

    async with receiving_with(database, handle, clock, at_once=1) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, BERIK)))
        await receiving.idle()
    assert handled.numbers == [7, 5, 6]
    assert clock.slept == [1, 7]


async def test_answering_is_given_up_after_a_few_tries_or_when_telegram_refuses(
    database: Database, clock: Time
) -> None:
    tries: list[int] = []

    async def handle(body: str) -> None:
        number = json.loads(body)["update_id"]
        tries.append(number)
        raise Unanswered("no", None if number == 6 else 0.0)

    async with receiving_with(database, handle, clock) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL)))
        await receiving.idle()
    assert tries == [5] * TRIES + [6]
    assert await states(database) == {5: "done", 6: "done"}


# One person's flood


async def test_a_flood_holds_up_nobody_loses_nothing_and_is_told_once(
    database: Database, clock: Time, handled: Handled
) -> None:
    told: list[int] = []
    goes_on = asyncio.Event()
    slept: list[float] = []

    async def on_flood(person: int) -> None:
        told.append(person)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await goes_on.wait()
        await clock.sleep(seconds)

    bucket = lambda: Bucket(5, 20, clock.seconds)  # noqa: E731
    flood = {"new_bucket": bucket, "on_flood": on_flood, "sleep": sleep}
    async with receiving_with(database, handled, clock, **flood) as receiving:
        await receiving.keep(presses(*((number, AIGUL) for number in range(1, 201))))
        await until(lambda: len(handled.numbers) == 20 and slept.count(0.2) == 1)
        await receiving.keep(presses((300, BERIK)))
        await until(lambda: 300 in handled.numbers)
        assert len(handled.numbers) == 21
        goes_on.set()
        await receiving.idle()
        await receiving.keep(presses((301, AIGUL)))
        await receiving.idle()
    assert [number for number in handled.numbers if number < 300] == list(range(1, 201))
    assert handled.numbers[-1] == 301
    assert sum(clock.slept) == pytest.approx(181 / 5)
    assert told == [AIGUL]


# The database in trouble


async def test_what_could_not_be_stored_is_not_confirmed_and_what_was_done_is_marked_later(
    database: Database, clock: Time, handled: Handled
) -> None:
    pulse = Pulse()
    back = asyncio.Event()
    failed: list[float] = []
    handled.shut(BERIK)

    async def sleep(seconds: float) -> None:
        if seconds == module.HOLD_AGAIN_SECONDS:
            await clock.sleep(seconds)
        failed.append(seconds)
        await asyncio.sleep(0)
        if back.is_set():
            writes.undo()

    async def full(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("database or disk is full"))

    writes = pytest.MonkeyPatch()
    async with receiving_with(database, handled, clock, pulse=pulse, sleep=sleep) as receiving:
        await receiving.keep(presses((4, BERIK)))
        for way in ("write", "write_repeatable"):
            writes.setattr(database, way, full)
        handled.open(BERIK)
        await until(lambda: handled.numbers == [4] and bool(failed))
        with pytest.raises(sa.exc.OperationalError):
            await receiving.keep(presses((5, AIGUL)))
        assert pulse.troubles(clock.now() + STORING + timedelta(seconds=1))
        back.set()
        await receiving.idle()
        assert pulse.storing_since is None
        assert await states(database) == {4: "done"}
        await receiving.keep(presses((5, AIGUL)))
        await receiving.idle()
    assert handled.numbers == [4, 5]
    assert await states(database) == {4: "done", 5: "done"}


async def test_what_was_stored_though_the_answer_was_lost_is_handled_once_and_in_order(
    database: Database, clock: Time, handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = database.write

    async def lose_the_answer(*args: Any, **kw: Any) -> None:
        await write(*args, **kw)
        monkeypatch.setattr(database, "write", write)
        raise sa.exc.OperationalError("COMMIT", {}, Exception("connection is closed"))

    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((4, AIGUL)))
        await receiving.idle()
        monkeypatch.setattr(database, "write", lose_the_answer)
        with pytest.raises(sa.exc.OperationalError):
            await receiving.keep(presses((5, AIGUL), (6, AIGUL)))
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, AIGUL)))
        await receiving.idle()
        assert handled.numbers == [4, 5, 6, 7]


async def test_the_start_waits_for_the_database(
    database: Database, clock: Time, handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.write(inbox.store, presses((5, AIGUL)), clock.now(), "somebody", clock.now())
    write, failures = database.write, []

    async def away(*args: Any, **kw: Any) -> Any:
        failures.append(1)
        if len(failures) == 3:
            monkeypatch.setattr(database, "write", write)
        raise ConnectionRefusedError

    monkeypatch.setattr(database, "write", away)
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((6, AIGUL)))
        await receiving.idle()
    assert handled.numbers == [5, 6]


# The stop


async def test_a_stop_finishes_what_is_in_hand_and_leaves_the_rest_for_the_next_start(
    database: Database, clock: Time, handled: Handled
) -> None:
    handled.shut(AIGUL)
    handled.shut(BERIK)
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, BERIK)))
        await until(lambda: len(handled.begun) == 2)
        stopping = asyncio.create_task(receiving.stop(5))
        await asyncio.sleep(0)
        await receiving.keep(presses((8, DANIYAR)))
        handled.open(AIGUL)
        handled.open(BERIK)
        await stopping
        assert sorted(handled.numbers) == [5, 7]
        assert await states(database) == {5: "done", 6: "waiting", 7: "done", 8: "waiting"}
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.idle()
    assert sorted(handled.numbers) == [5, 6, 7, 8]


async def test_a_stop_loses_nothing_when_patience_ends(database: Database, clock: Time, handled: Handled) -> None:
    handled.shut(AIGUL)
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.keep(presses((5, AIGUL)))
        await until(lambda: handled.begun == [5])
        await receiving.stop(0)
    handled.open(AIGUL)
    assert await states(database) == {5: "waiting"}
    async with receiving_with(database, handled, clock) as receiving:
        await receiving.idle()
    assert handled.numbers == [5]


@pytest.mark.parametrize("waits_for", ["pace", "database", "place"])
async def test_a_stop_does_not_wait_for_who_only_waits(
    waits_for: str, database: Database, clock: Time, handled: Handled
) -> None:
    never = asyncio.Event()

    async def sleep(_: float) -> None:
        await never.wait()

    async def handle(body: str) -> None:
        if waits_for == "database":
            handled.begun.append(0)
            raise NotNow("locked")
        await handled(body)

    changes: dict[str, Any] = {"sleep": sleep}
    if waits_for == "pace":
        changes["new_bucket"] = lambda: Bucket(1, 1, clock.seconds)
    if waits_for == "place":
        changes["at_once"] = 1
        handled.shut(AIGUL)
    async with receiving_with(database, handle, clock, **changes) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, BERIK)))
        await until(lambda: bool(handled.begun))
        stopping = asyncio.create_task(receiving.stop(60))
        await asyncio.sleep(0)
        if waits_for == "place":
            handled.open(AIGUL)
        async with asyncio.timeout(15):
            await stopping
    assert handled.numbers == {"pace": [5, 7], "database": [], "place": [5]}[waits_for]
    assert await states(database) == {n: "done" if n in handled.numbers else "waiting" for n in (5, 6, 7)}


# Several processes

on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"])


@pytest.fixture
async def other_database(database_url: str) -> Any:
    opened = open_database(database_url)
    yield opened
    await opened.close()


@on_postgresql
async def test_what_a_dead_process_held_is_taken_over_after_a_while_and_not_before(
    database: Database, other_database: Database, clock: Time, handled: Handled
) -> None:
    handled.shut(AIGUL)
    first = make_receiving(database, handled, clock, only_process=False, at_once=1)
    running = asyncio.create_task(first.run())
    await first.keep(presses((5, AIGUL), (6, BERIK), (7, AIGUL)))
    await until(lambda: handled.begun == [5])
    async with receiving_with(other_database, handled, clock, only_process=False) as second:
        await kill(first, running)
        handled.open(AIGUL)
        clock.moment += HOLD
        clock.look()
        await until(lambda: second.pulse.oldest_waiting_at is not None)
        assert handled.numbers == []
        clock.moment += timedelta(seconds=1)
        clock.look()
        await until(lambda: len(handled.numbers) == 3)
        await second.idle()
    assert sorted(handled.numbers) == [5, 6, 7]
    assert handled.numbers.index(5) < handled.numbers.index(7)
    assert set((await states(database)).values()) == {"done"}


@on_postgresql
async def test_who_is_alive_keeps_what_it_holds(
    database: Database, other_database: Database, clock: Time, handled: Handled
) -> None:
    handled.shut(AIGUL)
    alive = Time()
    async with receiving_with(database, handled, alive, only_process=False) as first:
        await first.keep(presses((5, AIGUL), (6, AIGUL)))
        async with receiving_with(other_database, handled, clock, only_process=False) as second:
            for _ in range(4):
                clock.moment += HOLD / 2
                alive.moment = clock.moment
                for time, process in ((clock, second), (alive, first)):
                    process.pulse.oldest_waiting_at = None
                    time.look()
                    await until(lambda process=process: process.pulse.oldest_waiting_at is not None)  # type: ignore[misc]
            assert handled.begun == [5]
            handled.open(AIGUL)
            await first.idle()
    assert handled.numbers == [5, 6]


@on_postgresql
async def test_one_person_is_handled_in_order_by_several_processes(
    database: Database, other_database: Database, clock: Time, handled: Handled
) -> None:
    handled.shut(AIGUL)
    changes = {"only_process": False}
    async with (
        receiving_with(database, handled, clock, **changes) as first,
        receiving_with(other_database, handled, Time(), **changes) as second,
    ):
        await first.keep(presses((5, AIGUL)))
        await second.keep(presses((6, AIGUL), (7, BERIK)))
        await first.keep(presses((8, AIGUL)))
        await until(lambda: 7 in handled.numbers)
        assert handled.begun == [5, 7]
        handled.open(AIGUL)
        await until(lambda: len(handled.numbers) == 4)
        await asyncio.gather(first.idle(), second.idle())
    assert handled.numbers == [7, 5, 6, 8]


@on_postgresql
async def test_who_was_thought_dead_does_not_handle_what_another_took_over(
    database: Database, other_database: Database, clock: Time, handled: Handled
) -> None:
    late, asleep = Handled(), Time()
    late.shut(AIGUL)
    async with (
        receiving_with(database, late, asleep, only_process=False, at_once=1) as first,
        receiving_with(other_database, handled, clock, only_process=False) as second,
    ):
        await first.keep(presses((5, AIGUL), (6, AIGUL), (7, BERIK)))
        await until(lambda: late.begun == [5])
        clock.moment += HOLD * 2
        clock.look()
        await until(lambda: len(handled.numbers) == 3)
        await second.idle()
        asleep.moment = clock.moment
        late.open(AIGUL)
        await first.idle()
        assert late.numbers == [5]
        await first.keep(presses((8, AIGUL)))
        await first.idle()
    assert sorted(handled.numbers) == [5, 6, 7]
    assert late.numbers == [5, 8]


@on_postgresql
async def test_what_was_put_down_unsurely_is_taken_up_again_when_nobody_else_took_it(
    database: Database, clock: Time, handled: Handled
) -> None:
    handled.shut(AIGUL)
    async with receiving_with(database, handled, clock, only_process=False) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL), (7, AIGUL)))
        await until(lambda: handled.begun == [5])
        clock.moment += HOLD * 2
        handled.open(AIGUL)
        await until(lambda: handled.numbers == [5, 6, 7])
        await receiving.idle()


@on_postgresql
async def test_a_large_backlog_of_the_dead_is_taken_over_at_once(
    database: Database, clock: Time, handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TAKEN_OVER_AT_ONCE", 10)
    left = presses(*((number, AIGUL) for number in range(1, 36)))
    await database.write(inbox.store, left, clock.now(), "somebody", clock.now() - HOLD)
    async with receiving_with(database, handled, clock, only_process=False) as receiving:
        await receiving.idle()
    assert handled.numbers == list(range(1, 36))


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_a_stop_gives_what_waits_to_the_others_at_once(database: Database, clock: Time, handled: Handled) -> None:
    handled.shut(AIGUL)
    async with receiving_with(database, handled, clock, only_process=False) as receiving:
        await receiving.keep(presses((5, AIGUL), (6, AIGUL)))
        await until(lambda: handled.begun == [5])
        await receiving.stop(0)
    clock.moment += timedelta(seconds=1)
    handled.open(AIGUL)
    async with receiving_with(database, handled, clock, only_process=False) as receiving:
        await receiving.idle()
    assert handled.numbers == [5, 6]
