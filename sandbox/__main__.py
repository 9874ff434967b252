"""`python -m sandbox`: the server on its own."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from sandbox.server import Sandbox
from sandbox.world import KEPT, TOKEN

LAST_PORT = 65535


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="port on loopback, 0 for a free one (8081)")
    parser.add_argument("--token", default=TOKEN, help=f"the token that the bot uses ({TOKEN})")
    parser.add_argument("--people", type=Path, help="JSON list of people to begin with, as in POST /api/people")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input is closed")
    parser.add_argument("--keep", type=int, default=KEPT, help=f"messages remembered in a chat ({KEPT})")
    args = parser.parse_args()
    if not 0 <= args.port <= LAST_PORT:
        sys.exit(f"--port must be from 0 to {LAST_PORT}.")
    return args


async def serve(args: argparse.Namespace) -> None:
    """Run until interrupted."""
    sandbox = Sandbox(port=args.port, token=args.token, kept=args.keep)
    if args.people is not None:
        for person in json.loads(args.people.read_text(encoding="utf-8")):
            sandbox.world.chats.add_person(person)
    async with sandbox:
        sys.stdout.write(f"Sandbox: {sandbox.url}/  (BOT_API_URL={sandbox.url} BOT_TOKEN={args.token})\n")
        sys.stdout.flush()
        await (input_closed() if args.with_parent else asyncio.Event().wait())


async def input_closed() -> None:
    """Return when whoever holds the other end of standard input is gone, however they went."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


def main() -> None:
    """Run the sandbox."""
    try:
        asyncio.run(serve(arguments()))
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    except OSError as error:
        sys.exit(f"The sandbox cannot listen: {error}")


if __name__ == "__main__":
    main()
