"""What several commands need."""

import argparse
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from bot.settings import Settings
from bot.trouble import Trouble

if TYPE_CHECKING:
    from storage.database import Database

Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def say(text: str) -> None:
    """Print a line for the person at the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def parser_for(commands: "Subcommands", name: str, what: str, examples: str) -> argparse.ArgumentParser:
    """A command with its help: what it does, its arguments, examples."""
    return commands.add_parser(
        name,
        help=what,
        description=what,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@contextmanager
def readable() -> Iterator[None]:
    """Turn what can be expected of a database into `Trouble`."""
    from storage.migrate import TooNew
    from storage.reach import Unreachable

    try:
        yield
    except Unreachable as error:
        raise Trouble(f"The database cannot be used: {error}. Look at DATABASE_URL.") from error
    except TooNew as error:
        raise Trouble(
            f"The database was written by a later version of Kenes (revision {error}): "
            "restore the backup made before that upgrade, or upgrade Kenes."
        ) from error


@contextmanager
def with_texts() -> Iterator[None]:
    """Turn texts that were not compiled into `Trouble`."""
    from texts import MissingCatalogue

    try:
        yield
    except MissingCatalogue as error:
        raise Trouble(f"The bot cannot speak: {error}.") from error


@asynccontextmanager
async def opened(settings: Settings) -> "AsyncIterator[Database]":
    """The database that is there, at whatever revision; raises `Trouble` when it cannot be used."""
    from storage.database import open_database
    from storage.reach import reach

    # What is in it is nobody else's business.
    settings.data_dir.mkdir(0o700, parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    try:
        with readable():
            await reach(database)
            yield database
    finally:
        await database.close()


@asynccontextmanager
async def ready(settings: Settings) -> "AsyncIterator[Database]":
    """The database for a command that works on it: a new one is prepared, an old one is refused."""
    from bot.prepare import prepare
    from storage import migrate

    async with opened(settings) as database:
        revision = await database.read(migrate.revision)
        if revision not in (None, migrate.newest()):
            raise Trouble(f"The database is of an earlier version (revision {revision}): run `python -m bot migrate`.")
        await prepare(database, now())
        yield database


def must_exist(settings: Settings) -> None:
    """Raise `Trouble` when the SQLite file is not there, instead of making an empty one."""
    if settings.sqlite_path is not None and not settings.sqlite_path.exists():
        raise Trouble(f"There is no database at {settings.sqlite_path}: look at DATABASE_URL and the current folder.")
