"""The running bot: everything joined, started and stopped in order."""

import asyncio
import gc
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramUnauthorizedError
from aiogram.types import Update
from aiohttp import web
from pydantic import ValidationError

from actions.context import Shared
from bot.clock import TICK, ticking
from bot.fetching import fetch
from bot.kinds import NoticeKind, all_kinds
from bot.metrics import Metrics
from bot.pacing import Bucket
from bot.pulse import Pulse
from bot.receiving import NotNow, Receiving, Unanswered, Undecodable
from bot.sending.contents import Contents
from bot.sending.courier import Courier
from bot.sending.delivering import Delivering
from bot.sending.digests import Digests
from bot.sending.leading import lead
from bot.sending.pace import Pace
from bot.sending.progress import Progress
from bot.sending.sender import MOST_IN_FLIGHT, Sender
from bot.settings import Settings
from bot.telegram import SpendsPace, again_after, make_bot
from bot.trouble import Trouble
from bot.updates import Polling, webhook
from bot.web import make_web, serving
from domain.keys import Key
from domain.languages import language_of
from domain.meetings import reminders_of
from handlers import commands
from handlers.door import ALLOWED_UPDATES, Door
from handlers.routes import all_routes
from screens import home
from storage import facts, people
from storage.database import Database, open_database
from storage.erasures import Erasures
from storage.troubles import is_passing
from texts import all_words, words

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 20.0
LEARN_AGAIN_SECONDS = 10.0


def utc_now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


@dataclass(slots=True)
class App:
    """A bot that is joined together and not yet listening."""

    settings: Settings
    db: Database
    shared: Shared
    bot: Bot
    dispatcher: Dispatcher
    receiving: Receiving
    sender: Sender
    progress: Progress
    pace: Pace
    pulse: Pulse
    metrics: Metrics
    leads: bool = False

    async def handle(self, body: str) -> None:
        """Handle one raw update."""
        try:
            update = Update.model_validate_json(body, context={"bot": self.bot})
            kind = update.event_type
        except (ValidationError, LookupError) as error:
            raise Undecodable(f"{type(error).__name__} in update") from error
        try:
            await self.dispatcher.feed_update(self.bot, update)
        except Exception as error:
            if is_passing(error):
                raise NotNow(str(error)) from error
            after = again_after(error)
            if after is not None or isinstance(error, TelegramAPIError):
                raise Unanswered(f"{kind}: {error}", after) from error
            raise

    async def send(self) -> None:
        """Send what the outbox holds, for as long as this process leads."""
        self.leads = True
        watching = asyncio.create_task(self.progress.run())
        try:
            await self.sender.run()
        finally:
            self.leads = False
            await _cancel(watching)

    async def tell_flood(self, telegram_id: int) -> None:
        """Tell a person once that they are quicker than their messages are taken."""
        found = await self.db.read(people.actor_of_telegram, telegram_id, utc_now())
        language = (found and found.language) or self.shared.default_language
        await self.bot.send_message(telegram_id, home.slow_down(words(language)).text)


def make_app(settings: Settings, db: Database, kinds: Mapping[str, NoticeKind] | None = None) -> App:
    """Join everything over an open database; `kinds` in place of all that the product knows is for tests."""
    all_words()
    pulse, metrics = Pulse(), Metrics()
    metrics.watch(db)
    key = Key(settings.key())
    shared = Shared(
        db=db,
        key=key,
        zone=settings.time_zone,
        erasures=Erasures(settings.data_dir, key),
        default_language=language_of(settings.default_language) or "kk",
        admin_ids=settings.admin_ids,
        invite_days=timedelta(days=settings.invite_days),
        backup_keep_days=settings.backup_keep_days,
        drafts_keep_days=settings.drafts_keep_days,
        meeting_reminders=reminders_of(settings.meeting_reminders),
        digest_hour=settings.digest_hour,
        keep_files=settings.keep_files,
    )
    bot = make_bot(settings, metrics)
    dispatcher = Dispatcher(disable_fsm=True)
    Door(shared, all_routes(), utc_now).open(dispatcher)

    async def handle(body: str) -> None:
        await app.handle(body)

    async def tell_flood(telegram_id: int) -> None:
        await app.tell_flood(telegram_id)

    receiving = Receiving(
        db=db,
        handle=handle,
        pulse=pulse,
        metrics=metrics,
        new_bucket=lambda: Bucket(settings.presses_per_second, settings.press_burst, time.monotonic),
        on_flood=tell_flood,
        clock=utc_now,
        only_process=settings.sqlite_path is not None,
    )
    pace = Pace(settings.send_per_second, settings.send_chat_seconds, settings.send_group_per_minute)
    bot.session.middleware(SpendsPace(pace))
    api = f"{settings.bot_api_url}/bot{bot.token}"
    courier = Courier(api, MOST_IN_FLIGHT)
    contents = Contents(db, all_kinds(settings.time_zone) if kinds is None else kinds, utc_now)
    delivering = Delivering(
        courier=courier,
        pace=pace,
        contents=contents,
        digests=Digests(db, contents, utc_now),
        metrics=metrics,
        zone=settings.time_zone,
        clock=utc_now,
        paid=settings.allow_paid_broadcast,
    )
    sender = Sender(db, delivering, settings.time_zone, utc_now)
    progress = Progress(shared, courier, pace, utc_now)
    app = App(settings, db, shared, bot, dispatcher, receiving, sender, progress, pace, pulse, metrics)
    return app


async def run(settings: Settings, *, webhook: bool) -> None:
    """Run the bot until SIGTERM or SIGINT; returns when what was in hand is finished."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    db = open_database(settings.database_url)
    try:
        async with running(make_app(settings, db), webhook=webhook) as ended:
            told = asyncio.ensure_future(_until(stop))
            await asyncio.wait({told, ended}, return_when=asyncio.FIRST_COMPLETED)
            told.cancel()
            if ended.done():
                ended.result()
            logger.info("stopping: what is in hand is finished first")
    finally:
        await db.close()


@asynccontextmanager
async def running(app: App, *, webhook: bool = False, tick: float = TICK) -> AsyncIterator[asyncio.Future[None]]:
    """Have the bot listen until the block ends; the future ends early when the bot cannot go on.

    `tick`: seconds between two looks at what is due.
    """
    app.pulse.polling = not webhook
    # Who polls is alone, by a lock; only webhooks are shared by several processes.
    app.receiving.only_process |= not webhook
    storing = asyncio.create_task(app.receiving.run())
    routes = [_webhook_route(app)] if webhook else []
    site = make_web(app.db, app.pulse, app.metrics, routes)
    try:
        clock = ticking(
            app.shared,
            utc_now,
            app.sender.wake,
            lambda: app.leads,
            partial(fetch, app.bot),
            lambda: app.pulse.deaf(utc_now()),
            tick,
        )
        async with serving(site, app.settings.http_host, app.settings.http_port) as port, clock:
            logger.info("health and metrics are on port %d", port)
            listening = asyncio.create_task(_listen(app, webhook=webhook))
            learning = asyncio.create_task(_learn(app))
            sending = asyncio.create_task(lead(app.settings, app.send))
            # A full collection would stop every press for a tenth of a second; what is there now stays anyway.
            gc.collect()
            gc.freeze()
            ended = asyncio.ensure_future(_first_to_end(listening, storing, sending))
            try:
                yield ended
            finally:
                await _cancel(ended, listening, learning, sending)
                await app.receiving.stop(PATIENCE_SECONDS)
    finally:
        await _cancel(storing)
        await app.sender.delivering.courier.close()
        await app.bot.session.close()


async def _listen(app: App, *, webhook: bool) -> None:
    if webhook:
        await _until_heard(lambda: _set_webhook(app))
        await asyncio.Event().wait()
    api = f"{app.settings.bot_api_url}/bot{app.bot.token}"
    await _until_heard(lambda: app.bot.delete_webhook())
    await Polling(api, app.receiving, app.pulse, app.metrics, ALLOWED_UPDATES, utc_now).run()


async def _until_heard(ask: Callable[[], Awaitable[object]]) -> None:
    # A start while the network is away must not end the bot: it waits, and health says so.
    while True:
        try:
            await ask()
            return
        except TelegramUnauthorizedError:
            raise Trouble("Telegram does not know this BOT_TOKEN: get it again from @BotFather.") from None
        except (TelegramAPIError, ClientDecodeError) as error:
            logger.warning("Telegram could not be asked yet: %s", error)
            await asyncio.sleep(LEARN_AGAIN_SECONDS)


async def _set_webhook(app: App) -> None:
    url, secret = app.settings.webhook_url, app.settings.webhook_secret
    if url is None or secret is None:
        raise ValueError("a webhook needs its address and its secret")
    await app.bot.set_webhook(url, secret_token=secret.get_secret_value(), allowed_updates=ALLOWED_UPDATES)
    logger.info("Telegram calls the webhook")


def _webhook_route(app: App) -> web.RouteDef:
    url, secret = app.settings.webhook_url, app.settings.webhook_secret
    if url is None or secret is None:
        raise ValueError("a webhook needs its address and its secret")
    path = urlsplit(url).path or "/"
    return webhook(path, secret.get_secret_value(), app.receiving, app.pulse, app.metrics, utc_now)


async def _learn(app: App) -> None:
    # Not needed to answer anybody, so it neither delays the start nor stops it.
    while True:
        try:
            me = await app.bot.me()
            await app.db.write(facts.set_fact, facts.BOT_USERNAME, me.username or "")
            await commands.introduce(app.bot, app.shared.default_language)
            return
        except Exception as error:
            logger.warning("the bot could not introduce itself to Telegram yet: %s", error)
            await asyncio.sleep(LEARN_AGAIN_SECONDS)


async def _until(event: asyncio.Event) -> None:
    await event.wait()


async def _first_to_end(*tasks: asyncio.Task[None]) -> None:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _cancel(*tasks: "asyncio.Future[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
