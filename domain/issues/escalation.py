"""What happens by itself: reminding of what nobody answered, asking whether it is solved, opening it again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.audiences import Audience, Rule, RuleKind
from domain.issues.issue import Issue, Setting
from domain.issues.states import Desk, Privacy
from domain.ladders import Rung
from domain.topics import Topic

# The dates of an issue.
ANSWER, QUESTION = "answer", "question"
# The kinds of notices.
NEW = "issue_new"
STEP = "issue_step"
HIDDEN = "issue_hidden"
UNANSWERED = "issue_unanswered"
ESCALATED = "issue_escalated"
REOPENED = "issue_reopened"
BANNED = "issue_banned"
APPEALED = "issue_appeal"
ASKED = "issue_question"
# The same for who only follows: each chooses for each topic how it comes.
ASKED_FOLLOWERS = "issue_question_f"
DAY = 1440
# Of which step a notice tells: "s17" to those concerned, "f17" to followers; what stands behind makes it another.
_OCCURRENCE = re.compile(r"[sf](\d+)(?::\d+)?")


@dataclass(frozen=True, slots=True)
class Range:
    """What a setting may be: as it is at first, and the values to choose from."""

    default: int
    choices: tuple[int, ...]


SETTINGS: Mapping[Setting, Range] = {
    Setting.REMIND_DAYS: Range(7, (2, 3, 5, 7, 10, 14)),
    Setting.ESCALATE_DAYS: Range(14, (5, 7, 10, 14, 21, 30)),
    Setting.ASK_DAYS: Range(28, (7, 14, 28, 42, 56)),
    Setting.REOPEN_PEOPLE: Range(3, (1, 2, 3, 5, 10)),
    Setting.REPORTS_A_DAY: Range(5, (1, 2, 3, 5, 10, 20)),
    Setting.HOURS_UNSEEN: Range(24, (1, 6, 12, 24, 48, 72)),
}
# Of those who answer, one in so many must say "not yet" for an issue to be open again.
ONE_IN = 3


def value_of(setting: Setting, kept: str | None) -> int:
    """What a setting is; what is kept and cannot be, counts as nothing kept."""
    there = SETTINGS[setting]
    return int(kept) if kept is not None and kept.isdigit() and int(kept) in there.choices else there.default


def at_desk(desk: Desk, okrug_code: str) -> Audience:
    """Those at a desk who look after an okrug."""
    return Audience((Rule(RuleKind.DESK, f"{desk.value}.{okrug_code}"),))


def desk_above(issue: Issue) -> Desk | None:
    """To whom it goes when a desk does not answer: the next that may see it, None from the last."""
    if issue.desk is Desk.STAFF:
        return None
    if issue.desk is Desk.OKRUG and issue.privacy is Privacy.OPEN:
        return Desk.RAYON
    return Desk.STAFF


def answer_ladder(issue: Issue, remind_days: int, escalate_days: int) -> list[Rung]:
    """What is said of an issue that nobody answers, by days from when it came to its desk."""
    code = issue.okrug.code
    ladder = [Rung(-remind_days * DAY, UNANSWERED, Topic.DUTIES, at_desk(issue.desk, code))]
    above = desk_above(issue)
    if above is not None:
        ladder.append(Rung(-escalate_days * DAY, ESCALATED, Topic.DUTIES, at_desk(above, code)))
    return ladder


def concerned(numbers: Sequence[int]) -> Audience:
    """Who reported or shares one of these issues, or one merged with it."""
    return Audience(tuple(Rule(RuleKind.SHARES_ISSUE, str(number)) for number in numbers))


def followers(numbers: Sequence[int]) -> Audience:
    """Who follows one of these issues and does not share it."""
    following = tuple(Rule(RuleKind.FOLLOWS_ISSUE, str(number)) for number in numbers)
    sharing = tuple(Rule(RuleKind.SHARES_ISSUE, str(number), excludes=True) for number in numbers)
    return Audience(following + sharing)


def question_ladder(issue: Issue) -> list[Rung]:
    """Asking whether it is solved, at the moment itself; who answers for it does not judge it."""
    its_desk = replace(at_desk(issue.desk, issue.okrug.code).rules[0], excludes=True)
    return [
        Rung(0, ASKED, Topic.MINE, concerned([issue.id]).with_rule(its_desk)),
        Rung(0, ASKED_FOLLOWERS, Topic.FOLLOWED, followers([issue.id]).with_rule(its_desk)),
    ]


def step_of(occurrence: str) -> int | None:
    """The number of the step of which a notice tells, None when it tells of none."""
    found = _OCCURRENCE.fullmatch(occurrence)
    return None if found is None else int(found[1])


def asked_after(days: int) -> timedelta:
    """How long after it was called solved it is asked whether it is."""
    return timedelta(days=days)


def opens_again(not_yet: int, answers: int, concerned_people: int, needed: int) -> bool:
    """Whether an issue is open again.

    So many said "not yet" as are `needed`, or all whom it concerns where they are fewer (the only one who reported
    it), and they are at least a third of those who answered.
    """
    enough = not_yet >= max(1, min(needed, concerned_people))
    return enough and not_yet * ONE_IN >= answers
