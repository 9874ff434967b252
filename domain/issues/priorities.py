"""What matters more: pairs of issues, or of categories, that residents of an okrug compare, and their order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import exp
from typing import Generic, TypeVar

from domain.issues.issue import Category, Issue
from domain.roles import Area
from domain.statistics.pairs import Missing, Ranking, Strength, Wins
from domain.statistics.pairs import rank as rank_items
from domain.territories import Territory

# After so many pairs a person is asked whether they go on.
PAIRS_A_ROUND = 5
# Of one area only the most supported are compared: with every further one each of the others is asked of less often.
MOST_COMPARED = 30
# With fewer issues there is not a pair for each step of a round: the categories are compared instead.
LEAST_ISSUES = 4

Compared = Issue | Category
Item = TypeVar("Item", bound=Compared, covariant=True)


class ItemKind(StrEnum):
    """What is compared in pairs: issues that were told, or what they may be about."""

    ISSUE = "issue"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Choice:
    """One pair that a person was shown: two categories, or two issues, by what they go on as (`roots`).

    `answered` is false while the pair is before their eyes; `first` and `second` are the numbers in the button.
    """

    kind: ItemKind
    first: int
    second: int
    roots: frozenset[int]
    okrug_code: str
    area: Area
    answered: bool


@dataclass(frozen=True, slots=True)
class OfferedArea:
    """An area in which a person may compare: how many of each kind stand there, how many pairs they did not answer."""

    area: Area
    issues: int
    pairs_left: int
    categories: int = 0
    category_pairs_left: int = 0

    @property
    def kinds(self) -> tuple[ItemKind, ...]:
        """What there is to go on with: issues only where there are enough for a round."""
        left = {
            ItemKind.ISSUE: self.pairs_left if self.issues >= LEAST_ISSUES else 0,
            ItemKind.CATEGORY: self.category_pairs_left,
        }
        return tuple(kind for kind in ItemKind if left[kind])

    @property
    def is_done(self) -> bool:
        """Whether there was something to compare, and the person answered all of it."""
        return not self.kinds and (self.issues >= LEAST_ISSUES or self.categories > 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in comparing: the pair before their eyes, or (None) the end of a round or of all pairs.

    `chosen` is what they said just now (None: nothing, or that they cannot say, then `skipped`); `left` says that an
    item of the pair which they saw may not be compared any more; `pairs_left` counts what they could still be asked,
    `items` what is compared there.
    """

    okrug: Territory
    area: Area
    pair: tuple[Compared, Compared] | None
    answered: int
    pairs_left: int
    items: int
    chosen: Compared | None = None
    skipped: bool = False
    left: bool = False
    kind: ItemKind = ItemKind.ISSUE

    @property
    def step(self) -> int:
        """Which pair of its round this is, from 1 on."""
        return self.answered % PAIRS_A_ROUND + 1


def ends_round(answered: int) -> bool:
    """Whether a person who answered so many pairs is asked before the next."""
    return answered % PAIRS_A_ROUND == 0


def pairs_left(items: Collection[int], seen: Collection[frozenset[int]]) -> int:
    """How many pairs of these items a person was not shown yet."""
    known = set(items)
    return len(known) * (len(known) - 1) // 2 - sum(pair <= known and len(pair) == 2 for pair in set(seen))


def may_be_compared(item: Compared, okrug_code: str, now: datetime) -> bool:
    """Whether residents of the okrug compare this.

    An issue that was let in, is seen by them, still to be done and merged with none; a category that is not retired
    and tells what it is about: "other" does not.
    """
    if isinstance(item, Category):
        return not item.retired and not item.is_other
    at_home = item.okrug.code == okrug_code and item.root_id == item.id
    return at_home and item.is_open and item.is_public(now) and item.let_in_at is not None


@dataclass(frozen=True, slots=True)
class Prioritized(Generic[Item]):
    """Something with its place among those of its area; `strength` None when it is not compared or not ranked yet.

    `supports` is how many people it concerns: of a category, by the issues of it that could be compared.
    """

    item: Item
    supports: int
    strength: Strength | None = None

    @property
    def percent(self) -> int | None:
        """In how many of a hundred pairs with something of middling weight it would be chosen."""
        return None if self.strength is None else in_hundred(self.strength.value)

    @property
    def percent_range(self) -> tuple[int, int] | None:
        """The same for both ends of the 95 % interval."""
        if self.strength is None:
            return None
        return in_hundred(self.strength.low), in_hundred(self.strength.high)


@dataclass(frozen=True, slots=True)
class Priorities(Generic[Item]):
    """What matters in one area of an okrug: from the first place on, or by support as long as it is `missing` answers.

    `people` are different people who chose, `choices` their choices, `lacking` how many more people or choices it
    takes; `beside` counts the issues that are not compared since too few support them.
    """

    okrug: Territory
    area: Area
    lines: tuple[Prioritized[Item], ...]
    people: int
    choices: int
    missing: Missing | None
    lacking: int
    beside: int = 0
    kind: ItemKind = ItemKind.ISSUE

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
) -> Priorities[Issue]:
    """The order of an area's issues as its people chose; those that are not compared stand behind."""
    chosen = compared(issues, supports)
    found = rank_items([one.id for one in chosen], wins, people)
    lines = _lines(chosen, supports, found)
    return Priorities(
        okrug, area, lines, people, found.choices, found.missing, found.lacking, len(issues) - len(chosen)
    )


def category_priorities(
    okrug: Territory, area: Area, categories: Sequence[Category], supports: Mapping[int, int], wins: Wins, people: int
) -> Priorities[Category]:
    """The order of an area's categories; without one, those that concern most people are the first."""
    by_support = sorted(categories, key=lambda one: -supports.get(one.id, 0))
    found = rank_items([one.id for one in by_support], wins, people)
    lines = _lines(by_support, supports, found)
    return Priorities(okrug, area, lines, people, found.choices, found.missing, found.lacking, kind=ItemKind.CATEGORY)


def _lines(items: Sequence[Item], supports: Mapping[int, int], found: Ranking) -> tuple[Prioritized[Item], ...]:
    if found.missing is not None:
        return tuple(Prioritized(one, supports.get(one.id, 0)) for one in items)
    known = {one.id: one for one in items}
    return tuple(Prioritized(known[one.item], supports.get(one.item, 0), one) for one in found.strengths)
