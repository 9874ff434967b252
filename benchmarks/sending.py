"""Sending: our whole sender beside a bare aiogram loop, the share of Telegram's pace that is used, and fan-out."""

import asyncio
import gc
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
MANY, FEWER = 100_000, 10_000
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


def make_sender(db: Database, courier: Courier, pace: Pace, most: int = MOST_IN_FLIGHT, day: int = 0) -> Sender:
    """The whole sender, at a noon that stands still; nobody is told more than three things on one day."""

    def noon() -> datetime:
        return NOON + timedelta(days=day)

    contents = Contents(db, crowd.KINDS, noon)
    made = Delivering(courier, pace, contents, Digests(db, contents, noon), Metrics(), ZONE, noon)
    return Sender(db, made, ZONE, noon, most)


async def announce(db: Database, occurrence: str) -> int:
    """A notice to everyone, fanned out."""
    (number,) = await crowd.add(db, crowd.notice(occurrence))
    await db.write(fanout.begin_due, NOON)
    while await db.write(fanout.next_chunk):
        pass
    return number


async def send_all(sender: Sender, number: int, look_every: float = 0.005) -> None:
    """Send until the notice is through."""
    before = await sender.db.read(notices.notice, number)
    assert before is not None
    sent = sender.delivering.metrics.calls.labels("sendMessage", "sent")
    running = asyncio.create_task(sender.run())
    # Looking into the database so often would be measured too.
    while next(one.value for metric in sent.collect() for one in metric.samples) < before.total:  # noqa: ASYNC110
        await asyncio.sleep(look_every)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await sender.db.write(recording.finish_through, NOON)
    after = await sender.db.read(notices.notice, number)
    assert after is not None
    assert after.state is NoticeState.DONE
    assert after.sent == after.total


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
    await send_all(make_sender(db, courier, Pace(1e9), AT_ONCE, number), number)
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
    given = Settings().send_per_second
    lines = [
        f"{count} people at 30/s, {LATENCY * 1000:.0f} ± {JITTER * 1000:.0f} ms there and back, in time that passes at "
        f"once (as many as there is patience for: python -m benchmarks.sending {MANY}):"
    ]
    for window, rate in (("bucket", 29.9), ("rolling", 29.0), ("bucket", given), ("rolling", given)):
        lines.append(run_virtually(_paced(window, 30, rate, count if rate != 29.0 else count // 10)))
    return lines


# The same in honest seconds, over HTTP, to the sandbox in a process of its own


@contextmanager
def _strict_sandbox(window: str, people: int) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks._sandbox", window, "1000", str(people)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own module)
    try:
        if server.stdout is None:
            raise RuntimeError("the sandbox says nothing")
        yield server.stdout.readline().strip()
    finally:
        server.kill()
        server.wait()


async def _honest(address: str, window: str, rate: float, count: int) -> str:
    async with people(count) as db:
        number = await announce(db, "honest")
        courier = Courier(f"{address}/bot1000001:sandbox", MOST_IN_FLIGHT)
        sender = make_sender(db, courier, Pace(rate))
        gc.collect()
        gc.freeze()
        clock, cpu = time.perf_counter(), time.process_time()
        await send_all(sender, number)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        later = sender.delivering.metrics.calls.labels("sendMessage", "later")
        await courier.close()
    refused = next(sample.value for metric in later.collect() for sample in metric.samples)
    return (
        f"  {window:7} allowed 1000/s, sent at {rate:6.1f}/s: {count / clock / 1000:6.1%} of what is allowed, "
        f"{refused:.0f} times 429, {cpu / count * 1e6:.0f} us of CPU a message"
    )


def _honest_seconds(count: int) -> list[str]:
    lines = [f"{count} people in honest seconds, over HTTP to the sandbox with its strict pace:"]
    for window, rate in (("bucket", 999.0), ("rolling", 960.0)):
        with _strict_sandbox(window, count) as address:
            lines.append(asyncio.run(_honest(address, window, rate, count)))
    return lines


# Fan-out beside presses


def _press(connection: Connection, value: int) -> None:
    connection.execute(facts.update().where(facts.c.name == "press").values(value=str(value)))


async def _pressed(db: Database, while_: Callable[[], bool]) -> list[float]:
    """Milliseconds that each of many presses, one after another, waited for its write."""
    waits: list[float] = []
    while while_():
        began = time.perf_counter()
        await db.write(_press, len(waits))
        waits.append((time.perf_counter() - began) * 1000)
    return waits


async def _fan_out() -> str:
    async with people(MANY) as db:
        (number,) = await crowd.add(db, crowd.notice())
        await db.write(fanout.begin_due, NOON)
        await db.write(lambda c: c.execute(facts.insert().values(name="press", value="")))
        left = iter(range(200))
        alone = await _pressed(db, lambda: next(left, None) is not None)

        async def fan() -> float:
            began = time.perf_counter()
            while await db.write(fanout.next_chunk):
                pass
            return time.perf_counter() - began

        fanning = asyncio.create_task(fan())
        waits = await _pressed(db, lambda: not fanning.done())
        found = await db.read(notices.notice, number)
        assert found is not None
        assert found.total == MANY
    return (
        f"fan-out to {MANY} people: {await fanning:.2f} s; a press that writes meanwhile waited {max(waits):.0f} ms at "
        f"most, {median(waits):.0f} ms in the middle (alone {median(alone):.1f} ms)"
    )


def run(count: int = FEWER) -> list[str]:
    """Measure; a line each."""
    return [
        *asyncio.run(_beside_aiogram()),
        asyncio.run(_fan_out()),
        *_honest_seconds(HONEST),
        *_virtual_paces(count),
    ]


if __name__ == "__main__":
    print("\n".join(run(*map(int, sys.argv[1:]))))
