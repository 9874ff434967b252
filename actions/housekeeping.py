"""What is thrown away because nobody needs it any more."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import files
from actions.context import Shared
from storage import backup, drafts, inbox, loose, people
from storage.database import Connection

# Telegram repeats an update for a day at most.
INBOX_KEPT = timedelta(days=2)
LOOSE_KEPT = timedelta(days=2)
UNFINISHED_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many handled updates, unfinished registrations and old backups were forgotten."""

    updates: int
    registrations: int
    backups: int


async def tidy(shared: Shared, now: datetime) -> Tidied:
    """Forget handled updates, registrations and drafts that were left long ago, old backups, nobody's files."""
    updates, registrations = await shared.db.write(_tidy, now, timedelta(days=shared.drafts_keep_days))
    before = now - timedelta(days=shared.backup_keep_days)
    backups = await asyncio.to_thread(backup.delete_old, shared.erasures.path.parent / "backups", before)
    await files.sweep(shared)
    return Tidied(updates, registrations, backups)


def _tidy(connection: Connection, now: datetime, kept: timedelta) -> tuple[int, int]:
    updates = inbox.forget_before(connection, now - INBOX_KEPT)
    loose.forget_before(connection, now - LOOSE_KEPT)
    drafts.throw_away_untouched(connection, now, kept)
    unfinished = people.unfinished_since(connection, now - UNFINISHED_KEPT)
    for person_id in unfinished:
        people.erase(connection, person_id, now)
    return updates, len(unfinished)
