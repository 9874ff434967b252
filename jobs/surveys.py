"""What the clock asks of surveys: opening and closing them in time, and counting what closed."""

import logging
from collections.abc import Callable
from datetime import datetime

from actions.context import Shared, is_passing
from actions.surveys import closing, summary

logger = logging.getLogger(__name__)


async def keep_time(shared: Shared, clock: Callable[[], datetime], deaf: Callable[[], bool]) -> None:
    """Open and close what is due; nothing closes while Telegram cannot be heard, and what failed is asked again."""
    try:
        while await closing.keep_time(shared, clock(), deaf=deaf()):
            pass
        await summary.make_due(shared, clock())
    except Exception as error:
        if not is_passing(error):
            logger.exception("the clock could not open or close a survey")
        else:
            logger.warning("surveys wait for the database: %s", type(error).__name__)
