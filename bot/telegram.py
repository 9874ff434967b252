"""Speaking to Telegram: what is worth another try is tried again, and every outcome is counted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response
from aiogram.methods.base import TelegramMethod, TelegramType

from bot.metrics import Metrics
from bot.settings import Settings

logger = logging.getLogger(__name__)

TRIES = 5
LONGEST_PAUSE = 30.0

# Errors after which the same call may go through: Telegram's own trouble, or none of an answer. A message whose answer
# was lost may come twice; who pressed a button and sees nothing is worse off.
WORTH_TRYING = (TelegramRetryAfter, TelegramServerError, TelegramNetworkError, ClientDecodeError)


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
        """Make the call, at most `TRIES` times."""
        name = type(method).__name__
        for attempt in range(TRIES):
            try:
                answer = await make_request(bot, method)
            except Exception as error:
                failure = passing(error)
                self._metrics.calls.labels(name, "later" if failure else "refused").inc()
                if failure is None or attempt + 1 == TRIES:
                    raise
                pause = getattr(failure, "retry_after", min(0.5 * 2**attempt, LONGEST_PAUSE))
                logger.info("%s is tried again in %s s: %s", name, pause, type(failure).__name__)
                await self._sleep(pause)
            else:
                self._metrics.calls.labels(name, "sent").inc()
                return answer
        raise AssertionError("unreachable")


def passing(error: Exception) -> Exception | None:
    """The error when the same call may go through later, else None."""
    if isinstance(error, WORTH_TRYING):
        return error
    # aiogram shows an answer without a description as a bare TypeError, and a 429 without parameters as its base class.
    if isinstance(error, TypeError):
        return error
    if type(error) is TelegramAPIError and "Too Many Requests" in error.message:
        return error
    return None


def make_bot(settings: Settings, metrics: Metrics) -> Bot:
    """The bot, not connected yet."""
    if settings.bot_token is None:
        raise ValueError("a bot needs a token")
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(TryAgain(metrics))
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
