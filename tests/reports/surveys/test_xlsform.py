"""XLSForm in and out: nothing half imported, every refusal says where and why."""

import io
import json
import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2xform import convert

from domain.languages import LANGUAGES, Localized
from domain.surveys import editing
from domain.surveys.expressions.evaluating import FUNCTIONS
from domain.surveys.forms import Choice, Form, Group, Question, QuestionKind, read_form
from domain.surveys.importing import FormProblem, WrongForm
from reports.surveys.xlsform import form_of_file, xlsform
from reports.surveys.xlsform.types import REFUSED as REFUSED_TYPES
from reports.surveys.xlsform.types import read_type
from tests.domain.surveys.test_editing import EMPTY, STEPS, step
from tests.reports.surveys.shapes import IMPORTED, REFUSED, form

TEMPLATES = sorted((Path(__file__).parents[3] / "seed" / "surveys").glob("*.md"))
_CELLS = (
    *("text", "integer", "note", "begin_group", "end_group", "calculate", "range", "select_one a", "rank a", "today"),
    *("q", "w", "q1", "", "1", "${q}", "${w} = 1", ". > 3", "start=1 end=5", "selected(${q}, 'a')", "(", "'", "true()"),
)
# What belongs to a type that is named, another spelling of it, or none that anybody writes by hand.
_PARTS = {
    "end_repeat",
    "begin_loop",
    "end_loop",
    "score__row",
    "end_score",
    "rank__level",
    "end_rank",
    "end_kobomatrix",
}
_PARTS |= {"date_time", *(f"number_of_days_in_last_{span}" for span in ("month", "six_months", "year"))}
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


@pytest.mark.parametrize("name", QUESTION_TYPE_DICT)
def test_every_type_that_pyxform_knows_is_asked_left_out_or_refused_with_its_own_word(name: str) -> None:
    found = read_type(name if ("select" not in name and name != "rank") or "external" in name else f"{name} list")
    assert found.kind is not None or found.telephone or found.why_not is not None
    # A select without `from` or a list is no type of any form.
    assert found.why_not != "unknown_type" or "using" in name or name in ("q select", "q select1")


def test_a_row_with_more_cells_than_headings_is_no_form() -> None:
    assert problems(form("text | q | Сұрақ | more").encode())[0].reason == "unreadable"


def test_rows_are_counted_as_the_spreadsheet_counts_them() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "survey"
    for row in (["type", "name", "label"], [], ["text", "q", "Сұрақ"], [None, None, None], ["colour", "w", "Сұрақ"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    assert [one.row for one in problems(content.getvalue())] == [5]


def test_a_form_that_the_columns_say_is_russian_is_russian() -> None:
    read = form_of_file(IMPORTED["only one language, which the columns say"].encode(), "kk").form
    assert (read.default_language, read.languages) == ("ru", ("ru",))


@given(st.lists(st.lists(st.sampled_from(_CELLS), min_size=1, max_size=5), min_size=1, max_size=8), st.randoms())
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_the_tables_a_form_comes_of_it_or_a_list_of_what_is_wrong(
    rows: list[list[str]], dice: random.Random
) -> None:
    columns = ["type", "name", *dice.sample(["label", "relevant", "constraint", "parameters", "calculation"], 3)]
    lines = ["| survey |", f"| | {' | '.join(columns)} |", *(f"| | {' | '.join(row)} |" for row in rows)]
    try:
        read = form_of_file("\n".join([*lines, "| choices |", "| | list_name | name | label |"]).encode()).form
    except WrongForm as wrong:
        assert wrong.problems  # noqa: PT017 (either it is a form, or this)
    else:
        assert form_of_file(xlsform(read)).form == read


@pytest.mark.parametrize("word", [*FUNCTIONS, *QuestionKind, *sorted(set(REFUSED_TYPES) - _PARTS)])
def test_the_documentation_names_every_function_and_type(word: str) -> None:
    assert f"`{word}`" in DOCS.read_text().replace("not()", "not").replace("dateTime", "datetime")


@pytest.mark.parametrize("kind", ["image", "audio", "geopoint"])
def test_what_tells_who_somebody_is_is_refused_by_row_when_nobody_is_named(kind: str) -> None:
    source = form("text | q | Сұрақ", f"{kind} | w | Сұрақ").encode()
    assert form_of_file(source, anonymous=False).form.questions[1].kind == kind
    with pytest.raises(WrongForm) as caught:
        form_of_file(source, anonymous=True)
    assert [(one.reason, one.row, one.column) for one in caught.value.problems] == [("identifying", 3, "type")]


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


def test_a_sheet_of_a_million_cells_is_not_read() -> None:
    cell = b'<c r="A1" t="n"><v>1</v></c>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<row>" + cell * 200_000)
    assert problems(content.getvalue())[0].reason == "too_many_rows"


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
    inside = ("grp9",) if draw(st.booleans()) else ()
    questions = [draw(_questions(name, tuple(used[:at]), lists, inside)) for at, name in enumerate(used)]
    if not any(question.asks for question in questions):
        questions.append(Question("last_9", QuestionKind.TEXT, draw(localized), groups=inside))
    groups = tuple(Group(name, draw(localized)) for name in inside)
    return Form("f1", Localized(kk=draw(said)), "3", "kk", ("kk", "ru"), tuple(questions), groups)


@st.composite
def _questions(
    draw: st.DrawFn, name: str, before: tuple[str, ...], lists: dict[str, tuple[Choice, ...]], groups: tuple[str, ...]
) -> Question:
    kind = draw(st.sampled_from(list(QuestionKind)))
    listed = draw(st.sampled_from(sorted(lists))) if kind.value.startswith(("select", "rank")) else None
    relevant = f"${{{draw(st.sampled_from(before))}}} != ''" if bool(before) and draw(st.booleans()) else None
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
    assert read_form(json.loads(json.dumps(made.as_dict()))) == made


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(STEPS)
def test_what_is_made_in_the_chat_is_written_and_read_as_the_same_form(steps: list[tuple[str, object, object]]) -> None:
    made = EMPTY
    for what in steps:
        made = step(made, what)
    missing = [one for one in made.questions if one.kind.value.startswith(("select", "rank")) and not one.choices]
    assume(made.asked and not missing)
    assert form_of_file(xlsform(made)).form == made


@pytest.mark.parametrize(
    "text",
    ["a\nb", "a  b", "=1+1", "_x0041_", "a|b", "“q” ’s", "😀", "a\tb", "<b>&amp;", "0123", "1.0", "TRUE", "#N/A"],
)
def test_whatever_an_author_writes_comes_back_as_it_was_written(text: str) -> None:
    made = editing.added(EMPTY, "kk", text)
    assert form_of_file(xlsform(made)).form == made


def test_a_formula_that_was_not_worked_out_is_refused_where_it_stands() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (("type", "name", "label", "relevant"), ("text", "why", "Неге?", None), ("text", "q", '="Q"', "=D1")):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    assert [(one.sheet, one.row, one.column, one.reason) for one in problems(content.getvalue())] == [
        ("survey", 3, "C", "formula"),
        ("survey", 3, "D", "formula"),
    ]


def _md(*rows: str, choices: str = "") -> bytes:
    survey = "".join(f"| | {row} |\n" for row in rows)
    return f"| survey |\n| | type | name | label | relevant | calculation |\n{survey}{choices}".encode()


def test_what_is_worked_out_in_a_ring_is_said_where_it_is_worked_out() -> None:
    found = problems(_md("calculate | a | | | ${b} + 1", "calculate | b | | | ${a} + 1"))
    assert [(one.row, one.column, one.reason) for one in found] == [(2, "calculation", "cycle")]


@pytest.mark.parametrize("relevant", ["selected(${a}, 'yess')", "${a} = 'yess'", "'yess' != ${a}"])
def test_a_choice_that_is_not_in_the_list_is_refused(relevant: str) -> None:
    listed = "| choices |\n| | list_name | name | label |\n| | yn | yes | Иә |\n| | yn | no | Жоқ |\n"
    found = problems(_md("select_one yn | a | А | |", f"text | b | Б | {relevant} |", choices=listed))
    assert [(one.row, one.column, one.reason) for one in found] == [(3, "relevant", "unknown_choice")]


def test_an_empty_sheet_is_not_called_missing() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "survey"
    book.active.append(("type", "name", "label"))
    content = io.BytesIO()
    book.save(content)
    assert [one.reason for one in problems(content.getvalue())] == ["no_questions"]
