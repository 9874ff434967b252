"""Tables that people fill in and send back: written here, read here."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter

from domain.spreadsheets import Sheet, Unreckoned

MOST_ROWS = 5000
MOST_BYTES = 5_000_000
# Formatted but empty cells are cheap to send and slow to read.
MOST_UNPACKED, MOST_LOOKED_AT = 60_000_000, 20_000
# How cells are formatted, so that a code stays a code and a day a day.
FORMATS: Mapping[str, str] = {"text": "@", "date": "dd.mm.yyyy", "time": "hh:mm", "": "General"}
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# Whatever a file that is no workbook makes its reader fall with.
_UNREADABLE = (ValueError, KeyError, OSError, zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what stands above it, and the format of its cells (`text`, `date`, `time`, empty for any)."""

    name: str
    format: str = ""


class NotATable(Exception):
    """The file is not our template."""


class TooManyRows(NotATable):
    """There are more rows in it than are read."""


def template(
    sheets: Sequence[tuple[str, Sequence[Heading]]], lists: tuple[str, Sequence[Sequence[str]]] | None = None
) -> bytes:
    """Empty sheets with their headings, and a last one that lists what may stand in the columns."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        formats = {name: book.add_format({"num_format": form}) for name, form in FORMATS.items()}
        for name, headings in sheets:
            sheet = book.add_worksheet(name)
            for number, heading in enumerate(headings):
                sheet.set_column(number, number, 18, formats[heading.format])
                sheet.write(0, number, heading.name, bold)
            sheet.freeze_panes(1, 0)
        if lists is not None:
            last = book.add_worksheet(lists[0])
            last.set_column(0, 3, 36)
            for number, values in enumerate(lists[1]):
                last.write_column(0, number, values)
    return content.getvalue()


def read_sheets(content: bytes, width: int, most_rows: int) -> tuple[tuple[tuple[int, tuple[object, ...]], ...], ...]:
    """The filled rows of every sheet with their numbers, as far as `width`; raises `NotATable` for what is no workbook.

    `TooManyRows` is raised when a sheet has more than `most_rows` filled ones, or far more empty ones.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST_UNPACKED:
                raise NotATable("it unpacks too far")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        open_ones = unreckoned(content, width)
        return tuple(tuple(_filled(sheet, width, most_rows, open_ones)) for sheet in book.worksheets)
    except _UNREADABLE as error:
        raise NotATable(str(error)) from error


def unreckoned(content: bytes, width: int) -> Mapping[tuple[str, int, int], Unreckoned]:
    """The formulas without a value in a workbook as far as `width`, by sheet, row and column, the first column being 0.

    A reader of values alone takes them for empty cells. What came to an empty text has a value.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if not any(_FORMULA.search(packed.read(name)) for name in sheets):
            return {}
    values, formulas = (
        openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only) for data_only in (True, False)
    )
    size = {"max_col": width, "max_row": MOST_LOOKED_AT}
    return {
        (reckoned.title, row, column): Unreckoned(str(formula.value))
        for reckoned, written in zip(values.worksheets, formulas.worksheets, strict=True)
        for row, pair in enumerate(zip(reckoned.iter_rows(**size), written.iter_rows(**size), strict=True), 1)
        for column, (value, formula) in enumerate(zip(*pair, strict=True))
        if formula.data_type == "f" and value.value is None and value.data_type != "str"
    }


def _filled(
    sheet: Any, width: int, most: int, open_ones: Mapping[tuple[str, int, int], Unreckoned]
) -> Iterator[tuple[int, tuple[object, ...]]]:
    found = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=width), 1):
        cells = values
        if open_ones:
            cells = tuple(open_ones.get((sheet.title, number, at), value) for at, value in enumerate(values))
        filled = any(cell is not None and str(cell).strip() for cell in cells)
        found += filled
        if found > most or number > MOST_LOOKED_AT:
            raise TooManyRows("too many rows")
        if filled:
            yield number, cells


def read_tables(content: bytes, widths: Sequence[int]) -> tuple[Sheet, ...]:
    """The filled rows of the first sheets, each of so many columns; raises `NotATable` for anything else."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if len(book.worksheets) < len(widths):
            raise NotATable("a sheet is missing")
        return tuple(_sheet(sheet, width) for sheet, width in zip(book.worksheets, widths, strict=False))
    except _UNREADABLE as error:
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
