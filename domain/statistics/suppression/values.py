"""What is counted in a survey, and what of it is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OFFICIALS = 5
PUBLIC = 10

# Values that are shown together; one alone is a group of itself.
Group = tuple[str, ...]
Groups = Mapping[str, tuple[Group, ...]]
Names = tuple[str, ...]


class TooFew(ValueError):
    """So few answered, or so few since the last snapshot, that nothing of it may be shown."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only of those who gave one of `values` to `variable`; all others have the value `otherwise`."""

    variable: str
    values: frozenset[str]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A question or a trait with all values it may have: each respondent has exactly one of them.

    Values of an `ordered` one (age bands, a scale) are grouped with a neighbour only.
    """

    name: str
    values: tuple[str, ...]
    ordered: bool = False
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """How many respondents have each combination of values of two or three variables; what is missing is 0."""

    variables: Names
    counts: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is counted in one snapshot: the respondents by each variable, and the tables declared.

    Tables that are `apart` are shown only to those from whom nothing is hidden.
    """

    respondents: int
    variables: tuple[Variable, ...]
    totals: Mapping[str, Mapping[str, int]]
    tables: tuple[Table, ...]
    apart: frozenset[Names] = frozenset()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown: values only in their groups, cells of groups, and tables wholly."""

    groups: Groups
    cells: Mapping[Names, frozenset[tuple[Group, ...]]] = field(default_factory=dict)
    tables: frozenset[Names] = frozenset()

    def group(self, variable: str, value: str) -> Group:
        """The values with which this one is shown together, itself among them."""
        return next(group for group in self.groups[variable] if value in group)

    def shows_total(self, variable: str, value: str) -> bool:
        """Whether a value's own total is shown."""
        return self.group(variable, value) == (value,)

    def shows(self, variables: Names, cell: tuple[Group, ...]) -> bool:
        """Whether the count of a combination of groups is shown."""
        if variables in self.tables:
            return False
        known = all(group in self.groups[name] for name, group in zip(variables, cell, strict=True))
        return known and cell not in self.cells.get(variables, frozenset())


@dataclass(frozen=True, slots=True)
class Before:
    """The last snapshot that the same readers saw, and what it hid."""

    survey: Survey
    hidden: Hidden


def is_small(count: int, threshold: int) -> bool:
    """Whether a count is shown to nobody: zero is shown."""
    return 0 < abs(count) < threshold
