"""`python -m bot invite ROLE`."""

import argparse
import asyncio
import secrets
from datetime import timedelta

from bot.commands.common import Subcommands, now, parser_for, ready, say
from bot.settings import Settings, load_settings
from bot.trouble import Trouble
from domain.roles import TERRITORIAL, Area, Offer, Position, Role
from domain.territories import Place

EXAMPLES = """  python -m bot invite administrator
  python -m bot invite akim --territory 355243000
  python -m bot invite committee --territory 355243000 --area social --position leader --days 3"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "invite",
        "Make a link that gives a role to whoever opens it first. It works once and only for some days.",
        EXAMPLES,
    )
    parser.add_argument("role", choices=[role.value for role in Role], metavar="ROLE", help=", ".join(Role))
    parser.add_argument("--territory", metavar="CODE", help="the territory it is for, by its KATO code")
    parser.add_argument("--area", choices=[area.value for area in Area], help="of a committee member")
    parser.add_argument("--position", choices=[position.value for position in Position], help="of a committee member")
    parser.add_argument("--days", type=int, metavar="N", help="how long the link is good (INVITE_DAYS)")
    parser.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    settings = load_settings()
    offer = _offer(args)
    days = settings.invite_days if args.days is None else args.days
    if not 1 <= days <= 365:
        raise Trouble("--days must be from 1 to 365.")
    asyncio.run(_invite(settings, offer, timedelta(days=days)))
    return 0


def _offer(args: argparse.Namespace) -> Offer:
    role = Role(args.role)
    if role in TERRITORIAL and args.territory is None:
        raise Trouble(f"The role {role} is held over a territory: add --territory CODE.")
    if role is not Role.COMMITTEE and (args.area or args.position):
        raise Trouble("--area and --position are for the role committee only.")
    return Offer(
        role,
        # The path is looked up when the invite is made.
        place=args.territory and Place(args.territory, ""),
        area=args.area and Area(args.area),
        position=args.position and Position(args.position),
    )


async def _invite(settings: Settings, offer: Offer, good_for: timedelta) -> None:
    from actions.context import Shared
    from actions.roles import invite_from_command_line
    from domain.keys import Key
    from domain.links import Link, LinkKind, link_url
    from domain.refusals import Refused
    from storage.erasures import Erasures

    key = Key(settings.key())
    async with ready(settings) as database:
        shared = Shared(database, key, settings.time_zone, Erasures(settings.data_dir, key))
        try:
            made = await invite_from_command_line(shared, offer, f"cli:{secrets.token_hex(16)}", now(), good_for)
        except Refused:
            code = offer.place and offer.place.code
            raise Trouble(f"There is no territory with the code {code}.") from None
    where = "" if made.territory is None else f" of {made.territory.names.in_('en')}"
    until = made.expires_at.astimezone(settings.time_zone)
    say(f"An invite to be {offer.role}{where}, good once, until {until:%Y-%m-%d %H:%M}:")
    link = Link(LinkKind.INVITE, made.code)
    if made.bot_username is not None:
        say(link_url(made.bot_username, link))
        return
    say(f"  /start {link.payload}")
    say("The bot has not run yet and does not know its own name: whoever takes the role sends it that line.")
