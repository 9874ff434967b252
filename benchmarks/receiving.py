"""Updates a second on SQLite, by polling and by webhook, beside aiogram's own webhook in the same run."""

import asyncio
import itertools
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from benchmarks._updates import SECRET, raw
from benchmarks.press import NoNetwork
from bot.app import utc_now
from bot.metrics import Metrics
from bot.pacing import Bucket
from bot.pulse import Pulse
from bot.receiving import Handler, Receiving
from bot.updates import AT_ONCE, arrived, webhook
from bot.web import serving
from storage import migrate
from storage.database import Database, open_database

ROUNDS, UPDATES = 5, 3000


@dataclass(frozen=True, slots=True)
class Rate:
    """Updates a second by the clock, and microseconds of the server's CPU for each."""

    per_second: float
    cpu: float


async def _nothing(body: str) -> None:
    pass


async def _nobody(_: int) -> None:
    pass


def _stock() -> tuple[Bot, Dispatcher]:
    dispatcher = Dispatcher(disable_fsm=True)

    async def handle(query: CallbackQuery) -> None:
        pass

    dispatcher.callback_query.register(handle)
    return Bot("1000001:nobody", session=NoNetwork()), dispatcher


def _by_aiogram() -> Handler:
    bot, dispatcher = _stock()

    async def handle(body: str) -> None:
        await dispatcher.feed_update(bot, Update.model_validate_json(body, context={"bot": bot}))

    return handle


@asynccontextmanager
async def _receiving(database: Database, handle: Handler) -> AsyncIterator[Receiving]:
    receiving = Receiving(
        db=database,
        handle=handle,
        pulse=Pulse(),
        metrics=Metrics(),
        new_bucket=lambda: Bucket(1e6, 1e6, time.monotonic),
        on_flood=_nobody,
        clock=utc_now,
    )
    running = asyncio.create_task(receiving.run())
    try:
        yield receiving
        await receiving.stop(10)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _polled(database: Database, numbers: Iterator[int], handle: Handler) -> Rate:
    batches = [[raw(next(numbers)) for _ in range(AT_ONCE)] for _ in range(UPDATES // AT_ONCE)]
    async with _receiving(database, handle) as receiving:
        started, cpu = time.perf_counter(), time.process_time()
        for batch in batches:
            await receiving.keep([arrived(update) for update in batch])
        await receiving.idle()
        return Rate(UPDATES / (time.perf_counter() - started), (time.process_time() - cpu) / UPDATES * 1e6)


async def _called(app: web.Application, numbers: Iterator[int]) -> Rate:
    first = next(numbers)
    for _ in range(UPDATES):
        next(numbers)
    async with serving(app, "127.0.0.1", 0) as port:
        cpu = time.process_time()
        load = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks._load",
            str(port),
            str(first),
            str(UPDATES),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await load.communicate()
        return Rate(UPDATES / float(said), (time.process_time() - cpu) / UPDATES * 1e6)


async def _called_ours(database: Database, numbers: Iterator[int], handle: Handler) -> Rate:
    async with _receiving(database, handle) as receiving:
        app = web.Application()
        app.add_routes([webhook("/hook", SECRET, receiving, Pulse(polling=False), Metrics(), utc_now)])
        return await _called(app, numbers)


async def _called_stock(numbers: Iterator[int]) -> Rate:
    bot, dispatcher = _stock()
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(app, "/hook")
    return await _called(app, numbers)


STOCK = "aiogram's webhook, a handler that does nothing"


async def _measure(folder: Path) -> dict[str, list[Rate]]:
    found: dict[str, list[Rate]] = {}
    numbers = itertools.count(1)
    for turn in range(ROUNDS):
        database = open_database(f"sqlite:///{folder / f'{turn}.db'}")
        await database.migrate(migrate.upgrade)
        nothing, by_aiogram = _nothing, _by_aiogram()
        for name, rate in (
            (STOCK, await _called_stock(numbers)),
            ("our webhook, stored, nothing done", await _called_ours(database, numbers, nothing)),
            ("our webhook, stored, the same handler", await _called_ours(database, numbers, by_aiogram)),
            ("polling, stored, nothing done", await _polled(database, numbers, nothing)),
            ("polling, stored, the same handler", await _polled(database, numbers, by_aiogram)),
        ):
            found.setdefault(name, []).append(rate)
        await database.close()
    return found


def run() -> list[str]:
    """A line for each way, as a ratio to aiogram's."""
    for noisy in ("aiogram", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="kenes-bench-") as folder:
        found = asyncio.run(_measure(Path(folder)))
    stock = found[STOCK]
    return [_line(name, rates, stock) for name, rates in found.items()]


def _line(name: str, rates: list[Rate], stock: list[Rate]) -> str:
    speed = median(rate.per_second for rate in rates)
    cpu = median(rate.cpu for rate in rates)
    times = median(rate.per_second / other.per_second for rate, other in zip(rates, stock, strict=True))
    less = median(rate.cpu / other.cpu for rate, other in zip(rates, stock, strict=True))
    return f"{name}: {speed:.0f} updates/s ({times:.2f} times), CPU {cpu:.0f} us each ({less:.2f} times)"


if __name__ == "__main__":
    print("\n".join(run()))
