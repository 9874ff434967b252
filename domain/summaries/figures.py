"""The figures of a survey as one snapshot keeps them: all counts, and what of them is hidden from whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.people import AgeBand, Sex
from domain.statistics.intervals import Bin, Numbers, histogram, kish_base_of, numbers
from domain.statistics.population import People
from domain.statistics.raking import Empty, Fit, Unweighted, Weighting, Who, weigh
from domain.statistics.ranks import Ballots, Placed, borda, borda_places, schulze
from domain.statistics.rates import Outcome, Reached
from domain.statistics.suppression.deciding import audit, decide
from domain.statistics.suppression.values import OFFICIALS, PUBLIC, Before, Hidden, Survey, TooFew
from domain.statistics.words import Word, most_used
from domain.summaries.conditions import CHOSEN, option
from domain.summaries.counted import Counted
from domain.summaries.tabulating import tabulate
from domain.surveys.forms import NUMBERS, Form, QuestionKind, names
from domain.surveys.survey import Mode, Options

MOST_BINS = 8


class Reader(StrEnum):
    """Who reads: the public sees least, officials more, and the project's staff all of a survey with names."""

    PUBLIC = "public"
    OFFICIALS = "officials"
    STAFF = "staff"


THRESHOLDS = {Reader.OFFICIALS: OFFICIALS, Reader.PUBLIC: PUBLIC}


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a question of ranking came to: points and places by Borda, places by Schulze, of so many rankings."""

    base: int
    points: Mapping[str, float]
    borda: tuple[Placed, ...]
    schulze: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted share of 1 and its effective base."""

    share: float
    effective: float


@dataclass(frozen=True, slots=True)
class Method:
    """How the weights came about."""

    fits: tuple[Fit, ...] = ()
    unweighted: Mapping[str, Unweighted] = field(default_factory=dict)
    empty: tuple[Empty, ...] = ()
    territory_only: int = 0
    answers: int = 0
    effective: float = 0.0
    weighted: bool = False

    @property
    def design_effect(self) -> float:
        """By how much the weights enlarge variances."""
        return self.answers / self.effective if self.effective else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """One snapshot. A reader who is not in `hidden` is shown nothing: too few answered."""

    survey: Survey
    hidden: Mapping[Reader, Hidden]
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    bins: Mapping[str, tuple[Bin, ...]] = field(default_factory=dict)
    rankings: Mapping[str, Ranked] = field(default_factory=dict)
    words: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    weighted: Mapping[str, Mapping[str, Weighted]] = field(default_factory=dict)
    method: Method = field(default_factory=Method)
    reached: Mapping[Mode, Reached] = field(default_factory=dict)
    registered: int | None = None
    adults: int | None = None
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)


def make(
    counted: Counted,
    form: Form,
    options: Options,
    places: Mapping[str, str],
    population: Mapping[str, People],
    before: Figures | None = None,
) -> Figures:
    """The figures of what was counted; what an earlier snapshot hid stays hidden.

    Raises TooFew when so few came since the earlier one that some of its readers would have to see nothing.
    """
    bins = dict(before.bins) if before else _bins(counted, form)
    survey = tabulate(counted, form, options, places, bins)
    weighting = weigh(_whos(counted), population) if population else Weighting({})
    return Figures(
        survey,
        _hide(survey, before),
        _numbers(counted, form),
        bins,
        _rankings(counted, form),
        {name: most_used(texts, OFFICIALS) for name, texts in counted.texts.items()},
        _weighted(counted, form, weighting) if weighting.weights else {},
        Method(
            weighting.fits,
            weighting.unweighted or {},
            weighting.empty,
            weighting.territory_only,
            weighting.answers,
            weighting.effective,
            bool(weighting.weights),
        ),
        counted.reached,
        counted.registered,
        counted.adults,
        counted.outcomes,
    )


def _hide(survey: Survey, before: Figures | None) -> dict[Reader, Hidden]:
    """What is hidden from each reader, from those who see more to those who see less."""
    found: dict[Reader, Hidden] = {}
    wider: Hidden | None = None
    for reader, threshold in THRESHOLDS.items():
        old = before.hidden.get(reader) if before else None
        earlier = Before(before.survey, old) if before and old else None
        try:
            wider = decide(survey, threshold, earlier, wider)
        except TooFew:
            if old is not None:
                raise
            # What those who see more do not see, those who see less do not either.
            break
        if audit(survey, wider, threshold, earlier):
            raise AssertionError("a hidden cell could be recovered")
        found[reader] = wider
    return found


def _values(counted: Counted, name: str) -> Counter[float]:
    found: Counter[float] = Counter()
    for value, segments in counted.answers.get(name, {}).items():
        found[float(Decimal(value))] += sum(segments.values())
    return found


def _bins(counted: Counted, form: Form) -> dict[str, tuple[Bin, ...]]:
    questions = [question for question in form.questions if question.kind in NUMBERS]
    return {
        one.name: bins for one in questions if (bins := histogram(_values(counted, one.name).elements(), MOST_BINS))
    }


def _numbers(counted: Counted, form: Form) -> dict[str, Numbers]:
    questions = [question for question in form.questions if question.kind in NUMBERS]
    return {one.name: found for one in questions if (found := numbers(_values(counted, one.name).elements()))}


def _rankings(counted: Counted, form: Form) -> dict[str, Ranked]:
    found = {}
    for question in form.questions:
        if question.kind is QuestionKind.RANK:
            items = [choice.name for choice in question.choices]
            answers = counted.answers.get(question.name, {})
            ballots: Ballots = {names(value): sum(segments.values()) for value, segments in answers.items()}
            found[question.name] = Ranked(
                sum(ballots.values()), borda(items, ballots), borda_places(items, ballots), schulze(items, ballots)
            )
    return found


def _who(counted: Counted, number: int) -> Who:
    segment = counted.segments[number]
    sex = None if segment.sex is Sex.SKIPPED else segment.sex
    age = None if segment.age is AgeBand.SKIPPED else segment.age
    return Who(segment.okrug or "", sex, age)


def _whos(counted: Counted) -> dict[Who, int]:
    found: Counter[Who] = Counter()
    for number, count in counted.finished.items():
        found[_who(counted, number)] += count
    return found


def _weighted(counted: Counted, form: Form, weighting: Weighting) -> dict[str, dict[str, Weighted]]:
    """Weighted shares of those who answered, by question or choice and value."""
    weights = {number: weighting.weights[_who(counted, number)] for number in counted.finished}
    found: dict[str, dict[str, Weighted]] = {}
    for question in form.questions:
        if question.kind not in (QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE):
            continue
        answered: Counter[int] = Counter()
        chosen: dict[str, Counter[int]] = {choice.name: Counter() for choice in question.choices}
        for value, segments in counted.answers.get(question.name, {}).items():
            answered.update(segments)
            for choice in names(value):
                chosen.setdefault(choice, Counter()).update(segments)
        several = question.kind is QuestionKind.SELECT_MULTIPLE
        base = sum(weights[number] * count for number, count in answered.items())
        effective = kish_base_of((weights[number], count) for number, count in answered.items())
        for choice, segments in chosen.items():
            if base:
                where, value = (option(question.name, choice), CHOSEN) if several else (question.name, choice)
                share = sum(weights[number] * count for number, count in segments.items()) / base
                found.setdefault(where, {})[value] = Weighted(share, effective)
    return found
