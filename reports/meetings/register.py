"""The register as a table: the same value that the screen shows."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter

from domain.meetings import MeetingKind
from domain.registers import Count, Line, Record, Register
from domain.roles import Area
from texts import Words

FILE_NAME = "kenes-register.xlsx"
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called where the file is read: kinds, kinds with their area, numbers of people, the period."""

    kind: Callable[[MeetingKind], str]
    what: Callable[[MeetingKind, Area | None], str]
    people: Callable[[Count], str]
    period: str


def register_xlsx(_: Words, found: Register, names: Names) -> bytes:
    """Three sheets: a summary by kind, the territories, every meeting; a text is never taken for a formula."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        for name, rows in _sheets(_, found, names):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row, bold if number == 0 else None)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, 9, 16)
    return content.getvalue()


def _sheets(_: Words, found: Register, names: Names) -> tuple[tuple[str, list[Sequence[Cell]]], ...]:
    territories = {record.territory_code or "": record.territory for record in found.records}

    def place(code: str) -> str:
        named = territories.get(code)
        return _.plain("all territories") if named is None else named.in_(_.language)

    summary: list[Sequence[Cell]] = [_heading(_, _.plain("kind"))]
    summary += [_line(names, line, names.kind(MeetingKind(line.key))) for line in found.by_kind]
    summary.append(_line(names, found.total, _.plain("in all")))
    summary.append((_.plain("different people among those who checked in"), found.named_people or None))
    summary += [
        (
            _.plain("different people, as reported: {source}", source=figure.source),
            None,
            None,
            names.people(figure.people),
            figure.women_percent,
        )
        for figure in found.entered_people
    ]
    summary.append((_.plain("period"), names.period))
    where: list[Sequence[Cell]] = [_heading(_, _.plain("territory"))]
    where += [_line(names, line, place(line.key)) for line in found.by_territory]
    each: list[Sequence[Cell]] = [_columns(_)]
    each += [_record(_, names, record, place(record.territory_code or "")) for record in found.records]
    return ((_.plain("Summary"), summary), (_.plain("Territories"), where), (_.plain("Meetings"), each))


def _heading(_: Words, first: str) -> Sequence[Cell]:
    return (
        first,
        _.plain("meetings"),
        _.plain("with a number of people"),
        _.plain("attendances"),
        _.plain("women, %"),
        _.plain("women, of how many"),
    )


def _line(names: Names, line: Line, name: str) -> Sequence[Cell]:
    people = names.people(line.attendances) if line.attendances.at_least else line.attendances.value
    share = line.women
    base = names.people(share.base) if share.base.at_least else share.base.value
    known = share.percent is not None
    return (
        name,
        line.meetings,
        line.counted,
        people if line.counted else None,
        share.percent,
        base if known else None,
    )


def _columns(_: Words) -> Sequence[Cell]:
    return (
        _.plain("title"),
        _.plain("kind"),
        _.plain("territory"),
        _.plain("date"),
        _.plain("place"),
        _.plain("people"),
        _.plain("women, %"),
        _.plain("women, of how many"),
    )


def _record(_: Words, names: Names, record: Record, place: str) -> Sequence[Cell]:
    turnout = record.turnout
    people: Cell = None
    percent: int | None = None
    base: Cell = None
    if turnout is not None:
        people = names.people(turnout.people) if turnout.people.at_least else turnout.people.value
        percent = turnout.women.percent
        base = None if percent is None else names.people(turnout.women.base)
    return (
        record.title.in_(_.language),
        names.what(record.kind, record.area),
        place,
        record.day.isoformat(),
        record.where,
        people,
        percent,
        base,
    )
