"""A summary as somebody reads it: every figure with its base, hidden or not; screen, chart and file read this alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.languages import Localized
from domain.statistics.intervals import Interval, Numbers
from domain.statistics.rates import Outcome, Rate, Share
from domain.statistics.suppression.values import Group, Names
from domain.statistics.words import Word
from domain.summaries.figures import Method, Ranked, Reader
from domain.surveys.forms import QuestionKind
from domain.surveys.survey import Mode
from domain.surveys.survey import Survey as Asked


class Note(StrEnum):
    """What must be said beside the figures; the first stands in every summary and cannot be switched off."""

    # Those who answered chose to answer: they need not be like the others.
    SELF_SELECTED = "self_selected"
    # Fewer than 30 answered: counts only.
    FEW = "few"
    # Small groups are hidden.
    HIDDEN = "hidden"
    UNWEIGHTED = "unweighted"
    # Some territories had too few answers for weights of their own.
    TERRITORIES_UNWEIGHTED = "territories_unweighted"
    EMPTY_CELL = "empty_cell"
    # Who used paper and chat both, without the code, is counted twice.
    PAPER_TWICE = "paper_twice"
    LATER_ANSWERS = "later_answers"


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of so many; `count` None: hidden. `base` None: it cannot be said of how many without giving more away.

    `weighted` is the whole percent after weighting: finer, it would tell more than the counts. `interval` is there for
    the project's staff alone, and is right only if the answers were a random sample.
    """

    count: int | None
    base: int | None = None
    weighted: int | None = None
    interval: Interval | None = None

    @property
    def hidden(self) -> bool:
        """Whether it is not shown."""
        return self.count is None

    @property
    def percent(self) -> int | None:
        """The whole percent, None where it is hidden or of fewer than 30."""
        return None if self.count is None or self.base is None else Share(self.count, self.base).percent


@dataclass(frozen=True, slots=True)
class Row:
    """An answer, or several that are shown only together because one of them is small."""

    values: Group
    figure: Figure
    # "I do not know": stands apart.
    apart: bool = False

    @property
    def together(self) -> bool:
        """Whether it stands for several answers."""
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class Cross:
    """A question by one trait or by two, or by another question: a column for each value, a row for each answer.

    `shown` False: it would give small groups away, and has neither columns nor rows. `columns` are groups of values of
    each trait; `bases` how many of each column answered, None where that is hidden.
    """

    by: Names
    shown: bool
    columns: tuple[tuple[Group, ...], ...] = ()
    bases: tuple[int | None, ...] = ()
    rows: tuple[tuple[Group, tuple[Figure, ...]], ...] = ()
    # By another question: its words, and those of its choices.
    question: Localized | None = None
    labels: Mapping[str, Localized] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """All that is said of one question; `base` is how many answered, None where that is hidden.

    `silent` are those without an answer: not asked, where it is `conditional`, or asked and silent.
    """

    name: str
    kind: QuestionKind
    label: Localized | None
    labels: Mapping[str, Localized]
    base: int | None
    rows: tuple[Row, ...] = ()
    silent: Figure | None = None
    conditional: bool = False
    numbers: Numbers | None = None
    ranking: Ranked | None = None
    words: tuple[Word, ...] = ()
    crosses: tuple[Cross, ...] = ()

    @property
    def several(self) -> bool:
        """Whether one person may have given several answers: then percentages do not add up to 100."""
        return self.kind is QuestionKind.SELECT_MULTIPLE


@dataclass(frozen=True, slots=True)
class Facts:
    """Which survey, and which snapshot of it."""

    id: int
    title: Localized | None
    anonymous: bool
    number: int
    made_on: date
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A survey as this reader may see it; `respondents` None: too few to show anything at all."""

    facts: Facts
    reader: Reader
    threshold: int
    respondents: int | None
    rates: Mapping[Rate, Share] = field(default_factory=dict)
    by_mode: Mapping[Mode, Mapping[Rate, Share]] = field(default_factory=dict)
    # What became of those invited, for the project's staff alone: in an okrug two refusals would be two people.
    outcomes: Mapping[Outcome, Share] = field(default_factory=dict)
    # How many respondents have each trait, groups as they are shown.
    traits: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    questions: tuple[Answered, ...] = ()
    method: Method | None = None
    notes: tuple[Note, ...] = (Note.SELF_SELECTED,)

    def question(self, name: str) -> Answered | None:
        """What is said of a question."""
        return next((one for one in self.questions if one.name == name), None)


def facts(survey: Asked, number: int, made_on: date) -> Facts:
    """The facts of a snapshot."""
    opened = survey.opened_at.date() if survey.opened_at else None
    closed = survey.closed_at.date() if survey.closed_at else None
    return Facts(survey.id, survey.title, survey.anonymous, number, made_on, opened, closed)
