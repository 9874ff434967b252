"""One running bot for one SQLite database, one poller for one PostgreSQL database."""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.settings import Settings
from bot.trouble import Trouble
from storage import alone


@contextmanager
def only_one(lock: Path, refusal: str) -> Iterator[None]:
    """Hold the lock file until the block or the process ends; raises `Trouble(refusal)` when another one holds it."""
    lock.parent.mkdir(0o700, parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Trouble(f"{refusal} (process {file.read().strip() or 'unknown'}, {lock}).") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


@contextmanager
def sqlite_to_itself(database: Path) -> Iterator[None]:
    """Keep every other bot, migration and restore away from this SQLite file."""
    with only_one(
        database.with_name(database.name + ".running"), "Another bot is running on this database: stop it first"
    ):
        yield


@asynccontextmanager
async def running(settings: Settings, *, polling: bool) -> AsyncIterator[None]:
    """Be a bot that runs on the database; who polls PostgreSQL's second waits here until the first one has stopped."""
    if settings.sqlite_path is not None:
        with sqlite_to_itself(settings.sqlite_path):
            yield
        return
    try:
        async with alone.running(settings.database_url):
            if not polling:
                yield
                return
            async with alone.only_poller(settings.database_url):
                yield
    except alone.Running:
        raise Trouble("A backup is being restored into this database: start the bot when that has ended.") from None


@asynccontextmanager
async def nobody_running(settings: Settings) -> AsyncIterator[None]:
    """Keep bots away from the database; raises `Trouble` when one runs on it."""
    if settings.sqlite_path is not None:
        with sqlite_to_itself(settings.sqlite_path):
            yield
        return
    try:
        async with alone.nobody_running(settings.database_url):
            yield
    except alone.Running:
        raise Trouble("A bot is running on this database: stop it first.") from None
