"""What an announcement says to whom: several messages as one, the nearest language, files for all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.announcements import Announcement, State, is_public
from domain.audiences import Audience, Rule, RuleKind
from domain.contents import Attached, Content, Said, joined, kept, units
from domain.languages import Language
from domain.roles import Role

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
PHOTO, VOICE = Attached("photo", "p"), Attached("voice", "v")


def announcement(**said: Said) -> Announcement:
    return Announcement(
        id=1,
        state=State.DRAFT,
        drafted_by=1,
        author_id=1,
        author_role=Role.AKIM,
        place=None,
        audience=Audience(),
        send_at=None,
        repeat=None,
        next_at=None,
        urgent=False,
        read_button=False,
        version=1,
        content_version=1,
        edited_version=None,
        returned_because=None,
        created_at=NOW,
        confirmed_at=None,
        said=said,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(("reader", "language"), [("kk", "kk"), ("ru", "kk"), ("en", "kk")])
def test_who_reads_another_language_gets_the_one_there_is(reader: Language, language: Language) -> None:
    its = announcement(kk=Said("су өшеді", (), (PHOTO,)))
    assert its.in_(reader) == (Said("су өшеді", (), (PHOTO,)), language)
    assert its.missing == ("ru", "en")


def test_pictures_serve_every_language_and_voices_their_own() -> None:
    its = announcement(kk=Said("су", (), (PHOTO, VOICE)), ru=Said("вода"))
    assert its.in_("ru") == (Said("вода", (), (PHOTO,)), "ru")


def test_pictures_alone_take_the_words_of_another_language() -> None:
    its = announcement(kk=Said("", (), (PHOTO,)), ru=Said("вода"))
    assert its.in_("kk") == (Said("вода", (), (PHOTO,)), "ru")
    assert its.languages == ("ru",)
    assert announcement(kk=Said("", (), (PHOTO,))).in_("ru")[1] == "kk"


def test_nothing_said_is_said_to_nobody() -> None:
    with pytest.raises(LookupError):
        announcement().in_("kk")


def test_a_group_hears_only_what_everybody_may() -> None:
    okrug = Rule(RuleKind.TERRITORY, "355243000")
    assert is_public(Audience((okrug, Rule(RuleKind.LANGUAGE, "ru"), Rule(RuleKind.GROUP, "1"))))
    assert not is_public(Audience((okrug, Rule(RuleKind.ROLE, "committee"))))


def test_only_formatting_is_kept_of_what_telegram_found() -> None:
    found = [
        {"type": "bold", "offset": 0, "length": 2, "custom_emoji_id": None},
        {"type": "mention", "offset": 3, "length": 4},
        {"type": "text_mention", "offset": 3, "length": 4, "user": {"id": 7}},
        {"type": "text_link", "offset": 8, "length": 3, "url": "https://egov.kz"},
    ]
    assert kept(found) == (
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 8, "length": 3, "url": "https://egov.kz"},
    )


@given(st.lists(st.text(alphabet="ab 💧ұ\n", min_size=1, max_size=20), max_size=5))
def test_formatting_stays_on_its_words_when_messages_are_joined(texts: list[str]) -> None:
    parts = [
        Content(number, text, ({"type": "bold", "offset": 0, "length": units(text)},))
        for number, text in enumerate(texts)
    ]
    whole = joined(reversed(parts))
    raw = whole.text.encode("utf-16-le")
    cut = [raw[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in whole.entities]
    assert cut == texts
