"""The command line of the story."""

import argparse
import asyncio
import sys

from sandbox.history import tell


def main() -> int:
    """Tell everything; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.history", description="Tell the story in a sandbox.")
    parser.add_argument("address", metavar="ADDRESS", help="of a sandbox in which a bot runs: http://127.0.0.1:8081")
    return 0 if asyncio.run(tell(parser.parse_args().address)) else 1


if __name__ == "__main__":
    sys.exit(main())
