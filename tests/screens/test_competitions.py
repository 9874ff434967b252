"""What people read of a call, word by word, and which ways lead on from it."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.kinds import all_kinds
from domain.clock import ClockState, Planned
from domain.competitions.calls import Call, CallDate, CallEdited, CallPart, CallSeen, CallState
from domain.languages import Language, Localized
from domain.territories import Kind, Level, Territory
from screens import buttons, clock
from screens.competitions import editing, told
from screens.screen import Screen
from texts import words

ALMATY = ZoneInfo("Asia/Almaty")
OPEN = datetime(2018, 11, 1, 12, tzinfo=ALMATY)
NURA = Territory(
    "355200000", None, Level.RAYON, Kind.RAYON, Localized(kk="Нұра ауданы", ru="Нуринский район"), "/355200000/"
)
CALL = Call(
    7,
    state=CallState.PUBLISHED,
    title=Localized(kk="Бизнес-жобалар байқауы", ru="Конкурс бизнес-проектов"),
    terms=Localized(kk="Шарттары", ru="Условия"),
    fund=12_000_000,
    budget_from=500_000,
    budget_to=1_200_000,
    share_from=10,
    share_to=20,
    places=(NURA.place,),
    dates={
        CallDate.ANNOUNCE: datetime(2018, 10, 16, 9, tzinfo=ALMATY),
        CallDate.DEADLINE: datetime(2018, 11, 9, 18, tzinfo=ALMATY),
        CallDate.DECISION: datetime(2018, 11, 22, 18, tzinfo=ALMATY),
        CallDate.AWARD: datetime(2018, 12, 6, 10, tzinfo=ALMATY),
    },
)


def does(screen: Screen) -> list[object]:
    return [button.does for row in screen.rows for button in row]


@pytest.mark.parametrize(
    ("language", "fund", "deadline"),
    [
        ("kk", "12 000 000 ₸", "9 қараша"),
        ("ru", "12 000 000 ₸", "9 ноября 2018"),
        ("en", "12,000,000 ₸", "November 9, 2018"),
    ],
)
def test_the_money_and_the_dates_are_written_as_people_write_them(language: Language, fund: str, deadline: str) -> None:
    text = told.announced(words(language), CALL, ALMATY).text.replace("\N{NO-BREAK SPACE}", " ")
    assert fund in text
    assert deadline in text
    assert "18:00" in text
    assert "10–20" in text


def test_a_missing_language_is_said_and_never_blank() -> None:
    screen = editing.review(words("ru"), CallEdited(CALL, (NURA,), 460), OPEN, ALMATY)
    assert "английский" in screen.text
    assert "460" in screen.text
    assert "Конкурс бизнес-проектов" in told.announced(words("en"), CALL, ALMATY).text


@pytest.mark.parametrize(("number", "shown"), [(0, "fewer than 5"), (4, "fewer than 5"), (5, ": 5.")])
def test_few_people_are_not_counted_out(number: int, shown: str) -> None:
    screen = editing.review(words("en"), CallEdited(CALL, (NURA,), number), OPEN, ALMATY)
    assert shown in screen.text


def test_a_resident_is_offered_the_reminder_and_can_take_it_back() -> None:
    _ = words("en")
    asks = told.one(_, CallSeen(CALL, (NURA,), True, False), OPEN, ALMATY)
    assert buttons.RemindOfCall(call=7, wanted=True) in does(asks)
    reminded = told.one(_, CallSeen(CALL, (NURA,), True, True), OPEN, ALMATY)
    assert buttons.RemindOfCall(call=7, wanted=False) in does(reminded)
    assert ": 7, 3, 1." in reminded.text


@pytest.mark.parametrize("change", [{"state": CallState.CANCELLED}, {"dates": {**CALL.dates, CallDate.DEADLINE: OPEN}}])
def test_there_is_no_reminder_of_what_is_over(change: dict[str, object]) -> None:
    screen = told.one(words("kk"), CallSeen(replace(CALL, **change), (NURA,), True, False), OPEN, ALMATY)  # type: ignore[arg-type]
    assert does(screen) == [buttons.GoTo(screen="menu")]


@pytest.mark.parametrize(
    ("left", "promised"),
    [(timedelta(days=20), "14, 7, 3, 1"), (timedelta(days=5), ": 3, 1"), (timedelta(days=1, hours=1), ": 1")],
)
def test_only_reminders_that_are_still_ahead_are_promised(left: timedelta, promised: str) -> None:
    call = replace(CALL, dates={**CALL.dates, CallDate.DEADLINE: OPEN + left})
    assert f"{promised}." in told.one(words("en"), CallSeen(call, (NURA,), True, True), OPEN, ALMATY).text


@pytest.mark.parametrize("reminded", [True, False])
def test_on_the_last_day_no_reminder_is_promised(reminded: bool) -> None:
    call = replace(CALL, dates={**CALL.dates, CallDate.DEADLINE: OPEN + timedelta(hours=23)})
    screen = told.one(words("en"), CallSeen(call, (NURA,), True, reminded), OPEN, ALMATY)
    assert "remind" not in screen.text
    assert does(screen) == [buttons.GoTo(screen="menu")]


def test_that_an_announcement_goes_at_once_is_said_plainly() -> None:
    _ = words("en")
    past = editing.review(_, CallEdited(CALL, (NURA,)), OPEN, ALMATY)
    assert "The day of the announcement is past" in past.text
    early = OPEN.replace(month=10, day=1)
    assert "announcement is past" not in editing.review(_, CallEdited(CALL, (NURA,)), early, ALMATY).text


def test_to_others_it_says_for_whom_it_is_and_not_its_terms() -> None:
    screen = told.one(words("ru"), CallSeen(CALL, (NURA,), False, False), OPEN, ALMATY)
    assert "Нуринский район" in screen.text
    assert "Условия" not in screen.text
    assert does(screen) == [buttons.GoTo(screen="menu")]


def test_what_was_announced_offers_only_what_may_still_change() -> None:
    _ = words("en")

    def parts(call: Call) -> set[CallPart]:
        found = does(editing.editor(_, CallEdited(call, (NURA,)), OPEN, ALMATY))
        return {one.part for one in found if isinstance(one, buttons.FillCall)}

    texts = {part for part in CallPart if part.text}
    assert parts(CALL) == texts | {CallPart.DEADLINE, CallPart.DECISION, CallPart.AWARD}
    assert parts(replace(CALL, state=CallState.DRAFT)) == set(CallPart)
    assert parts(replace(CALL, state=CallState.CANCELLED)) == set()


def test_every_kind_of_notice_has_a_name_on_the_clock() -> None:
    _ = words("en")
    for kind in all_kinds(ALMATY):
        assert clock.kind_name(_, kind) != kind, f"screens/clock.py does not know what {kind} says"


def test_a_long_title_on_the_clock_is_cut() -> None:
    planned = Planned(OPEN + timedelta(days=1), "call_moved", Localized(en="x" * 120))
    text = clock.state(words("en"), ClockState((), (planned,), ()), ALMATY).text
    assert "x" * 59 + "…" in text
