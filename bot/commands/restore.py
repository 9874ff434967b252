"""`python -m bot restore FILE`."""

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

from bot.commands.common import Subcommands, now, opened, parser_for, say
from bot.settings import Settings, load_settings
from bot.trouble import Trouble

EXAMPLES = """  python -m bot restore data/backups/kenes-20261124-030000.zip
  DATABASE_URL=postgresql://kenes:password@localhost/kenes python -m bot restore kenes.zip
                                       the road from SQLite to PostgreSQL"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "restore",
        "Take a backup into an empty database, SQLite or PostgreSQL, whichever it came from: all of it or nothing. A "
        "database with people in it is never overwritten. Who deleted themselves after the backup is deleted again.",
        EXAMPLES,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--lost-key",
        action="store_true",
        help="go on although the secret key of the backup is lost: who deleted themselves since is NOT deleted again",
    )
    parser.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    asyncio.run(_restore(load_settings(), args.file, args.lost_key))
    return 0


async def _restore(settings: Settings, source: Path, lost_key: bool) -> None:
    from bot.alone import nobody_running
    from domain.keys import Key
    from storage import backup
    from storage.erasures import Erasures

    files = settings.data_dir / "files"
    try:
        # First all that can be wrong with it: who is refused finds no new key and no new database.
        manifest = backup.examine(source)
        known = settings.known_key()
        if not lost_key and (known is None or not backup.is_of(manifest, Key(known))):
            raise backup.OtherKey
        async with nobody_running(settings), opened(settings) as database:
            key = Key(settings.key())
            erasures = Erasures(settings.data_dir, key)
            done = await backup.restore(database, source, files, erasures, None if lost_key else key, now())
    except (backup.BadBackup, backup.NotEmpty) as error:
        raise Trouble(str(error)) from error
    except backup.OtherKey:
        raise Trouble(
            "The backup was made with another secret key, so who deleted themselves since would not be recognised. "
            f"Bring secret.key and erasures.txt of that time into {settings.data_dir} (or set SECRET_KEY); "
            "if the key is lost for good, add --lost-key."
        ) from None
    rows = sum(done.manifest.tables.values())
    made_at = datetime.fromisoformat(done.manifest.made_at).astimezone(settings.time_zone)
    say(f"Restored {rows} rows of {len(done.manifest.tables)} tables, saved {made_at:%Y-%m-%d %H:%M}.")
    say(f"Deleted again: {done.erased} people who had deleted themselves since.")
