"""`python -m bot migrate`."""

import argparse
import asyncio

from bot.commands.common import Subcommands, now, opened, parser_for, say
from bot.settings import Settings, load_settings

EXAMPLES = """  python -m bot migrate      bring the database of .env up to this version"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "migrate",
        "Bring the database up to this version of Kenes, and give a new one its territories. "
        "`run` does it by itself; use this before you start several processes. Safe to repeat.",
        EXAMPLES,
    )
    parser.set_defaults(command=command)


def command(_args: argparse.Namespace) -> int:
    """Run it."""
    asyncio.run(_migrate(load_settings()))
    return 0


async def _migrate(settings: Settings) -> None:
    from contextlib import nullcontext

    from bot.alone import sqlite_to_itself
    from bot.prepare import prepare
    from storage import migrate

    alone = nullcontext() if settings.sqlite_path is None else sqlite_to_itself(settings.sqlite_path)
    with alone:
        async with opened(settings) as database:
            before = await database.read(migrate.revision)
            await prepare(database, now())
    after = migrate.newest()
    say(
        f"The database is at revision {after}."
        if before == after
        else f"The database went from revision {before or 'none'} to {after}."
    )
