"""What the clock asks for every minute: keeping people's files here too, when that is wanted."""

import logging
from collections.abc import Callable
from datetime import datetime

from actions import files
from actions.context import Shared

logger = logging.getLogger(__name__)


async def keep(shared: Shared, fetch: files.Fetch, clock: Callable[[], datetime]) -> None:
    """Keep what is not kept yet; after a trouble the rest is asked for again in a minute."""
    try:
        while await files.keep_some(shared, fetch, clock()):
            pass
    except Exception as error:
        # A cut connection, a busy Telegram: nothing is lost by waiting.
        logger.warning("files could not be kept now: %s", type(error).__name__)
