"""`python -m sandbox.history ADDRESS`: the story of the pilot okrugs, as far as the bot can tell it today.

People do in the sandbox at ADDRESS what they would do with phones in their hands. Buttons are chosen by what they do,
not by what is written on them, so that a better translation does not change the story.

A new subject is a module here with its own `CHAPTERS`, short functions whose docstrings are printed when they are
told; it is put into `CHAPTERS` below where it happens.
"""

import sys
from collections.abc import Sequence

import aiohttp

from sandbox.history import (
    announcements,
    competition,
    hearing,
    issues,
    meetings,
    past_events,
    registering,
    roles,
    surveys,
)
from sandbox.history.cast import Chapter
from sandbox.play import Stage, Until, wait_until

# A meeting takes its time: people are invited early, and what came of it is told when it has begun.
CHAPTERS: tuple[Chapter, ...] = (
    *registering.CHAPTERS,
    *roles.CHAPTERS,
    *meetings.BEFORE,
    *hearing.CHAPTERS,
    *announcements.CHAPTERS,
    *issues.CHAPTERS,
    *surveys.CHAPTERS,
    *past_events.CHAPTERS,
    *competition.CHAPTERS,
    *meetings.AFTER,
)


async def tell(address: str, chapters: Sequence[Chapter] = CHAPTERS, until: Until = wait_until) -> bool:
    """Tell the chapters to the sandbox at `address`, a line each; False when one could not be told, which ends it."""
    async with Stage(address, until=until) as stage:
        for chapter in chapters:
            title = (chapter.__doc__ or chapter.__name__).strip()
            try:
                await chapter(stage)
            except (AssertionError, aiohttp.ClientError, TimeoutError) as error:
                write(f"  could not be told: {title}\n{error}")
                return False
            write(f"  {title}")
    return True


def write(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
