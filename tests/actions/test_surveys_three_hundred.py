"""A survey of 300 people from the database into every file in three languages: all of them say the same numbers."""

import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import openpyxl
import pypdf
import pytest

from actions.surveys import results
from domain.languages import LANGUAGES, Language
from domain.people import Actor, AgeBand
from domain.refusals import Refused
from domain.statistics.rates import Outcome, Rate, Share
from domain.summaries.printed import Grid, Printed
from domain.summaries.results import RAW, ResultFile, Results, Taken, Trend
from domain.surveys.survey import Mode
from reports import charts
from reports.surveys.printed import printed
from reports.surveys.results import files
from reports.surveys.waves import waves
from screens.surveys import results as screens
from screens.surveys import trends
from screens.surveys.results import called
from tests.actions.conftest import Council
from tests.actions.three_hundred import BROKE_OFF, FAILED, SILENT, Village, said, village
from tests.reports.surveys.simulated import PEOPLE, SMALL, okrugs, simulated
from tests.reports.surveys.test_results import bare, in_book, table, text_of
from texts import Words, words


async def taken(its: Village, actor: Actor, which: ResultFile) -> Taken:
    return await results.take(its.council.ctx(actor), its.number, which)


def made(taken_: Taken, which: ResultFile, language: Language) -> tuple[Printed, bytes]:
    """What a file is made of, in words, and the file."""
    spoken, found = words(language), taken_.results
    names = called(spoken, {**found.territories, **taken_.territories})
    its = printed(spoken, found.summary, names)
    if taken_.trend is not None:
        its = replace(its, waves=waves(spoken, taken_.trend))
    return its, files.made(spoken, its, taken_.raw, names, which)


def drawn_charts(monkeypatch: pytest.MonkeyPatch) -> list[charts.Chart]:
    """Every chart that is drawn from now on, as it is given to who draws."""
    found: list[charts.Chart] = []
    draw = charts._draw

    def watched(axes: Any, chart: charts.Chart) -> None:
        found.append(chart)
        draw(axes, chart)

    monkeypatch.setattr(charts, "_draw", watched)
    return found


def said_on_screens(language: Language, its: Results, shown: Printed) -> str:
    spoken = words(language)
    texts = [screens.overview(spoken, its, shown).text, screens.method(spoken, its, shown).text]
    for place, block in enumerate(shown.blocks):
        texts.append(screens.question(spoken, its, shown, place).text)
        for which, grid in enumerate(block.grids):
            pages = -(-len(grid.heads) // screens.COLUMNS)
            texts += [screens.cross(spoken, its, shown, place, which, page).text for page in range(pages)]
    return "\n".join(texts)


def cells_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def grid_in(rows: list[tuple[Any, ...]], title: str, grid: Grid, hidden: str) -> bool:
    """Whether a sheet has this grid under its question, every count, percent and base of it."""

    def cell(count: int | None, percent: int | None) -> tuple[object, object]:
        return (hidden if count is None else count, percent)

    expected: list[tuple[object, ...]] = [tuple(value for head in grid.heads for value in (head, "%"))]
    expected.append(tuple(value for base in grid.bases for value in (hidden if base is None else base, None)))
    expected += [
        tuple(value for pair in zip(counts, percents, strict=True) for value in cell(*pair))
        for _, counts, percents in grid.rows
    ]
    width = len(expected[0])
    for at, row in enumerate(rows):
        if row[0] == title and [rows[at + 1 + n][1 : 1 + width] for n in range(len(expected))] == expected:
            return True
    return False


async def test_screen_message_workbook_page_and_picture_say_the_same_numbers(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    its = await village(council)
    drawn = drawn_charts(monkeypatch)
    for language in LANGUAGES:
        await same_everywhere(its, language, drawn)


async def same_everywhere(its: Village, language: Language, drawn: list[charts.Chart]) -> None:
    for actor in (its.staff, its.answered):
        found = await results.look(its.council.ctx(actor), its.number)
        drawn.clear()
        shown, png = made(await taken(its, actor, ResultFile.PICTURE), ResultFile.PICTURE, language)
        assert png.startswith(b"\x89PNG")
        same_on_screen_and_picture(language, found, shown, drawn)
    page = await taken(its, its.staff, ResultFile.PAGE)
    shown, pdf = made(page, ResultFile.PAGE, language)
    same_on_page(shown, pdf)
    book = await taken(its, its.staff, ResultFile.BOOK)
    again, content = made(book, ResultFile.BOOK, language)
    assert replace(again, waves=None) == shown
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    same_in_workbook(again, workbook)
    assert book.trend is not None
    same_beside_earlier_ones(language, again, book.trend, workbook)


def same_on_screen_and_picture(language: Language, found: Results, shown: Printed, drawn: list[charts.Chart]) -> None:
    on_screens, message = said_on_screens(language, found, shown), screens.forwarded(words(language), shown)
    for block in shown.blocks:
        for line in block.lines:
            assert f"{line.label} — {line.shown}" in on_screens
        # The median and the quartiles, the order of a ranking, the words that are used most.
        for told in block.said:
            assert told in on_screens
    for label, share in (*shown.rates, *shown.outcomes):
        assert f"{label}: {share}" in on_screens
    for sentence in shown.sentences:
        assert sentence in message
    blocks = [block for block in shown.blocks if any(line.count for line in block.lines)]
    assert len(drawn) >= 6
    for chart, block in zip(drawn, blocks, strict=False):
        assert isinstance(chart, charts.Bars)
        known = [line for line in block.lines if line.count is not None]
        percents = all(line.percent is not None for line in known)
        assert chart.title == block.title
        assert [(bar.label, bar.value, bar.note) for bar in chart.bars] == [
            (line.label, float((line.percent if percents else line.count) or 0), line.shown) for line in known
        ]


def same_on_page(shown: Printed, pdf: bytes) -> None:
    text = text_of(pdf)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 2
    for block in shown.blocks:
        assert bare(block.base) in text
        for line in block.lines:
            assert bare(f"{line.label}{line.shown}") in text
        for said_of_it in block.said:
            assert bare(said_of_it) in text
    for label, share in (*shown.rates, *shown.outcomes):
        assert bare(label) in text
        assert bare(share) in text


def same_in_workbook(shown: Printed, book: Any) -> None:
    in_sheet, every = in_book(book.worksheets[0], shown), [cells_of(sheet) for sheet in book.worksheets]
    for block in shown.blocks:
        for line in block.lines:
            count = shown.hidden if line.count is None else line.count
            assert in_sheet[block.title, line.label] == (count, line.percent)
        for grid in block.grids:
            assert any(grid_in(rows, block.title, grid, shown.hidden) for rows in every), (block.name, grid.title)
    texts = {cell for rows in every for row in rows for cell in row}
    assert texts >= {*shown.notes, *shown.method, *shown.sentences, *(text for b in shown.blocks for text in b.said)}
    pairs = {row[:2] for rows in every for row in rows}
    assert pairs >= {*shown.rates, *shown.outcomes}


def same_beside_earlier_ones(language: Language, shown: Printed, trend: Trend, book: Any) -> None:
    spoken = words(language)
    assert shown.waves is not None
    assert len(shown.waves.grids) > 3
    rows = cells_of(book[shown.waves.title])
    for place, grid in enumerate(shown.waves.grids):
        assert grid_in(rows, grid.title, grid, shown.hidden)
        on_screen = trends.trend(spoken, trend, place).text
        for label, counts, percents in grid.rows:
            cells = [in_short(spoken, *figure) for figure in zip(counts, percents, strict=True)]
            assert f"{label} — {' → '.join(cells)}" in on_screen


def in_short(spoken: Words, count: int | None, percent: int | None) -> str:
    if count is None:
        return spoken.plain("hidden")
    return spoken.number(count) if percent is None else spoken.plain("{percent} %", percent=percent)


async def test_what_the_files_say_is_what_was_said(council: Council) -> None:
    its = await village(council)
    found = (await results.look(its.council.ctx(its.staff), its.number)).summary
    truth = said()
    assert found.respondents == PEOPLE == len(truth)
    for question in simulated().form.questions:
        answered = found.question(question.name)
        if answered is None or not question.choices or question.kind == "rank":
            continue
        given = [values[question.name] for _, values in truth if question.name in values]
        assert answered.base == len(given)
        for row in answered.rows:
            (name,) = row.values
            assert row.figure.count == sum(name in one.split() for one in given), (question.name, name)
    mobile = found.question("mobile")
    assert mobile is not None
    assert {row.values: row.figure.count for row in mobile.rows}["none",] == 2
    satisfied = found.question("satisfied")
    assert satisfied is not None
    (by_mobile,) = (cross for cross in satisfied.crosses if cross.by == ("mobile",))
    both = Counter((values["satisfied"], values["mobile"]) for _, values in truth)
    for (label,), figures in by_mobile.rows:
        for ((column,),), figure in zip(by_mobile.columns, figures, strict=True):
            assert figure.count == both[label, column]
    chat, earlier = (sum(segment.mode == Mode.CHAT.value for segment, _ in which) for which in (truth, truth[:60]))
    # With those of the earlier wave, the akim and staff, who are asked too and say nothing.
    invited = chat + earlier + 2 * (SILENT + FAILED + BROKE_OFF) + 2
    assert {one: share.count for one, share in found.outcomes.items()} == {
        Outcome.FAILED: FAILED,
        Outcome.UNRESPONSIVE: invited - FAILED - BROKE_OFF - chat,
        Outcome.BREAK_OFF: BROKE_OFF,
        Outcome.COMPLETED: chat,
    }
    assert {share.base for share in found.outcomes.values()} == {invited}
    assert found.by_mode[Mode.CHAT][Rate.DELIVERY] == Share(invited - FAILED, invited)
    assert found.by_mode[Mode.CHAT][Rate.COMPLETION] == Share(chat, chat + BROKE_OFF)
    assert found.by_mode[Mode.PAPER][Rate.COMPLETION] == Share(PEOPLE - chat, PEOPLE - chat)
    its_own, codes = made(await taken(its, its.staff, ResultFile.CODES), ResultFile.CODES, "kk")
    heads, *rows = table(codes)
    assert len(rows) == PEOPLE
    for block in its_own.blocks:
        if block.name in ("mobile", "satisfied", "join", "first_area"):
            counted = Counter(row[heads.index(block.name)] for row in rows)
            assert sorted(line.count for line in block.lines if line.count) == sorted(
                number for value, number in counted.items() if value
            )


async def test_what_is_small_empty_or_hidden_is_said_and_not_shown(council: Council) -> None:
    its = await village(council)
    # The survey is of all territories: the akim of one okrug does not read it.
    with pytest.raises(Refused, match="no_such_survey"):
        await results.look(its.council.ctx(its.akim), its.number)
    found = (await results.look(its.council.ctx(its.answered), its.number)).summary
    mobile = found.question("mobile")
    assert mobile is not None
    assert ("none",) not in {row.values for row in mobile.rows}
    assert all(row.figure.count is None or row.figure.count >= 10 for row in mobile.rows)
    assert (SMALL,) not in {row.values for row in found.traits["@okrug"]}
    shown = printed(words("kk"), found, called(words("kk"), okrugs()))
    small = okrugs()[SMALL].names.in_("kk")
    assert not any(small == head for block in shown.blocks for grid in block.grids for head in grid.heads)
    staff = (await results.look(its.council.ctx(its.staff), its.number)).summary
    assert staff.method is not None
    assert {one.age for one in staff.method.empty} == {AgeBand.FROM_65}
    assert not staff.method.weighted


async def test_with_a_population_without_an_empty_cell_it_is_weighted(council: Council) -> None:
    its = await village(council, with_old=False)
    shown, content = made(await taken(its, its.staff, ResultFile.BOOK), ResultFile.BOOK, "ru")
    lines = [line for block in shown.blocks if block.name in ("mobile", "join") for line in block.lines]
    assert all(line.weighted is not None and line.low is not None for line in lines)
    assert re.search(r"Эффективная|эффективн", " ".join(shown.method), re.IGNORECASE)
    rows = cells_of(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0])
    for line in lines:
        assert (line.label, line.count, line.percent, line.weighted) in {tuple(row[:4]) for row in rows}


async def test_every_file_is_made_in_every_language_and_again_the_same(council: Council) -> None:
    its = await village(council, anonymous=True)
    for which in ResultFile:
        found = await taken(its, its.staff, which)
        for language in LANGUAGES:
            one, other = made(found, which, language)[1], made(found, which, language)[1]
            # SPSS writes the moment into its head.
            assert (one[176:] == other[176:]) if which is ResultFile.SPSS else (one == other)
    for which in RAW:
        found = await taken(its, its.staff, which)
        assert found.raw is not None
        alike = Counter(tuple(row.traits.get(name, "") for name in found.raw.traits) for row in found.raw.rows)
        assert min(alike.values()) >= 5
