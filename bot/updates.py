"""Updates as Telegram hands them over: by polling, or by its calls to the webhook."""

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from hashlib import sha256
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
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LARGEST_NUMBER = 2**63 - 1
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)

# A NUL that is written as an escape, with the backslashes before it that are pairs.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_KIND = re.compile(r"[a-z_]{1,40}")


def arrived(update: Any) -> Arrived:
    """What is stored of a raw update, without NUL and halves of letters, which one of the databases would refuse."""
    text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    body = _NUL.sub(r"\1", text).encode(errors="replace").decode()
    number = _number(update)
    if not 0 < number <= LARGEST_NUMBER:
        # Telegram numbers every update. What has no number that can be kept is known by what it says.
        number = -int.from_bytes(sha256(body.encode()).digest()[:7])
    return Arrived(number, _line(update), body)


def _number(update: Any) -> int:
    number = update.get("update_id") if isinstance(update, Mapping) else None
    return number if type(number) is int else 0


def _line(update: Any) -> int:
    for event in update.values() if isinstance(update, Mapping) else ():
        if isinstance(event, Mapping):
            who = event.get("from") or event.get("chat")
            number = who.get("id") if isinstance(who, Mapping) else None
            if type(number) is int and abs(number) <= LARGEST_NUMBER:
                return number
    return 0


def _kind(update: Any) -> str:
    names = update if isinstance(update, Mapping) else ()
    return next((name for name in names if name != "update_id" and _KIND.fullmatch(name)), "unknown")


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
                except (aiohttp.ClientError, OSError, TimeoutError, ValueError, RecursionError, _NotGiven) as error:
                    logger.warning("no updates from Telegram: %r", error)
                    await self._wait(getattr(error, "retry_after", 0))

    async def _once(self, session: aiohttp.ClientSession) -> None:
        asked: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": AT_ONCE, "allowed_updates": self._allowed}
        if self._offset is not None:
            asked["offset"] = self._offset
        async with session.post(self._url, json=asked) as response:
            answer = json.loads((await response.read()).decode(errors="replace"))
        updates = _result(answer)
        self._pulse.received_at = self._now()
        # What was to be confirmed is confirmed. Were the number sent again, it would confirm unseen what comes after a
        # silent week: Telegram then begins anew at random, perhaps lower.
        self._offset = None
        if updates:
            await self._store(updates)

    async def _store(self, updates: list[Any]) -> None:
        try:
            await self._receiving.keep([arrived(update) for update in updates])
        except Exception as error:
            raise _NotGiven(f"they could not be stored ({error})") from error
        for update in updates:
            self._metrics.updates.labels(_kind(update)).inc()
        numbers = [number for number in map(_number, updates) if number > 0]
        if not numbers:
            raise _NotGiven("they have no numbers, so they cannot be confirmed")
        self._offset = numbers[-1] + 1

    async def _wait(self, at_least: float) -> None:
        self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        await self._sleep(max(self._pause, at_least))


class _NotGiven(Exception):
    def __init__(self, why: str, retry_after: float = 0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


def _result(answer: Any) -> list[Any]:
    if not isinstance(answer, dict):
        raise _NotGiven("the answer is not Telegram's")
    if answer.get("ok") and isinstance(answer.get("result"), list):
        return list(answer["result"])
    if answer.get("error_code") in (401, 404):
        raise Trouble("Telegram does not know this BOT_TOKEN: get it again from @BotFather.")
    parameters = answer.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else None
    raise _NotGiven(str(answer.get("description")), after if isinstance(after, int | float) else 0)


def webhook(
    path: str, secret: str, receiving: Receiving, pulse: Pulse, metrics: Metrics, now: Callable[[], Any]
) -> web.RouteDef:
    """The address that Telegram calls: it gets its answer when the update is stored, an error when it is not."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            return web.Response(status=403)
        try:
            # Read past the server's limit of a megabyte: only Telegram comes so far, and would send it for ever.
            update = json.loads((await request.content.read()).decode(errors="replace"))
            one = arrived(update)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        pulse.received_at = now()
        try:
            await receiving.keep([one])
        except Exception as error:
            logger.warning("a webhook's update could not be stored: %s", error)
            return web.Response(status=503)
        metrics.updates.labels(_kind(update)).inc()
        return web.Response()

    return web.post(path, take)
