"""What an answer of a survey costs, stored and shown, beside an aiogram handler that stores nothing."""

import asyncio
import gc
import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Update

from actions.context import Context, Shared
from actions.surveys import beginning
from benchmarks._telegram import bare_telegram
from benchmarks.press import SENT, Cost, NoNetwork
from bot.prepare import prepare
from domain.audiences import territory
from domain.keys import Key
from domain.languages import Localized
from domain.people import AgeBand, Sex
from domain.roles import Role
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.surveys.sessions import Seat
from domain.surveys.survey import SurveyState
from handlers.door import Door
from handlers.routes import all_routes
from handlers.show import inline
from screens.surveys import ask
from screens.surveys.buttons import PickChoice
from storage import people
from storage.database import Connection, Database, open_database
from storage.erasures import Erasures
from storage.surveys import keys, responses
from storage.surveys import surveys as store
from texts import words

ROUNDS, PEOPLE, QUESTIONS = 7, 30, 12
OKRUG = "355243000"
# Everybody who answers has a number of their own; nobody answers twice.
_numbers = itertools.count(10_000)


def form() -> Form:
    """Twelve questions of five choices, a third of them asked of some only."""
    choices = tuple(Choice(f"c{at}", Localized(kk=f"Жауап нұсқасы {at}", ru=f"Вариант ответа {at}")) for at in range(5))
    questions = tuple(
        Question(
            f"q{at}",
            QuestionKind.SELECT_ONE,
            Localized(kk=f"{at}-сұрақ: ауылда не өзгерсін?", ru=f"Вопрос {at}: что изменить?"),
            required="true()",
            relevant=f"${{q{at - 1}}} != 'c9'" if at % 3 == 2 else None,
            choices=choices,
        )
        for at in range(QUESTIONS)
    )
    return Form("bench", Localized(kk="Ауылға не керек?", ru="Что нужно селу?"), questions=questions)


def open_survey(connection: Connection) -> int:
    """An open survey of that form."""
    now = datetime.now(UTC)
    number = store.create(
        connection,
        source="bench",
        author_id=None,
        role=Role.STAFF,
        place=None,
        audience=territory(OKRUG),
        code="b" * 16,
        now=now,
    )
    store.set_definition(connection, number, 1, form().as_dict(), now)
    found = store.survey(connection, number)
    if found is None:
        raise LookupError(number)
    store.change(
        connection,
        found,
        None,
        title=form().title,
        state=SurveyState.OPEN,
        opened_at=now,
        closes_at=now + timedelta(days=7),
    )
    keys.ensure(connection, number, b"k" * 32)
    return number


def come(connection: Connection) -> list[int]:
    """Let so many people in who told their sex and age before; their Telegram ids."""
    now = datetime.now(UTC)
    come_now = list(itertools.islice(_numbers, PEOPLE))
    for telegram_id in come_now:
        person = people.create(connection, telegram_id, now)
        people.set_language(connection, person, "kk")
        people.agree(connection, person, now)
        people.settle(connection, person, OKRUG, now)
        people.set_sex(connection, person, Sex.WOMAN)
        people.set_age(connection, person, AgeBand.FROM_35, now.date())
    return come_now


async def begun(db: Database, shared: Shared, survey: int) -> tuple[list[int], Seat]:
    """People who stand at the first question, and what they see there."""
    numbers = await db.write(come)
    seat = None
    for telegram_id in numbers:
        now = datetime.now(UTC)
        actor = await db.read(people.actor_of_telegram, telegram_id, now)
        if actor is None:
            raise LookupError(telegram_id)
        seat = await beginning.begin(Context(shared, actor, now, source=""), survey)
    if seat is None:
        raise LookupError(survey)
    return numbers, seat


def presses(numbers: list[int], survey: int) -> Iterator[tuple[int, str]]:
    """Everybody's answers, in turn: who, and what their button says."""
    for turn in range(1, QUESTIONS + 1):
        for telegram_id in numbers:
            yield telegram_id, PickChoice(survey=survey, turn=turn, choice=(telegram_id + turn) % 5).pack()


_updates = itertools.count(1)


def raw(telegram_id: int, data: str) -> dict[str, Any]:
    """A press as Telegram hands it over."""
    person = {"id": telegram_id, "is_bot": False, "first_name": "Айгүл", "language_code": "kk"}
    chat = {"id": telegram_id, "type": "private"}
    message = {**SENT, "message_id": 10, "chat": chat, "from": {"id": 1, "is_bot": True, "first_name": "Kenes"}}
    number = next(_updates)
    query = {"id": str(number), "from": person, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


Feed = Callable[[int, str], Awaitable[object]]


def feeding(dispatcher: Dispatcher, bot: Bot) -> Feed:
    """Hand presses to a dispatcher."""

    async def feed(telegram_id: int, data: str) -> object:
        update = Update.model_validate(raw(telegram_id, data), context={"bot": bot})
        return await dispatcher.feed_update(bot, update)

    return feed


def stock(seat: Seat) -> Dispatcher:
    """An aiogram bot that stores nothing: it edits its message to the same question and answers the press."""
    screen = ask.question(words("kk"), seat)

    async def shows(query: CallbackQuery, bot: Bot) -> None:
        chat_id = query.from_user.id
        await bot.edit_message_text(screen.text, chat_id=chat_id, message_id=10, reply_markup=inline(screen))
        await bot.answer_callback_query(query.id)

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.callback_query.register(shows)
    return dispatcher


def ours(shared: Shared) -> Dispatcher:
    """Kenes as it is."""
    dispatcher = Dispatcher(disable_fsm=True)
    Door(shared, all_routes(), lambda: datetime.now(UTC)).open(dispatcher)
    return dispatcher


async def timed(feed: Feed, pressed: list[tuple[int, str]]) -> Cost:
    """What a press costs, on the average of these."""
    clock, cpu = time.perf_counter(), time.process_time()
    for telegram_id, data in pressed:
        await feed(telegram_id, data)
    each = 1e6 / len(pressed)
    return Cost((time.perf_counter() - clock) * each, (time.process_time() - cpu) * each)


async def _run() -> list[str]:
    with tempfile.TemporaryDirectory() as folder, bare_telegram() as address:
        db = open_database(f"sqlite:///{folder}/kenes.db")
        await prepare(db, datetime.now(UTC))
        key = Key(b"benchmark")
        shared = Shared(db, key, UTC, Erasures(Path(folder), key))
        survey = await db.write(open_survey)
        near = _bot(NoNetwork())
        far = _bot(AiohttpSession(api=TelegramAPIServer.from_base(address)))
        _people, seat = await begun(db, shared, survey)
        costs: dict[str, list[Cost]] = {name: [] for name in ("near", "far", "stock near", "stock far")}
        feeds = {
            "near": feeding(ours(shared), near),
            "far": feeding(ours(shared), far),
            "stock near": feeding(stock(seat), near),
            "stock far": feeding(stock(seat), far),
        }
        counted = (0, 0, 0)
        gc.collect()
        gc.freeze()
        for round_ in range(ROUNDS + 1):
            for name, feed in feeds.items():
                numbers, _seat = await begun(db, shared, survey)
                # The last question of each ends the response, which costs more: it is measured with the others.
                pressed = list(presses(numbers, survey))
                before = (db.counted.reads, db.counted.writes, db.counted.statements)
                cost = await timed(feed, pressed)
                if round_:
                    costs[name].append(cost)
                elif name == "near":
                    after = (db.counted.reads, db.counted.writes, db.counted.statements)
                    counted = tuple(b - a for a, b in zip(before, after, strict=True))  # type: ignore[assignment]
        gc.unfreeze()
        kept = await db.read(_kept, survey)
        await far.session.close()
        await db.close()
    each = PEOPLE * QUESTIONS
    reads, writes, statements = (number / each for number in counted)
    return [
        f"aiogram handler that stores nothing, over HTTP  {_shown(costs['stock far'])}",
        f"an answer stored and the next asked, over HTTP  {_shown(costs['far'])}",
        f"  against the one that stores nothing           {_ratio(costs['far'], costs['stock far'])}",
        f"the same without a network                      {_shown(costs['near'])}",
        f"  against the one that stores nothing           {_ratio(costs['near'], costs['stock near'])}",
        f"  storage: {reads:.2f} reads, {writes:.2f} transactions that write, {statements:.2f} statements a press",
        f"responses that were finished meanwhile           {kept}",
    ]


def _kept(connection: Connection, survey: int) -> int:
    return sum(responses.finished_by_segment(connection, survey).values())


def _bot(session: Any) -> Bot:
    return Bot("1:benchmark", session=session, default=DefaultBotProperties(parse_mode="HTML"))


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
