"""`python -m bot backup [FILE]`."""

import argparse
import asyncio
from pathlib import Path

from bot.commands.common import Subcommands, must_exist, now, opened, parser_for, say
from bot.settings import Settings, load_settings
from bot.trouble import Trouble

EXAMPLES = """  python -m bot backup                       in DATA_DIR/backups, deleted after BACKUP_KEEP_DAYS days
  python -m bot backup /media/usb/kenes.zip  in a file of your choice, which you delete in time yourself"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "backup",
        "Save the whole database and its files as one zip. The bot may go on running. The secret key and the list of "
        "erasures, secret.key and erasures.txt in DATA_DIR, are not in it: keep copies of them somewhere else.",
        EXAMPLES,
    )
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="where to; an existing file is not overwritten"
    )
    parser.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    asyncio.run(_back_up(load_settings(), args.file))
    return 0


async def _back_up(settings: Settings, target: Path | None) -> None:
    from domain.keys import Key
    from storage import backup

    must_exist(settings)
    made_at = now()
    target = target or settings.data_dir / "backups" / backup.dated_name(made_at)
    try:
        async with opened(settings) as database:
            manifest = await backup.back_up(database, target, settings.data_dir / "files", Key(settings.key()), made_at)
    except backup.BadBackup as error:
        raise Trouble(str(error)) from error
    rows = sum(manifest.tables.values())
    say(f"Saved {rows} rows of {len(manifest.tables)} tables and {manifest.files} files to {target}.")
