"""Which values of a variable are shown only together, because one of them is small in total."""

from collections.abc import Sequence

from domain.statistics.suppression.values import Before, Condition, Group, Groups, Hidden, Survey, Variable, is_small


class Grouping:
    """Finds which values are shown together."""

    def __init__(self, survey: Survey, threshold: int, before: Before | None, wider: Hidden | None) -> None:
        self._survey, self._threshold, self._before, self._wider = survey, threshold, before, wider
        self._found: dict[str, tuple[Group, ...]] = {}
        self._variables = {variable.name: variable for variable in survey.variables}

    def groups(self) -> Groups:
        """The groups of each variable; those asked under a condition after the ones that it names."""
        left = {variable.name: variable for variable in self._survey.variables}
        while left:
            ready = [one for one in left.values() if one.condition is None or one.condition.variable not in left]
            if not ready:
                raise ValueError("conditions go round in a circle")
            for variable in ready:
                self._found[variable.name] = self._group(left.pop(variable.name))
        return self._found

    def _group(self, variable: Variable) -> tuple[Group, ...]:
        groups: list[Group] = [(value,) for value in variable.values]
        for hidden in (self._before.hidden if self._before else None, self._wider):
            for group in hidden.groups[variable.name] if hidden else ():
                for value in group[1:]:
                    groups = _together(groups, group[0], value, variable)
        condition = variable.condition
        if condition and self._mixed(condition) and (alone := (condition.otherwise,)) in groups and len(groups) > 1:
            groups = self._join(variable, groups, alone)
        while len(groups) > 1 and (bad := next(filter(lambda one: self._is_small(variable, one), groups), None)):
            groups = self._join(variable, groups, bad)
        while condition and len(groups) > 1 and self._tells_who_was_asked(variable, condition, groups):
            groups = self._join(variable, groups, next(group for group in groups if condition.otherwise in group))
        return tuple(groups)

    def _tells_who_was_asked(self, variable: Variable, condition: Condition, groups: Sequence[Group]) -> bool:
        """Whether so many are shown as asked that of a group which mixes asked and not asked a small rest is left."""
        if not self._mixed(condition):
            return False
        deciding = self._variables[condition.variable]
        may_be = [group for group in self._found[condition.variable] if condition.values.intersection(group)]
        shown = [group for group in groups if condition.otherwise not in group]
        asked = zip(*(self._counts(deciding, group) for group in may_be), strict=True)
        told = zip(*(self._counts(variable, group) for group in shown), strict=True)
        return any(sum(most) - sum(least) < self._threshold - 1 for most, least in zip(asked, told, strict=True))

    def _mixed(self, condition: Condition) -> bool:
        """Whether it cannot be seen in the other question's own groups how many were asked."""
        groups = self._found.get(condition.variable, ())
        return any(0 < sum(value in condition.values for value in group) < len(group) for group in groups)

    def _counts(self, variable: Variable, group: Group) -> tuple[int, int]:
        now = sum(self._survey.totals[variable.name].get(value, 0) for value in group)
        before = self._before.survey.totals[variable.name] if self._before else {}
        return now, now - sum(before.get(value, 0) for value in group)

    def _is_small(self, variable: Variable, group: Group) -> bool:
        return any(is_small(count, self._threshold) for count in self._counts(variable, group))

    def _join(self, variable: Variable, groups: list[Group], bad: Group) -> list[Group]:
        """The groups, with this one joined to its smaller neighbour, or to the smallest that holds anybody."""
        where = groups.index(bad)
        others = [groups[index] for index in (where - 1, where + 1) if 0 <= index < len(groups)]
        if not variable.ordered:
            others = [group for group in groups if group != bad]
        # How many were not asked is seen in the question that decided it, and would be taken off again.
        apart = None if variable.condition is None else (variable.condition.otherwise,)
        others = [group for group in others if group != apart] or others
        counted = [group for group in others if any(self._counts(variable, group))] or others
        # One that makes the group large enough, rather than one that has to be joined again.
        partner = min(counted, key=lambda one: (self._is_small(variable, bad + one), self._counts(variable, one)[0]))
        return _together(groups, bad[0], partner[0], variable)


def _together(groups: Sequence[Group], one: str, other: str, variable: Variable) -> list[Group]:
    joined = {value for group in groups if one in group or other in group for value in group}
    merged = tuple(value for value in variable.values if value in joined)
    kept = [group for group in groups if not joined.intersection(group)]
    return sorted([*kept, merged], key=lambda group: variable.values.index(group[0]))
