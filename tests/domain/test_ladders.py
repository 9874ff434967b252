"""Which rung is said, which is missed, which waits; and that nothing is said twice, whatever the clock does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audiences import territory
from domain.ladders import Decided, Due, Rung, decide, horizon, said_at
from domain.topics import DEFAULT_QUIET, Topic

ALMATY = ZoneInfo("Asia/Almaty")
DAY = 24 * 60
DEADLINE = datetime(2018, 11, 9, 13, 0, tzinfo=UTC)  # 18:00 by the clock on the wall


def rung(
    minutes_before: int, at: datetime = DEADLINE, *, kind: str = "reminder", version: int = 1, id_: int = 0
) -> Due:
    due_at = at - timedelta(minutes=minutes_before)
    shape = Rung(minutes_before, kind, Topic.COMPETITION, territory("355243000"))
    return Due(id_ or minutes_before + 100_000, "calls", 1, "deadline", at, version, due_at, shape)


LADDER = tuple(rung(days * DAY) for days in (14, 7, 3, 1))


def said(decided: Decided) -> tuple[list[int], list[int]]:
    return ([due.rung.minutes_before for due in decided.fire], [due.rung.minutes_before for due in decided.missed])


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 11, day, hour, minute, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("before_deadline", "fired", "missed"),
    [
        (timedelta(days=15), [], []),
        (timedelta(days=14), [14], []),
        (timedelta(days=7), [7], [14]),
        (timedelta(hours=1), [1], [14, 7, 3]),
        (timedelta(0), [], [14, 7, 3, 1]),
        (timedelta(days=-30), [], [14, 7, 3, 1]),
    ],
)
def test_after_a_stop_only_the_latest_rung_is_said(
    before_deadline: timedelta, fired: list[int], missed: list[int]
) -> None:
    found = said(decide(LADDER, DEADLINE - before_deadline, ALMATY))
    assert found == ([days * DAY for days in fired], [days * DAY for days in missed])


def test_other_kinds_of_one_date_are_ladders_of_their_own() -> None:
    after = (rung(-3 * DAY, kind="minutes"), rung(-7 * DAY, kind="minutes"))
    assert said(decide((*LADDER, *after), DEADLINE + timedelta(days=8), ALMATY)) == (
        [-7 * DAY],
        [14 * DAY, 7 * DAY, 3 * DAY, DAY, -3 * DAY],
    )


@pytest.mark.parametrize("minutes_before", [0, -3 * DAY])
def test_what_is_said_at_a_moment_or_after_it_is_said_up_to_a_week_late(minutes_before: int) -> None:
    one = rung(minutes_before)
    week_later = one.due_at + timedelta(days=7)
    assert said(decide([one], one.due_at - timedelta(seconds=1), ALMATY)) == ([], [])
    assert said(decide([one], one.due_at, ALMATY)) == ([minutes_before], [])
    assert said(decide([one], week_later, ALMATY)) == ([minutes_before], [])
    assert said(decide([one], week_later + timedelta(seconds=1), ALMATY)) == ([], [minutes_before])
    assert one.useless_after is None


def test_a_reminder_is_useless_from_its_moment_on() -> None:
    assert rung(60).useless_after == DEADLINE
    assert rung(60, version=3).occurrence == "v3:60"


@pytest.mark.parametrize(
    ("at", "hours_before", "expected"),
    [
        (local(9, 18), 3, local(9, 15)),
        (local(9, 10), 3, local(9, 7)),  # waits until eight, and two hours are left
        (local(9, 7, 30), 3, local(8, 20, 30)),
        (local(9, 8), 3, local(8, 20, 30)),
        (local(9, 8, 1), 3, local(9, 5, 1)),
        (local(9, 0, 30), 3, local(8, 20, 30)),
        (local(8, 23, 30), 1, local(8, 20, 30)),
        (local(8, 23, 30), 3, local(8, 20, 30)),
        (local(9, 7, 30), 24, local(8, 7, 30)),
    ],
)
def test_a_reminder_that_would_be_useless_by_morning_comes_the_evening_before(
    at: datetime, hours_before: int, expected: datetime
) -> None:
    one = rung(hours_before * 60, at.astimezone(UTC))
    assert said_at(one, ALMATY) == expected
    assert said(decide([one], expected - timedelta(seconds=1), ALMATY)) == ([], [])
    assert said(decide([one], expected, ALMATY)) == ([hours_before * 60], [])


def test_what_is_not_a_reminder_keeps_its_time_at_night() -> None:
    at = local(9, 3).astimezone(UTC)
    assert said_at(rung(0, at), ALMATY) == at


zones = st.sampled_from([ALMATY, UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=6))])
moments = st.integers(-40 * DAY, 20 * DAY).map(lambda minutes: DEADLINE + timedelta(minutes=minutes))
offsets = st.lists(st.integers(-10 * DAY, 20 * DAY), min_size=1, max_size=8, unique=True)


@given(offsets, moments, zones)
def test_only_what_lies_before_the_horizon_is_due_ahead_of_its_time(
    minutes: list[int], now: datetime, zone: tzinfo
) -> None:
    for one in map(rung, minutes):
        if one.due_at > now >= said_at(one, zone):
            assert one.at <= horizon(now, zone)
            assert one.is_reminder


@given(offsets, zones)
def test_a_shifted_reminder_is_heard_before_quiet_hours(minutes: list[int], zone: tzinfo) -> None:
    for one in map(rung, minutes):
        moment = said_at(one, zone)
        assert moment <= one.due_at
        heard = DEFAULT_QUIET.ends_after(moment, zone)
        if one.is_reminder and moment < one.due_at:
            assert heard == moment
            assert one.due_at - moment < timedelta(hours=12)
        if one.is_reminder:
            assert heard < one.at


@dataclass
class Book:
    """What the database remembers of one date: its moment and version, and for which version each rung was done."""

    minutes: Sequence[int]
    at: datetime = DEADLINE
    version: int = 1
    done: dict[int, int] = field(default_factory=dict)
    said: list[tuple[int, int]] = field(default_factory=list)

    def waiting(self) -> Iterator[Due]:
        for minutes in self.minutes:
            if self.done.get(minutes, 0) < self.version:
                yield rung(minutes, self.at, version=self.version)

    def tick(self, now: datetime, zone: tzinfo) -> None:
        decided = decide(self.waiting(), now, zone)
        assert not {due.id for due in decided.fire} & {due.id for due in decided.missed}
        assert len(decided.fire) <= 1
        for due in decided.fire:
            self.said.append((due.version, due.rung.minutes_before))
            assert due.useless_after is None or now < due.useless_after
        for due in (*decided.fire, *decided.missed):
            self.done[due.rung.minutes_before] = due.version

    def move(self, by: timedelta, now: datetime) -> None:
        self.at, self.version = self.at + by, self.version + 1
        for minutes in self.minutes:
            if self.at - timedelta(minutes=minutes) <= now:
                self.done[minutes] = self.version


@given(offsets, st.lists(st.tuples(moments, zones), max_size=30))
def test_nothing_is_said_twice_in_whatever_order_the_clock_ticks(
    minutes: list[int], ticks: list[tuple[datetime, tzinfo]]
) -> None:
    book = Book(minutes)
    for now, zone in ticks:
        book.tick(now, zone)
        book.tick(now, zone)
        book.tick(now - timedelta(hours=1), zone)
    assert len(book.said) == len(set(book.said))


@given(offsets, zones, st.lists(st.tuples(moments, st.integers(-5, 5)), max_size=10).map(sorted))
def test_a_moved_moment_says_each_rung_once_for_each_version(
    minutes: list[int], zone: tzinfo, moves: list[tuple[datetime, int]]
) -> None:
    book = Book(minutes)
    for now, days in moves:
        book.tick(now, zone)
        before = len(book.said)
        book.move(timedelta(days=days), now)
        book.tick(now, zone)
        assert all(version == book.version for version, _ in book.said[before:])
    assert len(book.said) == len(set(book.said))


@given(offsets, zones)
def test_a_clock_that_never_stops_says_every_rung_but_those_that_share_an_evening(
    minutes: list[int], zone: tzinfo
) -> None:
    book = Book(minutes)
    for due_at in sorted({said_at(one, zone) for one in map(rung, minutes)}):
        book.tick(due_at, zone)
    assert len(book.said) == len({said_at(one, zone) for one in map(rung, minutes)})


def test_ladders_of_several_dates_are_decided_apart() -> None:
    other = tuple(replace(one, id=one.id + 1_000_000, subject_id=2) for one in LADDER)
    decided = decide((*LADDER, *other), DEADLINE - timedelta(days=2), ALMATY)
    assert [due.subject_id for due in decided.fire] == [1, 2]
    assert len(decided.missed) == 4
