"""Everything kept about a person, as a text that any phone opens."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.languages import LANGUAGES, Language, Localized
from reports.own_data import FILE_NAME, Spoken, own_data
from screens.people import own_data as spoken_data
from storage.tables import metadata
from texts import words

NOW = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
ALMATY = ZoneInfo("Asia/Almaty")
HEADINGS = sorted(
    {column.info["download"] for table in metadata.sorted_tables for column in table.c if column.info.get("download")}
)
KEPT: dict[str, list[dict[str, Any]]] = {
    "about_you": [
        {"people.id": 7, "people.okrug_code": "355243000", "people.erased_at": None, "profiles.name": "Айгүл"}
    ],
    "notifications": [{"quiet_hours.from_hour": 0}],
    "roles": [],
    "acts": [
        {"audit.at": NOW, "audit.details": {"role": "akim"}},
        {"x.names": Localized(kk="Жараспай", en="Zharaspai")},
    ],
}
AS_IT_IS = Spoken(lambda name: name, lambda _name, _value: None)


def lines(language: Language) -> list[str]:
    return own_data(words(language), KEPT, NOW, ALMATY, AS_IT_IS).decode("utf-8-sig").split("\r\n")


def test_it_is_utf_8_with_its_mark_for_old_phones() -> None:
    content = own_data(words("kk"), KEPT, NOW, ALMATY, AS_IT_IS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\xef\xbb\xbf" not in content[3:]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert FILE_NAME.endswith(".txt")


def test_every_fact_stands_under_its_heading_and_nothing_empty_does() -> None:
    text = lines("en")
    assert text[0].startswith("What Kenes keeps about you, ")
    assert text[0].endswith(", 00:30")
    at = text.index("== About you ==")
    assert text[at + 2 : at + 5] == ["people.id: 7", "people.okrug_code: 355243000", "profiles.name: Айгүл"]
    assert "quiet_hours.from_hour: 0" in text
    assert not any("None" in line or "Your roles" in line for line in text)


def test_moments_are_local_and_names_are_in_the_readers_language() -> None:
    assert "x.names: Жараспай" in lines("kk")
    assert "x.names: Zharaspai" in lines("en")
    moment = next(line for line in lines("ru") if line.startswith("audit.at"))
    assert "25 ноября 2026" in moment
    assert "00:30" in moment


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_that_a_table_names_has_words(language: Language) -> None:
    kept = {heading: [{"x.day": date(2026, 11, 24)}] for heading in HEADINGS}
    text = own_data(words(language), kept, NOW, ALMATY, AS_IT_IS).decode("utf-8-sig")
    headings = [line for line in text.split("\r\n") if line.startswith("== ")]
    assert len(headings) == len(set(headings)) == len(HEADINGS)
    assert not any(heading in text for heading in HEADINGS if "_" in heading)


def test_nothing_kept_is_a_heading_and_no_more() -> None:
    assert own_data(words("kk"), {"about_you": []}, NOW, ALMATY, AS_IT_IS).decode("utf-8-sig").count("\r\n") == 1


def test_how_far_one_is_stands_in_words() -> None:
    for language in LANGUAGES:
        spoken = words(language)
        for column, kept in (("participations.state", "finished"), ("deliveries.state", "sending")):
            said = spoken_data.value(spoken, column, kept)
            assert said is not None
            assert kept not in said
        assert "deliveries." not in spoken_data.label(spoken, "deliveries.id")
