"""The sheet that a committee carries into the room: needs by rank and support, what changed, promises, surveys."""

from dataclasses import dataclass, field
from datetime import date

from domain.issues.issue import Issue, Step
from domain.issues.priorities import Priorities
from domain.roles import Area
from domain.summaries.summary import Summary
from domain.territories import Territory

# What fits on two pages.
MOST_RANKED, MOST_OF_THREE, MOST_CHANGES, MOST_OVERDUE, MOST_SURVEYS = 10, 6, 14, 8, 2


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened last to an issue since the last meeting."""

    issue: Issue
    step: Step


@dataclass(frozen=True, slots=True)
class CommitteeSheet:
    """The sheet of one okrug for a focus area, or for the planning committee (all three areas).

    `since` is the day of the last meeting, None when there was none: then changes of a month are told.
    """

    okrug: Territory
    area: Area
    made_on: date
    since: date | None
    priorities: tuple[Priorities[Issue], ...]
    changes: tuple[Changed, ...] = ()
    overdue: tuple[Issue, ...] = ()
    surveys: tuple[Summary, ...] = field(default_factory=tuple)


def focus_areas(area: Area) -> tuple[Area, ...]:
    """The focus areas that a committee looks after: its own, or all three for the planning committee."""
    three = tuple(one for one in Area if one is not Area.PLANNING)
    return three if area is Area.PLANNING else (area,)
