"""How much finds room in a digest."""

from domain.languages import LANGUAGES
from sandbox.entities import formatted
from screens.digest import LIMIT, digest
from texts import Html, words


def test_what_finds_no_room_is_counted() -> None:
    for language in LANGUAGES:
        lines = [Html(f"<b>{number}</b> " + "я" * 300) for number in range(40)]
        message = digest(words(language), lines)
        text, _ = formatted(message.text, "HTML", None, limit=LIMIT, too_long="too long")
        shown = text.count("•")
        assert 10 <= shown < 40
        assert str(40 - shown) in text.splitlines()[-1]


def test_all_of_it_is_shown_when_there_is_room() -> None:
    message = digest(words("en"), [Html("one"), Html("two")])
    assert message.text == "<b>News since the last digest</b>\n\n• one\n\n• two"
