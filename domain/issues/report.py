"""Telling of an issue: what a draft holds, and what comes of sending it; and the lists in which issues are found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.contents import Attached
from domain.issues.issue import Category, Issue, Thread
from domain.issues.states import IssueState
from domain.roles import Area
from domain.territories import Territory

PAGE = 8
# «Жараспай-17», "Zharaspai 17", "№17", "17": a name that may be missing, and a number.
_NUMBER = re.compile(r"(?P<name>\D*?)[\s\-–—.,№#]*(?P<serial>\d{1,6})", re.IGNORECASE)


class Part(StrEnum):
    """What a report is made of, each optional, but something is said or shown."""

    WORDS = "words"
    PHOTO = "photo"
    VOICE = "voice"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Report:
    """A draft with what its screens need.

    `name` is what would stand under it when its author wants that, None when we know no name; `far` is how many
    kilometres its place lies from the okrug, None when it is near, or when we do not know where the okrug lies.
    """

    issue: Issue
    okrug: Territory
    attached: tuple[Attached, ...] = ()
    name: str | None = None
    far: float | None = None

    def count(self, part: Part) -> int:
        """How many of a part there are."""
        if part is Part.WORDS:
            return int(bool(self.issue.text))
        if part is Part.PLACE:
            return int(self.issue.latitude is not None)
        return sum(one.kind == part.value for one in self.attached)

    @property
    def says_something(self) -> bool:
        """Whether there are words, a photo or a voice: a place alone tells nothing."""
        return any(self.count(part) for part in Part if part is not Part.PLACE)


@dataclass(frozen=True, slots=True)
class Alike:
    """A report that is not sent yet, because these issues may be the same."""

    report: Report
    issues: tuple["Row", ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An issue in a list; `supporters` are those of it and all that were merged with it."""

    issue: Issue
    okrug: Territory
    supporters: int = 0


class Order(StrEnum):
    """What comes first in a list."""

    SUPPORT = "support"
    DATE = "date"


class Shelf(StrEnum):
    """Which states a list shows."""

    ALL = "all"
    WAITING = "waiting"
    WORK = "work"
    SOLVED = "solved"
    DECLINED = "declined"

    @property
    def states(self) -> frozenset[IssueState]:
        """The states on it."""
        return _SHELVES[self]


_SHELVES = {
    Shelf.WAITING: frozenset({IssueState.NEW, IssueState.IN_REVIEW, IssueState.REOPENED}),
    Shelf.WORK: frozenset({IssueState.PLANNED, IssueState.IN_PROGRESS}),
    Shelf.SOLVED: frozenset({IssueState.SOLVED}),
    Shelf.DECLINED: frozenset({IssueState.DECLINED}),
}
_SHELVES[Shelf.ALL] = frozenset().union(*_SHELVES.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which issues of an okrug are listed, and in which order; `area` None is all of them, pages count from 0."""

    area: Area | None = None
    shelf: Shelf = Shelf.ALL
    order: Order = Order.SUPPORT
    page: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the issues of an okrug."""

    okrug: Territory
    wanted: Wanted
    rows: tuple[Row, ...]
    total: int
    at_home: bool = True

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person began, reported, shares and follows; the newest first."""

    drafts: tuple[Report, ...]
    reported: tuple[Row, ...]
    shared: tuple[Row, ...]
    followed: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a number or words led to: the one issue, or several of which one may be meant, the likeliest first."""

    text: str
    thread: Thread | None = None
    rows: tuple[Row, ...] = ()
    by_number: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as people type it: the name before it folded to nothing when there was none."""

    name: str
    serial: int


def read_number(text: str) -> Typed | None:
    """The number that was typed, None when it is none."""
    found = _NUMBER.fullmatch(text.strip())
    return None if found is None else Typed(found["name"].strip(), int(found["serial"]))


def of_area(categories: Sequence[Category], area: Area) -> tuple[Category, ...]:
    """Those of the categories that belong to an area."""
    return tuple(one for one in categories if one.area is area)
