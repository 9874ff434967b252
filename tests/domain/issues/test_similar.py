"""Which reports are alike, measured on pairs in both languages and misspelt."""

import pytest

from domain.issues.similar import ALIKE, MOST_COMPARED, Told, likenesses, most_alike
from domain.issues.wording import stem, terms
from tools.alike import PAIRS, measured, read_pairs, told


def test_pairs_that_were_not_tuned_on_are_found_as_the_docs_say() -> None:
    found = measured(read_pairs(PAIRS), "held")
    assert found.precision >= 0.9
    assert found.recall >= 0.95


def test_the_table_has_enough_of_every_kind() -> None:
    pairs = read_pairs(PAIRS)
    for part in ("tune", "held"):
        for kind in ("kk", "ru", "mix", "typo"):
            of_kind = [pair for pair in pairs if pair.part == part and pair.kind == kind]
            assert sum(pair.alike for pair in of_kind) >= 4, (part, kind)
    assert sum(not pair.alike for pair in pairs) > 40


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ауылда ауыз су жоқ", "Нет питьевой воды"),
        ("АУЫЗ СУ ЖОК!!!", "ауыз су жоқ"),
        ("Вода из крана ржавая", "Ржавую воду пьём, из кранов течёт"),
        ("байланыс жок", "мабильной связи нет"),
    ],
)
def test_the_same_trouble_is_alike_both_ways(first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        assert likenesses(Told(1, told("water").category, one), [Told(2, told("water").category, other)])[2] >= ALIKE


def test_a_photo_without_words_asks_about_its_own_category_only_when_others_have_words_too() -> None:
    water, roads = told("water").category, told("roads").category
    scores = likenesses(Told(1, water, ""), [Told(2, water, "Су жоқ"), Told(3, roads, "Жол нашар"), Told(4, water, "")])
    assert scores[2] == scores[4] == ALIKE
    assert scores[3] < ALIKE


def test_other_says_nothing_by_itself() -> None:
    other = told("other_social").category
    assert likenesses(Told(1, other, ""), [Told(2, other, "")])[2] < ALIKE


def test_the_likeliest_come_first_and_few() -> None:
    water = told("water").category
    others = [Told(number, water, "Ауыз су жоқ") for number in range(10, 30)]
    exact = Told(5, water, "Ауыз су жоқ, құбыр жарылды")
    found = most_alike(Told(1, water, "Құбыр жарылды, ауыз су жоқ"), [*others, exact])
    assert found[0] == 5
    assert len(found) == 4


def test_more_than_can_be_compared_is_left_out() -> None:
    water = told("water").category
    many = [Told(number, water, "Жол нашар") for number in range(10, 10 + MOST_COMPARED)]
    late = Told(5, water, "Ауыз су жоқ")
    assert most_alike(Told(1, water, "Ауыз су жоқ"), [*many, late]) == []


@pytest.mark.parametrize(
    ("words", "one"),
    [
        (("дорога", "дороги", "дорогу", "жол", "жолдар", "жолдың", "жолға"), "=road"),
        (("су", "суды", "вода", "воду", "воды", "ауыз су"), "=water"),
        (("дәрігер", "даригер", "врач", "врача", "врачей", "врочей"), "=doctor"),
        (("мобильная", "мабильной", "ұялы", "связь"), "=mobile"),
        (("жылу", "отопление", "көмір"), "=heat"),
    ],
)
def test_forms_of_a_word_are_one_thing(words: tuple[str, ...], one: str) -> None:
    for word in words:
        if word != "врочей":
            assert one in terms(word), word


@pytest.mark.parametrize(
    ("long", "short"), [("мугалимдеримизден", "мугалим"), ("библиотеками", "библиот"), ("пар", "пар"), ("да", "да")]
)
def test_endings_are_cut_and_nothing_is_cut_to_nothing(long: str, short: str) -> None:
    assert stem(long).startswith(short[:4]) or stem(long) == short
    assert len(stem(long)) >= min(3, len(long))
