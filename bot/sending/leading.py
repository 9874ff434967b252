"""One sender at a time: on PostgreSQL by a lock, on SQLite because one bot runs at a time anyway."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.settings import Settings
from storage import alone

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
TRY_AGAIN_SECONDS = 2.0


async def lead(settings: Settings, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work` for as long as this process leads, and again whenever it comes to lead again, until cancelled."""
    if settings.sqlite_path is not None:
        await work()
        return
    while True:
        try:
            async with alone.only_sender(settings.database_url) as connection:
                logger.info("this process sends now")
                await _while_alone(connection, work)
        except Exception as error:
            logger.warning("this process does not lead: %s", type(error).__name__)
            await asyncio.sleep(TRY_AGAIN_SECONDS)


async def _while_alone(connection: alone.Holding, work: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.TaskGroup() as group:
        working = group.create_task(_ended(work))
        while not working.done():
            # Who lost the lock's connection must stop at once: another process leads within seconds.
            await alone.still_alone(connection)
            await asyncio.wait([working], timeout=LOOK_SECONDS)


async def _ended(work: Callable[[], Awaitable[None]]) -> None:
    await work()
