"""The clock: APScheduler ticks, and what is due is found in the database."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from actions.context import Shared
from jobs import housekeeping, outbox

HOURLY, TICK = 3600, 1

# A tick that waits for the database is not missed: the next one finds all that it would have found.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


async def _tick(
    shared: Shared, clock: Callable[[], datetime], wake: Callable[[], None], leads: Callable[[], bool]
) -> None:
    if leads():
        await outbox.tick(shared, clock, wake)


@asynccontextmanager
async def ticking(
    shared: Shared, clock: Callable[[], datetime], wake: Callable[[], None], leads: Callable[[], bool]
) -> AsyncIterator[None]:
    """Have the jobs done until the block ends; a tick that came late is done once, none is dropped."""
    scheduler = AsyncIOScheduler(
        timezone=shared.zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(housekeeping.tidy, "interval", args=[shared, clock], seconds=HOURLY)
    scheduler.add_job(_tick, "interval", args=[shared, clock, wake, leads], seconds=TICK)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
