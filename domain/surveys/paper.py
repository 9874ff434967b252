"""Surveys on paper: what a printed form is made of, and what comes of a table into which filled forms were keyed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.languages import Localized
from domain.people import AgeBand, Sex
from domain.surveys.survey import Mode

# What one file may hold, and how much of what is wrong one person mends at a time.
MOST_KEYED, MOST_TROUBLES = 2_000, 50
# How answers come that somebody keys in.
KEYED_MODES = (Mode.PAPER, Mode.PHONE, Mode.MEETING)


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One form to be printed: its number, the code as it is read out, the link that its QR code holds."""

    serial: int
    code: str
    link: str


class Trait(StrEnum):
    """The columns of the table that are no questions, by what is read again above them; no question is called so."""

    CODE = "@code"
    MODE = "@mode"
    OKRUG = "@okrug"
    SEX = "@sex"
    AGE = "@age"


@dataclass(frozen=True, slots=True)
class PaperNames:
    """How people read what a form on paper holds besides its questions.

    `asks` is who asks, `heads` how the columns of the table are called that are no questions, `okrugs` by code, in the
    order in which they are shown. What a survey does not keep of a person is empty, and is asked neither on paper nor
    in the table; nor is the okrug, where there is only one.
    """

    asks: Localized
    heads: Mapping[Trait, Localized]
    modes: Mapping[Mode, Localized]
    okrugs: Mapping[str, Localized] = field(default_factory=dict)
    sexes: Mapping[Sex, Localized] = field(default_factory=dict)
    ages: Mapping[AgeBand, Localized] = field(default_factory=dict)


class TroubleKind(StrEnum):
    """What can be wrong with a table of keyed forms."""

    NOT_A_WORKBOOK = "not_a_workbook"
    ANOTHER_TABLE = "another_table"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    SHIFTED = "shifted"
    NO_CODE = "no_code"
    FORMULA = "formula"
    UNKNOWN_CODE = "unknown_code"
    USED_CODE = "used_code"
    CODE_TWICE = "code_twice"
    NO_OKRUG = "no_okrug"
    UNKNOWN_OKRUG = "unknown_okrug"
    UNKNOWN_MODE = "unknown_mode"
    UNKNOWN_SEX = "unknown_sex"
    UNKNOWN_AGE = "unknown_age"
    CHOICE = "choice"
    TWICE = "twice"
    TICK = "tick"
    INCOMPLETE = "incomplete"
    NUMBER = "number"
    WHOLE = "whole"
    LARGE = "large"
    RANGE = "range"
    STEP = "step"
    DATE = "date"
    FAR = "far"
    TIME = "time"
    LONG = "long"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    NOT_ASKED = "not_asked"
    NO_ANSWERS = "no_answers"


@dataclass(frozen=True, slots=True)
class TemplateTrouble:
    """One thing that is wrong with a table: its row and its column as a spreadsheet calls them, and why.

    Row 0 is the table as a whole, an empty column the row as a whole. `value` is what stands there, or what the trouble
    is about; `facts` are what else a sentence needs, `message` is what the form says of it.
    """

    row: int
    column: str
    kind: TroubleKind
    value: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    message: Localized | None = None


@dataclass(frozen=True, slots=True)
class KeyedForm:
    """One form that was keyed in: the row it stood in, its code, how it was answered, and the answers by question.

    What was not told of the person is None; answers are in their text form and only those that are there.
    """

    row: int
    code: str
    mode: Mode
    okrug: str | None
    sex: Sex | None
    age: AgeBand | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keyed:
    """All forms of a table in which nothing is wrong."""

    forms: tuple[KeyedForm, ...]


@dataclass(frozen=True, slots=True)
class Troubles:
    """What is wrong with a table, at most `MOST_TROUBLES` of it; nothing of the table is taken."""

    found: tuple[TemplateTrouble, ...]
