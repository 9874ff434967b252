"""Makes of a snapshot's figures what one reader may see of them."""

from collections.abc import Iterable
from itertools import combinations

from domain.statistics.intervals import wilson
from domain.statistics.rates import LEAST_BASE, Outcome, Rate, Reached, Share, coverage, rates, together
from domain.statistics.suppression.values import PUBLIC, Group, Groups, Hidden, Names, Survey, is_small
from domain.summaries import crossing
from domain.summaries.conditions import CHOSEN, NONE, condition, option
from domain.summaries.figures import THRESHOLDS, Figures, Reader
from domain.summaries.summary import Answered, Cross, Facts, Figure, Note, Row, Summary
from domain.summaries.tabulating import MODE, TRAITS
from domain.surveys.forms import Form, Question, QuestionKind
from domain.surveys.paper import KEYED_MODES
from domain.surveys.survey import Mode

# Names of choices that say "I do not know": shown apart, behind the others.
DO_NOT_KNOW = frozenset({"dk", "dont_know", "do_not_know", "unknown", "unsure", "bilmeymin", "ne_znayu"})


def summarise(figures: Figures, form: Form, about: Facts, reader: Reader) -> Summary:
    """What this reader sees; staff see small groups of a survey with names, of an anonymous one what officials see."""
    seen = Reader.OFFICIALS if reader is Reader.STAFF and about.anonymous else reader
    hidden = _open(figures.survey) if seen is Reader.STAFF else figures.hidden.get(seen)
    threshold = THRESHOLDS.get(seen, 1)
    if hidden is None or not figures.survey.respondents:
        return Summary(about, reader, threshold, None)
    reading = _Reading(figures, hidden, threshold, intervals=reader is Reader.STAFF)
    questions = tuple(
        reading.question(form, question) for question in form.questions if question.kind is not QuestionKind.NOTE
    )
    traits = {one.name: reading.rows(one.name) for one in figures.survey.variables if one.name in TRAITS}
    return Summary(
        about,
        reader,
        threshold,
        figures.survey.respondents,
        _rates(figures, threshold),
        _rates_by_mode(figures, hidden, threshold),
        _outcomes(figures, threshold) if reader is Reader.STAFF else {},
        traits,
        questions,
        figures.method if reader is Reader.STAFF else None,
        tuple(_notes(figures, hidden, about)),
    )


def _open(survey: Survey) -> Hidden:
    """Nothing hidden."""
    return Hidden({variable.name: tuple((value,) for value in variable.values) for variable in survey.variables})


def _rates(figures: Figures, threshold: int) -> dict[Rate, Share]:
    """The rates, but for those of which a number, or what two of all these numbers differ by, is small."""
    found = rates(together(figures.reached.values())) if figures.reached else {}
    known, shown = [figures.survey.respondents], set()
    for rate in (Rate.COMPLETION, Rate.PARTICIPATION, Rate.DELIVERY):
        if rate in found and not _point(with_it := [*known, found[rate].count, found[rate].base], threshold):
            known = with_it
            shown.add(rate)
    found = {rate: share for rate, share in found.items() if rate in shown}
    covered = None if figures.registered is None else coverage(figures.registered, figures.adults)
    if covered is None or _point([covered.count, covered.base], threshold):
        return found
    return {Rate.COVERAGE: covered, **found}


def _point(numbers: Iterable[int], threshold: int) -> bool:
    """Whether one of these numbers of people, or a difference of two, points at a few of them."""
    return any(is_small(one - other, threshold) for one, other in combinations((0, *numbers), 2))


def _rates_by_mode(figures: Figures, hidden: Hidden, threshold: int) -> dict[Mode, dict[Rate, Share]]:
    """By mode, unless it points at a few of one mode: from all together the others could be taken away."""
    shown = {group[0] for group in hidden.groups.get(f"@{MODE}", ()) if len(group) == 1}
    for mode, reached in figures.reached.items():
        if mode.value not in shown or _point(_steps(reached), threshold):
            return {}
    return {mode: rates(reached) for mode, reached in figures.reached.items()}


def _steps(reached: Reached) -> list[int]:
    """How many there were at each step."""
    found = [reached.started, reached.finished]
    if reached.invited is not None and reached.delivered is not None:
        found += [reached.invited, reached.delivered, reached.began_of_told]
    return found


def _outcomes(figures: Figures, threshold: int) -> dict[Outcome, Share]:
    """What became of those invited, all of it or nothing: a small part follows from the others and the rates."""
    known = [*figures.outcomes.values(), figures.survey.respondents - figures.outcomes.get(Outcome.COMPLETED, 0)]
    if any(is_small(number, threshold) for number in known):
        return {}
    invited = sum(figures.outcomes.values())
    return {one: Share(figures.outcomes[one], invited) for one in Outcome if figures.outcomes.get(one)}


def _notes(figures: Figures, hidden: Hidden, about: Facts) -> Iterable[Note]:
    yield Note.SELF_SELECTED
    if figures.survey.respondents < LEAST_BASE:
        yield Note.FEW
    if hidden.cells or hidden.tables or any(len(group) > 1 for groups in hidden.groups.values() for group in groups):
        yield Note.HIDDEN
    if figures.method.empty:
        yield Note.EMPTY_CELL
    if not figures.method.weighted:
        yield Note.UNWEIGHTED
    elif figures.method.unweighted:
        yield Note.TERRITORIES_UNWEIGHTED
    if {mode.value for mode in KEYED_MODES} & set(figures.survey.totals.get(f"@{MODE}", {})):
        yield Note.PAPER_TWICE
    if about.number > 1:
        yield Note.LATER_ANSWERS


# What stands for an answer: its label, the variable that it is counted in, and its values there.
_Line = tuple[Group, str, Group]


class _Reading:
    """Reads figures for somebody from whom so much is hidden."""

    def __init__(self, figures: Figures, hidden: Hidden, threshold: int, *, intervals: bool) -> None:
        self._figures, self._hidden, self._threshold, self._intervals = figures, hidden, threshold, intervals
        self._survey = figures.survey
        self._groups: Groups = hidden.groups
        self._counts = {table.variables: table.counts for table in self._survey.tables}

    def total(self, name: str, group: Group) -> int:
        """How many have one of the values; what is asked for is a group as it is shown."""
        return sum(self._survey.totals[name].get(value, 0) for value in group)

    def base(self, name: str) -> int | None:
        """How many answered a question, None where that is hidden."""
        return self._survey.respondents - self.total(name, (NONE,)) if (NONE,) in self._groups[name] else None

    def rows(self, name: str) -> tuple[Row, ...]:
        """The values of a trait."""
        everyone = self._survey.respondents
        return tuple(Row(group, Figure(self.total(name, group), everyone)) for group in self._groups[name])

    def question(self, form: Form, question: Question) -> Answered:
        """What is said of one question."""
        base = self.base(question.name)
        enough = base is not None and base >= self._threshold
        silent = Figure(self.total(question.name, (NONE,)), self._survey.respondents) if base is not None else None
        ranking = self._figures.rankings.get(question.name)
        numbers = self._figures.numbers.get(question.name)
        return Answered(
            question.name,
            question.kind,
            question.label,
            {choice.name: choice.label for choice in question.choices},
            base,
            self._rows(question, base),
            silent or Figure(None),
            condition(form, question) is not None or question.relevant is not None,
            numbers if enough and numbers and numbers.base >= LEAST_BASE else None,
            ranking if base is not None and base >= PUBLIC else None,
            tuple(word for word in self._figures.words.get(question.name, ()) if word.answers >= self._threshold),
            (
                *(self._cross(question, by) for by in self._crossed(question.name)),
                *(self._by_question(question, other) for other in self._over(form, question.name)),
            ),
        )

    def _rows(self, question: Question, base: int | None) -> tuple[Row, ...]:
        of = self._survey.respondents if base is None else base
        if question.kind is QuestionKind.SELECT_MULTIPLE:
            rows = [self._tick(question.name, choice.name, of) for choice in question.choices]
        else:
            rows = [
                Row(group, self._figure(question.name, group, of), _apart(group))
                for group in self._groups[question.name]
                if group != (NONE,)
            ]
        return tuple(sorted(rows, key=lambda row: row.apart))

    def _tick(self, question: str, choice: str, of: int) -> Row:
        name = option(question, choice)
        shown = (CHOSEN,) in self._groups[name]
        figure = self._figure(name, (CHOSEN,), of) if shown else Figure(None, of)
        return Row((choice,), figure, _apart((choice,)))

    def _figure(self, name: str, group: Group, base: int) -> Figure:
        count = self.total(name, group)
        known = self._figures.weighted.get(name, {})
        parts = [known[value] for value in group if value in known]
        if base < LEAST_BASE:
            return Figure(count, base)
        if len(parts) < len(group):
            return Figure(count, base, None, wilson(count / base, base) if self._intervals else None)
        share = min(1.0, sum(part.share for part in parts))
        interval = wilson(share, min(part.effective for part in parts)) if self._intervals else None
        return Figure(count, base, int(share * 100 + 0.5), interval)

    def _crossed(self, name: str) -> list[Names]:
        """By which traits a question is crossed."""
        return [variables[1:] for variables in self._counts if variables[0] == name and variables[1] in TRAITS]

    def _over(self, form: Form, name: str) -> list[Question]:
        """The questions by which it is crossed."""
        by = {variables[1] for variables in self._counts if variables[0] == name}
        return [one for one in crossing.columns(form) if by.intersection(crossing.over_columns(one))]

    def _lines(self, question: Question) -> list[_Line]:
        if question.kind is QuestionKind.SELECT_MULTIPLE:
            return [((choice.name,), option(question.name, choice.name), (CHOSEN,)) for choice in question.choices]
        return [(group, question.name, group) for group in self._groups[question.name] if group != (NONE,)]

    def _cross(self, question: Question, by: Names) -> Cross:
        lines = self._lines(question)
        columns = _columns([self._groups[trait] for trait in by])
        if all((name, *by) in self._hidden.tables for _, name, _ in lines) or not lines:
            return Cross(by, shown=False)
        bases = tuple(self._column_base(question.name, by, column) for column in columns)
        parts = [self._column_part(question.name, by, column) for column in columns]
        rows = tuple(
            (
                label,
                tuple(
                    Figure(self._cell((name, *by), (group, *column)), of)
                    for column, of in zip(columns, parts, strict=True)
                ),
            )
            for label, name, group in lines
        )
        return Cross(by, True, columns, bases, rows)

    def _by_question(self, question: Question, other: Question) -> Cross:
        lines, columns = self._lines(question), self._lines(other)
        by, labels = (other.name,), {choice.name: choice.label for choice in other.choices}
        tables = {(name, over) for _, name, _ in lines for _, over, _ in columns}
        if tables <= self._hidden.tables:
            return Cross(by, shown=False, question=other.label, labels=labels)
        bases = [self._column_base(question.name, (over,), (group,)) for _, over, group in columns]
        parts = [self._column_part(question.name, (over,), (group,)) for _, over, group in columns]
        rows = tuple(
            (
                label,
                tuple(
                    Figure(self._cell((name, over), (values, group)), of)
                    for (_, over, group), of in zip(columns, parts, strict=True)
                ),
            )
            for label, name, values in lines
        )
        heads = tuple((label,) for label, _, _ in columns)
        return Cross(by, True, heads, tuple(bases), rows, other.label, labels)

    def _cell(self, names: Names, cell: tuple[Group, ...]) -> int | None:
        if not self._hidden.shows(names, cell):
            return None
        return sum(self._counts[names].get(values, 0) for values in _inside(cell))

    def _column_base(self, question: str, by: Names, column: tuple[Group, ...]) -> int | None:
        """How many of a column answered: those of the column without the silent ones."""
        if (NONE,) not in self._groups[question]:
            return None
        silent, everyone = self._cell((question, *by), ((NONE,), *column)), self._everyone(by, column)
        return None if silent is None or everyone is None else everyone - silent

    def _column_part(self, question: str, by: Names, column: tuple[Group, ...]) -> int | None:
        """Of how many the percentages of a column are: of all in it where a few silent ones stand with an answer."""
        if (NONE,) in self._groups[question]:
            return self._column_base(question, by, column)
        return self._everyone(by, column)

    def _everyone(self, by: Names, column: tuple[Group, ...]) -> int | None:
        return self.total(by[0], column[0]) if len(by) == 1 else self._cell(by, column)


def _apart(group: Group) -> bool:
    return all(value.casefold() in DO_NOT_KNOW for value in group)


def _columns(groups: Iterable[Iterable[Group]]) -> tuple[tuple[Group, ...], ...]:
    found: list[tuple[Group, ...]] = [()]
    for several in groups:
        listed = list(several)
        found = [(*before, group) for before in found for group in listed]
    return tuple(found)


def _inside(cell: tuple[Group, ...]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for group in cell:
        found = [(*before, value) for before in found for value in group]
    return found
