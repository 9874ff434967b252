"""The table in which past events are taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.event_imports import EVENTS, FIGURES, Column
from domain.spreadsheets import Sheet
from domain.territories import Territory
from reports.spreadsheets import Heading, read_tables
from reports.spreadsheets import template as written
from texts import Words

FILE_NAME = "kenes-events.xlsx"
_TEXT = (Column.TERRITORY, Column.TITLE_KK, Column.TITLE_RU, Column.TITLE_EN, Column.WHERE, Column.SOURCE)


@dataclass(frozen=True, slots=True)
class Names:
    """How columns, kinds, groups and yes are called where the table is filled in."""

    columns: Mapping[Column, str]
    kinds: Sequence[str]
    areas: Sequence[str]
    yes: str


def template(_: Words, names: Names, territories: Sequence[Territory]) -> bytes:
    """An empty table: events, numbers of people, and what may stand in the columns."""
    sheets = [
        (name, [Heading(names.columns[which], _format(which)) for which in columns])
        for name, columns in ((_.plain("Events"), EVENTS), (_.plain("People"), FIGURES))
    ]
    lists = (
        [names.columns[Column.KIND], *names.kinds],
        [names.columns[Column.AREA], *names.areas],
        [names.columns[Column.AT_LEAST], names.yes],
        [names.columns[Column.TERRITORY], *(f"{one.code} {one.names.in_(_.language)}" for one in territories)],
    )
    return written(sheets, (_.plain("Lists"), lists))


def _format(which: Column) -> str:
    if which in (Column.DAY, Column.SINCE, Column.UNTIL):
        return "date"
    if which is Column.CLOCK:
        return "time"
    return "text" if which in _TEXT else ""


def read_table(content: bytes) -> tuple[Sheet, Sheet]:
    """The filled rows of the two sheets; raises `NotATable` for anything else."""
    events, figures = read_tables(content, (len(EVENTS), len(FIGURES)))
    return events, figures
