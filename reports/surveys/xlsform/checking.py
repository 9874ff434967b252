"""What is wrong with the expressions of a form, and with how its questions hang together."""

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.surveys.expressions import WrongExpression, problem, used_names
from domain.surveys.forms import Question
from domain.surveys.importing import FormProblem
from reports.surveys.xlsform.sheets import Row

_PUT_IN = re.compile(r"\$\{\s*([^}]*?)\s*\}")
# Columns with an expression, and whether the full stop means something there.
_EXPRESSIONS = {"relevant": False, "constraint": True, "calculation": False, "required": False, "choice_filter": False}


def expression_problems(questions: Sequence[Question], rows: Mapping[str, Row]) -> list[FormProblem]:
    """Everything that is wrong with what a form works out, by row and column."""
    names = {question.name for question in questions}
    found = [
        rows[question.name].problem(column, f"expression_{wrong.reason}", **wrong.facts)
        for question in questions
        for column, wrong in _wrong(question, names)
        if question.name in rows
    ]
    found += [
        rows[question.name].problem("label", "expression_unknown_name", text=name)
        for question in questions
        if question.name in rows
        for name in sorted(_put_in(question) - names)
    ]
    return found or _cycles(questions, rows)


def _wrong(question: Question, names: set[str]) -> Iterator[tuple[str, WrongExpression]]:
    columns = {"name", *(column for choice in question.choices for column in choice.filters)}
    for column, here in _EXPRESSIONS.items():
        source: str | None = getattr(question, column)
        if source:
            wrong = problem(source, names, here=here, columns=columns if column == "choice_filter" else ())
            if wrong is not None:
                yield column, wrong
    if question.seed:
        wrong = problem(question.seed, names)
        if wrong is not None:
            yield "parameters", wrong


def _put_in(question: Question) -> set[str]:
    texts = (question.label, question.hint, question.constraint_message, question.required_message)
    return {
        name for text in texts if text is not None for one in text.as_dict().values() for name in _PUT_IN.findall(one)
    }


def _cycles(questions: Sequence[Question], rows: Mapping[str, Row]) -> list[FormProblem]:
    needs = {question.name: _needs(question) for question in questions}
    done: set[str] = set()
    for question in questions:
        ring = _ring(question.name, needs, done)
        if ring:
            return [rows[ring[0]].problem("relevant", "cycle", names=" → ".join([*ring, ring[0]]))]
    return []


def _needs(question: Question) -> frozenset[str]:
    sources = (question.relevant, question.calculation, question.choice_filter)
    return frozenset(name for source in sources if source for name in used_names(source))


def _ring(start: str, needs: Mapping[str, frozenset[str]], done: set[str]) -> list[str]:
    """The questions that wait for each other, found from `start` on; `done` are those that wait for none."""
    path: list[str] = []
    waiting: list[tuple[str, Iterator[str]]] = [(start, iter(sorted(needs.get(start, ()))))]
    if start in done:
        return []
    path.append(start)
    while waiting:
        name, others = waiting[-1]
        other = next(others, None)
        if other is None:
            waiting.pop()
            path.pop()
            done.add(name)
        elif other in path:
            return path[path.index(other) :]
        elif other not in done:
            path.append(other)
            waiting.append((other, iter(sorted(needs.get(other, ())))))
    return []
