"""The table in which past events are taken over: written here, read here."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter

from domain.event_imports import EVENTS, FIGURES, Column, Sheet
from domain.territories import Territory
from texts import Words

FILE_NAME = "kenes-events.xlsx"
MOST_ROWS = 5000
MOST_BYTES = 5_000_000
_TEXT = (Column.TERRITORY, Column.TITLE_KK, Column.TITLE_RU, Column.TITLE_EN, Column.WHERE, Column.SOURCE)


@dataclass(frozen=True, slots=True)
class Names:
    """How columns, kinds, groups and yes are called where the table is filled in."""

    columns: Mapping[Column, str]
    kinds: Sequence[str]
    areas: Sequence[str]
    yes: str


class NotATable(Exception):
    """The file is not our template."""


def template(_: Words, names: Names, territories: Sequence[Territory]) -> bytes:
    """An empty table: events, numbers of people, and what may stand in the columns."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        formats = {
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "dd.mm.yyyy"}),
            "time": book.add_format({"num_format": "hh:mm"}),
        }
        for name, columns in ((_.plain("Events"), EVENTS), (_.plain("People"), FIGURES)):
            sheet = book.add_worksheet(name)
            for number, which in enumerate(columns):
                sheet.set_column(number, number, 18, formats.get(_format(which)))
                sheet.write(0, number, names.columns[which], bold)
            sheet.freeze_panes(1, 0)
        _lists(_, names, book.add_worksheet(_.plain("Lists")), territories)
    return content.getvalue()


def _format(which: Column) -> str:
    if which in (Column.DAY, Column.SINCE, Column.UNTIL):
        return "date"
    if which is Column.CLOCK:
        return "time"
    return "text" if which in _TEXT else ""


def _lists(_: Words, names: Names, sheet: Any, territories: Sequence[Territory]) -> None:
    sheet.set_column(0, 3, 36)
    lists = (
        [names.columns[Column.KIND], *names.kinds],
        [names.columns[Column.AREA], *names.areas],
        [names.columns[Column.AT_LEAST], names.yes],
        [names.columns[Column.TERRITORY], *(f"{one.code} {one.names.in_(_.language)}" for one in territories)],
    )
    for number, values in enumerate(lists):
        sheet.write_column(0, number, values)


def read_table(content: bytes) -> tuple[Sheet, Sheet]:
    """The filled rows of the two sheets; raises `NotATable` for anything else."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        first, second = book.worksheets[:2]
        return _sheet(first, len(EVENTS)), _sheet(second, len(FIGURES))
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException) as error:
        raise NotATable(str(error)) from error


def _sheet(sheet: Any, width: int) -> Sheet:
    rows = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if number == 1:
            if sum(cell is not None for cell in cells) < width:
                raise NotATable("the heading is another one")
            continue
        filled = tuple(cells[:width])
        if any(cell is not None and str(cell).strip() for cell in filled):
            rows.append((number, filled))
        if len(rows) > MOST_ROWS:
            raise NotATable("too many rows")
    return Sheet(tuple(rows))
