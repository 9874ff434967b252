"""Keeping the bytes of people's photos and voice here too, for archives: a file id dies with its bot."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from actions.context import Shared
from storage import files as store

# A few at a time: presses have the same road to Telegram.
AT_ONCE = 5
# The bytes of a file by its file id, None when Telegram has it no more; any trouble that passes is raised.
Fetch = Callable[[str], Awaitable[bytes | None]]


async def keep_some(shared: Shared, fetch: Fetch, now: datetime) -> bool:
    """Keep a few files that are not kept yet; whether there may be more. Without the setting nothing is kept."""
    if not shared.keep_files:
        return False
    found = await shared.db.read(store.to_keep, AT_ONCE)
    for one in found:
        content = await fetch(one.file_id)
        if content is None or len(content) > store.MOST_BYTES:
            await shared.db.write(store.lost, one.id, now)
            continue
        await asyncio.to_thread(store.write, shared.files, one.name, content)
        if not await shared.db.write(store.kept, one.id, one.name):
            # Its owner left while it came.
            await asyncio.to_thread(store.remove, shared.files, [one.name])
    return len(found) == AT_ONCE


async def sweep(shared: Shared) -> int:
    """Delete the bytes that belong to no file any more; how many."""
    belonging = await shared.db.read(store.names)
    return await asyncio.to_thread(store.sweep, shared.files, belonging)
