"""The command line: `python -m bot COMMAND`."""

import argparse
import asyncio
import sys

from bot.commands import backup, check, export, invite, migrate, poster, restore, run, sandbox, territories
from bot.settings import SettingsError
from bot.trouble import Trouble

COMMANDS = (run, sandbox, check, migrate, territories, poster, export, invite, backup, restore)
STOPPED = 130


def make_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Kenes (кеңес, council): a Telegram bot in which rural okrugs plan together.",
        epilog="Each command explains itself: python -m bot run --help. Settings are described in .env.example.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when it was done, 1 when it could not be, with a sentence that says why."""
    args = make_parser().parse_args(arguments)
    try:
        return int(args.command(args))
    except (SettingsError, Trouble) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    except (KeyboardInterrupt, asyncio.CancelledError):
        return STOPPED


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
