"""Quiet hours are quiet to the end, over midnight and in any zone, and not a minute longer."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.topics import DEFAULT_QUIET, Mode, Notifications, Quiet, Topic

ALMATY = ZoneInfo("Asia/Almaty")
ZONES = [ALMATY, ZoneInfo("UTC"), ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")]
hours = st.integers(0, 23)
quiets = st.builds(Quiet, hours, hours)
# Seconds since 1970: from 2023 to 2029, the end of Kazakhstan's two zones among them.
moments = st.floats(1_672_531_200, 1_893_456_000).map(lambda at: datetime.fromtimestamp(at, UTC))
zones = st.sampled_from(ZONES)
INSTANT = timedelta(microseconds=1)


@given(quiets, moments, zones)
def test_what_waits_is_sent_when_the_quiet_ends_and_no_later(quiet: Quiet, moment: datetime, zone: ZoneInfo) -> None:
    end = quiet.ends_after(moment, zone)
    assert end >= moment
    assert end - moment <= timedelta(hours=25)
    assert not quiet.holds(end, zone)
    assert end.tzinfo is moment.tzinfo
    if quiet.holds(moment, zone):
        assert quiet.holds(end - INSTANT, zone)
        assert end.astimezone(zone).minute == 0
    else:
        assert end == moment


@given(quiets, moments, zones)
def test_the_hours_are_local_ones(quiet: Quiet, moment: datetime, zone: ZoneInfo) -> None:
    hour = moment.astimezone(zone).hour
    quiet_hours = set()
    at = quiet.from_hour
    while at != quiet.until_hour:
        quiet_hours.add(at)
        at = (at + 1) % 24
    assert quiet.holds(moment, zone) is (hour in quiet_hours)


@pytest.mark.parametrize(
    ("utc", "quiet"),
    [
        ("2026-11-24T15:59:59", False),
        ("2026-11-24T16:00:00", True),
        ("2026-11-24T19:00:00", True),
        ("2026-11-25T02:59:59", True),
        ("2026-11-25T03:00:00", False),
    ],
)
def test_the_night_in_kazakhstan_is_quiet_by_default(utc: str, quiet: bool) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert DEFAULT_QUIET.holds(moment, ALMATY) is quiet
    morning = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert DEFAULT_QUIET.ends_after(moment, ALMATY) == (morning if quiet else moment)


def test_equal_hours_mean_that_none_is_quiet() -> None:
    assert not any(Quiet(5, 5).holds(datetime(2026, 11, 24, hour, tzinfo=UTC), ALMATY) for hour in range(24))


@pytest.mark.parametrize("wrong", [(-1, 8), (21, 24), (24, 0), (0, -1)])
def test_an_hour_that_no_clock_shows_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="hours"):
        Quiet(*wrong)


def test_who_never_chose_hears_at_once_but_of_what_they_follow_once_a_day() -> None:
    untouched = Notifications()
    assert {topic: untouched.mode(topic) for topic in Topic} == {
        Topic.MINE: Mode.AT_ONCE,
        Topic.FOLLOWED: Mode.DIGEST,
        Topic.ANNOUNCEMENTS: Mode.AT_ONCE,
        Topic.MEETINGS: Mode.AT_ONCE,
        Topic.SURVEYS: Mode.AT_ONCE,
        Topic.COMPETITION: Mode.AT_ONCE,
        Topic.DUTIES: Mode.AT_ONCE,
    }
    assert Notifications({Topic.FOLLOWED: Mode.OFF}).mode(Topic.FOLLOWED) is Mode.OFF
