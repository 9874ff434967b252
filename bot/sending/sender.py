"""The sender: claims what is due, looks at it once more, sends it at Telegram's pace, records what came of it."""

import asyncio
import logging
import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from bot.metrics import Metrics
from bot.sending.contents import Contents
from bot.sending.courier import Call, Courier
from bot.sending.pace import Pace
from bot.sending.payloads import to_delete, to_edit, to_send
from domain.outbox import (
    Bad,
    DeliveryState,
    Drop,
    Gone,
    Hold,
    IntoDigest,
    Later,
    Lost,
    Moved,
    Outcome,
    Policy,
    Send,
    Sent,
    Task,
    decide,
)
from storage.database import Connection, Database
from storage.outbox import sending as store
from storage.outbox.sending import Claimed, Result

logger = logging.getLogger(__name__)

# Results are written in groups of at most this long: what is in such a group at a kill may come twice.
GROUP_SECONDS = 0.03
IDLE_SECONDS = 0.25
HEAL_SECONDS = 1.0
TRIES = 8
LONGEST_PAUSE = 300.0
LATENCY_SECONDS = 0.5
MOST_IN_FLIGHT = 500


@dataclass(slots=True)
class Sender:
    """Sends until it is stopped; one at a time leads."""

    db: Database
    courier: Courier
    pace: Pace
    contents: Contents
    metrics: Metrics
    zone: tzinfo
    clock: Callable[[], datetime]
    paid: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    dice: random.Random = field(default_factory=random.Random)
    name: str = field(default_factory=lambda: str(uuid.uuid4()))
    _results: list[Result] = field(default_factory=list)
    _closed: list[int] = field(default_factory=list)
    _moved: list[tuple[int, int]] = field(default_factory=list)
    _unbound: list[int] = field(default_factory=list)
    _some: asyncio.Event = field(default_factory=asyncio.Event)
    _recording: asyncio.Event = field(default_factory=asyncio.Event)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def most_in_flight(self) -> int:
        """How many calls may be on their way: the rate times a long latency, and no more than Telegram takes."""
        return max(4, min(MOST_IN_FLIGHT, int(self.pace.per_second * LATENCY_SECONDS) + 1))

    def wake(self) -> None:
        """There may be something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Take up what the last sender had in hand, then send until cancelled; what is in flight then is recorded."""
        resent, unsure = await self.db.write(store.take_up, self.clock())
        if resent or unsure:
            logger.warning(
                "the last sender had %d messages in hand: sent again %d, left unsure %d",
                resent + unsure,
                resent,
                unsure,
            )
        self._recording.set()
        recorder = asyncio.create_task(self._record())
        try:
            await self._feed()
        finally:
            await self._finish(recorder)

    async def _finish(self, recorder: asyncio.Task[None]) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)
        for task in self._tasks:
            task.cancel()
        recorder.cancel()
        await asyncio.gather(recorder, *self._tasks, return_exceptions=True)
        try:
            await self._write()
        except Exception as error:
            logger.error("the last results could not be recorded: %s", error)

    async def _feed(self) -> None:
        while True:
            # Nothing is sent that cannot be recorded.
            await self._recording.wait()
            free = self.most_in_flight - len(self._tasks)
            claimed = await self._claim(free) if free > 0 else []
            for one in claimed:
                task = asyncio.create_task(self._deliver(one))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            if self._tasks and (not claimed or free <= len(claimed)):
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED, timeout=IDLE_SECONDS)
            elif not claimed:
                await self._rest()

    async def _rest(self) -> None:
        self._woken.clear()
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _claim(self, limit: int) -> list[Claimed]:
        now = self.clock()
        day = now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            return await self.db.write(store.claim, self.name, now, limit, day)
        except Exception as error:
            logger.error("nothing could be claimed, so nothing is sent: %s", error)
            await self.sleep(HEAL_SECONDS)
            return []

    async def _deliver(self, claimed: Claimed) -> None:
        try:
            result = await self._through(claimed)
        except Exception:
            logger.exception("a delivery failed before it was sent")
            result = _result(claimed, DeliveryState.FAILED, "trouble here")
        self._results.append(result)
        self._some.set()

    async def _through(self, claimed: Claimed) -> Result:
        if claimed.task is Task.SEND:
            decision = decide(claimed.notice, claimed.receiver, self.clock(), self.zone)
            if not isinstance(decision, Send):
                return _not_sent(claimed, decision)
        if claimed.receiver.chat_id is None:
            return (
                _kept(claimed, "left")
                if claimed.task is not Task.SEND
                else _result(claimed, DeliveryState.GONE, "left")
            )
        calls = await self._calls(claimed, claimed.receiver.chat_id)
        if calls is None:
            return _result(claimed, DeliveryState.SKIPPED, "nothing to say")
        return await self._carry(claimed, calls, claimed.receiver.chat_id)

    async def _calls(self, claimed: Claimed, chat_id: int) -> list[Call] | None:
        if claimed.task is Task.DELETE:
            return [to_delete(chat_id, message) for call in claimed.message_ids for message in call]
        messages = await self.contents.messages(claimed.notice, claimed.receiver)
        if messages is None:
            return None
        if claimed.task is Task.EDIT:
            pairs = zip(claimed.message_ids, messages, strict=False)
            return [to_edit(chat_id, ids[0], message) for ids, message in pairs if ids]
        return [to_send(chat_id, message) for message in messages[len(claimed.message_ids) :]]

    async def _carry(self, claimed: Claimed, calls: list[Call], chat_id: int) -> Result:
        done = list(claimed.message_ids)
        for call in calls:
            await self.pace.turn(chat_id)
            outcome = await self.courier.carry(self._paid(call))
            self.metrics.calls.labels(call.method, type(outcome).__name__.lower()).inc()
            if not isinstance(outcome, Sent):
                return self._not_through(claimed, outcome, tuple(done))
            if claimed.task is Task.SEND:
                done.append(outcome.message_ids)
        version = claimed.notice.content_version
        why = "withdrawn" if claimed.task is Task.DELETE else None
        return _result(claimed, DeliveryState.SENT, why, message_ids=tuple(done), content_version=version)

    def _paid(self, call: Call) -> Call:
        if not self.paid or not call.method.startswith("send"):
            return call
        return Call(call.method, {**call.parameters, "allow_paid_broadcast": True}, call.upload)

    def _not_through(self, claimed: Claimed, outcome: Outcome, done: tuple[tuple[int, ...], ...]) -> Result:
        if isinstance(outcome, Later):
            return self._later(claimed, outcome, done)
        if isinstance(outcome, Lost):
            return self._lost(claimed, outcome, done)
        if isinstance(outcome, Moved):
            if claimed.group_id is not None:
                self._moved.append((claimed.group_id, outcome.chat_id))
            return _result(claimed, DeliveryState.QUEUED, "moved", message_ids=done, attempted=True)
        if claimed.task is not Task.SEND:
            return _kept(claimed, _why(outcome))
        if isinstance(outcome, Gone):
            self._close(claimed, outcome)
            return _result(claimed, DeliveryState.BLOCKED if outcome.blocked else DeliveryState.GONE, outcome.why)
        logger.warning("a message of notice %d was refused: %s", claimed.notice.id, _why(outcome))
        return _result(claimed, DeliveryState.FAILED, _why(outcome))

    def _close(self, claimed: Claimed, outcome: Gone) -> None:
        if claimed.group_id is not None:
            self._unbound.append(claimed.group_id)
        elif claimed.person_id is not None and outcome.blocked:
            self._closed.append(claimed.person_id)

    def _later(self, claimed: Claimed, outcome: Later, done: tuple[tuple[int, ...], ...]) -> Result:
        if outcome.everyone:
            self.pace.hold(outcome.seconds)
            return _result(claimed, DeliveryState.QUEUED, outcome.why, message_ids=done, attempted=False)
        return self._again(claimed, outcome.why, done)

    def _again(self, claimed: Claimed, why: str, done: tuple[tuple[int, ...], ...]) -> Result:
        if claimed.attempts + 1 >= TRIES:
            if claimed.task is not Task.SEND:
                return _kept(claimed, why)
            return _result(claimed, DeliveryState.FAILED, why, message_ids=done)
        pause = min(2.0**claimed.attempts, LONGEST_PAUSE) * self.dice.uniform(0.7, 1.3)
        until = self.clock() + timedelta(seconds=pause)
        return _result(claimed, DeliveryState.QUEUED, why, message_ids=done, hold_until=until)

    def _lost(self, claimed: Claimed, outcome: Lost, done: tuple[tuple[int, ...], ...]) -> Result:
        # To change or take back twice does no harm; to say twice may.
        if claimed.task is Task.SEND and claimed.notice.policy is Policy.SKIP:
            return _result(claimed, DeliveryState.UNSURE, outcome.why, message_ids=done)
        return self._again(claimed, outcome.why, done)

    async def _record(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(GROUP_SECONDS)
            try:
                await self._write()
                self._recording.set()
            except Exception as error:
                self._recording.clear()
                logger.error("results could not be recorded, so nothing more is sent until they are: %s", error)
                await self.sleep(HEAL_SECONDS)

    async def _write(self) -> None:
        self._some.clear()
        results, closed, moved, unbound = self._results, self._closed, self._moved, self._unbound
        self._results, self._closed, self._moved, self._unbound = [], [], [], []
        if not results:
            return

        def write(connection: Connection) -> None:
            now = self.clock()
            store.record(connection, results, now)
            for person_id in closed:
                store.close_chat(connection, person_id, now)
            for group_id, chat_id in moved:
                store.move_group(connection, group_id, chat_id)
            for group_id in unbound:
                store.unbind_group(connection, group_id, now)

        try:
            await self.db.write(write)
        except BaseException:
            self._results, self._closed = results + self._results, closed + self._closed
            self._moved, self._unbound = moved + self._moved, unbound + self._unbound
            self._some.set()
            raise


def _result(
    claimed: Claimed,
    state: DeliveryState,
    why: str | None = None,
    *,
    message_ids: tuple[tuple[int, ...], ...] | None = None,
    hold_until: datetime | None = None,
    attempted: bool = True,
    content_version: int | None = None,
) -> Result:
    return Result(
        claimed.id,
        claimed.notice.id,
        state,
        why,
        message_ids,
        hold_until,
        attempted,
        content_version,
        counts=claimed.task is Task.SEND,
    )


def _kept(claimed: Claimed, why: str) -> Result:
    """What was sent stays as it is, since it could be neither changed nor taken back."""
    return _result(claimed, DeliveryState.SENT, why)


def _why(outcome: Outcome) -> str:
    return outcome.why if isinstance(outcome, Bad | Gone | Later | Lost) else type(outcome).__name__


def _not_sent(claimed: Claimed, decision: Hold | Drop | IntoDigest) -> Result:
    if isinstance(decision, Hold):
        return _result(claimed, DeliveryState.QUEUED, "quiet", hold_until=decision.until, attempted=False)
    if isinstance(decision, IntoDigest):
        return _result(claimed, DeliveryState.DIGEST)
    return _result(claimed, decision.state, decision.why)
