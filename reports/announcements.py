"""What became of an announcement as a table, and the announcement as a page for the notice board."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import typst
import xlsxwriter

from domain.announcements import Called, Mask, Report, Row
from domain.languages import Language
from domain.outbox import DeliveryState
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
            sheet.set_column(1, 4, 16)
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
        *((called.states[state], _number(_, its, number)) for state, number in its.in_order()),
        *((called.halted[why], _number(_, its, number)) for why, number in its.halted.items()),
    ]
    reasons: list[Sequence[Cell]] = [
        (_.plain("What"), _.plain("Why"), _.plain("People")),
        *((called.states[state], called.reasons[why], _number(_, its, number)) for state, why, number in its.reasons),
    ]
    unknown = called.states[DeliveryState.UNSURE]
    by_place = (_.plain("Where"), _.plain("Code"), _.plain("Reached"), _.plain("Of"))
    where = [("—" if place is None else place.names.in_(_.language), row.key) for place, row in its.by_territory]
    places = _rows(_, its, by_place, where, [row for _place, row in its.by_territory], unknown)
    named = {str(code): name for code, name in languages.items()}
    by_language = (_.plain("Language"), _.plain("Reached"), _.plain("Of"))
    readers = [(named.get(row.key, row.key),) for row in its.by_language]
    spoken = _rows(_, its, by_language, readers, its.by_language, unknown)
    return [
        (_.plain("Summary"), summary),
        (_.plain("Reasons"), reasons),
        (_.plain("Territories"), places),
        (_.plain("Languages"), spoken),
    ]


def _rows(
    _: Words, its: Report, head: Sequence[Cell], called: Sequence[Sequence[Cell]], rows: Sequence[Row], unknown: str
) -> list[Sequence[Cell]]:
    """Rows under their names; a column more when of some nobody knows whether it arrived."""
    figures: list[Sequence[int | Mask]] = list(its.rows(rows))
    if unsure := its.unsure(rows):
        head = (*head, unknown)
        figures = [(*pair, number) for pair, number in zip(figures, unsure, strict=True)]
    found: list[Sequence[Cell]] = [head]
    for name, numbers in zip(called, figures, strict=True):
        found.append((*name, *(_cell(_, number) for number in numbers)))
    return found


def _cell(_: Words, number: int | Mask) -> Cell:
    if isinstance(number, Mask):
        return _.plain("fewer than 5") if number is Mask.SMALL else _.plain("not shown")
    return number


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
