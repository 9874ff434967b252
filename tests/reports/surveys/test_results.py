"""The files of a survey that 300 simulated people answered: read by other programs, they say what the screen says."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pyreadstat
import pytest
from PIL import Image

from domain.languages import LANGUAGES, Language
from domain.statistics.rates import Rate, Share
from domain.summaries.figures import Reader
from domain.summaries.printed import Printed
from domain.summaries.results import RAW, ResultFile
from domain.summaries.summary import Figure, Row
from domain.surveys.forms import QuestionKind
from reports.surveys.printed import printed as put_into_words
from reports.surveys.results import files, page, pictures
from screens.surveys import results as screens
from screens.surveys.results import called
from tests.reports.surveys.simulated import EVIL, PEOPLE, SMALL, in_words, okrugs, raw, simulated, summary
from tests.screens.samples.survey_results import results_of
from texts import words

ALL_FILES = [*ResultFile]


def made(which: ResultFile, language: Language = "kk", reader: Reader = Reader.STAFF, **more: Any) -> bytes:
    """A file of the simulated survey."""
    spoken = words(language)
    answers = raw(anonymous=more.get("anonymous", False)) if reader is Reader.STAFF else None
    its = in_words(language, reader, **more)
    return files.made(spoken, its, answers, called(spoken, okrugs()), which)


def book(language: Language = "kk", reader: Reader = Reader.STAFF, **more: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made(ResultFile.BOOK, language, reader, **more)))


def bare(text: str) -> str:
    """The text without spaces of any kind: a page breaks its lines where it likes."""
    return "".join(text.split())


def text_of(pdf: bytes) -> str:
    return bare("".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def in_book(sheet: Any, its: Printed) -> dict[tuple[str, str], tuple[object, object]]:
    """Count and percent by question and answer, as they stand in the sheet."""
    titles = {block.title for block in (*its.blocks, *its.traits)}
    found, title = {}, ""
    for row in sheet.iter_rows(values_only=True):
        if row[0] in titles:
            title = row[0]
        elif title and row[0] and row[1] is not None:
            found[title, row[0]] = (row[1], row[2])
    return found


@pytest.mark.parametrize("reader", [Reader.PUBLIC, Reader.OFFICIALS, Reader.STAFF])
@pytest.mark.parametrize("language", LANGUAGES)
def test_screen_message_workbook_page_picture_and_table_say_the_same(language: Language, reader: Reader) -> None:
    its, spoken = in_words(language, reader), words(language)
    sheet = book(language, reader).worksheets[0]
    in_sheet = in_book(sheet, its)
    pdf = text_of(made(ResultFile.PAGE, language, reader))
    shown = screens_of(language, reader)
    for block in its.blocks:
        drawn = {bar.label: bar for bar in pictures._bars(block).bars}
        for line in block.lines:
            assert in_sheet[block.title, line.label] == (
                its.hidden if line.count is None else line.count,
                line.percent,
            )
            on_screen = f"{line.label} — {line.shown}"
            assert on_screen in shown, on_screen
            assert bare(f"{line.label}{line.shown}") in pdf, on_screen
            if line.count is not None:
                assert drawn[line.label].note == line.shown
                assert drawn[line.label].value == (line.count if line.percent is None else line.percent)
    message = screens.forwarded(spoken, its)
    for sentence in its.sentences:
        assert sentence in message
        assert bare(sentence) in pdf
        assert sentence in [row[0] for row in sheet.iter_rows(values_only=True)]


def screens_of(language: Language, reader: Reader) -> str:
    """All that the screens of the questions say."""
    its, spoken = in_words(language, reader), words(language)
    found = results_of()
    return "\n".join(screens.question(spoken, found, its, place).text for place in range(len(its.blocks)))


def test_the_table_of_raw_answers_adds_up_to_the_counts_that_staff_see() -> None:
    its, rows = in_words("en", Reader.STAFF), table(made(ResultFile.LABELS, "en"))
    heads = rows[0]
    assert len(rows) == PEOPLE + 1
    for question in simulated().form.questions:
        if question.kind is not QuestionKind.SELECT_ONE:
            continue
        (block,) = (one for one in its.blocks if one.name == question.name)
        counted = Counter(row[heads.index(block.title)] for row in rows[1:])
        assert {line.label: line.count for line in block.lines} == {
            line.label: counted[line.label] for line in block.lines
        }


@pytest.mark.parametrize("which", ALL_FILES)
def test_the_same_data_makes_the_same_bytes(which: ResultFile) -> None:
    one, other = made(which), made(which)
    if which is ResultFile.SPSS:
        # The library writes the moment of writing into the head of the file.
        one, other = one[176:], other[176:]
    assert one == other


def test_small_groups_stand_in_no_file_of_the_public() -> None:
    its = in_words("en", Reader.PUBLIC)
    (mobile,) = (block for block in its.blocks if block.name == "mobile")
    assert "Not at all" not in {line.label for line in mobile.lines if line.count is not None}
    small = okrugs()[SMALL].names.in_("en")
    for block in its.blocks:
        for grid in block.grids:
            for head, base in zip(grid.heads, grid.bases, strict=True):
                assert head != small or base is None
    counts = [line.count for block in (*its.blocks, *its.traits) for line in block.lines if line.count]
    assert min(counts) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_two_pages_at_most_with_base_and_limits(language: Language) -> None:
    for reader in (Reader.PUBLIC, Reader.STAFF):
        pdf = made(ResultFile.PAGE, language, reader)
        assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= 2
        its = in_words(language, reader)
        plain = text_of(pdf)
        for part in (*its.notes, *its.method, *(block.base for block in its.blocks), *its.facts):
            assert bare(part) in plain, part


def test_the_page_embeds_a_font_with_kazakh_letters() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(ResultFile.PAGE)))
    fonts = set()
    for one in reader.pages:
        resources: Any = one["/Resources"]
        fonts |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert fonts
    assert all("DejaVu" in font for font in fonts)
    assert all(letter in text_of(made(ResultFile.PAGE)) for letter in "Ққәіңғүұөһ".replace("һ", ""))


def test_what_people_wrote_runs_nothing_in_a_page() -> None:
    its = in_words("en", Reader.PUBLIC)
    evil = '#panic("x") $x^2$ \\ ] *b*'
    changed = type(its)(**{**{name: getattr(its, name) for name in type(its).__slots__}, "title": evil})
    assert bare(evil) in text_of(page.page(changed))


def test_what_a_person_wrote_stays_text_in_a_workbook_and_is_defused_in_a_table() -> None:
    cells = [cell for sheet in book() for row in sheet.iter_rows() for cell in row]
    evil = [cell for cell in cells if cell.value == EVIL]
    assert evil
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in evil)
    assert not [cell for cell in cells if cell.data_type == "f"]
    for which in (ResultFile.CODES, ResultFile.LABELS):
        found = [cell for row in table(made(which)) for cell in row if "HYPERLINK" in cell]
        assert found
        assert all(cell == f"'{EVIL}" for cell in found)


def test_the_workbook_has_charts_panes_filters_crosses_and_a_codebook() -> None:
    found = book("en")
    names = found.sheetnames
    assert names[0] == "Summary"
    assert {"Territory", "Sex", "Age", "Sex × Age", "Answers, codes", "Answers, labels", "Codebook", "Method"} <= {
        *names
    }
    assert len(found["Summary"]._charts) > 10
    for name in ("Answers, codes", "Answers, labels"):
        assert found[name].freeze_panes == "A2"
        assert found[name].auto_filter.ref.startswith("A1:")
        assert found[name].max_row == PEOPLE + 1


def test_it_is_said_that_who_answered_on_paper_and_in_the_chat_without_the_code_cannot_be_recognised() -> None:
    for reader in Reader:
        assert any("counted once by its code" in note for note in in_words("en", reader).notes)


def test_officials_and_the_public_get_no_answers_and_no_intervals() -> None:
    for reader in (Reader.OFFICIALS, Reader.PUBLIC):
        names = book("en", reader).sheetnames
        assert not {"Answers, codes", "Answers, labels", "Codebook"} & {*names}
        its = in_words("en", reader)
        assert not its.method
        assert all(line.low is None for block in its.blocks for line in block.lines)
        for which in RAW:
            with pytest.raises(ValueError, match="answers themselves"):
                made(which, "en", reader)


def test_a_table_has_a_column_for_each_choice_as_kobo_does() -> None:
    heads, *rows = table(made(ResultFile.CODES))
    assert {"economy", "economy/jobs", "economy/vet"} <= {*heads}
    whole, jobs = heads.index("economy"), heads.index("economy/jobs")
    for row in rows:
        assert row[jobs] == ("" if not row[whole] else str(int("jobs" in row[whole].split())))


def test_spss_reads_the_file_with_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "answers.sav"
    path.write_bytes(made(ResultFile.SPSS, "kk"))
    frame, meta = pyreadstat.read_sav(str(path))
    assert len(frame) == PEOPLE
    assert meta.column_names_to_labels["mobile"] == "Үйіңізде ұялы байланыс қалай ұстайды?"
    assert meta.variable_value_labels["mobile"] == {1.0: "Жақсы", 2.0: "Нашар, үзіле береді", 3.0: "Мүлде ұстамайды"}
    assert set(frame["mobile"].unique()) == {1.0, 2.0, 3.0}
    assert set(frame["economy_jobs"].dropna().unique()) == {0.0, 1.0}


def test_the_picture_is_one_that_telegram_takes() -> None:
    with Image.open(io.BytesIO(made(ResultFile.PICTURE))) as image:
        assert image.format == "PNG"
        assert image.width + image.height <= 10_000
        assert max(image.size) / min(image.size) <= 20


def test_rows_of_an_anonymous_survey_stand_beside_four_alike_at_least() -> None:
    given = raw(anonymous=True)
    alike = Counter(tuple(row.traits.get(name, "") for name in given.traits) for row in given.rows)
    assert min(alike.values()) >= 5
    assert sum(alike.values()) == PEOPLE
    # Who is alike anyway keeps what is known.
    assert any(row.traits.get("@okrug") and row.traits.get("@sex") for row in given.rows)
    named = Counter(tuple(row.traits.get(name, "") for name in given.traits) for row in raw().rows)
    assert min(named.values()) == 1


def test_an_empty_cell_stops_the_weighting_with_advice() -> None:
    its = in_words("en", Reader.STAFF, population="empty")
    assert "65 and over" in its.method[0]
    assert its.method[1].startswith("What to do:")
    assert all(line.weighted is None for block in its.blocks for line in block.lines)
    assert "Some groups live there and nobody of them answered: no weight can stand for them." in its.notes
    assert bare(its.method[0]) in text_of(made(ResultFile.PAGE, "en", population="empty"))


def test_weighted_stands_beside_unweighted() -> None:
    its = in_words("en", Reader.STAFF, population="whole")
    lines = [line for block in its.blocks if block.name in ("mobile", "join", "satisfied") for line in block.lines]
    assert all(line.weighted is not None and line.percent is not None for line in lines)
    # Two of three who answered were women, and one of four who live there: it makes a difference.
    assert [line.weighted for line in lines] != [line.percent for line in lines]
    sheet = book("en", population="whole").worksheets[0]
    titled = [row for row in sheet.iter_rows(values_only=True) if row[3] == "Weighted, percent"]
    assert titled
    assert re.search(r"Effective base by Kish: [\d,]+ of 300; design effect [12]\.\d", " ".join(its.method))


@pytest.mark.parametrize(("language", "silent"), [("kk", "жауапсыз"), ("ru", "без ответа"), ("en", "no answer")])
def test_who_is_silent_stands_in_words_where_they_stand_with_an_answer(language: Language, silent: str) -> None:
    its = summary(Reader.PUBLIC)
    row = Row(("poor", "?"), Figure(140, 300))
    number = Row(("50..60", "?"), Figure(51, 300))
    questions = {"mobile": row, "years": number}
    changed = [replace(one, rows=(questions.get(one.name, row),), base=None) for one in its.questions]
    shown = put_into_words(words(language), replace(its, questions=tuple(changed)), {})
    said = {block.name: block.lines[0].label for block in shown.blocks if block.name in questions}
    assert said["mobile"].endswith(f" + {silent}")
    assert said["years"] == f"50–60 + {silent}"


def test_answers_that_are_shown_together_are_no_headline() -> None:
    its = summary(Reader.OFFICIALS)
    asked = next(one for one in its.questions if one.kind is QuestionKind.SELECT_ONE)
    yes, no, *_ = asked.labels
    alone = replace(asked, rows=(Row((yes,), Figure(160, 300)), Row((no,), Figure(140, 300))))
    both = replace(asked, rows=(Row((yes, no), Figure(300, 300)),))
    said = {}
    for name, one in (("alone", alone), ("both", both)):
        its_words = put_into_words(words("kk"), replace(its, questions=(one,)), {})
        said[name] = its_words.sentences
        # How many answered stands in the line above, and not once more.
        assert not any("адам жауап берді" in sentence for sentence in its_words.sentences)
        assert its_words.facts[0] == "300 адам жауап берді"
    assert (len(said["alone"]), len(said["both"])) == (1, 0)


def test_one_day_is_printed_once_and_numbers_below_zero_can_be_read() -> None:
    its = summary(Reader.OFFICIALS)
    day = date(2026, 11, 20)
    its = replace(its, facts=replace(its.facts, opened_on=day, closed_on=day))
    changed = [
        replace(one, rows=(Row(("-200000.0..-0.0",), Figure(140, 300)), Row(("0.0..9.0",), Figure(160, 300))))
        for one in its.questions
        if one.name == "years"
    ]
    shown = put_into_words(words("ru"), replace(its, questions=tuple(changed)), {})
    assert sum(fact.count("2026") for fact in shown.facts) == 2
    assert not any("–" in fact for fact in shown.facts)
    assert shown.blocks[0].lines[0].label.replace("\u202f", " ").replace("\xa0", " ") == "-200 000 … -1"


def test_no_suffix_is_glued_to_a_number_in_kazakh() -> None:
    its = replace(summary(Reader.OFFICIALS), rates={Rate.COMPLETION: Share(11, 13)}, by_mode={})
    assert put_into_words(words("kk"), its, {}).rates[0][1] == "11 (барлығы 13)"
