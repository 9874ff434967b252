"""What comes next in a survey, and what an answer lacks."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.languages import Localized
from domain.surveys.flow import Asking
from domain.surveys.forms import Choice, Form, Question, QuestionKind, identifying, read_form
from domain.surveys.typed import NotUnderstood, read_answer

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
BOTH = Localized(kk="Сұрақ ${who}", ru="Вопрос ${who}")
YES_NO = (Choice("yes", Localized(kk="Иә", ru="Да")), Choice("no", Localized(kk="Жоқ", ru="Нет")))


def question(name: str, kind: QuestionKind = QuestionKind.TEXT, **more: object) -> Question:
    return replace(Question(name, kind, BOTH), **more)  # type: ignore[arg-type]


FORM = Form(
    "f",
    Localized(kk="Сауалнама"),
    questions=(
        question("hello", QuestionKind.NOTE),
        question("who", QuestionKind.SELECT_ONE, choices=YES_NO, required="true()"),
        question("age", QuestionKind.INTEGER, relevant="${who} = 'yes'", constraint=". < 120", required="true()"),
        question("twice", QuestionKind.CALCULATE, calculation="${age} * 2"),
        question("old", relevant="${twice} > 100"),
        question("stars", QuestionKind.RANGE, parameters={"start": "1", "end": "5", "step": "2"}),
        question("order", QuestionKind.RANK, choices=YES_NO),
        question("many", QuestionKind.SELECT_MULTIPLE, choices=YES_NO, constraint="count-selected(.) < 2"),
    ),
)


def asking(**answers: str) -> Asking:
    return Asking(FORM, answers, NOW, "ru", seed=7)


def test_it_goes_on_over_what_concerns_the_person_and_back_again() -> None:
    path = [one.name for one in asking(who="yes", age="60").path()]
    assert path == ["hello", "who", "age", "old", "stars", "order", "many"]
    unconcerned = asking(who="no", age="60")
    assert [one.name for one in unconcerned.path()] == ["hello", "who", "stars", "order", "many"]
    after = unconcerned.after("who")
    assert after is not None
    assert after.name == "stars"
    before = unconcerned.before("stars")
    assert before is not None
    assert before.name == "who"
    assert unconcerned.after("many") is None
    assert unconcerned.before("hello") is None


def test_what_no_longer_concerns_the_person_is_kept_and_not_counted() -> None:
    changed = asking(who="no", age="60", old="x")
    assert changed.answers["age"] == "60"
    assert changed.counted() == {"who": "no"}
    assert asking(who="yes", age="60", old="x").counted() == {"who": "yes", "age": "60", "twice": "120", "old": "x"}


def test_progress_counts_questions_and_no_notes() -> None:
    assert asking(who="no").progress("hello") == (1, 4)
    assert asking(who="no").progress("who") == (1, 4)
    assert asking(who="no").progress("many") == (4, 4)
    assert asking(who="yes").progress("age") == (2, 5)


@pytest.mark.parametrize(
    ("name", "value", "trouble"),
    [
        ("who", "", "required"),
        ("who", "perhaps", "choice"),
        ("who", "yes no", "choice"),
        ("who", "yes", None),
        ("age", "121", "constraint"),
        ("age", "3.5", "number"),
        ("age", "x", "number"),
        ("age", "NaN", "number"),
        ("old", "", None),
        ("old", "ж" * 4001, "words"),
        ("stars", "2", "step"),
        ("stars", "7", "range"),
        ("stars", "3", None),
        ("order", "yes", "incomplete"),
        ("order", "no yes", None),
        ("order", "no no", "choice"),
        ("many", "yes no", "constraint"),
        ("many", "no", None),
    ],
)
def test_what_an_answer_lacks_has_a_word(name: str, value: str, trouble: str | None) -> None:
    found = FORM.question(name)
    assert found is not None
    assert asking(who="yes").trouble(found, value) == trouble


def test_who_wants_to_finish_is_led_to_the_first_question_that_lacks_something() -> None:
    first = asking(who="yes").first_trouble()
    assert first is not None
    assert (first[0].name, first[1]) == ("age", "required")
    assert asking(who="no").first_trouble() is None


def test_choices_are_filtered_and_shuffled_the_same_way_each_time() -> None:
    villages = tuple(
        Choice(f"v{number}", Localized(kk=f"Ауыл {number}"), {"okrug": "a" if number % 2 else "b"})
        for number in range(12)
    )
    wanted = question("v", QuestionKind.SELECT_ONE, choices=villages, choice_filter="okrug = ${okrug}", randomize=True)
    form = Form("f", Localized(kk="x"), questions=(question("okrug"), wanted))
    seen = [one.name for one in Asking(form, {"okrug": "a"}, NOW, seed=3).choices(wanted)]
    assert sorted(seen) == ["v1", "v11", "v3", "v5", "v7", "v9"]
    assert seen == [one.name for one in Asking(form, {"okrug": "a"}, NOW, seed=3).choices(wanted)]
    others = {
        tuple(one.name for one in Asking(form, {"okrug": "a"}, NOW, seed=seed).choices(wanted)) for seed in range(9)
    }
    assert len(others) > 1
    # With nothing left to choose nobody is held up.
    needed = replace(wanted, required="true()")
    assert not Asking(form, {"okrug": "z"}, NOW).is_required(needed)


def test_a_text_says_what_was_answered_in_the_readers_language() -> None:
    assert asking(who="yes").said(BOTH) == "Вопрос Да"
    assert asking().said(BOTH) == "Вопрос …"


def test_a_form_is_kept_and_read_again_as_it_was() -> None:
    assert read_form(FORM.as_dict()) == FORM
    assert identifying(replace(FORM, questions=(question("p", QuestionKind.IMAGE),)))


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.INTEGER, " 12 ", "12"),
        (QuestionKind.INTEGER, "1 200", "1200"),
        (QuestionKind.INTEGER, "12,0", "12"),
        (QuestionKind.DECIMAL, "3,5", "3.5"),
        (QuestionKind.DECIMAL, "-0", "0"),
        (QuestionKind.DECIMAL, "100", "100"),
        (QuestionKind.DATE, "27.11.2026", "2026-11-27"),
        (QuestionKind.DATE, "ертең", "2026-11-28"),
        (QuestionKind.DATE, "1 мая 1985", "1985-05-01"),
        (QuestionKind.TIME, "9:30", "09:30"),
        (QuestionKind.TIME, "18", "18:00"),
        (QuestionKind.TEXT, " су жоқ ", "су жоқ"),
    ],
)
def test_what_people_type_is_understood(kind: QuestionKind, typed: str, value: str) -> None:
    assert read_answer(question("q", kind), typed, "kk", date(2026, 11, 27)) == value


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        (QuestionKind.INTEGER, "он екі", "number"),
        (QuestionKind.INTEGER, "3,5", "whole"),
        (QuestionKind.INTEGER, "9" * 40, "large"),
        (QuestionKind.INTEGER, "1e5", "number"),
        (QuestionKind.DECIMAL, "1.2.3", "number"),
        (QuestionKind.DATE, "31.02.2026", "date"),
        (QuestionKind.DATE, "27.11.2126", "far"),
        (QuestionKind.DATE, "когда-нибудь", "date"),
        (QuestionKind.TIME, "25:00", "time"),
        (QuestionKind.TEXT, "ж" * 5_000, "long"),
        (QuestionKind.GEOPOINT, "here", "kind"),
    ],
)
def test_what_is_no_answer_is_told_by_its_reason(kind: QuestionKind, typed: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read_answer(question("q", kind), typed, "kk", date(2026, 11, 27))
    assert caught.value.reason == reason
