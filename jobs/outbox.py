"""What the clock asks of the outbox every second."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from actions import outbox
from actions.context import Shared, is_passing

logger = logging.getLogger(__name__)

# A tick with much to do ends in time for the next one, which begins with what became due meanwhile.
TICK_SECONDS = 0.8


async def tick(shared: Shared, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
    """Bring what is due on its way; a step that fails is asked again at the next tick and keeps no other from its work.

    Between two steps whoever pressed a button has their turn.
    """
    end = asyncio.get_running_loop().time() + TICK_SECONDS
    steps: list[Callable[[], Awaitable[bool]]] = [
        lambda: outbox.say_due(shared, clock()),
        lambda: outbox.begin_due(shared, clock()),
        lambda: outbox.fan_out_some(shared),
        lambda: outbox.finish(shared, clock()),
    ]
    for step in steps:
        while await _done(step):
            wake()
            if asyncio.get_running_loop().time() > end:
                break


async def _done(step: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await step()
    except Exception as error:
        if is_passing(error):
            logger.warning("the clock waits for the database: %s", type(error).__name__)
        else:
            logger.exception("the clock could not do its work")
        return False
