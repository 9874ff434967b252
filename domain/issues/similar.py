"""Which issues are like one another: the same trouble told by two neighbours, in either language and misspelt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from domain.issues.issue import Category
from domain.issues.wording import terms

ALIKE = 55.0
SHOWN = 4
# The newest of an okrug: who compares more than these waits.
MOST_COMPARED = 400
_SAME_WORD = 0.9
_SAME_CATEGORY, _OTHER_CATEGORY, _OTHER_THING = 12.0, -12.0, -30.0


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared: a number of ours, what the issue is about, its words."""

    id: int
    category: Category | None
    text: str


def most_alike(of: Told, others: Iterable[Told], *, enough: float = ALIKE, most: int = SHOWN) -> list[int]:
    """The numbers of those that tell of the same trouble, the likeliest first."""
    scores = likenesses(of, list(others)[:MOST_COMPARED])
    found = sorted((one for one in scores.items() if one[1] >= enough), key=lambda one: (-one[1], one[0]))
    return [number for number, _ in found[:most]]


def likenesses(of: Told, others: list[Told]) -> dict[int, float]:
    """How alike each of `others` is, from 0 to about 110: from `ALIKE` on it is worth asking."""
    mine = terms(of.text)
    theirs = {one.id: terms(one.text) for one in others}
    near = _near(mine, {term for known in theirs.values() for term in known})
    return {one.id: _likeness(mine, theirs[one.id], near) + _category(of, one) for one in others}


def _near(mine: Mapping[str, float], all_theirs: set[str]) -> dict[str, dict[str, float]]:
    # For each of my words those of theirs that are the same one, in one pass over all that they wrote.
    written = [term for term in all_theirs if not term.startswith("=")]
    near: dict[str, dict[str, float]] = {}
    for term in mine:
        if term.startswith("="):
            near[term] = {term: 1.0}
            continue
        alike = process.extract(
            term, written, scorer=JaroWinkler.normalized_similarity, score_cutoff=_SAME_WORD, limit=None
        )
        near[term] = {found: score for found, score, _ in alike}
    return near


def _likeness(mine: Mapping[str, float], theirs: Mapping[str, float], near: Mapping[str, Mapping[str, float]]) -> float:
    if not mine or not theirs:
        # A photo or a voice tells no words: the category alone says something.
        return ALIKE - _SAME_CATEGORY
    common = sum(
        weight * max((score for term, score in near[name].items() if term in theirs), default=0.0)
        for name, weight in mine.items()
    )
    ours, others = sum(mine.values()), sum(theirs.values())
    score = 100 * (0.6 * common / min(ours, others) + 0.4 * 2 * common / (ours + others))
    things, other_things = _things(mine), _things(theirs)
    apart = things and other_things and not things & other_things
    return min(100.0, score) + (_OTHER_THING if apart else 0.0)


def _things(known: Mapping[str, float]) -> set[str]:
    return {term for term, weight in known.items() if term.startswith("=") and weight > 1}


def _category(one: Told, other: Told) -> float:
    if one.category is None or other.category is None:
        return 0.0
    if one.category.id == other.category.id:
        return 0.0 if one.category.is_other else _SAME_CATEGORY
    return 0.0 if one.category.is_other or other.category.is_other else _OTHER_CATEGORY
