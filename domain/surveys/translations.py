"""Which texts of a form are missing in a language, and where they go when somebody writes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.languages import Language, Localized
from domain.surveys.forms import Form, Question

# A survey is read in these two unless its author signs for one.
BOTH: tuple[Language, ...] = ("kk", "ru")


class Said(StrEnum):
    """What a text of a question is."""

    LABEL = "label"
    HINT = "hint"
    REQUIRED = "required_message"
    CONSTRAINT = "constraint_message"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands: the place of its question in the form, and of its choice in that."""

    question: int
    said: Said
    choice: int = 0


def wanted(signed: Language | None) -> tuple[Language, ...]:
    """The languages a survey must have: both, or the one that its author signed for."""
    return BOTH if signed is None else (signed,)


def lacks(text: Localized | None, languages: Sequence[Language]) -> bool:
    """Whether a text that is there misses one of these languages."""
    return text is not None and any(code in text.missing() for code in languages)


def lacking(form: Form, language: Language) -> Iterator[Spot]:
    """The texts that people would see and that are missing in a language, from the first question on."""
    for place, question in enumerate(form.questions):
        yield from (spot for spot, text in texts_of(question, place) if lacks(text, (language,)))


def untranslated(form: Form, languages: Sequence[Language]) -> tuple[str, ...]:
    """The names of the questions that miss a text in one of these languages."""
    return tuple(
        question.name
        for place, question in enumerate(form.questions)
        if any(lacks(text, languages) for _spot, text in texts_of(question, place))
    )


def texts_of(question: Question, place: int) -> Iterator[tuple[Spot, Localized]]:
    """Every text of a question that is shown, with its spot; those of one that is calculated nobody sees."""
    if not question.shown:
        return
    for said in (Said.LABEL, Said.HINT, Said.REQUIRED, Said.CONSTRAINT):
        text: Localized | None = getattr(question, said.value)
        if text is not None:
            yield Spot(place, said), text
    for number, choice in enumerate(question.choices):
        yield Spot(place, Said.CHOICE, number), choice.label


def text_at(form: Form, spot: Spot) -> Localized | None:
    """The text at a spot; None when there is none, or no such spot."""
    if not 0 <= spot.question < len(form.questions):
        return None
    found = texts_of(form.questions[spot.question], spot.question)
    return next((text for there, text in found if there == spot), None)


def with_text(form: Form, spot: Spot, language: Language, text: str) -> Form:
    """The form with a text written at a spot; raises `LookupError` when there is no such spot.

    A list of choices that several questions have in common is the same list for all of them afterwards.
    """
    before = text_at(form, spot)
    question = form.questions[spot.question] if 0 <= spot.question < len(form.questions) else None
    if question is None or (before is None and spot.said not in (Said.LABEL, Said.HINT)):
        raise LookupError(spot)
    after = Localized(**{**({} if before is None else before.as_dict()), language: text})
    if spot.said is not Said.CHOICE:
        changed: dict[str, Any] = {spot.said.value: after}
        return _with_question(form, spot.question, replace(question, **changed))
    choices = list(question.choices)
    choices[spot.choice] = replace(choices[spot.choice], label=after)
    same = [
        place
        for place, other in enumerate(form.questions)
        if other.list_name == question.list_name and other.choices == question.choices
    ]
    for place in {spot.question, *same}:
        form = _with_question(form, place, replace(form.questions[place], choices=tuple(choices)))
    return form


def _with_question(form: Form, place: int, question: Question) -> Form:
    questions = list(form.questions)
    questions[place] = question
    return replace(form, questions=tuple(questions))
