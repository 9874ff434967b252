"""What is thrown away because nobody needs it any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.context import Shared
from storage import inbox, people
from storage.database import Connection

# Telegram repeats an update for a day at most.
INBOX_KEPT = timedelta(days=2)
UNFINISHED_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many handled updates and unfinished registrations were forgotten."""

    updates: int
    registrations: int


async def tidy(shared: Shared, now: datetime) -> Tidied:
    """Forget updates handled long ago, and registrations that were begun long ago and never finished."""
    return await shared.db.write(_tidy, now)


def _tidy(connection: Connection, now: datetime) -> Tidied:
    updates = inbox.forget_before(connection, now - INBOX_KEPT)
    unfinished = people.unfinished_since(connection, now - UNFINISHED_KEPT)
    for person_id in unfinished:
        people.erase(connection, person_id, now)
    return Tidied(updates, len(unfinished))
