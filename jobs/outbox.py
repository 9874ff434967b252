"""What the clock asks of the outbox every second."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from actions import outbox
from actions.context import Shared, is_passing

logger = logging.getLogger(__name__)


async def tick(shared: Shared, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
    """Bring what is due on its way; a database that is away now is asked again at the next tick."""
    try:
        await _tick(shared, clock, wake)
    except Exception as error:
        if not is_passing(error):
            raise
        logger.warning("the clock waits for the database: %s", type(error).__name__)


async def _tick(shared: Shared, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
    if await outbox.bring_due(shared, clock()):
        wake()
    while await outbox.fan_out_some(shared, clock()):
        wake()
        # Between two chunks whoever pressed a button has their turn.
        await asyncio.sleep(0)
    await outbox.finish(shared, clock())
