"""Bradley-Terry against choix (an independent implementation) and scipy; places and pairs against what they promise."""

import random
from itertools import combinations
from math import exp, sqrt

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.statistics.pairs import LEAST_PEOPLE, PENALTY, Missing, choose_pair, rank, strengths

Wins = dict[tuple[int, int], int]

# American League 1987 (Agresti, Categorical Data Analysis, table 10.10): how often the row's team beat the column's.
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
BASEBALL = (
    (0, 7, 9, 7, 7, 9, 11),
    (6, 0, 7, 5, 11, 9, 9),
    (4, 6, 0, 7, 7, 8, 12),
    (6, 8, 6, 0, 6, 7, 10),
    (6, 2, 6, 7, 0, 7, 12),
    (4, 4, 5, 6, 6, 0, 6),
    (2, 4, 1, 3, 1, 7, 0),
)


def votes(size: int, count: int, seed: int) -> Wins:
    """Choices of voters over items of which the first is the strongest."""
    chance = random.Random(seed)  # noqa: S311 - invented voters
    found: Wins = {}
    for _ in range(count):
        one, other = chance.sample(range(size), 2)
        winner = one if chance.random() < 1 / (1 + exp(0.5 * (one - other))) else other
        pair = (winner, one + other - winner)
        found[pair] = found.get(pair, 0) + 1
    return found


def singly(wins: Wins) -> list[tuple[int, int]]:
    return [pair for pair, count in wins.items() for _ in range(count)]


@pytest.mark.parametrize(("size", "count", "seed"), [(2, 9, 1), (6, 15, 2), (12, 200, 3), (30, 90, 4)])
def test_strengths_are_those_of_choix_under_the_same_prior(size: int, count: int, seed: int) -> None:
    wins = votes(size, count, seed)
    theirs = choix.opt_pairwise(size, singly(wins), alpha=PENALTY, tol=1e-12)
    ours = strengths(range(size), wins)
    assert [ours[item] for item in range(size)] == pytest.approx(list(theirs), abs=1e-6)


def test_with_many_choices_strengths_are_those_of_ilsr_and_mm_without_a_prior() -> None:
    wins = votes(8, 4000, 5)
    ours = strengths(range(8), wins)
    for theirs in (choix.ilsr_pairwise(8, singly(wins)), choix.mm_pairwise(8, singly(wins))):
        assert [ours[item] for item in range(8)] == pytest.approx(list(theirs - theirs.mean()), abs=0.01)


def test_the_published_baseball_example_is_found_again() -> None:
    """Estimates as the vignette of R's BradleyTerry2 (Turner and Firth 2012) prints them, Baltimore at 0."""
    wins = {(i, j): BASEBALL[i][j] for i in range(7) for j in range(7) if BASEBALL[i][j]}
    ranking = rank(range(7), wins, people=100)
    assert [TEAMS[one.item] for one in ranking.strengths] == list(TEAMS)
    value = {TEAMS[one.item]: one.value for one in ranking.strengths}
    published = (1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0.0)
    # The weak prior draws ours in a little.
    assert [value[team] - value["Baltimore"] for team in TEAMS] == pytest.approx(published, abs=0.02)


def test_intervals_come_from_the_information_as_numpy_inverts_it() -> None:
    wins = votes(9, 120, 6)
    found = {one.item: one for one in rank(range(9), wins, 50).strengths}
    values = [found[item].value for item in range(9)]
    information = choix.opt.PairwiseFcts(singly(wins), PENALTY).hessian(np.array(values))
    contrast = np.identity(9) - 1 / 9
    variances = np.diag(contrast @ np.linalg.inv(information) @ contrast)
    for item in range(9):
        half = 1.959964 * sqrt(variances[item])
        assert (found[item].low, found[item].high) == pytest.approx(
            (values[item] - half, values[item] + half), abs=1e-5
        )


def test_what_never_lost_has_a_finite_strength_and_a_wide_interval() -> None:
    ranking = rank([1, 2, 3], {(1, 2): 5, (1, 3): 5, (2, 3): 2, (3, 2): 2}, 12)
    first = ranking.strengths[0]
    assert first.item == 1
    assert 0 < first.value < 6
    assert first.high - first.low > 1.5


def test_items_that_nothing_compares_share_their_places() -> None:
    ranking = rank([1, 2, 3, 4], {(1, 2): 40, (2, 1): 2, (3, 4): 40, (4, 3): 2}, 42)
    assert [(one.best, one.worst) for one in ranking.strengths] == [(1, 4)] * 4


def test_places_are_told_apart_only_where_intervals_do_not_overlap() -> None:
    many = rank(range(3), {(0, 1): 90, (1, 0): 10, (1, 2): 90, (2, 1): 10, (0, 2): 99, (2, 0): 1}, 100)
    assert [(one.item, one.best, one.worst) for one in many.strengths] == [(0, 1, 1), (1, 2, 2), (2, 3, 3)]
    assert not any(one.tied for one in many.strengths)
    few = rank(range(3), {(0, 1): 3, (1, 0): 2, (1, 2): 3, (2, 1): 2, (0, 2): 3, (2, 0): 2}, 15)
    assert [(one.best, one.worst) for one in few.strengths] == [(1, 3)] * 3
    assert all(one.tied for one in few.strengths)


def test_a_ranking_says_what_it_lacks() -> None:
    wins = {(1, 2): 30, (2, 3): 30}
    assert rank([1], {}, 20).missing is Missing.ITEMS
    few = rank([1, 2, 3], wins, LEAST_PEOPLE - 3)
    assert (few.missing, few.lacking) == (Missing.PEOPLE, 3)
    sparse = rank([1, 2, 3], {(1, 2): 2, (2, 3): 2}, 20)
    assert (sparse.missing, sparse.lacking) == (Missing.CHOICES, 2)
    assert rank([1, 2, 3], wins, LEAST_PEOPLE).missing is None


def test_choices_of_items_that_are_gone_are_left_out() -> None:
    ranking = rank([1, 2], {(1, 2): 3, (7, 1): 90, (1, 1): 4}, 20)
    assert ranking.choices == 3
    assert [one.item for one in ranking.strengths] == [1, 2]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 10**5)
    )
)
def test_any_choices_end_in_the_one_maximum(wins: Wins) -> None:
    values = strengths(range(7), wins)
    for item in range(7):
        slope = 2 * PENALTY * values[item]
        for (winner, loser), count in wins.items():
            if item in (winner, loser):
                upset = count / (1 + exp(values[winner] - values[loser]))
                slope += -upset if item == winner else upset
        assert slope == pytest.approx(0, abs=1e-3)
    assert sum(values.values()) == pytest.approx(0, abs=1e-6)


def test_nobody_is_shown_a_pair_twice() -> None:
    shown: set[frozenset[int]] = set()
    for number in range(10):
        pair = choose_pair(range(5), {}, {}, shown, number)
        assert pair is not None
        assert frozenset(pair) not in shown
        shown.add(frozenset(pair))
    assert shown == {frozenset(pair) for pair in combinations(range(5), 2)}
    assert choose_pair(range(5), {}, {}, shown, 11) is None


def test_the_least_asked_pair_comes_first() -> None:
    asked = {frozenset(pair): 3 for pair in combinations(range(4), 2)} | {frozenset({1, 3}): 2}
    assert {frozenset(choose_pair(range(4), asked, {}, (), seed) or ()) for seed in range(20)} == {frozenset({1, 3})}


def test_the_closest_in_strength_come_first() -> None:
    strength = {1: 2.0, 2: 0.1, 3: 0.0, 4: -2.0}
    assert {frozenset(choose_pair(strength, {}, strength, (), seed) or ()) for seed in range(20)} == {frozenset({2, 3})}


def test_a_new_item_is_asked_about_soon() -> None:
    asked = {frozenset(pair): 9 for pair in combinations(range(4), 2)}
    assert 9 in (choose_pair([0, 1, 2, 3, 9], asked, {0: 2.0, 3: -2.0}, (), 1) or ())


def test_the_same_seed_gives_the_same_pair_and_seeds_share_the_sides() -> None:
    assert choose_pair(range(9), {}, {}, (), "a") == choose_pair(range(9), {}, {}, (), "a")
    lower_first = sum((pair := choose_pair((1, 2), {}, {}, (), seed) or (0, 0))[0] < pair[1] for seed in range(200))
    assert 60 < lower_first < 140


def test_one_item_or_none_makes_no_pair() -> None:
    assert choose_pair([], {}, {}, (), 1) is None
    assert choose_pair([4], {}, {}, (), 1) is None
