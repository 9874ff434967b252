"""How many choices it takes to find a known order of twelve issues: pairs as we choose them, beside pairs at random."""

import random
import statistics
import time
from collections.abc import Callable
from itertools import combinations
from math import exp

from domain.statistics.pairs import choose_pair, rank, strengths

ITEMS, EACH, MOST, ROUNDS = 12, 5, 4000, 25
# How much stronger each is than the next: chosen over it by 60 % and by 69 % of people.
GAPS = (0.4, 0.8)

Pair = tuple[int, int]
Chooser = Callable[[dict[frozenset[int], int], dict[int, float], set[frozenset[int]], str], Pair]


def run() -> list[str]:
    """A line for each gap and each meaning of "found", and what ranking and choosing cost."""
    lines = []
    for gap in GAPS:
        for wrong, found in ((0, "the whole order"), (3, "all but 3 of its 66 pairs")):
            ours = statistics.median(_votes(_ours, gap, wrong, seed) for seed in range(ROUNDS))
            chance = statistics.median(_votes(_at_random, gap, wrong, seed) for seed in range(ROUNDS))
            lines.append(
                f"{ITEMS} issues, next one chosen by {100 / (1 + exp(-gap)):.0f} %: {found} found after {ours:.0f} "
                f"choices, with pairs at random {chance:.0f} ({chance / ours:.1f} times as many; medians of {ROUNDS})"
            )
    return [*lines, *_costs()]


def _votes(choose: Chooser, gap: float, wrong: int, seed: int) -> int:
    """After how many choices, of people who make five each, at most so many pairs stand the wrong way round."""
    voters = random.Random(seed)  # noqa: S311 - invented voters
    wins: dict[Pair, int] = {}
    asked: dict[frozenset[int], int] = {}
    shown: set[frozenset[int]] = set()
    strength: dict[int, float] = {}
    for vote in range(1, MOST):
        if vote % EACH == 1:
            shown = set()
        one, other = choose(asked, strength, shown, f"{seed}:{vote}")
        shown.add(frozenset((one, other)))
        asked[frozenset((one, other))] = asked.get(frozenset((one, other)), 0) + 1
        won = (one, other) if voters.random() < 1 / (1 + exp(gap * (one - other))) else (other, one)
        wins[won] = wins.get(won, 0) + 1
        strength = strengths(range(ITEMS), wins)
        if vote >= ITEMS and sum(strength[a] <= strength[b] for a, b in combinations(range(ITEMS), 2)) <= wrong:
            return vote
    return MOST


def _ours(asked: dict[frozenset[int], int], strength: dict[int, float], shown: set[frozenset[int]], seed: str) -> Pair:
    return choose_pair(range(ITEMS), asked, strength, shown, seed) or (0, 1)


def _at_random(
    asked: dict[frozenset[int], int], strength: dict[int, float], shown: set[frozenset[int]], seed: str
) -> Pair:
    left = [pair for pair in combinations(range(ITEMS), 2) if frozenset(pair) not in shown]
    return random.Random(seed).choice(left)  # noqa: S311 - an order of questions


def _costs() -> list[str]:
    lines = []
    for items in (12, 50, 150):
        chance = random.Random(items)  # noqa: S311 - invented votes
        wins: dict[Pair, int] = {}
        for _ in range(items * 20):
            pair = chance.sample(range(items), 2)
            wins[pair[0], pair[1]] = wins.get((pair[0], pair[1]), 0) + 1
        started = time.perf_counter()
        strength = strengths(range(items), wins)
        fitted = time.perf_counter()
        choose_pair(range(items), {}, strength, (), 1)
        chosen = time.perf_counter()
        rank(range(items), wins, 100)
        ranked = time.perf_counter()
        lines.append(
            f"{items} issues, {items * 20} choices: strengths {(fitted - started) * 1000:.1f} ms, "
            f"the next pair {(chosen - fitted) * 1000:.1f} ms, the ranking {(ranked - chosen) * 1000:.1f} ms"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(run()))
