"""Which troubles of a database pass by themselves, and which are mistakes that stay."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Connection, Database, open_database
from storage.tables.people import people
from storage.troubles import is_passing


def wrong_statement(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT nothing FROM nowhere")


def wrong_value(connection: Connection) -> None:
    connection.execute(people.insert().values(id=10**30))


def broken_rule(connection: Connection) -> None:
    connection.execute(people.insert().values(id=1, created_at=None))


@pytest.mark.parametrize("mistake", [wrong_statement, wrong_value, broken_rule])
async def test_a_mistake_stays_one(mistake: Callable[[Connection], None], database: Database) -> None:
    with pytest.raises(Exception, match=r".") as caught:
        await database.write(mistake)
    assert not is_passing(caught.value)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR])
def test_a_file_that_is_locked_full_or_broken_may_be_well_again(code: int) -> None:
    error = sqlite3.OperationalError("trouble")
    error.sqlite_errorcode = code
    assert is_passing(sa.exc.OperationalError("INSERT", {}, error))
    assert is_passing(error)


def test_a_file_that_is_missing_is_no_server_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "letters.ttf").read_bytes()
    assert not is_passing(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/kenes",
        "postgresql://nobody@localhost:1/kenes",
        "postgresql://nobody@/kenes?host=/nowhere",
    ],
    ids=["no server", "no server by name", "no socket"],
)
async def test_a_server_that_is_away_may_come_back(url: str) -> None:
    away = open_database(url)
    with pytest.raises(Exception, match=r".") as caught:
        await away.write(wrong_statement)
    await away.close()
    assert is_passing(caught.value)


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_a_connection_that_is_cut_passes(database: Database) -> None:
    def cut(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(sa.exc.DBAPIError) as caught:
        await database.write(cut)
    assert is_passing(caught.value)


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_who_is_not_let_in_may_be_later(database_url: str, database: Database) -> None:
    wrong = sa.make_url(database_url).set(database="no_such_database").render_as_string(hide_password=False)
    shut = open_database(wrong)
    with pytest.raises(sa.exc.DBAPIError) as caught:
        await shut.read(wrong_statement)
    await shut.close()
    assert is_passing(caught.value)


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_two_that_wait_for_each_other_may_go_on(database: Database) -> None:
    def wait(connection: Connection, first: int, second: int) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({first})")
        connection.exec_driver_sql("SELECT pg_sleep(0.05)")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({second})")

    ends = await asyncio.gather(database.write(wait, 1, 2), database.write(wait, 2, 1), return_exceptions=True)
    failed = [end for end in ends if isinstance(end, BaseException)]
    assert len(failed) == 1
    assert is_passing(failed[0])
