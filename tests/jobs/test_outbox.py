"""What the clock does every second, and that nothing of it keeps the rest from being done."""

import asyncio
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from actions import outbox as actions
from actions.context import Shared
from bot.clock import ticking
from domain.keys import Key
from domain.outbox import NoticeState, Urgency
from jobs import outbox
from storage.database import Database
from storage.erasures import Erasures
from storage.outbox import notices
from tests import crowd
from tests.cast import NOON

ZONE = ZoneInfo("Asia/Almaty")


def shared_over(db: Database) -> Shared:
    key = Key(b"a key for the tests, nothing else")
    return Shared(db, key, ZONE, Erasures(Path(), key))


def noon() -> datetime:
    return NOON


def nothing() -> None:
    """Nobody sleeps who could be woken."""


async def states(db: Database, *numbers: int) -> list[NoticeState]:
    found = [await db.read(notices.notice, number) for number in numbers]
    return [one.state for one in found if one is not None]


async def test_what_is_due_is_fanned_out_and_who_sends_is_woken(database: Database) -> None:
    await database.write(crowd.settle, 3)
    due, later = await crowd.add(database, crowd.notice(), crowd.notice("later", send_from=NOON + timedelta(days=1)))
    woken: list[int] = []
    await outbox.tick(shared_over(database), noon, lambda: woken.append(1))
    assert await states(database, due, later) == [NoticeState.SENDING, NoticeState.WAITING]
    assert woken


@pytest.mark.parametrize("error", [sa.exc.OperationalError("x", {}, sqlite3.OperationalError("locked")), ValueError()])
async def test_a_step_that_fails_keeps_no_other_from_its_work(
    database: Database, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fails(*_: object) -> bool:
        raise error

    monkeypatch.setattr(actions, "say_due", fails)
    await database.write(crowd.settle, 3)
    (number,) = await crowd.add(database, crowd.notice())
    await outbox.tick(shared_over(database), noon, nothing)
    assert await states(database, number) == [NoticeState.SENDING]


async def test_what_becomes_urgent_during_a_long_fan_out_waits_for_no_more_than_a_tick(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "TICK_SECONDS", 0.0)
    await database.write(crowd.settle, 4500)
    (plain,) = await crowd.add(database, crowd.notice())
    await outbox.tick(shared_over(database), noon, nothing)
    assert await states(database, plain) == [NoticeState.FANNING]
    (urgent,) = await crowd.add(database, crowd.notice("now", urgency=Urgency.URGENT, audience=crowd.only(1)))
    await outbox.tick(shared_over(database), noon, nothing)
    assert await states(database, plain, urgent) == [NoticeState.FANNING, NoticeState.SENDING]


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_the_clock_ticks_only_where_the_sender_leads(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.clock.TICK", 0.01)
    await database.write(crowd.settle, 1)
    (number,) = await crowd.add(database, crowd.notice())
    leads, ticked = False, asyncio.Event()
    async with ticking(shared_over(database), noon, ticked.set, lambda: leads):
        await asyncio.sleep(0.05)
        assert not ticked.is_set()
        leads = True
        await asyncio.wait_for(ticked.wait(), 10)
    assert await states(database, number) != [NoticeState.WAITING]
