"""What comes next, as staff read it."""

from datetime import UTC, datetime, timedelta

from domain.clock import Planned, in_order
from domain.languages import Localized

NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WATER, ROAD = Localized(kk="су"), Localized(kk="жол")


def planned(seconds: int, title: Localized, about: tuple[str, int] | None) -> Planned:
    return Planned(NOON + timedelta(seconds=seconds), "issue_step", title, about)


def test_the_soonest_come_first_and_what_is_said_of_one_thing_in_one_minute_is_one_line() -> None:
    to_supporters, to_followers = planned(1, WATER, ("issue", 1)), planned(3, WATER, ("issue", 1))
    later, of_the_road = planned(60, WATER, ("issue", 1)), planned(0, ROAD, ("issue", 2))
    assert in_order([later, to_followers, of_the_road, to_supporters], 9) == (of_the_road, to_supporters, later)
    assert in_order([later, to_followers, to_supporters], 1) == (to_supporters,)


def test_what_only_reads_the_same_stays_apart() -> None:
    one, other, third = (planned(0, WATER, about) for about in (("issue", 1), ("issue", 2), None))
    assert in_order([one, other, third, third], 9) == (one, other, third, third)
