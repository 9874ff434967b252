"""Every week and every month, in local time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.repeats import Every, Repeat

ALMATY, BERLIN = ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin")
NINE = time(9)
FOR_EVER = date(2040, 1, 1)


def days(repeat: Repeat, count: int, zone: ZoneInfo = ALMATY) -> list[date]:
    found: list[date] = []
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while len(found) < count and (following := repeat.next_after(found[-1] if found else None, moment, zone)):
        found.append(following[0])
        moment = following[1]
    return found


def test_every_week_on_the_same_day() -> None:
    weekly = Repeat(Every.WEEK, date(2026, 11, 24), NINE, date(2026, 12, 8))
    assert days(weekly, 9) == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]


def test_a_month_without_such_a_day_has_its_last_one() -> None:
    monthly = Repeat(Every.MONTH, date(2026, 12, 31), NINE, FOR_EVER)
    assert days(monthly, 4) == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


def test_nine_stays_nine_when_the_clocks_change() -> None:
    weekly = Repeat(Every.WEEK, date(2026, 3, 24), NINE, FOR_EVER)
    first = weekly.next_after(None, datetime(2026, 3, 1, tzinfo=UTC), BERLIN)
    assert first == (date(2026, 3, 24), datetime(2026, 3, 24, 8, tzinfo=UTC))
    assert weekly.next_after(*first, BERLIN) == (date(2026, 3, 31), datetime(2026, 3, 31, 7, tzinfo=UTC))


def test_a_change_of_the_zone_repeats_no_day() -> None:
    weekly = Repeat(Every.WEEK, date(2026, 11, 24), NINE, FOR_EVER)
    fired = weekly.next_after(None, datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("Etc/GMT-6"))
    assert fired is not None
    # An hour to the west nine o'clock comes once more.
    assert weekly.next_after(*fired, ZoneInfo("Etc/GMT-5")) == (
        date(2026, 12, 1),
        datetime(2026, 12, 1, 4, tzinfo=UTC),
    )


def test_after_a_long_stop_the_next_one_is_ahead() -> None:
    weekly = Repeat(Every.WEEK, date(2020, 1, 7), NINE, FOR_EVER)
    now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert weekly.next_after(date(2020, 1, 7), now, ALMATY) == (date(2026, 12, 1), datetime(2026, 12, 1, 4, tzinfo=UTC))


@given(
    every=st.sampled_from(Every),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    at=st.times(),
    hours=st.integers(-24 * 60, 24 * 600),
    zone=st.sampled_from([ALMATY, BERLIN, ZoneInfo("America/New_York")]),
)
def test_the_next_one_is_the_nearest_after_the_moment(
    every: Every, first: date, at: time, hours: int, zone: ZoneInfo
) -> None:
    repeat = Repeat(every, first, at, FOR_EVER)
    moment = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    found = repeat.next_after(None, moment, zone)
    assert found is not None
    day, when = found
    assert when > moment
    assert day >= first
    assert when.astimezone(zone).date() == day
    assert day.weekday() == first.weekday() if every is Every.WEEK else day.day in (first.day, 28, 29, 30)
    assert repeat.next_after(day, moment, zone) != found
    if day != first:
        longest = timedelta(days=8 if every is Every.WEEK else 32)
        assert when - moment <= longest
