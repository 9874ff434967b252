"""`python -m bot run`."""

import argparse
import asyncio

from bot.commands import sandbox
from bot.commands.common import Subcommands, now, opened, parser_for, say, with_texts
from bot.settings import Settings, load_settings
from bot.trouble import Trouble

EXAMPLES = """  python -m bot run              asks Telegram for updates: works behind any router
  python -m bot run --webhook    Telegram calls WEBHOOK_URL: for several processes on PostgreSQL"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "run",
        "Start the bot on Telegram; without BOT_TOKEN, start the sandbox, where everything can be tried at once. "
        "A new database is made ready first.",
        EXAMPLES,
    )
    parser.add_argument("--webhook", action="store_true", help="needs WEBHOOK_URL and WEBHOOK_SECRET")
    parser.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    settings = load_settings()
    if settings.bot_token is None:
        if args.webhook:
            raise Trouble("A webhook needs BOT_TOKEN: set it in .env, or leave --webhook away to see the sandbox.")
        say("There is no BOT_TOKEN, so this is the sandbox: Telegram on this machine. Nothing leaves it.")
        return sandbox.start(settings, port=settings.sandbox_port)
    if args.webhook and (settings.webhook_url is None or settings.webhook_secret is None):
        raise Trouble("--webhook needs WEBHOOK_URL and WEBHOOK_SECRET: see .env.example.")
    from bot import logs

    logs.set_up(settings)
    asyncio.run(serve(settings, webhook=args.webhook))
    return 0


async def serve(settings: Settings, *, webhook: bool) -> None:
    """Prepare the database and run the bot on it until it is told to stop."""
    from bot.alone import running
    from bot.prepare import prepare

    async with running(settings, polling=not webhook):
        async with opened(settings) as database:
            await prepare(database, now())
        from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

        from bot.app import run

        try:
            with with_texts():
                await run(settings, webhook=webhook)
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise Trouble("Telegram does not know BOT_TOKEN: copy it again from BotFather.") from None
