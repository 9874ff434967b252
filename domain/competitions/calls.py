"""Calls of the business competition: their terms, their dates, for whom they are, and when what can be changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.audiences import Audience, Rule, RuleKind
from domain.ladders import Rung
from domain.languages import LANGUAGES, Language, Localized
from domain.refusals import Refused
from domain.territories import Branch, Place, Territory
from domain.topics import Topic

SUBJECT = "call"
ANNOUNCED, DEADLINE_NEAR, MOVED, CANCELLED = "call_announced", "call_deadline", "call_moved", "call_cancelled"
REMINDED_DAYS_BEFORE = (14, 7, 3, 1)
# Who moves one date often moves the next: people are told of all of them together.
MOVE_TOLD_AFTER = timedelta(minutes=5)
# For how long after its awards a call is still shown.
SHOWN_AFTER_AWARD = timedelta(days=30)
LONGEST_TITLE, LONGEST_TERMS, LONGEST_REASON, MOST_MONEY = 120, 2400, 300, 10**13


class CallState(StrEnum):
    """Where a call stands; whether it is announced or open is seen from the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class CallDate(StrEnum):
    """The dates of a call, in their order."""

    ANNOUNCE = "announce"
    DEADLINE = "deadline"
    DECISION = "decision"
    AWARD = "award"


class CallPart(StrEnum):
    """What a call is filled in with, in the order in which it is asked."""

    TITLE_KK = "title.kk"
    TITLE_RU = "title.ru"
    TITLE_EN = "title.en"
    TERMS_KK = "terms.kk"
    TERMS_RU = "terms.ru"
    TERMS_EN = "terms.en"
    FUND = "fund"
    BUDGET_FROM = "budget_from"
    BUDGET_TO = "budget_to"
    SHARE_FROM = "share_from"
    SHARE_TO = "share_to"
    TERRITORIES = "territories"
    ANNOUNCE = "announce"
    DEADLINE = "deadline"
    DECISION = "decision"
    AWARD = "award"

    @property
    def text(self) -> str | None:
        """Which text it is, `title` or `terms`, None when it is none."""
        return self.value.partition(".")[0] if "." in self.value else None

    @property
    def language(self) -> Language:
        """The language of a text."""
        return next(language for language in LANGUAGES if self.value.endswith(f".{language}"))

    @property
    def date(self) -> CallDate | None:
        """Which date it is, None when it is none."""
        return CallDate(self.value) if self.value in set(CallDate) else None


MONEY = (CallPart.FUND, CallPart.BUDGET_FROM, CallPart.BUDGET_TO)
SHARES = (CallPart.SHARE_FROM, CallPart.SHARE_TO)
Value = str | int | datetime


class Problem(StrEnum):
    """Why a call cannot be published as it is."""

    NO_TITLE = "no_title"
    NO_TERMS = "no_terms"
    NO_FUND = "no_fund"
    NO_BUDGET = "no_budget"
    NO_SHARE = "no_share"
    NO_TERRITORY = "no_territory"
    NO_DATES = "no_dates"
    BUDGET_TURNED = "budget_turned"
    BUDGET_OVER_FUND = "budget_over_fund"
    SHARE_TURNED = "share_turned"
    DEADLINE_TOO_EARLY = "deadline_too_early"
    DECISION_TOO_EARLY = "decision_too_early"
    AWARD_TOO_EARLY = "award_too_early"
    DEADLINE_IS_PAST = "deadline_is_past"


class Mark(StrEnum):
    """How a territory stands to those that were chosen."""

    CHOSEN = "chosen"
    INSIDE = "inside"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Call:
    """One competition with its terms: money in tenge, an applicant's own contribution in percent, times in UTC.

    `version` is raised by every change; `history` marks what is over and was only entered to be counted. `reason` is
    why it is cancelled: kept when it is written, told when it is done.
    """

    id: int
    state: CallState = CallState.DRAFT
    version: int = 1
    title: Localized | None = None
    terms: Localized | None = None
    fund: int | None = None
    budget_from: int | None = None
    budget_to: int | None = None
    share_from: int | None = None
    share_to: int | None = None
    places: tuple[Place, ...] = ()
    dates: Mapping[CallDate, datetime] = field(default_factory=dict)
    history: bool = False
    created_by: int | None = None
    reason: str | None = None

    def value(self, part: CallPart) -> Value | None:
        """What was filled in; for the territories how many, None when none."""
        if part.text is not None:
            text: Localized | None = getattr(self, part.text)
            return None if text is None else text.as_dict().get(part.language)
        if part.date is not None:
            return self.dates.get(part.date)
        if part is CallPart.TERRITORIES:
            return len(self.places) or None
        number: int | None = getattr(self, part.value)
        return number

    def filled(self, part: CallPart, value: Value | None) -> "Call":
        """The same call with one part more; None empties it."""
        changed: dict[str, Any] = {part.value: value}
        if part.text is not None:
            known: Localized | None = getattr(self, part.text)
            texts = {**(known.as_dict() if known else {}), part.language: value}
            left = {code: text for code, text in texts.items() if text}
            changed = {part.text: Localized(**left) if left else None}  # type: ignore[arg-type]
        elif part.date is not None:
            dates = {**self.dates, part.date: value}
            changed = {"dates": {kind: at for kind, at in dates.items() if at is not None}}
        return replace(self, **changed)

    def next_empty(self, after: CallPart | None = None) -> CallPart | None:
        """The next part that was not filled in, None when there is none."""
        parts = list(CallPart)
        rest = parts if after is None else parts[parts.index(after) + 1 :]
        return next((part for part in rest if self.value(part) is None), None)

    def is_announced(self, now: datetime) -> bool:
        """Whether people know of it."""
        announced = self.dates.get(CallDate.ANNOUNCE)
        return self.state is not CallState.DRAFT and not self.history and announced is not None and announced <= now

    def is_open(self, now: datetime) -> bool:
        """Whether an application would be taken now."""
        deadline = self.dates.get(CallDate.DEADLINE)
        return self.state is CallState.PUBLISHED and self.is_announced(now) and deadline is not None and now < deadline

    def is_shown(self, now: datetime) -> bool:
        """Whether residents find it in the menu: from its announcement until some time after its awards."""
        award = self.dates.get(CallDate.AWARD)
        published = self.state is CallState.PUBLISHED and self.is_announced(now)
        return published and (award is None or now < award + SHOWN_AFTER_AWARD)

    def is_for(self, home: Place | None) -> bool:
        """Whether somebody who lives there may take part."""
        return home is not None and any(place.covers(home) for place in self.places)

    def problems(self, now: datetime) -> tuple[Problem, ...]:
        """Everything that stands in the way of publishing it."""
        return (*self._gaps(), *self._turned(), *self._out_of_order(now))

    def _gaps(self) -> Iterable[Problem]:
        there = {
            Problem.NO_TITLE: self.title is not None,
            Problem.NO_TERMS: self.terms is not None,
            Problem.NO_FUND: self.fund is not None,
            Problem.NO_BUDGET: self.budget_from is not None and self.budget_to is not None,
            Problem.NO_SHARE: self.share_from is not None and self.share_to is not None,
            Problem.NO_TERRITORY: bool(self.places),
            Problem.NO_DATES: len(self.dates) == len(CallDate),
        }
        return (problem for problem, is_there in there.items() if not is_there)

    def _turned(self) -> Iterable[Problem]:
        if self.budget_from is not None and self.budget_to is not None and self.budget_from > self.budget_to:
            yield Problem.BUDGET_TURNED
        if self.fund is not None and self.budget_from is not None and self.budget_from > self.fund:
            yield Problem.BUDGET_OVER_FUND
        if self.share_from is not None and self.share_to is not None and self.share_from > self.share_to:
            yield Problem.SHARE_TURNED

    def _out_of_order(self, now: datetime) -> Iterable[Problem]:
        announce, deadline, decision, award = map(self.dates.get, CallDate)
        if announce and deadline and not announce < deadline:
            yield Problem.DEADLINE_TOO_EARLY
        if deadline and decision and not deadline <= decision:
            yield Problem.DECISION_TOO_EARLY
        if decision and award and not decision <= award:
            yield Problem.AWARD_TOO_EARLY
        if deadline and deadline <= now and not self.history:
            yield Problem.DEADLINE_IS_PAST

    def languages_missing(self) -> tuple[Language, ...]:
        """The languages in which the title or the terms are not there, so that another is shown."""
        lacking = {code for text in (self.title, self.terms) if text is not None for code in text.missing()}
        return tuple(code for code in LANGUAGES if code in lacking)


@dataclass(frozen=True, slots=True)
class CallSeen:
    """A call as a resident sees it; `eligible` when it is for their okrug, `reminded` when they asked for that."""

    call: Call
    territories: tuple[Territory, ...]
    eligible: bool
    reminded: bool


@dataclass(frozen=True, slots=True)
class CallEdited:
    """A call as staff see it: who could take part (people registered there), how many asked to be reminded."""

    call: Call
    territories: tuple[Territory, ...]
    people: int = 0
    reminded: int = 0


@dataclass(frozen=True, slots=True)
class CallTree:
    """A part of the tree in which the territories of a call are chosen, with the mark of each.

    `above` is where one level up leads (None: to the top); a level with a single entry is walked through.
    """

    call: Call
    branch: Branch
    marks: Mapping[str, Mark]
    above: str | None = None


def mark(places: Iterable[Place], place: Place) -> Mark:
    """How a territory stands to those that were chosen."""
    chosen = tuple(places)
    if place in chosen:
        return Mark.CHOSEN
    if any(other.covers(place) for other in chosen):
        return Mark.INSIDE
    return Mark.PARTLY if any(place.covers(other) for other in chosen) else Mark.NO


def chosen_with(places: Iterable[Place], place: Place) -> tuple[Place, ...]:
    """The chosen territories with one more: what lies in it need not be named any more."""
    return (*(other for other in places if not place.covers(other)), place)


def audience(call: Call) -> Audience:
    """Everyone who lives where the call is for."""
    return Audience(tuple(Rule(RuleKind.TERRITORY, place.code) for place in call.places))


def ladder(call: Call, kind: CallDate) -> tuple[Rung, ...]:
    """What is said of a date: the announcement on its day; the deadline counts down for those who asked."""
    if kind is CallDate.ANNOUNCE:
        return (Rung(0, ANNOUNCED, Topic.COMPETITION, audience(call)),)
    if kind is CallDate.DEADLINE:
        asked = Audience((Rule(RuleKind.ASKED_REMINDER, str(call.id)),))
        return tuple(Rung(days * 24 * 60, DEADLINE_NEAR, Topic.COMPETITION, asked) for days in REMINDED_DAYS_BEFORE)
    return ()


def check_change(call: Call, part: CallPart, value: Value | None, now: datetime) -> None:
    """Raise `Refused` when this part of the call cannot be changed, or not to this."""
    if call.state is CallState.CANCELLED or call.history:
        raise Refused("call_over")
    if call.state is CallState.DRAFT:
        return
    if call.is_announced(now) and part.text is None and part.date in (None, CallDate.ANNOUNCE):
        raise Refused("call_announced")
    if isinstance(value, datetime) and value <= now:
        raise Refused("date_is_past")
    if part is CallPart.TERRITORIES:
        return
    left = set(call.filled(part, value).problems(now)) - set(call.problems(now))
    if left:
        order = (Problem.DEADLINE_TOO_EARLY, Problem.DECISION_TOO_EARLY, Problem.AWARD_TOO_EARLY)
        raise Refused("dates_turned" if left & set(order) else "call_not_ready")


def reminders_ahead(call: Call, now: datetime) -> tuple[int, ...]:
    """How many days before the deadline those who asked will still be reminded."""
    deadline = call.dates.get(CallDate.DEADLINE, now)
    return tuple(days for days in REMINDED_DAYS_BEFORE if deadline - timedelta(days=days) > now)


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call that is over, to be kept for the figures only; territories by their codes."""

    title: Localized
    terms: Localized
    fund: int
    budget: tuple[int, int]
    share: tuple[int, int]
    territory_codes: tuple[str, ...]
    dates: Mapping[CallDate, datetime]

    def as_call(self, call_id: int, places: tuple[Place, ...], created_by: int | None = None) -> Call:
        """The same as a call."""
        return Call(
            id=call_id,
            state=CallState.PUBLISHED,
            history=True,
            title=self.title,
            terms=self.terms,
            fund=self.fund,
            budget_from=self.budget[0],
            budget_to=self.budget[1],
            share_from=self.share[0],
            share_to=self.share[1],
            places=places,
            dates=self.dates,
            created_by=created_by,
        )
