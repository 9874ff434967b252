"""People: what they are asked, where they are in registering, what they hold."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from domain.languages import Language
from domain.links import Link
from domain.roles import Grant
from domain.territories import Place, Territory


class Sex(StrEnum):
    """As the person said it; `SKIPPED` is an answer too, so that nobody is asked twice."""

    WOMAN = "woman"
    MAN = "man"
    SKIPPED = "skipped"


class AgeBand(StrEnum):
    """The bands of every table; `SKIPPED` is an answer too."""

    UNDER_18 = "under_18"
    FROM_18 = "18_24"
    FROM_25 = "25_34"
    FROM_35 = "35_44"
    FROM_45 = "45_54"
    FROM_55 = "55_64"
    FROM_65 = "65_over"
    SKIPPED = "skipped"


AGE_ASKED_AGAIN_YEARS = 5


def age_is_due(told_on: date | None, today: date) -> bool:
    """Whether the age band was never told, or so long ago that it has moved on."""
    return told_on is None or today.year - told_on.year >= AGE_ASKED_AGAIN_YEARS


class Step(StrEnum):
    """What a person has still to do before the menu."""

    LANGUAGE = "language"
    CONSENT = "consent"
    OKRUG = "okrug"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Awaited:
    """The text that is waited for: which field, of which row (0 when there is none), asked in which message."""

    field: str
    row_id: int
    prompt_message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who presses or writes, as one query brings them; times are UTC."""

    id: int
    telegram_id: int | None
    language: Language | None = None
    agreed_at: datetime | None = None
    home: Place | None = None
    village_code: str | None = None
    arrived_by: str | None = None
    registered_at: datetime | None = None
    blocked_at: datetime | None = None
    awaited: Awaited | None = None
    grants: tuple[Grant, ...] = field(default=())

    def with_grant(self, grant: Grant) -> "Actor":
        """The same person with one role more."""
        return replace(self, grants=(grant, *self.grants))

    @property
    def step(self) -> Step:
        """Where in registering the person is: a fact of the database, so an old button cannot move it."""
        if self.language is None:
            return Step.LANGUAGE
        if self.agreed_at is None:
            return Step.CONSENT
        if self.home is None:
            return Step.OKRUG
        return Step.DONE


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person said of themselves; None means not asked yet. Only those who hold a role have a name."""

    name: str | None = None
    sex: Sex | None = None
    age: AgeBand | None = None
    age_told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a person stands after a step: who they are now, and the okrug their link names, when it names one."""

    actor: Actor
    okrug: Territory | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person lives: oblast, rayon and okrug from the top, the village when they named one."""

    chain: tuple[Territory, ...]
    village: Territory | None
    villages: int
