"""How the choices of a question stand under it, as the form says and as far as a phone shows their words."""

import pytest

from domain.languages import Localized
from domain.surveys.flow import Asking
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.sessions import Seat, Stage, asked_of
from screens.surveys import ask
from screens.surveys.buttons import PickChoice, TickChoice
from tests.screens.samples import NOW
from tests.screens.samples.surveys import OPEN, TITLE
from texts import words

SCALE = ("Әбден толады", "Толады", "Орташа", "Толмайды", "Мүлде толмайды")
ONE, SEVERAL = QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE


def shape(labels: tuple[str, ...], *appearance: str, kind: QuestionKind = ONE) -> list[int]:
    """How many choices stand in each row."""
    choices = tuple(Choice(f"c{at}", Localized(kk=label)) for at, label in enumerate(labels))
    question = Question("q", kind, Localized(kk="q"), choices=choices, appearance=appearance)
    asking = Asking(Form("f", TITLE, questions=(question,)), {}, NOW.replace(tzinfo=None))
    screen = ask.question(words("kk"), Seat(Stage.QUESTION, OPEN, asked=asked_of(asking, question, 1)))
    rows = [row for row in screen.rows if isinstance(row[0].does, (PickChoice, TickChoice))]
    picked = [button.does for row in rows for button in row]
    assert [one.choice for one in picked if isinstance(one, (PickChoice, TickChoice))] == list(range(len(labels)))
    return [len(row) for row in rows]


@pytest.mark.parametrize(
    ("labels", "appearance", "rows"),
    [
        (SCALE, ("likert",), [1] * 5),
        (("1", "2", "3", "4", "5"), ("likert",), [5]),
        (("Иә", "Жоқ"), ("likert",), [2]),
        (("Иә", "Жоқ"), (), [1, 1]),
        (("Толады", "Орташа", "Жоқ"), ("likert",), [3]),
        (("Толады", "Орташа", "Толмайды екен"), ("likert",), [1, 1, 1]),
        (("a",) * 6, ("columns",), [5, 1]),
        (("a",) * 6, ("columns-2",), [2, 2, 2]),
        (("a",) * 6, ("w2", "columns-3", "no-buttons"), [3, 3]),
        (("Ұзын сөздер тізбегі мұнда",) * 3, ("columns-3",), [1, 1, 1]),
        (("a",) * 7, ("minimal",), [2, 2, 2, 1]),
        (("a",) * 7, ("quick",), [2, 2, 2, 1]),
        (("a",) * 3, ("columns-0",), [1, 1, 1]),
    ],
)
def test_choices_stand_as_the_form_says_where_their_words_are_short(
    labels: tuple[str, ...], appearance: tuple[str, ...], rows: list[int]
) -> None:
    assert shape(labels, *appearance) == rows


def test_a_tick_takes_room_too() -> None:
    assert shape(("a", "b", "c", "d", "e"), "columns", kind=SEVERAL) == [5]
    assert shape(("abcd", "b", "c", "d", "e"), "columns", kind=SEVERAL) == [3, 2]
