"""What happened, in order: the transcript of each chat and the stream that pages and tests wait on."""

import asyncio
from collections import deque
from typing import Any

Event = dict[str, Any]

KEPT_IN_ALL = 50_000


class Events:
    """A numbered log, bounded in all and per chat, that can be waited on."""

    def __init__(self, kept: int) -> None:
        self.last = 0
        self._kept = kept
        self._all: deque[Event] = deque(maxlen=KEPT_IN_ALL)
        self._of_chat: dict[int, deque[Event]] = {}
        self._waiting: dict[int | None, list[asyncio.Future[None]]] = {}

    def add(self, chat: int | None, kind: str, date: float, **details: Any) -> Event:
        """Write an event down and wake who waits for it."""
        self.last += 1
        event = {"event": self.last, "chat": chat, "kind": kind, "date": date, **details}
        self._all.append(event)
        if chat is not None:
            log = self._of_chat.get(chat)
            if log is None:
                log = self._of_chat[chat] = deque(maxlen=self._kept)
            log.append(event)
            self._wake(chat)
        self._wake(None)
        return event

    def _wake(self, chat: int | None) -> None:
        for future in self._waiting.pop(chat, ()):
            if not future.done():
                future.set_result(None)

    def after(self, number: int, chat: int | None = None) -> list[Event]:
        """Return the events that follow `number`, of one chat or of all."""
        log = self._all if chat is None else self._of_chat.get(chat, deque())
        found = []
        for event in reversed(log):
            if event["event"] <= number:
                break
            found.append(event)
        return found[::-1]

    async def wait(self, number: int, chat: int | None, seconds: float) -> list[Event]:
        """Return the events that follow `number`, waiting up to `seconds` for the first."""
        found = self.after(number, chat)
        if found or seconds <= 0:
            return found
        future = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(chat, [])
        waiting.append(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            waiting.remove(future)
        return self.after(number, chat)

    def release(self) -> None:
        """Let everybody who waits go, with nothing."""
        for chat in list(self._waiting):
            self._wake(chat)
