"""The results of a survey as a workbook: summary with charts, a sheet for each cross, method; raw answers for staff."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from domain.languages import Language
from domain.summaries.printed import Block, Grid, Printed, Waves
from domain.summaries.raw import Raw
from reports.surveys.results.raw import Field, cells, fields, in_words
from texts import Words

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
# What a person wrote is never a formula, an address or a number of ours.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_SHEET, _A4 = 31, 9
# Points of a line, and letters that a line of the first column, and of the others, surely takes.
_LINE, _LETTERS, _HEAD_LETTERS = 15, 48, 14
# Above so many rows a workbook is written row by row to the disk, and its memory does not grow.
_LARGE = 2_000


def book(_: Words, its: Printed, raw: Raw | None = None) -> bytes:
    """The workbook; `raw` is there for who may have the answers themselves. The same data makes the same bytes."""
    content = io.BytesIO()
    large = raw is not None and len(raw.rows) > _LARGE
    with xlsxwriter.Workbook(content, {**_PLAIN, "constant_memory": large, "in_memory": not large}) as workbook:
        workbook.set_properties({"title": its.title, "created": _EPOCH})
        sheets = _Sheets(workbook, its)
        sheets.summary()
        for title, blocks in _crossed(its):
            sheets.cross(title, blocks)
        if its.waves is not None:
            sheets.waves(its.waves)
        if raw is not None:
            sheets.answers(_.plain("Answers, codes"), raw, labels=False)
            sheets.answers(_.plain("Answers, labels"), raw, labels=True)
            sheets.codebook(
                _.plain("Codebook"), raw, (_.plain("Column"), _.plain("Question"), _.plain("Code"), _.plain("Label"))
            )
        sheets.method()
    return content.getvalue()


def _crossed(its: Printed) -> list[tuple[str, list[tuple[Block, Grid]]]]:
    found: dict[str, list[tuple[Block, Grid]]] = {}
    for block in its.blocks:
        for grid in block.grids:
            found.setdefault(grid.title, []).append((block, grid))
    return list(found.items())


class _Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, workbook: Any, its: Printed) -> None:
        self._book, self._its = workbook, its
        self._bold = workbook.add_format({"bold": True})
        self._head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._title = workbook.add_format({"bold": True, "font_size": 14})
        self._wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._names: set[str] = set()

    def _add(self, name: str) -> Any:
        # A spreadsheet takes no such signs in the name of a sheet, and each name once.
        plain = "".join(letter for letter in name if letter not in "[]:*?/\\")[:LONGEST_SHEET].strip("' ") or "1"
        unique, number = plain, 2
        while unique.casefold() in self._names:
            unique = f"{plain[: LONGEST_SHEET - 3]} {number}"
            number += 1
        self._names.add(unique.casefold())
        sheet = self._book.add_worksheet(unique)
        # As it comes out of the printer of an akimat.
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def summary(self) -> None:
        """Rates, who answered, and each question with its chart."""
        its, words = self._its, self._its.words
        sheet = self._add(words.get("summary", its.title))
        sheet.set_column(0, 0, 52, self._wrap)
        sheet.set_column(1, 5, 15)
        sheet.write_string(0, 0, its.title, self._title)
        at = 1
        for line in (*its.facts, *its.sentences, *its.notes):
            at = self._text(sheet, at, line)
        if its.rates:
            at = self._pairs(sheet, at + 1, words["rates"], its.rates)
        for block in its.traits:
            at = self._lines(sheet, at + 1, block)
        for block in its.blocks:
            at = self._lines(sheet, at + 1, block)

    def _text(self, sheet: Any, at: int, text: str) -> int:
        """A text in the first column; not every program makes the row as high as its lines."""
        sheet.set_row(at, _LINE * -(-len(text) // _LETTERS))
        sheet.write_string(at, 0, text, self._wrap)
        return at + 1

    def _heads(self, sheet: Any, at: int, heads: Sequence[str]) -> None:
        sheet.set_row(at, _LINE * (2 if any(len(head) > _HEAD_LETTERS for head in heads) else 1))
        for column, head in enumerate(heads):
            sheet.write_string(at, column, head, self._head)

    def _heading(self, sheet: Any, at: int, text: str) -> int:
        sheet.write_string(at, 0, text, self._bold)
        return at + 1

    def _pairs(self, sheet: Any, at: int, title: str, pairs: Sequence[tuple[str, str]]) -> int:
        at = self._heading(sheet, at, title)
        for label, text in pairs:
            after = self._text(sheet, at, label)
            sheet.write_string(at, 1, text)
            at = after
        return at

    def _lines(self, sheet: Any, at: int, block: Block) -> int:
        words = self._its.words
        at = self._heading(sheet, at, block.title)
        for text in filter(None, (block.base, *block.said)):
            at = self._text(sheet, at, text)
        if not block.lines:
            return at
        weighted = any(line.weighted is not None for line in block.lines)
        heads = [words["answer"], words["count"], words["percent"], *([words["weighted"]] if weighted else [])]
        self._heads(sheet, at, heads)
        first = at + 1
        for number, line in enumerate(block.lines):
            sheet.write_string(first + number, 0, line.label)
            for column, value in enumerate((line.count, line.percent, line.weighted)[: 3 if weighted else 2], 1):
                self._number(sheet, first + number, column, value, hidden=line.count is None)
        last = first + len(block.lines) - 1
        return max(last + 1, self._chart(sheet, block, first, last))

    def _number(self, sheet: Any, row: int, column: int, value: float | None, *, hidden: bool) -> None:
        if value is not None:
            sheet.write_number(row, column, value)
        elif hidden:
            sheet.write_string(row, column, self._its.hidden)

    def _chart(self, sheet: Any, block: Block, first: int, last: int) -> int:
        if not any(line.count for line in block.lines):
            return last
        chart = self._book.add_chart({"type": "bar"})
        name = sheet.get_name()
        chart.add_series(
            {
                "categories": [name, first, 0, last, 0],
                "values": [name, first, 1, last, 1],
                "fill": {"color": "#1f6f8b"},
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": block.title[:100], "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        # Else a program may begin where the shortest bar ends.
        chart.set_x_axis({"min": 0})
        height = max(140, 34 * len(block.lines) + 60)
        chart.set_size({"width": 520, "height": height})
        sheet.insert_chart(first - 1, 6, chart)
        return first + height // 20 + 1

    def cross(self, title: str, blocks: Sequence[tuple[Block, Grid]]) -> None:
        """All questions by one trait, or by two."""
        sheet = self._add(title)
        sheet.set_column(0, 0, 46, self._wrap)
        sheet.set_column(1, 60, 13)
        sheet.freeze_panes(0, 1)
        at = 0
        for block, grid in blocks:
            at = self._grid(sheet, at, block.title, grid)

    def waves(self, waves: Waves) -> None:
        """The survey beside earlier ones, question by question."""
        sheet = self._add(waves.title)
        sheet.set_column(0, 0, 46, self._wrap)
        sheet.set_column(1, 60, 13)
        sheet.freeze_panes(0, 1)
        at = 0
        for note in waves.notes:
            at = self._text(sheet, at, note)
        at += 1
        for grid in waves.grids:
            at = self._grid(sheet, at, grid.title, grid)

    def _grid(self, sheet: Any, at: int, title: str, grid: Grid) -> int:
        sheet.write_string(at, 0, title, self._bold)
        sheet.set_row(at + 1, 2 * _LINE)
        for column, head in enumerate(grid.heads):
            sheet.write_string(at + 1, 1 + 2 * column, head, self._head)
            sheet.write_string(at + 1, 2 + 2 * column, "%", self._head)
        sheet.write_string(at + 2, 0, self._its.words["base"])
        for column, base in enumerate(grid.bases):
            self._number(sheet, at + 2, 1 + 2 * column, base, hidden=base is None)
        for number, (label, counts, percents) in enumerate(grid.rows, at + 3):
            sheet.write_string(number, 0, label)
            for column, (count, percent) in enumerate(zip(counts, percents, strict=True)):
                self._number(sheet, number, 1 + 2 * column, count, hidden=count is None)
                self._number(sheet, number, 2 + 2 * column, percent, hidden=False)
        return at + 4 + len(grid.rows)

    def answers(self, title: str, raw: Raw, *, labels: bool) -> None:
        """The answers themselves, a row each."""
        language: Language = self._its.language
        sheet = self._add(title)
        columns = fields(raw, language)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 16)
        for column, one in enumerate(columns):
            sheet.write_string(0, column, one.label if labels else one.code, self._head)
        meanings = [one.labels(language) or (raw.called if one.question is None else {}) for one in columns]
        for number, row in enumerate(self._shown(raw, columns, meanings if labels else None), 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        sheet.autofilter(0, 0, max(1, len(raw.rows)), len(columns) - 1)

    def _shown(
        self, raw: Raw, columns: Sequence[Field], meanings: Sequence[dict[str, str] | Any] | None
    ) -> Iterator[list[str | int | float | None]]:
        for row in cells(raw, columns):
            if meanings is None:
                yield row
            else:
                yield [in_words(cell, one, known) for cell, one, known in zip(row, columns, meanings, strict=True)]

    def codebook(self, title: str, raw: Raw, heads: Sequence[str]) -> None:
        """What each column and each code means."""
        sheet = self._add(title)
        sheet.set_column(0, 3, 30, self._wrap)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self._head)
        at = 1
        for one in fields(raw, self._its.language):
            for code, label in one.labels(self._its.language).items() or [("", "")]:
                for column, text in enumerate((one.code, one.label, code, label)):
                    sheet.write_string(at, column, text)
                at += 1

    def method(self) -> None:
        """How to read the figures; for staff how they were weighted, and intervals."""
        its, words = self._its, self._its.words
        sheet = self._add(words.get("method", "1"))
        sheet.set_column(0, 0, 60, self._wrap)
        sheet.set_column(1, 5, 15)
        at = 0
        for text in (*its.notes, *its.method):
            at = self._text(sheet, at, text)
        if its.outcomes:
            at = self._pairs(sheet, at + 1, words["outcomes"], its.outcomes)
        for block in its.blocks:
            known = [line for line in block.lines if line.low is not None and line.high is not None]
            if known:
                at = self._text(sheet, self._heading(sheet, at + 1, block.title), words["interval"])
                self._heads(sheet, at, (words["answer"], words["weighted"], words["low"], words["high"]))
                for number, line in enumerate(known, at + 1):
                    sheet.write_string(number, 0, line.label)
                    for column, value in enumerate((line.weighted, line.low, line.high), 1):
                        self._number(sheet, number, column, value, hidden=False)
                at += 1 + len(known)
