"""The message in which an author watches: a bar while it goes, the report at its end, never in anybody's way."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.context import Shared
from bot.sending.courier import Call
from bot.sending.pace import Pace
from bot.sending.progress import Progress
from domain.keys import Key
from domain.outbox import Bad, Lost, NoticeState, Outcome, Sent
from storage.database import Connection, Database
from storage.erasures import Erasures
from storage.outbox import notices
from storage.tables.announcements import progress_messages
from storage.tables.outbox import notices as table
from tests import crowd
from tests.cast import NOON

ZONE = ZoneInfo("Asia/Almaty")


@dataclass
class Telegram:
    """Takes every edit, or answers as it is told."""

    edits: list[Call]
    outcome: Outcome = Sent((1,))  # noqa: RUF009 (it is never changed)

    async def carry(self, call: Call) -> Outcome:
        self.edits.append(call)
        return self.outcome


@dataclass
class Watched:
    """A notice that somebody watches, and a moment."""

    db: Database
    number: int
    telegram: Telegram
    progress: Progress
    now: list[timedelta]

    async def goes(self, state: NoticeState, sent: int) -> None:
        """Have so many been sent two seconds later, and look."""

        def change(connection: Connection) -> None:
            values = {"state": state.value, "total": 1000, "sent": sent}
            connection.execute(table.update().where(table.c.id == self.number).values(values))

        await self.db.write(change)
        self.now[0] += timedelta(seconds=2)
        await self.progress.look()

    def text(self) -> str:
        return str(self.telegram.edits[-1].parameters["text"])


@pytest.fixture
async def watched(database: Database) -> Watched:
    await database.write(crowd.settle, 1)
    (number,) = await crowd.add(database, crowd.notice())

    def watch(connection: Connection) -> None:
        connection.execute(progress_messages.insert().values(notice_id=number, person_id=1, message_id=7))

    await database.write(watch)
    now, telegram, key = [timedelta(0)], Telegram([]), Key(b"a key for the tests, nothing else")
    pace = Pace(30, clock=lambda: now[0].total_seconds())
    shared = Shared(database, key, ZONE, Erasures(Path(), key))
    made = Progress(shared, telegram, pace, lambda: NOON + now[0])  # type: ignore[arg-type]
    return Watched(database, number, telegram, made, now)


async def test_it_tells_how_far_how_fast_and_how_long_still(watched: Watched) -> None:
    await watched.goes(NoticeState.WAITING, 0)
    assert watched.telegram.edits == []
    await watched.goes(NoticeState.SENDING, 0)
    await watched.goes(NoticeState.SENDING, 200)
    assert [call.parameters["message_id"] for call in watched.telegram.edits] == [7, 7]
    assert "20 %" in watched.text()
    assert "100" in watched.text()
    before = len(watched.telegram.edits)
    await watched.goes(NoticeState.PAUSED, 200)
    await watched.goes(NoticeState.PAUSED, 200)
    assert len(watched.telegram.edits) == before + 1


async def test_the_end_is_shown_once_and_the_message_left_alone(watched: Watched) -> None:
    await watched.goes(NoticeState.SENDING, 200)
    await watched.goes(NoticeState.DONE, 1000)
    before = len(watched.telegram.edits)
    await watched.goes(NoticeState.DONE, 1000)
    assert len(watched.telegram.edits) == before


async def test_an_end_that_was_not_shown_is_shown_at_the_next_look(watched: Watched) -> None:
    watched.telegram.outcome = Lost("cut")
    await watched.goes(NoticeState.DONE, 1000)
    watched.telegram.outcome = Sent((1,))
    await watched.goes(NoticeState.DONE, 1000)
    await watched.goes(NoticeState.DONE, 1000)
    assert len(watched.telegram.edits) == 2


async def test_a_message_that_is_not_there_any_more_is_not_looked_for_again(watched: Watched) -> None:
    watched.telegram.outcome = Bad("Bad Request: message to edit not found")
    await watched.goes(NoticeState.SENDING, 200)
    await watched.goes(NoticeState.SENDING, 300)
    assert len(watched.telegram.edits) == 1


async def test_what_is_sent_unasked_waits_for_it(watched: Watched) -> None:
    before = watched.progress.pace._next
    await watched.goes(NoticeState.SENDING, 200)
    assert watched.progress.pace._next > before
    assert await watched.db.read(notices.notice, watched.number)
