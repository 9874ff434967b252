"""Writes a migration: the difference between the tables in code and the history so far.

python -m tools.migration "what changes"
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from storage import migrate
from storage.database import open_database


def write(message: str) -> None:
    """Write the next migration into the history; look at it before you commit it."""
    asyncio.run(_write(message))


async def _write(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'empty.db'}")
        number = len(list((migrate.FOLDER / "versions").glob("*.py"))) + 1

        def compare(connection: Connection) -> None:
            if number > 1:
                migrate.upgrade(connection)
            config = Config()
            config.set_main_option("script_location", str(migrate.FOLDER))
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")

        await database.migrate(compare)
        await database.close()


if __name__ == "__main__":
    write(sys.argv[1])
