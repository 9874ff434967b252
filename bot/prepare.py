"""Making a database ready for the bot."""

from datetime import datetime
from pathlib import Path

from storage import migrate, territories, territory_files
from storage.alone import migrate_in_turn
from storage.database import Connection, Database

SEED = Path(__file__).parent.parent / "seed" / "territories.csv"


async def prepare(database: Database, now: datetime) -> None:
    """Bring the database up to this code and give a new one its territories; raises `storage.migrate.TooNew`."""
    if await database.read(migrate.revision) != migrate.newest():
        await database.migrate(_upgrade)
    if not any((await database.read(territories.count)).values()):
        await database.write(territories.load, territory_files.read_file(SEED), now)


def _upgrade(connection: Connection) -> None:
    migrate_in_turn(connection)
    migrate.upgrade(connection)
