"""`python -m bot sandbox`: the bot in this process, its Telegram in another."""

import argparse
import asyncio
import re
import shutil
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.commands.common import Subcommands, parser_for, say
from bot.settings import Settings, load_settings
from bot.trouble import Trouble

ROOT = Path(__file__).parent.parent.parent
HOST = "127.0.0.1"
LAST_PORT = 65535
TOKEN = "1000001:sandbox"  # noqa: S105 (known to everybody: it opens a bot that exists on this machine only)
STAFF_PERSON = 1005
CAST = (
    {"id": 1001, "first_name": "Айгүл", "language_code": "kk", "note": "тұрғын · жительница"},
    {"id": 1002, "first_name": "Берік", "language_code": "kk", "note": "көрші · сосед"},
    {"id": 1003, "first_name": "Данияр", "language_code": "kk", "note": "әкім · аким"},
    {"id": 1004, "first_name": "Елена", "language_code": "ru", "note": "басқа округ · другой округ"},
    {"id": STAFF_PERSON, "first_name": "Фарида", "language_code": "ru", "note": "жоба қызметкері · сотрудница проекта"},
)
START_SECONDS = 20
STOP_SECONDS = 5
LOOK_AGAIN_SECONDS = 0.05

EXAMPLES = """  python -m bot sandbox              an empty Kenes, with people to play
  python -m bot sandbox --history    the same, with its story already told"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "sandbox",
        "Start the bot with a Telegram of its own on this machine, and a page to chat with it as several people. "
        "Needs no token and no network. What is entered is thrown away at the next start.",
        EXAMPLES,
    )
    parser.add_argument("--history", action="store_true", help="begin with people and what they have done so far")
    parser.add_argument("--port", type=int, metavar="PORT", help="port of the page (SANDBOX_PORT), 0 for a free one")
    parser.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    settings = load_settings()
    port = settings.sandbox_port if args.port is None else args.port
    if not 0 <= port <= LAST_PORT:
        raise Trouble(f"--port must be from 0 to {LAST_PORT}.")
    return start(settings, port=port, history=args.history)


def start(settings: Settings, *, port: int, history: bool = False) -> int:
    """Start the sandbox and the bot in it; returns when both have ended."""
    from bot import logs

    logs.set_up(settings)
    asyncio.run(_start(settings, port, history))
    return 0


async def _start(settings: Settings, port: int, history: bool) -> None:
    from bot.alone import only_one
    from bot.commands.run import serve

    folder = settings.data_dir / "sandbox"
    _stop_when_told()
    with only_one(settings.data_dir / "sandbox.running", "Another sandbox is running: stop it first"):
        # Its Telegram counts messages and updates from the start, so what the last one left would not fit.
        shutil.rmtree(folder, ignore_errors=True)
        async with _telegram(port) as (process, address):
            await _let_in(address)
            say(f"\n  The sandbox is at {address}/")
            beginning = "is told its story now" if history else "begins empty"
            say(f"  It {beginning}: what was entered before is gone. Ctrl-C ends it.\n")
            async with _beside(_look_after(process, address, history)):
                await serve(inside(settings, address, folder), webhook=False)


def inside(settings: Settings, address: str, folder: Path) -> Settings:
    """The settings of the bot in a sandbox: nothing of the real one is touched."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "bot_api_url": address,
            "data_dir": folder,
            "database_url": f"sqlite:///{folder}/kenes.db",
            "admin_ids": frozenset({STAFF_PERSON}),
            # Any free one: the real bot may run beside.
            "http_port": 0,
            "webhook_url": None,
            "sentry_dsn": None,
            "secret_key": None,
        }
    )


def _stop_when_told() -> None:
    # Until the bot runs and listens to signals itself: a closed terminal or SIGTERM must not leave Telegram behind.
    task = asyncio.current_task()
    if task is not None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


@asynccontextmanager
async def _telegram(port: int) -> AsyncIterator[tuple[Process, str]]:
    # A session of its own: Ctrl-C reaches the bot alone, which then still has a Telegram to take leave of. The pipe
    # closes with this process, even when it is killed, and the sandbox ends with it.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--port", str(port), "--token", TOKEN, "--with-parent"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process, await _address(process)
    finally:
        await _end(process)


async def _address(process: Process) -> str:
    try:
        async with asyncio.timeout(START_SECONDS):
            line = b"" if process.stdout is None else await process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line.decode())
            if found is None:
                raise Trouble("The sandbox did not start. Is another program on its port? Set SANDBOX_PORT, 0 for any.")
            await _asked(f"{found[0]}/api/state", lambda _state: True)
            return found[0]
    except TimeoutError:
        raise Trouble(f"The sandbox did not start within {START_SECONDS} seconds.") from None


async def _asked(url: str, enough: Callable[[Any], bool]) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            with suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.ok and enough(await answer.json()):
                        return
            await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _let_in(address: str) -> None:
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        for person in CAST:
            async with session.post(f"{address}/api/people", json=person):
                pass


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work)
            yield
            task.cancel()
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


async def _look_after(process: Process, address: str, history: bool) -> None:
    if history:
        await _asked(f"{address}/api/calls", lambda calls: "getUpdates" in calls["methods"])
        await _tell_history(address)
    await process.wait()
    raise Trouble("The sandbox has ended, and the bot with it.")


async def _tell_history(address: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "sandbox.history", address, cwd=ROOT)
    try:
        if await process.wait() != 0:
            say("The history could not be told; the sandbox goes on without it.")
    finally:
        await _end(process)
