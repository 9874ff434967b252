"""The table in which past issues are taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.issues.imports import COLUMNS, DAYS, Column
from domain.spreadsheets import Sheet
from domain.territories import Territory
from reports.spreadsheets import Heading, read_tables
from reports.spreadsheets import template as written
from texts import Words

FILE_NAME = "kenes-issues.xlsx"


@dataclass(frozen=True, slots=True)
class Names:
    """How columns, categories and states are called where the table is filled in."""

    columns: Mapping[Column, str]
    categories: Sequence[str]
    states: Sequence[str]


def template(_: Words, names: Names, okrugs: Sequence[Territory]) -> bytes:
    """An empty table of issues, and what may stand in its columns."""
    headings = [Heading(names.columns[which], _format(which)) for which in COLUMNS]
    lists = (
        [names.columns[Column.TERRITORY], *(f"{one.code} {one.names.in_(_.language)}" for one in okrugs)],
        [names.columns[Column.CATEGORY], *names.categories],
        [names.columns[Column.STATE], *names.states],
    )
    return written([(_.plain("Problems"), headings)], (_.plain("Lists"), lists))


def _format(which: Column) -> str:
    if which in DAYS:
        return "date"
    return "" if which is Column.REACHED else "text"


def read_table(content: bytes) -> Sheet:
    """The filled rows; raises `NotATable` for anything else."""
    (sheet,) = read_tables(content, (len(COLUMNS),))
    return sheet
