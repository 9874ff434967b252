"""What a press in the middle of registration costs, beside an aiogram handler in the same run."""

import asyncio
import gc
import itertools
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import AnswerCallbackQuery
from aiogram.methods.base import TelegramMethod, TelegramType
from aiogram.types import CallbackQuery, Message, Update

from actions.context import Shared
from benchmarks._telegram import bare_telegram
from bot.prepare import prepare
from domain.keys import Key
from handlers.door import Door
from handlers.routes import all_routes
from handlers.show import inline
from screens.people.registration import consent
from storage.database import Database, open_database
from storage.erasures import Erasures
from texts import words

ROUNDS, PRESSES = 7, 300
PRESS = "lang1:kk:start"
SENT = {"message_id": 1, "date": 1700000000, "chat": {"id": 7, "type": "private"}, "text": "x"}


class NoNetwork(BaseSession):
    """Telegram that answers at once and never fails: what is left is our own time."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's own signature)
    ) -> TelegramType:
        """Answer as Telegram would."""
        result: Any = True if isinstance(method, AnswerCallbackQuery) else Message.model_validate(SENT)
        return result  # type: ignore[no-any-return]

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Nothing is downloaded here."""
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of a press: by the clock, and of CPU."""

    clock: float
    cpu: float


def _raw(number: int, data: str) -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "Айгүл", "language_code": "kk"}
    message = {**SENT, "message_id": 10, "from": {"id": 1, "is_bot": True, "first_name": "Kenes"}}
    query = {"id": str(number), "from": person, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


Press = Callable[[int], Awaitable[object]]


async def _measure(presses: dict[str, Press]) -> dict[str, list[Cost]]:
    """The costs of each, round by round in turn, so that a noisy machine is noisy for all of them."""
    rounds: dict[str, list[Cost]] = {name: [] for name in presses}
    numbers = itertools.count(1)
    for round_ in range(ROUNDS + 1):
        for name, press in presses.items():
            clock, cpu = time.perf_counter(), time.process_time()
            for _ in range(PRESSES):
                await press(next(numbers))
            cost = Cost((time.perf_counter() - clock) / PRESSES * 1e6, (time.process_time() - cpu) / PRESSES * 1e6)
            if round_:
                rounds[name].append(cost)
    return rounds


def _bot(session: BaseSession) -> Bot:
    return Bot("1:benchmark", session=session, default=DefaultBotProperties(parse_mode="HTML"))


def _feeding(dispatcher: Dispatcher, data: str, bot: Bot) -> Press:

    async def feed(number: int) -> object:
        update = Update.model_validate(_raw(number, data), context={"bot": bot})
        return await dispatcher.feed_update(bot, update)

    return feed


async def _nothing(_query: CallbackQuery) -> None:
    pass


async def _shows_the_same(query: CallbackQuery, bot: Bot) -> None:
    screen = consent(words("kk"), None)
    await bot.edit_message_text(screen.text, chat_id=7, message_id=10, reply_markup=inline(screen))
    await bot.answer_callback_query(query.id)


def _stock(handler: Callable[..., Awaitable[None]]) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.callback_query.register(handler)
    return dispatcher


def _with_filters(handlers: int) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    router = Router()
    for number in range(handlers - 1):
        router.callback_query.register(_nothing, F.data == f"other{number}")
    router.callback_query.register(_nothing, F.data == "x")
    dispatcher.include_router(router)
    return dispatcher


async def _kenes(folder: Path) -> tuple[Database, Shared]:
    db = open_database(f"sqlite:///{folder}/kenes.db")
    await prepare(db, datetime.now(UTC))
    key = Key(b"benchmark")
    return db, Shared(db, key, UTC, Erasures(folder, key))


def _door(shared: Shared, only: int | None = None) -> Dispatcher:
    routes = all_routes()
    if only is not None:
        kept = dict(list(routes.presses.items())[:only])
        routes = type(routes)(kept, routes.screens, routes.commands, routes.texts, routes.links)
    dispatcher = Dispatcher(disable_fsm=True)
    Door(shared, routes, lambda: datetime.now(UTC)).open(dispatcher)
    return dispatcher


async def _run() -> list[str]:
    with tempfile.TemporaryDirectory() as folder, bare_telegram() as address:
        db, shared = await _kenes(Path(folder))
        near = _bot(NoNetwork())
        far = _bot(AiohttpSession(api=TelegramAPIServer.from_base(address)))
        press = _feeding(_door(shared), PRESS, near)
        await press(0)
        before = (db.counted.reads, db.counted.writes, db.counted.statements)
        await press(0)
        after = (db.counted.reads, db.counted.writes, db.counted.statements)
        # As the running bot does: a full collection of what is there anyway would be measured instead.
        gc.collect()
        gc.freeze()
        costs = await _measure(
            {
                "nothing": _feeding(_stock(_nothing), PRESS, near),
                "shows": _feeding(_stock(_shows_the_same), PRESS, near),
                "ours": press,
                "shows by HTTP": _feeding(_stock(_shows_the_same), PRESS, far),
                "ours by HTTP": _feeding(_door(shared), PRESS, far),
                "all": _feeding(_door(shared), "go1:about", near),
                "one": _feeding(_door(shared, only=1), "go1:about", near),
                "filters": _feeding(_with_filters(60), "x", near),
            }
        )
        gc.unfreeze()
        await far.session.close()
        await db.close()
    reads, writes, statements = (b - a for a, b in zip(before, after, strict=True))
    return [
        f"aiogram handler that does nothing            {_shown(costs['nothing'])}",
        f"aiogram handler that only shows the screen   {_shown(costs['shows'])}",
        f"a press of registration, stored and shown    {_shown(costs['ours'])}",
        f"  against one that only shows the screen     {_ratio(costs['ours'], costs['shows'])}",
        f"  against one that does nothing              {_ratio(costs['ours'], costs['nothing'])}",
        f"  the same two over HTTP                     {_ratio(costs['ours by HTTP'], costs['shows by HTTP'])}",
        f"  storage: {reads} read, {writes} transaction that writes, {statements} statements",
        f"routing with every handler against one       {_ratio(costs['all'], costs['one'])}",
        f"60 aiogram handlers with F filters           {_shown(costs['filters'])}",
    ]


def _shown(costs: list[Cost]) -> str:
    clock, cpu = (median(getattr(cost, what) for cost in costs) for what in ("clock", "cpu"))
    return f"{clock:7.0f} us, {cpu:7.0f} us of CPU"


def _ratio(ones: list[Cost], others: list[Cost]) -> str:
    pairs = list(zip(ones, others, strict=True))
    clock = median(one.clock / other.clock for one, other in pairs)
    cpu = median(one.cpu / other.cpu for one, other in pairs)
    return f"{clock:7.2f} times, {cpu:7.2f} times the CPU"


def run() -> list[str]:
    """Measure; a line each."""
    return asyncio.run(_run())


if __name__ == "__main__":
    print("\n".join(run()))
