"""`python -m bot poster CODE`."""

import argparse
import asyncio
from pathlib import Path

from bot.commands.common import Subcommands, parser_for, ready, say, with_texts
from bot.settings import Settings, load_settings
from bot.trouble import Trouble
from domain.territories import PosterOf
from storage.database import Connection

EXAMPLES = """  python -m bot poster 355243000                      writes poster-355243000.pdf
  python -m bot poster 355243000 --output wall.pdf"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "poster",
        "Make the poster of an okrug: a page to print, with the QR code that leads its residents into the bot.",
        EXAMPLES,
    )
    parser.add_argument("code", metavar="CODE", help="the okrug, by its KATO code")
    parser.add_argument("--output", type=Path, metavar="FILE", help="the PDF to write (poster-CODE.pdf)")
    parser.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    settings = load_settings()
    target = args.output or Path(f"poster-{args.code}.pdf")
    target.write_bytes(asyncio.run(_poster(settings, args.code)))
    say(f"Wrote {target}.")
    return 0


async def _poster(settings: Settings, code: str) -> bytes:
    from reports.poster import poster
    from screens import posters

    async with ready(settings) as database:
        what = await database.read(_look_up, code)
    with with_texts():
        return poster(what.okrug.names, what.link, posters.on_paper())


def _look_up(connection: Connection, code: str) -> PosterOf:
    from domain.links import Link, LinkKind, link_url
    from storage import facts, territories

    okrug = territories.territory(connection, code)
    if okrug is None or not okrug.can_be_home:
        raise Trouble(f"There is no okrug with the code {code}.")
    username = facts.fact(connection, facts.BOT_USERNAME)
    if username is None:
        raise Trouble("The bot does not know its own name yet, which the link needs: start it once with `run`.")
    return PosterOf(okrug, link_url(username, Link(LinkKind.TERRITORY, code)))
