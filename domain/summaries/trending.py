"""Lays what several surveys found side by side, as far as they asked the same."""

from collections.abc import Sequence

from domain.languages import Localized
from domain.statistics import trends
from domain.summaries.results import Followed, Trend, Wave
from domain.summaries.summary import Answered, Figure
from domain.surveys.forms import Form, QuestionKind

_FOLLOWED = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})


def asked(form: Form) -> list[trends.Question]:
    """What makes the closed questions of a form the same as those of another."""
    return [
        trends.Question(one.name, one.kind.value, tuple(choice.name for choice in one.choices))
        for one in form.questions
        if one.kind in _FOLLOWED
    ]


def alike(earlier: Form, later: Form) -> int:
    """How many questions both ask alike."""
    return sum(one.comparable for one in trends.compare([asked(earlier), asked(later)]))


def trend(waves: Sequence[Wave], forms: Sequence[Form]) -> Trend:
    """The waves in the order of their closing; a question is followed when each of them asked it alike."""
    compared = trends.compare([asked(form) for form in forms])
    followed = [_followed(one.name, waves) for one in compared if one.comparable]
    return Trend(
        waves[-1].survey,
        tuple(waves),
        tuple(one for one in followed if one is not None),
        tuple(one.name for one in compared if not one.comparable),
    )


def _followed(name: str, waves: Sequence[Wave]) -> Followed | None:
    found = [wave.summary.question(name) for wave in waves]
    there = [one for one in found if one is not None]
    if len(there) < len(found):
        return None
    # The words of the last time.
    last = there[-1]
    rows = tuple((label, tuple(_cell(one, choice) for one in there)) for choice, label in last.labels.items())
    return Followed(name, last.label, tuple(one.base for one in there), rows)


def _cell(question: Answered, choice: str) -> tuple[int | None, int | None]:
    """What stands alone for a choice; one that is shown only together with others is hidden here."""
    figure = next((row.figure for row in question.rows if row.values == (choice,)), Figure(None))
    return figure.count, figure.percent


def label_of(question: Followed) -> Localized:
    """What a question is called."""
    return question.label or Localized(en=question.name)
