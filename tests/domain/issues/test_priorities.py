"""Which issues are compared, and what an order says of them."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from domain.issues.issue import Issue
from domain.issues.priorities import (
    MOST_COMPARED,
    PAIRS_A_ROUND,
    compared,
    ends_round,
    in_hundred,
    may_be_compared,
    pairs_left,
    priorities,
)
from domain.issues.states import OPEN_STATES, IssueState, Privacy
from domain.roles import Area
from domain.statistics.pairs import LEAST_PEOPLE, Missing
from tests.screens.samples import NOW, OKRUG
from tests.screens.samples.issue_priorities import FIRST


def issue(number: int, **changes: object) -> Issue:
    return replace(FIRST, id=number, root_id=number, serial=number, **changes)  # type: ignore[arg-type]


def test_an_issue_that_is_let_in_open_seen_and_nobodys_part_may_be_compared() -> None:
    assert may_be_compared(issue(1), OKRUG.code, NOW)
    assert not may_be_compared(issue(1), "355253000", NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"let_in_at": None},
        {"seen_from": None},
        {"seen_from": NOW + timedelta(seconds=1)},
        {"hidden_at": NOW},
        {"privacy": Privacy.AKIM},
        {"privacy": Privacy.STAFF},
        *({"state": state} for state in IssueState if state not in OPEN_STATES),
    ],
)
def test_any_other_may_not(changes: dict[str, object]) -> None:
    assert not may_be_compared(issue(1, **changes), OKRUG.code, NOW)


def test_one_that_was_merged_may_not() -> None:
    assert not may_be_compared(replace(issue(1), root_id=2), OKRUG.code, NOW)


def test_after_every_five_pairs_there_is_a_pause() -> None:
    assert [answered for answered in range(1, 16) if ends_round(answered)] == [5, 10, 15]
    assert PAIRS_A_ROUND == 5


def test_the_pairs_that_are_left_are_those_of_the_issues_that_are_there() -> None:
    assert pairs_left([], []) == pairs_left([1], []) == 0
    assert pairs_left([1, 2, 3], []) == 3
    gone = [frozenset((1, 9)), frozenset((8, 9))]
    assert pairs_left([1, 2, 3], [frozenset((1, 2)), frozenset((2, 1)), frozenset((3,)), *gone]) == 2


def test_the_most_supported_are_compared_and_of_equals_those_that_were_let_in_first() -> None:
    many = [issue(number, let_in_at=NOW - timedelta(hours=number)) for number in range(1, MOST_COMPARED + 5)]
    chosen = compared(many, {2: 7, 1: 9})
    assert [one.id for one in chosen[:3]] == [1, 2, MOST_COMPARED + 4]
    assert len(chosen) == MOST_COMPARED


def test_a_list_that_is_no_order_stands_by_support_and_has_no_places() -> None:
    found = priorities(OKRUG, Area.SOCIAL, [issue(1), issue(2), issue(3)], {2: 5, 3: 1}, {(1, 2): 4}, people=4)
    assert (found.missing, found.is_ranked, found.lacking) == (Missing.PEOPLE, False, LEAST_PEOPLE - 4)
    assert [(line.issue.id, line.supports, line.strength, line.percent) for line in found.lines] == [
        (2, 5, None, None),
        (3, 1, None, None),
        (1, 0, None, None),
    ]


def test_an_order_is_by_choices_whatever_the_support() -> None:
    wins = dict.fromkeys(combinations((3, 2, 1), 2), 30)
    found = priorities(OKRUG, Area.SOCIAL, [issue(1), issue(2), issue(3)], {1: 500}, wins, people=30)
    assert [line.issue.id for line in found.lines] == [3, 2, 1]
    assert [(line.strength.best, line.strength.worst) for line in found.lines if line.strength] == [
        (1, 1),
        (2, 2),
        (3, 3),
    ]
    first, second, third = found.lines
    assert first.percent_range is not None
    assert first.percent_range[0] < (first.percent or 0) <= first.percent_range[1]
    assert (second.percent or 0) == 50
    assert (first.percent or 0) + (third.percent or 0) == 100


def test_issues_nobody_compared_are_never_told_apart() -> None:
    items = [issue(number) for number in range(1, 7)]
    wins = dict.fromkeys(combinations((1, 2), 2), 400)
    found = priorities(OKRUG, Area.SOCIAL, items, {}, wins, people=400)
    assert found.is_ranked
    uncompared = [line.strength for line in found.lines if line.issue.id > 2 and line.strength]
    assert all((one.best, one.worst) == (1, 6) or one.tied for one in uncompared)


@pytest.mark.parametrize(("strength", "percent"), [(0, 50), (1, 73), (-1, 27), (8, 100), (-8, 0)])
def test_a_strength_is_said_in_hundred(strength: float, percent: int) -> None:
    assert in_hundred(strength) == percent
