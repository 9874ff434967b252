"""Updates as Telegram hands them over: by polling, or by its calls to the webhook."""

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import aiohttp
from aiohttp import web

from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.receiving import Receiving
from bot.trouble import Trouble
from storage.inbox import Arrived

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
ANSWER_SECONDS = POLL_SECONDS + 15
AT_ONCE = 100
LONGEST_PAUSE = 30.0
LARGEST_UPDATE = 1024**2

# A NUL that is written as an escape, with the backslashes before it that are pairs.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def arrived(update: Mapping[str, Any]) -> Arrived:
    """What is stored of a raw update, without NUL and halves of letters, which one of the databases would refuse."""
    text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    body = _NUL.sub(r"\1", text).encode(errors="replace").decode()
    return Arrived(int(update["update_id"]), _line(update), body)


def _line(update: Mapping[str, Any]) -> int:
    for event in update.values():
        if isinstance(event, Mapping):
            who = event.get("from") or event.get("chat")
            if isinstance(who, Mapping) and isinstance(who.get("id"), int):
                return int(who["id"])
    return 0


def _kind(update: Mapping[str, Any]) -> str:
    return next((name for name in update if name != "update_id"), "unknown")


class Polling:
    """Asks Telegram for updates; what it asks next confirms only what is stored."""

    def __init__(
        self,
        api: str,
        receiving: Receiving,
        pulse: Pulse,
        metrics: Metrics,
        allowed: Iterable[str],
        now: Callable[[], Any],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = f"{api}/getUpdates"
        self._receiving = receiving
        self._pulse = pulse
        self._metrics = metrics
        self._allowed = list(allowed)
        self._now = now
        self._sleep = sleep
        self._offset: int | None = None
        self._pause = 0.0

    async def run(self) -> None:
        """Receive until cancelled; raises `Trouble` when Telegram does not know the token."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._once(session)
                    self._pause = 0.0
                except (aiohttp.ClientError, TimeoutError, ValueError, _NotGiven) as error:
                    logger.warning("no updates from Telegram: %r", error)
                    await self._wait(getattr(error, "retry_after", 0))

    async def _once(self, session: aiohttp.ClientSession) -> None:
        asked: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": AT_ONCE, "allowed_updates": self._allowed}
        if self._offset is not None:
            asked["offset"] = self._offset
        async with session.post(self._url, json=asked) as response:
            if response.status in (401, 404):
                raise Trouble("Telegram does not know this BOT_TOKEN: get it again from @BotFather.")
            answer = await response.json(content_type=None)
        updates = _result(answer)
        self._pulse.received_at = self._now()
        if not updates:
            return
        for update in updates:
            self._metrics.updates.labels(_kind(update)).inc()
        try:
            await self._receiving.keep([arrived(update) for update in updates])
        except Exception as error:
            raise _NotGiven(f"they could not be stored ({error})") from error
        self._offset = int(updates[-1]["update_id"]) + 1

    async def _wait(self, at_least: float) -> None:
        self._pause = min(max(self._pause * 2, 0.5), LONGEST_PAUSE)
        await self._sleep(max(self._pause, at_least))


class _NotGiven(Exception):
    def __init__(self, why: str, retry_after: float = 0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


def _result(answer: Any) -> list[dict[str, Any]]:
    if isinstance(answer, dict) and answer.get("ok") and isinstance(answer.get("result"), list):
        return list(answer["result"])
    if not isinstance(answer, dict):
        raise _NotGiven("the answer is not Telegram's")
    parameters = answer.get("parameters") or {}
    raise _NotGiven(str(answer.get("description")), float(parameters.get("retry_after", 0)))


def webhook(
    path: str, secret: str, receiving: Receiving, pulse: Pulse, metrics: Metrics, now: Callable[[], Any]
) -> web.RouteDef:
    """The address that Telegram calls: it gets its answer when the update is stored, an error when it is not."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = await request.json()
            one = arrived(update)
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.Response(status=400)
        pulse.received_at = now()
        metrics.updates.labels(_kind(update)).inc()
        try:
            await receiving.keep([one])
        except Exception as error:
            logger.warning("a webhook's update could not be stored: %s", error)
            return web.Response(status=503)
        return web.Response()

    return web.post(path, take)
