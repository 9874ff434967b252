"""The table into which forms are keyed: written, opened as people open it, filled in, and read again."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.languages import LANGUAGES, Language, Localized
from domain.people import AgeBand, Sex
from domain.surveys.flow import Asking, bounds
from domain.surveys.forms import ACKNOWLEDGED, Choice, Form, Question, QuestionKind, together
from domain.surveys.keying import on_paper, shown_code
from domain.surveys.paper import (
    MOST_KEYED,
    MOST_TROUBLES,
    Keyed,
    KeyedForm,
    TemplateTrouble,
    TroubleKind,
    Troubles,
)
from domain.surveys.survey import Kept, Mode, Options
from reports.spreadsheets import MOST_LOOKED_AT
from reports.surveys.paper.template import read_template, write_template
from reports.surveys.templates import NAMES, template
from tests.reports.surveys.on_paper import CODES, NOW, OKRUGS, asked, named, water

FORM, PEOPLE = water(), named(asked(water()))
FREE, USED = frozenset(CODES[:30]), frozenset(CODES[30:])
# Answers to all of it that a chat would take.
GOOD: Mapping[str, object] = {
    "@code": CODES[0],
    "@okrug": "355243000",
    "source": "tap",
    "wrong/smell": 1,
    "wrong/salt": 1,
    "taste": "4",
    "last": "16.10.2026",
    "order": "clinic school center",
    "cars": "2",
    "km": "3,5",
    "why": "Ескі құбыр",
    "happy": "s2",
}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def bytes_of(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def filled(*rows: Mapping[str, object], form: Form = FORM, change: Callable[[Any], None] | None = None) -> bytes:
    """The table with rows keyed in, each cell by what stands above it."""
    book = opened(write_template(form, "ru", PEOPLE))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, 3):
        for head, value in row.items():
            sheet.cell(number, places[head]).value = value
    if change is not None:
        change(sheet)
    return bytes_of(book)


def read(content: bytes, form: Form = FORM) -> Keyed | Troubles:
    return read_template(form, content, PEOPLE, NOW, free=FREE, used=USED)


def keyed(*rows: Mapping[str, object], form: Form = FORM) -> tuple[KeyedForm, ...]:
    found = read(filled(*rows, form=form), form)
    assert isinstance(found, Keyed), found
    return found.forms


def wrong(*rows: Mapping[str, object], **more: Any) -> list[tuple[int, str, TroubleKind, str]]:
    return found_in(filled(*rows, **more))


def found_in(content: bytes) -> list[tuple[int, str, TroubleKind, str]]:
    found = read(content)
    assert isinstance(found, Troubles), found
    return [(one.row, one.column, one.kind, one.value) for one in found.found]


def test_a_formula_that_was_not_worked_out_is_no_empty_cell() -> None:
    rows = ({**GOOD, "cars": "=1+1", "why": '="a"&"b"'}, {**GOOD, "@code": "=A3", "km": "=1/3"})
    assert [(row, kind) for row, _column, kind, _value in wrong(*rows)] == [
        (3, TroubleKind.FORMULA),
        (3, TroubleKind.FORMULA),
        (4, TroubleKind.FORMULA),
        (4, TroubleKind.FORMULA),
    ]


@pytest.mark.parametrize(("cached", "taken"), [("<v>2</v>", "2"), ("<v></v>", "")])
def test_a_formula_with_its_value_is_that_value_though_it_is_empty(cached: str, taken: str) -> None:
    content = filled({**GOOD, "why": "=1+1"})
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    cell = re.search(r"<c ([^>]*)><f>1\+1</f><v\s*/?>(?:</v>)?</c>", sheet)
    assert cell is not None
    worked_out = f'<c {cell[1]} t="str"><f>1+1</f>{cached}</c>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(cell[0], worked_out).encode()
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    found = read(saved.getvalue())
    assert isinstance(found, Keyed), found
    assert found.forms[0].answers.get("why", "") == taken


# Written.


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_first_row_is_for_us_and_its_second_for_people(language: Language) -> None:
    book = opened(write_template(FORM, language, PEOPLE))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:8] == ["@code", "@mode", "@okrug", "@sex", "@age", "source", "wrong/smell", "wrong/salt"]
    assert heads[-4:] == ["km", "why", "happy", "read"]
    assert "photo" not in heads
    label = FORM.questions[1].label
    assert label is not None
    assert sheet["F2"].value.startswith(label.in_(language))
    assert sheet.freeze_panes == "B3"


def test_no_cell_makes_a_date_of_what_is_typed() -> None:
    sheet = opened(write_template(FORM, "ru", PEOPLE)).worksheets[0]
    # Neighbours that are alike are written as one.
    alike = [(one.min, one.max, one.number_format) for one in sheet.column_dimensions.values()]
    formats = {head.value: form for head in sheet[1] for first, last, form in alike if first <= head.column <= last}
    assert formats["km"] == formats["@code"] == formats["last"] == formats["at"] == "@"
    assert formats["wrong/salt"] == "General"


def test_what_can_be_chosen_is_offered() -> None:
    book = opened(write_template(FORM, "ru", PEOPLE))
    sheet, lists = book.worksheets
    offered = {str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    places = {cell.value: cell.coordinate[:-1] for cell in sheet[1]}

    def of(head: str) -> list[str]:
        area = offered[f"{places[head]}3"].split("!")[1].replace("$", "")
        return [row[0].value for row in lists[area]]

    assert of("source") == ["Кран дома", "Колодец", "Река"]
    assert of("@okrug") == ["Жараспай", "Корганташ"]
    assert of("@mode") == ["на бумаге", "по телефону", "на собрании"]
    assert len(of("@sex")) == 2
    assert offered[f"{places['wrong/salt']}3"] == '"1,0"'
    assert f"{places['order']}3" not in offered, "a ranking is several codes"
    assert ("order", "clinic", "Дорога к амбулатории") in list(lists.iter_rows(values_only=True))


def test_choices_that_are_called_alike_are_offered_by_their_codes() -> None:
    alike = tuple(Choice(name, Localized(kk="Иә", ru="Да")) for name in ("a", "b"))
    form = Form("f", Localized(kk="С"), questions=(Question("q", QuestionKind.SELECT_ONE, choices=alike),))
    book = opened(write_template(form, "ru", PEOPLE))
    (offered,) = [one.formula1 for one in book.worksheets[0].data_validations.dataValidation if "F3" in str(one.sqref)]
    assert "$B$" in offered
    assert keyed({"@code": CODES[0], "@okrug": "355243000", "q": "b"}, form=form)[0].answers == {"q": "b"}
    assert [one[2] for one in found_of({"q": "Да"}, form)] == [TroubleKind.CHOICE]


def found_of(row: Mapping[str, object], form: Form) -> list[tuple[int, str, TroubleKind]]:
    found = read(filled({"@code": CODES[0], "@okrug": "355243000", **row}, form=form), form)
    assert isinstance(found, Troubles)
    return [(one.row, one.column, one.kind) for one in found.found]


def test_what_is_not_kept_has_no_column() -> None:
    names = named(asked(FORM, Options(keeps=(Kept.AGE,))), OKRUGS[:1])
    heads = [cell.value for cell in opened(write_template(FORM, "kk", names)).worksheets[0][1]]
    assert heads[:3] == ["@code", "@mode", "@age"]


@pytest.mark.parametrize("name", NAMES)
def test_every_ready_questionnaire_has_a_table_that_is_empty_at_first(name: str) -> None:
    form = template(name)
    content = write_template(form, "kk", PEOPLE)
    assert write_template(form, "kk", PEOPLE) == content
    assert read(content, form) == Troubles((TemplateTrouble(0, "", TroubleKind.EMPTY),))


# Read.


def test_a_keyed_form_has_the_answers_that_a_chat_would_store() -> None:
    (found,) = keyed(GOOD)
    assert found == KeyedForm(
        row=3,
        code=CODES[0],
        mode=Mode.PAPER,
        okrug="355243000",
        sex=None,
        age=None,
        answers={
            "source": "tap",
            "wrong": "smell salt",
            "taste": "4",
            "last": "2026-10-16",
            "order": "clinic school center",
            "cars": "2",
            "km": "3.5",
            "why": "Ескі құбыр",
            "happy": "s2",
        },
    )


@pytest.mark.parametrize(
    ("cells", "trait"),
    [
        ({"@mode": "по телефону"}, {"mode": Mode.PHONE}),
        ({"@mode": "Жиналыста"}, {"mode": Mode.MEETING}),
        ({"@mode": "phone"}, {"mode": Mode.PHONE}),
        ({"@okrug": 355247000}, {"okrug": "355247000"}),
        ({"@okrug": " қорғантас"}, {"okrug": "355247000"}),
        ({"@sex": "женщина"}, {"sex": Sex.WOMAN}),
        ({"@sex": "man"}, {"sex": Sex.MAN}),
        ({"@age": "25-34"}, {"age": AgeBand.FROM_25}),
        ({"@age": "65 и старше"}, {"age": AgeBand.FROM_65}),
        ({"@code": shown_code(CODES[3]).lower()}, {"code": CODES[3]}),
    ],
)
def test_who_answered_is_told_by_a_word_or_a_code(cells: Mapping[str, object], trait: Mapping[str, object]) -> None:
    (found,) = keyed({**GOOD, **cells})
    assert {name: getattr(found, name) for name in trait} == trait


@pytest.mark.parametrize(
    ("head", "cell", "answer"),
    [
        ("source", "Кран дома", "tap"),
        ("source", "үйдегі  құбыр ", "tap"),
        ("taste", 4, "4"),
        ("taste", 4.0, "4"),
        ("km", 3.5, "3.5"),
        ("km", "1 200,50", "1200.5"),
        ("km", 0.1 + 0.2, "0.3"),
        ("last", datetime(2026, 10, 16), "2026-10-16"),  # noqa: DTZ001
        ("last", date(2026, 10, 16), "2026-10-16"),
        ("last", "16 қазан 2026", "2026-10-16"),
        ("last", "2026-10-16", "2026-10-16"),
        ("at", time(9, 30), "09:30"),
        ("at", "9.30", "09:30"),
        ("order", "clinic, school, center", "clinic school center"),
        ("order", "Орталыққа шығатын жол, көпірімен; Мектепке баратын жол; clinic", "center school clinic"),
        ("why", 12, "12"),
        ("read", "x", ACKNOWLEDGED),
        ("read", "1", ACKNOWLEDGED),
        ("read", "0", None),
        ("wrong/rare", "+", "smell salt rare"),
        ("wrong/rare", "да", "smell salt rare"),
        ("wrong/rare", True, "smell salt rare"),
        ("wrong/rare", 0, "smell salt"),
        ("wrong/rare", "жоқ", "smell salt"),
    ],
)
def test_an_answer_is_understood_as_people_write_it(head: str, cell: object, answer: str | None) -> None:
    (found,) = keyed({**GOOD, head: cell})
    assert found.answers.get(head.partition("/")[0]) == answer


def test_columns_may_be_moved_with_what_stands_above_them_and_the_words_taken_out() -> None:
    def change(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, row in enumerate([rows[0], rows[2]], 1):
            for place, value in enumerate(reversed(row), 1):
                sheet.cell(number, place).value = value
        sheet.delete_rows(3)

    found = read(filled(GOOD, change=change))
    assert isinstance(found, Keyed)
    assert [(one.row, one.code) for one in found.forms] == [(2, CODES[0])]


def test_another_sheet_before_ours_does_no_harm_and_empty_rows_are_no_forms() -> None:
    book = opened(filled(GOOD, {}, {"@mode": "на бумаге"}, {**GOOD, "@code": CODES[1]}))
    book.create_sheet("Заметки", 0)["A1"] = "мои"
    found = read(bytes_of(book))
    assert isinstance(found, Keyed)
    assert [one.row for one in found.forms] == [3, 6]


# Refused.


@pytest.mark.parametrize(
    ("cells", "column", "kind"),
    [
        ({"@code": None}, "A", TroubleKind.NO_CODE),
        ({"@code": "12"}, "A", TroubleKind.UNKNOWN_CODE),
        ({"@code": CODES[39]}, "A", TroubleKind.USED_CODE),
        ({"@mode": "chat"}, "B", TroubleKind.UNKNOWN_MODE),
        ({"@okrug": None}, "C", TroubleKind.NO_OKRUG),
        ({"@okrug": "Астана"}, "C", TroubleKind.UNKNOWN_OKRUG),
        ({"@sex": "?"}, "D", TroubleKind.UNKNOWN_SEX),
        ({"@age": "17"}, "E", TroubleKind.UNKNOWN_AGE),
        ({"@age": "under_18"}, "E", TroubleKind.UNKNOWN_AGE),
        ({"source": "sea"}, "F", TroubleKind.CHOICE),
        ({"wrong/smell": "2"}, "G", TroubleKind.TICK),
        ({"wrong/rust": 1, "wrong/rare": 1}, "G", TroubleKind.CONSTRAINT),
        ({"taste": "хорошо"}, "K", TroubleKind.NUMBER),
        ({"taste": "7"}, "K", TroubleKind.RANGE),
        ({"temper": "20,3"}, "L", TroubleKind.STEP),
        ({"last": "вчера или позже"}, "M", TroubleKind.DATE),
        ({"last": "16.10.2199"}, "M", TroubleKind.FAR),
        ({"last": "27.12.2026"}, "M", TroubleKind.CONSTRAINT),
        ({"at": "25:00"}, "N", TroubleKind.TIME),
        ({"order": "school"}, "O", TroubleKind.INCOMPLETE),
        ({"order": "school school clinic"}, "O", TroubleKind.TWICE),
        ({"order": "school lake clinic"}, "O", TroubleKind.CHOICE),
        ({"cars": "2,5"}, "P", TroubleKind.WHOLE),
        ({"cars": "9" * 30}, "P", TroubleKind.LARGE),
        ({"cars": "21"}, "P", TroubleKind.CONSTRAINT),
        ({"cars": datetime(2026, 5, 3)}, "P", TroubleKind.NUMBER),  # noqa: DTZ001
        ({"cars": None, "km": None}, "P", TroubleKind.REQUIRED),
        ({"cars": "0"}, "Q", TroubleKind.NOT_ASKED),
        ({"wrong/salt": None}, "R", TroubleKind.NOT_ASKED),
        ({"why": "а" * 4001}, "R", TroubleKind.LONG),
        ({"happy": None}, "S", TroubleKind.REQUIRED),
        ({"read": "келісемін"}, "T", TroubleKind.TICK),
    ],
)
def test_a_wrong_cell_is_named_alone_by_its_row_and_column(
    cells: Mapping[str, object], column: str, kind: TroubleKind
) -> None:
    found = wrong({**GOOD, "@code": CODES[1]}, {**GOOD, **cells})
    assert [one[:3] for one in found] == [(4, column, kind)]


def test_what_cannot_be_read_says_nothing_of_what_depends_on_it() -> None:
    # Whether these are asked follows from the source of water, which is none.
    assert [one[:3] for one in wrong({**GOOD, "source": "sea", "wrong/smell": None, "last": None})] == [
        (3, "F", TroubleKind.CHOICE)
    ]


def test_a_code_stands_once_in_a_file() -> None:
    found = read(filled(GOOD, {**GOOD, "@code": shown_code(CODES[0])}))
    assert isinstance(found, Troubles)
    (one,) = found.found
    assert (one.row, one.column, one.kind, one.facts) == (4, "A", TroubleKind.CODE_TWICE, {"row": 3})


def test_one_wrong_cell_keeps_all_out_and_all_that_is_wrong_is_said_up_to_fifty() -> None:
    assert len(wrong({**GOOD, "cars": "x"}, *({**GOOD, "@code": code} for code in CODES[1:20]))) == 1
    many = [{**GOOD, "@code": code, "cars": "x", "happy": "?"} for code in CODES[:20]]
    assert [one[:2] for one in wrong(*many[:2])] == [(3, "P"), (3, "S"), (4, "P"), (4, "S")]
    assert len(wrong(*many, *many)) == MOST_TROUBLES


def heads() -> list[str]:
    return [cell.value for cell in opened(write_template(FORM, "ru", PEOPLE)).worksheets[0][1]]


@pytest.mark.parametrize(
    ("since", "slip"),
    [("@code", 1), ("@code", 2), *((since, by) for since in ("source", "order") for by in (1, -1, 2, -2))],
)
def test_shifted_answers_are_said_in_one_sentence_for_a_row(since: str, slip: int) -> None:
    names = heads()
    cells = [GOOD.get(name) for name in names]
    place = names.index(since)
    moved = cells[:place] + [None] * slip + cells[place:] if slip > 0 else cells[: place + slip] + cells[place:]

    def change(sheet: Any) -> None:
        for number, value in enumerate(moved, 1):
            sheet.cell(4, number).value = value

    found = read(filled({**GOOD, "@code": CODES[1]}, change=change))
    assert isinstance(found, Troubles)
    (one,) = found.found
    assert (one.row, one.kind, one.facts) == (4, TroubleKind.SHIFTED, {"by": slip})


def test_what_is_wrong_in_a_row_is_said_from_left_to_right() -> None:
    found = wrong({**GOOD, "@okrug": None, "km": "далеко", "wrong/rust": "1", "wrong/rare": "1", "happy": "?"})
    assert [one[1] for one in found] == ["C", "G", "Q", "S"]


def test_two_wrong_answers_are_not_taken_for_shifted_ones() -> None:
    found = wrong({**GOOD, "source": "sea", "happy": "?"})
    assert [one[2] for one in found] == [TroubleKind.CHOICE, TroubleKind.CHOICE]


def test_columns_that_are_missing_or_not_ours_are_named() -> None:
    def change(sheet: Any) -> None:
        sheet["F1"] = "sourse"
        sheet["K1"] = "cars"
        sheet["Z3"] = "заметка"

    assert wrong(GOOD, change=change) == [
        (1, "F", TroubleKind.UNKNOWN_COLUMN, "sourse"),
        (1, "P", TroubleKind.COLUMN_TWICE, "cars"),
        (1, "", TroubleKind.MISSING_COLUMN, "source"),
        (1, "", TroubleKind.MISSING_COLUMN, "taste"),
    ]
    assert wrong(GOOD, change=lambda sheet: sheet.__setitem__("A1", "code"))[-1][2:] == (
        TroubleKind.MISSING_COLUMN,
        "@code",
    )


def test_what_stands_under_no_heading_is_not_lost_in_silence() -> None:
    found = wrong(
        GOOD, {**GOOD, "@code": CODES[1]}, change=lambda sheet: [sheet.__setitem__(f"Z{row}", "?") for row in (3, 4)]
    )
    assert found == [(3, "Z", TroubleKind.UNKNOWN_COLUMN, "?")]


def test_a_row_without_an_answer_is_no_form() -> None:
    found = wrong({"@code": CODES[0], "@okrug": "355243000"})
    assert found == [(3, "", TroubleKind.NO_ANSWERS, "")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", TroubleKind.NOT_A_WORKBOOK),
        (b"PK\x03\x04 broken", TroubleKind.NOT_A_WORKBOOK),
        ("код;ответ\n1;да".encode(), TroubleKind.NOT_A_WORKBOOK),
        (write_template(template("solved"), "ru", PEOPLE), TroubleKind.ANOTHER_TABLE),
        (bytes_of(openpyxl.Workbook()), TroubleKind.ANOTHER_TABLE),
        (write_template(FORM, "kk", PEOPLE), TroubleKind.EMPTY),
    ],
)
def test_what_is_not_our_table_is_refused_as_a_whole(content: bytes, kind: TroubleKind) -> None:
    assert found_in(content) == [(0, "", kind, "")]


def test_an_archive_that_unpacks_too_far_is_not_opened() -> None:
    content = io.BytesIO(filled(GOOD))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/picture.png", b" " * 70_000_000)
    assert found_in(content.getvalue()) == [(0, "", TroubleKind.NOT_A_WORKBOOK, "")]


def test_too_many_rows_are_refused() -> None:
    def many(sheet: Any) -> None:
        for number in range(3, MOST_KEYED + 4):
            sheet.cell(number, 1).value = "x"

    def empty(sheet: Any) -> None:
        sheet.cell(MOST_LOOKED_AT + 1, 1).value = "x"

    for change in (many, empty):
        assert wrong(change=change) == [(0, "", TroubleKind.TOO_MANY_ROWS, "")]


# There and back.


@st.composite
def answers(draw: st.DrawFn) -> dict[str, str]:
    """Answers that the chat takes, question by question."""
    form, found = on_paper(FORM), dict[str, str]()
    for question in form.asked:
        asking = Asking(form, found, NOW)
        if not asking.concerns(question):
            continue
        drawn = draw(st.one_of(*([] if asking.is_required(question) else [st.just("")]), value_for(question)))
        value = drawn if asking.trouble(question, drawn) is None else ""
        if value == "" and asking.is_required(question):
            value = {"source": "river", "cars": "0", "happy": "s1"}[question.name]
        found |= {question.name: value} if value else {}
    return found


def value_for(question: Question) -> st.SearchStrategy[str]:
    names = [choice.name for choice in question.choices]
    if question.kind is QuestionKind.SELECT_ONE:
        return st.sampled_from(names)
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        return st.sets(st.sampled_from(names)).map(lambda chosen: together(one for one in names if one in chosen))
    if question.kind is QuestionKind.RANK:
        return st.permutations(names).map(together)
    if question.kind is QuestionKind.RANGE:
        least, most, step = bounds(question)
        steps = st.integers(0, int((most - least) / step))
        return steps.map(lambda at: format((least + at * step).normalize(), "f"))
    if question.kind is QuestionKind.INTEGER:
        return st.integers(0, 20).map(str)
    if question.kind is QuestionKind.DECIMAL:
        return st.integers(-9999, 99999).map(lambda number: format((Decimal(number) / 100).normalize(), "f"))
    if question.kind is QuestionKind.DATE:
        return st.dates(date(1990, 1, 1), NOW.date()).map(date.isoformat)
    if question.kind is QuestionKind.TIME:
        return st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
    if question.kind is QuestionKind.ACKNOWLEDGE:
        return st.just(ACKNOWLEDGED)
    letters = st.characters(blacklist_categories=("C", "Z"))
    return st.text(letters, min_size=1, max_size=30).filter(lambda text: not text.startswith("="))


def as_typed(draw: st.DrawFn, question: Question, value: str) -> dict[str, object]:
    """The cells in which somebody writes an answer, in one of the ways in which people do."""
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        ticks: list[object] = [1, "1", "x", "+", True]
        return {f"{question.name}/{name}": draw(st.sampled_from(ticks)) for name in value.split()}
    ways: list[object] = [value]
    if question.kind is QuestionKind.SELECT_ONE:
        label = next(choice.label for choice in question.choices if choice.name == value)
        ways += [label.in_("kk"), label.in_("ru").upper()]
    if question.kind in (QuestionKind.RANGE, QuestionKind.DECIMAL, QuestionKind.INTEGER):
        ways += [value.replace(".", ","), float(value)]
    if question.kind is QuestionKind.DATE:
        day = date.fromisoformat(value)
        ways += [day, day.strftime("%d.%m.%Y")]
    if question.kind is QuestionKind.TIME:
        ways += [time.fromisoformat(value), value.replace(":", ".")]
    return {question.name: draw(st.sampled_from(ways))}


@given(st.data())
@settings(max_examples=60, deadline=timedelta(seconds=5))
def test_what_is_keyed_comes_back_as_the_chat_would_have_stored_it(data: st.DataObject) -> None:
    wanted: Sequence[dict[str, str]] = data.draw(st.lists(answers(), min_size=1, max_size=3))
    rows = []
    for code, given_ in zip(CODES, wanted, strict=False):
        row: dict[str, object] = {"@code": code, "@okrug": "355247000"}
        for name, value in given_.items():
            question = FORM.question(name)
            assert question is not None
            row |= data.draw(st.composite(as_typed)(question, value))
        rows.append(row)
    assert [dict(one.answers) for one in keyed(*rows)] == wanted
