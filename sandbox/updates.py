"""Updates on their way to the bot: the queue, long polling, and what is handed over twice."""

import asyncio
import itertools
import random
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from sandbox.errors import ApiError, ControlError
from sandbox.validation import facts

Update = dict[str, Any]

FIRST_ID = 100_000_001
KEPT_HISTORY = 10_000
UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds of updates that come only when they are asked for by name."""


class Updates:
    """The queue of one bot; an update leaves it when it was confirmed."""

    def __init__(self) -> None:
        self.queue: OrderedDict[int, Update] = OrderedDict()
        self.repeats: list[Update] = []
        self.allowed: set[str] = set(facts()["updates"]) - UNASKED
        self.named: list[str] = []
        """What the bot asked for, as it asked."""
        self.duplicate_rate = 0.0
        self.random = random.Random(0)  # noqa: S311  faults must be repeatable, not secret
        self.listener: Callable[[Update, bool], None] | None = None
        """Takes each update at once, and whether it is a repeat: the webhook, when there is one."""
        self._history: OrderedDict[int, Update] = OrderedDict()
        self._numbers = itertools.count(FIRST_ID)
        self._waiting: asyncio.Future[None] | None = None

    def allow(self, names: list[str] | None) -> None:
        """Remember which kinds the bot wants; None leaves it as it was, an empty list asks for the usual ones."""
        if names is None:
            return
        known = set(facts()["updates"])
        self.named = [name for name in names if name in known]
        self.allowed = set(self.named) or known - UNASKED

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Queue an update if the bot wants its kind."""
        if kind in self.allowed:
            self.put({"update_id": next(self._numbers), kind: content})

    def put(self, update: Update) -> None:
        """Queue an update as it is, giving it a number if it has none."""
        number = update.get("update_id")
        if type(number) is not int:
            number = next(self._numbers)
            update = {"update_id": number, **update}
        self.queue[number] = update
        self._history[number] = update
        if len(self._history) > KEPT_HISTORY:
            self._history.popitem(last=False)
        if self.listener is not None:
            self.listener(update, False)
        self.release()

    def repeat(self, number: int) -> None:
        """Hand an update over once more, 404 when it is forgotten."""
        update = self._history.get(number)
        if update is None:
            raise ControlError(404, "There is no such update.")
        self._again(update)

    def _again(self, update: Update) -> None:
        if self.listener is not None:
            self.listener(update, True)
        else:
            self.repeats.append(update)
            self.release()

    def confirm(self, number: int) -> None:
        """Forget an update that the bot has, or by the faults hand it over again later."""
        update = self.queue.pop(number, None)
        if update is not None and self.duplicate_rate and self.random.random() < self.duplicate_rate:
            self._again(update)

    def confirm_before(self, offset: int) -> None:
        """Confirm the updates at the front with a lower number."""
        while self.queue and (number := next(iter(self.queue))) < offset:
            self.confirm(number)

    def keep_last(self, count: int) -> None:
        """Confirm all but the last `count` updates."""
        for number in list(self.queue)[:-count]:
            self.confirm(number)

    def drop(self) -> None:
        """Forget everything that waits."""
        self.queue.clear()
        self.repeats.clear()

    @property
    def pending(self) -> int:
        """Return how many updates the bot has not confirmed."""
        return len(self.queue) + len(self.repeats)

    def release(self) -> None:
        """Let a call that waits go and look."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Return what waits, or wait for it; a later call ends this one with 409, as Telegram does."""
        self.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running")
        if offset > 0:
            self.confirm_before(offset)
        elif offset < 0:
            self.keep_last(-offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds)
        repeats, self.repeats = self.repeats[:limit], self.repeats[limit:]
        waiting = itertools.islice(self.queue.items(), limit - len(repeats))
        return repeats + [update for _, update in sorted(waiting)]

    async def _wait(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def interrupt(self, reason: str) -> None:
        """End a call that waits with a conflict."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ApiError(409, f"Conflict: {reason}"))
        self._waiting = None
