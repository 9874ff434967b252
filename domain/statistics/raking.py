"""Weights that make those who answered look like those who live there, by sex and age within each territory.

Raking is iterative proportional fitting (Deming and Stephan 1940) to the margins of sex and of age; a joint table is
post-stratified. Weights are kept between LEAST and MOST times the mean of the territory's raked answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.people import AgeBand, Sex
from domain.statistics.intervals import kish_base_of
from domain.statistics.population import People

LEAST_ANSWERS = 100
LEAST, MOST = 0.2, 5.0
# Fitting ends when no weighted margin is further than this from the population's, as a share of the territory; or when
# a round changes no weight by more (trimming may keep a margin off for good); or after so many rounds.
TOLERANCE = 1e-6
MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """A kind of respondent: all of one kind have one weight. None: not said."""

    territory: str
    sex: Sex | None
    age: AgeBand | None

    @property
    def told(self) -> bool:
        """Whether both sex and age are known."""
        return self.sex is not None and self.age is not None


class Unweighted(StrEnum):
    """Why the answers of a territory are weighted as a whole, or not at all."""

    # Fewer than LEAST_ANSWERS answers: sex and age are left as they came.
    FEW = "few"
    # The population is not known.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Empty:
    """People live there of whom nobody answered: no weight can stand for them."""

    territory: str
    sex: Sex | None
    age: AgeBand | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How the fitting of one territory ended."""

    territory: str
    rounds: int
    # The largest distance of a weighted margin from the population's, as a share of the territory.
    discrepancy: float
    # Answers whose weight was held at its least or most.
    trimmed: int
    converged: bool


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights with a mean of 1, and how they came about; no weights where `empty` says of whom answers are missing.

    What to do about an empty cell: ask more of these people, or load a population in which they stand together with
    others, or show the results unweighted.
    """

    weights: Mapping[Who, float]
    fits: tuple[Fit, ...] = ()
    unweighted: Mapping[str, Unweighted] | None = None
    empty: tuple[Empty, ...] = ()
    # Answers weighted by their territory only, since sex or age was not said.
    territory_only: int = 0
    answers: int = 0
    effective: float = 0.0

    @property
    def design_effect(self) -> float:
        """By how much the weights enlarge variances."""
        return self.answers / self.effective if self.effective else 1.0


def weigh(answers: Mapping[Who, int], population: Mapping[str, People]) -> Weighting:
    """The weight of each kind of respondent, from how many answered of each.

    Where every territory's population is known, territories count by their people; else each by its answers.
    """
    answered = {who: count for who, count in answers.items() if count > 0}
    territories = sorted({who.territory for who in answered})
    total = sum(answered.values())
    sizes = {code: sum(n for who, n in answered.items() if who.territory == code) for code in territories}
    shares = _shares(sizes, population)
    empty: list[Empty] = []
    fits: list[Fit] = []
    unweighted: dict[str, Unweighted] = {}
    weights: dict[Who, float] = {}
    for code in territories:
        mine = {who: count for who, count in answered.items() if who.territory == code}
        base = shares[code] * total / sizes[code]
        weights |= dict.fromkeys(mine, base)
        why = _why_not(sizes[code], population.get(code))
        people = population.get(code)
        if why or people is None:
            unweighted[code] = why or Unweighted.UNKNOWN
            continue
        told = {who: count for who, count in mine.items() if who.told}
        missing = _missing(code, told, people)
        empty += missing
        if not missing:
            fitted, fit = _fit(code, told, people)
            weights |= {who: base * weight for who, weight in fitted.items()}
            fits.append(fit)
    raked = {fit.territory for fit in fits}
    only = sum(count for who, count in answered.items() if who.territory in raked and not who.told)
    if empty:
        return Weighting({}, (), unweighted, tuple(empty), 0, total)
    effective = kish_base_of((weights[who], count) for who, count in answered.items())
    return Weighting(weights, tuple(fits), unweighted, (), only, total, effective)


def _shares(sizes: Mapping[str, int], population: Mapping[str, People]) -> dict[str, float]:
    """The share of each territory in the whole."""
    if all(code in population and population[code].total for code in sizes):
        people = sum(population[code].total for code in sizes)
        return {code: population[code].total / people for code in sizes}
    total = sum(sizes.values())
    return {code: size / total for code, size in sizes.items()}


def _why_not(answers: int, people: People | None) -> Unweighted | None:
    if people is None or not people.total:
        return Unweighted.UNKNOWN
    return Unweighted.FEW if answers < LEAST_ANSWERS else None


def _missing(code: str, told: Mapping[Who, int], people: People) -> list[Empty]:
    """Of whom people live there and nobody answered: pairs of a joint table, else single sexes and bands."""
    if people.joint:
        there = {(who.sex, who.age) for who in told}
        return [Empty(code, *pair) for pair, count in people.joint.items() if count and pair not in there]
    sexes, bands = {who.sex for who in told}, {who.age for who in told}
    return [Empty(code, sex, None) for sex, count in people.sexes.items() if count and sex not in sexes] + [
        Empty(code, None, band) for band, count in people.bands.items() if count and band not in bands
    ]


# Two traits, sex and age; in a margin the one that it does not tell apart is None.
Cell = tuple[str | None, str | None]
Margin = dict[Cell, float]


def _fit(code: str, told: Mapping[Who, int], people: People) -> tuple[dict[Who, float], Fit]:
    """Weights with a mean of 1 over those who told both, and how it went."""
    counts: dict[Cell, int] = {(who.sex, who.age): count for who, count in told.items()}
    weights, rounds, off = rake(counts, _wanted(people, sum(counts.values())))
    trimmed = sum(count for cell, count in counts.items() if not LEAST < weights[cell] < MOST)
    found = {who: weights[who.sex, who.age] for who in told}
    return found, Fit(code, rounds, off, trimmed, off <= TOLERANCE)


def rake(counts: Mapping[Cell, int], wanted: Sequence[Margin]) -> tuple[dict[Cell, float], int, float]:
    """The weights of cells fitted to margins, which add up to as many as are counted; rounds; the distance left.

    Fitting and trimming take turns until all margins are met, or nothing moves any more, or MOST_ROUNDS are over.
    """
    weights = dict.fromkeys(counts, 1.0)
    rounds, off, moved = 0, 1.0, 1.0
    while rounds < MOST_ROUNDS and off > TOLERANCE and moved > TOLERANCE:
        before = dict(weights)
        for margin in wanted:
            _adjust(weights, counts, margin)
        _trim(weights, counts)
        off = max(_distance(weights, counts, margin) for margin in wanted)
        moved = max(abs(weights[cell] - before[cell]) for cell in weights)
        rounds += 1
    return weights, rounds, off


def _wanted(people: People, answers: int) -> list[Margin]:
    """What each margin should come to, in answers; a margin's cells leave out what it does not tell apart."""
    if people.joint:
        return [_scaled(people.joint, answers)]
    by_sex: Margin = {(sex, None): count for sex, count in people.sexes.items()}
    by_age: Margin = {(None, band): count for band, count in people.bands.items()}
    return [_scaled(by_sex, answers), _scaled(by_age, answers)]


def _scaled(margin: Mapping[tuple[Sex, AgeBand], int] | Margin, answers: int) -> Margin:
    total = sum(margin.values())
    return {cell: count * answers / total for cell, count in margin.items()}


def _place(cell: Cell, margin: Margin) -> Cell | None:
    """Where in a margin a cell counts; None where the population has nobody such."""
    return next((one for one in (cell, (cell[0], None), (None, cell[1])) if one in margin), None)


def _sums(weights: Mapping[Cell, float], counts: Mapping[Cell, int], margin: Margin) -> dict[Cell | None, float]:
    found: dict[Cell | None, float] = dict.fromkeys(margin, 0.0)
    for cell, weight in weights.items():
        place = _place(cell, margin)
        found[place] = found.get(place, 0.0) + weight * counts[cell]
    return found


def _adjust(weights: dict[Cell, float], counts: Mapping[Cell, int], margin: Margin) -> None:
    sums = _sums(weights, counts, margin)
    for cell in weights:
        place = _place(cell, margin)
        target = margin[place] if place is not None else 0.0
        weights[cell] *= target / sums[place] if sums[place] else 0.0


def _trim(weights: dict[Cell, float], counts: Mapping[Cell, int]) -> None:
    """Hold the weights within their bounds."""
    for cell in weights:
        weights[cell] = min(MOST, max(LEAST, weights[cell]))


def _distance(weights: Mapping[Cell, float], counts: Mapping[Cell, int], margin: Margin) -> float:
    sums = _sums(weights, counts, margin)
    total = sum(margin.values())
    return max(abs(value - (margin[place] if place is not None else 0.0)) / total for place, value in sums.items())
