"""The table into which forms on paper are keyed: written here, read here."""

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from domain.languages import Language
from domain.surveys.forms import Form, QuestionKind
from domain.surveys.keying import on_paper
from domain.surveys.paper import MOST_KEYED, Keyed, PaperNames, TemplateTrouble, Trait, TroubleKind, Troubles
from domain.surveys.paper_cells import Column, columns
from domain.surveys.paper_rows import Codes, read_rows
from reports.spreadsheets import NotATable, TooManyRows, read_sheets
from reports.surveys.paper import words as said
from texts import Words, words

FILE_NAME = "kenes-paper.xlsx"
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
# What a person wrote is never a formula, an address or a number of ours.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
# The row below the heading and its words; the widths of columns.
_FIRST, _WIDE, _NARROW = 2, 20, 14
# So far beside the table it is seen that something stands where nothing should.
_BESIDE = 20


def write_template(form: Form, language: Language, names: PaperNames) -> bytes:
    """An empty table to be filled in by who reads `language`, and a sheet with what may stand in it, as `.xlsx`.

    The same data makes the same bytes.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _PLAIN) as book:
        book.set_properties({"created": _EPOCH})
        _Writer(book, words(language), names, columns(on_paper(form), names)).write()
    return content.getvalue()


def read_template(
    form: Form, content: bytes, names: PaperNames, now: datetime, *, free: Collection[str], used: Collection[str] = ()
) -> Keyed | Troubles:
    """What a filled table holds, or all that is wrong with it; what the chat would not take is not taken here either.

    `free` are the codes of forms that nobody answered yet, `used` of those that somebody did; `now` is local.
    """
    width = len(columns(on_paper(form), names)) + _BESIDE
    try:
        sheets = read_sheets(content, width, MOST_KEYED + _FIRST)
    except TooManyRows:
        return Troubles((TemplateTrouble(0, "", TroubleKind.TOO_MANY_ROWS, facts={"most": MOST_KEYED}),))
    except NotATable:
        return Troubles((TemplateTrouble(0, "", TroubleKind.NOT_A_WORKBOOK),))
    # Somebody may have put another sheet before ours.
    first = next(iter(sheets), ())
    ours = next((rows for rows in sheets if rows and Trait.CODE in rows[0][1]), first)
    return read_rows(form, names, ours, now, Codes(free, used))


class _Writer:
    """Writes the sheets of one empty table."""

    def __init__(self, book: Any, _: Words, names: PaperNames, there: Sequence[Column]) -> None:
        self._book, self._, self._names, self._columns = book, _, names, there
        self._forms, self._lists = _.plain("Forms"), _.plain("Lists")

    def write(self) -> None:
        """The sheet to be filled, and the one with what may stand there."""
        sheet, lists = self._book.add_worksheet(self._forms), self._book.add_worksheet(self._lists)
        listed = self._write_lists(lists)
        head = self._book.add_format({"bold": True, "font_color": "#666666", "locked": True})
        told = self._book.add_format({"text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEEEEE"})
        # A spreadsheet makes dates of 3.5 and numbers of codes, unless a cell is for text.
        text = self._book.add_format({"num_format": "@"})
        for place, column in enumerate(self._columns):
            narrow = column.choice is not None
            sheet.set_column(place, place, _NARROW if narrow else _WIDE, None if narrow else text)
            sheet.write_string(0, place, column.head, head)
            sheet.write_string(1, place, self._told(column), told)
            if offered := listed.get(column.head):
                sheet.data_validation(_FIRST, place, MOST_KEYED + _FIRST, place, _one_of(offered))
        sheet.set_row(1, 75)
        sheet.freeze_panes(_FIRST, 1)

    def _told(self, column: Column) -> str:
        language = self._.language
        if column.trait is not None:
            return self._names.heads[column.trait].in_(language)
        question = column.question
        if question is None:
            raise LookupError(column.head)
        label = question.name if question.label is None else question.label.in_(language)
        if column.choice is not None:
            return f"{label}\n{column.choice.label.in_(language)}"
        return "\n".join(one for one in (label, said.keyed(self._, question)) if one)

    def _write_lists(self, sheet: Any) -> Mapping[str, object]:
        """The codes and labels of what can be chosen; where each column finds what to offer."""
        bold = self._book.add_format({"bold": True})
        text = self._book.add_format({"num_format": "@"})
        sheet.set_column(0, 2, 36, text)
        sheet.write_row(0, 0, [self._.plain("Column"), self._.plain("Code"), self._.plain("Label")], bold)
        sheet.freeze_panes(1, 0)
        found: dict[str, object] = {column.head: ["1", "0"] for column in self._columns if column.choice is not None}
        row = 1
        for column in self._columns:
            if column.known is None:
                continue
            first = row
            labels = [label.in_(self._.language) for label in column.known.labels.values()]
            for code, label in zip(column.known.labels, labels, strict=True):
                for place, value in enumerate((column.head, code, label)):
                    sheet.write_string(row, place, value)
                row += 1
            # Where two are called alike, only their codes tell them apart.
            offered = "C" if column.known.tells_apart(labels) else "B"
            if row > first and not _ranks(column):
                quoted = self._lists.replace("'", "''")
                found[column.head] = f"='{quoted}'!${offered}${first + 1}:${offered}${row}"
        return found


def _ranks(column: Column) -> bool:
    return column.question is not None and column.question.kind is QuestionKind.RANK


def _one_of(offered: object) -> dict[str, object]:
    # A code may be written too, so that what is not offered is only warned of.
    return {"validate": "list", "source": offered, "error_type": "warning"}
