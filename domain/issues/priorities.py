"""Which issue matters more: pairs that residents of an okrug compare, and the order that comes of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp

from domain.issues.issue import Issue
from domain.roles import Area
from domain.statistics.pairs import Missing, Ranking, Strength, Wins
from domain.statistics.pairs import rank as rank_items
from domain.territories import Territory

# After so many pairs a person is asked whether they go on.
PAIRS_A_ROUND = 5
# Of one area only the most supported are compared: with every further one each of the others is asked of less often.
MOST_COMPARED = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """One pair that a person was shown: two issues, or those as which they go on.

    `answered` is false while the pair is before their eyes; `first` and `second` are the numbers in the button.
    """

    first: int
    second: int
    roots: frozenset[int]
    okrug_code: str
    area: Area
    answered: bool


@dataclass(frozen=True, slots=True)
class OfferedArea:
    """An area in which a person may compare: how many issues stand there, how many pairs they have not answered."""

    area: Area
    issues: int
    pairs_left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in comparing: the pair before their eyes, or (None) the end of a round or of all pairs.

    `chosen` is what they said just now (None: nothing, or that they cannot say, then `skipped`); `left` says that an
    issue of the pair which they saw may not be compared any more; `pairs_left` counts what they could still be asked.
    """

    okrug: Territory
    area: Area
    pair: tuple[Issue, Issue] | None
    answered: int
    pairs_left: int
    issues: int
    chosen: Issue | None = None
    skipped: bool = False
    left: bool = False

    @property
    def step(self) -> int:
        """Which pair of its round this is, from 1 on."""
        return self.answered % PAIRS_A_ROUND + 1


def ends_round(answered: int) -> bool:
    """Whether a person who answered so many pairs is asked before the next."""
    return answered % PAIRS_A_ROUND == 0


def pairs_left(issues: Collection[int], seen: Collection[frozenset[int]]) -> int:
    """How many pairs of these issues a person was not shown yet."""
    known = set(issues)
    return len(known) * (len(known) - 1) // 2 - sum(pair <= known and len(pair) == 2 for pair in set(seen))


def may_be_compared(issue: Issue, okrug_code: str, now: datetime) -> bool:
    """Whether residents of the okrug compare this issue: let in, seen by them, still to be done, merged with none."""
    at_home = issue.okrug.code == okrug_code and issue.root_id == issue.id
    return at_home and issue.is_open and issue.is_public(now) and issue.let_in_at is not None


@dataclass(frozen=True, slots=True)
class Prioritized:
    """An issue with its place among those of its area; `strength` None when it is not compared or not ranked yet."""

    issue: Issue
    supports: int
    strength: Strength | None = None

    @property
    def percent(self) -> int | None:
        """In how many of a hundred pairs with an issue of middling weight it would be chosen."""
        return None if self.strength is None else in_hundred(self.strength.value)

    @property
    def percent_range(self) -> tuple[int, int] | None:
        """The same for both ends of the 95 % interval."""
        if self.strength is None:
            return None
        return in_hundred(self.strength.low), in_hundred(self.strength.high)


@dataclass(frozen=True, slots=True)
class Priorities:
    """What matters in one area of an okrug: from the first place on, or by support as long as it is `missing` answers.

    `people` are different people who chose, `choices` their choices, `lacking` how many more people or choices it
    takes; `beside` counts the issues that are not compared since too few support them.
    """

    okrug: Territory
    area: Area
    lines: tuple[Prioritized, ...]
    people: int
    choices: int
    missing: Missing | None
    lacking: int
    beside: int = 0

    @property
    def is_ranked(self) -> bool:
        """Whether there are enough answers for an order."""
        return self.missing is None


def in_hundred(strength: float) -> int:
    """In how many of a hundred pairs something so much stronger than the mean is chosen over the mean."""
    return round(100 / (1 + exp(-strength)))


def compared(issues: Sequence[Issue], supports: Mapping[int, int]) -> list[Issue]:
    """Those of an area's issues that are compared: the most supported, of equals those let in first."""
    return sorted(issues, key=lambda one: (-supports.get(one.id, 0), one.let_in_at or one.created_at, one.id))[
        :MOST_COMPARED
    ]


def priorities(
    okrug: Territory, area: Area, issues: Sequence[Issue], supports: Mapping[int, int], wins: Wins, people: int
) -> Priorities:
    """The order of an area's issues as its people chose; those that are not compared stand behind."""
    chosen = compared(issues, supports)
    found = rank_items([one.id for one in chosen], wins, people)
    lines = _ranked(chosen, supports, found) if found.missing is None else _listed(chosen, supports)
    return Priorities(
        okrug, area, lines, people, found.choices, found.missing, found.lacking, len(issues) - len(chosen)
    )


def _ranked(issues: Sequence[Issue], supports: Mapping[int, int], found: Ranking) -> tuple[Prioritized, ...]:
    known = {one.id: one for one in issues}
    return tuple(Prioritized(known[one.item], supports.get(one.item, 0), one) for one in found.strengths)


def _listed(issues: Sequence[Issue], supports: Mapping[int, int]) -> tuple[Prioritized, ...]:
    return tuple(Prioritized(one, supports.get(one.id, 0)) for one in issues)
