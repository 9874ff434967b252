"""Intervals and effective bases against published tables, scipy and numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from domain.statistics.intervals import (
    Interval,
    design_effect,
    histogram,
    kish_base,
    kish_base_of,
    numbers,
    quantile,
    wilson,
)


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_newcombes_table(count: int, base: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    found = wilson(count / base, base)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 5000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_wilson_is_that_of_scipy(of: tuple[int, int]) -> None:
    count, base = of
    theirs = binomtest(count, base).proportion_ci(method="wilson")
    found = wilson(count / base, base)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_a_known_population_narrows_the_interval_and_nobody_left_closes_it() -> None:
    wide, narrow = wilson(0.3, 200), wilson(0.3, 200, population=400)
    assert wide is not None
    assert narrow is not None
    # The half width shrinks by about sqrt((N - n) / (N - 1)).
    assert (narrow.high - narrow.low) / (wide.high - wide.low) == pytest.approx(np.sqrt(200 / 399), abs=0.01)
    assert wilson(0.3, 400, population=400) == Interval(0.3, 0.3)
    assert wilson(0.3, 0) is None


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=50))
def test_kishs_base_is_the_one_of_the_variation_of_weights(weights: list[float]) -> None:
    """Kish, Journal of Official Statistics 8 (1992): the effect is 1 + the squared coefficient of variation."""
    effect = 1 + np.var(weights) / np.mean(weights) ** 2
    assert design_effect(weights) == pytest.approx(effect)
    assert kish_base(weights) == pytest.approx(len(weights) / effect)
    assert kish_base_of([(weight, 3) for weight in weights]) == pytest.approx(3 * len(weights) / effect)


def test_no_weights_have_no_base() -> None:
    assert kish_base([]) == 0
    assert design_effect([]) == 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_quartiles_are_numpys(values: list[float]) -> None:
    found = numbers(values)
    assert found is not None
    theirs = np.quantile(values, [0.25, 0.5, 0.75], method="linear")
    assert (found.lower, found.median, found.upper) == pytest.approx(tuple(theirs), abs=1e-6)


def test_quartiles_of_hyndman_and_fans_type_seven() -> None:
    assert quantile([1, 2, 3, 4], 0.25) == 1.75
    assert numbers([]) is None


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=80))
def test_a_histogram_holds_every_number_once(values: list[int]) -> None:
    bins = histogram(values)
    assert sum(one.count for one in bins) == len(values)
    assert 1 <= len(bins) <= 8
    for index, one in enumerate(bins):
        last = index == len(bins) - 1
        inside = [value for value in values if one.low <= value and (value <= one.high if last else value < one.high)]
        assert one.count == len(inside)


def test_bins_have_round_widths() -> None:
    assert [(one.low, one.high, one.count) for one in histogram([3, 12, 14, 27, 30])] == [
        (0, 5, 1), (5, 10, 0), (10, 15, 2), (15, 20, 0), (20, 25, 0), (25, 30, 2)
    ]  # fmt: skip
    assert [(one.low, one.high, one.count) for one in histogram([4, 4])] == [(4, 5, 2)]
    assert histogram([]) == ()
