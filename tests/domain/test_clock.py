"""What comes next, as staff read it."""

from datetime import UTC, datetime, timedelta

from domain.clock import Planned, in_order
from domain.languages import Localized

NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WATER, ROAD = Localized(kk="су"), Localized(kk="жол")


def test_the_soonest_come_first_and_what_is_said_of_one_thing_in_one_minute_is_one_line() -> None:
    to_supporters = Planned(NOON, "issue_step", WATER)
    to_followers = Planned(NOON + timedelta(seconds=3), "issue_step", WATER)
    later = Planned(NOON + timedelta(minutes=1), "issue_step", WATER)
    of_the_road = Planned(NOON, "issue_step", ROAD)
    assert in_order([later, to_followers, of_the_road, to_supporters], 9) == (of_the_road, to_supporters, later)
    assert in_order([later, to_followers, to_supporters], 1) == (to_supporters,)
