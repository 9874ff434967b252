"""Transactions on both engines."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.database import Database, lock_person
from storage.tables.people import facts


def _put(connection: Connection, name: str, value: str) -> None:
    connection.execute(facts.insert(), {"name": name, "value": value})


def _all(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(sa.select(facts))}


async def test_what_is_written_is_read(database: Database) -> None:
    await database.write(_put, "a", "1")
    assert await database.read(_all) == {"a": "1"}


async def test_a_raise_leaves_nothing(database: Database) -> None:
    def half(connection: Connection) -> None:
        _put(connection, "a", "1")
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(half)
    assert await database.read(_all) == {}


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        await database.read(_put, "a", "1")


async def test_twenty_who_count_at_once_are_all_counted(database: Database) -> None:
    await database.write(_put, "n", "0")

    def count(connection: Connection) -> None:
        lock_person(connection, 7)
        value = int(_all(connection)["n"])
        connection.execute(facts.update().where(facts.c.name == "n").values(value=str(value + 1)))

    await asyncio.gather(*(database.write(count) for _ in range(20)))
    assert await database.read(_all) == {"n": "20"}


async def test_a_cancelled_write_is_whole(database: Database) -> None:
    task = asyncio.create_task(database.write(_put, "a", "1"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await database.read(_all) in ({}, {"a": "1"})


def waits_for_the_disk(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql("PRAGMA synchronous").one() == (2,)
    return connection.exec_driver_sql("SHOW synchronous_commit").one() == ("on",)


async def test_only_what_would_be_done_again_does_not_wait_for_the_disk(database: Database) -> None:
    assert not await database.write_repeatable(waits_for_the_disk)
    assert await database.write(waits_for_the_disk)
    with pytest.raises(ZeroDivisionError):
        await database.write_repeatable(lambda _: 1 / 0)
    assert await database.write(waits_for_the_disk)
