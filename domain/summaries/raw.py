"""Raw answers: a row for each finished response, without who gave it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.surveys.forms import Form
from domain.surveys.survey import Kept

# A combination of traits that fewer share could point at somebody.
LEAST_ALIKE = 5
# What is blanked first: what says most of a person.
_FIRST = ("@age", "@sex", "@language", "@okrug", "@mode")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One finished response: traits by name (empty where blanked), answers by question in their text form."""

    traits: Mapping[str, str]
    answers: Mapping[str, str]
    version: int = 1


@dataclass(frozen=True, slots=True)
class Raw:
    """The responses in an order that tells nothing, with what traits and their values are called."""

    form: Form
    traits: tuple[str, ...]
    rows: Sequence[RawRow]
    called: Mapping[str, str] = field(default_factory=dict)


def traits_of(keeps: Sequence[Kept]) -> tuple[str, ...]:
    """The traits that stand beside the answers of a survey which keeps these."""
    return (*(f"@{kept.value}" for kept in Kept if kept in keeps), "@mode")


def coarsened(rows: Sequence[RawRow], traits: Sequence[str], least: int = LEAST_ALIKE) -> list[RawRow]:
    """The rows with traits blanked until each combination that stands there is shared by at least so many.

    Blanked are one trait after another, of those rows only that are too few; what is left then is blanked whole, and
    where these are too few themselves, the smallest other combinations with them.
    """
    left = [tuple(row.traits.get(name, "") for name in traits) for row in rows]
    for name in sorted(traits, key=lambda one: _FIRST.index(one) if one in _FIRST else -1):
        at = list(traits).index(name)
        counted = Counter(left)
        left = [(*one[:at], "", *one[at + 1 :]) if counted[one] < least else one for one in left]
    blank = ("",) * len(traits)
    counted = Counter(left)
    swallowed: set[tuple[str, ...]] = set()
    together = counted[blank]
    for one in sorted(counted, key=lambda one: (counted[one], one)):
        # Too few without any trait: others lose theirs, so that these cannot be told apart.
        if one != blank and (counted[one] < least or 0 < together < least):
            swallowed.add(one)
            together += counted[one]
    return [
        replace(row, traits={} if one in swallowed else dict(zip(traits, one, strict=True)))
        for row, one in zip(rows, left, strict=True)
    ]
