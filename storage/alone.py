"""Who runs on a PostgreSQL database: locks that end with the connection of the process that holds them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

RUNNING, POLLING, MIGRATING, SENDING = 0x6B656E01, 0x6B656E02, 0x6B656E03, 0x6B656E04
TRY_AGAIN_SECONDS = 2.0

_SHARE = sa.text("SELECT pg_try_advisory_lock_shared(:key)")
_TAKE = sa.text("SELECT pg_try_advisory_lock(:key)")
_ALIVE = sa.text("SELECT 1")
_WAIT_IN_TRANSACTION = sa.text("SELECT pg_advisory_xact_lock(:key)")


# The connection whose life is the lock's.
Holding = AsyncConnection


class Running(Exception):
    """A bot runs on this database."""


@asynccontextmanager
async def running(url: str) -> AsyncIterator[None]:
    """Be known as a running bot, one of any number; raises `Running` while a backup is being restored."""
    async with _connected(url) as connection:
        if not await connection.scalar(_SHARE, {"key": RUNNING}):
            raise Running
        yield


@asynccontextmanager
async def nobody_running(url: str) -> AsyncIterator[None]:
    """Keep bots from starting; raises `Running` when one runs."""
    async with _connected(url) as connection:
        if not await connection.scalar(_TAKE, {"key": RUNNING}):
            raise Running
        yield


@asynccontextmanager
async def only_poller(url: str, pause: float = TRY_AGAIN_SECONDS) -> AsyncIterator[None]:
    """Be the only one who polls Telegram for this database, after waiting for the one before."""
    async with _connected(url) as connection:
        # A lock that is waited for inside the database would hold back its cleaning.
        while not await connection.scalar(_TAKE, {"key": POLLING}):  # noqa: ASYNC110 (the other is another process)
            await asyncio.sleep(pause)
        yield


@asynccontextmanager
async def only_sender(url: str, pause: float = TRY_AGAIN_SECONDS) -> AsyncIterator[Holding]:
    """Be the only one who sends for this database, after waiting for the one before; gives the connection that says so.

    The lock ends with that connection: who finds it broken does not lead any more.
    """
    async with _connected(url) as connection:
        while not await connection.scalar(_TAKE, {"key": SENDING}):  # noqa: ASYNC110 (the other is another process)
            await asyncio.sleep(pause)
        yield connection


async def still_alone(connection: Holding) -> None:
    """Return when the connection that holds a lock is alive; raises what is wrong with it."""
    await connection.scalar(_ALIVE)


def migrate_in_turn(connection: sa.Connection) -> None:
    """Hold back other processes' migrations until the transaction ends; on SQLite writes take turns anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(_WAIT_IN_TRANSACTION, {"key": MIGRATING})


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AsyncConnection]:
    address = sa.make_url(url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
