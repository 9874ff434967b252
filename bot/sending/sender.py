"""The sender: claims what is due, has it delivered at Telegram's pace, records what came of it.

One transaction writes down a group of results and claims what goes next, so nothing is sent that cannot be recorded.
What is claimed ahead of its turn is a fraction of a second's worth: after a kill nobody can tell it from what was sent.
"""

import asyncio
import logging
import math
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from time import monotonic

from bot.sending.delivering import Delivering, ended, put_back
from domain.outbox import DeliveryState
from domain.turns import Turns
from storage.database import Connection, Database
from storage.outbox.claiming import Claimed, NotLeading, claim, take_up
from storage.outbox.recording import Result, record

logger = logging.getLogger(__name__)

# Results are written in groups of at most this long and this many: what is in such a group at a kill may come twice.
GROUP_SECONDS, GROUP_MOST = 0.1, 40
IDLE_SECONDS = 0.5
HEAL_SECONDS = 1.0
# So much is claimed before its turn comes, for the time that claiming takes.
AHEAD_SECONDS = 0.1
LEAST_AHEAD = 5
MOST_IN_FLIGHT = 500
LAST_ANSWERS_SECONDS = 10.0


@dataclass(slots=True)
class Sender:
    """Sends until it is stopped; one at a time leads."""

    db: Database
    delivering: Delivering
    zone: tzinfo
    clock: Callable[[], datetime]
    most_in_flight: int = MOST_IN_FLIGHT
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    name: str = field(default_factory=lambda: str(uuid.uuid4()))
    _turns: Turns = field(default_factory=Turns)
    _results: list[Result] = field(default_factory=list)
    # What is claimed and has not left, and what is on its way.
    _ahead: dict[asyncio.Task[None], Claimed] = field(default_factory=dict)
    _on_way: set[asyncio.Task[None]] = field(default_factory=set)
    # Whether there may be more than was claimed last, and when that was.
    _more: bool = True
    _asked_at: float = 0.0
    _stir: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def most_ahead(self) -> int:
        """How many deliveries may be claimed before their turn."""
        return min(max(LEAST_AHEAD, math.ceil(self.delivering.pace.per_second * AHEAD_SECONDS)), self.most_in_flight)

    def wake(self) -> None:
        """There may be something to send."""
        self._more = True
        self._stir.set()

    async def run(self) -> None:
        """Take up what the last sender had in hand, then send until cancelled; what is in flight then is recorded.

        Raises `NotLeading` when another sender took over.
        """
        await self._take_up()
        try:
            while True:
                # What a transaction has claimed must become known here, even when this is cancelled meanwhile.
                exchange = asyncio.ensure_future(self._exchange())
                try:
                    await asyncio.shield(exchange)
                except asyncio.CancelledError:
                    await asyncio.wait([exchange])
                    raise
                await self._rest()
        finally:
            await self._finish()

    async def _take_up(self) -> None:
        while True:
            try:
                resent, unsure = await self.db.write(take_up, self.name, self.clock())
            except Exception as error:
                logger.error("nothing can be sent yet: %s", error)
                await self.sleep(HEAL_SECONDS)
                continue
            if resent or unsure:
                told = "the last sender had %d messages in hand: %d wait again, %d are left as unsure"
                logger.warning(told, resent + unsure, resent, unsure)
            return

    async def _rest(self) -> None:
        """Wait for what is worth a transaction: a group of results, or room for more."""
        busy = self._results or self._ahead or self._on_way
        try:
            async with asyncio.timeout(GROUP_SECONDS if busy else IDLE_SECONDS):
                await self._stir.wait()
        except TimeoutError:
            pass
        self._stir.clear()

    def _room(self) -> int:
        """How many may be claimed now; few are not worth a transaction."""
        if self.delivering.pace.held() > 0:
            return 0
        most = self.most_ahead
        room = min(most - len(self._ahead), self.most_in_flight - len(self._ahead) - len(self._on_way))
        return room if room * 2 >= most or not self._on_way else 0

    async def _exchange(self) -> None:
        results, self._results = self._results, []
        # What was held until a certain moment is found without being woken.
        asks = self._more or monotonic() - self._asked_at >= IDLE_SECONDS
        room = self._room() if asks else 0
        if not results and not room:
            return
        try:
            claimed = await self.db.write(self._write, results, room)
        except NotLeading:
            self._results = results + self._results
            raise
        except Exception as error:
            self._results = results + self._results
            logger.error("results cannot be recorded, so nothing is sent until they can: %s", error)
            await self.sleep(HEAL_SECONDS)
            return
        if room:
            self._more = len(claimed) == room
            self._asked_at = monotonic()
        for one in claimed:
            self._begin(one)

    def _write(self, connection: Connection, results: list[Result], room: int) -> list[Claimed]:
        now = self.clock()
        record(connection, self.name, results, now)
        if not room:
            return []
        day_began = now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return claim(connection, self.name, now, room, day_began, self._turns)

    def _begin(self, claimed: Claimed) -> None:
        task = asyncio.create_task(self._deliver(claimed))
        self._ahead[task] = claimed
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        claimed = self._ahead.pop(task, None)
        self._on_way.discard(task)
        if claimed is not None and task.cancelled():
            self._results.append(put_back(claimed, None, None))
        if len(self._results) >= min(GROUP_MOST, self.most_in_flight / 2):
            self._stir.set()

    async def _deliver(self, claimed: Claimed) -> None:
        task = asyncio.current_task()

        def leaves() -> None:
            if task is not None and self._ahead.pop(task, None) is not None:
                self._on_way.add(task)
            if self._more and len(self._ahead) * 2 <= self.most_ahead:
                self._stir.set()

        try:
            result = await self.delivering.deliver(claimed, leaves)
        except Exception:
            logger.exception("a delivery of notice %d failed", claimed.notice.id)
            left = task in self._on_way
            result = ended(claimed, DeliveryState.UNSURE if left else DeliveryState.FAILED, "trouble here")
        if result.state is DeliveryState.QUEUED:
            # It may be due again before the clock wakes anybody.
            self._more = True
        self._results.append(result)
        if task is not None:
            self._ahead.pop(task, None)

    async def _finish(self) -> None:
        """Put back what has not left, and wait for the answers to what has."""
        for task in tuple(self._ahead):
            task.cancel()
        waiting = [*self._ahead, *self._on_way]
        if waiting:
            await asyncio.wait(waiting, timeout=LAST_ANSWERS_SECONDS)
        for task in tuple(self._on_way):
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        # Callbacks of tasks that have just ended.
        await asyncio.sleep(0)
        results, self._results = self._results, []
        try:
            await self.db.write(self._write, results, 0)
        except Exception as error:
            logger.error("the last %d results could not be recorded: %s", len(results), error)
