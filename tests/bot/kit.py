"""What the tests of receiving share: a time that passes when told to, raw presses, a running `Receiving`."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.metrics import Metrics
from bot.pacing import Bucket
from bot.pulse import Pulse
from bot.receiving import HOLD_AGAIN_SECONDS, Handler, Receiving
from bot.updates import arrived
from storage.database import Connection, Database
from storage.inbox import Arrived
from storage.tables.inbox import inbox
from tests.cast import NOON


class Time:
    """A clock that passes when somebody sleeps; the look at what is held comes only when a test asks for it."""

    def __init__(self) -> None:
        self.moment = NOON
        self.slept: list[float] = []
        self._look = asyncio.Event()

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        if seconds == HOLD_AGAIN_SECONDS:
            await self._look.wait()
            self._look.clear()
            return
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def look(self) -> None:
        """Have what is held looked at now."""
        self._look.set()


def press(number: int, person: int, data: str = "go1:menu", message: int = 1) -> dict[str, Any]:
    """A raw press of a button under a message that is too old to be shown."""
    chat = {"id": person, "type": "private", "first_name": "Somebody"}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": {"id": person, "is_bot": False, "first_name": "Somebody"},
            "message": {"chat": chat, "message_id": message, "date": 0},
            "chat_instance": "1",
            "data": data,
        },
    }


def presses(*pairs: tuple[int, int]) -> list[Arrived]:
    """Arrived presses by their number and person."""
    return [arrived(press(number, person)) for number, person in pairs]


async def nothing(*_: object) -> None:
    """Do nothing."""


def make_receiving(db: Database, handle: Handler, clock: Time, **changes: Any) -> Receiving:
    """A `Receiving` that does not run yet."""
    made: dict[str, Any] = {
        "new_bucket": lambda: Bucket(1000, 1000, clock.seconds),
        "on_flood": nothing,
        "pulse": Pulse(),
        "metrics": Metrics(),
        "sleep": clock.sleep,
        **changes,
    }
    return Receiving(db=db, handle=handle, clock=clock.now, **made)


@asynccontextmanager
async def run_of(receiving: Receiving, patience: float = 5) -> AsyncIterator[Receiving]:
    """Let it run until the block ends, then stop it as the bot does."""
    running = asyncio.create_task(receiving.run())
    try:
        yield receiving
        await receiving.stop(patience)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def receiving_with(db: Database, handle: Handler, clock: Time, **changes: Any) -> AsyncIterator[Receiving]:
    """A running `Receiving` over `db`."""
    async with run_of(make_receiving(db, handle, clock, **changes)) as receiving:
        yield receiving


async def die(*tasks: "asyncio.Task[Any]") -> None:
    """End tasks at once, wherever they are: what a kill looks like from inside one process."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def rows(db: Database) -> list[sa.Row[Any]]:
    """What the inbox holds, in order."""

    def look(connection: Connection) -> list[sa.Row[Any]]:
        return list(connection.execute(sa.select(inbox).order_by(inbox.c.seq)))

    return await db.read(look)


async def states(db: Database) -> dict[int, str]:
    """The state of each update by its number."""
    return {row.update_id: row.state for row in await rows(db)}


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Return when it has become so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not become so")
        await asyncio.sleep(0.002)
