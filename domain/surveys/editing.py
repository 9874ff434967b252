"""Making a form by hand: every step gives a whole form again, or is refused with what stands in its way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.languages import LANGUAGES, Language, Localized
from domain.refusals import Refused
from domain.surveys.expressions import WrongExpression, used_names
from domain.surveys.forms import IDENTIFYING, WITH_CHOICES, Choice, Form, Group, Question, QuestionKind
from domain.surveys.importing import LONGEST_CHOICE, LONGEST_HINT, LONGEST_LABEL, MOST_CHOICES, MOST_QUESTIONS
from domain.surveys.survey import Survey, SurveyView

_PUT_IN = re.compile(r"\$\{\s*([^}]*?)\s*\}")
LONGEST = {"label": LONGEST_LABEL, "hint": LONGEST_HINT}


class Way(StrEnum):
    """How a question is answered, as an author picks it: a kind, or a kind with its choices ready."""

    YES_NO = "yesno"
    SCALE = "scale"
    ONE = "one"
    SEVERAL = "several"
    RANK = "rank"
    WORDS = "words"
    NUMBER = "number"
    MARKS = "marks"
    DATE = "date"
    TIME = "time"
    PHOTO = "photo"
    VOICE = "voice"
    PLACE = "place"
    READ = "read"


KINDS: dict[Way, QuestionKind] = {
    Way.YES_NO: QuestionKind.SELECT_ONE,
    Way.SCALE: QuestionKind.SELECT_ONE,
    Way.ONE: QuestionKind.SELECT_ONE,
    Way.SEVERAL: QuestionKind.SELECT_MULTIPLE,
    Way.RANK: QuestionKind.RANK,
    Way.WORDS: QuestionKind.TEXT,
    Way.NUMBER: QuestionKind.INTEGER,
    Way.MARKS: QuestionKind.RANGE,
    Way.DATE: QuestionKind.DATE,
    Way.TIME: QuestionKind.TIME,
    Way.PHOTO: QuestionKind.IMAGE,
    Way.VOICE: QuestionKind.AUDIO,
    Way.PLACE: QuestionKind.GEOPOINT,
    Way.READ: QuestionKind.NOTE,
}
# Their choices are ready in every language; those of the others are written by the author.
READY = (Way.YES_NO, Way.SCALE)
TO_BE_WRITTEN = (Way.ONE, Way.SEVERAL, Way.RANK)
# What only a survey with names may ask.
NAMED = frozenset(way for way, kind in KINDS.items() if kind in IDENTIFYING)
_MARKS = {"start": "1", "end": "5", "step": "1"}


@dataclass(frozen=True, slots=True)
class Edited:
    """A survey whose questions are being made; `place` is the question that was just touched."""

    view: SurveyView
    form: Form
    place: int = 0
    # The form it was copied or read from had things that nobody is asked.
    left_out: tuple[str, ...] = ()

    @property
    def survey(self) -> Survey:
        """The survey."""
        return self.view.survey

    @property
    def question(self) -> Question | None:
        """The question that was just touched."""
        return self.form.questions[self.place] if 0 <= self.place < len(self.form.questions) else None


def empty(survey_id: int, title: Localized) -> Form:
    """A form without a question yet."""
    return Form(f"survey{survey_id}", title, languages=("kk", "ru"))


def added(form: Form, language: Language, text: str) -> Form:
    """The form with one more question at its end, to be answered in words until its way is chosen."""
    if len(form.asked) >= MOST_QUESTIONS:
        raise Refused("form_full", most=MOST_QUESTIONS)
    said = checked(text, LONGEST_LABEL)
    question = Question(free_name(form), QuestionKind.TEXT, Localized(**{language: said}))
    return tidied(replace(form, questions=(*form.questions, question)))


def checked(text: str, longest: int) -> str:
    """A text of an author, its ends trimmed; refused when it is empty or too long."""
    said = text.strip()
    if not said:
        raise Refused("nothing_said")
    if len(said) > longest:
        raise Refused("too_long")
    return said


def free_name(form: Form, stem: str = "q") -> str:
    """A name that no question, group or list has yet."""
    taken = {question.name for question in form.questions} | {group.name for group in form.groups}
    taken |= {question.list_name for question in form.questions if question.list_name}
    return next(name for number in range(1, 10_000) if (name := f"{stem}{number}") not in taken)


def at(form: Form, place: int) -> Question:
    """The question at a place; refused when there is none any more."""
    if not 0 <= place < len(form.questions):
        raise Refused("old_button")
    return form.questions[place]


def with_way(form: Form, place: int, way: Way, ready: Sequence[Localized]) -> Form:
    """The form with a question answered another way; what belonged to the old way goes.

    `ready` are the choices of a way that brings its own.
    """
    before = at(form, place)
    _not_needed(form, before)
    kind = KINDS[way]
    after = Question(
        name=before.name,
        kind=kind,
        label=before.label,
        hint=before.hint,
        required=None if kind is QuestionKind.NOTE else before.required,
        required_message=None if kind is QuestionKind.NOTE else before.required_message,
        relevant=before.relevant,
        list_name=_list_name(form, before) if kind in WITH_CHOICES else None,
        choices=tuple(Choice(f"c{number}", label) for number, label in enumerate(ready, 1)),
        appearance=("likert",) if way is Way.SCALE else (),
        parameters=_MARKS if way is Way.MARKS else {},
        groups=before.groups,
        media=before.media,
    )
    return tidied(_put(form, place, after))


def _list_name(form: Form, question: Question) -> str:
    others = {other.list_name for other in form.questions if other.name != question.name}
    return question.name if question.name not in others else free_name(form, "list")


def with_choices(form: Form, place: int, language: Language, text: str) -> Form:
    """The form with the choices of a question written in a language, each on a line.

    As many lines as there are choices say them in that language; other choices can only take the place of those that
    are in no other language yet.
    """
    question = at(form, place)
    if question.kind not in WITH_CHOICES:
        raise Refused("old_button")
    lines = [checked(line.strip().lstrip("-•").strip(), LONGEST_CHOICE) for line in text.splitlines() if line.strip()]
    if len(set(lines)) != len(lines):
        raise Refused("choice_twice")
    if question.choices and len(lines) == len(question.choices):
        labels = [_said(choice.label, language, line) for choice, line in zip(question.choices, lines, strict=True)]
        choices = [replace(choice, label=label) for choice, label in zip(question.choices, labels, strict=True)]
    else:
        choices = _anew(form, question, language, lines)
    after = replace(question, choices=tuple(choices), list_name=_own_list(form, question))
    return tidied(_put(form, place, after))


def _anew(form: Form, question: Question, language: Language, lines: Sequence[str]) -> list[Choice]:
    if any(set(choice.label.as_dict()) - {language} for choice in question.choices):
        raise Refused("choices_as_many", number=len(question.choices))
    if not 2 <= len(lines) <= MOST_CHOICES:
        raise Refused("choices_how_many", most=MOST_CHOICES)
    if question.choices:
        _not_needed(form, question)
    return [Choice(f"c{number}", Localized(**{language: line})) for number, line in enumerate(lines, 1)]


def _own_list(form: Form, question: Question) -> str:
    shared = any(other.list_name == question.list_name for other in form.questions if other.name != question.name)
    return question.list_name if question.list_name and not shared else _list_name(form, question)


def _said(before: Localized, language: Language, text: str) -> Localized:
    return Localized(**{**before.as_dict(), language: text})


def required(form: Form, place: int, *, on: bool) -> Form:
    """The form with a question that may be skipped, or not."""
    question = at(form, place)
    if not question.asks:
        raise Refused("old_button")
    return _put(form, place, replace(question, required="true()" if on else None))


def moved(form: Form, place: int, by: int) -> Form:
    """The form with a question a place up (-1) or down (1); what it depends on stays above it."""
    question, other = at(form, place), at(form, place + by)
    first, second = (other, question) if by < 0 else (question, other)
    if first.name in uses(second):
        raise Refused("question_needed", names=second.name)
    questions = list(form.questions)
    # It goes into the group of the one it passes: a group stays in one piece.
    questions[place + by], questions[place] = replace(question, groups=other.groups), other
    return tidied(replace(form, questions=tuple(questions)))


def without(form: Form, place: int) -> Form:
    """The form without a question that no other depends on."""
    question = at(form, place)
    _not_needed(form, question)
    return tidied(replace(form, questions=tuple(one for one in form.questions if one.name != question.name)))


def _not_needed(form: Form, question: Question) -> None:
    needing = needed_by(form, question.name)
    if needing:
        raise Refused("question_needed", names=", ".join(needing[:5]))


def needed_by(form: Form, name: str) -> tuple[str, ...]:
    """The questions that depend on the answer to this one."""
    return tuple(question.name for question in form.questions if question.name != name and name in uses(question))


def uses(question: Question) -> frozenset[str]:
    """The questions whose answers a question looks at: in what it works out, and in its words."""
    found: set[str] = set()
    for source in expressions_of(question):
        try:
            found |= used_names(source)
        except WrongExpression:
            continue
    return frozenset(found | {name for text in _words(question) for name in _PUT_IN.findall(text)})


def expressions_of(question: Question) -> list[str]:
    """Everything that a question works out."""
    found = (
        *(question.required, question.relevant, question.constraint),
        *(question.choice_filter, question.calculation, question.seed),
    )
    return [source for source in found if source]


def _words(question: Question) -> list[str]:
    texts = [question.label, question.hint, question.required_message, question.constraint_message]
    texts += [choice.label for choice in question.choices]
    return [said for text in texts if text is not None for said in text.as_dict().values()]


def _put(form: Form, place: int, question: Question) -> Form:
    questions = list(form.questions)
    questions[place] = question
    return replace(form, questions=tuple(questions))


def tidied(form: Form) -> Form:
    """The form with the groups and languages that its questions have, and no others."""
    used = {name for question in form.questions for name in question.groups}
    groups: tuple[Group, ...] = tuple(group for group in form.groups if group.name in used)
    written = {code for question in form.questions for code in languages_of(question)} | {"kk", "ru"}
    return replace(form, groups=groups, languages=tuple(code for code in LANGUAGES if code in written))


def languages_of(question: Question) -> frozenset[Language]:
    """The languages that some text of a question is in."""
    texts = [question.label, question.hint, question.required_message, question.constraint_message]
    texts += [choice.label for choice in question.choices]
    return frozenset(code for text in texts if text is not None for code in LANGUAGES if code not in text.missing())
