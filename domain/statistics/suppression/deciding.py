"""Decides what of a survey's tables is hidden, and checks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from domain.statistics.suppression import cubes
from domain.statistics.suppression.flows import Cell, Grid
from domain.statistics.suppression.grouping import Grouping
from domain.statistics.suppression.safety import hide, unsafe
from domain.statistics.suppression.values import (
    Before,
    Group,
    Groups,
    Hidden,
    Names,
    Survey,
    Table,
    TooFew,
    is_small,
)

Key = tuple[Group, ...]


def decide(survey: Survey, threshold: int, before: Before | None = None, wider: Hidden | None = None) -> Hidden:
    """What is to be hidden from readers who saw `before`; `wider` is hidden from those who see more of this snapshot.

    Raises TooFew where fewer answered than the threshold, or where fewer were added since the last snapshot.
    """
    _check(survey)
    since = survey.respondents - (before.survey.respondents if before else 0)
    if is_small(since, threshold) or survey.respondents < threshold:
        raise TooFew(f"{survey.respondents} respondents, {since} of them new, threshold {threshold}")
    groups = Grouping(survey, threshold, before, wider).groups()
    deciding = _Deciding(survey, threshold, before, wider, groups)
    in_order = sorted(survey.tables, key=deciding.depth)
    flat, deep = ([table for table in in_order if len(table.variables) == many] for many in (2, 3))
    for table in flat:
        deciding.take(table)
    deciding.break_rings(deep)
    for table in deep:
        deciding.take(table)
    deciding.close_pairs()
    return Hidden(groups, deciding.cells, frozenset(deciding.closed))


def audit(survey: Survey, hidden: Hidden, threshold: int, before: Before | None = None) -> list[tuple[Names, Key]]:
    """Cells of two-way tables that are hidden and yet too well known to whoever has all sums: none after `decide`."""
    looking = _Deciding(survey, threshold, before, None, hidden.groups)
    found: list[tuple[Names, Key]] = []
    for table in survey.tables:
        names = table.variables
        if len(names) == 2 and names not in hidden.tables:
            layer = looking.layer(table)
            grid, cells = looking.grid(layer, set(hidden.cells.get(names, ())))
            old = looking.kept(names)
            kept = {where for where, cell in cells.items() if cell in old}
            found += [(names, cells[where]) for where in unsafe(grid, threshold, kept)]
    return found


def _check(survey: Survey) -> None:
    """Every variable counts every respondent once, in its totals and in each of its tables."""
    for variable in survey.variables:
        total = survey.totals[variable.name]
        if sum(total.values()) != survey.respondents or not set(total) <= set(variable.values):
            raise ValueError(f"the values of {variable.name} do not make up the respondents")
    for table in survey.tables:
        for index, name in enumerate(table.variables):
            sums: dict[str, int] = {}
            for values, count in table.counts.items():
                sums[values[index]] = sums.get(values[index], 0) + count
            if _filled(sums) != _filled(survey.totals[name]):
                raise ValueError(f"the table of {', '.join(table.variables)} disagrees with the totals of {name}")


def _filled(counts: Mapping[str, int]) -> dict[str, int]:
    return {value: count for value, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class _Layer:
    """A table by groups: what is counted now, what of it came since the last snapshot, and how low that may be."""

    names: Names
    now: Mapping[Key, int]
    new: Mapping[Key, int]
    floors: Mapping[Key, int]


class _Deciding:
    """Goes through the tables and gathers what is hidden in them."""

    def __init__(
        self, survey: Survey, threshold: int, before: Before | None, wider: Hidden | None, groups: Groups
    ) -> None:
        self._variables = {variable.name: variable for variable in survey.variables}
        self._apart = survey.apart
        self._threshold, self._before, self._wider, self._groups = threshold, before, wider, groups
        self._earlier = {table.variables: table.counts for table in before.survey.tables} if before else {}
        self._declared = {frozenset(table.variables) for table in survey.tables}
        self._group_of = {name: {value: group for group in groups[name] for value in group} for name in groups}
        self.cells: dict[Names, frozenset[Key]] = {}
        self.closed: set[Names] = set()
        self._taken: list[Names] = []
        # Pairs of which the tables of two tell too much of what stands in one of three.
        self._too_near: list[Names] = []
        # Tables that hide nothing.
        self._open: set[frozenset[str]] = set()

    def depth(self, table: Table) -> int:
        """How many conditions its variables hang on: those that others lean on come first."""
        return sum(map(self._chain, table.variables))

    def _chain(self, name: str) -> int:
        condition = self._variables[name].condition
        return 0 if condition is None else 1 + self._chain(condition.variable)

    def take(self, table: Table) -> None:
        """Decide one table; those that it leans on were decided before."""
        names = table.variables
        self._taken.append(names)
        found = None
        if self._may_show(names):
            layer = self.layer(table)
            found = self._flat(layer) if len(names) == 2 else self._deep(layer)
            if found is None and len(names) == 3:
                self._too_near.append(names[1:])
        if found is None:
            self.closed.add(names)
        elif found:
            self.cells[names] = frozenset(found)
        else:
            self._open.add(frozenset(names))

    def break_rings(self, tables: Iterable[Table]) -> None:
        """Close each pair that makes a ring of three tables of which one hides something."""
        hiding = {frozenset(names) for names in self.cells}
        for first, *pair in (table.variables for table in tables):
            ring = (frozenset(pair), *(frozenset({first, other}) for other in pair))
            if hiding.intersection(ring):
                self._too_near.append(tuple(pair))
        self.close_pairs()

    def close_pairs(self) -> None:
        """Close the pairs of which the tables of two tell too much, with all their tables of three."""
        for pair in self._too_near:
            for names in self._taken:
                if set(pair) <= set(names):
                    self.closed.add(names)
                    self.cells.pop(names, None)
                    self._open.discard(frozenset(names))

    def _may_show(self, names: Names) -> bool:
        if names in self._apart:
            return False
        if self._before and (names in self._before.hidden.tables or names not in self._earlier):
            return False
        if self._wider and names in self._wider.tables:
            return False
        if any(len(self._groups[name]) < 2 for name in names):
            return False
        if len(names) == 3 and any(frozenset(names) - {name} not in self._open for name in names):
            return False
        return all(self._condition_holds(name, names) for name in names)

    def _condition_holds(self, name: str, names: Names) -> bool:
        """Whether how many were asked, in each place of the table, is shown anyway by the question that decided it."""
        condition = self._variables[name].condition
        if condition is None:
            return True
        if condition.variable in names or (condition.otherwise,) not in self._groups[name]:
            return False
        others = set(names) - {name}
        together = frozenset({condition.variable, *others})
        return all(frozenset({condition.variable, other}) in self._open for other in others) and (
            together not in self._declared or together in self._open
        )

    def layer(self, table: Table) -> _Layer:
        """The table by groups."""
        now = self._grouped(table.variables, table.counts)
        before = self._grouped(table.variables, self._earlier.get(table.variables, {}))
        new = {cell: count - before[cell] for cell, count in now.items()}
        # An attacker may know that answers were only added; where they were not, that a count is never negative.
        floors = {cell: 0 if new[cell] >= 0 else -before[cell] for cell in new}
        return _Layer(table.variables, now, new, floors)

    def _grouped(self, names: Names, counts: Mapping[tuple[str, ...], int]) -> dict[Key, int]:
        found = dict.fromkeys(product(*(self._groups[name] for name in names)), 0)
        for values, count in counts.items():
            found[tuple(self._group_of[name][value] for name, value in zip(names, values, strict=True))] += count
        return found

    def _forced(self, names: Names, hidden: Hidden | None) -> set[Key]:
        """Cells of which a part was hidden: shown whole, with the rest of it shown, they would give it away."""
        cells = hidden.cells.get(names, ()) if hidden else ()
        return {
            tuple(self._group_of[name][group[0]] for name, group in zip(names, cell, strict=True)) for cell in cells
        }

    def kept(self, names: Names) -> set[Key]:
        """Cells that were hidden before as they are now, and so stay unknown whatever is known of the difference."""
        cells = self._before.hidden.cells.get(names, ()) if self._before else ()
        return {cell for cell in cells if all(one in self._groups[name] for name, one in zip(names, cell, strict=True))}

    def _first_hidden(self, layer: _Layer) -> set[Key]:
        small = {
            cell
            for cell, count in layer.now.items()
            if is_small(count, self._threshold) or is_small(layer.new[cell], self._threshold)
        }
        before = self._forced(layer.names, self._before.hidden if self._before else None)
        return small | before | self._forced(layer.names, self._wider)

    def grid(self, layer: _Layer, hidden: Iterable[Key]) -> tuple[Grid, dict[Cell, Key]]:
        """A two-way table as rows and columns, and which cell stands where."""
        rows, columns = (self._groups[name] for name in layer.names)
        cells = {(i, j): (row, column) for i, row in enumerate(rows) for j, column in enumerate(columns)}
        chosen = set(hidden)
        grid = Grid(
            [[layer.new[row, column] for column in columns] for row in rows],
            [[layer.floors[row, column] for column in columns] for row in rows],
            {where for where, cell in cells.items() if cell in chosen},
            *(self._not_asked(name) for name in layer.names),
        )
        return grid, dict(cells)

    def _not_asked(self, name: str) -> frozenset[int]:
        """The place of "not asked", which the table of the condition shows anyway."""
        condition = self._variables[name].condition
        return frozenset([self._groups[name].index((condition.otherwise,))] if condition else [])

    def _flat(self, layer: _Layer) -> set[Key] | None:
        """What to hide in a table of two variables, None where it cannot be shown at all."""
        grid, cells = self.grid(layer, self._first_hidden(layer))
        kept = self.kept(layer.names)
        if not all(map(grid.may_move, grid.hidden)):
            return None
        if not hide(grid, self._threshold, {where for where, cell in cells.items() if cell in kept}):
            return None
        return {cells[where] for where in grid.hidden}

    def _deep(self, layer: _Layer) -> set[Key] | None:
        """The same of three variables, whose tables of two all hide nothing."""
        kept = self.kept(layer.names)
        needs = {
            cell: self._threshold - 2 if is_small(layer.new[cell], self._threshold) else int(cell not in kept)
            for cell in self._first_hidden(layer)
        }
        conditions = [(index, self._variables[name].condition) for index, name in enumerate(layer.names)]
        movable = {
            cell for cell in layer.new if not any(one and cell[index] == (one.otherwise,) for index, one in conditions)
        }
        return cubes.protect(layer.new, layer.floors, needs, movable)
