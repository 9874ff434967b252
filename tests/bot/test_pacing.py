"""How quickly one person's updates are taken."""

import pytest

from bot.pacing import Bucket, Pacing


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_a_burst_passes_at_once_and_the_rest_at_the_pace(seconds: Seconds) -> None:
    bucket = Bucket(5, 3, seconds)
    assert [bucket.take() for _ in range(5)] == pytest.approx([0, 0, 0, 0.2, 0.4])


def test_tokens_come_back_with_time_and_never_more_than_the_burst(seconds: Seconds) -> None:
    bucket = Bucket(5, 3, seconds)
    for _ in range(3):
        bucket.take()
    seconds.now = 0.2
    assert bucket.take() == 0
    assert bucket.take() == pytest.approx(0.2)
    seconds.now = 1000
    assert [bucket.take() for _ in range(4)] == pytest.approx([0, 0, 0, 0.2])


def test_who_waits_as_long_as_told_goes_at_the_pace_for_ever(seconds: Seconds) -> None:
    bucket = Bucket(5, 20, seconds)
    for _ in range(1000):
        seconds.now += bucket.take()
    assert seconds.now == pytest.approx((1000 - 20) / 5)


def test_a_bucket_is_full_only_after_a_rest(seconds: Seconds) -> None:
    bucket = Bucket(5, 3, seconds)
    assert bucket.is_full()
    bucket.take()
    assert not bucket.is_full()
    seconds.now = 0.19
    assert not bucket.is_full()
    seconds.now = 0.2
    assert bucket.is_full()


async def test_each_person_has_a_pace_of_their_own_and_is_told_once_until_they_rest(seconds: Seconds) -> None:
    told: list[int] = []

    async def tell(person: int) -> None:
        told.append(person)

    pacing = Pacing(lambda: Bucket(1, 1, seconds), tell)
    assert [await pacing.pause(7), await pacing.pause(7), await pacing.pause(7)] == [0, 1, 2]
    assert await pacing.pause(8) == 0
    assert told == [7]
    seconds.now = 2.9
    pacing.forget_rested()
    assert await pacing.pause(7) > 0
    assert told == [7]
    seconds.now = 10
    pacing.forget_rested()
    assert await pacing.pause(7) == 0
    assert await pacing.pause(7) > 0
    assert told == [7, 7]


async def test_who_cannot_be_told_waits_all_the_same(seconds: Seconds) -> None:
    async def fail(person: int) -> None:
        raise ConnectionError(person)

    pacing = Pacing(lambda: Bucket(1, 1, seconds), fail)
    assert [await pacing.pause(7), await pacing.pause(7)] == [0, 1]


async def test_what_no_person_sent_has_no_pace(seconds: Seconds) -> None:
    async def tell(person: int) -> None:
        raise AssertionError(person)

    pacing = Pacing(lambda: Bucket(1, 1, seconds), tell)
    assert [await pacing.pause(number) for number in (0, 0, 0, -100, -100)] == [0] * 5
