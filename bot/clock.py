"""The clock: APScheduler ticks, and what is due is found in the database."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from actions.context import Shared
from jobs import housekeeping, outbox

HOURLY = 3600

logging.getLogger("apscheduler").setLevel(logging.WARNING)


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
    scheduler.add_job(_tick, "interval", args=[shared, clock, wake, leads], seconds=1)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
