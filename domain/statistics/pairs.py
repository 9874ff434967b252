"""Which issue matters more, from choices between two: Bradley-Terry strengths, honest places, and the next pair to ask.

The model (Bradley and Terry 1952) gives item i a strength s(i): P(i is chosen over j) = 1 / (1 + exp(s(j) - s(i))).
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import exp, log1p, sqrt

from domain.statistics.linear import cholesky, inverse_diagonal, solve

# A weak normal prior on each strength, with mean 0 and variance 1 / (2 · PENALTY) = 10: an item that never lost has a
# finite strength, and items that no choice connects stay apart by wide intervals only. It adds PENALTY · Σ s² to the
# negative log-likelihood.
PENALTY = 0.05
# Newton's steps end when no strength moves by more than this; with the prior there is one maximum.
TOLERANCE = 1e-9
MOST_STEPS = 100
NORMAL_95 = 1.959963984540054
# A ranking of fewer people, or of items that took part in fewer choices on average, is not shown.
LEAST_PEOPLE = 10
LEAST_PER_ITEM = 4

# (the chosen one, the other) -> how often.
Wins = Mapping[tuple[int, int], int]


class Missing(StrEnum):
    """What a ranking still lacks before it is shown."""

    ITEMS = "items"
    PEOPLE = "people"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Strength:
    """An item's strength above the mean of all, its 95 % interval, and the places it may have.

    `best` and `worst` are places from 1 on: an item stands above another only where their intervals do not overlap, so
    that those that cannot be told apart share their places.
    """

    item: int
    value: float
    low: float
    high: float
    compared: int
    chosen: int
    best: int
    worst: int

    @property
    def tied(self) -> bool:
        """Whether its place is shared with others."""
        return self.best != self.worst


@dataclass(frozen=True, slots=True)
class Ranking:
    """Items from the strongest on; `missing` says why it is not to be shown yet, None when it may be."""

    strengths: tuple[Strength, ...]
    people: int
    choices: int
    missing: Missing | None
    # How many more people, or choices, it takes.
    lacking: int


def rank(items: Collection[int], wins: Wins, people: int) -> Ranking:
    """The items by strength, from the choices of so many different people; those of other items are left out."""
    listed = sorted(set(items))
    known = set(listed)
    counted = {pair: count for pair, count in wins.items() if known.issuperset(pair) and pair[0] != pair[1]}
    choices = sum(counted.values())
    missing, lacking = _missing(len(listed), people, choices)
    found = _places(listed, counted) if len(listed) > 1 else ()
    return Ranking(found, people, choices, missing, lacking)


def _missing(items: int, people: int, choices: int) -> tuple[Missing | None, int]:
    needed = -(-items * LEAST_PER_ITEM // 2)
    if items < 2:
        return Missing.ITEMS, 2 - items
    if people < LEAST_PEOPLE:
        return Missing.PEOPLE, LEAST_PEOPLE - people
    return (Missing.CHOICES, needed - choices) if choices < needed else (None, 0)


def strengths(items: Collection[int], wins: Wins) -> dict[int, float]:
    """The strengths alone, by which the next pair is chosen."""
    listed = sorted(set(items))
    return dict(zip(listed, _fit(listed, wins)[0], strict=True))


def _places(items: Sequence[int], wins: Wins) -> tuple[Strength, ...]:
    values, lower = _fit(items, wins)
    # The prior alone knows the common level of all strengths; its share of each variance, exactly 1 / (2 · PENALTY · n)
    # since (1, …, 1) is an eigenvector of the information, says nothing of how items differ and is taken off.
    level = 1 / (2 * PENALTY * len(items))
    reach = [NORMAL_95 * sqrt(max(0.0, variance - level)) for variance in inverse_diagonal(lower)]
    compared, chosen = dict.fromkeys(items, 0), dict.fromkeys(items, 0)
    for (winner, loser), count in wins.items():
        chosen[winner] += count
        compared[winner] += count
        compared[loser] += count
    lows = [value - half for value, half in zip(values, reach, strict=True)]
    highs = [value + half for value, half in zip(values, reach, strict=True)]
    found = [
        Strength(
            item,
            values[index],
            lows[index],
            highs[index],
            compared[item],
            chosen[item],
            best=1 + sum(low > highs[index] for low in lows),
            worst=len(items) - sum(high < lows[index] for high in highs),
        )
        for index, item in enumerate(items)
    ]
    return tuple(sorted(found, key=lambda one: (-one.value, one.item)))


def _fit(items: Sequence[int], wins: Wins) -> tuple[list[float], list[list[float]]]:
    """The strengths of greatest posterior density by Newton's method, and the Cholesky factor of the information."""
    where = {item: index for index, item in enumerate(items)}
    edges = [(where[winner], where[loser], count) for (winner, loser), count in wins.items() if count]
    values = [0.0] * len(items)
    cost = _cost(values, edges)
    for _ in range(MOST_STEPS):
        slope, information = _derivatives(values, edges)
        step = solve(cholesky(information), slope)
        if max(map(abs, step), default=0.0) <= TOLERANCE:
            break
        values, cost = _step(values, step, cost, edges)
    return values, cholesky(_derivatives(values, edges)[1])


def _step(
    values: list[float], step: list[float], cost: float, edges: Sequence[tuple[int, int, int]]
) -> tuple[list[float], float]:
    """Where the step, halved until it is no worse, leads."""
    part = 1.0
    while True:
        moved = [value - part * change for value, change in zip(values, step, strict=True)]
        after = _cost(moved, edges)
        if after <= cost + 1e-12 * abs(cost) or part < TOLERANCE:
            return moved, after
        part /= 2


def _cost(values: Sequence[float], edges: Sequence[tuple[int, int, int]]) -> float:
    total = PENALTY * sum(value * value for value in values)
    for winner, loser, count in edges:
        ahead = values[winner] - values[loser]
        total += count * (log1p(exp(-abs(ahead))) + max(0.0, -ahead))
    return total


def _derivatives(
    values: Sequence[float], edges: Sequence[tuple[int, int, int]]
) -> tuple[list[float], list[list[float]]]:
    slope = [2 * PENALTY * value for value in values]
    information = [[0.0] * len(values) for _ in values]
    for index in range(len(values)):
        information[index][index] = 2 * PENALTY
    for winner, loser, count in edges:
        upset = 1 / (1 + exp(values[winner] - values[loser]))
        slope[winner] -= count * upset
        slope[loser] += count * upset
        weight = count * upset * (1 - upset)
        information[winner][winner] += weight
        information[loser][loser] += weight
        information[winner][loser] -= weight
        information[loser][winner] -= weight
    return slope, information


def choose_pair(
    items: Collection[int],
    asked: Mapping[frozenset[int], int],
    strength: Mapping[int, float],
    shown: Collection[frozenset[int]],
    seed: int | str,
) -> tuple[int, int] | None:
    """The pair to show next to somebody who was already shown `shown`; None when none is left.

    The choice whose answer is least known: the closest in strength and the least asked, by p · (1 - p) / (1 + times
    asked), p being the chance that the one is chosen over the other. `asked` counts how often each pair was shown to
    anybody, also where nobody could say. What is still equal, and which of the two stands first, is drawn by the seed.
    """
    chance = random.Random(seed)  # noqa: S311 - an order of questions, no secret
    taken = set(shown)
    left = [pair for pair in combinations(sorted(set(items)), 2) if frozenset(pair) not in taken]
    if not left:
        return None
    chance.shuffle(left)

    def unknown(pair: tuple[int, int]) -> float:
        upset = 1 / (1 + exp(abs(strength.get(pair[0], 0.0) - strength.get(pair[1], 0.0))))
        return upset * (1 - upset) / (1 + asked.get(frozenset(pair), 0))

    first, second = max(left, key=unknown)
    return (first, second) if chance.random() < 0.5 else (second, first)
