"""XLSForm in and out: nothing half imported, every refusal says where and why."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from domain.languages import LANGUAGES, Localized
from domain.surveys.forms import Choice, Form, Group, Question, QuestionKind
from domain.surveys.importing import FormProblem, WrongForm
from reports.surveys.xlsform import form_of_file, xlsform
from tests.reports.surveys.shapes import IMPORTED, REFUSED, form

TEMPLATES = sorted((Path(__file__).parents[3] / "seed" / "surveys").glob("*.md"))
DOCS = Path(__file__).parents[3] / "docs" / "surveys.md"


def problems(content: bytes) -> tuple[FormProblem, ...]:
    with pytest.raises(WrongForm) as caught:
        form_of_file(content)
    return caught.value.problems


@pytest.mark.parametrize("shape", IMPORTED)
def test_a_shape_that_xlsform_knows_is_imported_and_written_again(shape: str) -> None:
    read = form_of_file(IMPORTED[shape].encode()).form
    written = xlsform(read)
    assert form_of_file(written).form == read
    convert(written, validate=False, file_type=".xlsx")


@pytest.mark.parametrize("shape", REFUSED)
def test_a_shape_that_a_chat_cannot_follow_is_refused_where_it_stands(shape: str) -> None:
    source, reason, sheet, row = REFUSED[shape]
    found = problems(source.encode())
    assert (reason, sheet, row) in [(one.reason, one.sheet, one.row) for one in found], found


def test_the_documentation_says_how_many_shapes_there_are() -> None:
    said = re.search(r"(\d+) shapes are imported, (\d+) are refused", DOCS.read_text())
    assert said is not None
    assert (int(said[1]), int(said[2])) == (len(IMPORTED), len(REFUSED))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    source = form("colour | q | Сұрақ", "text | | Сұрақ", "select_one city | w | Сұрақ")
    assert [one.row for one in problems(source.encode())] == [2, 3, 4]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_whole_in_three_languages(template: Path) -> None:
    read = form_of_file(template.read_bytes()).form
    assert read.languages == LANGUAGES
    for question in read.questions:
        texts = [question.label, question.hint, question.constraint_message, *(one.label for one in question.choices)]
        assert all(text is None or not text.missing() for text in texts), question.name
    assert form_of_file(xlsform(read)).form == read


def test_the_needs_assessment_asks_twelve_questions_and_skips_what_does_not_concern() -> None:
    read = form_of_file((TEMPLATES[0].parent / "needs.md").read_bytes()).form
    assert len(read.asked) == 12
    assert any(question.relevant for question in read.questions)
    assert any(question.constraint for question in read.questions)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"PK\x03\x04 not a zip", b"hello", "қазақша".encode(), b"%PDF-1.4", b"\xff" * 100]
)
def test_what_is_no_form_is_refused_in_one_word(content: bytes) -> None:
    assert problems(content)[0].reason in ("unreadable", "no_survey")


def test_a_workbook_without_the_sheet_says_which_sheets_it_has() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Лист1"
    content = io.BytesIO()
    book.save(content)
    found = problems(content.getvalue())
    assert (found[0].reason, found[0].facts["sheets"]) == ("no_survey", "Лист1")


def test_a_file_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert problems(content.getvalue())[0].reason == "too_big"


def test_a_formula_of_an_author_stays_text() -> None:
    read = form_of_file(form('text | q | =HYPERLINK("http://x")').encode()).form
    book = openpyxl.load_workbook(io.BytesIO(xlsform(read)))
    cell = next(cell for row in book["survey"].iter_rows() for cell in row if str(cell.value).startswith("=HYPER"))
    assert cell.data_type == "s"


def test_the_same_form_makes_the_same_file() -> None:
    read = form_of_file(TEMPLATES[0].read_bytes()).form
    assert xlsform(read) == xlsform(read)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
said = st.from_regex(r"[А-Яа-яӘҚқ][А-Яа-яӘҚқ ,?!<&'\"]{0,18}[А-Яа-яӘҚқ]", fullmatch=True)
localized = st.builds(lambda kk, ru: Localized(kk=kk, ru=ru), said, said)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    used = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    lists = {
        f"list{number}": tuple(
            Choice(name, draw(localized)) for name in draw(st.lists(names, min_size=1, max_size=4, unique=True))
        )
        for number in range(2)
    }
    grouped = draw(st.booleans())
    questions = [
        draw(_questions(name, tuple(used[:at]), lists, ("grp9",) if grouped else ())) for at, name in enumerate(used)
    ]
    if not any(question.asks for question in questions):
        questions.append(Question("last_9", QuestionKind.TEXT, draw(localized), groups=("grp9",) if grouped else ()))
    groups = (Group("grp9", draw(localized)),) if grouped else ()
    return Form("f1", Localized(kk=draw(said)), "3", "kk", ("kk", "ru"), tuple(questions), groups)


@st.composite
def _questions(
    draw: st.DrawFn, name: str, before: tuple[str, ...], lists: dict[str, tuple[Choice, ...]], groups: tuple[str, ...]
) -> Question:
    kind = draw(st.sampled_from(list(QuestionKind)))
    listed = draw(st.sampled_from(sorted(lists))) if kind.value.startswith(("select", "rank")) else None
    relevant = f"${{{draw(st.sampled_from(before))}}} != ''" if before and draw(st.booleans()) else None
    calculated = kind is QuestionKind.CALCULATE
    return Question(
        name,
        kind,
        label=None if calculated else draw(localized),
        hint=None if calculated else draw(st.none() | localized),
        required=None if calculated else draw(st.none() | st.just("true()")),
        relevant=relevant,
        list_name=listed,
        choices=lists[listed] if listed else (),
        randomize=bool(listed) and draw(st.booleans()),
        parameters={"start": "1", "end": "5", "step": "1"} if kind is QuestionKind.RANGE else {},
        calculation="1 + 1" if calculated else None,
        groups=groups,
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(forms())
def test_what_is_written_is_read_as_the_same_form(made: Form) -> None:
    assert form_of_file(xlsform(made)).form == made
