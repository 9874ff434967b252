"""Receiving updates so that none is lost and none has its effect twice.

An update is stored before it is confirmed to Telegram. From the store it is handled, the updates of one person in the
order in which they came, and marked as done afterwards. A kill in between has it handled once more, which changes
nothing: what a press or a message does is keyed by what asked for it.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.metrics import Metrics
from bot.pacing import Bucket
from bot.pulse import Pulse
from storage import inbox
from storage.database import Connection, Database
from storage.inbox import Arrived, Stored

logger = logging.getLogger(__name__)

HOLD = timedelta(seconds=15)
HOLD_AGAIN_SECONDS = 5.0
TAKEN_OVER_AT_ONCE = 500
TRIES = 6
LONGEST_PAUSE = 30.0


class Undecodable(Exception):
    """An update that this version of the bot cannot read."""


class NotNow(Exception):
    """The database cannot be used just now: nothing was done, and the update waits until it can."""


class Unanswered(Exception):
    """What was asked is done, but Telegram could not be told: worth a few more tries, and then no more."""


class Handler(Protocol):
    """What is done with an update."""

    async def __call__(self, body: str) -> None:
        """Handle the raw update; raises `Undecodable`, `NotNow` or `Unanswered`, and nothing else that it foresees."""


@dataclass(slots=True)
class Line:
    """The updates of one person that wait; `told` that they came too quickly."""

    waiting: deque[Stored] = field(default_factory=deque)
    told: bool = False


@dataclass(slots=True)
class Receiving:
    """Stores what arrives, handles it line by line, and marks what is done, in groups."""

    db: Database
    handle: Handler
    pulse: Pulse
    metrics: Metrics
    new_bucket: Callable[[], Bucket]
    on_flood: Callable[[int], Awaitable[None]]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    at_once: int = 100
    only_process: bool = True
    name: str = field(default_factory=lambda: str(uuid.uuid4()))
    _lines: dict[int, Line] = field(default_factory=dict)
    _buckets: dict[int, Bucket] = field(default_factory=dict)
    _workers: set[asyncio.Task[None]] = field(default_factory=set)
    _arrived: list[tuple[Sequence[Arrived], asyncio.Future[None]]] = field(default_factory=list)
    _done: list[int] = field(default_factory=list)
    _work: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _gate: asyncio.Semaphore = field(init=False)
    _writing: bool = False
    _stopping: bool = False

    def __post_init__(self) -> None:
        self._gate = asyncio.Semaphore(self.at_once)
        self._quiet.set()

    async def keep(self, updates: Sequence[Arrived]) -> None:
        """Return when every update is on the disk, and may be confirmed; what was known already is not taken twice."""
        if not updates:
            return
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrived.append((updates, stored))
        self._work.set()
        await stored

    async def run(self) -> None:
        """Take up what was left, then store, handle and finish until cancelled."""
        # Before anything new is stored, else what is new would be taken up a second time.
        await self._take_over()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._write())
            group.create_task(self._hold())

    async def idle(self) -> None:
        """Return when nothing waits and nothing is in hand."""
        await self._quiet.wait()

    async def stop(self, patience: float) -> None:
        """Finish what is in hand within `patience` seconds; what waits stays stored for the next start."""
        self._stopping = True
        if self._workers:
            await asyncio.wait(self._workers, timeout=patience)
        for worker in tuple(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        with suppress(Exception):
            await self.db.write(self._store, (), tuple(self._done), self.clock())
            await self.db.write(inbox.keep_holding, self.name, self.clock())

    async def _write(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            # What came while the last group was being written is the next group: one commit for all of it.
            arrived, self._arrived = self._arrived, []
            done, self._done = self._done, []
            if not (arrived or done):
                continue
            updates = [update for group, _ in arrived for update in group]
            self._writing = True
            try:
                new = await self.db.write(self._store, updates, done, self.clock())
            except Exception as error:
                await self._not_written(error, arrived, done)
                continue
            finally:
                self._writing = False
            for stored in new:
                self._queue(stored)
            for _, told in arrived:
                if not told.done():
                    told.set_result(None)
            self._look_whether_quiet()

    async def _not_written(
        self, error: Exception, arrived: list[tuple[Sequence[Arrived], asyncio.Future[None]]], done: list[int]
    ) -> None:
        logger.error("updates could not be stored, so they are not confirmed: %s", error)
        self._done = done + self._done
        for _, told in arrived:
            if not told.done():
                told.set_exception(error)
        await self.sleep(1)
        self._work.set()

    def _store(
        self, connection: Connection, updates: Sequence[Arrived], done: Sequence[int], now: datetime
    ) -> list[Stored]:
        if done:
            inbox.finish(connection, done)
        return inbox.store(connection, updates, now, self.name, now + HOLD) if updates else []

    async def _hold(self) -> None:
        while True:
            await self.sleep(HOLD_AGAIN_SECONDS)
            self._buckets = {line: bucket for line, bucket in self._buckets.items() if not bucket.is_full()}
            try:
                await self.db.write(inbox.keep_holding, self.name, self.clock() + HOLD)
                if not self.only_process:
                    await self._take_over()
                self.pulse.oldest_waiting_at = await self.db.read(inbox.oldest_waiting)
                for state, number in (await self.db.read(inbox.counts)).items():
                    self.metrics.queue.labels(state).set(number)
            except Exception as error:
                logger.warning("the inbox could not be looked at: %s", error)

    async def _take_over(self) -> None:
        now = self.clock()
        if self.only_process:
            left = await self.db.write(inbox.take_all, self.name, now + HOLD)
        else:
            left = await self.db.write(inbox.take_over, now, self.name, now + HOLD, TAKEN_OVER_AT_ONCE)
        for stored in left:
            self._queue(stored)

    def _queue(self, stored: Stored) -> None:
        if self._stopping:
            return
        self._quiet.clear()
        line = self._lines.get(stored.line)
        if line is None:
            line = self._lines[stored.line] = Line()
            worker = asyncio.create_task(self._walk(stored.line, line))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        line.waiting.append(stored)

    async def _walk(self, number: int, line: Line) -> None:
        # Ends with its queue: a person who is silent costs nothing.
        while line.waiting and not self._stopping:
            await self._slow_down(number, line)
            stored = line.waiting.popleft()
            async with self._gate:
                if await self._one(stored):
                    self._done.append(stored.seq)
                    self._work.set()
        del self._lines[number]
        self._look_whether_quiet()

    async def _slow_down(self, number: int, line: Line) -> None:
        bucket = self._buckets.get(number)
        if bucket is None:
            bucket = self._buckets[number] = self.new_bucket()
        pause = bucket.take()
        if pause <= 0:
            return
        if not line.told:
            line.told = True
            with suppress(Exception):
                await self.on_flood(number)
        await self.sleep(pause)

    async def _one(self, stored: Stored) -> bool:
        """Whether the update is done with, so that it can be emptied."""
        attempt = 0
        while not self._stopping or attempt == 0:
            try:
                with self.metrics.handling.labels("update").time():
                    await self.handle(stored.body)
                return True
            except NotNow as error:
                logger.warning("an update waits for the database: %s", error)
            except Unanswered as error:
                if attempt + 1 >= TRIES:
                    logger.error("an update was handled, but the person could not be told: %s", error)
                    return True
                logger.warning("an update is handled again to be answered: %s", error)
            except Exception as error:
                if not isinstance(error, Undecodable):
                    logger.exception("an update failed outside its handler")
                await self._park(stored, str(error) or repr(error))
                return False
            await self.sleep(min(2.0**attempt, LONGEST_PAUSE))
            attempt += 1
        return False

    async def _park(self, stored: Stored, why: str) -> None:
        logger.error("an update was set aside: %s", why)
        while not self._stopping:
            try:
                await self.db.write(inbox.park, stored.seq, why)
                return
            except Exception as error:
                logger.warning("it could not be set aside yet: %s", error)
                await self.sleep(LONGEST_PAUSE)

    def _look_whether_quiet(self) -> None:
        if not (self._lines or self._done or self._arrived or self._writing):
            self._quiet.set()
