"""What the clock asks for every hour: throwing away what nobody needs any more."""

import logging
from collections.abc import Callable
from datetime import datetime

from actions import housekeeping
from actions.context import Shared

logger = logging.getLogger(__name__)


async def tidy(shared: Shared, clock: Callable[[], datetime]) -> None:
    """Tidy up, and say in the log what went."""
    done = await housekeeping.tidy(shared, clock())
    logger.info(
        "forgot %d handled updates, %d unfinished registrations and %d backups",
        done.updates,
        done.registrations,
        done.backups,
    )
