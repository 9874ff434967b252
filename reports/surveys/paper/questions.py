"""How the questions of a form are laid out on paper."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.languages import Language, Localized
from domain.surveys.forms import Form, Question, QuestionKind
from domain.surveys.keying import on_paper
from domain.surveys.paper import PaperNames
from domain.surveys.sessions import MOST_STEPS, steps_of
from reports.surveys.paper import words as said
from reports.surveys.paper.conditions import Condition, conditions
from texts import Words, words

_PUT_IN = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}")
# Letters of the longest choice up to which so many stand beside each other.
_COLUMNS = ((14, 4), (22, 3), (36, 2))
# More places than this are written, not ticked.
MOST_OKRUGS = 16
# A scale in words stands in a row when it has no more steps, and no longer words.
MOST_IN_ROW, LONGEST_IN_ROW = 6, 12
LINES, LINES_MULTILINE = 3, 6

Item = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """Lays a form out in one or two languages."""

    form: Form
    names: PaperNames
    languages: Sequence[Language]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each question on paper."""
        return {question.name: number for number, question in enumerate(on_paper(self.form).asked, 1)}

    def items(self) -> list[Item]:
        """Headings, notes and questions from first to last, those about the person at the end."""
        return [*self._of_form(), *self._about_you()]

    def texts(self, text: Localized | None) -> list[str]:
        """A text in each of the languages, once where it is the same in both."""
        if text is None:
            return []
        return list(dict.fromkeys(self._filled(text.in_(code)) for code in self.languages))

    def _filled(self, text: str) -> str:
        # Nothing can be put into paper: it says where the answer stands.
        return _PUT_IN.sub(
            lambda found: f"№\N{NO-BREAK SPACE}{self.numbers[found[1]]}" if found[1] in self.numbers else "…", text
        )

    def _all(self, speak: Callable[[Words], str]) -> list[str]:
        return [text for code in self.languages if (text := speak(words(code)))]

    def _of_form(self) -> Iterator[Item]:
        labels = {group.name: group.label for group in self.form.groups}
        within: tuple[str, ...] = ()
        for question in self._shown:
            shared = _shared(within, question.groups)
            for name in question.groups[shared:]:
                if texts := self.texts(labels.get(name)):
                    yield {"type": "heading", "text": texts, "when": self._said(self._of_groups[name])}
            within = question.groups
            yield self._note(question) if question.kind is QuestionKind.NOTE else self._question(question)

    @cached_property
    def _shown(self) -> tuple[Question, ...]:
        return tuple(one for one in self.form.questions if one.kind is QuestionKind.NOTE or one.name in self.numbers)

    @cached_property
    def _conditions(self) -> Mapping[str, tuple[Condition, ...] | None]:
        return {
            one.name: conditions(one.relevant, self.form, self.numbers) if one.relevant else () for one in self._shown
        }

    @cached_property
    def _of_groups(self) -> Mapping[str, tuple[Condition, ...]]:
        # What holds for all of a group is said once, under its heading.
        headed = {group.name for group in self.form.groups if group.label is not None}
        found: dict[str, tuple[Condition, ...]] = {}
        said_above: dict[str, set[Condition]] = {}
        for question in self._shown:
            for depth, name in enumerate(question.groups):
                if name in found or name not in headed:
                    continue
                inside = [self._conditions[one.name] or () for one in self._shown if name in one.groups]
                above = set().union(*(said_above.get(outer, set()) for outer in question.groups[:depth]))
                common = [one for one in inside[0] if all(one in others for others in inside) and one not in above]
                found[name] = tuple(common) if len(inside) > 1 else ()
                said_above[name] = set(found[name])
        return found

    def _note(self, question: Question) -> Item:
        return {"type": "note", "text": self.texts(question.label), "hint": self.texts(question.hint)} | self._when(
            question
        )

    def _when(self, question: Question) -> Item:
        found = self._conditions[question.name]
        above = {one for name in question.groups for one in self._of_groups.get(name, ())}
        return {"when": self._said(None if found is None else tuple(one for one in found if one not in above))}

    def _said(self, found: tuple[Condition, ...] | None) -> list[str]:
        return self._all(lambda _: said.whole_when(_, found))

    def _question(self, question: Question) -> Item:
        label = question.label or Localized(en=question.name)
        return {
            "type": "question",
            "number": self.numbers[question.name],
            "label": self.texts(label),
            "must": question.required is not None,
            "how": [self._how(words(code), question) for code in self.languages],
            **self._when(question),
            **self._answer(question),
        }

    def _how(self, _: Words, question: Question) -> str:
        hint = "" if question.hint is None else self._filled(question.hint.in_(_.language))
        filtered = said.fitting(_) if question.choice_filter else ""
        limit = self._limit(_.language, question.constraint_message)
        return " ".join(one for one in (said.instruction(_, question), filtered, hint, limit) if one)

    def _limit(self, language: Language, message: Localized | None) -> str:
        # A chat says it to who breaks it; paper cannot, so it says it beforehand, and once if it is in one language.
        there = () if message is None else message.as_dict()
        shown = [code for code in self.languages if code in there] or self.languages[:1]
        return self._filled(message.in_(language)) if message is not None and language in shown else ""

    def _answer(self, question: Question) -> Item:
        kind = question.kind
        if kind is QuestionKind.ACKNOWLEDGE:
            return _boxes([self._all(said.acknowledged)])
        if kind is QuestionKind.RANK:
            return _boxes((self.texts(one.label) for one in question.choices), answer="rank")
        if kind is QuestionKind.RANGE and (steps := steps_of(question, MOST_STEPS)):
            return {"answer": "steps", "steps": [step.replace(".", ",") for step in steps]}
        if kind in (QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE):
            choices = [self.texts(one.label) for one in question.choices]
            in_row = "likert" in question.appearance and len(choices) <= MOST_IN_ROW and _short(choices)
            return {"answer": "row", "choices": choices} if in_row else _boxes(choices)
        if kind is QuestionKind.TEXT:
            return {"answer": "lines", "lines": LINES_MULTILINE if "multiline" in question.appearance else LINES}
        return {"answer": kind.value if kind in (QuestionKind.DATE, QuestionKind.TIME) else "number"}

    def _about_you(self) -> Iterator[Item]:
        asked = [
            ("okrug", self.names.okrugs.values()),
            ("sex", self.names.sexes.values()),
            ("age", self.names.ages.values()),
        ]
        about = [said.about_you(words(code)) for code in self.languages]
        there = [(name, [_begun(self.texts(one)) for one in choices]) for name, choices in asked if choices]
        if there:
            yield {"type": "heading", "text": [one["heading"] for one in about], "when": []}
        for number, (name, choices) in enumerate(there, len(self.numbers) + 1):
            written = len(choices) > MOST_OKRUGS
            yield {
                "type": "question",
                "number": number,
                "label": [one[name] for one in about],
                "must": name == "okrug",
                "how": [],
                "when": [],
                **({"answer": "lines", "lines": 1} if written else _boxes(choices)),
            }


def _shared(before: Sequence[str], now: Sequence[str]) -> int:
    # How many of the outer groups go on.
    return next(
        (at for at, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), min(len(before), len(now))
    )


def _begun(texts: list[str]) -> list[str]:
    return [text[:1].upper() + text[1:] for text in texts]


def _boxes(choices: Iterable[list[str]], answer: str = "boxes") -> Item:
    found = list(choices)
    longest = max((len(text) for texts in found for text in texts), default=0)
    columns = next((many for most, many in _COLUMNS if longest <= most), 1)
    # One alone in a second row is overlooked.
    return {"answer": answer, "choices": found, "columns": columns - (columns > 2 and len(found) == columns + 1)}


def _short(choices: Iterable[list[str]]) -> bool:
    return all(len(word) <= LONGEST_IN_ROW for texts in choices for text in texts for word in text.split())
