"""Whom a question on paper concerns, where that can be said in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.languages import Localized
from domain.surveys.expressions import WrongExpression, parsed
from domain.surveys.expressions.nodes import Call, Name, Node, Number, Operation, Text
from domain.surveys.forms import NUMBERS, WITH_CHOICES, Form, Question

_SIGNS = ("=", "!=", "<", "<=", ">", ">=")


class Shown(StrEnum):
    """What must have been answered before."""

    TICKED = "ticked"
    NOT_TICKED = "not_ticked"
    COMPARED = "compared"
    ANSWERED = "answered"
    BLANK = "blank"


_OPPOSITE = {
    Shown.TICKED: Shown.NOT_TICKED,
    Shown.NOT_TICKED: Shown.TICKED,
    Shown.ANSWERED: Shown.BLANK,
    Shown.BLANK: Shown.ANSWERED,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must have been answered to the question of that number.

    `values` are the choices of which one was ticked; a number is compared with `than` by its `sign`.
    """

    number: int
    shown: Shown
    values: tuple[Localized, ...] = ()
    sign: str = ""
    than: str = ""


def conditions(source: str, form: Form, numbers: Mapping[str, int]) -> tuple[Condition, ...] | None:
    """Conditions that must all hold, None when it cannot be said so; `numbers` are those of the questions on paper."""
    try:
        return _Reader(form, numbers).all(parsed(source))
    except WrongExpression:
        return None


@dataclass(frozen=True, slots=True)
class _Reader:
    form: Form
    numbers: Mapping[str, int]

    def all(self, node: Node) -> tuple[Condition, ...] | None:
        if isinstance(node, Operation) and node.operator == "and":
            left, right = self.all(node.left), self.all(node.right)
            return None if left is None or right is None else tuple(dict.fromkeys(left + right))
        found = self.one(node)
        return None if found is None else (found,)

    def one(self, node: Node) -> Condition | None:
        match node:
            case Operation("or", left, right):
                return _either(self.one(left), self.one(right))
            case Operation(operator, Name(name), Text(value) | Number(value)):
                return self.compared(name, operator, value)
            case Call("selected", (Name(name), Text(value))):
                return self.compared(name, "=", value)
            case Call("not", (inner,)):
                return _opposite(self.one(inner))
        return None

    def compared(self, name: str, operator: str, value: str) -> Condition | None:
        question = self.form.question(name)
        if question is None or name not in self.numbers or operator not in _SIGNS:
            return None
        number = self.numbers[name]
        if value == "" and operator in ("=", "!="):
            return Condition(number, Shown.BLANK if operator == "=" else Shown.ANSWERED)
        if question.kind in NUMBERS:
            return Condition(number, Shown.COMPARED, sign=operator, than=value)
        return _ticked(question, number, operator, value)


def _ticked(question: Question, number: int, operator: str, value: str) -> Condition | None:
    choice = question.choice(value)
    if choice is None or question.kind not in WITH_CHOICES or operator not in ("=", "!="):
        return None
    return Condition(number, Shown.TICKED if operator == "=" else Shown.NOT_TICKED, (choice.label,))


def _either(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None or one.number != other.number:
        return None
    if one.shown is not Shown.TICKED or other.shown is not Shown.TICKED:
        return None
    return replace(one, values=one.values + other.values)


def _opposite(found: Condition | None) -> Condition | None:
    # Not one of several is said alike; a number's sign is not turned around.
    if found is None or found.shown not in _OPPOSITE:
        return None
    return replace(found, shown=_OPPOSITE[found.shown])
