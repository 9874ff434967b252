"""What is wrong with the expressions of a form, and with how its questions hang together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.surveys.expressions import compared_texts, problem, used_names
from domain.surveys.forms import Question
from domain.surveys.importing import FormProblem
from reports.surveys.xlsform.sheets import Row

_PUT_IN = re.compile(r"\$\{\s*([^}]*?)\s*\}")
# Columns with an expression beside `relevant`, and whether the full stop means something there.
_EXPRESSIONS = {"constraint": True, "calculation": False, "required": False, "choice_filter": False}


@dataclass(frozen=True, slots=True)
class _Source:
    """An expression and where it stands; `place` is that of the question that it is worked out for."""

    row: Row
    column: str
    text: str
    place: int
    here: bool = False
    columns: frozenset[str] = frozenset()


def expression_problems(questions: Sequence[Question], rows: Mapping[str, Row]) -> list[FormProblem]:
    """Everything that is wrong with what a form works out, by row and column."""
    places = {question.name: place for place, question in enumerate(questions)}
    sources = list(_sources(questions, rows))
    found = [
        source.row.problem(source.column, f"expression_{wrong.reason}", **wrong.facts)
        for source in sources
        if (wrong := problem(source.text, places, here=source.here, columns=source.columns)) is not None
    ]
    if not found:
        found += _unknown_choices(questions, sources)
    found += [
        rows[question.name].problem("label", "expression_unknown_name", text=name)
        for question in questions
        if question.name in rows
        for name in sorted(_put_in(question) - places.keys())
    ]
    return found or _cycles(questions, rows) or _ahead(questions, rows, sources, places)


def _sources(questions: Sequence[Question], rows: Mapping[str, Row]) -> Iterator[_Source]:
    begun: set[str] = set()
    for place, question in enumerate(questions):
        row = rows.get(question.name)
        if row is None:
            continue
        # What a group waits for is wrong once, in its own row.
        for name in (*question.groups, question.name):
            if name not in begun and name in rows and (said := rows[name].expression("relevant")):
                yield _Source(rows[name], "relevant", said, place)
            begun.add(name)
        columns = frozenset({"name", *(column for choice in question.choices for column in choice.filters)})
        for column, here in _EXPRESSIONS.items():
            if said := getattr(question, column):
                yield _Source(row, column, said, place, here, columns if column == "choice_filter" else frozenset())
        if question.seed:
            yield _Source(row, "parameters", question.seed, place)


def _unknown_choices(questions: Sequence[Question], sources: Sequence[_Source]) -> list[FormProblem]:
    there = {question.name: {choice.name for choice in question.choices} for question in questions if question.choices}
    return [
        source.row.problem(source.column, "unknown_choice", name=name, text=text)
        for source in sources
        for name, text in sorted(compared_texts(source.text, questions[source.place].name))
        if name in there and text not in there[name] and text
    ]


def _put_in(question: Question) -> set[str]:
    texts = [question.label, question.hint, question.constraint_message, question.required_message]
    texts += [choice.label for choice in question.choices]
    return {
        name for text in texts if text is not None for one in text.as_dict().values() for name in _PUT_IN.findall(one)
    }


def _cycles(questions: Sequence[Question], rows: Mapping[str, Row]) -> list[FormProblem]:
    needs = {question.name: _needs(question) for question in questions}
    done: set[str] = set()
    for question in questions:
        ring = _ring(question.name, needs, done)
        if ring:
            row, follows = rows[ring[0]], ring[1] if len(ring) > 1 else ring[0]
            column = _waits_by(next(one for one in questions if one.name == ring[0]), follows)
            return [row.problem(column, "cycle", names=" → ".join([*ring, ring[0]]))]
    return []


def _ahead(
    questions: Sequence[Question], rows: Mapping[str, Row], sources: Sequence[_Source], places: Mapping[str, int]
) -> list[FormProblem]:
    # A chat asks one after the other: what stands below is not known yet.
    found = [
        source.row.problem(source.column, "ahead", name=name)
        for source in sources
        for name in sorted(used_names(source.text))
        if places[name] > source.place
    ]
    return found + [
        rows[question.name].problem("label", "ahead", name=name)
        for place, question in enumerate(questions)
        for name in sorted(_put_in(question))
        if places[name] >= place
    ]


def _needs(question: Question) -> frozenset[str]:
    sources = (question.relevant, question.calculation, question.choice_filter)
    return frozenset(name for source in sources if source for name in used_names(source))


def _waits_by(question: Question, name: str) -> str:
    sources = {one: getattr(question, one) for one in ("relevant", "calculation", "choice_filter")}
    return next((column for column, source in sources.items() if source and name in used_names(source)), "relevant")


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
