"""Issues in figures as a spreadsheet: what the screen says, and every issue without anything personal."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from domain.issues.counts import Days, Group, IssueCounts, Record
from domain.issues.issue import Category, Issue
from domain.issues.priorities import Compared, Priorities, Prioritized
from domain.registers import Count
from reports.issues import Names
from texts import Words

FILE_NAME = "kenes-problems.xlsx"
Cell = str | int | float | date | None
Rows = Iterable[Sequence[Cell]]
_WIDE, _NARROW = 42, 14


def table(_: Words, found: IssueCounts, names: Names) -> bytes:
    """The sheets: summary, groups, the order, every issue; a text is never taken for a formula."""
    content = io.BytesIO()
    # Rows go to the disk as they are written: a whole country has a hundred thousand.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8F0F2"}),
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        for name, heading, rows, widths in _sheets(_, found, names):
            _write(book.add_worksheet(name), heading, rows, widths, formats)
    return content.getvalue()


def _write(sheet: Any, heading: Sequence[str], rows: Rows, widths: Sequence[int], formats: dict[str, Any]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, heading, formats["head"])
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(last, column, value, formats["day"])
            elif isinstance(value, str):
                sheet.write_string(last, column, value)
            elif value is not None:
                sheet.write_number(last, column, value)
    sheet.autofilter(0, 0, last, len(heading) - 1)


def _sheets(_: Words, found: IssueCounts, names: Names) -> Iterable[tuple[str, Sequence[str], Rows, Sequence[int]]]:
    yield _.plain("Summary"), ("", names.about), _summary(_, found), (56, _NARROW, _NARROW, _NARROW)
    yield _.plain("Breakdown"), _group_heading(_), _groups(_, found, names), (22, _WIDE, *[_NARROW] * 4)
    if found.rankings:
        widths = (_WIDE, 10, 10, 12, 60, *[_NARROW] * 6)
        yield _.plain("What matters"), _order_heading(_), _order(_, found.rankings, names), widths
    if found.category_rankings:
        widths = (_WIDE, 10, 10, _WIDE, *[_NARROW] * 6)
        rows = _category_order(_, found.category_rankings, names)
        yield _.plain("What matters, by kinds"), _category_heading(_), rows, widths
    if found.records is not None:
        widths = (20, 22, 26, 24, 22, 12, 12, *[_NARROW] * 6, 80)
        yield _.plain("Problems"), _record_heading(_), _records(_, found.records, names), widths


def _summary(_: Words, found: IssueCounts) -> Rows:
    yield _.plain("problems"), found.total.issues
    yield _.plain("of them open"), found.total.still_open
    yield _.plain("of them solved"), found.total.solved
    yield _.plain("reports, with those that were merged into another"), found.reports
    yield _.plain("reports that are not open to the okrug"), found.private
    yield _.plain("people concerned (whoever has two problems counts twice)"), found.total.supports
    yield from _days(_, _.plain("days to the first answer, median"), found.first_answer)
    yield from _days(_, _.plain("days to the solution, median"), found.solution)
    for days, number in found.open_over:
        yield _.plain("open for over {days} days", days=days), number
    yield _.plain("people reached by solutions, sum"), _people(_, found.reached) if found.reached_known else None
    yield _.plain("solved problems with a number of people reached"), found.reached_known


def _days(_: Words, name: str, days: Days) -> Rows:
    yield name, None if days.median is None else round(days.median, 1)
    yield _.plain("… of how many"), days.of
    yield _.plain("… still waiting"), days.waiting


def _people(_: Words, number: Count) -> Cell:
    if number.at_least:
        return _.plain("at least {number}", number=_.number(number.value))
    return number.value


def _group_heading(_: Words) -> Sequence[str]:
    return (
        _.plain("by what"),
        _.plain("name"),
        _.plain("problems"),
        _.plain("open"),
        _.plain("solved"),
        _.plain("people concerned"),
    )


def _groups(_: Words, found: IssueCounts, names: Names) -> Rows:
    for area, its in found.by_area:
        yield _group(_.plain("area"), names.area(area), its)
    for category, its in found.by_category:
        yield _group(_.plain("category"), category.names.in_(_.language), its)
    for state, number in found.by_state:
        yield _.plain("state"), names.state(state), number
    for place, its in found.by_territory:
        yield _group(_.plain("territory"), place.names.in_(_.language), its)
    for first, number in found.by_month:
        yield _.plain("month of sending"), f"{first:%m.%Y}", number


def _group(kind: str, name: str, its: Group) -> Sequence[Cell]:
    return kind, name, its.issues, its.still_open, its.solved, its.supports


def _order_heading(_: Words) -> Sequence[str]:
    return (
        _.plain("area"),
        _.plain("place from"),
        _.plain("place to"),
        _.plain("number"),
        _.plain("words"),
        *_figures_heading(_),
    )


def _category_heading(_: Words) -> Sequence[str]:
    return (
        _.plain("area"),
        _.plain("place from"),
        _.plain("place to"),
        _.plain("category"),
        *_figures_heading(_),
    )


def _figures_heading(_: Words) -> Sequence[str]:
    return (
        _.plain("chosen in so many of 100"),
        _.plain("95 %, from"),
        _.plain("95 %, to"),
        _.plain("times compared"),
        _.plain("times chosen"),
        _.plain("people concerned"),
    )


def _order(_: Words, rankings: Iterable[Priorities[Issue]], names: Names) -> Rows:
    for one in rankings:
        for line in one.lines:
            yield names.area(one.area), *_place(line), line.item.serial, _words(_, line.item), *_figures(line)
        yield names.area(one.area), None, None, None, _compared_by(_, one, names)


def _category_order(_: Words, rankings: Iterable[Priorities[Category]], names: Names) -> Rows:
    for one in rankings:
        for line in one.lines:
            yield names.area(one.area), *_place(line), line.item.names.in_(_.language), *_figures(line)
        yield names.area(one.area), None, None, _compared_by(_, one, names)


def _compared_by(_: Words, one: Priorities[Compared], names: Names) -> str:
    note = _.plain("people who compared: {people}", people=names.people(one.people))
    if one.is_ranked:
        return note
    lacking = _.plain("not enough yet for an order")
    return f"{note}; {lacking}"


def _place(line: Prioritized[Compared]) -> Sequence[Cell]:
    return (None, None) if line.strength is None else (line.strength.best, line.strength.worst)


def _figures(line: Prioritized[Compared]) -> Sequence[Cell]:
    if line.strength is None:
        return None, None, None, None, None, line.supports
    low, high = line.percent_range or (None, None)
    return line.percent, low, high, line.strength.compared, line.strength.chosen, line.supports


def _words(_: Words, issue: Issue) -> str:
    return issue.text or ("" if issue.category is None else issue.category.names.in_(_.language))


def _record_heading(_: Words) -> Sequence[str]:
    return (
        _.plain("rayon"),
        _.plain("okrug"),
        _.plain("area"),
        _.plain("category"),
        _.plain("state"),
        _.plain("number"),
        _.plain("sent"),
        _.plain("people concerned"),
        _.plain("days to the first answer"),
        _.plain("days to the solution"),
        _.plain("done on"),
        _.plain("people reached"),
        _.plain("not open to the okrug"),
        _.plain("words, where the whole okrug may read them"),
    )


def _records(_: Words, records: Iterable[Record], names: Names) -> Rows:
    language, yes = _.language, _.plain("yes")
    for one in records:
        yield (
            None if one.rayon is None else one.rayon.in_(language),
            one.okrug.in_(language),
            names.area(one.category.area),
            one.category.names.in_(language),
            names.state(one.state),
            one.serial,
            one.sent_on,
            one.supports,
            _rounded(one.days_to_answer),
            _rounded(one.days_to_solution),
            one.done_on,
            one.reached,
            yes if one.is_private else None,
            one.text,
        )


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 1)
