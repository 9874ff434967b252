"""The states of an issue: each has one honest meaning, and "closed" is none of them."""

from collections.abc import Mapping
from enum import StrEnum

SUBJECT = "issue"


class IssueState(StrEnum):
    """Where an issue stands; a draft is its author's alone."""

    DRAFT = "draft"
    # Sent, and nobody has looked at it.
    NEW = "new"
    # Somebody at the desk took it up and will answer.
    IN_REVIEW = "in_review"
    # It stands in the territory's plan, with or without a date.
    PLANNED = "planned"
    # Work has begun.
    IN_PROGRESS = "in_progress"
    # The desk says that it is done; those concerned are asked whether it is.
    SOLVED = "solved"
    # Enough of those concerned said that it is not.
    REOPENED = "reopened"
    # It will not be done, and the reason is said.
    DECLINED = "declined"
    # It is the same as another, where it goes on.
    MERGED = "merged"


class StepKind(StrEnum):
    """What happened to an issue: a line of its history."""

    REPORTED = "reported"
    LET_IN = "let_in"
    STATE = "state"
    ANSWER = "answer"
    PASSED_ON = "passed_on"
    MERGED = "merged"
    UNMERGED = "unmerged"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    ASKED = "asked"
    # Its author asks staff to look at it again; only officials see that.
    APPEAL = "appeal"


class Desk(StrEnum):
    """Who is to answer an issue."""

    OKRUG = "okrug"
    RAYON = "rayon"
    STAFF = "staff"


class Privacy(StrEnum):
    """Who sees an issue: the okrug, its akim and staff, or staff alone."""

    OPEN = "open"
    AKIM = "akim"
    STAFF = "staff"


# States in which somebody still has to do something.
OPEN_STATES = frozenset(
    {IssueState.NEW, IssueState.IN_REVIEW, IssueState.PLANNED, IssueState.IN_PROGRESS, IssueState.REOPENED}
)

_AFTER_LOOKING = frozenset(
    {IssueState.IN_REVIEW, IssueState.PLANNED, IssueState.IN_PROGRESS, IssueState.SOLVED, IssueState.DECLINED}
)

# What a desk may make of an issue in each state; merging, hiding and passing on are no changes of state by choice.
NEXT: Mapping[IssueState, frozenset[IssueState]] = {
    IssueState.NEW: _AFTER_LOOKING,
    IssueState.IN_REVIEW: _AFTER_LOOKING - {IssueState.IN_REVIEW},
    IssueState.PLANNED: frozenset({IssueState.IN_PROGRESS, IssueState.SOLVED, IssueState.DECLINED}),
    IssueState.IN_PROGRESS: frozenset({IssueState.PLANNED, IssueState.SOLVED, IssueState.DECLINED}),
    IssueState.SOLVED: frozenset({IssueState.IN_PROGRESS}),
    IssueState.REOPENED: _AFTER_LOOKING,
    IssueState.DECLINED: frozenset({IssueState.IN_REVIEW}),
}


def first_desk(privacy: Privacy) -> Desk:
    """Where an issue lies when it is sent: what the akim may not see lies with staff from the start."""
    return Desk.STAFF if privacy is Privacy.STAFF else Desk.OKRUG


def may_lie_on(privacy: Privacy, desk: Desk) -> bool:
    """Whether those at a desk see such an issue at all, and so can answer it."""
    return {Desk.OKRUG: privacy is not Privacy.STAFF, Desk.RAYON: privacy is Privacy.OPEN, Desk.STAFF: True}[desk]


def may_become(state: IssueState, wanted: IssueState) -> bool:
    """Whether a desk may bring an issue from one state to another."""
    return wanted in NEXT.get(state, frozenset())
