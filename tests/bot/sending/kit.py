"""A sender over a sandbox, in a world where time passes as fast as a test wants it to."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from actions.context import Shared
from bot.kinds import NoticeKind
from bot.metrics import Metrics
from bot.sending.contents import Contents
from bot.sending.courier import Courier
from bot.sending.delivering import Delivering
from bot.sending.digests import Digests
from bot.sending.pace import Pace
from bot.sending.sender import Sender
from domain.keys import Key
from domain.outbox import NewNotice, Notice, NoticeState
from jobs import outbox
from sandbox.server import Sandbox
from storage.database import Connection, Database
from storage.erasures import Erasures
from storage.outbox import notices
from storage.tables.outbox import deliveries
from tests import crowd
from tests.cast import NOON

ZONE = ZoneInfo("Asia/Almaty")


@dataclass(slots=True)
class Watch:
    """Time from noon on, `speed` times as fast as outside; `moved` is by how much somebody set the clock."""

    speed: float = 1.0
    moved: timedelta = timedelta(0)
    began: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        """Seconds that never go back."""
        return (time.monotonic() - self.began) * self.speed

    def now(self) -> datetime:
        """What the clock on the wall says."""
        return NOON + timedelta(seconds=self.seconds()) + self.moved

    def unix(self) -> float:
        """The time of the sandbox."""
        return NOON.timestamp() + self.seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait that long by this watch."""
        await asyncio.sleep(seconds / self.speed)


@dataclass(slots=True)
class Post:
    """A sender, the clock that brings it work, and the Telegram it speaks to."""

    db: Database
    sandbox: Sandbox
    sender: Sender
    shared: Shared
    watch: Watch

    async def say(self, *new: NewNotice) -> list[int]:
        """Add notices; their numbers."""
        return await crowd.add(self.db, *new)

    async def tick(self) -> None:
        """What the clock does every second."""
        await outbox.tick(self.shared, self.watch.now, self.sender.wake)

    async def notice(self, number: int) -> Notice:
        """A notice as it stands."""
        found = await self.db.read(notices.notice, number)
        assert found is not None
        return found

    async def done(self, *numbers: int, seconds: float = 20) -> None:
        """Return when these notices are through."""
        await self.until(*numbers, states=(NoticeState.DONE,), seconds=seconds)

    async def until(self, *numbers: int, states: tuple[NoticeState, ...], seconds: float = 20) -> None:
        """Return when these notices have come to one of these states, the clock ticking."""
        end = time.monotonic() + seconds
        while not all([(await self.notice(number)).state in states for number in numbers]):
            assert time.monotonic() < end, [await self.notice(number) for number in numbers]
            await self.tick()

    async def settled(self, seconds: float = 20) -> None:
        """Return when no delivery waits or is in hand."""
        end = time.monotonic() + seconds
        while await self.db.read(count, deliveries.c.state.in_(["queued", "sending"])):
            assert time.monotonic() < end, await self.db.read(rows)
            await self.tick()

    async def states(self) -> dict[int, str]:
        """The state of each delivery by its person."""
        return {row.person_id: row.state for row in await self.db.read(rows)}

    def sent(self) -> int:
        """How many messages Telegram was asked to send."""
        return self.sandbox.world.calls.methods["sendMessage"]

    def got(self, count_of: int) -> list[list[str]]:
        """What each of the crowd has."""
        return crowd.got(self.sandbox, crowd.numbers(count_of))


def rows(connection: Connection) -> list[sa.Row[Any]]:
    """Every delivery, in order."""
    return list(connection.execute(sa.select(deliveries).order_by(deliveries.c.id)))


def count(connection: Connection, *which: sa.ColumnElement[bool]) -> int:
    """How many deliveries are so."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(deliveries).where(*which)).scalar_one())


def make_sender(
    db: Database,
    api: str,
    watch: Watch,
    *,
    rate: float = 5000,
    kinds: Mapping[str, NoticeKind] = crowd.KINDS,
    courier: Courier | None = None,
    **changes: Any,
) -> Sender:
    """A sender that does not run yet."""
    contents = Contents(db, kinds, watch.now)
    pace = Pace(rate, chat_seconds=0, clock=watch.seconds, sleep=watch.sleep)
    made = Delivering(
        courier=courier or Courier(api, 200),
        pace=pace,
        contents=contents,
        digests=Digests(db, contents, watch.now),
        metrics=Metrics(),
        zone=ZONE,
        clock=watch.now,
        sleep=watch.sleep,
        dice=random.Random(1),  # noqa: S311 (repeatable, not secret)
    )
    return Sender(db, made, ZONE, watch.now, sleep=watch.sleep, **changes)


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[Sender]:
    """Let a sender run until the block ends."""
    running = asyncio.create_task(sender.run())
    try:
        yield sender
        assert not running.done() or running.exception() is None, running.exception()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await sender.delivering.courier.close()


@asynccontextmanager
async def post_office(
    db: Database, people: int, *, speed: float = 1.0, run: bool = True, **changes: Any
) -> AsyncIterator[Post]:
    """A sender over a sandbox in which so many people live who may be written to at any hour."""
    watch = Watch(speed)
    await db.write(crowd.settle, people)
    async with Sandbox(clock=watch.unix, sleep=watch.sleep) as sandbox:
        crowd.arrive(sandbox, people)
        sender = make_sender(db, f"{sandbox.url}/bot{sandbox.token}", watch, **changes)
        key = Key(b"a key for the tests, nothing else")
        shared = Shared(db, key, ZONE, Erasures(Path(), key))
        post = Post(db, sandbox, sender, shared, watch)
        if not run:
            yield post
            await sender.delivering.courier.close()
            return
        async with sending(sender):
            yield post


async def eventually(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Return when it has become so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not become so"
        await asyncio.sleep(0.002)
