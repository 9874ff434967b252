"""What comes next in a survey: which questions concern a person, which choices they have, what an answer lacks."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property

from domain.languages import Language, Localized
from domain.surveys.expressions import Scope, WrongExpression, is_true, value_of
from domain.surveys.forms import NUMBERS, SEVERAL, WITH_CHOICES, Choice, Form, Question, QuestionKind, names

_PUT_IN = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}")
LONGEST_WORDS = 4_000


@dataclass(frozen=True)
class Asking:
    """A form and one person's answers so far, by question, each in its text form.

    `now` is the local moment, `seed` what shuffles choices: the same for a response, so that they stay where they are.
    """

    form: Form
    answers: Mapping[str, str]
    now: datetime
    language: Language = "kk"
    seed: int = 0
    reader: Language | None = None

    @cached_property
    def standing(self) -> Mapping[str, str]:
        """The answers that count: of questions that concern the person, and what is calculated of them."""
        return self._looked_through[0]

    @cached_property
    def concerned(self) -> frozenset[str]:
        """The names of the questions that concern the person."""
        return self._looked_through[1]

    @cached_property
    def _looked_through(self) -> tuple[Mapping[str, str], frozenset[str]]:
        # In the order of the form: what a question depends on usually stands before it, else what was said is taken.
        known = dict(self.answers)
        concerned: set[str] = set()
        for question in self.form.questions:
            if question.relevant and not _holds(question.relevant, self._seeing(known), otherwise=True):
                known.pop(question.name, None)
                continue
            concerned.add(question.name)
            if question.kind is QuestionKind.CALCULATE:
                known[question.name] = _worked_out(question.calculation, self._seeing(known))
        return {name: value for name, value in known.items() if name in concerned and value != ""}, frozenset(concerned)

    def scope(self, here: str = "", columns: Mapping[str, str] | None = None) -> Scope:
        """What an expression of this form sees."""
        return replace(self._seeing(self.standing), here=here, columns=columns or {})

    def _seeing(self, known: Mapping[str, str]) -> Scope:
        return Scope(known, self.now, label=self._label)

    def _label(self, name: str, choice: str) -> str:
        question = self.form.question(name)
        found = None if question is None else question.choice(choice)
        if question is None or found is None:
            return choice
        return found.label.in_(self._language_of_choices(question))

    def choice_said(self, question: Question, choice: Choice) -> str:
        """The words of a choice as the person reads them, with the answers put in that they ask for."""
        return self._put_in(choice.label.in_(self._language_of_choices(question)))

    def _language_of_choices(self, question: Question) -> Language:
        # Ready answers are there in every language though the one question was written in one.
        reader, label = self.reader, question.label
        if reader is None or label is None or reader not in label.missing():
            return self.language
        return self.language if any(reader in one.label.missing() for one in question.choices) else reader

    def concerns(self, question: Question) -> bool:
        """Whether a question concerns the person and is shown to them."""
        return question.shown and question.name in self.concerned

    def path(self) -> tuple[Question, ...]:
        """The questions and notes that the person sees, in their order, as far as can be told now."""
        return self._path

    @cached_property
    def _path(self) -> tuple[Question, ...]:
        return tuple(question for question in self.form.questions if self.concerns(question))

    def after(self, name: str) -> Question | None:
        """What is shown after the question of that name (empty: first of all), None at the end."""
        return next(self._from(name, forwards=True), None)

    def before(self, name: str) -> Question | None:
        """What is shown before the question of that name, None at the beginning."""
        return next(self._from(name, forwards=False), None)

    def _from(self, name: str, *, forwards: bool) -> Iterator[Question]:
        order = self.form.questions if forwards else self.form.questions[::-1]
        reached = name == ""
        for question in order:
            if reached and self.concerns(question):
                yield question
            reached = reached or question.name == name

    def progress(self, name: str) -> tuple[int, int]:
        """Which question of how many that is; notes are not counted, and a note stands where the next question does."""
        asked = [question.name for question in self.path() if question.asks]
        passed = 0
        for question in self.path():
            if question.name == name:
                return min(passed + 1, max(1, len(asked))), len(asked)
            passed += question.asks
        return len(asked), len(asked)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The choices that the person has, in the order in which they see them."""
        found = question.choices
        if question.choice_filter:
            found = tuple(
                choice
                for choice in question.choices
                if _holds(
                    question.choice_filter,
                    self.scope(columns={"name": choice.name, **choice.filters}),
                    otherwise=True,
                )
            )
        if not question.randomize:
            return found
        chosen = value_of(question.seed, self.scope()) if question.seed else self.seed
        # Repeatable, not secret.
        return tuple(random.Random(f"{chosen}:{question.name}").sample(found, len(found)))  # noqa: S311

    def is_required(self, question: Question) -> bool:
        """Whether it may not be skipped; a question with no choice left may."""
        if question.kind in WITH_CHOICES and not self.choices(question):
            return False
        return _holds(question.required, self.scope(), otherwise=False)

    def trouble(self, question: Question, value: str) -> str | None:
        """What is wrong with an answer, as a word: required, choice, number, range, step, words, constraint; or None.

        An empty value means that the question is skipped.
        """
        if value == "":
            return "required" if self.is_required(question) else None
        wrong = self._wrong_kind(question, value)
        if wrong is not None:
            return wrong
        return None if _holds(question.constraint, self.scope(here=value), otherwise=True) else "constraint"

    def _wrong_kind(self, question: Question, value: str) -> str | None:
        if question.kind in WITH_CHOICES:
            return self._wrong_choices(question, value)
        if question.kind in NUMBERS:
            return _wrong_number(question, value)
        return "words" if len(value) > LONGEST_WORDS else None

    def _wrong_choices(self, question: Question, value: str) -> str | None:
        there = {choice.name for choice in self.choices(question)}
        chosen = names(value)
        if not there.issuperset(chosen) or len(set(chosen)) != len(chosen):
            return "choice"
        if question.kind not in SEVERAL and len(chosen) != 1:
            return "choice"
        if question.kind is QuestionKind.RANK and len(chosen) != len(there):
            return "incomplete"
        return None

    def first_trouble(self) -> tuple[Question, str] | None:
        """The first question without a right answer: where somebody who wants to finish is led back to."""
        for question in self.path():
            if question.asks and (wrong := self.trouble(question, self.standing.get(question.name, ""))):
                return question, wrong
        return None

    def counted(self) -> Mapping[str, str]:
        """The answers that are counted when it is finished, what is calculated among them."""
        return self.standing

    def said(self, text: Localized) -> str:
        """A text in the person's language, with the answers put in that it asks for."""
        return self._put_in(text.in_(self.language))

    def _put_in(self, text: str) -> str:
        return _PUT_IN.sub(lambda found: self._answer_in_words(found[1]), text)

    def _answer_in_words(self, name: str) -> str:
        question = self.form.question(name)
        value = self.standing.get(name, "")
        if question is None or question.kind not in WITH_CHOICES:
            return value or "…"
        return ", ".join(self._label(name, chosen) for chosen in names(value)) or "…"


def bounds(question: Question) -> tuple[Decimal, Decimal, Decimal]:
    """The least, the greatest and the step of a range."""
    start, end, step = (question.parameters.get(name) for name in ("start", "end", "step"))
    return Decimal(start or 0), Decimal(end or 10), Decimal(step or 1)


def _wrong_number(question: Question, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "number"
    if not number.is_finite() or (question.kind is QuestionKind.INTEGER and number != number.to_integral_value()):
        return "number"
    if question.kind is not QuestionKind.RANGE:
        return None
    least, most, step = bounds(question)
    if not least <= number <= most:
        return "range"
    return None if step == 0 or (number - least) % step == 0 else "step"


def _holds(source: str | None, scope: Scope, *, otherwise: bool) -> bool:
    if not source:
        return otherwise
    try:
        return is_true(source, scope)
    except WrongExpression:
        # Checked at import; what only the answers make wrong (a pattern in one of them) holds nobody up.
        return otherwise


def _worked_out(source: str | None, scope: Scope) -> str:
    if not source:
        return ""
    try:
        return value_of(source, scope)
    except WrongExpression:
        return ""
