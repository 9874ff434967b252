"""The pace against the strict one of the sandbox, in time that passes at once."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks._virtual import run_virtually
from bot.sending.pace import SLACK_SECONDS, Pace
from bot.settings import Settings
from sandbox.pace import Pace as Telegram

GIVEN = Settings()
WINDOWS: tuple[Literal["bucket", "rolling"], ...] = ("bucket", "rolling")
GROUP = -7


def seconds() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Street:
    """Our pace, Telegram's, and when each message left."""

    window: str
    pace: Pace = field(
        default_factory=lambda: Pace(GIVEN.send_per_second, GIVEN.send_chat_seconds, GIVEN.send_group_per_minute)
    )
    left: list[tuple[float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telegram = Telegram(seconds)
        self.telegram.set({"on": True, "window": self.window})

    def takes(self, chat: int, messages: int = 1) -> None:
        """Raises when Telegram finds it too quick."""
        self.telegram.take(chat, chat < 0, messages)
        self.left.append((seconds(), chat))

    async def sends(self, chat: int, messages: int = 1) -> None:
        """Send when the turn has come, as often as it has to be asked for."""
        while wait := await self.pace.turn(chat, messages):  # noqa: ASYNC110 (it is told how long)
            await asyncio.sleep(wait)
        self.takes(chat, messages)

    def answers(self, chat: int) -> None:
        """An answer to a press, which waits for nothing."""
        self.pace.spend(chat)
        self.takes(chat)


@pytest.mark.parametrize("window", WINDOWS)
@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.4, 3.0]),
            st.one_of(st.integers(1, 60), st.just(GROUP), st.just(0)),
            st.sampled_from([1, 1, 1, 1, 3]),
        ),
        max_size=250,
    )
)
@example(steps=[(0.0, number, 1) for number in range(1, 200)])
@example(steps=[(0.0, GROUP, 1) for _ in range(60)])
@example(steps=[(0.0, 5, 1) for _ in range(10)])
def test_telegram_never_finds_it_too_quick(window: str, steps: list[tuple[float, int, int]]) -> None:
    async def walk() -> None:
        street = Street(window)
        answered = 0
        async with asyncio.TaskGroup() as group:
            for pause, chat, messages in steps:
                await asyncio.sleep(pause)
                if chat:
                    group.create_task(street.sends(chat, messages))
                elif not answered or street.left[-1][0] > answered + 0.3:
                    answered = int(seconds()) + 1
                    street.answers(1000 + len(street.left))
        assert len(street.left) <= len(steps)

    run_virtually(walk())


@pytest.mark.parametrize(("rate", "share"), [(28.0, 0.999), (1000.0, 0.99)])
def test_what_is_allowed_is_used(rate: float, share: float) -> None:
    async def walk() -> float:
        pace = Pace(rate)
        for chat in range(1, 3001):
            assert await pace.turn(chat) == 0
        return 3000 / seconds() / rate

    assert run_virtually(walk()) >= share


def test_a_hold_stops_everything_and_what_waited_does_not_come_at_once_after_it() -> None:
    async def walk() -> list[float]:
        street = Street("rolling")
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 101):
                group.create_task(street.sends(chat))
            await asyncio.sleep(1)
            street.pace.hold(7)
            assert street.pace.held() == 7
        return [at for at, _ in street.left]

    left = run_virtually(walk())
    assert len(left) == 100
    assert not [at for at in left if 1.04 < at < 8]


def test_an_answer_leaves_at_once_and_what_is_sent_unasked_waits_for_it() -> None:
    async def walk() -> list[float]:
        pace = Pace(10)
        for chat in range(1, 6):
            await pace.turn(chat)
        for chat in range(100, 105):
            pace.spend(chat)
        began = seconds()
        await pace.turn(6)
        return [began, seconds() - began]

    began, waited = run_virtually(walk())
    assert began == pytest.approx(0.38, abs=0.03)
    assert waited == pytest.approx(0.6, abs=0.03)


def test_an_answer_that_leaves_while_one_waits_in_line_moves_its_turn() -> None:
    async def walk() -> float:
        pace = Pace(10)
        await pace.turn(1)
        waiting = asyncio.create_task(pace.turn(2))
        await asyncio.sleep(0.05)
        for chat in range(100, 105):
            pace.spend(chat)
        await waiting
        return seconds()

    assert run_virtually(walk()) == pytest.approx(0.6, abs=0.02)


def test_a_chat_that_is_busy_holds_up_nobody_else() -> None:
    async def walk() -> list[float]:
        pace = Pace(10, chat_seconds=5)
        return [await pace.turn(1), await pace.turn(1), await pace.turn(2), seconds()]

    first, second, other, now = run_virtually(walk())
    assert (first, other) == (0, 0)
    assert second == pytest.approx(5, abs=0.1)
    assert now < 0.3


def test_an_album_counts_as_many_messages_as_it_has_pictures() -> None:
    async def walk() -> float:
        pace = Pace(10)
        await pace.turn(1, messages=10)
        await pace.turn(2)
        return seconds()

    assert run_virtually(walk()) == pytest.approx(0.98, abs=0.03)


def test_what_was_told_to_many_chats_is_not_remembered_for_ever() -> None:
    async def walk() -> int:
        pace = Pace(1_000_000)
        for chat in range(1, 12_001):
            await pace.turn(chat)
            await asyncio.sleep(0.001)
        return len(pace._chats)

    assert run_virtually(walk()) <= 5001


async def test_after_too_many_it_goes_more_slowly_and_finds_back_to_its_pace() -> None:
    now = [1000.0]
    pace = Pace(10, chat_seconds=0, clock=lambda: now[0])
    assert pace.share(now[0]) == 1.0
    pace.hold(5)
    # A second answer to what left before the first is the same trouble.
    pace.hold(4)
    now[0] += 5
    assert pace.share(now[0]) == pytest.approx(0.9)
    pace.spend(1)
    assert pace._next - now[0] == pytest.approx(1 / 9 - SLACK_SECONDS)
    for _ in range(20):
        pace.hold(1)
        now[0] += 1
    assert pace.share(now[0]) == pytest.approx(0.5, abs=0.01)
    now[0] += 301
    assert pace.share(now[0]) == 1.0
