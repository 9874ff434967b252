"""The clock: APScheduler ticks, and what is due is found in the database."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from actions.context import Shared
from actions.files import Fetch
from jobs import files, housekeeping, outbox, surveys

HOURLY, MINUTE, OFTEN, TICK = 3600, 60, 5, 1

# A tick that waits for the database is not missed: the next one finds all that it would have found.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


async def _tick(
    shared: Shared, clock: Callable[[], datetime], wake: Callable[[], None], leads: Callable[[], bool]
) -> None:
    if leads():
        await outbox.tick(shared, clock, wake)


async def _keep(shared: Shared, fetch: Fetch, clock: Callable[[], datetime], leads: Callable[[], bool]) -> None:
    if leads():
        await files.keep(shared, fetch, clock)


async def _keep_time(
    shared: Shared, clock: Callable[[], datetime], leads: Callable[[], bool], deaf: Callable[[], bool]
) -> None:
    if leads():
        await surveys.keep_time(shared, clock, deaf)


def _hears() -> bool:
    return False


@asynccontextmanager
async def ticking(
    shared: Shared,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
    leads: Callable[[], bool],
    fetch: Fetch | None = None,
    deaf: Callable[[], bool] = _hears,
    tick: float = TICK,
) -> AsyncIterator[None]:
    """Have the jobs done until the block ends; a tick that came late is done once, none is dropped.

    `fetch` brings a file's bytes from Telegram; without it none are kept. While Telegram cannot be heard (`deaf`) no
    survey closes. `tick`: seconds between two looks at the outbox; the rest follows it.
    """
    scheduler = AsyncIOScheduler(
        timezone=shared.zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(housekeeping.tidy, "interval", args=[shared, clock], seconds=HOURLY * tick)
    scheduler.add_job(_tick, "interval", args=[shared, clock, wake, leads], seconds=tick)
    scheduler.add_job(_keep_time, "interval", args=[shared, clock, leads, deaf], seconds=OFTEN * tick)
    if fetch is not None and shared.keep_files:
        scheduler.add_job(_keep, "interval", args=[shared, fetch, clock, leads], seconds=MINUTE * tick)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
