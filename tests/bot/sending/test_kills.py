"""kill -9 of a real bot in the middle of a broadcast."""

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sending.sender import GROUP_SECONDS, Sender
from domain.outbox import NoticeState, Policy
from sandbox.server import Sandbox
from storage.database import Database
from storage.outbox import fanout, notices
from tests import crowd
from tests.bot.sending.kit import Watch, eventually, make_sender, rows
from tests.cast import NOON
from tests.sending_process import bot, kill

PEOPLE, RATE, KILLS = 500, 400, 3
SLOWEST = 0.04
RUNS = [("sqlite", 1), ("sqlite", 2), ("sqlite", 3), ("postgresql", 1)]


@dataclass(slots=True)
class Told:
    """What came of a broadcast through several kills."""

    got: list[list[str]]
    states: dict[int, str]
    in_hand: list[set[int]]

    @property
    def twins(self) -> int:
        return sum(max(0, len(messages) - 1) for messages in self.got)


async def in_hand(db: Database) -> set[int]:
    """Whose message is being sent as far as the database knows."""
    return {row.person_id for row in await db.read(rows) if row.state == "sending"}


async def broadcast(db: Database, url: str, folder: Path, seed: int, policy: Policy) -> Told:
    """Send to a crowd, killing the bot whenever a random number of messages has come, and starting another."""
    dice = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    await db.write(crowd.settle, PEOPLE)
    (number,) = await crowd.add(db, crowd.notice(policy=policy))
    left_in_hand = []
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, PEOPLE)
        sandbox.world.faults.set({"methods": ["sendMessage"], "delay": [0.0, SLOWEST], "seed": seed})

        def arrived() -> int:
            return sandbox.world.calls.methods["sendMessage"]

        for kill_at in sorted(dice.sample(range(1, PEOPLE // 2), KILLS)):
            with bot(url, folder, sandbox.url, send_per_second=RATE) as process:
                await eventually(lambda at=kill_at: arrived() >= at, 60)  # type: ignore[misc]
                kill(process)
            left_in_hand.append(await in_hand(db))
        with bot(url, folder, sandbox.url, send_per_second=RATE):
            while True:
                found = await db.read(notices.notice, number)
                assert found is not None
                if found.state is NoticeState.DONE:
                    break
        states = {row.person_id: row.state for row in await db.read(rows)}
        return Told(crowd.got(sandbox, crowd.numbers(PEOPLE)), states, left_in_hand)


def most_in_hand(sender: Sender) -> float:
    """What is claimed ahead, on its way, and in one group of results that is not written down yet."""
    return sender.most_ahead + RATE * (SLOWEST + GROUP_SECONDS) * 3


@pytest.mark.parametrize(("engine_name", "seed"), RUNS)
async def test_with_resend_nobody_is_skipped_and_only_what_was_in_flight_can_come_twice(
    database: Database, database_url: str, tmp_path: Path, seed: int
) -> None:
    told = await broadcast(database, database_url, tmp_path, seed, Policy.RESEND)
    assert all(told.got)
    assert {message for messages in told.got for message in messages} == {"hello v1"}
    assert told.twins <= sum(map(len, told.in_hand))
    assert max(map(len, told.in_hand)) <= most_in_hand(make_sender(database, "", Watch(), rate=RATE))
    assert set(told.states.values()) == {"sent"}


@pytest.mark.parametrize(("engine_name", "seed"), RUNS)
async def test_with_skip_nobody_hears_it_twice_and_the_unknown_are_listed(
    database: Database, database_url: str, tmp_path: Path, seed: int
) -> None:
    told = await broadcast(database, database_url, tmp_path, seed, Policy.SKIP)
    assert told.twins == 0
    unsure = {person for person, state in told.states.items() if state == "unsure"}
    assert unsure == set().union(*told.in_hand)
    assert {person for person, messages in enumerate(told.got, 1) if not messages} <= unsure
    assert set(told.states.values()) <= {"sent", "unsure"}


async def test_a_kill_in_the_middle_of_a_fan_out_tells_everyone_once(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.write(crowd.settle, PEOPLE)
    (number,) = await crowd.add(database, crowd.notice())
    await database.write(fanout.begin_due, NOON)
    await database.write(fanout.next_chunk, 100)
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, PEOPLE)
        with bot(database_url, tmp_path, sandbox.url, send_per_second=RATE):
            while (await database.read(notices.notice, number)).state is not NoticeState.DONE:  # type: ignore[union-attr]
                pass
        assert crowd.got(sandbox, crowd.numbers(PEOPLE)) == [["hello v1"]] * PEOPLE
