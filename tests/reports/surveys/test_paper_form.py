"""Forms on paper, opened with readers that know nothing of how they were made."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp

from domain.languages import Localized
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.paper import PaperSheet
from domain.surveys.survey import Kept, Options, Survey
from reports.surveys.paper.conditions import Condition, Shown, conditions
from reports.surveys.paper.form import paper_pdf
from reports.surveys.templates import NAMES, template
from tests.reports.surveys.on_paper import CODES, OKRUGS, ZONE, asked, named, sheets, water

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


def printed(form: Form, number: int = 1, survey: Survey | None = None) -> bytes:
    survey = survey or asked(form)
    return paper_pdf(survey, form, sheets(number), named(survey), ZONE)


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def codes_on(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = [
        code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=2, grayscale=True).to_pil())
    ]
    document.close()
    return found


def with_questions(*questions: Question) -> Form:
    return Form("f", Localized(kk="Сауалнама", ru="Опрос"), questions=questions)


def of_choices(number: int, words: str = "Таңдау") -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", Localized(kk=f"{words} {at}", ru=f"Выбор {at}")) for at in range(number))


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_questionnaire_is_printed_in_both_languages(name: str) -> None:
    form = template(name)
    said = text(printed(form))
    assert said.startswith(form.title.in_("kk"))
    for question in form.asked:
        assert question.label is not None
        for language in ("kk", "ru"):
            assert " ".join(question.label.in_(language).split()) in said
        for choice in question.choices:
            assert choice.label.in_("kk") in said
            assert choice.label.in_("ru") in said


def test_each_form_has_its_number_its_code_and_its_pages_on_every_page() -> None:
    found = pages(printed(water(), 3))
    seen = [re.search(r"№ (\d+) ([A-Z0-9]+) (\d+)/(\d+)$", page) for page in found]
    of = len(found) // 3
    assert [one and one.groups() for one in seen] == [
        (str(serial), CODES[serial], str(page), str(of)) for serial in (1, 2, 3) for page in range(1, of + 1)
    ]


def test_the_code_on_each_form_opens_it_in_telegram() -> None:
    pdf = printed(water(), 3)
    assert codes_on(pdf) == [one.link for one in sheets(3)]
    assert codes_on(paper_pdf(asked(water()), water(), [long_link()], named(asked(water())), ZONE)) == [
        long_link().link
    ]


def long_link() -> PaperSheet:
    return PaperSheet(1, "ABC", "https://t.me/a_bot_with_the_longest_name_bot?start=" + "p" * 64)


def test_questions_are_numbered_through_and_what_a_pen_cannot_answer_is_left_out() -> None:
    said = text(printed(water()))
    labels = ["Ауыз суды қайдан аласыз?", "Судың несі ұнамайды?", "Қай жолды бірінші", "Үйіңізде неше көлік", "Неге?"]
    assert [said.index(label) for label in labels] == sorted(said.index(label) for label in labels)
    assert re.search(r"8 Үйіңізде неше көлік бар\?", said)
    assert re.search(r"13 Қай округте тұрасыз\?.*14 Сіз әйелсіз бе, еркексіз бе\?.*15 Жасыңыз нешеде\?", said)
    assert "Жолды түсіріңіз" not in said
    # The answer of question 7 cannot be put in, so that its number stands there.
    assert "Неге? (№ 7)" in said


def test_skips_are_said_in_words_where_that_can_be_done() -> None:
    said = text(printed(water()))
    assert "1‑сұрақта мыналардың бірін белгілесеңіз ғана: «Үйдегі құбыр», «Құдық»." in said
    assert "Только если в вопросе 1 вы отметили одно из этих: «Кран дома», «Колодец»." in said
    assert "Только если в вопросе 2 вы отметили: «Пахнет»." in said
    assert "Только если ваше число в вопросе 8 — 1 или больше." in said
    assert "Этот вопрос не для всех: спросите того, кто дал вам анкету." in said
    # What holds for a whole group is said under its heading, and once.
    assert said.count("Только если в вопросе 1 вы не отметили: «Река».") == 1


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("${a} = 'c1'", [(1, Shown.TICKED, 1)]),
        ("selected(${b}, 'c1')", [(2, Shown.TICKED, 1)]),
        ("${a} = 'c1' or ${a} = 'c2'", [(1, Shown.TICKED, 2)]),
        ("not(selected(${b}, 'c1'))", [(2, Shown.NOT_TICKED, 1)]),
        ("${a} != 'c1' and ${n} >= 18", [(1, Shown.NOT_TICKED, 1), (3, Shown.COMPARED, 0)]),
        ("${a} != ''", [(1, Shown.ANSWERED, 0)]),
        ("not(${a} != '')", [(1, Shown.BLANK, 0)]),
        ("${a} = 'c1' or ${b} = 'c1'", None),
        ("${a} != 'c1' or ${a} != 'c2'", None),
        ("not(${n} > 3)", None),
        ("not(${a} = 'c1' or ${a} = 'c2')", [(1, Shown.NOT_TICKED, 2)]),
        ("count-selected(${b}) > 1", None),
        ("${photo} != ''", None),
        ("${a} = 'c9'", None),
        ("${n} + 1 = 3", None),
        ("true()", None),
    ],
)
def test_a_condition_is_read_or_left_to_who_gave_the_form(source: str, found: list[object] | None) -> None:
    form = with_questions(
        Question("a", QuestionKind.SELECT_ONE, choices=of_choices(3)),
        Question("b", QuestionKind.SELECT_MULTIPLE, choices=of_choices(3)),
        Question("n", QuestionKind.INTEGER),
    )
    read = conditions(source, form, {"a": 1, "b": 2, "n": 3})
    assert (None if read is None else [(one.number, one.shown, len(one.values)) for one in read]) == found


def test_a_number_is_compared_by_its_sign() -> None:
    form = with_questions(Question("n", QuestionKind.DECIMAL))
    assert conditions("${n} < 1.5", form, {"n": 4}) == (Condition(4, Shown.COMPARED, sign="<", than="1.5"),)


def test_it_says_whether_it_is_anonymous_who_asks_and_until_when() -> None:
    secret, named_ = text(printed(water())), text(printed(water(), survey=asked(water(), anonymous=False)))
    assert "Аты-жөнсіз. Атыңыз сұралмайды" in secret
    assert "Анонимно. Имя не спрашиваем" in secret
    assert "Анонимно" not in named_
    assert "сотрудники проекта" in named_
    for said in (secret, named_):
        assert "Сұрайтын: әкімдік, Жараспай" in said
        # The day in the zone of the readers, not of the server.
        assert "Последний день: 6 декабря 2026" in said
        assert "Верните, пожалуйста, анкету тому, кто вам её дал." in said


def test_one_language_means_that_one_alone() -> None:
    said = text(printed(water(), survey=asked(water(), Options(one_language="ru"))))
    assert "Откуда вы берёте питьевую воду?" in said
    assert "О вас" in said
    assert not set(KAZAKH) & set(said)


def test_it_asks_of_the_person_what_the_survey_keeps() -> None:
    plain = text(printed(water(), survey=asked(water(), Options(keeps=(Kept.SEX,)))))
    assert "Вы женщина или мужчина?" in plain
    assert "Сколько вам лет?" not in plain
    assert "В каком округе" not in plain
    survey = asked(water(), Options(keeps=()))
    assert "О вас" not in text(printed(water(), survey=survey))
    alone = asked(water())
    pdf = paper_pdf(alone, water(), sheets(1), named(alone, OKRUGS[:1]), ZONE)
    assert "В каком округе" not in text(pdf)
    assert "Сколько вам лет?" in text(pdf)


def test_who_is_under_18_is_told_at_the_top_unless_they_are_asked() -> None:
    assert "Эта анкета для тех, кому исполнилось 18." in text(printed(water()))
    assert "до 18" not in text(printed(water()))
    everybody = text(printed(water(), survey=asked(water(), Options(minors=True))))
    assert "исполнилось 18" not in everybody


def whole(found: Sequence[str], label: str, choices: Sequence[str]) -> bool:
    """Whether a question stands with its choices on one page."""
    (page,) = [page for page in found if label in page]
    return all(choice in page for choice in choices)


@pytest.mark.parametrize("before", range(0, 40, 3))
def test_a_question_stands_with_its_choices_on_one_page(before: int) -> None:
    filling = [
        Question(f"n{at}", QuestionKind.INTEGER, Localized(kk=f"Сан {at}?", ru=f"Число {at}?")) for at in range(before)
    ]
    label = Localized(kk="Қайсысы жақын?", ru="Что ближе?")
    choices = of_choices(9, "Өте ұзын таңдау, бір жолға екеуі сыймайтын")
    form = with_questions(*filling, Question("q", QuestionKind.SELECT_ONE, label, choices=choices))
    assert whole(pages(printed(form)), "Қайсысы жақын?", [choice.label.in_("kk") for choice in choices])


@pytest.mark.parametrize("before", range(0, 14))
def test_a_long_list_goes_on_but_its_question_takes_the_first_choice_along(before: int) -> None:
    filling = [
        Question(f"n{at}", QuestionKind.INTEGER, Localized(kk=f"Сан {at}?", ru=f"Число {at}?")) for at in range(before)
    ]
    choices = of_choices(70, "Өте ұзын таңдау, бір жолға екеуі сыймайтын")
    label = Localized(kk="Қайсысы жақын?", ru="Что ближе?")
    form = with_questions(*filling, Question("q", QuestionKind.SELECT_ONE, label, choices=choices))
    found = pages(printed(form))
    assert whole(found, "Қайсысы жақын?", [choices[0].label.in_("kk")])
    assert all(choice.label.in_("kk") in " ".join(found) for choice in choices)


@pytest.mark.parametrize("letter", [*KAZAKH, *"ЁёЪъ«»—№₸☒"])
def test_every_letter_is_in_a_font_that_comes_along(letter: str) -> None:
    form = with_questions(Question("q", QuestionKind.TEXT, Localized(kk=f"а{letter}а", ru=f"б{letter}б")))
    said = text(printed(form))
    assert f"а{letter}а" in said
    assert f"б{letter}б" in said


@pytest.mark.parametrize("words", ['#panic("run")', "*қалың* _көлбеу_ `код` $x$ @a <b> \\ // /*", "${nobody} = 1"])
def test_what_people_wrote_is_printed_and_not_run(words: str) -> None:
    label = Localized(kk=words, ru=words + " 2")
    form = with_questions(Question("q", QuestionKind.SELECT_ONE, label, hint=label, choices=(Choice("c", label),)))
    survey = replace(asked(form), title=label, about=label)
    shown = words.replace("${nobody}", "…").replace(" ", "")
    assert text(printed(form, survey=survey)).replace(" ", "").count(shown) >= 6


def test_the_same_data_makes_the_same_bytes() -> None:
    assert printed(water(), 2) == printed(water(), 2)
    assert printed(water(), 2) != printed(water(), 3)


def test_what_a_question_takes_stands_under_it_in_both_languages() -> None:
    limit = Localized(kk="Екеуінен көп емес", ru="Не больше двух")
    form = with_questions(
        Question(
            "q",
            QuestionKind.SELECT_MULTIPLE,
            Localized(kk="Не керек?", ru="Что нужно?"),
            choices=of_choices(3),
            constraint="count-selected(.) <= 2",
            constraint_message=limit,
        ),
        Question(
            "w", QuestionKind.TEXT, Localized(kk="Неге?", ru="Почему?"), constraint_message=Localized(ru="Кратко")
        ),
    )
    said = text(printed(form))
    assert limit.in_("kk") in said
    assert limit.in_("ru") in said
    assert said.count("Кратко") == 1
