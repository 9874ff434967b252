"""One sender at a time, and answers to people before all that is sent unasked."""

import asyncio
import time
from pathlib import Path

import asyncpg
import pytest

from bot.alone import sqlite_to_itself
from bot.sending import leading
from bot.sending.leading import lead
from bot.trouble import Trouble
from domain.outbox import NoticeState
from sandbox.server import Sandbox
from storage import alone
from storage.database import Database
from storage.outbox import fanout, notices
from tests import crowd
from tests.bot.sending.kit import Watch, eventually, make_sender, sending
from tests.cast import NOON, settings_for, village
from tests.sending_process import bot, kill

PEOPLE = 300


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_second_bot_on_a_sqlite_file_refuses_to_run(database_url: str, tmp_path: Path) -> None:
    path = settings_for(database_url, tmp_path, "http://127.0.0.1:1").sqlite_path
    assert path is not None
    with sqlite_to_itself(path), pytest.raises(Trouble, match="Another bot is running"), sqlite_to_itself(path):
        raise AssertionError("two bots run")


async def test_a_sender_that_was_overtaken_sends_nothing_more(database: Database) -> None:
    await database.write(crowd.settle, PEOPLE)
    await crowd.add(database, crowd.notice())
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, PEOPLE)
        api, watch = f"{sandbox.url}/bot{sandbox.token}", Watch()
        first, second = make_sender(database, api, watch, rate=300), make_sender(database, api, watch)
        await database.write(fanout.begin_due, NOON)
        while await database.write(fanout.next_chunk):
            pass
        running = asyncio.create_task(first.run())
        await eventually(lambda: sandbox.world.calls.methods["sendMessage"] >= 20)
        async with sending(second):
            (ended,) = await asyncio.gather(running, return_exceptions=True)
            assert type(ended).__name__ == "NotLeading"
            await eventually(lambda: all(crowd.got(sandbox, crowd.numbers(PEOPLE))))
        await first.delivering.courier.close()
        twins = sum(len(messages) - 1 for messages in crowd.got(sandbox, crowd.numbers(PEOPLE)))
        assert twins <= first.most_ahead * 2


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_of_two_processes_one_sends_and_the_other_takes_over_when_it_is_killed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.write(crowd.settle, PEOPLE)
    (number,) = await crowd.add(database, crowd.notice())
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, PEOPLE)

        def got() -> list[list[str]]:
            return crowd.got(sandbox, crowd.numbers(PEOPLE))

        with bot(database_url, tmp_path, sandbox.url, send_per_second=100) as first:
            await eventually(lambda: any(got()), 60)
            with bot(database_url, tmp_path, sandbox.url, send_per_second=100):
                await eventually(lambda: sum(map(len, got())) >= 100, 60)
                assert all(len(messages) <= 1 for messages in got())
                kill(first)
                killed = time.monotonic()
                while (await database.read(notices.notice, number)).state is not NoticeState.DONE:  # type: ignore[union-attr]
                    assert time.monotonic() < killed + 30
        assert all(got())
        assert sum(len(messages) - 1 for messages in got()) <= 30


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_who_loses_the_lock_stops_and_another_leads(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(leading, "TRY_AGAIN_SECONDS", 5.0)
    settings = settings_for(database_url, tmp_path, "http://127.0.0.1:1")
    log: list[str] = []

    async def work(name: str) -> None:
        log.append(f"{name} leads")
        try:
            await asyncio.Event().wait()
        finally:
            log.append(f"{name} stops")

    first = asyncio.create_task(lead(settings, lambda: work("first")))
    await eventually(lambda: log == ["first leads"])

    async def second() -> None:
        async with alone.only_sender(database_url, pause=0.01):
            log.append("second leads")

    waiting = asyncio.create_task(second())
    connection = await asyncpg.connect(database_url)
    assert "second leads" not in log
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = $1",
        alone.SENDING,
    )
    await connection.close()
    await waiting
    await eventually(lambda: len(log) == 3)
    assert sorted(log) == ["first leads", "first stops", "second leads"]
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


async def test_an_answer_to_a_press_is_never_behind_a_broadcast(empty_database_url: str, tmp_path: Path) -> None:
    """By the order in which things came to Telegram, at three messages a second for everyone together."""
    async with village(empty_database_url, tmp_path, send_per_second=3) as place:
        aigul = await place.aigul()
        await aigul.opens("")
        await place.db.write(crowd.settle, 100, after=100)
        crowd.arrive(place.sandbox, 100, after=100)
        place.app.sender.delivering.contents.kinds = crowd.KINDS
        await crowd.add(place.db, crowd.notice())
        calls = place.sandbox.world.calls.methods
        began = calls["sendMessage"]
        await eventually(lambda: calls["sendMessage"] >= began + 2)
        before = calls["sendMessage"]
        await aigul.says("/help")
        # Only what had its turn in the same moment may have come in between.
        assert calls["sendMessage"] - before <= 3
