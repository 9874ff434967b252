"""Intervals of shares, what weighting costs, and the middle and spread of numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from domain.statistics.pairs import NORMAL_95


def kish_base(weights: Iterable[float]) -> float:
    """How many answers of equal weight would say as much: (Σ w)² / Σ w² (Kish 1965, Survey Sampling, 11.7)."""
    listed = list(weights)
    squares = sum(weight * weight for weight in listed)
    return sum(listed) ** 2 / squares if squares else 0.0


def kish_base_of(weights: Iterable[tuple[float, int]]) -> float:
    """The same of weights with how many answers bear each."""
    listed = list(weights)
    squares = sum(weight * weight * count for weight, count in listed)
    return sum(weight * count for weight, count in listed) ** 2 / squares if squares else 0.0


def design_effect(weights: Iterable[float]) -> float:
    """By how much unequal weights enlarge variances: the number of answers over Kish's effective base."""
    listed = list(weights)
    base = kish_base(listed)
    return len(listed) / base if base else 1.0


@dataclass(frozen=True, slots=True)
class Interval:
    """From and to, as shares of 1."""

    low: float
    high: float


def wilson(share: float, base: float, population: int | None = None) -> Interval | None:
    """Wilson's 95 % interval of a share (Wilson 1927) on an effective base; None without one.

    With a known population it narrows as that is used up: the base counts for (N - 1) / (N - n) as many, the finite
    correction of the variance. It says what it says only if the answers were a random sample.
    """
    if base <= 0:
        return None
    if population is not None and population > 1:
        if base >= population:
            return Interval(share, share)
        base *= (population - 1) / (population - base)
    square = NORMAL_95 * NORMAL_95
    middle = (share + square / (2 * base)) / (1 + square / base)
    half = NORMAL_95 / (1 + square / base) * sqrt(share * (1 - share) / base + square / (4 * base * base))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class Bin:
    """How many numbers lie from `low` on and below `high`; the last bin has its `high` too."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """The middle and the quartiles of numbers, and how they are spread."""

    base: int
    median: float
    lower: float
    upper: float


def numbers(values: Iterable[float]) -> Numbers | None:
    """Median and quartiles of the numbers, None when there are none."""
    listed = sorted(values)
    if not listed:
        return None
    return Numbers(len(listed), quantile(listed, 0.5), quantile(listed, 0.25), quantile(listed, 0.75))


def quantile(ordered: Sequence[float], part: float) -> float:
    """The quantile of ordered numbers, on the line between the two nearest.

    Type 7 of Hyndman and Fan 1996: what R, numpy and the QUARTILE.INC of spreadsheets give.
    """
    place = (len(ordered) - 1) * part
    below, above = floor(place), ceil(place)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def histogram(values: Iterable[float], bins: int = 8) -> tuple[Bin, ...]:
    """The numbers in at most so many bins of one round width (1, 2 or 5 times a power of ten)."""
    listed = sorted(values)
    if not listed:
        return ()
    width = _round_width(listed[-1] - listed[0], bins)
    start = floor(listed[0] / width)
    number = max(1, ceil(listed[-1] / width) - start)
    counts = [0] * number
    for value in listed:
        counts[min(floor(value / width) - start, number - 1)] += 1
    return tuple(
        Bin(round((start + index) * width, 10), round((start + index + 1) * width, 10), count)
        for index, count in enumerate(counts)
    )


def _round_width(span: float, bins: int) -> float:
    power = 1e-6
    while True:
        for step in (1, 2, 5):
            # One more bin than the span needs, since the first begins at a round number below the least.
            if span / (power * step) <= bins - 1:
                return max(power * step, 1e-6) if span else 1.0
        power *= 10
