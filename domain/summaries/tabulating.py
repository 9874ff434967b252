"""Makes the tables of a survey, all that were declared before it opened, from what was counted."""

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.people import AgeBand, Sex
from domain.statistics.intervals import Bin
from domain.statistics.suppression.values import Survey, Table, Variable
from domain.summaries import crossing
from domain.summaries.conditions import CHOSEN, NONE, NOT_CHOSEN, condition, option
from domain.summaries.counted import Counted
from domain.summaries.crossing import ANSWERED
from domain.surveys.forms import NUMBERS, Form, Question, QuestionKind, names
from domain.surveys.survey import Kept, Mode, Options
from domain.surveys.targets import Segment

# Traits stand beside questions under these names, which no question can have.
MODE = "mode"
TRAITS = (*(f"@{kept.value}" for kept in Kept), f"@{MODE}")
# A crossing by more territories than these says nothing to people; their rayons or oblasts are taken.
MOST_TERRITORIES = 60

ByVariable = dict[str, dict[str, Counter[int]]]


def tabulate(
    counted: Counted,
    form: Form,
    options: Options,
    places: Mapping[str, str],
    bins: Mapping[str, tuple[Bin, ...]],
) -> Survey:
    """The survey in tables: every variable by every trait that it keeps, by the pairs and questions its author named.

    `places` says under which territory an okrug is shown, `bins` how the numbers of a question are grouped.
    """
    variables = _variables(counted, form, options, places, bins)
    by_variable = _by_variable(counted, form, bins)
    traits = [name for name in TRAITS if name in {variable.name for variable in variables}]
    cells = {name: _trait_values(counted, name, places) for name in traits}
    silent = {name: _silent(counted, values) for name, values in by_variable.items()}
    pairs = [tuple(sorted((f"@{kept.value}" for kept in pair), key=TRAITS.index)) for pair in options.crosses]
    pairs = list(dict.fromkeys(pairs))
    pairs = [pair for pair in pairs if set(pair) <= set(traits) and len(set(pair)) == 2]
    columns = {by: _columns(by, cells) for by in [*((name,) for name in traits), *pairs]}
    tables: list[Table] = []
    for variable in variables:
        if variable.name not in cells:
            values = {**by_variable[variable.name]}
            values[variable.values[-1]] = silent[variable.name]
            tables += [_table(variable.name, values, by, column) for by, column in columns.items()]
    over = _over_columns(form, counted)
    apart = frozenset(table.variables for table in tables if table.variables[0] in over)
    tables += [_crossed(counted, pair, columns[pair]) for pair in pairs]
    tables += _of_pairs(form, counted)
    totals = _totals(counted, variables, by_variable, silent, cells)
    return Survey(counted.respondents, variables, totals, tuple(tables), apart)


def _over_columns(form: Form, counted: Counted) -> set[str]:
    """The variables of the questions that stand over the columns of others."""
    asked = [form.question(column) for _, column in counted.together]
    return {name for question in asked if question is not None for name in crossing.variables(question)}


def _of_pairs(form: Form, counted: Counted) -> list[Table]:
    found: list[Table] = []
    for (row, column), together in counted.together.items():
        first, second = form.question(row), form.question(column)
        if first is not None and second is not None:
            found += crossing.tables(first, second, together)
    return found


def _variables(
    counted: Counted, form: Form, options: Options, places: Mapping[str, str], bins: Mapping[str, tuple[Bin, ...]]
) -> tuple[Variable, ...]:
    found = []
    for question in form.questions:
        if question.kind is QuestionKind.NOTE:
            continue
        found += _of_question(form, question, bins.get(question.name, ()))
    for name in TRAITS:
        if name == f"@{MODE}" or Kept(name[1:]) in options.keeps:
            present = set(_trait_values(counted, name, places).values())
            found.append(Variable(name, _in_order(name, present), ordered=name == f"@{Kept.AGE.value}"))
    return tuple(found)


def _in_order(name: str, present: set[str]) -> tuple[str, ...]:
    known = {f"@{Kept.AGE.value}": [*AgeBand], f"@{Kept.SEX.value}": [*Sex], f"@{MODE}": [*Mode]}.get(name, [])
    order = {str(value): place for place, value in enumerate(known)}
    return tuple(sorted(present, key=lambda value: (order.get(value, len(order)), value == NONE, value)))


def _of_question(form: Form, question: Question, bins: tuple[Bin, ...]) -> list[Variable]:
    asked = condition(form, question)
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        ticks = (Variable(option(question.name, one.name), (CHOSEN, NOT_CHOSEN)) for one in question.choices)
        return [Variable(question.name, (ANSWERED, NONE), condition=asked), *ticks]
    if question.kind is QuestionKind.SELECT_ONE:
        values = tuple(choice.name for choice in question.choices)
        return [Variable(question.name, (*values, NONE), "likert" in question.appearance, asked)]
    if bins:
        return [Variable(question.name, (*map(bin_name, bins), NONE), ordered=True, condition=asked)]
    return [Variable(question.name, (ANSWERED, NONE), condition=asked)]


def bin_name(one: Bin) -> str:
    """The value that stands for a bin of numbers."""
    return f"{one.low:g}..{one.high:g}"


def _by_variable(counted: Counted, form: Form, bins: Mapping[str, tuple[Bin, ...]]) -> ByVariable:
    """How many of each segment have each value, the silent ones left out."""
    found: ByVariable = {}
    for question in form.questions:
        if question.kind is QuestionKind.NOTE:
            continue
        values: dict[str, Counter[int]] = {}
        found[question.name] = values
        if question.kind is QuestionKind.SELECT_MULTIPLE:
            found.update({option(question.name, choice.name): {CHOSEN: Counter()} for choice in question.choices})
        for answer, segments in counted.answers.get(question.name, {}).items():
            values.setdefault(_value(question, answer, bins.get(question.name, ())), Counter()).update(segments)
            if question.kind is QuestionKind.SELECT_MULTIPLE:
                for choice in names(answer):
                    if (tick := option(question.name, choice)) in found:
                        found[tick][CHOSEN].update(segments)
    return found


def _value(question: Question, answer: str, bins: tuple[Bin, ...]) -> str:
    if question.kind is QuestionKind.SELECT_ONE:
        # Of an earlier version of the form, which had this choice.
        return answer if question.choice(answer) else NONE
    if bins and question.kind in NUMBERS:
        number = float(answer)
        return bin_name(next((one for one in bins if one.low <= number < one.high), bins[-1]))
    return ANSWERED


def _trait_values(counted: Counted, name: str, places: Mapping[str, str]) -> dict[int, str]:
    """The value of a trait of each segment that anybody belongs to."""

    def value(segment: Segment) -> str:
        if name == f"@{Kept.OKRUG.value}":
            return NONE if segment.okrug is None else places.get(segment.okrug, segment.okrug)
        told = {
            f"@{Kept.SEX.value}": segment.sex,
            f"@{Kept.AGE.value}": segment.age,
            f"@{Kept.LANGUAGE.value}": segment.language,
            f"@{MODE}": segment.mode,
        }[name]
        return NONE if told is None or told in (Sex.SKIPPED, AgeBand.SKIPPED) else str(told)

    return {number: value(counted.segments[number]) for number, count in counted.finished.items() if count}


def _silent(counted: Counted, values: Mapping[str, Counter[int]]) -> Counter[int]:
    """How many of each segment have no other value: those without an answer, or who did not tick a choice."""
    left = Counter(counted.finished)
    for value, segments in values.items():
        if value != NONE:
            left.subtract(segments)
    return Counter({number: count for number, count in left.items() if count})


Columns = Mapping[int, tuple[str, ...]]


def _table(name: str, values: Mapping[str, Mapping[int, int]], by: tuple[str, ...], columns: Columns) -> Table:
    found: dict[tuple[str, ...], int] = {}
    for value, segments in values.items():
        sums: dict[tuple[str, ...], int] = {}
        for number, count in segments.items():
            column = columns[number]
            sums[column] = sums.get(column, 0) + count
        found |= {(value, *column): count for column, count in sums.items()}
    return Table((name, *by), found)


def _columns(traits: tuple[str, ...], cells: Mapping[str, Mapping[int, str]]) -> Columns:
    """The column of each segment in a table by these traits."""
    return {number: tuple(cells[trait][number] for trait in traits) for number in cells[traits[0]]}


def _crossed(counted: Counted, pair: tuple[str, ...], columns: Columns) -> Table:
    found: Counter[tuple[str, ...]] = Counter()
    for number, column in columns.items():
        found[column] += counted.finished[number]
    return Table(pair, found)


def _totals(
    counted: Counted,
    variables: Iterable[Variable],
    by_variable: ByVariable,
    silent: Mapping[str, Counter[int]],
    cells: Mapping[str, Mapping[int, str]],
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for variable in variables:
        if variable.name in cells:
            trait: Counter[str] = Counter()
            for number, value in cells[variable.name].items():
                trait[value] += counted.finished[number]
            found[variable.name] = dict(trait)
        else:
            found[variable.name] = {
                value: segments.total() for value, segments in by_variable[variable.name].items() if value != NONE
            } | {variable.values[-1]: silent[variable.name].total()}
    return found


def shown_places(okrugs: Iterable[str], ways: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Under which territory each okrug is shown: itself, or where that makes too many, its rayon or its oblast.

    `ways` gives the territories above an okrug, the outermost first.
    """
    listed = sorted(set(okrugs))
    chains = {code: (*ways.get(code, ()), code) for code in listed}
    for level in range(max(map(len, chains.values()), default=1)):
        found = {code: chain[max(0, len(chain) - 1 - level)] for code, chain in chains.items()}
        if len(set(found.values())) <= MOST_TERRITORIES:
            return found
    return {code: chain[0] for code, chain in chains.items()}
