"""How names are folded, cut, heard and put in Latin letters."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.spelling import english, fold, sound, spelling, transliterate
from domain.territories import Kind, Level

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі" + "abcdefghijklmnopqrstuvwxyz"
names = st.text(st.sampled_from(LETTERS + LETTERS.upper() + " .-«»'0123456789"), max_size=40)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Қорғанжар", "корганжар"),
        ("Әлі Ұлы Үңгір Һәм Өзі", "али улы унгир хам ози"),
        ("Семёновка", "семеновка"),
        ("  Ново-Ахмирово ", "ново ахмирово"),
        ("«Жараспай»", "жараспай"),
        ("с.о.Егінді", "с о егинди"),
        ("Жараспай\u0306", "жараспай\u0306"),
        ("Акжа\u0438\u0306", "акжай"),
        ("", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded.replace("\u0306", "")


@given(st.one_of(names, st.text(max_size=40)))
@example("ẞΐ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(names)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Жараспайский с.о.", "жараспайский"),
        ("Жараспай а.о.", "жараспай"),
        ("Кенгирбайбийский с.о", "кенгирбайбийский"),
        ("с.о.Егінді", "егинди"),
        ("с.а.Кырыккудык", "кырыккудык"),
        ("п.а. Нура", "нура"),
        ("Нұра к.ә.", "нура"),
        ("Шубаркольская п.а.", "шубаркольская"),
        ("Шемонаихинская г.а.", "шемонаихинская"),
        ("Семей Қ.Ә.", "семей"),
        ("г.Атбасар", "атбасар"),
        ("Атбасар қ.", "атбасар"),
        ("Қазыбек би атын.а.о.", "казыбек би"),
        ("район им. Казыбек би", "казыбек би"),
        ("Жараспай ауылы", "жараспай"),
        ("Жараспай ауылдық округі", "жараспай"),
        ("село Волчанка", "волчанка"),
        ("посёлок Глубокое", "глубокое"),
        ("Глубокое кенті", "глубокое"),
        ("Нуринский район", "нуринский"),
        ("Қарағанды облысы", "караганды"),
        ("Kozhokhovo rural okrug", "kozhokhovo"),
        ("Nura township", "nura"),
        ("Село", "село"),
        ("с.", "с"),
        ("Ауыл", "ауыл"),
    ],
)
def test_words_of_kind_are_cut(written: str, name: str) -> None:
    assert spelling(written) == name


@given(names)
def test_a_name_is_never_cut_to_nothing_and_cut_once(text: str) -> None:
    assert bool(spelling(text)) == bool(fold(text))
    assert spelling(spelling(text)) == spelling(text)


@pytest.mark.parametrize(
    "alike",
    [
        ("Жараспай", "Zharaspay", "Zharaspai", "Jaraspai", "Джараспай"),
        ("Нұра", "Нура", "Nura", "Nūra"),
        ("Киевка", "Kievka", "Kiyevka"),
        ("Изенди", "Изенды", "Ізенді", "Izendi"),
        ("Кожохово", "Kozhohovo", "Kozhokhovo"),
        ("Кожоховский", "Kozhokhovskiy", "Kozhokhovskii", "Kozhohovski"),
        ("Первомайский", "Pervomaiskiy", "Pervomayskiy", "Pervomayskyi"),
        ("Ақмешіт", "Акмешит", "Akmeshit", "Aqmeşit"),
        ("Мыңбаев", "Мынбаев", "Mynbayev", "Mynbaev", "Minbaev"),
        ("Шемонаиха", "Shemonaikha", "Shemonaiha"),
        ("Белоусовка", "Belousovka", "Belousowka"),
        ("Глубокое", "Glubokoe", "Glubokoye"),
        ("Щучинск", "Shchuchinsk"),
        ("Ялта", "Yalta"),
    ],
)
def test_what_sounds_alike(alike: tuple[str, ...]) -> None:
    assert len({sound(spelling(one)) for one in alike}) == 1, {one: sound(spelling(one)) for one in alike}


def test_other_names_sound_otherwise() -> None:
    others = ["Жараспай", "Каражар", "Нура", "Нары", "Волчанка", "Белоусовка", "Изенди", "Акмешит"]
    assert len({sound(fold(one)) for one in others}) == len(others)


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Жараспай", "Zharaspai"),
        ("Первомайский", "Pervomaiskiy"),
        ("Заречный", "Zarechny"),
        ("Кәрім Мыңбаев", "Karim Mynbayev"),
        ("Глубокое", "Glubokoye"),
        ("Щучинск", "Shchuchinsk"),
        ("Қазанқап-2", "Kazankap-2"),
        ("Объезд", "Obezd"),
        ("", ""),
    ],
)
def test_latin_letters(written: str, latin: str) -> None:
    assert transliterate(written) == latin


@pytest.mark.parametrize(
    ("kk", "kind", "level", "en"),
    [
        ("Кеңжарық а.о.", Kind.RURAL_OKRUG, Level.OKRUG, "Kenzharyk rural okrug"),
        ("Нұра к.ә.", Kind.TOWNSHIP, Level.OKRUG, "Nura township"),
        ("Нұра к.", Kind.TOWNSHIP, Level.SETTLEMENT, "Nura"),
        ("Шемонаиха ауданы", Kind.RAYON, Level.RAYON, "Shemonaikha rayon"),
        ("Шығыс Қазақстан облысы", Kind.OBLAST, Level.OBLAST, "East Kazakhstan oblast"),
        ("Шығыс а.", Kind.VILLAGE, Level.SETTLEMENT, "Shygys"),
        ("Астана қ.", Kind.CITY, Level.OBLAST, "Astana"),
    ],
)
def test_english_names(kk: str, kind: Kind, level: Level, en: str) -> None:
    assert english(kk, kind, level) == en
