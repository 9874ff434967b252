"""When a question is asked, by buttons: written as XLSForm, read again, and nothing else is read into it."""

import pytest

from domain.languages import Localized
from domain.refusals import Refused
from domain.surveys.conditions import Condition, always_asked, askable_by, asked_if, condition_of
from domain.surveys.expressions import is_true
from domain.surveys.expressions.evaluating import Scope
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from tests.cast import NOON

CHOICES = tuple(Choice(name, Localized(kk=name)) for name in ("yes", "no", "c.1-a"))
WATER = Question("water", QuestionKind.SELECT_ONE, Localized(kk="Су?"), choices=CHOICES)
NEEDS = Question("needs", QuestionKind.SELECT_MULTIPLE, Localized(kk="Не?"), choices=CHOICES)
YEARS = Question("years", QuestionKind.INTEGER, Localized(kk="Жыл?"))
WHY = Question("why", QuestionKind.TEXT, Localized(kk="Неге?"))
FORM = Form("f", Localized(kk="f"), questions=(WATER, NEEDS, YEARS, WHY))


def relevant(form: Form, place: int = 3) -> str | None:
    return form.questions[place].relevant


def test_one_answer_more_answers_and_none() -> None:
    once = asked_if(FORM, 3, 0, 1, on=True)
    assert relevant(once) == "${water} = 'no'"
    twice = asked_if(once, 3, 0, 0, on=True)
    assert relevant(twice) == "${water} = 'yes' or ${water} = 'no'"
    assert asked_if(twice, 3, 0, 0, on=True) == twice
    assert asked_if(twice, 3, 0, 0, on=False) == once
    assert relevant(asked_if(once, 3, 0, 1, on=False)) is None
    assert relevant(always_asked(twice, 3)) is None


def test_an_answer_of_several_is_looked_for_among_them() -> None:
    form = asked_if(FORM, 3, 1, 2, on=True)
    assert relevant(form) == "selected(${needs}, 'c.1-a')"
    now = NOON.replace(tzinfo=None)
    assert is_true(relevant(form) or "", Scope({"needs": "yes c.1-a"}, now))
    assert not is_true(relevant(form) or "", Scope({"needs": "yes no"}, now))


def test_another_question_begins_anew() -> None:
    form = asked_if(asked_if(FORM, 3, 0, 1, on=True), 3, 1, 0, on=True)
    assert relevant(form) == "selected(${needs}, 'yes')"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("${water} = 'no'", Condition("water", ("no",))),
        ("${ water }='no' or selected(${water}, 'yes')", Condition("water", ("no", "yes"))),
        ("${water} = 'no' or ${needs} = 'yes'", None),
        ("${water} != 'no'", None),
        ("not(${water} = 'no')", None),
        ("(${group} = 'a') and (${water} = 'no')", None),
        ("${water} = 'no' and ${needs} = 'x' or ${water} = 'yes'", None),
        ("${years} > 3", None),
        (None, None),
    ],
)
def test_only_what_buttons_can_say_is_read(source: str | None, found: Condition | None) -> None:
    assert condition_of(Question("q", QuestionKind.TEXT, relevant=source)) == found


def test_only_earlier_questions_with_choices_decide() -> None:
    assert [place for place, _one in askable_by(FORM, 3)] == [0, 1]
    assert askable_by(FORM, 0) == ()
    for place, other, choice in ((3, 2, 0), (3, 3, 0), (0, 1, 0), (3, 0, 9), (9, 0, 0)):
        with pytest.raises(Refused, match="old_button"):
            asked_if(FORM, place, other, choice, on=True)
