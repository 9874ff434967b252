"""A clock is set back an hour, or a country changes its zone: nothing is said twice, nothing is left out."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from actions.announcements import drafts, due
from domain.repeats import Every
from tests.actions.conftest import Council
from tests.actions.test_announcements import akim, confirmed, written
from tests.actions.test_clock import DEADLINE, set_deadline, tick

HOUR = timedelta(hours=1)
OTHER = ZoneInfo("Asia/Bishkek")


async def test_a_reminder_is_said_once_though_its_hour_comes_twice(council: Council) -> None:
    await set_deadline(council)
    fourteen = DEADLINE - timedelta(days=14)
    assert await tick(council, fourteen) == (1, 0)
    for minutes in (-60, -30, 0, 30):
        assert await tick(council, fourteen + timedelta(minutes=minutes)) == (0, 0)
    assert await tick(council, DEADLINE - timedelta(days=7)) == (1, 0)


async def test_a_repeat_is_said_once_though_its_hour_comes_twice_and_the_zone_moves(council: Council) -> None:
    daniyar = await akim(council)
    its = (await written(council, daniyar)).announcement
    at = council.now + HOUR
    await drafts.choose_time(council.ctx(daniyar), its.id, None, at)
    view = await drafts.choose_repeat(council.ctx(daniyar), its.id, None, Every.WEEK, date(2027, 1, 5))
    await confirmed(council, daniyar, view)
    assert await council.db.write(due, at, council.shared.zone) == 1
    for minutes, zone in ((-60, council.shared.zone), (0, council.shared.zone), (0, OTHER), (60, OTHER)):
        assert await council.db.write(due, at + timedelta(minutes=minutes), zone) == 0
    assert await council.db.write(due, at + timedelta(days=7), OTHER) == 1
    found = await drafts.show(council.ctx(daniyar), its.id)
    assert [one.occurrence for one in found.notices] == ["2026-12-01", "2026-11-24"]
