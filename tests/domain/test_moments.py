"""Dates and times as people type them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import LANGUAGES, Language
from domain.moments import is_no_day, read_day, read_moment

ALMATY = ZoneInfo("Asia/Almaty")
# A Tuesday.
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ALMATY)

UNDERSTOOD = {
    "25.11 18:00": "2026-11-25 18:00",
    "25.11.2026 18:00": "2026-11-25 18:00",
    "25.11.26 18.00": "2026-11-25 18:00",
    "25/11 18:00": "2026-11-25 18:00",
    "2026-11-25 18:00": "2026-11-25 18:00",
    "3.01 9:00": "2027-01-03 09:00",
    "23.11 9:00": "2026-11-23 09:00",
    "18:30": "2026-11-24 18:30",
    "18.30": "2026-11-24 18:30",
    "9:00": "2026-11-24 09:00",
    "Ертең 9:00": "2026-11-25 09:00",
    "ертең сағат 9-да": "2026-11-25 09:00",
    "ертең таңғы 9": "2026-11-25 09:00",
    "бүгін кешкі 6-да": "2026-11-24 18:00",
    "бүрсігүні 10:30": "2026-11-26 10:30",
    "25 қараша 18:00": "2026-11-25 18:00",
    "25 қарашада, сағат 18:00-де": "2026-11-25 18:00",
    "жұма 18:00": "2026-11-27 18:00",
    "завтра в 9": "2026-11-25 09:00",
    "послезавтра в 9 утра": "2026-11-26 09:00",
    "сегодня в 6 вечера": "2026-11-24 18:00",
    "25 ноября 18:00": "2026-11-25 18:00",
    "25 ноября 2026 года в 18 часов": "2026-11-25 18:00",
    "в пятницу в 18:00": "2026-11-27 18:00",
    "во вторник в 18:00": "2026-11-24 18:00",
    "во вторник в 9": "2026-12-01 09:00",
    "tomorrow 9:00": "2026-11-25 09:00",
    "кеше 9:00": "2026-11-23 09:00",
    "вчера в 9": "2026-11-23 09:00",
    "позавчера в 9": "2026-11-22 09:00",
    "yesterday 9:00": "2026-11-23 09:00",
    "Friday at 6pm": "2026-11-27 18:00",
    "25 Nov 18:00": "2026-11-25 18:00",
    "today at 12 am": "2026-11-24 00:00",
}
NOT_CLEAR = [
    "",
    "завтра",
    "10.11",
    "когда-нибудь",
    "31.02 9:00",
    "25:00",
    "завтро в 9",
    "9:00 10:00",
    "ертең 9 тойда",
    "0001-01-01 0:00",
]


@pytest.mark.parametrize(("typed", "meant"), UNDERSTOOD.items())
@pytest.mark.parametrize("language", LANGUAGES)
def test_usual_forms_are_understood_in_every_language(typed: str, meant: str, language: Language) -> None:
    found = read_moment(typed, language, NOW)
    assert found is not None
    assert found.strftime("%Y-%m-%d %H:%M") == meant
    assert found.tzinfo is ALMATY


@pytest.mark.parametrize("typed", NOT_CLEAR)
def test_what_is_not_clear_is_not_guessed(typed: str) -> None:
    assert read_moment(typed, "ru", NOW) is None


@pytest.mark.parametrize(
    ("typed", "none"),
    [
        ("31.02 10:00", True),
        ("30 февраля 10:00", True),
        ("31 қараша", True),
        ("2026-02-30 9:00", True),
        ("28.02 25:00", False),
        ("скоро", False),
        ("25.11 18:00", False),
    ],
)
def test_a_day_that_no_calendar_has_is_told_from_what_is_not_clear(typed: str, none: bool) -> None:
    assert is_no_day(typed, "ru", NOW.date()) is none


def test_an_hour_that_a_change_of_clocks_leaves_out_becomes_one_that_is_there() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = read_moment("29.03.2026 2:30", "en", datetime(2026, 3, 28, 12, tzinfo=berlin))
    assert found == datetime(2026, 3, 29, 3, 30, tzinfo=berlin)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("25.12", date(2026, 12, 25)), ("25 желтоқсан", date(2026, 12, 25)), ("в пятницу", date(2026, 11, 27))],
)
def test_a_day_alone(typed: str, meant: date) -> None:
    assert read_day(typed, "kk", NOW.date()) == meant


@pytest.mark.parametrize("typed", ["", "скоро", "25.12 18:00", "30.02"])
def test_a_day_that_is_not_clear(typed: str) -> None:
    assert read_day(typed, "ru", NOW.date()) is None


@given(st.integers(0, 365 * 24 * 60), st.sampled_from(["%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"]))
def test_what_was_written_out_is_read_back(minutes: int, form: str) -> None:
    local = NOW + timedelta(minutes=minutes)
    assert read_moment(local.strftime(form), "kk", NOW) == local


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = read_moment(typed, "kk", NOW)
    assert found is None or abs(found - NOW) < timedelta(days=366 * 10000)
