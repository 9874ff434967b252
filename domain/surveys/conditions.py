"""When a question is asked at all, as an author chooses it by buttons: if an earlier one has one of some answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.refusals import Refused
from domain.surveys.editing import at
from domain.surveys.forms import Form, Question, QuestionKind

# What an answer must be one of can be chosen of these.
CHOOSABLE = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})
_NAME = r"[A-Za-z_][\w.-]*"
_ONE = re.compile(rf"selected\(\s*\$\{{({_NAME})\}}\s*,\s*'([^'\s]+)'\s*\)|\$\{{\s*({_NAME})\s*\}}\s*=\s*'([^'\s]+)'")


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only if the answer to the question of this name is, or holds, one of these choices."""

    name: str
    choices: tuple[str, ...]

    def as_expression(self, kind: QuestionKind) -> str:
        """The same as XLSForm writes it."""
        if kind is QuestionKind.SELECT_MULTIPLE:
            parts = [f"selected(${{{self.name}}}, '{choice}')" for choice in self.choices]
        else:
            parts = [f"${{{self.name}}} = '{choice}'" for choice in self.choices]
        return " or ".join(parts)


def condition_of(question: Question) -> Condition | None:
    """The condition of a question, None when it has none or one that buttons cannot say."""
    found = [_ONE.fullmatch(part.strip()) for part in (question.relevant or "").split(" or ")]
    pairs = [(one[1] or one[3], one[2] or one[4]) for one in found if one is not None]
    if not pairs or len(pairs) != len(found) or len({name for name, _choice in pairs}) != 1:
        return None
    return Condition(pairs[0][0], tuple(choice for _name, choice in pairs))


def askable_by(form: Form, place: int) -> tuple[tuple[int, Question], ...]:
    """The questions before this one whose answer may decide whether it is asked, with their places."""
    at(form, place)
    return tuple(
        (where, one) for where, one in enumerate(form.questions[:place]) if one.kind in CHOOSABLE and one.choices
    )


def asked_if(form: Form, place: int, other: int, choice: int, *, on: bool) -> Form:
    """The form with a question that is asked if an earlier one has this answer too, or (not `on`) not for that one.

    A choice of another question begins anew; without any choice it is always asked.
    """
    question, decides = at(form, place), at(form, other)
    if (other, decides) not in askable_by(form, place) or choice >= len(decides.choices):
        raise Refused("old_button")
    before = condition_of(question)
    kept: Sequence[str] = before.choices if before is not None and before.name == decides.name else ()
    wanted = set(kept) | {decides.choices[choice].name} if on else set(kept) - {decides.choices[choice].name}
    names = tuple(one.name for one in decides.choices if one.name in wanted)
    relevant = Condition(decides.name, names).as_expression(decides.kind) if names else None
    return _with(form, place, relevant)


def always_asked(form: Form, place: int) -> Form:
    """The form with a question that does not depend on others any more."""
    at(form, place)
    return _with(form, place, None)


def _with(form: Form, place: int, relevant: str | None) -> Form:
    questions = list(form.questions)
    questions[place] = replace(questions[place], relevant=relevant)
    return replace(form, questions=tuple(questions))
