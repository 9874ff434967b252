"""What became of an announcement as a table, and the announcement as a page for the notice board."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import typst
import xlsxwriter

from domain.announcements import Called, Report, Row
from domain.languages import Language
from texts import Words

BOARD = Path(__file__).with_name("board.typ")
Cell = str | int


def table(_: Words, its: Report, called: Called, languages: Mapping[Language, str]) -> bytes:
    """An XLSX workbook of the same value that the screen shows; numbers too small for this reader are words in it.

    `called` and `languages` are what things are called in the reader's language.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for title, rows in _sheets(_, its, called, languages):
            sheet = book.add_worksheet(title)
            sheet.set_column(0, 0, 34)
            sheet.set_column(1, 3, 16)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell, bold if at == 0 else None)
    return file.getvalue()


def _sheets(
    _: Words, its: Report, called: Called, languages: Mapping[Language, str]
) -> list[tuple[str, list[Sequence[Cell]]]]:
    summary: list[Sequence[Cell]] = [
        (_.plain("What"), _.plain("People")),
        (_.plain("Registered"), _number(_, its, its.registered)),
        (_.plain("Reached"), _number(_, its, its.reached)),
        (_.plain("Said that they read it"), _number(_, its, its.read)),
        *((called.states[state], _number(_, its, number)) for state, number in its.states.items()),
        *((called.halted[why], _number(_, its, number)) for why, number in its.halted.items()),
    ]
    reasons: list[Sequence[Cell]] = [
        (_.plain("What"), _.plain("Why"), _.plain("People")),
        *((called.states[state], called.reasons[why], _number(_, its, number)) for state, why, number in its.reasons),
    ]
    head = (_.plain("Where"), _.plain("Code"), _.plain("Reached"), _.plain("Of"))
    places: list[Sequence[Cell]] = [head]
    for place, row in its.by_territory:
        places.append(("—" if place is None else place.names.in_(_.language), row.key, *_pair(_, its, row)))
    spoken: list[Sequence[Cell]] = [(_.plain("Language"), _.plain("Reached"), _.plain("Of"))]
    named = {str(code): name for code, name in languages.items()}
    spoken.extend((named.get(row.key, row.key), *_pair(_, its, row)) for row in its.by_language)
    return [
        (_.plain("Summary"), summary),
        (_.plain("Reasons"), reasons),
        (_.plain("Territories"), places),
        (_.plain("Languages"), spoken),
    ]


def _pair(_: Words, its: Report, row: Row) -> tuple[Cell, Cell]:
    return _number(_, its, row.sent), _number(_, its, row.total)


def _number(_: Words, its: Report, number: int) -> Cell:
    known = its.shown(number)
    return _.plain("fewer than 5") if known is None else known


def board(heading: str, day: str, texts: Sequence[tuple[Language, str]]) -> bytes:
    """An A4 page as PDF: who announces, each text in its language, the day; set as large as fits on the one page."""
    given = {"heading": _printable(heading), "day": day, "count": str(len(texts))}
    for number, (language, text) in enumerate(texts):
        given[f"lang{number}"] = language
        given[f"text{number}"] = _printable(text)
    return typst.compile(BOARD.read_bytes(), format="pdf", ignore_system_fonts=True, sys_inputs=given)


def _printable(text: str) -> str:
    """The text without pictures that no font of the page has."""
    return "".join(letter for letter in text if ord(letter) < 0x2600 or 0x3000 <= ord(letter) < 0xFE00).strip()
