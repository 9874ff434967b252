"""A survey: who asks whom what, until when, and what its author chose before opening it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.audiences import Audience, Rule, RuleKind
from domain.ladders import Rung
from domain.languages import Language, Localized
from domain.people import AgeBand, Sex
from domain.roles import Role
from domain.surveys.targets import Target
from domain.territories import Place, Territory
from domain.topics import Topic

SUBJECT = "survey"
# The dates on its ladder, and the kinds of what is said of it.
CLOSES = "closes"
OPENED, REMINDER = "survey_opened", "survey_reminder"
ENDED, MOVED, CALLED_OFF = "survey_ended", "survey_moved", "survey_called_off"
UNFINISHED = "survey_unfinished"
# Answers that come a little late are taken; nobody is shown this. What came in time is given time to be handled.
GRACE, SETTLING = timedelta(minutes=10), timedelta(minutes=1)
# A closing that comes later than this was slept through: nothing could be received, so its moment is moved.
SLEPT = timedelta(minutes=3)
LONGEST_TITLE, LONGEST_ABOUT = 120, 600
LONGEST_OPEN = timedelta(days=366)
REMINDERS = (3 * 1440, 1440)
REMINDER_CHOICES = (7 * 1440, 3 * 1440, 1440, 180)
# Live figures grow in steps of this size, so that no step tells of one person.
LIVE_STEP = 5


class SurveyState(StrEnum):
    """Where a survey stands; `planned` waits for the moment of its opening."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """What a survey must have before it opens."""

    TITLE = "title"
    QUESTIONS = "questions"
    AUDIENCE = "audience"
    CLOSES = "closes"
    CHOICES = "choices"
    TRANSLATIONS = "translations"
    NAMED_ONLY = "named_only"


class Kept(StrEnum):
    """What is copied from a person's profile when they begin: no finer than the survey declares."""

    OKRUG = "okrug"
    SEX = "sex"
    AGE = "age"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Options:
    """What its author chose.

    `one_language` is the only language it is asked in, signed by the author; `crosses` are the pairs of `Kept` by which
    results are shown besides the single ones, `crossed` pairs of questions: the one of the rows, and the one over the
    columns; `keeps` is what is copied from a profile; `results` says that whoever answered hears of the results;
    `minors` that people under 18 are asked too; `open_link` that everybody with the link may answer; `reminders` are
    minutes before the closing.
    """

    one_language: Language | None = None
    crosses: tuple[tuple[Kept, Kept], ...] = ()
    keeps: tuple[Kept, ...] = tuple(Kept)
    targets: tuple[Target, ...] = ()
    results: bool = True
    minors: bool = False
    open_link: bool = False
    reminders: tuple[int, ...] = REMINDERS
    crossed: tuple[tuple[str, str], ...] = ()

    def wanting(self, targets: Sequence[Target]) -> "Options":
        """The same with these targets; what they go by is kept from now on."""
        needed = {
            Kept.OKRUG: any(one.okrug is not None for one in targets),
            Kept.SEX: any(one.sex is not None for one in targets),
            Kept.AGE: any(one.age is not None for one in targets),
        }
        keeps = tuple(one for one in Kept if one in self.keeps or needed.get(one))
        return replace(self, targets=tuple(targets), keeps=keeps)

    def tidied(self) -> "Options":
        """The same without pairs and targets by what is not kept."""

        def known(one: Target) -> bool:
            by = ((one.okrug, Kept.OKRUG), (one.sex, Kept.SEX), (one.age, Kept.AGE))
            return all(value is None or which in self.keeps for value, which in by)

        crosses = tuple(pair for pair in self.crosses if all(one in self.keeps for one in pair))
        return replace(self, crosses=crosses, targets=tuple(filter(known, self.targets)))

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return {
            "one_language": self.one_language,
            "crosses": [[one.value, other.value] for one, other in self.crosses],
            "keeps": [one.value for one in self.keeps],
            "targets": [target.as_dict() for target in self.targets],
            "results": self.results,
            "minors": self.minors,
            "open_link": self.open_link,
            "reminders": list(self.reminders),
            "crossed": [list(pair) for pair in self.crossed],
        }


def read_options(kept: Mapping[str, Any]) -> Options:
    """The options that `as_dict` wrote; what was not there then has its default."""
    plain = Options()
    return Options(
        one_language=kept.get("one_language"),
        crosses=tuple((Kept(one), Kept(other)) for one, other in kept.get("crosses", ())),
        keeps=tuple(Kept(one) for one in kept.get("keeps", plain.keeps)),
        targets=tuple(Target.read(one) for one in kept.get("targets", ())),
        results=kept.get("results", plain.results),
        minors=kept.get("minors", plain.minors),
        open_link=kept.get("open_link", plain.open_link),
        reminders=tuple(kept.get("reminders", plain.reminders)),
        crossed=tuple((row, column) for row, column in kept.get("crossed", ())),
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as it is remembered; times are UTC, `opens_at` None means as soon as it is confirmed."""

    id: int
    state: SurveyState
    author_id: int | None
    author_role: Role
    place: Place | None
    title: Localized | None
    about: Localized | None
    anonymous: bool
    audience: Audience
    options: Options
    form_version: int
    version: int
    code: str
    created_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    def takes_message(self, sent_at: datetime) -> bool:
        """Whether a message that Telegram got at this moment is still taken."""
        return self.state is SurveyState.OPEN and (self.closes_at is None or sent_at < self.closes_at + GRACE)

    def takes_answers(self, at: datetime) -> bool:
        """Whether something that was said at this moment is still taken."""
        return self.state is SurveyState.OPEN and (self.closes_at is None or at < self.closes_at + GRACE + SETTLING)

    def closing(self, at: datetime) -> bool:
        """Whether its end has come and only what is on its way is still taken: it cannot be moved any more."""
        return self.state is SurveyState.OPEN and self.closes_at is not None and self.closes_at <= at

    def slept_through(self, now: datetime) -> bool:
        """Whether its end came while nobody listened: whoever wanted to answer then shall be able to."""
        return self.closes_at is not None and now > self.closes_at + GRACE + SETTLING + SLEPT

    @property
    def over(self) -> bool:
        """Whether nothing more can come of it."""
        return self.state in (SurveyState.CLOSED, SurveyState.CANCELLED)

    def missing(self, *, questions: int, now: datetime) -> tuple[Part, ...]:
        """What is still to be said before it can open; texts and kinds of questions are looked at apart."""
        there = {
            Part.TITLE: self.title is not None,
            Part.QUESTIONS: questions > 0,
            Part.AUDIENCE: bool(self.audience.including()) or self.options.open_link,
            Part.CLOSES: self.closes_at is not None and self.closes_at > max(now, self.opens_at or now),
        }
        return tuple(part for part, is_there in there.items() if not is_there)

    def unfinished(self) -> Audience:
        """Whom it asks and who has not finished it."""
        return self.audience.with_rule(Rule(RuleKind.SURVEY_DONE, str(self.id), excludes=True))

    def began(self) -> Audience:
        """Who began it, or finished it."""
        return Audience((Rule(RuleKind.BEGAN_SURVEY, str(self.id)),))

    def left_off(self) -> Audience:
        """Who began it and did not finish it."""
        return self.began().with_rule(Rule(RuleKind.SURVEY_DONE, str(self.id), excludes=True))

    def ladder(self) -> list[Rung]:
        """Its reminders: only who has not finished hears them."""
        return [Rung(minutes, REMINDER, Topic.SURVEYS, self.unfinished()) for minutes in self.options.reminders]


class Progress(StrEnum):
    """How far a person, or a response, is; of the last three nothing more is asked.

    `full` found enough answers of people like them, `minor` is too young for it, `declined` did not want to.
    """

    BEGUN = "begun"
    FINISHED = "finished"
    # Came on paper after the closing, and is in no snapshot yet.
    LATE = "late"
    FULL = "full"
    MINOR = "minor"
    DECLINED = "declined"


class Mode(StrEnum):
    """How answers came; `link` is an open link, opened by who was not asked."""

    CHAT = "chat"
    LINK = "link"
    PAPER = "paper"
    PHONE = "phone"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Offer:
    """A survey as one person finds it in their list."""

    survey: Survey
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class OfferList:
    """The surveys that concern a person: to be answered, begun, done; `more` beyond those shown."""

    open: tuple[Offer, ...] = ()
    begun: tuple[Offer, ...] = ()
    done: tuple[Offer, ...] = ()
    may_make: bool = False
    may_read: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """How many of an okrug, a sex, an age finished so far, in whole steps; None is whichever."""

    territory: Territory | None
    finished: int
    target: int | None = None
    sex: Sex | None = None
    age: AgeBand | None = None


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey as who looks after it sees it.

    `missing` is what it lacks before it can open, `people` how many its audience has, `live` how far it is by
    territory, `questions` how many questions the form in force has; `untranslated` and `named_only` are the names of
    the questions that keep it from opening, `named` the territories of its audience.
    """

    survey: Survey
    territory: Territory | None
    questions: int
    missing: tuple[Part, ...] = ()
    people: int = 0
    exact: bool = False
    live: tuple[Live, ...] = ()
    bot_username: str | None = None
    untranslated: tuple[str, ...] = ()
    named_only: tuple[str, ...] = ()
    named: Mapping[str, Territory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A survey in its author's list."""

    survey: Survey
    territory: Territory | None


@dataclass(frozen=True, slots=True)
class Told:
    """A survey as it is told of unasked: where it is asked and how many questions it has."""

    survey: Survey
    territory: Territory | None
    questions: int


def in_steps(number: int) -> int:
    """A live number in whole steps, rounded down."""
    return number - number % LIVE_STEP


def soonest(surveys: Sequence[Survey]) -> tuple[Survey, ...]:
    """Those that close first stand first."""
    latest = datetime.max.replace(tzinfo=surveys[0].created_at.tzinfo) if surveys else None
    return tuple(sorted(surveys, key=lambda one: (one.closes_at or latest, one.id)))
