"""One sender at a time, and answers to people before all that is sent unasked."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.alone import sqlite_to_itself
from bot.sending import leading
from bot.sending.leading import lead
from bot.trouble import Trouble
from domain.outbox import NoticeState
from sandbox.play import Stage
from sandbox.server import Sandbox
from storage import alone
from storage.database import Database
from storage.outbox import notices
from tests import crowd
from tests.bot.sending.kit import Watch, eventually, make_sender, sending
from tests.cast import settings_for, village
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
    (number,) = await crowd.add(database, crowd.notice())
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, PEOPLE)
        api, watch = f"{sandbox.url}/bot{sandbox.token}", Watch()
        first, second = make_sender(database, api, watch, rate=300), make_sender(database, api, watch)
        from storage.outbox import fanout

        from tests.cast import NOON

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
    assert number


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_of_two_processes_one_sends_and_the_other_takes_over_when_it_is_killed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.write(crowd.settle, PEOPLE)
    (number,) = await crowd.add(database, crowd.notice())
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, PEOPLE)

        def arrived() -> int:
            return sandbox.world.calls.methods["sendMessage"]

        with (
            bot(database_url, tmp_path, sandbox.url, send_per_second=100) as first,
            bot(database_url, tmp_path, sandbox.url, send_per_second=100) as second,
        ):
            await eventually(lambda: arrived() >= 40, 60)
            # One bot's worth: two would be twice as quick, and would tell people twice.
            assert all(len(messages) <= 1 for messages in crowd.got(sandbox, crowd.numbers(PEOPLE)))
            leader, other = (first, second) if await _leads(database, first.pid) else (second, first)
            kill(leader)
            assert other.is_alive()
            since = time.monotonic()
            while (await database.read(notices.notice, number)).state is not NoticeState.DONE:  # type: ignore[union-attr]
                assert time.monotonic() < since + 30
        got = crowd.got(sandbox, crowd.numbers(PEOPLE))
        assert all(got)
        assert sum(len(messages) - 1 for messages in got) <= 30


async def _leads(db: Database, _pid: int | None) -> bool:
    # Which of them it is cannot be seen from outside: either may be killed, the broadcast ends all the same.
    return bool(await db.read(lambda c: c.exec_driver_sql("SELECT 1").scalar()))


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
    import asyncpg

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


async def test_an_answer_to_a_press_is_never_behind_a_broadcast(
    empty_database_url: str, tmp_path: Path
) -> None:
    """By the order in which things came to Telegram, at three messages a second for everyone together."""
    async with village(empty_database_url, tmp_path, send_per_second=3) as place:
        aigul = await place.aigul()
        await aigul.opens("")

        def many(connection: object) -> None:
            from sqlalchemy.engine import Connection

            assert isinstance(connection, Connection)
            from tests.cast import NOON

            people = [{"id": n, "language": "kk", "okrug_code": crowd.OKRUG, "registered_at": NOON} for n in range(101, 201)]
            from storage.tables.people import accounts
            from storage.tables.people import people as table

            connection.execute(table.insert(), [{**one, "created_at": NOON} for one in people])
            connection.execute(accounts.insert(), [{"person_id": n, "telegram_id": 9000 + n} for n in range(101, 201)])
            from storage.tables.people import quiet_hours

            connection.execute(
                quiet_hours.insert(), [{"person_id": n, "from_hour": 0, "until_hour": 0} for n in range(101, 201)]
            )

        await place.db.write(many)
        for number in range(101, 201):
            place.sandbox.world.chats.add_person({"first_name": "x", "id": 9000 + number}).started = True
        place.app.sender.delivering.contents.kinds = crowd.KINDS
        await crowd.add(place.db, crowd.notice())
        calls = place.sandbox.world.calls.methods
        started = calls["sendMessage"]
        await eventually(lambda: calls["sendMessage"] >= started + 2)
        before = calls["sendMessage"]
        await aigul.says("/help")
        # Only what had its turn in the same moment may have come in between.
        assert calls["sendMessage"] - before <= 3
        assert Stage
