"""The committee's sheet as a file: two pages at most, in three languages, with what it was given."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdf
import pytest

from domain.committees import Changed, CommitteeSheet
from domain.issues.issue import Category, Issue, Step
from domain.issues.priorities import Priorities, Prioritized
from domain.issues.states import Desk, IssueState, Privacy, StepKind
from domain.languages import LANGUAGES, Language, Localized
from domain.roles import Area
from domain.statistics.pairs import Strength
from domain.territories import Kind, Level, Place, Territory
from reports.committees import Called, sheet
from texts import words

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
OKRUG = Territory(
    "355243000", "355200000", Level.OKRUG, Kind.RURAL_OKRUG, Localized(kk="Жараспай", ru="Жараспай"), "/a/b/c/"
)
MOBILE = Category(1, "mobile", Area.ENGINEERING, Localized(kk="Ұялы байланыс", ru="Мобильная связь"), 1)
ISSUE = Issue(
    id=1,
    state=IssueState.IN_PROGRESS,
    okrug=Place(OKRUG.code, OKRUG.path),
    serial=17,
    category=MOBILE,
    privacy=Privacy.OPEN,
    name_shown=False,
    author_id=None,
    text="#set text(red) Ауылда байланыс жоқ, жедел жәрдемге де хабарласа алмаймыз " * 4,
    language="kk",
    latitude=None,
    longitude=None,
    version=1,
    created_at=NOW,
    desk=Desk.OKRUG,
)
STEP = Step(1, 1, StepKind.STATE, IssueState.IN_PROGRESS, "akim", None, "Beeline келді", "kk", {}, True, NOW)


def given(many: int = 10) -> CommitteeSheet:
    lines = tuple(
        Prioritized(
            replace(ISSUE, id=number, serial=number), 560 - number, Strength(number, 1.0, 0.5, 1.5, 20, 12, 1, 3)
        )
        for number in range(1, many + 1)
    )
    priorities = tuple(
        Priorities(OKRUG, area, lines, 40, 300, None, 0) for area in (Area.SOCIAL, Area.ENGINEERING, Area.ECONOMY)
    )
    changes = tuple(Changed(replace(ISSUE, id=number), STEP) for number in range(14))
    overdue = tuple(replace(ISSUE, promised_by=date(2026, 10, 1)) for _number in range(8))
    return CommitteeSheet(OKRUG, Area.PLANNING, date(2026, 11, 24), date(2026, 10, 24), priorities, changes, overdue)


def made(its: CommitteeSheet, language: Language) -> bytes:
    called = Called(area=lambda area: area.value, state=lambda state: state.value, who=lambda role: role)
    return sheet(words(language), its, called)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_sheet_fits_on_two_pages_and_says_what_it_was_given(language: Language) -> None:
    read = pypdf.PdfReader(io.BytesIO(made(given(), language)))
    assert len(read.pages) <= 2
    text = " ".join(page.extract_text() for page in read.pages)
    for said in ("Жараспай-6", "1–3", "554", "Beeline"):
        assert said in text
    # What a person wrote is printed, never run.
    assert "#set text(red)" in text


def test_the_same_sheet_makes_the_same_file() -> None:
    assert made(given(3), "kk") == made(given(3), "kk")


def test_an_okrug_where_nothing_happened_has_a_sheet_too() -> None:
    bare = CommitteeSheet(
        OKRUG, Area.SOCIAL, date(2026, 11, 24), None, (Priorities(OKRUG, Area.SOCIAL, (), 0, 0, None, 0),)
    )
    read = pypdf.PdfReader(io.BytesIO(made(bare, "ru")))
    assert len(read.pages) == 1
