"""Making a database ready for the bot."""

from datetime import datetime
from pathlib import Path

from storage import migrate, territories, territory_files
from storage.alone import migrate_in_turn
from storage.database import Connection, Database
from storage.issues import categories, words

SEED = Path(__file__).parent.parent / "seed" / "territories.csv"
CATEGORIES = SEED.with_name("categories.csv")
WATCHED_WORDS = SEED.with_name("watched_words.csv")


async def prepare(database: Database, now: datetime) -> None:
    """Bring the database up to this code, give a new one its territories, and add categories that it does not know.

    What staff renamed or retired stays so, and words to watch that they took out stay out.
    Raises `storage.migrate.TooNew`.
    """
    if await database.read(migrate.revision) != migrate.newest():
        await database.migrate(_upgrade)
    if not any((await database.read(territories.count)).values()):
        await database.write(territories.load, territory_files.read_file(SEED), now)
    seed = categories.read_seed(CATEGORIES)
    if await database.read(categories.missing, seed):
        await database.write(categories.load, seed)
    if not await database.read(words.seeded):
        await database.write(words.seed, words.read_seed(WATCHED_WORDS))


def _upgrade(connection: Connection) -> None:
    migrate_in_turn(connection)
    migrate.upgrade(connection)
