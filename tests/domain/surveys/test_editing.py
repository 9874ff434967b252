"""Making a form by hand: whatever is pressed, a form comes of it that can be written as a file and read again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import Localized
from domain.refusals import Refused
from domain.surveys import copying, editing
from domain.surveys.editing import KINDS, READY, TO_BE_WRITTEN, Way
from domain.surveys.forms import WITH_CHOICES, Choice, Form, Group, Question, QuestionKind
from domain.surveys.translations import Said, Spot, lacking, text_at, untranslated, wanted, with_text

TITLE = Localized(kk="Сауалнама", ru="Опрос")
EMPTY = editing.empty(7, TITLE)
YES_NO = (Localized(kk="Иә", ru="Да"), Localized(kk="Жоқ", ru="Нет"))


def asking(*texts: str) -> Form:
    """A form of these questions, in Kazakh."""
    form = EMPTY
    for text in texts:
        form = editing.added(form, "kk", text)
    return form


def refusal(work: object) -> str:
    with pytest.raises(Refused) as caught:
        work()  # type: ignore[operator]
    return caught.value.reason


def test_a_form_that_comes_again_keeps_what_was_recorded_for_the_same_words() -> None:
    heard = {"voice": Localized(kk="file"), "image": Localized(kk="old.png")}
    same = Question("a", QuestionKind.TEXT, Localized(kk="Сол сұрақ"))
    other = Question("b", QuestionKind.TEXT, Localized(kk="Ескі сөзі"))
    before = Form("f", Localized(kk="f"), questions=(replace(same, media=heard), replace(other, media=heard)))
    after = Form("f", Localized(kk="f"), questions=(same, replace(other, label=Localized(kk="Жаңа сөзі"))))
    [kept, changed] = copying.with_files_of(after, before).questions
    assert kept.media == {"voice": Localized(kk="file")}
    assert changed.media == {}


def test_a_question_is_added_at_the_end_under_a_name_of_its_own() -> None:
    form = asking(" Су бар ма? ", "Жол қандай?")
    assert [(one.name, one.kind) for one in form.questions] == [("q1", QuestionKind.TEXT), ("q2", QuestionKind.TEXT)]
    assert form.questions[0].label == Localized(kk="Су бар ма?")
    assert editing.added(editing.without(form, 0), "kk", "Тағы?").questions[1].name == "q1"
    assert refusal(lambda: editing.added(form, "kk", "  ")) == "nothing_said"
    assert refusal(lambda: editing.added(form, "kk", "ж" * 2_001)) == "too_long"


@pytest.mark.parametrize("way", Way)
def test_each_way_of_answering_makes_its_kind(way: Way) -> None:
    after = editing.with_way(asking("Су бар ма?"), 0, way, YES_NO if way in READY else ())
    question = after.questions[0]
    assert question.kind is KINDS[way]
    assert bool(question.choices) == (way in READY)
    assert (question.list_name is not None) == (question.kind in WITH_CHOICES)
    assert (way in TO_BE_WRITTEN) == (question.kind in WITH_CHOICES and not question.choices)


def test_choices_are_written_each_on_a_line_and_said_again_in_the_other_language() -> None:
    form = editing.with_way(asking("Не керек?"), 0, Way.SEVERAL, ())
    form = editing.with_choices(form, 0, "kk", "- Су\n• Жол\n\n Мектеп ")
    assert [choice.label.kk for choice in form.questions[0].choices] == ["Су", "Жол", "Мектеп"]
    # As long as nothing is translated it can be written anew.
    form = editing.with_choices(form, 0, "kk", "Су\nЖол")
    form = editing.with_choices(form, 0, "ru", "Вода\nДорога")
    assert [choice.label.ru for choice in form.questions[0].choices] == ["Вода", "Дорога"]
    assert [choice.name for choice in form.questions[0].choices] == ["c1", "c2"]
    assert refusal(lambda: editing.with_choices(form, 0, "ru", "Вода\nДорога\nШкола")) == "choices_as_many"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Су", "choices_how_many"), ("Су\nСу", "choice_twice"), ("Су\n" + "ж" * 301, "too_long")],
)
def test_choices_that_nobody_could_choose_from_are_refused(text: str, reason: str) -> None:
    form = editing.with_way(asking("Не керек?"), 0, Way.ONE, ())
    assert refusal(lambda: editing.with_choices(form, 0, "kk", text)) == reason


def test_what_others_depend_on_stays_where_they_can_see_it() -> None:
    form = asking("Су бар ма?", "Неге?", "Басқа?")
    second = replace(form.questions[1], relevant="${q1} = 'c2'")
    form = replace(form, questions=(form.questions[0], second, form.questions[2]))
    for broken in (
        lambda: editing.without(form, 0),
        lambda: editing.moved(form, 0, 1),
        lambda: editing.moved(form, 1, -1),
        lambda: editing.with_way(form, 0, Way.NUMBER, ()),
    ):
        assert refusal(broken) == "question_needed"
    assert [one.name for one in editing.moved(form, 1, 1).questions] == ["q1", "q3", "q2"]
    named = replace(form.questions[2], label=Localized(kk="${q2}?"))
    assert editing.needed_by(replace(form, questions=(*form.questions[:2], named)), "q2") == ("q3",)


def test_a_group_stays_in_one_piece_and_goes_with_its_last_question() -> None:
    group = Group("g", Localized(kk="Топ"))
    form = asking("А", "Б", "В")
    first, second = (replace(one, groups=("g",)) for one in form.questions[:2])
    form = replace(form, questions=(first, second, form.questions[2]), groups=(group,))
    assert [one.groups for one in editing.moved(form, 2, -1).questions] == [("g",), ("g",), ("g",)]
    out = editing.moved(form, 1, 1)
    assert [one.groups for one in out.questions] == [("g",), (), ()]
    assert editing.without(out, 0).groups == ()


def test_texts_that_are_missing_are_found_and_filled_one_by_one() -> None:
    form = editing.with_way(asking("Су бар ма?", "Неге?"), 0, Way.ONE, ())
    form = editing.with_choices(form, 0, "kk", "Иә\nЖоқ")
    found = list(lacking(form, "ru"))
    assert found == [Spot(0, Said.LABEL), Spot(0, Said.CHOICE, 0), Spot(0, Said.CHOICE, 1), Spot(1, Said.LABEL)]
    assert untranslated(form, wanted(None)) == ("q1", "q2")
    assert untranslated(form, wanted("kk")) == ()
    for number, spot in enumerate(found):
        form = with_text(form, spot, "ru", f"Слово {number}")
    assert untranslated(form, wanted(None)) == ()
    assert text_at(form, Spot(0, Said.CHOICE, 1)) == Localized(kk="Жоқ", ru="Слово 2")
    with pytest.raises(LookupError):
        with_text(form, Spot(9, Said.LABEL), "ru", "x")
    with pytest.raises(LookupError):
        with_text(form, Spot(0, Said.CONSTRAINT), "ru", "x")


def test_a_list_of_several_questions_is_said_once_for_all_of_them() -> None:
    choices = tuple(Choice(name, Localized(kk=name)) for name in ("a", "b"))
    one = Question("x", QuestionKind.SELECT_ONE, Localized(kk="X"), list_name="l", choices=choices)
    form = replace(EMPTY, questions=(one, replace(one, name="y"), replace(one, name="z", list_name="m")))
    after = with_text(form, Spot(0, Said.CHOICE, 0), "ru", "А")
    assert [question.choices[0].label.ru for question in after.questions] == ["А", "А", None]
    # Written anew for one of them, it is a list of its own.
    own = editing.with_choices(form, 1, "kk", "в\nг\nд")
    assert own.questions[1].list_name not in ("l", "m")
    assert own.questions[0].choices == choices


def test_what_is_copied_brings_what_it_depends_on_under_free_names() -> None:
    source = asking("Су бар ма?", "Басқа?", "${q1} дедіңіз. Неге?")
    source = replace(
        source,
        questions=(*source.questions[:2], replace(source.questions[2], relevant="${q1} = 'x' and ${ q1 } != ''")),
    )
    form = copying.copied(asking("Бұрын не болды?"), source, ["q3"])
    assert [one.name for one in form.questions] == ["q1", "q2", "q3"]
    assert form.questions[1].label == Localized(kk="Су бар ма?")
    assert form.questions[2].relevant == "${q2} = 'x' and ${q2} != ''"
    assert form.questions[2].label == Localized(kk="${q2} дедіңіз. Неге?")
    whole = copying.copied(EMPTY, source, [one.name for one in source.questions])
    assert whole.questions == source.questions
    assert whole.form_id == EMPTY.form_id


def test_more_questions_than_a_chat_can_ask_are_refused() -> None:
    full = replace(EMPTY, questions=tuple(Question(f"q{at}", QuestionKind.TEXT, TITLE) for at in range(150)))
    assert refusal(lambda: editing.added(full, "kk", "Тағы?")) == "form_full"
    assert refusal(lambda: copying.copied(full, full, ["q1"])) == "form_full"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(["kk", "ru", "en"]), st.text("абқ ?", max_size=6)),
        st.tuples(st.just("way"), st.integers(-1, 5), st.sampled_from(list(Way))),
        st.tuples(st.just("choices"), st.integers(-1, 5), st.lists(st.text("абв", max_size=2), max_size=4)),
        st.tuples(st.just("move"), st.integers(-1, 5), st.sampled_from([-1, 1])),
        st.tuples(st.just("remove"), st.integers(-1, 5), st.none()),
        st.tuples(st.just("require"), st.integers(-1, 5), st.booleans()),
        st.tuples(st.just("copy"), st.integers(0, 5), st.none()),
    ),
    max_size=25,
)


def step(form: Form, what: tuple[str, object, object]) -> Form:
    """One press of an author; what is refused changes nothing."""
    kind, one, other = what
    try:
        match kind:
            case "add":
                return editing.added(form, one, str(other))  # type: ignore[arg-type]
            case "way":
                return editing.with_way(form, one, other, YES_NO if other in READY else ())  # type: ignore[arg-type]
            case "choices":
                return editing.with_choices(form, one, "kk", "\n".join(other))  # type: ignore[arg-type]
            case "move":
                return editing.moved(form, one, other)  # type: ignore[arg-type]
            case "remove":
                return editing.without(form, one)  # type: ignore[arg-type]
            case "require":
                return editing.required(form, one, on=bool(other))  # type: ignore[arg-type]
        return copying.copied(form, form, [question.name for question in form.questions[: int(str(one))]])
    except Refused:
        return form


@given(STEPS)
def test_whatever_an_author_presses_names_stay_apart_and_lists_stay_one(
    steps: list[tuple[str, object, object]],
) -> None:
    form = EMPTY
    for what in steps:
        form = step(form, what)
    names = [question.name for question in form.questions]
    assert len(set(names)) == len(names)
    lists: dict[str, object] = {}
    for question in form.questions:
        if question.list_name:
            assert lists.setdefault(question.list_name, question.choices) == question.choices
        assert editing.uses(question) <= set(names)
