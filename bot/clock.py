"""The clock: APScheduler ticks, and what is due is found in the database."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from actions.context import Shared
from jobs import housekeeping

HOURLY = 3600

logging.getLogger("apscheduler").setLevel(logging.WARNING)


@asynccontextmanager
async def ticking(shared: Shared, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Have the jobs done until the block ends; a tick that came late is done once, none is dropped."""
    scheduler = AsyncIOScheduler(
        timezone=shared.zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(housekeeping.tidy, "interval", args=[shared, clock], seconds=HOURLY)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
