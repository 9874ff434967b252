"""What is wrong with a table of keyed forms is said in one line."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.languages import LANGUAGES, Language, Localized
from domain.surveys.paper import TemplateTrouble, TroubleKind
from screens.surveys.paper_troubles import trouble_line
from texts import words

FACTS = {"by": -2, "row": 3, "most": 9, "least": 1, "step": Decimal("0.5")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TroubleKind)
def test_every_trouble_has_a_sentence_that_fits(kind: TroubleKind, language: Language) -> None:
    said = trouble_line(words(language), TemplateTrouble(5, "AB", kind, "а" * 500, FACTS))
    assert said.startswith(
        {"kk": "5-жол, AB бағаны: ", "ru": "строка 5, столбец AB: ", "en": "row 5, column AB: "}[language]
    )
    assert len(said) < 250
    assert "{" not in said


def test_it_says_where_as_far_as_that_is_known() -> None:
    _ = words("en")
    assert trouble_line(_, TemplateTrouble(0, "", TroubleKind.EMPTY)).startswith("there is no form")
    assert trouble_line(_, TemplateTrouble(4, "", TroubleKind.NO_ANSWERS)) == "row 4: there is no answer in this row"


def test_it_says_what_the_form_says_of_it() -> None:
    trouble = TemplateTrouble(5, "A", TroubleKind.CONSTRAINT, "7", message=Localized(ru="Не больше трёх"))
    expected = "строка 5, столбец A: «7» не подходит к этому вопросу: Не больше трёх. {ask}"
    said = trouble_line(words("ru"), trouble)
    assert said == expected.format(ask="Спросите человека, что он имел в виду: этот вопрос оставить пустым нельзя.")
    may = replace(trouble, facts={"may_skip": True})
    assert trouble_line(words("ru"), may).endswith("или оставьте вопрос пустым.")


def test_it_says_which_way_answers_slipped() -> None:
    right, left = (
        trouble_line(words("ru"), TemplateTrouble(5, "F", TroubleKind.SHIFTED, "x", {"by": by})) for by in (1, -2)
    )
    assert "сдвинуты вправо, ячеек: 1. Верните их влево" in right
    assert "сдвинуты влево, ячеек: 2. Верните их вправо" in left
