"""Codes of forms, what paper can ask, and what differs between two keyings."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import Localized
from domain.surveys.flow import Asking
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.keying import (
    CODE_DIGITS,
    TRAITS,
    KeyStage,
    code_of,
    differing,
    is_due,
    is_like_code,
    keyer,
    on_paper,
    read_code,
    read_serial,
    shown_code,
    stage_at,
    with_trait,
)
from domain.surveys.targets import Segment

KEY = b"a key for the tests"
NOW = datetime(2026, 11, 27, tzinfo=UTC)
TEXT = Localized(kk="Сұрақ", ru="Вопрос")
sources = st.text(min_size=1, max_size=20)


@given(source=sources, place=st.integers(0, 5000))
def test_a_code_is_read_however_it_is_written(source: str, place: int) -> None:
    code = code_of(KEY, source, place)
    assert len(code) == CODE_DIGITS
    assert code_of(KEY, source, place) == code
    for written in (code, shown_code(code), f" № {code} ", "-".join(code)):
        assert read_code(written) == code


@given(source=sources, at=st.integers(0, CODE_DIGITS - 1), digit=st.integers(0, 9))
def test_one_wrong_digit_never_makes_a_code(source: str, at: int, digit: int) -> None:
    code = code_of(KEY, source, 0)
    wrong = f"{code[:at]}{digit}{code[at + 1 :]}"
    assert read_code(wrong) == (code if wrong == code else None)


@given(source=sources, at=st.integers(0, CODE_DIGITS - 2))
def test_two_digits_that_changed_places_never_make_a_code(source: str, at: int) -> None:
    code = code_of(KEY, source, 0)
    wrong = f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}"
    assert read_code(wrong) == (code if wrong == code else None)


@pytest.mark.parametrize("typed", ["", "12", "hello", "4839 2017 757", "4839 2017 7571 2", "٤٨٣٩٢٠١٧٧٥٧١"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_number_can_be_typed_in_place_of_a_code() -> None:
    assert (read_serial("12"), read_serial("№ 5000"), read_serial("# 7 ")) == (12, 5000, 7)
    assert (read_serial(""), read_serial("он екі"), read_serial("483920177571")) == (None, None, None)


@pytest.mark.parametrize("typed", ["1.5", "1, 2", "№ 3-4", "1 234", "-1", "12a", "№ 1 № 2", "4839, 2017, 7571"])
def test_several_numbers_are_not_another_one(typed: str) -> None:
    assert read_serial(typed) is None
    assert not is_like_code(typed)


def test_who_keyed_and_what_is_due_depend_on_the_key() -> None:
    assert keyer(KEY, 7) == keyer(KEY, 7)
    assert len({keyer(KEY, 7), keyer(KEY, 8), keyer(b"another", 7)}) == 3
    mine = [is_due(KEY, serial) for serial in range(1000)]
    assert 60 <= sum(mine) <= 140
    assert mine != [is_due(b"another", serial) for serial in range(1000)]


def test_paper_asks_for_no_photo_and_its_choices_stand_as_they_are() -> None:
    choices = tuple(Choice(f"c{at}", TEXT) for at in range(9))
    mixed = Question("mixed", QuestionKind.SELECT_ONE, TEXT, choices=choices, randomize=True)
    photo = Question("photo", QuestionKind.IMAGE, TEXT, required="true()")
    form = on_paper(Form("f", TEXT, questions=(mixed, photo)))
    assert [one.name for one in form.questions] == ["mixed"]
    asking = Asking(form, {}, NOW, seed=7)
    assert asking.choices(form.questions[0]) == choices


def test_what_is_told_of_a_person() -> None:
    whose = with_trait(with_trait(Segment(), KeyStage.SEX, "woman"), KeyStage.AGE, "35_44")
    assert (whose.sex, whose.age) == ("woman", "35_44")
    assert with_trait(whose, KeyStage.SEX, "").sex is None
    assert with_trait(whose, KeyStage.OKRUG, "355243000").okrug == "355243000"
    with pytest.raises(ValueError, match="grown"):
        with_trait(whose, KeyStage.AGE, "grown")
    assert [stage_at(TRAITS[stage]) for stage in TRAITS] == list(TRAITS)
    assert stage_at("water") is KeyStage.QUESTION


def test_only_what_is_counted_differs() -> None:
    several = tuple(Choice(name, TEXT) for name in ("a", "b", "c"))
    form = Form(
        "f",
        TEXT,
        questions=(
            Question("many", QuestionKind.SELECT_MULTIPLE, TEXT, choices=several),
            Question("order", QuestionKind.RANK, TEXT, choices=several),
            Question("why", QuestionKind.TEXT, TEXT, relevant="selected(${many}, 'c')"),
            Question("twice", QuestionKind.CALCULATE, calculation="count-selected(${many}) * 2"),
        ),
    )
    first = Asking(form, {"many": "a b", "order": "a b c", "why": "x"}, NOW)
    second = replace(first, answers={"many": "b a", "order": "b a c", "why": "y"})
    assert [(place, one.name) for place, one in differing(first, second)] == [(1, "order")]
