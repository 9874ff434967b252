"""Large files: made off the event loop, with a message that says how far it is and a button that stops it."""

import asyncio
import itertools
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, overload

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BufferedInputFile

from handlers.show import NO_PREVIEW, inline
from handlers.visit import Document
from screens.screen import Screen

logger = logging.getLogger(__name__)

T = TypeVar("T")
# As much as Telegram takes from a bot, with some room for what is sent around it.
MOST_BYTES = 49 * 1024 * 1024
TELL_EVERY_SECONDS = 3.0
_numbers = itertools.count(1)


class Stopped(Exception):
    """Somebody stopped the file that was being made."""


class Watched(Sequence[T]):
    """Rows that count how many of them were read, and that end with `Stopped` when nobody wants them any more."""

    def __init__(self, rows: Sequence[T], job: "Job") -> None:
        self._rows, self._job = rows, job

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._rows[at]

    def __iter__(self) -> Iterator[T]:
        for row in self._rows:
            if self._job.stop.is_set():
                raise Stopped
            self._job.read += 1
            yield row


@dataclass(slots=True)
class Job:
    """One file that is being made: for whom, how many rows were read, whether to stop."""

    person_id: int
    number: int = field(default_factory=lambda: next(_numbers))
    read: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class Screens:
    """What is said while a file is made and after it."""

    making: Callable[[int, int], Screen]
    made: Screen
    stopped: Screen
    failed: Screen
    too_big: Screen


_JOBS: dict[int, Job] = {}


def job_of(person_id: int) -> Job | None:
    """The file that is being made for a person: one at a time."""
    return next((job for job in _JOBS.values() if job.person_id == person_id), None)


def stop(person_id: int, number: int) -> bool:
    """Stop a person's file; whether it was still being made."""
    job = _JOBS.get(number)
    if job is None or job.person_id != person_id:
        return False
    job.stop.set()
    return True


async def all_done() -> None:
    """Wait until no file is being made any more."""
    await asyncio.gather(*(job.task for job in list(_JOBS.values()) if job.task is not None), return_exceptions=True)


def begin(
    bot: Bot, job: Job, chat_id: int, message_id: int, rows: int, make: Callable[[], Document], screens: Screens
) -> None:
    """Make a file in a thread of its own, tell in the message how far it is, and send it."""
    _JOBS[job.number] = job
    job.task = asyncio.create_task(_run(bot, job, chat_id, message_id, rows, make, screens))


async def _run(
    bot: Bot, job: Job, chat_id: int, message_id: int, rows: int, make: Callable[[], Document], screens: Screens
) -> None:
    try:
        document = await _made(bot, job, chat_id, message_id, rows, make, screens)
        end = screens.too_big if len(document.content) > MOST_BYTES else screens.made
        if end is screens.made:
            file = BufferedInputFile(document.content, document.name)
            await bot.send_document(chat_id, file, caption=document.caption)
    except Stopped:
        end = screens.stopped
    except asyncio.CancelledError:
        # The thread must not hold up the end of the program.
        job.stop.set()
        raise
    except Exception:
        logger.exception("a file could not be made or sent")
        end = screens.failed
    finally:
        _JOBS.pop(job.number, None)
    await _tell(bot.edit_message_text, end, chat_id, message_id)


async def _made(
    bot: Bot, job: Job, chat_id: int, message_id: int, rows: int, make: Callable[[], Document], screens: Screens
) -> Document:
    making = asyncio.create_task(asyncio.to_thread(make))
    told = 0
    while True:
        done, _ = await asyncio.wait([making], timeout=TELL_EVERY_SECONDS)
        if done:
            return making.result()
        if job.read != told:
            told = job.read
            await _tell(bot.edit_message_text, screens.making(min(told, rows), rows), chat_id, message_id)


async def _tell(edit: Callable[..., Awaitable[Any]], screen: Screen, chat_id: int, message_id: int) -> None:
    try:
        await edit(
            screen.text,
            chat_id=chat_id,
            message_id=message_id,
            reply_markup=inline(screen),
            link_preview_options=NO_PREVIEW,
        )
    except TelegramAPIError as error:
        # The file matters, not the message about it.
        logger.info("how far a file is could not be told: %s", error.message)
