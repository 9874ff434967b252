"""What those who answer may do with an issue: by their role, by whose desk it lies on, by where it stands."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.contents import units
from domain.issues.issue import Issue, Sight, sees
from domain.issues.states import NEXT, Desk, IssueState, Privacy, may_lie_on
from domain.languages import Language
from domain.people import Actor
from domain.permissions import Act, may
from domain.refusals import Refused
from domain.roles import Grant, Role

# An answer, its other language and its heading are one message of Telegram.
LONGEST_ANSWER = 1500
MOST_REACHED = 1_000_000
# A step leaves so long after it was taken: until then it can be taken back, and told together with what follows.
UNDO = timedelta(minutes=5)
# While something more is asked for the step (the other language, how many people), it waits longer.
WHILE_ASKED = timedelta(minutes=10)
LONGEST_PROMISE = timedelta(days=5 * 366)


class Deed(StrEnum):
    """What can be done with an issue by who answers or moderates; short, since it stands in buttons."""

    LET_IN = "in"
    REVIEW = "rev"
    ANSWER = "ans"
    PLAN = "plan"
    BEGIN = "work"
    SOLVE = "done"
    DECLINE = "no"
    PROMISE = "date"
    MERGE = "same"
    UNMERGE = "apart"
    SEND_ON = "on"
    HIDE = "hide"
    RESTORE = "show"
    BAN = "ban"


class Why(StrEnum):
    """Ready reasons: for declining, hiding and banning."""

    NOT_OURS = "powers"
    NO_MONEY = "money"
    NOT_SO = "notso"
    INSULT = "insult"
    NAMES = "names"
    ADVERT = "advert"
    NOTHING = "nothing"
    OTHER = "other"


DECLINING = (Why.NOT_OURS, Why.NO_MONEY, Why.NOT_SO)
HIDING = (Why.INSULT, Why.NAMES, Why.ADVERT, Why.NOTHING)
BANNING = (Why.INSULT, Why.NAMES, Why.ADVERT, Why.NOTHING)

STATE_OF: Mapping[Deed, IssueState] = {
    Deed.REVIEW: IssueState.IN_REVIEW,
    Deed.PLAN: IssueState.PLANNED,
    Deed.BEGIN: IssueState.IN_PROGRESS,
    Deed.SOLVE: IssueState.SOLVED,
    Deed.DECLINE: IssueState.DECLINED,
}
ACT_OF: Mapping[Deed, Act] = {
    **dict.fromkeys(Deed, Act.ANSWER_ISSUE),
    Deed.LET_IN: Act.HIDE_ISSUE,
    Deed.HIDE: Act.HIDE_ISSUE,
    Deed.RESTORE: Act.RESTORE_ISSUE,
    Deed.BAN: Act.BAN_REPORTER,
}
HATS: Mapping[Role, Sight] = {
    Role.AKIM: Sight.AKIMAT,
    Role.ASSISTANT: Sight.AKIMAT,
    Role.RAYON_OFFICIAL: Sight.RAYON,
    Role.STAFF: Sight.STAFF,
    Role.ADMINISTRATOR: Sight.STAFF,
}
DESK_OF: Mapping[Sight, Desk] = {
    Sight.AKIMAT: Desk.OKRUG,
    Sight.RAYON: Desk.RAYON,
    Sight.STAFF: Desk.STAFF,
}
_PROMISED = frozenset({IssueState.PLANNED, IssueState.IN_PROGRESS})


def deeds(issue: Issue, who: Sight) -> frozenset[Deed]:
    """What who sees it so may do with an issue as it stands.

    States and answers are of those at whose desk it lies. The akimat and staff look after what neighbours see; staff
    may also bring an issue to any desk, and show again what was hidden.
    """
    if who not in DESK_OF or issue.is_draft:
        return frozenset()
    moderates = who in (Sight.AKIMAT, Sight.STAFF)
    bans = {Deed.BAN} if moderates and issue.author_id is not None else set()
    if issue.hidden_at is not None:
        return frozenset(bans | ({Deed.RESTORE} if who is Sight.STAFF else set()))
    if issue.is_merged:
        return frozenset(bans | ({Deed.UNMERGE, Deed.HIDE} if moderates else set()))
    found = bans | ({Deed.HIDE} if moderates else set())
    if moderates and issue.let_in_at is None and issue.privacy is Privacy.OPEN:
        found.add(Deed.LET_IN)
    if passes(issue, who):
        found.add(Deed.SEND_ON)
    mergeable = issue.is_open and issue.privacy is not Privacy.STAFF
    if mergeable and (moderates or issue.desk is DESK_OF[who]):
        found.add(Deed.MERGE)
    return frozenset(found | _at_desk(issue, who))


def _at_desk(issue: Issue, who: Sight) -> set[Deed]:
    if issue.desk is not DESK_OF[who]:
        return set()
    found = {deed for deed, state in STATE_OF.items() if state in NEXT.get(issue.state, frozenset())}
    found.add(Deed.ANSWER)
    if issue.state in _PROMISED:
        found.add(Deed.PROMISE)
    return found


def passes(issue: Issue, who: Sight) -> tuple[Desk, ...]:
    """The desks to which who sees it so may bring an issue: on from their own, or back to their own; staff any."""
    if not issue.is_open or who not in DESK_OF:
        return ()
    mine = DESK_OF[who]
    if who is Sight.STAFF or issue.desk is mine:
        wanted = [desk for desk in Desk if desk is not issue.desk]
    else:
        wanted = [mine] if who is Sight.AKIMAT else []
    return tuple(desk for desk in wanted if may_lie_on(issue.privacy, desk))


def hats(actor: Actor, issue: Issue, now: datetime) -> dict[Sight, Grant]:
    """As whom the actor can act on an issue, each with the role that gives it; those at the desk come first."""
    found: dict[Sight, Grant] = {}
    for grant in actor.grants:
        who = HATS.get(grant.role)
        if who is not None and who not in found and grant.covers(issue.okrug) and sees(who, issue, now):
            found[who] = grant
    return dict(sorted(found.items(), key=lambda one: (DESK_OF[one[0]] is not issue.desk, list(Sight).index(one[0]))))


def all_deeds(actor: Actor, issue: Issue, now: datetime) -> frozenset[Deed]:
    """What the actor may do with an issue under any of their roles."""
    if not hats(actor, issue, now):
        return frozenset()
    possible = frozenset[Deed]().union(*(deeds(issue, who) for who in hats(actor, issue, now)))
    return frozenset(deed for deed in possible if may(actor, ACT_OF[deed], place=issue.okrug) is not None)


def hat_for(actor: Actor, issue: Issue, now: datetime, deed: Deed) -> tuple[Sight, Grant]:
    """Under what the actor does this to an issue; raises `Refused` when they may not, or when it cannot be done."""
    mine = hats(actor, issue, now)
    if not mine:
        raise Refused("no_such_issue")
    if may(actor, ACT_OF[deed], place=issue.okrug) is None:
        raise Refused("not_allowed")
    for who, grant in mine.items():
        if deed in deeds(issue, who):
            return who, grant
    # It lies on another desk, or stands where this cannot be done.
    elsewhere = DESK_OF.keys() & mine.keys() and all(DESK_OF[who] is not issue.desk for who in mine)
    raise Refused("other_desk" if elsewhere and not issue.is_merged else "state_not_possible")


def sits_at_desk(actor: Actor, issue: Issue, now: datetime) -> bool:
    """Whether the actor is among those who answer an issue."""
    return any(DESK_OF[who] is issue.desk for who in hats(actor, issue, now))


def passing_hat(actor: Actor, issue: Issue, now: datetime, desk: Desk) -> tuple[Sight, Grant]:
    """Under what the actor brings an issue to another desk; raises `Refused` when they may not."""
    _who, _grant = hat_for(actor, issue, now, Deed.SEND_ON)
    for who, grant in hats(actor, issue, now).items():
        if desk in passes(issue, who):
            return who, grant
    raise Refused("desk_does_not_see" if not may_lie_on(issue.privacy, desk) else "state_not_possible")


# What is typed


def answer_text(text: str) -> str:
    """The words of an answer; raises `Refused` when they are none or too many."""
    said = text.strip()
    if not said:
        raise Refused("nothing_answered")
    if units(said) > LONGEST_ANSWER:
        raise Refused("answer_too_long", limit=LONGEST_ANSWER, length=units(said))
    return said


_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def written_in(text: str, reader: Language | None) -> Language:
    """The language in which something was written, by its letters; `reader` is the language of who wrote it."""
    if _KAZAKH.search(text):
        return "kk"
    if _CYRILLIC.search(text):
        # Kazakh has words without a letter of its own, but hardly a sentence.
        return "kk" if reader == "kk" and len(text) < 20 else "ru"
    return "en" if re.search("[a-z]", text, re.IGNORECASE) else reader or "kk"


def other_language(language: Language) -> Language:
    """The language into which an answer is worth being put as well."""
    return "ru" if language == "kk" else "kk"


_PEOPLE = re.compile(r"\+?\s*(\d[\d\s.,\u00a0]*)\s*(?:адам\w*|тұрғын\w*|человек\w*|жител\w*|people|persons?)?\.?")


def read_people(text: str) -> int:
    """How many people, as typed; raises `Refused` for what is no number in digits, and for too many."""
    found = _PEOPLE.fullmatch(text.strip().casefold())
    if found is None:
        raise Refused("not_people")
    number = int(re.sub(r"\D", "", found[1])[:15])
    if number > MOST_REACHED:
        raise Refused("too_many_reached", limit=MOST_REACHED)
    return number


def done_day(day: date | None, today: date) -> date:
    """The day on which something was done; raises `Refused` for none and for one that is still to come."""
    if day is None:
        raise Refused("not_a_day")
    if day > today:
        raise Refused("done_in_future")
    return day


def promised_day(day: date | None, today: date) -> date:
    """The day by which something is promised; raises `Refused` for none, a past one and one that is years away."""
    if day is None:
        raise Refused("not_a_day")
    if day < today:
        raise Refused("promise_past")
    if day > today + LONGEST_PROMISE:
        raise Refused("promise_far")
    return day


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it has no such day."""
    first = day.year * 12 + day.month - 1 + months
    year, month = first // 12, first % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
