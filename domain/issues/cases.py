"""What those who answer and moderate look at: an issue with what they may do to it, and lists of what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.issues.duties import Deed
from domain.issues.issue import Category, Issue, Setting, Step, Thread
from domain.issues.moderation import BanLine, Look, Pile, Reason, Watched
from domain.issues.report import Row
from domain.issues.states import Desk
from domain.territories import Territory


@dataclass(frozen=True, slots=True)
class Undo:
    """A step that can still be taken back, and until when (UTC)."""

    step: Step
    until: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """An issue as its desk sees it: the thread, what may be done, the step that can be taken back.

    `told` is how many people hear of the step that was just taken, None when none was.
    """

    thread: Thread
    deeds: frozenset[Deed]
    passes: tuple[Desk, ...] = ()
    undo: Undo | None = None
    told: int | None = None

    @property
    def issue(self) -> Issue:
        """The issue itself."""
        return self.thread.issue


@dataclass(frozen=True, slots=True)
class Twins:
    """An issue and those that may be the same, the likeliest first."""

    case: Case
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of a pile, and how much lies in each; `looks` is there for who moderates."""

    sizes: Mapping[Pile, int]
    looks: Mapping[Look, int] | None = None
    pile: Pile | None = None
    look: Look | None = None
    rows: tuple[Row, ...] = ()
    total: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice about an issue says: the issue, its okrug, the steps that it tells of, the earliest first.

    `root` is the issue as which it goes on, `reason` why it was hidden or somebody barred, until `until`.
    """

    issue: Issue
    okrug: Territory
    steps: tuple[Step, ...] = ()
    root: Issue | None = None
    reason: Reason | None = None
    until: datetime | None = None
    supporters: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a person's answer to "is it solved?"."""

    thread: Thread
    solved: bool
    yes: int
    not_yet: int
    reopened: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in a territory; whether this person may change it."""

    territory: Territory
    values: Mapping[Setting, int]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Bans:
    """A page of the bans in force, each with where it holds."""

    lines: tuple[tuple[BanLine, Territory | None], ...]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class WatchList:
    """A page of the words to watch."""

    words: tuple[Watched, ...]
    total: int
    page: int
    added: int | None = None


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories of an area as staff see them, the retired ones too."""

    categories: tuple[Category, ...]
