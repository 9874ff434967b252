"""What is taken away of meetings opens in other people's programs and says what the screen says."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import openpyxl
import pytest
import vobject

from domain.event_imports import EVENTS, FIGURES, Column
from domain.languages import LANGUAGES, Language
from domain.meetings import Card, MeetingKind, MeetingState
from domain.registers import Selection, register
from domain.roles import Area
from domain.spreadsheets import Sheet
from reports.meetings import calendar, template
from reports.meetings import register as report
from reports.spreadsheets import NotATable
from screens import names as common
from screens.meetings import names
from screens.meetings import register as screens
from tests.screens.samples import EVIL, NOW, OKRUG
from tests.screens.samples.meetings import FULL, RECORDS, meeting
from texts import words

LINES = ("Ауыз су; құдық, жол", "Бюджет \\ 2027", "x" * 200)


def read(content: bytes) -> Any:
    """The event as an independent parser understands it."""
    whole = vobject.readOne(content.decode())
    assert whole.version.value == "2.0"
    return whole.vevent


def test_a_calendar_understands_the_meeting_in_utc() -> None:
    card = Card(meeting(agenda=LINES, sequence=3), OKRUG)
    content = calendar.ics(card, "Жиналыс, Жараспай", "kk", NOW)
    event = read(content)
    assert (event.uid.value, event.sequence.value, event.status.value) == ("u@kenes", "3", "CONFIRMED")
    assert event.dtstart.value == NOW
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert b"DTSTART:20261124T070000Z" in content
    assert event.summary.value == "Жиналыс, Жараспай"
    assert event.description.value == "\n".join(LINES)
    assert event.location.value == card.meeting.where
    # Lines are at most 75 bytes and never cut inside a letter.
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_moved_it_is_the_same_event_with_a_higher_number_and_called_off_it_says_so() -> None:
    before = meeting(sequence=0)
    after = replace(before, sequence=1, starts_at=NOW + timedelta(days=1))
    off = replace(after, sequence=2, state=MeetingState.CANCELLED)
    first, second, third = (read(calendar.ics(Card(one, OKRUG), "x", "en", NOW)) for one in (before, after, off))
    assert first.uid.value == second.uid.value == third.uid.value
    assert [event.sequence.value for event in (first, second, third)] == ["0", "1", "2"]
    assert second.dtstart.value == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert third.status.value == "CANCELLED"
    assert b"METHOD:CANCEL" in calendar.ics(Card(off, OKRUG), "x", "en", NOW)


def test_a_meeting_without_a_time_is_no_event() -> None:
    with pytest.raises(ValueError, match="without a time"):
        calendar.ics(Card(meeting(starts_at=None), OKRUG), "x", "en", NOW)


def called(language: Language) -> report.Names:
    spoken = words(language)
    return report.Names(partial(names.kind, spoken), partial(names.what, spoken), partial(names.people, spoken), "2017")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_file_says_what_the_screen_says(language: Language) -> None:
    spoken = words(language)
    book = openpyxl.load_workbook(io.BytesIO(report.register_xlsx(spoken, FULL, called(language))))
    summary, where, each = book.worksheets
    rows = list(summary.iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(FULL.by_kind) + 3 + len(FULL.entered_people)
    total = rows[len(FULL.by_kind)]
    assert total[1] == FULL.total.meetings
    assert str(total[3]) in screens.register(spoken, FULL, "").text
    assert (total[4], where.max_row, each.max_row) == (40, 2, 11)
    title = each.cell(2, 1)
    assert EVIL in title.value
    assert title.data_type == "s"


def test_what_somebody_wrote_is_no_formula() -> None:
    evil = replace(RECORDS[0], where="=HYPERLINK(1)", title=replace(RECORDS[0].title, en="=1+1"))
    content = report.register_xlsx(words("en"), register(Selection(), [evil], 0), called("en"))
    each = openpyxl.load_workbook(io.BytesIO(content)).worksheets[2]
    assert (each["A2"].value, each["A2"].data_type) == ("=1+1", "s")
    assert each["E2"].data_type == "s"


def empty(language: Language) -> bytes:
    spoken = words(language)
    called_so = template.Names(
        {column: screens.column(spoken, column) for column in Column},
        [names.kind(spoken, kind) for kind in MeetingKind],
        [common.area(spoken, area) for area in Area],
        screens.yes(spoken),
    )
    return template.template(spoken, called_so, [OKRUG])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_comes_back_as_it_went_out(language: Language) -> None:
    content = empty(language)
    assert template.read_table(content) == (Sheet(), Sheet())
    book = openpyxl.load_workbook(io.BytesIO(content))
    events, people, lists = book.worksheets
    assert (events.max_column, people.max_column) == (len(EVENTS), len(FIGURES))
    assert lists["D2"].value.startswith(OKRUG.code)
    assert {lists.cell(2 + n, 1).value.casefold() for n in range(len(MeetingKind))} <= screens.kinds_by_name().keys()
    events.cell(3, 1, lists["A2"].value)
    events.cell(3, EVENTS.index(Column.DAY) + 1, date(2017, 6, 22))
    filled = io.BytesIO()
    book.save(filled)
    ((number, cells),) = template.read_table(filled.getvalue())[0].rows
    assert number == 3
    assert screens.kinds_by_name()[str(cells[0]).casefold()] is MeetingKind.GROUP
    assert cells[EVENTS.index(Column.DAY)] == datetime(2017, 6, 22)  # noqa: DTZ001 (as a cell holds it)


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.4", b"PK\x03\x04" + b"0" * 100])
def test_another_file_is_no_table(content: bytes) -> None:
    with pytest.raises(NotATable):
        template.read_table(content)


def test_a_table_of_somebody_else_is_no_table() -> None:
    book = openpyxl.Workbook()
    other = io.BytesIO()
    book.save(other)
    with pytest.raises(NotATable):
        template.read_table(other.getvalue())
