"""Issues in figures: what is added up, and under which heading."""

from dataclasses import replace
from datetime import date

import pytest

from domain.issues.counts import Cell, Days, Group, Measured, Selection, following_month, issue_counts, months_until
from domain.issues.issue import Category
from domain.issues.states import OPEN_STATES, IssueState
from domain.languages import Localized
from domain.registers import Count
from domain.roles import Area
from domain.territories import Level
from tests.screens.samples import RAYON, many

WATER = Category(1, "water", Area.ENGINEERING, Localized(kk="су"), 1)
DOCTOR = Category(2, "doctor", Area.SOCIAL, Localized(kk="дәрігер"), 1)
CATEGORIES = {one.id: one for one in (WATER, DOCTOR)}
NONE = Days(None, 0, 0)
MEASURED = Measured({}, (), 0, 0, NONE, NONE, (), 0, 0)
FIRST, SECOND = many(Level.OKRUG, 2)


def cell(category: Category, state: IssueState, issues: int, okrug: str = FIRST.code) -> Cell:
    return Cell(category.id, state, okrug, f"/1/{okrug}/", issues)


CELLS = (
    cell(WATER, IssueState.NEW, 3),
    cell(WATER, IssueState.SOLVED, 2),
    cell(DOCTOR, IssueState.DECLINED, 7, SECOND.code),
    cell(DOCTOR, IssueState.REOPENED, 1, SECOND.code),
)


def test_every_heading_adds_up_to_the_same() -> None:
    measured = replace(MEASURED, supports={(1, FIRST.code): 40, (2, SECOND.code): 2})
    below = {FIRST.code: FIRST, SECOND.code: SECOND}
    found = issue_counts(Selection(), CELLS, measured, CATEGORIES, below)
    assert found.total == Group(13, 4, 2, 42)
    for groups in (found.by_area, found.by_category, found.by_territory):
        assert sum((group for _, group in groups), Group()) == found.total
    assert sum(number for _, number in found.by_state) == 13
    assert [category.key for category, _ in found.by_category] == ["doctor", "water"]
    assert [one.code for one, _ in found.by_territory] == [SECOND.code, FIRST.code]


def test_okrugs_are_counted_under_what_they_lie_in() -> None:
    found = issue_counts(Selection(), CELLS, MEASURED, CATEGORIES, {FIRST.code: RAYON, SECOND.code: RAYON})
    assert found.by_territory == ((RAYON, Group(13, 4, 2, 0)),)
    assert issue_counts(Selection(), CELLS, MEASURED, CATEGORIES, {}).by_territory == ()


@pytest.mark.parametrize("state", [state for state in IssueState if state not in (IssueState.DRAFT, IssueState.MERGED)])
def test_closed_is_not_solved(state: IssueState) -> None:
    found = issue_counts(Selection(), [cell(WATER, state, 1)], MEASURED, CATEGORIES, {}).total
    assert found.still_open == int(state in OPEN_STATES)
    assert found.solved == int(state is IssueState.SOLVED)


def test_people_reached_are_at_least_where_a_solution_has_no_number() -> None:
    both = replace(MEASURED, reached=560, reached_known=2)
    assert issue_counts(Selection(), CELLS, both, CATEGORIES, {}).reached == Count(560)
    one = replace(MEASURED, reached=560, reached_known=1)
    assert issue_counts(Selection(), CELLS, one, CATEGORIES, {}).reached == Count(560, at_least=True)


def test_the_months_are_twelve_and_end_with_this_one() -> None:
    found = months_until(date(2026, 2, 28))
    assert (found[0], found[-1], len(found)) == (date(2025, 3, 1), date(2026, 2, 1), 12)
    assert months_until(date(2026, 2, 28), date(2026, 1, 31)) == (date(2026, 1, 1), date(2026, 2, 1))
    assert [following_month(date(2026, month, 1)) for month in (1, 2, 12)] == [
        date(2026, 2, 1),
        date(2026, 3, 1),
        date(2027, 1, 1),
    ]
