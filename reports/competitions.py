"""The table in which past calls are taken over."""

from collections.abc import Mapping, Sequence

from domain.competitions.calls import CallPart
from domain.competitions.imports import COLUMNS
from domain.spreadsheets import Sheet
from domain.territories import Territory
from reports.spreadsheets import Heading, read_tables
from reports.spreadsheets import template as written
from texts import Words

FILE_NAME = "kenes-calls.xlsx"


def template(_: Words, columns: Mapping[CallPart, str], territories: Sequence[Territory]) -> bytes:
    """An empty table of calls, and the codes of territories that may stand in it."""
    headings = [Heading(columns[part], _format(part)) for part in COLUMNS]
    places = [columns[CallPart.TERRITORIES], *(f"{one.code} {one.names.in_(_.language)}" for one in territories)]
    return written([(_.plain("Calls"), headings)], (_.plain("Lists"), [places]))


def _format(part: CallPart) -> str:
    if part.date is not None:
        return "date"
    return "text" if part.text is not None or part is CallPart.TERRITORIES else ""


def read_table(content: bytes) -> Sheet:
    """The filled rows; raises `NotATable` for anything else."""
    (sheet,) = read_tables(content, (len(COLUMNS),))
    return sheet
