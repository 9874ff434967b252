"""Telegram's pace: so many a second over all chats, one a second in a chat, twenty a minute in a group."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

# A turn that came late by no more than this is made up for; more would crowd a second that Telegram counts.
SLACK_SECONDS = 0.03
CHATS_REMEMBERED = 5000


@dataclass(slots=True)
class Pace:
    """Gives out turns; `clock` counts seconds and never goes back. Answers to people take theirs without waiting."""

    per_second: float
    chat_seconds: float = 1.0
    group_per_minute: int = 20
    clock: Callable[[], float] = field(default=lambda: asyncio.get_running_loop().time())
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _next: float = 0.0
    _held_until: float = 0.0
    _chats: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    async def turn(self, chat_id: int) -> None:
        """Wait until a message to this chat may leave."""
        await self._own_turn(chat_id)
        wait = self._take()
        if wait > 0:
            await self.sleep(wait)
        while (held := self._held_until - self.clock()) > 0:
            await self.sleep(held)

    def _take(self) -> float:
        now = self.clock()
        at = max(now - SLACK_SECONDS, self._next)
        self._next = at + 1 / self.per_second
        return at - now

    async def _own_turn(self, chat_id: int) -> None:
        now = self.clock()
        if chat_id < 0:
            await self._group_turn(chat_id, now)
            return
        at = max(now, self._chats.get(chat_id, 0.0))
        self._chats[chat_id] = at + self.chat_seconds
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats = {chat: free for chat, free in self._chats.items() if free > now}
        if at > now:
            await self.sleep(at - now)

    async def _group_turn(self, chat_id: int, now: float) -> None:
        last = self._groups.setdefault(chat_id, deque(maxlen=self.group_per_minute))
        at = now if len(last) < self.group_per_minute else max(now, last[0] + 60)
        last.append(at)
        if at > now:
            await self.sleep(at - now)

    def spend(self) -> None:
        """An answer leaves now: what is sent unasked waits for it, never the other way round."""
        self._next = max(self.clock() - SLACK_SECONDS, self._next) + 1 / self.per_second

    def hold(self, seconds: float) -> None:
        """Nothing leaves for so long: Telegram asked for it."""
        self._held_until = max(self._held_until, self.clock() + seconds)
        self._next = max(self._next, self._held_until)
