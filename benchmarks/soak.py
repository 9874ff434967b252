"""Broadcasts through kill -9 at random: who was left out, who was told twice. `make soak`, or with smaller numbers:

python -m benchmarks.soak PEOPLE KILLS [MANY]
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sandbox.server import Sandbox
from storage import migrate
from storage.database import Database, open_database
from tests import crowd
from tests.sending_process import bot, kill

RATE = 1000


@dataclass(slots=True)
class Outcome:
    """What a broadcast came to."""

    people: int
    kills: int
    seconds: float
    lost: int
    twins: int
    in_hand: int
    worst: int

    def line(self) -> str:
        """In one line."""
        each = self.twins / self.kills if self.kills else 0.0
        return (
            f"{self.people} people, {self.kills} kills, {self.seconds:.0f} s: {self.lost} lost, {self.twins} twins "
            f"({each:.1f} a kill), in hand at a kill {self.in_hand / max(1, self.kills):.0f} on average, "
            f"{self.worst} at most"
        )


async def broadcast(people: int, kills: int, seed: int) -> Outcome:
    """Send to so many at 1000 a second, with a bot that is killed so often at random moments."""
    dice = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kenes.db"
        url = f"sqlite:///{path}"
        db = open_database(url)
        await db.migrate(migrate.upgrade)
        await db.write(crowd.settle, people)
        (number,) = await crowd.add(db, crowd.notice())
        async with Sandbox(kept=200) as sandbox:
            crowd.arrive(sandbox, people)
            sandbox.world.faults.set({"methods": ["sendMessage"], "delay": [0.0, 0.1], "seed": seed})
            began = time.monotonic()
            in_hand = [
                await _killed(db, url, folder, sandbox, at, number)
                for at in sorted(dice.sample(range(1, people), kills))
            ]
            with bot(url, Path(folder), sandbox.url, send_per_second=RATE):
                await _until(lambda: _done(db, number))
            seconds = time.monotonic() - began
            got = [len(messages) for messages in crowd.got(sandbox, crowd.numbers(people))]
        await db.close()
    twins = sum(count - 1 for count in got if count)
    return Outcome(people, kills, seconds, got.count(0), twins, sum(in_hand), max(in_hand, default=0))


async def _killed(db: Database, url: str, folder: str, sandbox: Sandbox, at: int, number: int) -> int:
    """Let a bot run until so many messages came, kill it, and say how many it had in hand."""
    with bot(url, Path(folder), sandbox.url, send_per_second=RATE) as process:

        async def there() -> bool:
            return sandbox.world.calls.methods["sendMessage"] >= at or await _done(db, number)

        await _until(there)
        kill(process)
    return await db.read(lambda c: int(c.exec_driver_sql(_IN_HAND).scalar_one()))


_IN_HAND = "SELECT count(*) FROM deliveries WHERE state = 'sending'"


async def _until(so: Callable[[], Awaitable[bool]]) -> None:
    while not await so():  # noqa: ASYNC110 (another process is watched)
        await asyncio.sleep(0.002)


async def _done(db: Database, number: int) -> bool:
    state = await db.read(lambda c: c.exec_driver_sql("SELECT state FROM notices WHERE id = ?", (number,)).scalar())
    return bool(state == "done")


def main(people: int = 10_000, kills: int = 30, many: int = 100_000) -> None:
    """Print what came of it."""
    print(f"SQLite {sqlite3.sqlite_version}, 1000 a second, 0 to 100 ms there and back")
    print(asyncio.run(broadcast(people, kills, 1)).line(), flush=True)
    if many:
        print(asyncio.run(broadcast(many, 1, 2)).line(), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
