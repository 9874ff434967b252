"""Spreadsheets that people fill in: every cell is checked, and what is wrong is said by row and column."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

LONGEST_NAME = 120
C = TypeVar("C", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Unreckoned:
    """A cell with a formula that no spreadsheet has worked out yet: what it comes to is not known here."""

    formula: str

    def __str__(self) -> str:
        return self.formula


class Fault(StrEnum):
    """What can be wrong with a cell."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_A_DATE = "not_a_date"
    NOT_YET = "not_yet"
    NOT_A_TIME = "not_a_time"
    NOT_A_NUMBER = "not_a_number"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TWICE_WOMEN = "twice_women"
    NOT_MONEY = "not_money"
    DOES_NOT_FIT = "does_not_fit"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is wrong: its sheet, row and column as a spreadsheet counts them, and why."""

    sheet: int
    row: int
    column: StrEnum
    fault: Fault


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of a sheet: the number of each and its cells in the order of the columns."""

    rows: tuple[tuple[int, tuple[object, ...]], ...] = ()


class Row(Generic[C]):
    """The cells of one row of a sheet, and the faults found in them; a method reads one cell of a kind."""

    def __init__(self, sheet: int, number: int, columns: Sequence[C], cells: Sequence[object], today: date) -> None:
        self.sheet, self.row, self.today = sheet, number, today
        self._cells = dict(zip(columns, cells, strict=False))
        self.wrong: list[Wrong] = []

    def fault(self, column: C, fault: Fault) -> None:
        """Say that a cell is wrong."""
        self.wrong.append(Wrong(self.sheet, self.row, column, fault))

    def text(self, column: C, longest: int, *, needed: bool = False) -> str | None:
        """What is written there, None for nothing."""
        value = self._cells.get(column)
        # A spreadsheet turns a code into a number.
        text = "" if value is None else str(int(value) if isinstance(value, float) and value.is_integer() else value)
        text = text.strip()
        if needed and not text:
            self.fault(column, Fault.MISSING)
        if len(text) > longest:
            self.fault(column, Fault.TOO_LONG)
        return text or None

    def named(self, column: C, names: Mapping[str, object], *, needed: bool = False) -> object:
        """What the name that is written there means."""
        text = self.text(column, LONGEST_NAME, needed=needed)
        if text is None:
            return None
        found = names.get(text.casefold())
        if found is None:
            self.fault(column, Fault.UNKNOWN)
        return found

    def number(self, column: C, most: int, *, needed: bool = False) -> int | None:
        """A whole number of at most `most`."""
        text = self.text(column, 20, needed=needed)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit()):
            self.fault(column, Fault.NOT_A_NUMBER)
            return None
        if int(text) > most:
            self.fault(column, Fault.TOO_LARGE)
        return int(text)

    def day(self, column: C, *, needed: bool = False) -> date | None:
        """A day that is not still to come."""
        value = self._cells.get(column)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self.fault(column, Fault.MISSING)
            return None
        found = _as_day(value)
        if found is None:
            self.fault(column, Fault.NOT_A_DATE)
        elif found > self.today:
            self.fault(column, Fault.NOT_YET)
        return found

    def clock(self, column: C) -> time | None:
        """A time of the day."""
        value = self._cells.get(column)
        if isinstance(value, datetime):
            return value.time()
        if value is None or isinstance(value, time):
            return value
        try:
            return time.fromisoformat(str(value).strip().rjust(5, "0"))
        except ValueError:
            self.fault(column, Fault.NOT_A_TIME)
            return None

    def yes(self, column: C, words: Collection[str]) -> bool:
        """Whether it says yes; an empty cell says no."""
        text = self.text(column, 20)
        if text is None:
            return False
        if text.casefold() not in words:
            self.fault(column, Fault.UNKNOWN)
        return True


def _as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def letter(column: int) -> str:
    """What a spreadsheet calls a column, the first being 0."""
    above, here = divmod(column, 26)
    return f"{letter(above - 1) if above else ''}{chr(ord('A') + here)}"
