"""Telegram's pace: so many a second over all chats, one a second in a chat, twenty a minute in a group."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

# A turn that came late by no more than this is made up for; more would crowd a second that Telegram counts.
SLACK_SECONDS = 0.01
CHATS_REMEMBERED = 5000
MINUTE = 60.0
# After Telegram's "too many" the pace is a tenth slower, never under half; each minute without another gives it back.
SLOWER, SLOWEST = 0.1, 0.5


def _running_clock() -> float:
    return asyncio.get_running_loop().time()


@dataclass(slots=True)
class Pace:
    """Gives out turns; `clock` counts seconds and never goes back. Answers to people take theirs without waiting."""

    per_second: float
    chat_seconds: float = 1.0
    group_per_minute: int = 20
    clock: Callable[[], float] = _running_clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _line: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next: float = 0.0
    _held_until: float = 0.0
    _share: float = 1.0
    _slowed_at: float = 0.0
    _chats: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    async def turn(self, chat_id: int, messages: int = 1) -> float:
        """Wait in line until so many messages to this chat may leave, and give 0.

        When the chat, or Telegram as a whole, wants more patience than that, give the seconds after which to ask again:
        nobody else waits behind it.
        """
        async with self._line:
            while True:
                now = self.clock()
                busy = max(self._held_until, self._free_at(chat_id)) - now
                if busy > 0:
                    return busy
                if self._next <= now:
                    break
                # One at a time sleeps, so an answer that leaves meanwhile moves everybody's turn.
                await self.sleep(self._next - now)
            self._take(chat_id, messages, now)
            return 0.0

    def spend(self, chat_id: int = 0, messages: int = 1) -> None:
        """An answer leaves now: what is sent unasked waits for it, never the other way round."""
        self._take(chat_id, messages, self.clock())

    def hold(self, seconds: float) -> None:
        """Nothing leaves for so long, and then it goes more slowly for a while: Telegram asked for it."""
        now = self.clock()
        if now >= self._held_until:
            # Several that were under way get the same answer: they are one.
            self._share = max(SLOWEST, self.share(now) - SLOWER)
        self._held_until = max(self._held_until, now + seconds)
        self._slowed_at = self._held_until

    def share(self, now: float) -> float:
        """How much of the full pace is taken just now."""
        return min(1.0, self._share + SLOWER * max(0.0, now - self._slowed_at) / MINUTE)

    def held(self) -> float:
        """The seconds for which nothing leaves yet."""
        return max(0.0, self._held_until - self.clock())

    def _take(self, chat_id: int, messages: int, now: float) -> None:
        self._next = max(now - SLACK_SECONDS, self._next) + messages / (self.per_second * self.share(now))
        if chat_id < 0:
            last = self._groups.setdefault(chat_id, deque(maxlen=self.group_per_minute))
            last.extend([now] * messages)
        elif chat_id > 0 and self.chat_seconds:
            self._chats[chat_id] = max(now, self._chats.get(chat_id, 0.0)) + self.chat_seconds * messages
            if len(self._chats) > CHATS_REMEMBERED:
                self._forget(now)

    def _free_at(self, chat_id: int) -> float:
        if chat_id >= 0:
            return self._chats.get(chat_id, 0.0)
        last = self._groups.get(chat_id)
        return 0.0 if last is None or len(last) < self.group_per_minute else last[0] + MINUTE

    def _forget(self, now: float) -> None:
        self._chats = {chat: free for chat, free in self._chats.items() if free > now}
        self._groups = {chat: last for chat, last in self._groups.items() if last[-1] + MINUTE > now}
