"""Delivery of updates to the bot's own address: in order per chat, again after a failure, others not held up."""

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

from sandbox.updates import Update

if TYPE_CHECKING:
    from sandbox.world import World

log = logging.getLogger("sandbox.webhook")

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
TIMEOUT = aiohttp.ClientTimeout(total=60)


def lane_of(update: Update) -> int:
    """Return the chat, or else the person, whose updates must stay in order; 0 for what names neither."""
    content = next((value for name, value in update.items() if name != "update_id"), None)
    for path in (("chat", "id"), ("message", "chat", "id"), ("from", "id")):
        found: Any = content
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if type(found) is int:
            return found
    return 0


class Webhook:
    """The address that updates go to, none at first."""

    def __init__(self, world: "World") -> None:
        self.url = ""
        self._world = world
        self._secret = ""
        self._most = 40
        self._error: dict[str, Any] = {}
        self._lanes: dict[int, deque[tuple[Update, bool]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(40)

    def set(self, url: str, secret: str, most: int) -> None:
        """Deliver to another address from now on, to none with an empty one."""
        self._stop()
        self.url, self._secret, self._most = url, secret, min(max(most, 1), 100)
        self._error = {}
        if url:
            self._slots = asyncio.Semaphore(self._most)
            updates = self._world.updates
            for update in updates.queue.values():
                self._line_up(update, False)
            updates.listener = self._line_up

    def view(self) -> dict[str, Any]:
        """Return what `getWebhookInfo` tells of the address."""
        info = {"url": self.url, "has_custom_certificate": False, **self._error}
        return {**info, "max_connections": self._most} if self.url else info

    def _stop(self) -> None:
        self._world.updates.listener = None
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()

    async def close(self) -> None:
        """Stop delivering."""
        self.url = ""
        tasks = list(self._tasks)
        self._stop()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _line_up(self, update: Update, repeated: bool) -> None:
        number = lane_of(update)
        lane = self._lanes.get(number)
        if lane is None:
            lane = self._lanes[number] = deque()
            task = asyncio.get_running_loop().create_task(self._walk(number, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        lane.append((update, repeated))

    async def _walk(self, number: int, lane: deque[tuple[Update, bool]]) -> None:
        pause = FIRST_PAUSE
        while lane:
            update, repeated = lane[0]
            if not repeated and update["update_id"] not in self._world.updates.queue:
                lane.popleft()
                continue
            async with self._slots:
                taken = await self._deliver(update)
            if not taken:
                await self._world.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            lane.popleft()
            if not repeated:
                self._world.updates.confirm(update["update_id"])
        if self._lanes.get(number) is lane:
            del self._lanes[number]

    async def _deliver(self, update: Update) -> bool:
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        try:
            async with self._session.post(self.url, json=update, headers=headers) as answer:
                await answer.read()
                if answer.status < 300:
                    return True
                reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = f"Connection failed: {error}"
        log.info("webhook: %s", reason)
        self._error = {"last_error_date": int(self._world.clock()), "last_error_message": reason}
        return False
