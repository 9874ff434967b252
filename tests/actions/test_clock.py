"""The clock over both engines: once, after a stop once, what is cancelled never, a moved moment for its new version."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from actions import clock
from actions.clock import Fired, fire_due
from domain.audiences import territory
from domain.ladders import Rung
from domain.outbox import Notice, NoticeState
from domain.topics import Topic
from storage import dates
from storage.database import Connection
from storage.outbox import notices
from storage.tables.dates import rungs
from tests.actions.conftest import NOW, ZHARASPAI, Council

ALMATY = ZoneInfo("Asia/Almaty")
DAY = 24 * 60
DEADLINE = NOW + timedelta(days=20)
LADDER = tuple(Rung(days * DAY, "reminder", Topic.COMPETITION, territory(ZHARASPAI)) for days in (14, 7, 3, 1))


async def set_deadline(council: Council, at: datetime = DEADLINE, *, now: datetime = NOW, subject_id: int = 1) -> int:
    return await council.db.write(dates.set_date, "calls", subject_id, "deadline", at, LADDER, now)


async def tick(council: Council, now: datetime) -> tuple[int, int]:
    fired, missed = 0, 0
    while True:
        done: Fired = await council.db.write(fire_due, now, ALMATY)
        fired, missed = fired + done.fired, missed + done.missed
        if not done.more:
            return fired, missed


async def said(council: Council, subject_id: int = 1) -> list[Notice]:
    return (await council.db.read(notices.of_subject, "calls", subject_id))[::-1]


async def test_each_rung_is_said_once_at_its_time(council: Council) -> None:
    await set_deadline(council)
    assert await tick(council, NOW) == (0, 0)
    for number, days in enumerate((14, 7, 3, 1), 1):
        due_at = DEADLINE - timedelta(days=days)
        assert await tick(council, due_at - timedelta(seconds=1)) == (0, 0)
        assert await tick(council, due_at) == (1, 0)
        assert await tick(council, due_at) == (0, 0)
        assert await tick(council, due_at - timedelta(hours=1)) == (0, 0)
        assert len(await said(council)) == number
    first = (await said(council))[0]
    assert (first.kind, first.occurrence, first.topic) == ("reminder", f"v1:{14 * DAY}", Topic.COMPETITION)
    assert (first.send_from, first.useless_after) == (DEADLINE - timedelta(days=14), DEADLINE)
    assert first.audience == territory(ZHARASPAI)
    assert first.state is NoticeState.WAITING


async def test_after_a_stop_the_latest_is_said_once_and_the_others_are_shown_as_missed(council: Council) -> None:
    await set_deadline(council)
    back = DEADLINE - timedelta(days=2)
    assert await tick(council, back) == (1, 2)
    assert await tick(council, back + timedelta(minutes=1)) == (0, 0)
    assert [notice.occurrence for notice in await said(council)] == [f"v1:{3 * DAY}"]
    missed = await council.db.read(dates.missed, NOW, 10)
    assert {due.rung.minutes_before for due in missed} == {14 * DAY, 7 * DAY}
    assert await tick(council, DEADLINE + timedelta(days=1)) == (0, 1)


async def test_what_is_cancelled_is_never_said(council: Council) -> None:
    await set_deadline(council)
    await council.db.write(dates.cancel_date, "calls", 1, NOW)
    assert await tick(council, DEADLINE - timedelta(days=1)) == (0, 0)
    assert await said(council) == []
    # Set again it has a new version, and what is past by then is passed over.
    assert await set_deadline(council, now=DEADLINE - timedelta(days=5)) == 2
    assert await tick(council, DEADLINE - timedelta(days=3)) == (1, 0)
    assert [notice.occurrence for notice in await said(council)] == [f"v2:{3 * DAY}"]


async def test_a_moved_moment_is_said_for_its_new_version_only(council: Council) -> None:
    await set_deadline(council)
    assert await tick(council, DEADLINE - timedelta(days=7)) == (1, 1)
    later = DEADLINE + timedelta(days=5)
    assert await set_deadline(council, later, now=DEADLINE - timedelta(days=7)) == 2
    assert await tick(council, DEADLINE - timedelta(days=3)) == (0, 0)
    for days in (7, 3, 1):
        assert await tick(council, later - timedelta(days=days)) == (1, 0)
    versions = [notice.occurrence.partition(":")[0] for notice in await said(council)]
    assert versions == ["v1", "v2", "v2", "v2"]


async def test_setting_the_same_moment_again_says_nothing_again_and_forgets_nothing(council: Council) -> None:
    await set_deadline(council)
    now = DEADLINE - timedelta(days=7)
    assert await tick(council, now) == (1, 1)
    assert await set_deadline(council, now=now) == 1
    assert await tick(council, now) == (0, 0)
    assert len(await council.db.read(dates.missed, NOW, 10)) == 1


async def test_a_reminder_of_an_early_morning_comes_the_evening_before(council: Council) -> None:
    start = datetime(2026, 12, 1, 7, 30, tzinfo=ALMATY).astimezone(UTC)
    three_hours = (Rung(180, "reminder", Topic.MEETINGS, territory(ZHARASPAI)),)
    await council.db.write(dates.set_date, "meetings", 1, "start", start, three_hours, NOW)
    evening = datetime(2026, 11, 30, 20, 30, tzinfo=ALMATY)
    assert await tick(council, evening - timedelta(seconds=1)) == (0, 0)
    assert await tick(council, evening) == (1, 0)
    assert await tick(council, start - timedelta(hours=3)) == (0, 0)


async def test_a_transaction_takes_whole_ladders_and_not_too_many(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "AT_ONCE", 6)
    for number in range(1, 6):
        await set_deadline(council, subject_id=number)
    done = await council.db.write(fire_due, DEADLINE - timedelta(days=2), ALMATY)
    assert done == Fired(fired=2, missed=4, more=True)
    assert await tick(council, DEADLINE - timedelta(days=2)) == (3, 6)
    for number in range(1, 6):
        assert [notice.occurrence for notice in await said(council, number)] == [f"v1:{3 * DAY}"]


async def test_two_clocks_at_once_say_it_once(council: Council) -> None:
    await set_deadline(council)
    now = DEADLINE - timedelta(days=7)
    done = await asyncio.gather(*(council.db.write(fire_due, now, ALMATY) for _ in range(4)))
    assert sum(one.fired for one in done) == 1
    assert len(await said(council)) == 1


async def test_what_breaks_in_the_middle_leaves_nothing(council: Council) -> None:
    await set_deadline(council)

    def broken(connection: Connection) -> None:
        fire_due(connection, DEADLINE - timedelta(days=1), ALMATY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await council.db.write(broken)
    assert await said(council) == []
    done = await council.db.read(lambda c: set(c.execute(sa.select(rungs.c.done_version)).scalars()))
    assert done == {0}
    assert await tick(council, DEADLINE - timedelta(days=1)) == (1, 3)
