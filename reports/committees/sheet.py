"""The sheet of a committee: from the same values that its screens show, on two A4 pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from domain.committees import MOST_OF_THREE, MOST_RANKED, Changed, CommitteeSheet
from domain.issues.issue import Issue
from domain.issues.priorities import Priorities, Prioritized
from domain.issues.states import IssueState
from domain.roles import Area
from domain.summaries.printed import Printed
from reports.fonts import font_folder
from reports.surveys.printed import printed
from texts import Words

TEMPLATE = Path(__file__).with_name("sheet.typ")
FILE_NAME = "kenes-committee.pdf"
LETTERS, MOST_QUESTIONS, MOST_ANSWERS = 110, 4, 4


@dataclass(frozen=True, slots=True)
class Called:
    """How things are called where the sheet is read."""

    area: Callable[[Area], str]
    state: Callable[[IssueState], str]
    who: Callable[[str], str]


def sheet(_: Words, its: CommitteeSheet, called: Called) -> bytes:
    """The two pages as PDF; the same data makes the same bytes, and no words of people are run."""
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[font_folder()],
        sys_inputs={"data": json.dumps(given(_, its, called), ensure_ascii=False)},
    )


def given(_: Words, its: CommitteeSheet, called: Called) -> dict[str, Any]:
    """What stands on the pages, in the words of a language."""
    okrug = its.okrug.names.in_(_.language)
    most = MOST_RANKED if len(its.priorities) == 1 else MOST_OF_THREE
    since = (
        _.plain("What changed in the last month")
        if its.since is None
        else _.plain("What changed since the meeting of {day}", day=_.day(its.since))
    )
    return {
        "language": _.language,
        "title": _.plain("{okrug}: {area}", okrug=okrug, area=called.area(its.area)),
        "made": _.plain("Made on {day}", day=_.day(its.made_on)),
        "rankings": [_ranking(_, one, called, most) for one in its.priorities],
        "since": since,
        "changes": [_change(_, okrug, one, called) for one in its.changes],
        "nothing": _.plain("Nothing."),
        "overdue_title": _.plain("Promises that are overdue"),
        "overdue": [_overdue(_, okrug, one) for one in its.overdue],
        "surveys_title": _.plain("What surveys say"),
        "surveys": [_survey(printed(_, one, {})) for one in its.surveys],
        "foot": _.plain(
            "Places are those that residents gave in pairs; where nothing tells problems apart they share a place. "
            "Supports are people who said that it concerns them too."
        ),
    }


def _ranking(_: Words, its: Priorities[Issue], called: Called, most: int) -> dict[str, Any]:
    okrug = its.okrug.names.in_(_.language)
    if its.is_ranked:
        how = _.plain("{people} people compared pairs {choices} times", people=its.people, choices=its.choices)
    else:
        how = _.plain("Not enough comparisons yet, so by support")
    return {
        "area": called.area(its.area),
        "how": how,
        "heads": [_.plain("Place"), _.plain("Problem"), _.plain("State"), _.plain("Concerns")],
        "lines": [_line(_, okrug, one, called) for one in its.lines[:most]],
    }


def _line(_: Words, okrug: str, one: Prioritized[Issue], called: Called) -> list[str]:
    place = "—"
    if one.strength is not None:
        place = str(one.strength.best) if not one.strength.tied else f"{one.strength.best}–{one.strength.worst}"
    return [place, _issue(_, okrug, one.item), called.state(one.item.state), _.number(one.supports)]


def _issue(_: Words, okrug: str, issue: Issue) -> str:
    words = " ".join(issue.text.split())
    short = words if len(words) <= LETTERS else f"{words[: LETTERS - 1]}…"
    about = "" if issue.category is None else issue.category.names.in_(_.language)
    return f"{okrug}-{issue.serial} · {about}" + (f": {short}" if short else "")


def _change(_: Words, okrug: str, one: Changed, called: Called) -> list[str]:
    words = " ".join((one.step.text or "").split())
    said = f" — {words[:LETTERS]}" if words else ""
    what = _.plain("{who}: {state}", who=called.who(one.step.role), state=called.state(one.step.state))
    return [_.day(one.step.at.date()), _issue(_, okrug, one.issue), f"{what}{said}"]


def _overdue(_: Words, okrug: str, issue: Issue) -> list[str]:
    day = "—" if issue.promised_by is None else _.day(issue.promised_by)
    return [_.plain("promised for {day}", day=day), _issue(_, okrug, issue)]


def _survey(its: Printed) -> dict[str, Any]:
    blocks = [block for block in its.blocks if block.lines][:MOST_QUESTIONS]
    return {
        "title": its.title,
        "facts": " · ".join(its.facts),
        "blocks": [
            {
                "title": block.title,
                "base": block.base,
                "lines": [[line.label, line.shown] for line in block.lines[:MOST_ANSWERS]],
            }
            for block in blocks
        ],
        "notes": list(its.notes),
    }
