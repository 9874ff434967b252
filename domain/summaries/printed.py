"""A summary in the words of one language: what the screen, the message, the table, the page and the picture print.

All of them print these very strings and numbers, so they cannot disagree.
"""

from dataclasses import dataclass, field

from domain.languages import Language


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: how many of how many, the whole percent where it is said, `shown` as it stands in a text.

    `count` None: hidden. `low` and `high` are percents of the method sheet, for the project's staff.
    """

    label: str
    count: int | None
    base: int | None
    percent: int | None
    shown: str
    weighted: int | None = None
    low: float | None = None
    high: float | None = None
    # Several answers that are shown together.
    together: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A question by one trait or two: a column each, how many of it answered, a row for each answer."""

    title: str
    heads: tuple[str, ...]
    bases: tuple[int | None, ...]
    rows: tuple[tuple[str, tuple[int | None, ...], tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Everything of one question: its words, its base, an answer a line, what else is said, its crosses."""

    name: str
    title: str
    base: str
    lines: tuple[Line, ...] = ()
    said: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Waves:
    """The survey beside earlier ones of its territory: a grid for each question, a column in it for each survey."""

    title: str
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole summary: who was asked, three sentences, the rates with their bases, questions, notes, method."""

    language: Language
    title: str
    facts: tuple[str, ...]
    sentences: tuple[str, ...]
    rates: tuple[tuple[str, str], ...] = ()
    # What became of those invited: what it is called, and how many of how many.
    outcomes: tuple[tuple[str, str], ...] = ()
    traits: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    # What stands for a hidden figure.
    hidden: str = "—"
    words: dict[str, str] = field(default_factory=dict)
    waves: Waves | None = None
