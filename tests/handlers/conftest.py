"""A bot, its Telegram and a way to look into all that the bot remembers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Connection, Database
from storage.tables import metadata
from tests.cast import Village, village


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    """A village whose bot has met nobody yet."""
    async with village(database_url, tmp_path) as running:
        yield running


async def remembered(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the territories."""

    def look(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if not table.name.startswith("territor")
        }

    return await database.read(look)


def refused_calls(village: Village) -> list[str]:
    """What Telegram refused, but for edits of a message that stands so already or is not ours to edit."""
    harmless = ("message is not modified", "message can't be edited", "message to edit not found")
    said = [str(error["description"]) for error in village.sandbox.world.calls.errors]
    return [one for one in said if not any(word in one for word in harmless)]
