"""The whole bot while the database or Telegram is in trouble, and two of them on one database."""

import asyncio
import random
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from actions.context import Context, meet
from bot import receiving as receiving_module
from bot import telegram as telegram_module
from bot import updates as updates_module
from bot.app import App, make_app
from bot.prepare import prepare
from bot.updates import arrived
from bot.web import make_web, serving
from sandbox.server import Sandbox
from screens.buttons import ChooseLanguage
from storage import facts
from storage.database import Connection, Database, open_database
from tests.bot.kit import die, press, until
from tests.bot.pressing import LANGUAGES, STAFF, Crowd, register
from tests.cast import NOON, Village, settings_for, village

on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"])
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are long where people wait for servers, and short here."""
    monkeypatch.setattr(receiving_module, "STORE_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(receiving_module, "HOLD_AGAIN_SECONDS", 0.05)
    for module in (receiving_module, updates_module, telegram_module):
        monkeypatch.setattr(module, "FIRST_PAUSE", 0.002)
    for module in (receiving_module, updates_module):
        monkeypatch.setattr(module, "LONGEST_PAUSE", 0.02)
    monkeypatch.setattr("bot.pulse.STORING", timedelta(0))


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path, admin_ids=",".join(map(str, STAFF))) as running:
        yield running


@pytest.fixture
async def crowd(kenes: Village) -> Crowd:
    crowd = Crowd(kenes.sandbox.world, random.Random(5))  # noqa: S311 - seeded, so that it can be repeated
    await crowd.enter(kenes.db)
    return crowd


async def settled(kenes: Village) -> None:
    async with asyncio.timeout(60):
        assert kenes.stage.settle is not None
        await kenes.stage.settle()


async def health(app: App) -> int:
    async with (
        serving(make_web(app.db, app.pulse, app.metrics), "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/health") as answer,
    ):
        return answer.status


Trouble = Callable[[Database, str], Any]


@asynccontextmanager
async def locked(db: Database, url: str) -> AsyncIterator[None]:
    """Another program holds the file for longer than anybody waits."""
    await db.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=20"))
    other = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@asynccontextmanager
async def full(db: Database, _: str) -> AsyncIterator[None]:
    """The disk takes nothing any more."""

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill(connection: Connection, number: int) -> None:
        facts.set_fact(connection, f"filler {number} {'x' * 40}", "x")

    await db.write(limit)
    number = 0
    with suppress(sa.exc.OperationalError):
        while number := number + 1:
            await db.write(fill, number)
    try:
        yield
    finally:
        await db.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count=1000000"))


@asynccontextmanager
async def away(_: Database, url: str) -> AsyncIterator[None]:
    """The server throws everybody out and lets nobody in."""
    here = make_url(url)
    server = await asyncpg.connect(here.set(database="postgres").render_as_string(hide_password=False))
    try:
        await server.execute(f'ALTER DATABASE "{here.database}" ALLOW_CONNECTIONS false')
        await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", here.database)
        try:
            yield
        finally:
            await server.execute(f'ALTER DATABASE "{here.database}" ALLOW_CONNECTIONS true')
    finally:
        await server.close()


@pytest.mark.parametrize(
    ("engine_name", "trouble"),
    [("sqlite", locked), ("sqlite", full), ("postgresql", away)],
    ids=["locked", "full", "away"],
)
async def test_while_the_database_cannot_be_used_nothing_is_confirmed_and_nothing_lost(
    trouble: Trouble, kenes: Village, crowd: Crowd, database_url: str
) -> None:
    assert await health(kenes.app) == 200
    calls = kenes.sandbox.world.calls.methods
    for _ in range(2):
        crowd.act(30)
        await asyncio.sleep(0)
        async with trouble(kenes.db, database_url):
            crowd.act(10)
            asked = calls["getUpdates"]
            await until(lambda asked=asked: calls["getUpdates"] >= asked + 3)  # type: ignore[misc]
            assert kenes.sandbox.world.updates.pending >= 10
            assert await health(kenes.app) == 503
        await settled(kenes)
        await until(lambda: kenes.app.pulse.storing_since is None)
        assert await health(kenes.app) == 200
    await crowd.must_have_got_what_they_pressed(kenes.db)


@on_postgresql
async def test_connections_that_are_cut_again_and_again_lose_nothing(
    kenes: Village, crowd: Crowd, database_url: str
) -> None:
    here = make_url(database_url)
    server = await asyncpg.connect(here.set(database="postgres").render_as_string(hide_password=False))
    try:
        for _ in range(25):
            crowd.act(6)
            await server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", here.database
            )
            await asyncio.sleep(0.02)
    finally:
        await server.close()
    await settled(kenes)
    await crowd.must_have_got_what_they_pressed(kenes.db)


FAULTS: list[dict[str, Any]] = [
    {"seed": 1, "rate_429": 0.1, "rate_500": 0.2, "rate_502": 0.1, "rate_cut_before": 0.1, "rate_cut_after": 0.1},
    {"seed": 2, "rate_500": 0.5, "delay": [0.0, 0.02]},
    {"seed": 3, "rate_cut_after": 0.4, "rate_502": 0.2, "rate_late_duplicate": 0.5},
]


@pytest.mark.parametrize("faults", FAULTS, ids=lambda faults: f"seed {faults['seed']}")
async def test_while_telegram_is_in_trouble_each_press_has_its_effect_once_and_its_screen_is_shown(
    faults: dict[str, Any], kenes: Village, crowd: Crowd
) -> None:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    for middleware in kenes.app.bot.session.middleware:
        if isinstance(middleware, telegram_module.TryAgain):
            middleware._sleep = at_once
    methods = ["sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates"]
    await kenes.stage.faults(**{"methods": methods, **faults})
    crowd.act(60)
    await settled(kenes)
    await kenes.stage.faults()
    await settled(kenes)
    await crowd.must_have_got_what_they_pressed(kenes.db)
    shown = [
        code
        for event in kenes.sandbox.world.events.after(0)
        if event["kind"] in {"message", "edit"} and event["chat"] in STAFF
        for code in re.findall(r"start[= ]i([\w-]+)", str(event))
    ]
    assert len(set(shown)) == crowd.invites.total()


# Two processes on one database


@asynccontextmanager
async def two_bots(url: str, folder: Path, sandbox: Sandbox) -> AsyncIterator[list[App]]:
    """Two bots as two processes behind a webhook would be."""
    async with AsyncExitStack() as stack:
        apps = []
        for _ in range(2):
            db = open_database(url)
            stack.push_async_callback(db.close)
            await prepare(db, NOON)
            app = make_app(settings_for(url, folder, sandbox.url), db)
            running = asyncio.create_task(app.receiving.run())
            stack.push_async_callback(app.bot.session.close)
            stack.push_async_callback(die, running)
            stack.push_async_callback(app.receiving.stop, 5)
            apps.append(app)
        yield apps


@on_postgresql
async def test_one_persons_presses_are_handled_in_order_whichever_process_took_them(
    database_url: str, tmp_path: Path
) -> None:
    async with Sandbox() as sandbox, two_bots(database_url, tmp_path, sandbox) as apps:
        aigul = sandbox.world.chats.add_person({"id": 1001, "first_name": "А"})
        aigul.started = True
        await register(apps[0].db, aigul.id)
        pressed = [LANGUAGES[number % 3] for number in range(24)]
        for number, language in enumerate(pressed):
            data = ChooseLanguage(language=language, then="settings").pack()
            await apps[number % 2].receiving.keep([arrived(press(number + 1, aigul.id, data))])
        async with asyncio.timeout(60):
            await asyncio.gather(*(app.receiving.idle() for app in apps))
        seen = [
            message.body["text"] for message in sandbox.world.chats.chat(aigul.id).messages.values() if message.from_bot
        ]
        words = dict(zip(pressed[:3], seen[:3], strict=True))
        assert len(set(words.values())) == 3
        assert seen == [words[language] for language in pressed]


def slow_count(connection: Connection) -> None:
    counted = int(facts.fact(connection, "counted") or 0)
    connection.exec_driver_sql("SELECT pg_sleep(0.01)")
    facts.set_fact(connection, "counted", str(counted + 1))


Write = Callable[[App, Context], Callable[[Callable[[Connection], None]], Awaitable[None]]]


@on_postgresql
@pytest.mark.parametrize(
    ("write", "loses"),
    [(lambda app, ctx: ctx.write, False), (lambda app, ctx: app.db.write, True)],
    ids=["with the lock", "without it"],
)
async def test_two_processes_do_not_commit_one_persons_presses_at_the_same_time(
    write: Write, loses: bool, database_url: str, tmp_path: Path
) -> None:
    async with Sandbox() as sandbox, two_bots(database_url, tmp_path, sandbox) as apps:
        await register(apps[0].db, 1001)
        await apps[0].db.write(facts.set_fact, "counted", "0")
        writes = []
        for app in apps * 5:
            actor = await meet(app.shared, 1001, NOON)
            writes.append(write(app, Context(app.shared, actor, NOON, source="")))
        await asyncio.gather(*(one(slow_count) for one in writes))
        counted = int(await apps[0].db.read(facts.fact, "counted") or 0)
        assert (counted < 10) if loses else (counted == 10)
