"""Which issues are compared, and what an order says of them."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from domain.issues.issue import Issue
from domain.issues.priorities import (
    LEAST_ISSUES,
    MOST_COMPARED,
    PAIRS_A_ROUND,
    ItemKind,
    OfferedArea,
    category_priorities,
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
from tests.screens.samples.issue_priorities import CATEGORY, FIRST


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


def test_a_category_may_be_compared_while_it_is_not_retired_and_says_what_it_is_about() -> None:
    assert may_be_compared(CATEGORY, OKRUG.code, NOW)
    assert not may_be_compared(replace(CATEGORY, retired=True), OKRUG.code, NOW)
    assert not may_be_compared(replace(CATEGORY, key="other_social"), OKRUG.code, NOW)


@pytest.mark.parametrize(
    ("issues", "pairs", "category_pairs", "kinds", "done"),
    [
        (LEAST_ISSUES, 6, 28, (ItemKind.ISSUE, ItemKind.CATEGORY), False),
        (LEAST_ISSUES - 1, 3, 28, (ItemKind.CATEGORY,), False),
        (LEAST_ISSUES, 6, 0, (ItemKind.ISSUE,), False),
        (LEAST_ISSUES, 0, 28, (ItemKind.CATEGORY,), False),
        (LEAST_ISSUES - 1, 3, 0, (), True),
        (LEAST_ISSUES, 0, 0, (), True),
    ],
)
def test_categories_are_compared_where_there_are_few_issues_and_both_where_there_are_enough(
    issues: int, pairs: int, category_pairs: int, kinds: tuple[ItemKind, ...], done: bool
) -> None:
    offered = OfferedArea(Area.SOCIAL, issues, pairs, 8, category_pairs)
    assert (offered.kinds, offered.is_done) == (kinds, done)


def test_where_there_is_nothing_to_compare_nobody_is_done_with_it() -> None:
    assert not OfferedArea(Area.SOCIAL, 1, 0, 1, 0).is_done


def test_there_are_issues_enough_once_a_round_can_be_filled() -> None:
    assert pairs_left(range(LEAST_ISSUES - 1), []) < PAIRS_A_ROUND <= pairs_left(range(LEAST_ISSUES), [])


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
    assert [(line.item.id, line.supports, line.strength, line.percent) for line in found.lines] == [
        (2, 5, None, None),
        (3, 1, None, None),
        (1, 0, None, None),
    ]


def test_an_order_is_by_choices_whatever_the_support() -> None:
    wins = dict.fromkeys(combinations((3, 2, 1), 2), 30)
    found = priorities(OKRUG, Area.SOCIAL, [issue(1), issue(2), issue(3)], {1: 500}, wins, people=30)
    assert [line.item.id for line in found.lines] == [3, 2, 1]
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
    uncompared = [line.strength for line in found.lines if line.item.id > 2 and line.strength]
    assert all((one.best, one.worst) == (1, 6) or one.tied for one in uncompared)


@pytest.mark.parametrize(("strength", "percent"), [(0, 50), (1, 73), (-1, 27), (8, 100), (-8, 0)])
def test_a_strength_is_said_in_hundred(strength: float, percent: int) -> None:
    assert in_hundred(strength) == percent


def test_categories_stand_by_support_until_there_is_an_order_and_then_by_choices() -> None:
    several = [replace(CATEGORY, id=number) for number in (1, 2, 3)]
    found = category_priorities(OKRUG, Area.SOCIAL, several, {2: 5}, {}, people=0)
    assert (found.kind, found.missing, found.beside) == (ItemKind.CATEGORY, Missing.PEOPLE, 0)
    assert [(line.item.id, line.supports) for line in found.lines] == [(2, 5), (1, 0), (3, 0)]
    wins = dict.fromkeys(combinations((3, 1, 2), 2), 30)
    found = category_priorities(OKRUG, Area.SOCIAL, several, {2: 5}, wins, people=30)
    assert [(line.item.id, line.supports) for line in found.lines] == [(3, 0), (1, 0), (2, 5)]
    retired = category_priorities(OKRUG, Area.SOCIAL, several[1:], {2: 5}, wins, people=30)
    assert [line.item.id for line in retired.lines] == [3, 2]
