"""The terms of a call: what is read from people's typing, what must hold, what may change when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.competitions.calls import (
    LONGEST_TITLE,
    Call,
    CallDate,
    CallPart,
    CallState,
    Mark,
    Problem,
    check_change,
    chosen_with,
    ladder,
    mark,
)
from domain.competitions.typed import read_money, read_percent, read_value
from domain.languages import Localized
from domain.refusals import Refused
from domain.territories import Place

ALMATY = ZoneInfo("Asia/Almaty")
NURA, ZHARASPAI, EAST = Place("nura", "/k/nura/"), Place("zharaspai", "/k/nura/zharaspai/"), Place("east", "/e/")
DATES = {
    CallDate.ANNOUNCE: datetime(2018, 10, 16, 9, tzinfo=ALMATY),
    CallDate.DEADLINE: datetime(2018, 11, 9, 18, tzinfo=ALMATY),
    CallDate.DECISION: datetime(2018, 11, 22, 18, tzinfo=ALMATY),
    CallDate.AWARD: datetime(2018, 12, 6, 10, tzinfo=ALMATY),
}
BEFORE, OPEN = datetime(2018, 10, 1, tzinfo=UTC), datetime(2018, 11, 1, tzinfo=UTC)
CALL = Call(
    1,
    title=Localized(kk="Бизнес-жобалар байқауы", ru="Конкурс бизнес-проектов"),
    terms=Localized(kk="Шарттары", ru="Условия"),
    fund=12_000_000,
    budget_from=500_000,
    budget_to=1_200_000,
    share_from=10,
    share_to=20,
    places=(NURA, EAST),
    dates=DATES,
)


@pytest.mark.parametrize(
    ("text", "tenge"),
    [
        ("12 000 000", 12_000_000),
        ("12,000,000 ₸", 12_000_000),
        ("12.000.000 тг", 12_000_000),
        ("12\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000 теңге", 12_000_000),
        ("12000000", 12_000_000),
        ("12 млн", 12_000_000),
        ("1,2 млн тенге", 1_200_000),
        ("1.25 million tenge", 1_250_000),
        ("500 мың", 500_000),
        ("500 тыс.", 500_000),
        ("500k", 500_000),
        ("1", 1),
    ],
)
def test_money_is_read_as_people_write_it(text: str, tenge: int) -> None:
    assert read_money(text) == tenge


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "12,50", "много", "1 2", "12 0000", "500–1200", "9" * 14, "1e6", "1,2345 млн"]
)
def test_what_is_no_clear_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not_money"):
        read_money(text)


@given(st.integers(1, 10**13 - 1))
def test_an_amount_comes_back_from_how_it_is_shown(tenge: int) -> None:
    assert read_money(f"{tenge:,} ₸") == tenge == read_money(f"{tenge:,}".replace(",", "\N{NO-BREAK SPACE}"))


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    for read in (read_money, read_percent):
        try:
            assert read(text) >= 0
        except Refused:
            continue


@pytest.mark.parametrize(("text", "percent"), [("10", 10), ("20 %", 20), ("0%", 0), ("100", 100), ("15 процентов", 15)])
def test_percents_are_read(text: str, percent: int) -> None:
    assert read_percent(text) == percent


@pytest.mark.parametrize("text", ["101", "-1", "10,5", "десять", "", "10-20"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not_percent"):
        read_percent(text)


def test_dates_and_texts_are_read() -> None:
    now = OPEN.astimezone(ALMATY)
    assert read_value(CallPart.DEADLINE, "9.11.2018 18:00", "ru", now) == DATES[CallDate.DEADLINE]
    assert read_value(CallPart.DEADLINE, "9 ноября", "ru", now) == DATES[CallDate.DEADLINE]
    assert read_value(CallPart.TITLE_KK, "Байқау", "kk", now) == "Байқау"
    with pytest.raises(Refused, match="not_a_date"):
        read_value(CallPart.AWARD, "скоро", "ru", now)
    with pytest.raises(Refused, match="too_long"):
        read_value(CallPart.TITLE_EN, "x" * (LONGEST_TITLE + 1), "en", now)


def test_the_call_of_2018_is_in_order() -> None:
    assert CALL.problems(BEFORE) == ()
    assert CALL.languages_missing() == ("en",)
    assert Call(1).problems(BEFORE) == tuple(Problem)[:7]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"title": None}, Problem.NO_TITLE),
        ({"terms": None}, Problem.NO_TERMS),
        ({"fund": None}, Problem.NO_FUND),
        ({"budget_to": None}, Problem.NO_BUDGET),
        ({"share_from": None}, Problem.NO_SHARE),
        ({"places": ()}, Problem.NO_TERRITORY),
        ({"dates": {kind: at for kind, at in DATES.items() if kind is not CallDate.AWARD}}, Problem.NO_DATES),
        ({"budget_from": 1_200_001}, Problem.BUDGET_TURNED),
        ({"fund": 499_999}, Problem.BUDGET_OVER_FUND),
        ({"share_from": 21}, Problem.SHARE_TURNED),
        ({"dates": {**DATES, CallDate.ANNOUNCE: DATES[CallDate.DEADLINE]}}, Problem.DEADLINE_TOO_EARLY),
        ({"dates": {**DATES, CallDate.DECISION: DATES[CallDate.ANNOUNCE]}}, Problem.DECISION_TOO_EARLY),
        ({"dates": {**DATES, CallDate.AWARD: DATES[CallDate.DEADLINE]}}, Problem.AWARD_TOO_EARLY),
    ],
)
def test_each_thing_that_is_wrong_is_named(changed: dict[str, Any], problem: Problem) -> None:
    assert replace(CALL, **changed).problems(BEFORE) == (problem,)


def test_equal_bounds_are_allowed_and_so_is_a_decision_at_the_deadline() -> None:
    same = replace(CALL, budget_from=1_200_000, share_from=20)
    deadline = DATES[CallDate.DEADLINE]
    dates = {**DATES, CallDate.DECISION: deadline, CallDate.AWARD: deadline}
    assert replace(same, dates=dates).problems(BEFORE) == ()


def test_a_deadline_that_is_past_is_only_for_history() -> None:
    assert CALL.problems(DATES[CallDate.DEADLINE]) == (Problem.DEADLINE_IS_PAST,)
    assert replace(CALL, history=True).problems(DATES[CallDate.DEADLINE]) == ()


def test_a_call_is_open_from_its_announcement_to_its_deadline() -> None:
    published = replace(CALL, state=CallState.PUBLISHED)
    announce, deadline, award = DATES[CallDate.ANNOUNCE], DATES[CallDate.DEADLINE], DATES[CallDate.AWARD]
    second = timedelta(seconds=1)
    assert [published.is_open(at) for at in (announce - second, announce, deadline - second, deadline)] == [
        False,
        True,
        True,
        False,
    ]
    assert published.is_shown(deadline)
    assert not published.is_shown(announce - second)
    assert not published.is_shown(award + timedelta(days=30))
    for other in (CALL, replace(published, state=CallState.CANCELLED), replace(published, history=True)):
        assert not other.is_open(OPEN)
        assert not other.is_shown(OPEN)


def test_it_is_for_who_lives_in_its_territories() -> None:
    assert CALL.is_for(ZHARASPAI)
    assert not replace(CALL, places=(EAST,)).is_for(ZHARASPAI)
    assert not CALL.is_for(None)


def test_each_part_is_filled_in_and_found_again() -> None:
    call = Call(1)
    values = {part: CALL.value(part) for part in CallPart if part is not CallPart.TERRITORIES}
    for part, value in values.items():
        if value is not None:
            assert call.value(part) is None
            call = call.filled(part, value)
            assert call.value(part) == value
    assert replace(call, places=CALL.places) == CALL
    assert CALL.next_empty() is CallPart.TITLE_EN
    assert CALL.next_empty(CallPart.TITLE_EN) is CallPart.TERMS_EN
    assert CALL.next_empty(CallPart.TERMS_EN) is None
    assert CALL.filled(CallPart.TITLE_KK, None).title == Localized(ru="Конкурс бизнес-проектов")


def test_territories_are_chosen_and_what_lies_inside_is_not_named_twice() -> None:
    chosen = chosen_with((ZHARASPAI, EAST), NURA)
    assert chosen == (EAST, NURA)
    assert mark(chosen, NURA) is Mark.CHOSEN
    assert mark(chosen, ZHARASPAI) is Mark.INSIDE
    assert mark(chosen, Place("k", "/k/")) is Mark.PARTLY
    assert mark((EAST,), ZHARASPAI) is Mark.NO


PUBLISHED = replace(CALL, state=CallState.PUBLISHED)
LATER = DATES[CallDate.DEADLINE] + timedelta(days=7)


@pytest.mark.parametrize(
    ("call", "part", "value", "now", "refusal"),
    [
        (CALL, CallPart.FUND, 1, OPEN, None),
        (PUBLISHED, CallPart.FUND, 13_000_000, BEFORE, None),
        (PUBLISHED, CallPart.FUND, 13_000_000, OPEN, "call_announced"),
        (PUBLISHED, CallPart.TERRITORIES, None, BEFORE, None),
        (PUBLISHED, CallPart.TERRITORIES, None, OPEN, "call_announced"),
        (PUBLISHED, CallPart.ANNOUNCE, LATER, OPEN, "call_announced"),
        (PUBLISHED, CallPart.TITLE_EN, "Competition", OPEN, None),
        (PUBLISHED, CallPart.DEADLINE, LATER, OPEN, None),
        (PUBLISHED, CallPart.DEADLINE, OPEN, OPEN, "date_is_past"),
        (PUBLISHED, CallPart.DEADLINE, LATER + timedelta(days=30), OPEN, "dates_turned"),
        (PUBLISHED, CallPart.BUDGET_FROM, 1_200_001, BEFORE, "call_not_ready"),
        (replace(PUBLISHED, history=True), CallPart.FUND, 1, BEFORE, "call_over"),
        (replace(PUBLISHED, state=CallState.CANCELLED), CallPart.TITLE_KK, "x", BEFORE, "call_over"),
    ],
)
def test_what_may_change_when(call: Call, part: CallPart, value: Any, now: datetime, refusal: str | None) -> None:
    if refusal is None:
        check_change(call, part, value, now)
        return
    with pytest.raises(Refused, match=refusal):
        check_change(call, part, value, now)


def test_the_ladders_of_a_call() -> None:
    (announcement,) = ladder(CALL, CallDate.ANNOUNCE)
    assert (announcement.minutes_before, announcement.notice_kind) == (0, "call_announced")
    assert {rule.key for rule in announcement.audience.rules} == {"nura", "east"}
    reminders = ladder(CALL, CallDate.DEADLINE)
    assert [rung.minutes_before for rung in reminders] == [days * 24 * 60 for days in (14, 7, 3, 1)]
    assert {rule.kind.value for rung in reminders for rule in rung.audience.rules} == {"asked_reminder"}
    assert ladder(CALL, CallDate.AWARD) == ladder(CALL, CallDate.DECISION) == ()
