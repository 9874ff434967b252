"""Sharing a pace: in proportion over any length of time, and nobody is forgotten."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from domain.turns import Turns

WEIGHTS = st.dictionaries(st.integers(1, 50), st.sampled_from([1.0, 4.0]), min_size=1, max_size=6)


def sent(turns: Turns, waiting: dict[int, int], weights: dict[int, float], limit: int) -> Counter[int]:
    """One claim, in the order in which a sender asks."""
    turns.in_order({number: weights[number] for number in waiting})
    return Counter(turns.divide(waiting, weights, limit))


@given(WEIGHTS, st.integers(1, 7), st.integers(20, 60))
def test_each_has_its_share_within_a_turn_or_two(weights: dict[int, float], limit: int, claims: int) -> None:
    turns, total = Turns(), Counter[int]()
    for _ in range(claims):
        total += sent(turns, dict.fromkeys(weights, 1000), weights, limit)
    for number, weight in weights.items():
        fair = claims * limit * weight / sum(weights.values())
        assert abs(total[number] - fair) <= 1 + weight * len(weights)


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 9), max_size=8), st.integers(0, 40))
def test_nothing_is_left_while_something_waits(waiting: dict[int, int], limit: int) -> None:
    shares = sent(Turns(), waiting, dict.fromkeys(waiting, 1.0), limit)
    assert sum(shares.values()) == min(limit, sum(waiting.values()))
    assert all(shares[number] <= waiting[number] for number in shares)


def test_a_small_one_that_comes_late_is_served_at_once() -> None:
    turns, weights = Turns(), {1: 1.0, 2: 4.0}
    for _ in range(1000):
        sent(turns, {1: 100_000}, weights, 3)
    assert sum(sent(turns, {1: 100_000, 2: 10}, weights, 3)[2] for _ in range(5)) >= 10


def test_who_comes_late_does_not_catch_up_on_what_it_missed() -> None:
    turns, weights = Turns(), {1: 1.0, 2: 1.0}
    for _ in range(1000):
        sent(turns, {1: 100_000}, weights, 10)
    total = sum((sent(turns, {1: 100_000, 2: 100_000}, weights, 10) for _ in range(10)), Counter[int]())
    assert abs(total[1] - total[2]) <= 1


def test_one_that_waits_for_one_turn_at_a_time_is_not_forgotten() -> None:
    turns, weights = Turns(), {1: 4.0, 2: 4.0, 3: 1.0}
    total = sum((sent(turns, dict.fromkeys(weights, 100), weights, 1) for _ in range(18)), Counter[int]())
    assert total == {1: 8, 2: 8, 3: 2}
