"""The screen, the picture and the table of issues say the same numbers, and the table nothing personal."""

import io
import re
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape
from typing import Any

import openpyxl
import pytest

from domain.issues.counts import Days, Group, IssueCounts, Record
from domain.issues.states import IssueState
from domain.languages import LANGUAGES, Language, Localized
from domain.roles import Area
from reports.charts import Bars, Chart, Columns
from reports.issues import Names, chart, table
from screens import names as common
from screens.issues import counts as screens
from screens.meetings.names import few
from tests.screens.samples import EVIL, OKRUG
from tests.screens.samples.issue_priorities import (
    CATEGORIES_RANKED,
    CATEGORIES_UNRANKED,
    CATEGORY,
    EMPTY,
    FULL,
    RANKED,
    UNRANKED,
)
from texts import words

RECORDS = tuple(
    Record(
        serial=serial,
        okrug=OKRUG.names,
        rayon=Localized(kk="Нұра ауданы"),
        category=CATEGORY,
        state=IssueState.SOLVED,
        is_private=serial == 2,
        sent_on=date(2026, 10, serial),
        supports=serial * 11,
        days_to_answer=3.14159,
        days_to_solution=None,
        done_on=date(2026, 11, 1),
        reached=560,
        history=False,
        text=None if serial == 2 else "=HYPERLINK(1)",
    )
    for serial in (1, 2, 3)
)
# Numbers of which no two are alike, so that a number says where it is from.
COUNTS = replace(
    FULL,
    total=Group(611, 307, 211, 2003),
    reports=701,
    private=43,
    by_area=((Area.SOCIAL, Group(401, 201, 101, 1001)), (Area.ECONOMY, Group(210, 106, 110, 1002))),
    by_category=((CATEGORY, Group(608, 303, 208, 1999)), (replace(CATEGORY, id=7), Group(3, 4, 5, 6))),
    by_state=((IssueState.NEW, 307), (IssueState.SOLVED, 211), (IssueState.DECLINED, 93)),
    by_territory=((OKRUG, Group(609, 306, 209, 1998)),),
    by_month=((date(2026, 9, 1), 83), (date(2026, 10, 1), 89), (date(2026, 11, 1), 97)),
    first_answer=Days(3.25, 503, 107),
    solution=Days(41.5, 209, 307),
    open_over=((30, 151), (90, 71)),
    reached_known=57,
    records=RECORDS,
)


def called(language: Language, found: IssueCounts) -> Names:
    _ = words(language)
    return Names(
        screens.about(_, found, "y0"), partial(common.area, _), partial(screens.state_in_file, _), partial(few, _)
    )


def sheets(language: Language, found: IssueCounts) -> dict[str, list[tuple[Any, ...]]]:
    content = table.table(words(language), found, called(language, found))
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def drawn(language: Language, found: IssueCounts) -> tuple[Chart, ...]:
    return chart.charts(words(language), found, called(language, found))


def numbers_on_screen(language: Language, found: IssueCounts) -> list[str]:
    text = unescape(re.sub("<[^>]+>", "", screens.counts(words(language), found, "y0").text)).replace(EVIL, "")
    return re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"(?<=\d)[\s\u00a0\u202f,](?=\d{3}\b)", "", text))


def values(charts: tuple[Chart, ...]) -> list[float]:
    found: list[float] = []
    for one in charts:
        if isinstance(one, Bars):
            found += [bar.value for bar in one.bars]
        elif isinstance(one, Columns):
            found += [value for series in one.series for value in series.values]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_the_table_and_the_picture_say_the_same(language: Language) -> None:
    screen = numbers_on_screen(language, COUNTS)
    book = sheets(language, COUNTS)
    summary, breakdown = list(book.values())[:2]
    in_summary = [row[1] for row in summary[1:]]
    assert in_summary[:6] == [611, 307, 211, 701, 43, 2003]
    assert in_summary[6:12] == [3.2, 503, 107, 41.5, 209, 307]
    assert in_summary[12:14] == [151, 71]
    assert "560" in str(in_summary[14])
    assert in_summary[15] == 57
    for number in (611, 307, 211, 701, 43, 2003, 503, 107, 209, 151, 71, 560, 57):
        assert str(number) in screen, number
    in_breakdown = [row[2] for row in breakdown[1:]]
    assert in_breakdown == [401, 210, 608, 3, 307, 211, 93, 609, 83, 89, 97]
    assert [str(number) for number in in_breakdown if str(number) not in screen] == []
    figures = replace(COUNTS, rankings=(), category_rankings=())
    assert values(drawn(language, figures)) == in_breakdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_is_the_same_in_the_table_and_in_the_picture(language: Language) -> None:
    found = replace(COUNTS, rankings=(RANKED, UNRANKED))
    first, *_rest = drawn(language, found)
    assert isinstance(first, Bars)
    assert first.points
    rows = [row for row in list(sheets(language, found).values())[2][1:] if row[3] is not None]
    ranked = rows[: len(RANKED.lines)]
    assert [(row[5], row[6], row[7]) for row in ranked[: len(first.bars)]] == [
        (bar.value, bar.low, bar.high) for bar in first.bars
    ]
    places = [f"{row[1]}–{row[2]}" if row[1] != row[2] else f"{row[1]}" for row in ranked]
    assert all(bar.note.startswith(f"{place};") for bar, place in zip(first.bars, places, strict=False))
    assert [row[1] for row in rows[len(ranked) :]] == [None] * len(UNRANKED.lines), "no place before there is an order"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_of_categories_stands_beside_it_on_a_sheet_and_in_the_picture(language: Language) -> None:
    found = replace(COUNTS, rankings=(UNRANKED,), category_rankings=(CATEGORIES_RANKED, CATEGORIES_UNRANKED))
    first, *_rest = drawn(language, found)
    assert isinstance(first, Bars)
    heading, *rows = list(sheets(language, found).values())[3]
    assert len(heading) == 10
    ranked = rows[: len(CATEGORIES_RANKED.lines)]
    assert {row[3] for row in ranked} == {bar.label for bar in first.bars} == {CATEGORY.names.in_(language)}
    assert [(row[4], row[5], row[6]) for row in ranked] == [(bar.value, bar.low, bar.high) for bar in first.bars]
    assert [row[9] for row in ranked] == [1_000_000] * len(ranked)
    unranked = rows[len(ranked) + 1 : -1]
    assert [(row[1], row[9]) for row in unranked] == [(None, 3), (None, 0)]


def test_an_order_that_is_not_there_is_not_drawn_and_few_people_are_not_counted_out() -> None:
    found = replace(COUNTS, rankings=(UNRANKED,), category_rankings=(CATEGORIES_UNRANKED,))
    assert not any(isinstance(one, Bars) and one.points for one in drawn("kk", found))
    note = "people who compared: fewer than 5; not enough yet for an order"
    assert [row[4] for row in sheets("en", found)["What matters"] if row[3] is None] == [note]
    assert sheets("en", found)["What matters, by kinds"][-1][3] == note


def test_the_table_of_issues_has_no_author_no_place_and_no_live_formula() -> None:
    (heading, *rows) = sheets("en", COUNTS)["Problems"]
    assert heading == (
        "rayon",
        "okrug",
        "area",
        "category",
        "state",
        "number",
        "sent",
        "people concerned",
        "days to the first answer",
        "days to the solution",
        "done on",
        "people reached",
        "not open to the okrug",
        "words, where the whole okrug may read them",
    )
    assert [(row[5], row[7], row[8], row[11], row[12], row[13]) for row in rows] == [
        (1, 11, 3.1, 560, None, "=HYPERLINK(1)"),
        (2, 22, 3.1, 560, "yes", None),
        (3, 33, 3.1, 560, None, "=HYPERLINK(1)"),
    ]
    content = table.table(words("en"), COUNTS, called("en", COUNTS))
    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_drawn_and_written_nothing_too(language: Language) -> None:
    _ = words(language)
    for found in (COUNTS, EMPTY, replace(EMPTY, rankings=(UNRANKED,), records=())):
        assert chart.draw(_, found, called(language, found)).startswith(b"\x89PNG")
        assert table.table(_, found, called(language, found)).startswith(b"PK")
