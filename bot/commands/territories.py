"""`python -m bot territories load FILE`."""

import argparse
import asyncio
from pathlib import Path

from bot.commands.common import Subcommands, now, parser_for, ready, say
from bot.settings import Settings, load_settings
from bot.trouble import Trouble

EXAMPLES = """  python -m bot territories load seed/territories.csv     the pilot okrugs again
  python -m bot territories load kato.csv                 the whole country, from the state classifier
  python -m bot territories people people.csv             how many live there, by sex and age"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "territories",
        "Load territories from a CSV file: ours (see seed/territories.csv) or the KATO classifier's. "
        "All rows are loaded or, when one is wrong, none; loading again changes nothing; nobody loses their okrug.",
        EXAMPLES,
    )
    verbs = parser.add_subparsers(title="what to do", metavar="load|people", required=True)
    load = verbs.add_parser("load", help="load a file", description="Load territories from a CSV file.")
    load.add_argument("file", type=Path, metavar="FILE", help="the CSV file, in UTF-8")
    load.set_defaults(command=command)
    people = verbs.add_parser(
        "people",
        help="load how many live there, by sex and age",
        description="Load a CSV file with the columns territory, sex (f, m or empty), age (0-17, 18-24, 25-34, 35-44, "
        "45-54, 55-64, 65+ or empty) and population. Surveys that close from then on are weighted by it.",
    )
    people.add_argument("file", type=Path, metavar="FILE", help="the CSV file, in UTF-8")
    people.set_defaults(command=load_people)


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


def load_people(args: argparse.Namespace) -> int:
    """Load how many live where."""
    asyncio.run(_load_people(load_settings(), args.file, args.file.read_bytes()))
    return 0


async def _load_people(settings: Settings, file: Path, data: bytes) -> None:
    from domain.statistics.population import parse
    from storage import populations

    async with ready(settings) as database:
        found = parse(data, await database.read(populations.known))
        if found.wrong:
            raise Trouble(f"Nothing was loaded from {file}:\n" + "\n".join(one.in_words() for one in found.wrong[:20]))
        done = await database.write(populations.replace, found.territories)
    say(f"The population of {done} territories, {sum(one.total for one in found.territories.values())} people.")
