"""Who knows all that is shown and reasons by linear programming: shares no code with what decides what is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from domain.statistics.suppression.values import Hidden, Survey

# (number of the snapshot, variables, values): a count the attacker would like to know.
Unknown = tuple[int, tuple[str, ...], tuple[str, ...]]


@dataclass
class Attacker:
    """Knows the form, every sum, and what readers were shown of each snapshot; takes it that answers are only added."""

    surveys: Sequence[Survey]
    only_added: bool = True
    index: dict[Unknown, int] = field(default_factory=dict)
    rows: list[dict[int, int]] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    solver: Callable[[NDArray[np.float64]], float] | None = None

    def __post_init__(self) -> None:
        for number, survey in enumerate(self.surveys):
            for variable in survey.variables:
                for value in variable.values:
                    self._unknown((number, (variable.name,), (value,)), survey.totals[variable.name].get(value, 0))
            values = {variable.name: variable.values for variable in survey.variables}
            for table in survey.tables:
                for cell in product(*(values[name] for name in table.variables)):
                    self._unknown((number, table.variables, cell), table.counts.get(cell, 0))
            self._sums(number, survey)
            self._conditions(number, survey)

    def _unknown(self, key: Unknown, count: int) -> None:
        self.index[key] = len(self.index)
        self.truth.append(count)

    def _equal(self, left: dict[int, int], right: int) -> None:
        assert sum(factor * self.truth[place] for place, factor in left.items()) == right
        self.rows.append(left)
        self.right.append(right)

    def _keys(self, number: int, names: tuple[str, ...]) -> list[Unknown]:
        return [key for key in self.index if key[0] == number and key[1] == names]

    def _sums(self, number: int, survey: Survey) -> None:
        """What is inside adds up to what is outside, wherever both are tables of the survey."""
        everything = [(variable.name,) for variable in survey.variables] + [table.variables for table in survey.tables]
        for variable in survey.variables:
            self._equal({self.index[key]: 1 for key in self._keys(number, (variable.name,))}, survey.respondents)
        for inner in everything:
            for outer in everything:
                if len(outer) == len(inner) - 1 and set(outer) < set(inner):
                    self._adds_up(number, inner, outer)

    def _adds_up(self, number: int, inner: tuple[str, ...], outer: tuple[str, ...]) -> None:
        for key in self._keys(number, outer):
            wanted = dict(zip(outer, key[2], strict=True))
            row = {self.index[key]: -1}
            for other in self._keys(number, inner):
                found = dict(zip(inner, other[2], strict=True))
                if all(found[name] == value for name, value in wanted.items()):
                    row[self.index[other]] = 1
            self._equal(row, 0)

    def _conditions(self, number: int, survey: Survey) -> None:
        """Who was not asked gave one of the other answers: in the totals and in every pair of tables."""
        names = [(variable.name,) for variable in survey.variables] + [table.variables for table in survey.tables]
        for variable in survey.variables:
            condition = variable.condition
            for inside in names:
                if condition is None or variable.name not in inside:
                    continue
                rest = set(inside) - {variable.name}
                for outside in names:
                    if set(outside) == rest | {condition.variable} and condition.variable not in rest:
                        self._same(number, inside, outside, variable.name)

    def _same(self, number: int, inside: tuple[str, ...], outside: tuple[str, ...], name: str) -> None:
        variable = next(one for one in self.surveys[number].variables if one.name == name)
        condition = variable.condition
        assert condition is not None
        for key in self._keys(number, inside):
            here = dict(zip(inside, key[2], strict=True))
            if here.pop(name) != condition.otherwise:
                continue
            row = {self.index[key]: -1}
            for other in self._keys(number, outside):
                there = dict(zip(outside, other[2], strict=True))
                if there.pop(condition.variable) not in condition.values and there == here:
                    row[self.index[other]] = 1
            self._equal(row, 0)

    def sees(self, number: int, hidden: Hidden) -> None:
        """Take in what readers from whom so much is hidden are shown of one snapshot."""
        survey = self.surveys[number]
        for variable in survey.variables:
            for group in hidden.groups[variable.name]:
                self._told(number, (variable.name,), (group,))
        for table in survey.tables:
            for cell in product(*(hidden.groups[name] for name in table.variables)):
                if hidden.shows(table.variables, cell):
                    self._told(number, table.variables, cell)

    def _told(self, number: int, names: tuple[str, ...], cell: tuple[tuple[str, ...], ...]) -> None:
        self.solver = None
        places = [self.index[number, names, values] for values in product(*cell)]
        self._equal(dict.fromkeys(places, 1), sum(self.truth[place] for place in places))

    def interval(self, unknown: Unknown) -> tuple[float, float]:
        """The least and the most that this count may be."""
        if self.solver is None:
            self.solver = self._solver()
        cost = np.zeros(len(self.index))
        cost[self.index[unknown]] = 1
        return self.solver(cost), -self.solver(-cost)

    def _solver(self) -> Callable[[NDArray[np.float64]], float]:
        entries = [(row, place, factor) for row, line in enumerate(self.rows) for place, factor in line.items()]
        row, place, factor = (np.array(part) for part in zip(*entries, strict=True))
        equal = csr_matrix((factor, (row, place)), (len(self.rows), len(self.index)))
        below = self._added(len(self.index))
        zeros = None if below is None else np.zeros(below.shape[0])

        def least(cost: NDArray[np.float64]) -> float:
            found = linprog(cost, A_ub=below, b_ub=zeros, A_eq=equal, b_eq=self.right, bounds=(0, None))
            assert found.status == 0, found.message
            return float(found.fun)

        return least

    def _added(self, width: int) -> csr_matrix | None:
        pairs = [
            (place, self.index[number + 1, names, values])
            for (number, names, values), place in self.index.items()
            if (number + 1, names, values) in self.index
        ]
        if not pairs or not self.only_added:
            return None
        lines = np.repeat(np.arange(len(pairs)), 2)
        return csr_matrix((np.tile([1, -1], len(pairs)), (lines, np.array(pairs).ravel())), (len(pairs), width))
