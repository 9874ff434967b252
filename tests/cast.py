"""The people of the tests, and a whole bot for them to talk to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App, make_app, running
from bot.prepare import prepare
from bot.settings import Settings
from sandbox.play import Person, Stage
from sandbox.server import Sandbox
from storage.database import Database, open_database

ZHARASPAI, IZENDI, PERVOMAISKIY = "355243000", "355253000", "636857000"
FARIDA = 1005
# Seconds: nobody waits here for what a village would wait a second for.
TICK = 0.1
NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def settings_for(url: str, folder: Path, api: str, **changes: Any) -> Settings:
    """The settings of a test's bot."""
    chosen: dict[str, Any] = {
        "bot_token": SecretStr("1000001:sandbox"),
        "bot_api_url": api,
        "database_url": url,
        "data_dir": folder,
        "admin_ids": str(FARIDA),
        "http_port": 0,
        "secret_key": SecretStr("a key for the tests, and for nothing else"),
        "presses_per_second": 1000,
        "press_burst": 1000,
        "send_chat_seconds": 0.05,
    }
    return Settings(**{**chosen, **changes})


@dataclass(slots=True)
class Village:
    """A running bot, its Telegram, and those who talk to it."""

    app: App
    sandbox: Sandbox
    stage: Stage

    @property
    def db(self) -> Database:
        """What the bot remembers."""
        return self.app.db

    async def aigul(self) -> Person:
        """A resident of Zharaspai."""
        return await self.stage.person("Айгүл", id=1001, language_code="kk")

    async def berik(self) -> Person:
        """Her neighbour."""
        return await self.stage.person("Берік", id=1002, language_code="kk")

    async def daniyar(self) -> Person:
        """Who becomes her akim."""
        return await self.stage.person("Данияр", id=1003, language_code="kk")

    async def elena(self) -> Person:
        """A resident elsewhere."""
        return await self.stage.person("Елена", id=1004, language_code="ru")

    async def farida(self) -> Person:
        """Staff of the project, administrator by the settings."""
        return await self.stage.person("Фарида", id=FARIDA, language_code="ru")

    async def john(self) -> Person:
        """A guest who reads English."""
        return await self.stage.person("John", id=1006, language_code="en")


@asynccontextmanager
async def village(url: str, folder: Path, **changes: Any) -> AsyncIterator[Village]:
    """A bot on the database at `url`, talking to a sandbox over HTTP; it is idle again after each act of a person."""
    db = open_database(url)
    try:
        await prepare(db, NOON)
        async with Sandbox() as sandbox:
            app = make_app(settings_for(url, folder, sandbox.url, **changes), db)
            async with running(app, tick=TICK), Stage(sandbox.url, settle=lambda: settled(app, sandbox)) as stage:
                yield Village(app, sandbox, stage)
    finally:
        await db.close()


async def settled(app: App, sandbox: Sandbox) -> None:
    """Return when every update was handed over, stored and handled."""
    while sandbox.world.updates.pending:  # noqa: ASYNC110 (the sandbox is another program: it is only looked at)
        await asyncio.sleep(0.001)
    await app.receiving.idle()


async def registered(person: Person, language: str = "Қазақша", agree: str = "✅ Келісемін, әрі қарай") -> Person:
    """Have a person register in Zharaspai by its link: three taps."""
    await person.opens(f"t{ZHARASPAI}")
    await person.presses(language)
    await person.presses(agree)
    return person
