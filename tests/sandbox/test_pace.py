"""Telegram's pace, with a clock that stands still."""

import pytest

from sandbox.errors import ApiError
from sandbox.pace import Pace
from sandbox.play import Person, Stage
from tests.sandbox.conftest import Api, Clock, Refusal


def sent(pace: Pace, chat: int, *, group: bool = False) -> int:
    """Return 0 when a message went, else the seconds to wait."""
    try:
        pace.take(chat, group, 1)
    except ApiError as error:
        return error.retry_after or -1
    return 0


@pytest.fixture
def pace(clock: Clock) -> Pace:
    pace = Pace(clock)
    pace.set({"on": True})
    return pace


def test_a_chat_takes_three_at_once_and_then_one_a_second(pace: Pace, clock: Clock) -> None:
    assert [sent(pace, 1) for _ in range(4)] == [0, 0, 0, 1]
    clock.now += 1
    assert [sent(pace, 1) for _ in range(2)] == [0, 1]


def test_a_bot_sends_thirty_a_second(pace: Pace, clock: Clock) -> None:
    assert [sent(pace, chat) for chat in range(31)] == [0] * 30 + [1]
    clock.now += 0.1
    assert [sent(pace, 100 + chat) for chat in range(4)] == [0, 0, 0, 1]


@pytest.mark.parametrize("window", ["bucket", "rolling"])
def test_a_group_takes_twenty_a_minute(pace: Pace, clock: Clock, window: str) -> None:
    pace.set({"window": window})
    assert [sent(pace, -1, group=True) for _ in range(20)] == [0] * 20
    assert sent(pace, -1, group=True) == (3 if window == "bucket" else 60)
    clock.now += 60
    assert sent(pace, -1, group=True) == 0


def test_a_rolling_second_allows_no_burst(pace: Pace, clock: Clock) -> None:
    pace.set({"window": "rolling"})
    assert [sent(pace, 1), sent(pace, 1)] == [0, 1]
    clock.now += 0.9
    assert sent(pace, 1) == 1
    clock.now += 0.1
    assert sent(pace, 1) == 0
    assert sum(sent(pace, 10 + chat) == 0 for chat in range(40)) == 29


def test_what_was_refused_does_not_count(pace: Pace, clock: Clock) -> None:
    for _ in range(50):
        sent(pace, 1)
    clock.now += 1
    assert sent(pace, 1) == 0


async def test_a_refusal_tells_how_long_to_wait(api: Api, stage: Stage, aigul: Person) -> None:
    await stage.pace(on=True, chat_per_second=0.5)
    for _ in range(3):
        await api("sendMessage", chat_id=aigul.id, text="a")
    with pytest.raises(Refusal) as caught:
        await api("sendMessage", chat_id=aigul.id, text="a")
    assert caught.value.body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 2",
        "parameters": {"retry_after": 2},
    }


@pytest.mark.parametrize("wrong", [{"on": 1}, {"window": "leaky"}, {"global_per_second": 0}, {"speed": 3}])
async def test_a_wrong_pace_is_refused(stage: Stage, wrong: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="cannot be set"):
        await stage.pace(**wrong)
