"""Sending: our whole sender beside a bare aiogram loop, the share of Telegram's pace that is used, and fan-out."""

import asyncio
import gc
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks._telegram import bare_telegram
from benchmarks._virtual import run_virtually
from bot.metrics import Metrics
from bot.sending.contents import Contents
from bot.sending.courier import Call, Courier
from bot.sending.delivering import Delivering
from bot.sending.digests import Digests
from bot.sending.pace import Pace
from bot.sending.sender import MOST_IN_FLIGHT, Sender
from bot.settings import Settings
from domain.outbox import Later, NoticeState, Outcome, Sent
from sandbox.errors import ApiError
from sandbox.pace import Pace as Telegram
from storage import migrate
from storage.database import Connection, Database, open_database
from storage.outbox import fanout, notices, recording
from storage.tables.people import facts
from tests import crowd
from tests.cast import NOON

ZONE = ZoneInfo("Asia/Almaty")
ROUNDS, MESSAGES, AT_ONCE = 5, 3000, 100
MANY = 100_000
HONEST = 20_000
# Milliseconds to Telegram and back, as somewhere between Almaty and Amsterdam.
LATENCY, JITTER = 0.080, 0.040


@dataclass(frozen=True, slots=True)
class Cost:
    """Messages a second, and microseconds of CPU for each."""

    speed: float
    cpu: float


@asynccontextmanager
async def people(count: int) -> AsyncIterator[Database]:
    """A SQLite database in which so many people live."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{Path(folder)}/kenes.db")
        await db.migrate(migrate.upgrade)
        await db.write(crowd.settle, count)
        yield db
        await db.close()


def make_sender(db: Database, courier: Courier, pace: Pace, most: int = MOST_IN_FLIGHT) -> Sender:
    """The whole sender, at a noon that stands still."""
    contents = Contents(db, crowd.KINDS, lambda: NOON)
    digests = Digests(db, contents, lambda: NOON)
    made = Delivering(courier, pace, contents, digests, Metrics(), ZONE, lambda: NOON)
    return Sender(db, made, ZONE, lambda: NOON, most)


async def announce(db: Database, occurrence: str) -> int:
    """A notice to everyone, fanned out."""
    (number,) = await crowd.add(db, crowd.notice(occurrence))
    await db.write(fanout.begin_due, NOON)
    while await db.write(fanout.next_chunk):
        pass
    return number


async def send_all(sender: Sender, number: int, look_every: float = 0.05) -> None:
    """Send until the notice is through."""
    running = asyncio.create_task(sender.run())
    while True:
        await asyncio.sleep(look_every)
        found = await sender.db.read(notices.notice, number)
        if found is None or found.state is NoticeState.DONE or running.done():
            break
        if found.ended == found.total:
            await sender.db.write(recording.finish_through, NOON)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert found is not None
    assert found.sent == found.total


# Against a bare aiogram loop


async def _aiogram(address: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address), limit=AT_ONCE)
    bot = Bot("1:benchmark", session=session, default=DefaultBotProperties(parse_mode="HTML"))
    numbers = iter(range(MESSAGES))

    async def send() -> None:
        for number in numbers:
            await bot.send_message(crowd.telegram_id(number + 1), "hello v1", disable_notification=False)

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))
    await session.close()


async def _ours(db: Database, address: str, number: int) -> None:
    courier = Courier(f"{address}/bot1:benchmark", AT_ONCE)
    await send_all(make_sender(db, courier, Pace(1e9), AT_ONCE), number, 0.01)
    await courier.close()


async def _measured(work: Callable[[], object]) -> Cost:
    clock, cpu = time.perf_counter(), time.process_time()
    done = work()
    if asyncio.iscoroutine(done):
        await done
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    return Cost(MESSAGES / clock, cpu / MESSAGES * 1e6)


async def _beside_aiogram() -> list[str]:
    theirs, ours = [], []
    async with people(MESSAGES) as db:
        # As the running bot does.
        gc.collect()
        gc.freeze()
        with bare_telegram() as address:
            for round_ in range(ROUNDS + 1):
                number = await announce(db, f"round {round_}")
                pair = (
                    await _measured(lambda: _aiogram(address)),
                    await _measured(lambda number=number: _ours(db, address, number)),  # type: ignore[misc]
                )
                if round_:
                    theirs.append(pair[0])
                    ours.append(pair[1])
    ratio = median(o.speed / t.speed for o, t in zip(ours, theirs, strict=True))
    cpu = median(o.cpu / t.cpu for o, t in zip(ours, theirs, strict=True))
    return [
        f"{AT_ONCE} at a time to a server that takes everything, medians of {ROUNDS} rounds in turn:",
        f"  aiogram's send_message, nothing recorded      {_shown(theirs)}",
        f"  our sender: claim, look, show, send, record   {_shown(ours)}",
        f"  against each other                            {ratio:.2f} times as quick, {cpu:.2f} times the CPU",
    ]


def _shown(costs: list[Cost]) -> str:
    return f"{median(c.speed for c in costs):6.0f}/s, {median(c.cpu for c in costs):5.0f} us of CPU a message"


# Telegram's pace, in time that passes at once


class StrictTelegram:
    """Telegram's pace in this process, with a way there and back that is never equally long."""

    def __init__(self, window: str, rate: float) -> None:
        self.clock = asyncio.get_running_loop().time
        self.dice = random.Random(1)  # noqa: S311 (repeatable, not secret)
        self.pace = Telegram(self.clock)
        self.pace.set({"on": True, "window": window, "global_per_second": rate})
        self.taken = self.refused = 0
        self.last = 0.0

    async def carry(self, call: Call) -> Outcome:
        """Arrive after a while, and be taken or refused."""
        there = (LATENCY + self.dice.uniform(-JITTER, JITTER)) / 2
        await asyncio.sleep(there)
        try:
            self.pace.take(int(call.parameters["chat_id"]), False, 1)
        except ApiError as error:
            self.refused += 1
            return Later(float(error.retry_after or 1), "429", everyone=True)
        finally:
            await asyncio.sleep(there)
        self.taken, self.last = self.taken + 1, self.clock()
        return Sent((self.taken,))


async def _paced(window: str, allowed: float, rate: float, count: int) -> str:
    async with people(count) as db:
        number = await announce(db, "paced")
        telegram = StrictTelegram(window, allowed)
        began = telegram.clock()
        sender = make_sender(db, telegram, Pace(rate), MOST_IN_FLIGHT)  # type: ignore[arg-type]
        await send_all(sender, number, 5.0)
        share = telegram.taken / (telegram.last - began) / allowed
    return (
        f"  {window:7} allowed {allowed:4.0f}/s, sent at {rate:6.1f}/s: {share:6.1%} of what is allowed, "
        f"{telegram.refused} times 429"
    )


def _virtual_paces(count: int) -> list[str]:
    rates = (("bucket", 30, 29.9), ("bucket", 30, 28.5), ("rolling", 30, 29.0), ("rolling", 30, 28.5))
    given = Settings().send_per_second
    lines = [f"{count} people, {LATENCY * 1000:.0f} ± {JITTER * 1000:.0f} ms, in time that passes at once:"]
    for window, allowed, rate in (*rates, ("bucket", 30, given), ("rolling", 30, given)):
        lines.append(run_virtually(_paced(window, allowed, rate, count)))
    return lines


# The same in honest seconds, over HTTP, to the sandbox in a process of its own


async def _honest(window: str, rate: float, count: int) -> str:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._sandbox", window, "1000", str(count)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        address = server.stdout.readline().strip()
        async with people(count) as db:
            number = await announce(db, "honest")
            courier = Courier(f"{address}/bot1000001:sandbox", MOST_IN_FLIGHT)
            sender = make_sender(db, courier, Pace(rate))
            clock, cpu = time.perf_counter(), time.process_time()
            await send_all(sender, number)
            clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
            refused = sum(
                child.get()
                for labels, child in (
                    (key, value._value) for key, value in sender.delivering.metrics.calls._metrics.items()
                )
                if labels[1] == "later"
            )
            await courier.close()
    finally:
        server.kill()
        server.wait()
    return (
        f"  {window:7} allowed 1000/s, sent at {rate:6.1f}/s: {count / clock / 1000:6.1%} of what is allowed, "
        f"{refused:.0f} times 429, {cpu / count * 1e6:.0f} us of CPU a message"
    )


# Fan-out beside presses


async def _fan_out() -> str:
    async with people(MANY) as db:
        (number,) = await crowd.add(db, crowd.notice())
        await db.write(fanout.begin_due, NOON)

        def press(connection: Connection, value: int) -> None:
            connection.execute(facts.update().where(facts.c.name == "press").values(value=str(value)))

        await db.write(lambda c: c.execute(facts.insert().values(name="press", value="")))
        alone = []
        for value in range(100):
            began = time.perf_counter()
            await db.write(press, value)
            alone.append(time.perf_counter() - began)

        async def fan() -> float:
            began = time.perf_counter()
            while await db.write(fanout.next_chunk):
                pass
            return time.perf_counter() - began

        fanning, waits = asyncio.create_task(fan()), []
        while not fanning.done():
            began = time.perf_counter()
            await db.write(press, len(waits))
            waits.append(time.perf_counter() - began)
        found = await db.read(notices.notice, number)
        assert found is not None
        assert found.total == MANY
    return (
        f"fan-out to {MANY} people: {await fanning:.2f} s; a press that writes meanwhile waited {max(waits) * 1000:.0f} ms "
        f"at most and {median(waits) * 1000:.0f} ms in the middle (alone {median(alone) * 1000:.1f} ms)"
    )


def run(count: int = MANY, honest: int = HONEST) -> list[str]:
    """Measure; a line each."""
    return [
        *asyncio.run(_beside_aiogram()),
        *_virtual_paces(count),
        f"{honest} people in honest seconds, over HTTP to the sandbox with its strict pace:",
        asyncio.run(_honest("bucket", 999, honest)),
        asyncio.run(_honest("rolling", 960, honest)),
        asyncio.run(_fan_out()),
    ]


if __name__ == "__main__":
    print("\n".join(run()))
