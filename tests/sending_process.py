"""A whole bot in a process of its own, to be killed; it is forked from one that has imported everything."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.app import make_app, running
from storage.database import open_database
from tests import crowd
from tests.cast import settings_for

# Importing everything takes seconds, forking from a process that has done it takes none.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.sending_process"])


def run(url: str, folder: str, api: str, changes: dict[str, Any]) -> None:
    """Be the bot until somebody kills it."""
    asyncio.run(_run(url, folder, api, changes))


async def _run(url: str, folder: str, api: str, changes: dict[str, Any]) -> None:
    settings = settings_for(url, Path(folder), api, **changes)
    async with running(make_app(settings, open_database(url), crowd.KINDS)) as ended:
        await ended


@contextmanager
def bot(url: str, folder: Path, api: str, **changes: Any) -> Iterator[BaseProcess]:
    """A bot that is running; it is killed at the end if nobody has done so before."""
    process = _processes.Process(target=run, args=(url, str(folder), api, changes), daemon=True)
    process.start()
    try:
        yield process
    finally:
        kill(process)


def kill(process: BaseProcess) -> None:
    """End a process as a power cut does."""
    if process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()
