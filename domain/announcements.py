"""Announcements: what an akim or staff tell many, from the first word to the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.audiences import Audience, Rule, RuleKind
from domain.contents import Said
from domain.languages import LANGUAGES, Language, Localized, nearest
from domain.outbox import DeliveryState, Notice, Policy
from domain.repeats import Repeat
from domain.roles import Role
from domain.territories import Place, Territory

SUBJECT = "announcement"
# An album holds ten, and so does a patient reader.
MOST_FILES = 10
URGENT_A_WEEK = 2
# Counts of people under this are not shown to officials: they could point at one.
SMALL = 5
# Why a delivery was skipped when the author held the whole announcement back.
HALTED = ("stopped", "cancelled", "withdrawn")


class State(StrEnum):
    """Where an announcement stands; what became of it once confirmed, its notices tell."""

    DRAFT = "draft"
    APPROVING = "approving"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement as it is remembered; times are UTC, `send_at` None means as soon as it is confirmed."""

    id: int
    state: State
    drafted_by: int | None
    author_id: int | None
    author_role: Role
    place: Place | None
    audience: Audience
    send_at: datetime | None
    repeat: Repeat | None
    next_at: datetime | None
    urgent: bool
    read_button: bool
    version: int
    content_version: int
    edited_version: int | None
    returned_because: str | None
    created_at: datetime
    confirmed_at: datetime | None
    policy: Policy = Policy.RESEND
    said: Mapping[Language, Said] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in which it has words, written or spoken; those with pictures alone when there are none."""
        there = tuple(language for language in LANGUAGES if language in self.said)
        return tuple(language for language in there if _has_words(self.said[language])) or there

    @property
    def missing(self) -> tuple[Language, ...]:
        """The languages in which it has no words."""
        return tuple(language for language in LANGUAGES if language not in self.languages)

    def in_(self, language: Language) -> tuple[Said, Language]:
        """What is said to a reader of `language`, and in which language that is; raises `LookupError` when nothing.

        Pictures and files serve every language: one that brought none has those of the first that did, voices aside.
        """
        found = nearest(language, self.languages)
        own = self.said[found]
        if own.attachments:
            return own, found
        for other in LANGUAGES:
            if other not in self.said:
                continue
            shared = tuple(one for one in self.said[other].attachments if one.kind != "voice")
            if shared:
                return Said(own.text, own.entities, shared), found
        return own, found


def _has_words(said: Said) -> bool:
    return bool(said.text.strip()) or any(one.kind == "voice" for one in said.attachments)


def is_public(audience: Audience) -> bool:
    """Whether everybody who lives there may hear it: only that goes into a group."""
    everybodys = {RuleKind.TERRITORY, RuleKind.VILLAGE, RuleKind.LANGUAGE, RuleKind.INTEREST}
    return set(audience.including()) <= everybodys


@dataclass(frozen=True, slots=True)
class Group:
    """A group or a channel that was bound to a territory, or waits for its akim's word."""

    id: int
    title: str
    kind: str
    place: Place
    language: Language
    confirmed: bool


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """An announcement with what its screens need beside it.

    `people` have it now in their audience, `reached` have it from its newest notice, `exact` tells whether small
    counts may be shown as they are.
    """

    announcement: Announcement
    okrug: Territory | None
    territories: Mapping[str, Territory]
    groups: tuple[Group, ...]
    people: int
    exact: bool
    may_urgent: bool
    needs_approval: bool
    notices: tuple[Notice, ...] = ()
    reached: int = 0
    # What rules over other subjects are called: the number of an issue, the title of a survey.
    titles: Mapping[Rule, Localized] = field(default_factory=dict)

    @property
    def notice(self) -> Notice | None:
        """The newest of its notices."""
        return self.notices[0] if self.notices else None


@dataclass(frozen=True, slots=True)
class Listed:
    """An announcement in a list: how it begins, in the reader's language; with its newest notice once it has one."""

    announcement: Announcement
    okrug: Territory | None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """How many had it, of how many, in one territory or one language; of `unsure` nobody knows whether they had it."""

    key: str
    sent: int
    total: int
    unsure: int = 0


class Mask(StrEnum):
    """Why a number is not shown: it is small, or with it a small one could be worked out from the sum."""

    SMALL = "small"
    BESIDE = "beside"


def masked(numbers: Mapping[str, int]) -> Mapping[str, Mask]:
    """Which of the numbers whose sum is known are not shown, by their keys: never one alone, never a small sum."""
    hidden = {key: Mask.SMALL for key, number in numbers.items() if number < SMALL}
    others = sorted((number, key) for key, number in numbers.items() if key not in hidden)
    while hidden and others and (len(hidden) == 1 or sum(numbers[key] for key in hidden) < SMALL):
        hidden[others.pop(0)[1]] = Mask.BESIDE
    return hidden


@dataclass(frozen=True, slots=True)
class Called:
    """What states, reasons and what was halted are called in the language of who reads a report."""

    states: Mapping[DeliveryState, str]
    reasons: Mapping[str, str]
    halted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one notice: the one value that the screen, the table and the figures come from.

    What was halted on purpose, by why, is in neither `states` nor `reasons`.
    """

    notice: Notice
    announcement: Announcement
    registered: int
    reached: int
    read: int
    groups: int
    states: Mapping[DeliveryState, int]
    reasons: Sequence[tuple[DeliveryState, str, int]]
    halted: Mapping[str, int]
    by_territory: Sequence[tuple[Territory | None, Row]]
    by_language: Sequence[Row]
    exact: bool

    def shown(self, number: int) -> int | None:
        """The number, None when it is too small to be shown to this reader."""
        return number if self.exact or number >= SMALL else None

    def in_order(self) -> Sequence[tuple[DeliveryState, int]]:
        """How many ended in which way, what arrived first."""
        order = (DeliveryState.SENT, *DeliveryState)
        return sorted(self.states.items(), key=lambda pair: order.index(pair[0]))

    def rows(self, rows: Sequence[Row]) -> Sequence[tuple[int | Mask, int | Mask]]:
        """How many of each row had it, of how many, as this reader may see it."""
        if self.exact:
            return [(row.sent, row.total) for row in rows]
        sent = masked({row.key: row.sent for row in rows})
        total = masked({row.key: row.total for row in rows})
        return [(sent.get(row.key, row.sent), total.get(row.key, row.total)) for row in rows]

    def unsure(self, rows: Sequence[Row]) -> Sequence[int | Mask]:
        """Of how many of each row nobody knows whether it arrived, as this reader may see it; empty when of none."""
        if not any(row.unsure for row in rows):
            return []
        hidden = {} if self.exact else masked({row.key: row.unsure for row in rows})
        return [hidden.get(row.key, row.unsure) for row in rows]
