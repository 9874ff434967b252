"""Transactions: a plain function over a connection is run inside one, on SQLite or PostgreSQL.

The functions are not `async`, so nothing inside a transaction can wait for a network.
"""

import asyncio
import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

__all__ = ["Connection", "Counted", "Database", "PostgreSQL", "SQLite", "lock_person", "open_database"]

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 10


class Database(Protocol):
    """What both engines can do; each call is one transaction."""

    counted: "Counted"

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` over one snapshot that it cannot change."""

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in one transaction: all of it is kept, or, when it raises, nothing."""

    async def write_repeatable(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Like `write`, but without waiting for the disk: for what is done again when the machine loses its power.

        A killed process loses nothing. A power cut may take this and all that was written after it, never only this.
        """

    async def glance(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work`, which is one statement that finds few rows by key: a press asks it before all else."""

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which may rebuild tables, in one transaction that only checks foreign keys at its end."""

    async def forget(self, tables: Sequence[str] = ()) -> None:
        """Have what was deleted (from `tables`, where that must be named) gone from the files too."""

    async def close(self) -> None:
        """Give back every connection."""


class Counted:
    """How many transactions and statements were run, for benchmarks and metrics."""

    def __init__(self) -> None:
        self.reads = 0
        self.writes = 0
        self.statements = 0

    def watch(self, engine: sa.Engine) -> None:
        """Count the statements of `engine`."""
        event.listen(engine, "before_cursor_execute", self._statement)

    def _statement(self, *_: object) -> None:
        self.statements += 1


def open_database(url: str) -> Database:
    """The database at `url`: `sqlite:///file` or `postgresql://…`; nothing is created yet but the file's folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SQLite(Path(parsed.database or "kenes.db"))
    return PostgreSQL(parsed.set(drivername="postgresql+asyncpg"))


class SQLite:
    """One lane that writes and a few that read, each a thread with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counted = Counted()
        path.parent.mkdir(parents=True, exist_ok=True)
        # The log and its index take over the permissions of this file.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._writer = _sqlite_engine(path, begin="BEGIN IMMEDIATE")
        self._reader = _sqlite_engine(path, begin="BEGIN")
        # A single statement is a snapshot of its own.
        self._glancer = _sqlite_engine(path, begin=None, busy_seconds=0)
        for engine in (self._writer, self._reader, self._glancer):
            self.counted.watch(engine)
        self._write_lane = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._read_lanes = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._own = threading.local()
        self._opened: list[Connection] = []
        self._glancing: Connection | None = None
        self._write_lock = path.with_name(path.name + ".writing").open("a")

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` over one snapshot that it cannot change."""
        self.counted.reads += 1
        return await self._run(self._read_lanes, self._in_read, lambda c: work(c, *args, **kw))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in one transaction: all of it is kept, or, when it raises, nothing."""
        self.counted.writes += 1
        return await self._run(self._write_lane, self._in_write, lambda c: work(c, *args, **kw))

    async def write_repeatable(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in one transaction that the log holds and the disk may not hold yet."""
        self.counted.writes += 1
        return await self._run(self._write_lane, self._in_repeatable, lambda c: work(c, *args, **kw))

    async def glance(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in this thread: finding a row by key takes less time than going to another thread and back."""
        if self._glancing is None:
            self._glancing = self._glancer.connect()
        self.counted.reads += 1
        try:
            with self._glancing.begin():
                return work(self._glancing, *args, **kw)
        except sa.exc.OperationalError:
            # Another process is just recovering the log: a lane may wait for it, this thread may not.
            return await self.read(work, *args, **kw)

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which may rebuild tables, in one transaction that only checks foreign keys at its end."""
        return await self._run(self._write_lane, self._in_migration, work)

    async def forget(self, tables: Sequence[str] = ()) -> None:
        """Empty the log, in which what was deleted from the file can still be read."""
        await self._run(self._write_lane, self._empty_log)

    def _empty_log(self) -> None:
        raw: Any = self._connection(self._writer).connection.dbapi_connection
        with self._alone():
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    async def close(self) -> None:
        """Give back every connection."""
        self._read_lanes.shutdown()
        for connection in self._opened[::-1]:
            if connection.engine is self._reader:
                connection.close()
        if self._glancing is not None:
            self._glancing.close()
        await self._run(self._write_lane, self._close_writer)
        self._write_lane.shutdown()
        self._write_lock.close()

    async def _run(self, lane: ThreadPoolExecutor, call: Callable[..., T], *args: object) -> T:
        # What has begun in a thread cannot be taken back: the caller learns of its end even when cancelled.
        future = asyncio.get_running_loop().run_in_executor(lane, call, *args)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            raise

    def _connection(self, engine: sa.Engine) -> Connection:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = engine.connect()
            self._opened.append(connection)
        return connection

    def _in_read(self, work: Callable[[Connection], T]) -> T:
        connection = self._connection(self._reader)
        with connection.begin():
            return work(connection)

    def _in_write(self, work: Callable[[Connection], T]) -> T:
        connection = self._connection(self._writer)
        with self._alone(), connection.begin():
            return work(connection)

    def _in_repeatable(self, work: Callable[[Connection], T]) -> T:
        raw: Any = self._connection(self._writer).connection.dbapi_connection
        raw.execute("PRAGMA synchronous=NORMAL")
        try:
            return self._in_write(work)
        finally:
            raw.execute("PRAGMA synchronous=FULL")

    def _in_migration(self, work: Callable[[Connection], T]) -> T:
        connection = self._connection(self._writer)
        raw: Any = connection.connection.dbapi_connection
        with self._alone():
            raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    result = work(connection)
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                    if broken:
                        raise RuntimeError(f"the migration breaks foreign keys: {broken[:3]}")
            finally:
                raw.execute("PRAGMA foreign_keys=ON")
        return result

    def _close_writer(self) -> None:
        connection: Connection | None = getattr(self._own, "connection", None)
        with self._alone():
            if connection is not None:
                connection.close()
            self._writer.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # SQLite before 3.51.3 can damage its log when two connections write or checkpoint at the same moment;
        # the command line writes beside a running bot, so processes take turns by this file.
        fcntl.flock(self._write_lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._write_lock, fcntl.LOCK_UN)


def _sqlite_engine(path: Path, *, begin: str | None, busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    writes = begin == "BEGIN IMMEDIATE"
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=sa.NullPool,
        connect_args={"check_same_thread": False, "timeout": busy_seconds},
        # What people wrote must not reach the log by way of an error.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _on_connect(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # the driver's own transactions would begin too late
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("PRAGMA foreign_keys=ON")
        # What is put aside for a moment is not to be left in a file.
        raw.execute("PRAGMA temp_store=MEMORY")
        if not writes:
            raw.execute("PRAGMA wal_autocheckpoint=0")
            raw.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        if begin is not None:
            raw.execute(begin)

    return engine


class PostgreSQL:
    """An ordinary pool; the plain functions run over asyncpg in a greenlet."""

    def __init__(self, url: sa.URL) -> None:
        self.counted = Counted()
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
        self._snapshots = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self.counted.watch(self.engine.sync_engine)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` over one snapshot that it cannot change."""
        self.counted.reads += 1
        async with self._snapshots.begin() as connection:
            return await connection.run_sync(lambda c: work(c, *args, **kw))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in one transaction: all of it is kept, or, when it raises, nothing."""
        self.counted.writes += 1
        async with self.engine.begin() as connection:
            return await connection.run_sync(lambda c: work(c, *args, **kw))

    async def write_repeatable(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in one transaction that the disk may not hold yet."""
        self.counted.writes += 1
        async with self.engine.begin() as connection:
            await connection.execute(_NOT_WAITING)
            return await connection.run_sync(lambda c: work(c, *args, **kw))

    async def glance(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work`, which is one statement that finds few rows by key."""
        self.counted.reads += 1
        async with self.engine.connect() as connection:
            return await connection.run_sync(lambda c: work(c, *args, **kw))

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which may rebuild tables, in one transaction."""
        async with self.engine.begin() as connection:
            return await connection.run_sync(work)

    async def forget(self, tables: Sequence[str] = ()) -> None:
        """Clean `tables` of dead rows now; without them its own cleaning does that in its time."""
        async with self.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                vacuum = sa.DDL('VACUUM "%(table)s"', context={"table": table})  # type: ignore[no-untyped-call]
                await alone.execute(vacuum)

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def lock_person(connection: Connection, person_id: int) -> None:
    """Hold back other processes' transactions of this person until ours ends; on SQLite writes take turns anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_PERSON, {"person": person_id})


_NOT_WAITING = sa.text("SET LOCAL synchronous_commit = off")
_LOCK_PERSON = sa.text("SELECT pg_advisory_xact_lock(:person)")
