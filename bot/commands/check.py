"""`python -m bot check`."""

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot.commands.common import Subcommands, must_exist, opened, parser_for, say
from bot.settings import Settings, SettingsError, load_settings
from bot.trouble import Trouble

ROOT = Path(__file__).parent.parent.parent
TRANSLATED = ("kk", "ru")
TOKEN_SECONDS = 10

EXAMPLES = """  python -m bot check && sudo systemctl restart kenes"""

Item = Callable[[Settings], Awaitable[str]]


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "check",
        "Look whether the bot can run: settings, folder, database, territories, texts, token, webhook. "
        "Changes nothing. Ends with 0 when all is well, else with 1.",
        EXAMPLES,
    )
    parser.set_defaults(command=command)


def command(_args: argparse.Namespace) -> int:
    """Run it."""
    try:
        settings = load_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            _tell(False, "settings", line)
        return 1
    _tell(True, "settings", "each of them can be used")
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> int:
    fine = True
    async for good, name, text in _items(settings):
        _tell(good, name, text)
        fine = fine and good
    return 0 if fine else 1


async def _items(settings: Settings) -> AsyncIterator[tuple[bool, str, str]]:
    items: tuple[tuple[str, Item], ...] = (
        ("folder", _folder),
        ("database", _database),
        ("territories", _territories),
        ("texts", _texts),
        ("token", _token),
        ("webhook", _webhook),
    )
    for name, item in items:
        try:
            yield True, name, await item(settings)
        except Trouble as error:
            yield False, name, str(error)


def _tell(good: bool, name: str, text: str) -> None:
    say(f"{'ok' if good else '✗ '}  {name:<12} {text}")


async def _folder(settings: Settings) -> str:
    folder = settings.data_dir.absolute()
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise Trouble(f"{nearest} cannot be written to: give it to the user of the bot, or set DATA_DIR.")
    return str(folder)


async def _database(settings: Settings) -> str:
    from storage import migrate

    if settings.sqlite_path is not None and not settings.sqlite_path.exists():
        return f"{settings.sqlite_path} is not there yet: the first `run` makes it"
    async with opened(settings) as database:
        revision = await database.read(migrate.revision)
    if revision is None:
        return "empty: the first `run` makes it ready"
    if revision != migrate.newest():
        raise Trouble(f"revision {revision} is older than this code: `run` or `migrate` brings it up.")
    return f"revision {revision}"


async def _territories(settings: Settings) -> str:
    from domain.territories import Level
    from storage import migrate, territories

    try:
        must_exist(settings)
    except Trouble:
        return "not looked at: there is no database"
    try:
        async with opened(settings) as database:
            if await database.read(migrate.revision) != migrate.newest():
                return "not looked at: the database is not ready"
            counts = await database.read(territories.count)
    except Trouble:
        return "not looked at: the database cannot be used"
    if not counts[Level.OKRUG]:
        raise Trouble("there is no okrug: load a file with `territories load`.")
    return f"{counts[Level.OKRUG]} okrugs"


async def _texts(_settings: Settings) -> str:
    for language in TRANSLATED:
        source = ROOT / "texts" / "locales" / language / "LC_MESSAGES" / "kenes.po"
        made = source.with_suffix(".mo")
        if not made.exists() or (source.exists() and made.stat().st_mtime < source.stat().st_mtime):
            name = source.relative_to(ROOT)
            raise Trouble(f"{name} is not compiled: `make run` or `python -m tools.texts compile {name}` does it.")
    return f"{', '.join(TRANSLATED)} and en"


async def _token(settings: Settings) -> str:
    if settings.bot_token is None:
        return "none: `run` starts the sandbox"
    where = urlsplit(settings.bot_api_url).netloc
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TOKEN_SECONDS)) as session,
            session.get(f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}/getMe") as answer,
        ):
            said = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        raise Trouble(f"{where} does not answer: look at the network and at BOT_API_URL.") from None
    if not isinstance(said, dict) or not said.get("ok"):
        raise Trouble(f"{where} does not know this token: copy it again from BotFather.")
    return f"@{said['result'].get('username', '?')}"


async def _webhook(settings: Settings) -> str:
    if settings.webhook_url is None:
        return "none: the bot asks for updates itself"
    if settings.webhook_secret is None:
        raise Trouble("WEBHOOK_URL is set, WEBHOOK_SECRET is not: `run --webhook` needs both.")
    return f"{settings.webhook_url}, to be led to {settings.http_host}:{settings.http_port}"
