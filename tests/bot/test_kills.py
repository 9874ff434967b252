"""A real bot in a process of its own is killed, or told to stop, while people press: nothing is lost, nothing twice."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.prepare import prepare
from sandbox.server import Sandbox
from storage import inbox
from storage.database import Database
from tests.bot.kit import states
from tests.bot.pressing import STAFF, Crowd
from tests.cast import NOON

ROOT = Path(__file__).parent.parent.parent
SECONDS = 45
ANSWERS = ["sendMessage", "editMessageText", "answerCallbackQuery"]


class Bot:
    """`python -m bot run` as an operating system sees it."""

    def __init__(self, folder: Path, sandbox: Sandbox, database_url: str, hook: str | None = None) -> None:
        self.sandbox = sandbox
        self.log = folder / "bot.log"
        self._arguments = ["run", "--webhook"] if hook else ["run"]
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        self._environment = kept | {
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": sandbox.url,
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "ADMIN_IDS": ",".join(map(str, STAFF)),
            "HTTP_PORT": hook.rpartition(":")[2].partition("/")[0] if hook else "0",
            "SECRET_KEY": "a key for the tests, and for nothing else",
            "PRESSES_PER_SECOND": "1000",
            "PRESS_BURST": "10000",
            "LOG_LEVEL": "WARNING",
        }
        if hook:
            self._environment |= {"WEBHOOK_URL": hook, "WEBHOOK_SECRET": "a-secret-of-the-tests"}

    async def start(self) -> None:
        """Start it and return when it listens to Telegram."""
        calls = self.sandbox.world.calls.methods
        before = calls["getUpdates"] + calls["setWebhook"]
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *self._arguments, env=self._environment, cwd=self._folder, stderr=log
            )
        await self.comes(lambda: calls["getUpdates"] + calls["setWebhook"] > before)

    async def comes(self, condition: Callable[[], bool | Awaitable[bool]]) -> None:
        """Return when it has become so; fail with the log when the bot ends or it takes too long."""
        async with asyncio.timeout(SECONDS):
            while True:
                met = condition()
                if met if isinstance(met, bool) else await met:
                    return
                assert self._process is not None
                assert self._process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.01)

    async def end(self, how: signal.Signals) -> int:
        """Send it a signal; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(how)
        return await asyncio.wait_for(process.wait(), SECONDS)


@asynccontextmanager
async def stage(folder: Path, database_url: str, db: Database, hook: str | None = None) -> AsyncIterator[Any]:
    """A sandbox with its crowd, and a bot that is not started yet."""

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.3))

    await prepare(db, NOON)
    async with Sandbox(sleep=sleep) as sandbox:
        crowd = Crowd(sandbox.world, random.Random(5))  # noqa: S311 - seeded, so that it can be repeated
        await crowd.enter(db)
        bot = Bot(folder, sandbox, database_url, hook)
        try:
            yield bot, crowd
        finally:
            await bot.end(signal.SIGKILL)


async def waiting(db: Database) -> int:
    return await db.read(inbox.waiting)


async def done(db: Database) -> int:
    return list((await states(db)).values()).count("done")


async def press_until(crowd: Crowd, moment: float) -> None:
    """People press, some at a time, for so many seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + moment
    while loop.time() < end:
        crowd.act(3)
        await asyncio.sleep(0.01)


async def live_and_die(bot: Bot, crowd: Crowd, db: Database, kills: int) -> int:
    """Kill the bot again and again while people press; how many updates were stored and in hand at the kills."""
    chance = random.Random(17)  # noqa: S311 - seeded, so that it can be repeated
    left = 0
    for _ in range(kills):
        crowd.act(10)
        await bot.start()
        await press_until(crowd, chance.uniform(0.1, 0.7))
        await bot.end(signal.SIGKILL)
        left += await waiting(db)
    return left


async def live(bot: Bot, crowd: Crowd, db: Database) -> None:
    """Start the bot once more, let it do all that is left, and stop it."""

    async def is_done() -> bool:
        return not bot.sandbox.world.updates.pending and await waiting(db) == 0

    await bot.start()
    crowd.act(10)
    await bot.comes(is_done)
    assert await bot.end(signal.SIGTERM) == 0


def slow(bot: Bot, fastest: float, slowest: float) -> None:
    bot.sandbox.world.faults.set({"seed": 3, "methods": ANSWERS, "delay": [fastest, slowest]})


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_poller_that_is_killed_loses_nothing_and_does_nothing_twice(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    async with stage(tmp_path, database_url, database) as (bot, crowd):
        slow(bot, 0.005, 0.03)
        assert await live_and_die(bot, crowd, database, 3) > 0
        await live(bot, crowd, database)
        await crowd.must_have_got_what_they_pressed(database)


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_webhook_that_is_killed_loses_nothing_and_does_nothing_twice(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        hook = f"http://127.0.0.1:{free.getsockname()[1]}/telegram/hook"
    async with stage(tmp_path, database_url, database, hook) as (bot, crowd):
        slow(bot, 0.005, 0.03)
        assert await live_and_die(bot, crowd, database, 1) > 0
        await live(bot, crowd, database)
        await crowd.must_have_got_what_they_pressed(database)


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_a_bot_that_is_killed_and_then_told_to_stop_amid_slow_answers_loses_nothing(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    async with stage(tmp_path, database_url, database) as (bot, crowd):
        slow(bot, 0.005, 0.03)
        assert await live_and_die(bot, crowd, database, 1) > 0
        slow(bot, 0.3, 0.6)
        before = await done(database)
        await bot.start()
        crowd.act(60)

        async def is_in_the_middle() -> bool:
            return await done(database) > before

        await bot.comes(is_in_the_middle)
        crowd.act(20)
        assert await bot.end(signal.SIGTERM) == 0
        assert await waiting(database) > 0
        slow(bot, 0, 0)
        await live(bot, crowd, database)
        await crowd.must_have_got_what_they_pressed(database)
