"""Working an expression out, as ODK does: answers are texts, and what is compared says how."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

import re2

from domain.surveys.expressions.nodes import Call, Column, Here, Name, Negative, Node, Number, Operation, Text
from domain.surveys.expressions.parsing import WrongExpression, parsed

Value: TypeAlias = str | float | bool

_EPOCH = date(1970, 1, 1).toordinal()
LONGEST_PATTERN = 300


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see.

    `answers` are the texts by question, `here` the answer being looked at, `columns` those of a choice, `now` the local
    moment, `label` says how a choice of a question is called in the reader's language.
    """

    answers: Mapping[str, str]
    now: datetime
    here: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    label: Callable[[str, str], str] = lambda question, name: name


def value_of(source: str, scope: Scope) -> str:
    """What an expression comes to, as an answer is written; raises `WrongExpression` when it is none."""
    return text_of(_value(parsed(source), scope))


def is_true(source: str, scope: Scope) -> bool:
    """Whether an expression holds; raises `WrongExpression` when it is none."""
    return truth_of(_value(parsed(source), scope))


def text_of(value: Value) -> str:
    """A value as an answer is written: a whole number without a point, nothing for what is no number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(value)


def number_of(value: Value) -> float:
    """A value as a number: a date counts its days, what is no number is NaN."""
    if isinstance(value, bool | int | float):
        return float(value)
    text = value.strip()
    try:
        return float(text) if not text.lower().strip("+-").startswith(("inf", "nan")) and "_" not in text else math.nan
    except ValueError:
        return _days(text)


def truth_of(value: Value) -> bool:
    """Whether a value counts as true: a text that is there, a number but nought."""
    if isinstance(value, bool):
        return value
    return value != "" if isinstance(value, str) else not (value == 0 or math.isnan(value))


def _days(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return math.nan
    # The time of day is a part of the day; the zone is the reader's own.
    return moment.toordinal() - _EPOCH + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400


def _value(node: Node, scope: Scope) -> Value:
    match node:
        case Text(value):
            return value
        case Number(value):
            return float(value)
        case Name(name):
            return scope.answers.get(name, "")
        case Here():
            return scope.here
        case Column(name):
            return scope.columns.get(name, "")
        case Negative(of):
            return -number_of(_value(of, scope))
        case Operation(operator, left, right):
            return _operation(operator, left, right, scope)
        case Call(function, arguments):
            return _call(function, arguments, scope)


def _operation(operator: str, left: Node, right: Node, scope: Scope) -> Value:
    one = _value(left, scope)
    if operator == "and":
        return truth_of(one) and truth_of(_value(right, scope))
    if operator == "or":
        return truth_of(one) or truth_of(_value(right, scope))
    other = _value(right, scope)
    if operator in ("=", "!="):
        return _equal(one, other) is (operator == "=")
    if operator in _ORDERED:
        return _ORDERED[operator](number_of(one), number_of(other))
    return _ARITHMETIC[operator](number_of(one), number_of(other))


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return truth_of(one) is truth_of(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return number_of(one) == number_of(other)


def _divided(one: float, other: float) -> float:
    if other == 0:
        return math.nan if one == 0 or math.isnan(one) else math.copysign(math.inf, one)
    return one / other


def _rest(one: float, other: float) -> float:
    return math.nan if other == 0 or math.isinf(one) or math.isnan(other) else math.fmod(one, other)


_ORDERED: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": _divided,
    "mod": _rest,
}


def _call(function: str, arguments: tuple[Node, ...], scope: Scope) -> Value:
    # These look at no more of what they are given than they need.
    if function == "if":
        condition, so, otherwise = arguments
        return _value(so if truth_of(_value(condition, scope)) else otherwise, scope)
    if function == "coalesce":
        found = (_value(one, scope) for one in arguments)
        return next((value for value in found if text_of(value) != ""), "")
    known = FUNCTIONS.get(function)
    if known is None or not known.least <= len(arguments) <= known.most:
        raise WrongExpression("unknown_function", text=function)
    return known.work(scope, [_value(one, scope) for one in arguments])


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many things it may be given, and what it makes of them."""

    least: int
    most: int
    work: Callable[[Scope, list[Value]], Value]


def _selected(_scope: Scope, given: list[Value]) -> Value:
    return text_of(given[1]).strip() in text_of(given[0]).split()


def _selected_at(_scope: Scope, given: list[Value]) -> Value:
    chosen = text_of(given[0]).split()
    at = number_of(given[1])
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _matches(_scope: Scope, given: list[Value]) -> Value:
    return pattern(text_of(given[1])).fullmatch(text_of(given[0])) is not None


def pattern(source: str) -> re2._Regexp:
    """A pattern that is matched in a time that grows with the text and no faster; raises `WrongExpression`."""
    if len(source) > LONGEST_PATTERN:
        raise WrongExpression("pattern", text=source[:20])
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(source, options)
    except re2.error:
        raise WrongExpression("pattern", text=source[:40]) from None


def _whole(_scope: Scope, given: list[Value]) -> Value:
    number = number_of(given[0])
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _rounded(_scope: Scope, given: list[Value]) -> Value:
    number = number_of(given[0])
    places = number_of(given[1]) if len(given) > 1 else 0.0
    if math.isnan(number) or math.isinf(number) or math.isnan(places) or not -15 <= places <= 15:
        return number
    scale = 10.0 ** int(places)
    return math.floor(number * scale + 0.5) / scale


def _choice_name(scope: Scope, given: list[Value]) -> Value:
    question = text_of(given[1]).strip().removeprefix("${").removesuffix("}").strip()
    return scope.label(question, text_of(given[0]))


# `if` and `coalesce` are worked out above; they stand here for how many things they are given.
FUNCTIONS: Mapping[str, Function] = {
    "selected": Function(2, 2, _selected),
    "count-selected": Function(1, 1, lambda _scope, given: float(len(text_of(given[0]).split()))),
    "selected-at": Function(2, 2, _selected_at),
    "if": Function(3, 3, lambda _scope, given: given[0]),
    "coalesce": Function(1, 20, lambda _scope, given: given[0]),
    "regex": Function(2, 2, _matches),
    "string-length": Function(0, 1, lambda scope, given: float(len(text_of(given[0]) if given else scope.here))),
    "today": Function(0, 0, lambda scope, _given: scope.now.date().isoformat()),
    "now": Function(0, 0, lambda scope, _given: scope.now.replace(microsecond=0, tzinfo=None).isoformat()),
    "int": Function(1, 1, _whole),
    "number": Function(1, 1, lambda _scope, given: number_of(given[0])),
    "round": Function(1, 2, _rounded),
    "string": Function(1, 1, lambda _scope, given: text_of(given[0])),
    "boolean": Function(1, 1, lambda _scope, given: truth_of(given[0])),
    "concat": Function(1, 20, lambda _scope, given: "".join(text_of(one) for one in given)),
    "not": Function(1, 1, lambda _scope, given: not truth_of(given[0])),
    "true": Function(0, 0, lambda _scope, _given: True),
    "false": Function(0, 0, lambda _scope, _given: False),
    "jr:choice-name": Function(2, 2, _choice_name),
}
