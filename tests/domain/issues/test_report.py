"""Numbers as people type them, pages, and what a draft says."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.contents import Attached
from domain.issues.issue import Issue, Sight, sees_files
from domain.issues.report import PAGE, Listing, Part, Report, Shelf, Typed, Wanted, read_number
from domain.issues.states import IssueState, Privacy
from domain.languages import Localized
from domain.territories import Kind, Level, Place, Territory

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
OKRUG = Territory("355243000", None, Level.OKRUG, Kind.RURAL_OKRUG, Localized("Жараспай"), "/355243000/")


def issue(**values: Any) -> Issue:
    its: dict[str, Any] = {
        "id": 7,
        "state": IssueState.NEW,
        "okrug": Place(OKRUG.code, OKRUG.path),
        "serial": 17,
        "category": None,
        "privacy": Privacy.OPEN,
        "name_shown": False,
        "author_id": 1,
        "text": "",
        "language": "kk",
        "latitude": None,
        "longitude": None,
        "version": 1,
        "created_at": NOW,
    }
    return Issue(**{**its, **values})


@pytest.mark.parametrize(
    ("text", "name", "serial"),
    [
        ("17", "", 17),
        ("№17", "", 17),
        ("#17", "", 17),
        ("Жараспай-17", "Жараспай", 17),
        ("  Zharaspai 17 ", "Zharaspai", 17),
        ("Volchan 3", "Volchan", 3),
        ("Карим Мынбаев — 3", "Карим Мынбаев", 3),
        ("Жараспай №17", "Жараспай", 17),
    ],
)
def test_a_number_is_read_as_it_is_typed(text: str, name: str, serial: int) -> None:
    assert read_number(text) == Typed(name, serial)


@pytest.mark.parametrize("text", ["", "Жараспай", "17а", "1234567", "17 и 18 числа", "٣x"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_a_place_alone_tells_nothing() -> None:
    assert not Report(issue(latitude=50.0, longitude=70.0), OKRUG).says_something
    assert Report(issue(text="Су жоқ"), OKRUG).says_something
    assert Report(issue(), OKRUG, (Attached("voice", "v"),)).says_something
    assert Report(issue(), OKRUG, (Attached("photo", "p"), Attached("photo", "q"))).count(Part.PHOTO) == 2


def test_pages_are_counted_up() -> None:
    for total, pages in ((0, 1), (1, 1), (PAGE, 1), (PAGE + 1, 2)):
        assert Listing(OKRUG, Wanted(), (), total).pages == pages


def test_every_state_that_is_shown_lies_on_one_shelf() -> None:
    shelves = [shelf.states for shelf in Shelf if shelf is not Shelf.ALL]
    assert sum(map(len, shelves)) == len(Shelf.ALL.states) == len(IssueState) - 2
    assert Shelf.ALL.states == set(IssueState) - {IssueState.DRAFT, IssueState.MERGED}


def test_an_issue_is_public_from_its_moment_on() -> None:
    assert not issue().is_public(NOW)
    assert issue(seen_from=NOW).is_public(NOW)
    assert not issue(seen_from=NOW, hidden_at=NOW).is_public(NOW)
    assert not issue(seen_from=NOW, privacy=Privacy.AKIM).is_public(NOW)
    assert not issue(seen_from=NOW, state=IssueState.DRAFT).is_public(NOW)


def test_neighbours_alone_wait_for_a_look() -> None:
    for sight in Sight:
        assert sees_files(issue(), sight) is (sight is not Sight.NEIGHBOUR)
        assert sees_files(issue(let_in_at=NOW), sight)
