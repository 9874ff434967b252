"""The report as a table opens in a real reader and hides what the screen hides; the page for the board is one page."""

import io
from dataclasses import replace

import openpyxl
import pytest
from pypdf import PdfReader

from domain.announcements import Report, Row
from domain.languages import LANGUAGES, Language
from domain.outbox import DeliveryState
from handlers.announcements.sent import called
from reports import announcements as reports
from screens.announcements import sent
from screens.names import LANGUAGE_NAMES
from tests.screens.samples.announcements import REPORT
from texts import words


def sheets(language: Language, its: Report) -> dict[str, list[list[object]]]:
    _ = words(language)
    book = openpyxl.load_workbook(io.BytesIO(reports.table(_, its, called(_, its), LANGUAGE_NAMES)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_opens_and_says_what_the_screen_says(language: Language) -> None:
    found = list(sheets(language, REPORT).values())
    _ = words(language)
    summary, _reasons, places, spoken = found
    assert summary[1][1] == REPORT.registered
    assert summary[3][1] == _.plain("fewer than 5") == sent.shown(_, REPORT, REPORT.read)
    assert len(places) == 1 + len(REPORT.by_territory)
    assert [row[0] for row in spoken[1:]] == [LANGUAGE_NAMES[one] for one in LANGUAGES]


def test_staff_see_small_numbers() -> None:
    summary, *_ = sheets("en", replace(REPORT, exact=True)).values()
    assert summary[3] == ["Said that they read it", 4]


def test_reasons_are_words_and_what_was_stopped_is_said_as_stopped() -> None:
    its = replace(REPORT, reasons=[(DeliveryState.BLOCKED, "blocked", 9)], halted={"stopped": 102})
    summary, reasons, *_others = sheets("ru", its).values()
    assert [row[1] for row in reasons[1:]] == ["заблокировали бота"]
    assert ["Остановлено", 102] in summary


def test_what_telegram_said_is_never_run_by_a_spreadsheet() -> None:
    its = replace(REPORT, reasons=[(DeliveryState.FAILED, '=HYPERLINK("http://evil")', 9)])
    _ = words("en")
    book = openpyxl.load_workbook(io.BytesIO(reports.table(_, its, called(_, its), LANGUAGE_NAMES)))
    assert book["Reasons"]["B2"].data_type == "s"


KAZAKH = "Құрметті тұрғындар! Ертең сағат 10-да ұңғыма жөнделеді, су өшеді. ӘҒҚҢӨҰҮҺІ"


@pytest.mark.parametrize("length", [1, 40])
def test_the_page_for_the_board_is_one_page_with_kazakh_letters(length: int) -> None:
    pdf = reports.board(
        "Әкім хабарлайды · Жараспай", "24 қараша 2026", [("kk", KAZAKH * length), ("ru", "Вода 💧" * length)]
    )
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert "ұңғыма" in text
    assert "24 қараша 2026" in text
    assert "💧" not in text


def test_what_people_wrote_is_not_run_on_the_page() -> None:
    pdf = reports.board("#panic()", "x", [("en", '#panic() $x$ *bold*\n\n= head "q"')])
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    text = page.extract_text()
    assert "#panic() $x$ *bold*" in text


def test_three_full_texts_fit_on_one_page() -> None:
    pdf = reports.board("Әкім", "x", [(language, ("сөз " * 1024)[:4096]) for language in LANGUAGES])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_of_whom_nobody_knows_stands_by_place_and_language_and_nowhere_when_there_are_none() -> None:
    okrugs = [place for place, _row in REPORT.by_territory[:3]]
    rows = [Row("1", 90, 100, 10), Row("2", 80, 100, 20), Row("3", 99, 100, 1)]
    its = replace(REPORT, by_territory=list(zip(okrugs, rows, strict=True)), by_language=[Row("kk", 90, 131, 31)])
    *_others, places, spoken = sheets("en", its).values()
    assert places[0][4] == spoken[0][3] == "Not known whether it arrived"
    assert [row[4] for row in places[1:]] == ["not shown", 20, "fewer than 5"]
    assert spoken[1] == ["Қазақша", 90, 131, 31]
    *_others, places, spoken = sheets("en", replace(its, exact=True)).values()
    assert [row[4] for row in places[1:]] == [10, 20, 1]
    *_others, places, spoken = sheets("en", REPORT).values()
    assert (len(places[0]), len(spoken[0])) == (4, 3)
