"""What an expression is made of."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it was written."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to a question: `${name}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """The answer that is being looked at: a full stop."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list of choices, in a `choice_filter`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before something."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two things and what stands between them."""

    operator: str
    left: "Node"
    right: "Node"


Node: TypeAlias = Text | Number | Name | Here | Column | Call | Negative | Operation

# From what binds least to what binds most; all of a line bind alike and from the left.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
