"""A text is never blank, and whose language we know not is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import LANGUAGES, Language, Localized, in_order, language_of

values = st.none() | st.sampled_from(["", " ", "\n\t", "Жараспай", " Izendi "]) | st.text(max_size=5)


@given(values, values, values, st.sampled_from(LANGUAGES))
def test_a_text_is_never_blank_in_any_language(
    kk: str | None, ru: str | None, en: str | None, language: Language
) -> None:
    if not any(value and value.strip() for value in (kk, ru, en)):
        with pytest.raises(ValueError, match="at least one language"):
            Localized(kk, ru, en)
        return
    text = Localized(kk, ru, en)
    assert text.in_(language).strip()
    own = {"kk": kk, "ru": ru, "en": en}[language]
    if own and own.strip():
        assert text.in_(language) == own
        assert language not in text.missing()
    else:
        assert language in text.missing()
    assert Localized(**text.as_dict()).in_(language) == text.in_(language)


def test_the_nearest_language_stands_in_for_a_missing_one() -> None:
    assert Localized(ru="Жараспай", en="Zharaspai").in_("kk") == "Жараспай"
    assert Localized(kk="Жараспай", en="Zharaspai").in_("ru") == "Жараспай"
    assert Localized(kk="Ізенді", ru="Изенди").in_("en") == "Изенди"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("kk", "kk"),
        ("kk-KZ", "kk"),
        ("KK", "kk"),
        ("ru-RU", "ru"),
        ("en-GB", "en"),
        ("de", None),
        ("", None),
        (None, None),
        ("k", None),
        ("kkk", None),
        ("-kk", None),
    ],
)
def test_the_language_of_a_phone_is_known_when_it_is_ours(code: str | None, language: Language | None) -> None:
    assert language_of(code) == language


def test_the_phones_language_is_offered_first_and_none_is_left_out() -> None:
    assert in_order(None) == ("kk", "ru", "en")
    assert in_order("ru") == ("ru", "kk", "en")
    assert in_order("en") == ("en", "kk", "ru")
