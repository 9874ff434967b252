"""`python -m bot territories load FILE`."""

import argparse
import asyncio
from pathlib import Path

from bot.commands.common import Subcommands, now, parser_for, ready, say
from bot.settings import Settings, load_settings
from bot.trouble import Trouble

EXAMPLES = """  python -m bot territories load seed/territories.csv     the pilot okrugs again
  python -m bot territories load kato.csv                 the whole country, from the state classifier"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "territories",
        "Load territories from a CSV file: ours (see seed/territories.csv) or the KATO classifier's. "
        "All rows are loaded or, when one is wrong, none; loading again changes nothing; nobody loses their okrug.",
        EXAMPLES,
    )
    verbs = parser.add_subparsers(title="what to do", metavar="load", required=True)
    load = verbs.add_parser("load", help="load a file", description="Load territories from a CSV file.")
    load.add_argument("file", type=Path, metavar="FILE", help="the CSV file, in UTF-8")
    load.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    asyncio.run(_load(load_settings(), args.file))
    return 0


async def _load(settings: Settings, file: Path) -> None:
    from domain.editions import BadFile
    from storage import territories
    from storage.territory_files import read_file

    try:
        edition = read_file(file)
        async with ready(settings) as database:
            done = await database.write(territories.load, edition, now())
    except BadFile as error:
        raise Trouble(f"Nothing was loaded from {file}:\n{error}") from error
    say(
        f"{done.rows} rows: {done.added} added, {done.changed} changed, {done.retired} retired, "
        f"{done.spellings} new spellings."
    )
