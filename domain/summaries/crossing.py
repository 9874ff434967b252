"""Questions by questions: which pairs an author may name before a survey opens, and what they are made of.

The question over the columns stands there as a trait does: to whom small groups are hidden, its own tables by
territory or sex are not shown. With them three tables would close a ring, and what is hidden in one could come back out
of the other two.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from domain.statistics.suppression.values import Table
from domain.summaries.conditions import CHOSEN, NONE, NOT_CHOSEN, condition, option
from domain.surveys.forms import Form, Question, QuestionKind, names

MOST_CROSSED = 3
ANSWERED = "!"
CLOSED = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})

Pair = tuple[str, str]
# The answers to both questions in their text form, None without one -> how many respondents.
Together = Mapping[tuple[str | None, str | None], int]


def rows(form: Form) -> tuple[Question, ...]:
    """The questions that may stand in the rows: those with choices."""
    return tuple(question for question in form.questions if question.kind in CLOSED)


def columns(form: Form) -> tuple[Question, ...]:
    """The questions that may stand over the columns: those of them that everybody is asked."""
    return tuple(question for question in rows(form) if question.relevant is None)


def usable(form: Form, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Those of the pairs that the form has, the first `MOST_CROSSED`; no question stands in rows and columns both."""
    in_rows, over = {one.name for one in rows(form)}, {one.name for one in columns(form)}
    found: list[Pair] = []
    for row, column in pairs:
        if row in in_rows and column in over and goes_with(found, row, column):
            found.append((row, column))
    return tuple(found)


def goes_with(named: Sequence[Pair], row: str, column: str) -> bool:
    """Whether one more pair may be named beside these."""
    turned = any(row == other[1] or column == other[0] for other in named)
    return row != column and not turned and (row, column) not in named and len(named) < MOST_CROSSED


def counted(form: Form, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The usable pairs, and before each of a question that some are asked the question that decided it."""
    chosen = usable(form, pairs)
    over = {column for _, column in chosen}
    found: dict[Pair, None] = {}
    for row, column in chosen:
        above = _deciding(form, row)
        found |= dict.fromkeys((one, column) for one in reversed(above) if one not in over)
        found[row, column] = None
    return tuple(found)


def _deciding(form: Form, name: str) -> list[str]:
    """The questions that decide whether a question is asked, the nearest first."""
    found: list[str] = []
    question = form.question(name)
    while question is not None and (asked := condition(form, question)) is not None:
        found.append(asked.variable.partition("/")[0])
        question = form.question(found[-1])
    return found


def variables(question: Question) -> tuple[str, ...]:
    """What a question is counted as: itself, and each choice where several may be taken."""
    ticks = question.choices if question.kind is QuestionKind.SELECT_MULTIPLE else ()
    return (question.name, *(option(question.name, choice.name) for choice in ticks))


def over_columns(question: Question) -> tuple[str, ...]:
    """Those of its variables that stand over columns."""
    return variables(question)[1:] or (question.name,)


def tables(row: Question, column: Question, together: Together) -> list[Table]:
    """The tables of one pair."""
    found: dict[Pair, Counter[tuple[str, ...]]] = {
        (one, other): Counter() for one in variables(row) for other in over_columns(column)
    }
    for (first, second), count in together.items():
        here, there = _values(row, first), _values(column, second)
        for (one, other), cells in found.items():
            cells[here[one], there[other]] += count
    return [Table(pair, dict(cells)) for pair, cells in found.items()]


def _values(question: Question, answer: str | None) -> dict[str, str]:
    """The value of each of its variables for who answered this."""
    if question.kind is QuestionKind.SELECT_ONE:
        # A choice may be of an earlier version of the form.
        return {question.name: answer if answer is not None and question.choice(answer) else NONE}
    taken = names(answer or "")
    ticks = {
        option(question.name, choice.name): CHOSEN if choice.name in taken else NOT_CHOSEN
        for choice in question.choices
    }
    return {question.name: NONE if answer is None else ANSWERED, **ticks}
