"""Receiving updates so that none is lost and none has its effect twice.

An update is stored before it is confirmed to Telegram. From the store it is handled, the updates of one person in the
order in which they came, and marked as done afterwards. A kill in between has it handled once more, which changes
nothing: what a press or a message does is keyed by what asked for it.

Of several processes each holds what it stored, and says so every few seconds. What a dead one held is taken over by
another; meanwhile what the same person does next waits, so that their order is kept there too.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.metrics import Metrics
from bot.pacing import Bucket, Pacing
from bot.pulse import Pulse
from storage import inbox
from storage.database import Connection, Database
from storage.inbox import Arrived, Stored

logger = logging.getLogger(__name__)

HOLD = timedelta(seconds=15)
HOLD_AGAIN_SECONDS = 5.0
OTHERS_SECONDS = 0.1
TAKEN_OVER_AT_ONCE = 500
STORE_AGAIN_SECONDS = 1.0
FLUSH_SECONDS = 5.0
TRIES = 6
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Group = tuple[Sequence[Arrived], "asyncio.Future[None]"]


class Undecodable(Exception):
    """An update that this version of the bot cannot read."""


class NotNow(Exception):
    """The database cannot be used just now: nothing was done, and the update waits until it can."""


class Unanswered(Exception):
    """What was asked is done, but Telegram could not be told.

    `again_after` is how many seconds must pass before a few more tries are worth it, None when Telegram refused.
    """

    def __init__(self, why: str, again_after: float | None = 0.0) -> None:
        super().__init__(why)
        self.again_after = again_after


class Handler(Protocol):
    """What is done with an update."""

    async def __call__(self, body: str) -> None:
        """Handle the raw update; raises `Undecodable`, `NotNow` or `Unanswered`, and nothing else that it foresees."""


@dataclass(slots=True)
class Receiving:
    """Stores what arrives, handles it line by line, and marks what is done, in groups.

    `only_process` says that nobody else handles the updates of this database: what waits there at the start is ours.
    """

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
    _pacing: Pacing = field(init=False)
    _gate: asyncio.Semaphore = field(init=False)
    _lines: dict[int, deque[Stored]] = field(default_factory=dict)
    _workers: set[asyncio.Task[None]] = field(default_factory=set)
    # What waits in a line, is in hand, or is done and not yet marked so.
    _known: set[int] = field(default_factory=set)
    _arrived: list[Group] = field(default_factory=list)
    _done: list[int] = field(default_factory=list)
    _work: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _writing: bool = False
    _renew: bool = False
    # Whether the database may hold something for us that we do not know of.
    _unsure: bool = False
    _held_until: datetime = LONG_AGO
    _count_parked: bool = True

    def __post_init__(self) -> None:
        self._pacing = Pacing(self.new_bucket, self.on_flood)
        self._gate = asyncio.Semaphore(self.at_once)

    async def keep(self, updates: Sequence[Arrived]) -> None:
        """Return when every update is on the disk, and may be confirmed; what was known already is not taken twice."""
        if not updates:
            return
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrived.append((updates, stored))
        self.pulse.storing_since = self.pulse.storing_since or self.clock()
        self._quiet.clear()
        self._work.set()
        await stored

    async def run(self) -> None:
        """Take up what was left, then store, handle and finish until cancelled."""
        # Before anything new is stored: what was left comes first.
        while not await self._tried(self._take_over):
            await self.sleep(STORE_AGAIN_SECONDS)
        self._look_whether_quiet()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._write())
            group.create_task(self._hold())

    async def idle(self) -> None:
        """Return when what was left is taken up, nothing waits and nothing is in hand."""
        await self._quiet.wait()

    async def stop(self, patience: float) -> None:
        """Finish what is in hand within `patience` seconds; what waits stays stored for the next start."""
        self._stopping.set()
        if self._workers:
            await asyncio.wait(self._workers, timeout=patience)
        for worker in tuple(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_SECONDS):
                await self.idle()
                await self._tried(self._let_others_have_it)

    async def _let_others_have_it(self) -> None:
        await self.db.write(inbox.keep_holding, self.name, self.clock())

    async def _tried(self, work: Callable[[], Awaitable[None]]) -> bool:
        try:
            await work()
        except Exception as error:
            logger.warning("the inbox could not be used: %s", error)
            return False
        return True

    # Storing

    async def _write(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            # What came while the last group was being written is the next group: one commit for all of it.
            arrived, self._arrived = self._arrived, []
            done, self._done = self._done, []
            if arrived or done or self._renew or self._unsure:
                self._writing = True
                await self._write_group(arrived, done)
                self._writing = False
            self._look_whether_quiet()

    async def _write_group(self, arrived: list[Group], done: list[int]) -> None:
        updates = [update for group, _ in arrived for update in group]
        now, renew, unsure = self.clock(), self._renew or self._unsure, self._unsure
        self._renew = self._unsure = False
        try:
            # Nobody is told that something was stored: what is not marked as done is done again.
            write = self.db.write if updates or renew else self.db.write_repeatable
            found = await write(self._store, updates, done, now, renew=renew, unsure=unsure)
        except Exception as error:
            await self._not_written(error, arrived, done)
            return
        self.pulse.storing_since = self.clock() if self._arrived else None
        if renew:
            self._held_until = now + HOLD
        self._known.difference_update(done)
        for stored in found:
            self._line_up(stored)
        for _, told in arrived:
            if not told.done():
                told.set_result(None)

    def _store(
        self,
        connection: Connection,
        updates: Sequence[Arrived],
        done: Sequence[int],
        now: datetime,
        *,
        renew: bool,
        unsure: bool,
    ) -> list[Stored]:
        if done:
            inbox.finish(connection, done)
        if renew:
            inbox.keep_holding(connection, self.name, now + HOLD)
        new = inbox.store(connection, updates, now, self.name, now + HOLD) if updates else []
        return self._with_others(connection, inbox.held(connection, self.name) if unsure else new)

    def _with_others(self, connection: Connection, found: list[Stored]) -> list[Stored]:
        if self.only_process or not found:
            return found
        others = inbox.lines_of_others(connection, self.name, {stored.line for stored in found} - {0})
        return [replace(stored, behind=True) if stored.line in others else stored for stored in found]

    async def _not_written(self, error: Exception, arrived: list[Group], done: list[int]) -> None:
        logger.error("updates could not be stored, so they are not confirmed: %s", error)
        self._done = done + self._done
        self.pulse.storing_since = self.pulse.storing_since or self.clock()
        # The commit may have gone through and only its answer been lost.
        self._unsure = True
        for _, told in arrived:
            if not told.done():
                told.set_exception(error)
        await self.sleep(STORE_AGAIN_SECONDS)
        self._work.set()

    # Holding

    async def _hold(self) -> None:
        while not self._stopping.is_set():
            await self._pause(HOLD_AGAIN_SECONDS)
            self._pacing.forget_rested()
            if not self.only_process and not self._stopping.is_set():
                self._renew = True
                self._work.set()
                await self._tried(self._take_over)
            await self._tried(self._look)

    async def _take_over(self) -> None:
        now = self.clock()
        more = True
        while more:
            try:
                left = await self.db.write(self._left, now)
            except Exception:
                self._unsure = True
                raise
            if self._held_until is LONG_AGO:
                self._held_until = now + HOLD
            for stored in left:
                self._line_up(stored)
            more = not self.only_process and len(left) == TAKEN_OVER_AT_ONCE

    def _left(self, connection: Connection, now: datetime) -> list[Stored]:
        if self.only_process:
            return inbox.take_all(connection, self.name, now + HOLD)
        left = inbox.take_over(connection, now, self.name, now + HOLD, TAKEN_OVER_AT_ONCE)
        return self._with_others(connection, left)

    async def _look(self) -> None:
        self.pulse.oldest_waiting_at = await self.db.read(inbox.oldest_waiting)
        self.metrics.queue.labels(inbox.WAITING).set(await self.db.read(inbox.waiting))
        if self._count_parked:
            self.metrics.queue.labels(inbox.PARKED).set(await self.db.read(inbox.parked))
            self._count_parked = False

    def _is_ours(self) -> bool:
        # Who could not say for too long that it is alive has lost what it held: another may be handling it.
        return self.only_process or self.clock() < self._held_until

    # Handling

    def _line_up(self, stored: Stored) -> None:
        if self._stopping.is_set() or stored.seq in self._known:
            return
        self._known.add(stored.seq)
        self._quiet.clear()
        line = self._lines.get(stored.line)
        if line is None:
            line = self._lines[stored.line] = deque()
            worker = asyncio.create_task(self._walk(stored.line, line))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        late = bool(line) and stored.seq < line[-1].seq
        line.append(stored)
        if late:
            ordered = sorted(line, key=lambda one: one.seq)
            line.clear()
            line.extend(ordered)

    async def _walk(self, number: int, line: deque[Stored]) -> None:
        # Ends with its queue: a person who is silent costs nothing.
        try:
            while line and not self._stopping.is_set() and self._is_ours():
                if line[0].behind and await self._others_come_first(line[0]):
                    await self._pause(OTHERS_SECONDS)
                    continue
                await self._pause(await self._pacing.pause(number))
                stored = line.popleft()
                if await self._is_handled(stored):
                    self._done.append(stored.seq)
                    self._work.set()
                else:
                    self._give_up([stored])
        finally:
            self._give_up(line)
            del self._lines[number]
            self._look_whether_quiet()

    def _give_up(self, left: Sequence[Stored]) -> None:
        lost = self._known.intersection(stored.seq for stored in left)
        if lost and not self._stopping.is_set():
            self._known -= lost
            self._unsure = True
            self._work.set()

    async def _others_come_first(self, stored: Stored) -> bool:
        try:
            return await self.db.read(inbox.others_come_first, stored, self.name)
        except Exception as error:
            logger.warning("an update waits for the database: %s", error)
            return True

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the stop."""
        if seconds <= 0:
            return
        waits = [asyncio.ensure_future(self.sleep(seconds)), asyncio.ensure_future(self._stopping.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _is_handled(self, stored: Stored) -> bool:
        """Whether the update is done with, so that it can be emptied."""
        tries = 0
        pause = FIRST_PAUSE
        while not self._stopping.is_set() and self._is_ours():
            at_least = 0.0
            try:
                return await self._handle(stored)
            except NotNow as error:
                logger.warning("an update waits for the database: %s", error)
            except Unanswered as error:
                tries += 1
                if error.again_after is None or tries == TRIES:
                    logger.error("an update was handled, but the person could not be told: %s", error)
                    return True
                logger.warning("an update is handled again to be answered: %s", error)
                at_least = error.again_after
            except Exception as error:
                if not isinstance(error, Undecodable):
                    logger.exception("an update failed outside its handler")
                await self._park(stored, str(error) or repr(error))
                return False
            await self._pause(max(pause, at_least))
            pause = min(pause * 2, LONGEST_PAUSE)
        return False

    async def _handle(self, stored: Stored) -> bool:
        async with self._gate:
            if self._stopping.is_set() or not self._is_ours():
                return False
            with self.metrics.handling.labels("update").time():
                await self.handle(stored.body)
        return True

    async def _park(self, stored: Stored, why: str) -> None:
        logger.error("an update was set aside: %r", why)
        while not self._stopping.is_set():
            try:
                await self.db.write(inbox.park, stored.seq, why)
                self._known.discard(stored.seq)
                self._count_parked = True
                return
            except Exception as error:
                logger.warning("it could not be set aside yet: %s", error)
                await self._pause(LONGEST_PAUSE)

    def _look_whether_quiet(self) -> None:
        if not (self._lines or self._done or self._arrived or self._writing or self._unsure):
            self._quiet.set()
