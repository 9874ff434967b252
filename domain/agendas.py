"""Residents' issues on the agenda of a meeting, and what comes of them after it."""

from dataclasses import dataclass

from domain.issues.report import Row
from domain.issues.states import IssueState
from domain.meetings import Card

MOST_ISSUES = 6
# What a press makes of an issue after a meeting; what needs words of its own is done where issues are answered.
AFTER_MEETING = (IssueState.IN_REVIEW, IssueState.PLANNED, IssueState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """A page of the issues that can be put on a meeting's agenda; `card` knows which are on it."""

    card: Card
    rows: tuple[Row, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """An issue that a meeting spoke of: which states this person may bring it to, and whether they answer it."""

    row: Row
    states: tuple[IssueState, ...] = ()
    answers: bool = False
