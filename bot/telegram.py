"""Speaking to Telegram: what is worth another try is tried again, and every outcome is counted."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast, get_args

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response
from aiogram.methods.base import TelegramMethod, TelegramType
from aiogram.types import TelegramObject

from bot.metrics import Metrics
from bot.sending.pace import Pace
from bot.settings import Settings

logger = logging.getLogger(__name__)

TRIES = 5
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0


class Session(AiohttpSession):
    """Gives each failure its name, where aiogram leaves some to chance."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer, or an error of aiogram's; never a bare one, and none for what was done but cannot be read."""
        answer = _object(content)
        if answer is None or status_code >= 500:
            raise TelegramServerError(method=method, message=f"HTTP {status_code}")
        if status_code == 429:
            raise TelegramRetryAfter(method, str(answer.get("description")), _retry_after(answer))
        if not answer.get("ok"):
            content = json.dumps({**answer, "description": answer.get("description") or f"HTTP {status_code}"})
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            if not answer.get("ok"):
                raise TelegramServerError(method=method, message=f"HTTP {status_code}") from None
            # Telegram has done it and says so in words newer than ours: once more would be twice.
            logger.warning("the answer to %s cannot be read: %s", type(method).__name__, type(error.original).__name__)
            return _unread(method, answer.get("result"))


def _object(content: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _retry_after(answer: dict[str, Any]) -> int:
    parameters = answer.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return after if isinstance(after, int) and after > 0 else 1


def _unread(method: TelegramMethod[TelegramType], result: Any) -> Response[TelegramType]:
    wanted = method.__returning__
    kinds = [
        kind for kind in (wanted, *get_args(wanted)) if isinstance(kind, type) and issubclass(kind, TelegramObject)
    ]
    value = kinds[0].model_construct(**result) if kinds and isinstance(result, dict) else result
    return cast("Response[TelegramType]", Response.model_construct(ok=True, result=value))


class TryAgain(BaseRequestMiddleware):
    """Repeats a call that failed for a passing reason, and counts how each one ended."""

    def __init__(self, metrics: Metrics, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._metrics = metrics
        self._sleep = sleep

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call, at most `TRIES` times; what may not be repeated for long is left to the caller."""
        name = type(method).__name__
        for attempt in range(TRIES):
            try:
                answer = await make_request(bot, method)
            except Exception as error:
                after = again_after(error)
                self._metrics.calls.labels(name, "refused" if after is None else "later").inc()
                if after is None or after > LONGEST_PAUSE or attempt + 1 == TRIES:
                    raise
                pause = after or FIRST_PAUSE * 2**attempt
                logger.info("%s is tried again in %s s: %s", name, pause, type(error).__name__)
                await self._sleep(pause)
            else:
                self._metrics.calls.labels(name, "sent").inc()
                return answer
        raise AssertionError("unreachable")


class SpendsPace(BaseRequestMiddleware):
    """Lets an answer leave at once and has what is sent unasked wait for it."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call, and count it when it is a message."""
        if type(method).__name__.startswith(("Send", "Edit")):
            chat = getattr(method, "chat_id", None)
            self._pace.spend(chat if isinstance(chat, int) else 0)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
            raise


def again_after(error: Exception) -> float | None:
    """Seconds that must pass before the same call may go through, None when it never will.

    A message whose answer was lost may come twice; who pressed a button and sees nothing is worse off.
    """
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    if isinstance(error, TelegramEntityTooLarge):
        return None
    if isinstance(error, TelegramServerError | TelegramNetworkError | UnicodeDecodeError):
        return 0.0
    return None


def make_bot(settings: Settings, metrics: Metrics) -> Bot:
    """The bot, not connected yet."""
    if settings.bot_token is None:
        raise ValueError("a bot needs a token")
    session = Session(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(TryAgain(metrics))
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
