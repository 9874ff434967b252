"""One delivery: looked at once more, said in its reader's language, carried, and what came of it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from bot.metrics import Metrics
from bot.sending.contents import Contents
from bot.sending.courier import Call, Courier
from bot.sending.digests import Digests
from bot.sending.pace import Pace
from bot.sending.payloads import messages_in, to_delete, to_edit, to_send
from domain.outbox import (
    NOTHING_TO_SAY,
    Bad,
    DeliveryState,
    Drop,
    Gone,
    Hold,
    IntoDigest,
    Later,
    Lost,
    Moved,
    NoticeState,
    Outcome,
    Policy,
    Send,
    Sent,
    Task,
    decide,
)
from screens.outgoing import Outgoing
from storage.outbox.claiming import Claimed
from storage.outbox.recording import Collected, Result
from storage.troubles import is_passing

logger = logging.getLogger(__name__)

TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
# The database could not be asked what a notice says.
ASK_AGAIN = timedelta(seconds=2)

MessageIds = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The calls of a delivery, and what a digest among them tells of."""

    calls: tuple[Call, ...]
    collected: tuple[Collected, ...] = ()


@dataclass(slots=True)
class Delivering:
    """Knows how a delivery is made; holds nothing of any of them."""

    courier: Courier
    pace: Pace
    contents: Contents
    digests: Digests
    metrics: Metrics
    zone: tzinfo
    clock: Callable[[], datetime]
    paid: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    dice: random.Random = field(default_factory=random.Random)
    # Notices that cannot be shown: said once, not for each person.
    _broken: set[int] = field(default_factory=set)

    async def deliver(self, claimed: Claimed, leaves: Callable[[], None]) -> Result:
        """Make a delivery and give what became of it; `leaves` is called when its first message is on its way.

        Until then it may be cancelled without harm: nothing has left.
        """
        not_sent = self._look(claimed)
        if not_sent is not None:
            return not_sent
        try:
            prepared = await self._prepare(claimed)
        except Exception as error:
            return self._not_prepared(claimed, error)
        if not prepared.calls:
            why = NOTHING_TO_SAY if claimed.task is Task.SEND else None
            state = DeliveryState.SKIPPED if claimed.task is Task.SEND else DeliveryState.SENT
            return replace(ended(claimed, state, why), collected=prepared.collected)
        return await self._carry(claimed, prepared, leaves)

    def _look(self, claimed: Claimed) -> Result | None:
        if claimed.task is not Task.SEND:
            return kept(claimed, "left") if claimed.receiver.chat_id is None else None
        decision = decide(claimed.notice, claimed.receiver, self.clock(), self.zone)
        if isinstance(decision, Send):
            return None
        if claimed.message_ids and claimed.notice.state is NoticeState.WITHDRAWN:
            # Its first part has left and is taken back like the messages of others.
            return ended(claimed, DeliveryState.SENT)
        return not_sent(claimed, decision)

    async def _prepare(self, claimed: Claimed) -> Prepared:
        chat_id = claimed.receiver.chat_id or 0
        if claimed.task is Task.DELETE:
            return Prepared(tuple(to_delete(chat_id, message) for call in claimed.message_ids for message in call))
        if self.digests.is_one(claimed):
            digest = await self.digests.of(claimed)
            return Prepared(_to_send(claimed, chat_id, digest.messages), digest.collected)
        messages = await self.contents.messages(claimed.notice, claimed.receiver) or ()
        if claimed.task is Task.EDIT:
            pairs = _to_change(claimed.message_ids, messages)
            return Prepared(tuple(to_edit(chat_id, message_id, message) for message_id, message in pairs))
        return Prepared(_to_send(claimed, chat_id, messages))

    def _not_prepared(self, claimed: Claimed, error: Exception) -> Result:
        if is_passing(error):
            return put_back(claimed, "database", self.clock() + ASK_AGAIN)
        if claimed.notice.id not in self._broken:
            self._broken.add(claimed.notice.id)
            logger.error("notice %d cannot be shown", claimed.notice.id, exc_info=error)
        if claimed.task is not Task.SEND:
            return kept(claimed, "trouble here")
        return ended(claimed, DeliveryState.FAILED, "trouble here")

    async def _carry(self, claimed: Claimed, prepared: Prepared, leaves: Callable[[], None]) -> Result:
        chat_id, done = claimed.receiver.chat_id or 0, list(claimed.message_ids)
        for number, call in enumerate(prepared.calls):
            while wait := await self.pace.turn(chat_id, messages_in(call)):
                if number == 0:
                    # Whoever waits longer than for its turn waits in the database, and is looked at anew.
                    return put_back(claimed, None, self.clock() + timedelta(seconds=wait))
                await self.sleep(wait)
            if number == 0:
                leaves()
            outcome = await self.courier.carry(self._paid(call))
            self.metrics.calls.labels(call.method, type(outcome).__name__.lower()).inc()
            if not isinstance(outcome, Sent):
                return self._not_through(claimed, outcome, tuple(done))
            if claimed.task is Task.SEND:
                done.append(outcome.message_ids)
        why = "withdrawn" if claimed.task is Task.DELETE else None
        return replace(
            ended(claimed, DeliveryState.SENT, why, tuple(done)),
            content_version=claimed.notice.content_version,
            collected=prepared.collected,
        )

    def _paid(self, call: Call) -> Call:
        if not self.paid or not call.method.startswith("send"):
            return call
        return Call(call.method, {**call.parameters, "allow_paid_broadcast": True}, call.upload)

    def _not_through(self, claimed: Claimed, outcome: Outcome, done: MessageIds) -> Result:
        match outcome:
            case Later(seconds, why, everyone):
                if everyone:
                    self.pace.hold(seconds)
                    logger.warning("nothing is sent for %s s: %s", seconds, why)
                return put_back(claimed, why, None, done) if everyone else self._again(claimed, why, done)
            case Lost(why):
                # To change or take back twice does no harm; to say twice may.
                if claimed.task is Task.SEND and claimed.notice.policy is Policy.SKIP:
                    return ended(claimed, DeliveryState.UNSURE, why, done)
                return self._again(claimed, why, done)
            case Moved(chat_id) if claimed.group_id is not None:
                return replace(self._again(claimed, "moved", done), hold_until=None, moves=(claimed.group_id, chat_id))
            case Gone(blocked, why) if claimed.task is Task.SEND:
                state = DeliveryState.BLOCKED if blocked else DeliveryState.GONE
                closes = claimed.person_id if blocked else None
                return replace(ended(claimed, state, why, done), closes=closes, unbinds=claimed.group_id)
        why = outcome.why if isinstance(outcome, Bad | Gone) else type(outcome).__name__
        if claimed.task is not Task.SEND:
            return kept(claimed, why)
        logger.warning("a message of notice %d was refused: %s", claimed.notice.id, why)
        return ended(claimed, DeliveryState.FAILED, why, done)

    def _again(self, claimed: Claimed, why: str, done: MessageIds) -> Result:
        if claimed.attempts + 1 >= TRIES:
            if claimed.task is not Task.SEND:
                return kept(claimed, why)
            return ended(claimed, DeliveryState.FAILED, why, done)
        pause = min(FIRST_PAUSE * 2.0**claimed.attempts, LONGEST_PAUSE) * self.dice.uniform(0.7, 1.3)
        until = self.clock() + timedelta(seconds=pause)
        return replace(put_back(claimed, why, until, done), attempted=True)


def _to_change(ids: MessageIds, messages: tuple[Outgoing, ...]) -> list[tuple[int, Outgoing]]:
    """Each message that was sent beside what it says now; the files of what was sent apart stay where they are."""
    if len(ids) > len(messages) > 0:
        # Only a note that it came late had made it too long for a caption: its words stand in the last message.
        return [(call[0], replace(messages[-1], attachments=())) for call in ids[-1:] if call]
    return [(call[0], message) for call, message in zip(ids, messages, strict=False) if call]


def _to_send(claimed: Claimed, chat_id: int, messages: tuple[Outgoing, ...]) -> tuple[Call, ...]:
    # What went through before a part failed is not said again.
    return tuple(to_send(chat_id, message) for message in messages[len(claimed.message_ids) :])


def ended(
    claimed: Claimed, state: DeliveryState, why: str | None = None, message_ids: MessageIds | None = None
) -> Result:
    """The delivery ended so."""
    return Result(claimed.id, claimed.notice.id, state, why, message_ids or None, task=claimed.task)


def put_back(claimed: Claimed, why: str | None, until: datetime | None, message_ids: MessageIds = ()) -> Result:
    """Nothing came of it, and it waits again: until then, or for its next turn."""
    return replace(ended(claimed, DeliveryState.QUEUED, why, message_ids), hold_until=until, attempted=False)


def kept(claimed: Claimed, why: str) -> Result:
    """What was sent stays as it is, since it could be neither changed nor taken back."""
    return ended(claimed, DeliveryState.SENT, why)


def not_sent(claimed: Claimed, decision: Hold | Drop | IntoDigest) -> Result:
    """What the last look decided instead of sending."""
    match decision:
        case Hold(until):
            return put_back(claimed, "quiet", until)
        case IntoDigest():
            return ended(claimed, DeliveryState.DIGEST)
        case Drop(state, why):
            return ended(claimed, state, why)
