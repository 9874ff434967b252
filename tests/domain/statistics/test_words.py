"""The words that many answers use."""

from domain.statistics.words import Word, most_used, words


def test_words_that_say_nothing_are_left_out_in_both_languages() -> None:
    texts = ["Нам очень нужна вода!", "Бізге су емес, жол керек және мектеп", "Вода и дорога", "мектеп пен жол"]
    assert most_used(texts, 2) == (Word("вода", 2), Word("жол", 2), Word("мектеп", 2))


def test_an_answer_counts_a_word_once_whatever_its_letters() -> None:
    assert most_used(["Вода вода ВОДА", "вода"], 1) == (Word("вода", 2),)
    assert words("Ёлка ёлка") == {"елка"}


def test_what_few_use_is_not_listed() -> None:
    assert most_used(["Асылбек келмеді"] * 4 + ["су жоқ, құбыр"] * 5, 5) == (Word("құбыр", 5),)


def test_numbers_signs_links_and_nothing_are_no_words() -> None:
    assert words("87011234567 @ivan -- ... https://x.example/road?a=water t.me/aul") == {"ivan"}
    assert most_used(["", "  "], 1) == ()
