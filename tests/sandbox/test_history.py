"""The story that `bot sandbox --history` begins with, told to the real bot."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands.sandbox import CAST
from sandbox import history
from sandbox.history import announcements, cast, competition, meetings, registering
from sandbox.play import Stage
from sandbox.server import Sandbox
from storage.competitions import all_calls, count_reminded
from storage.tables.announcements import announcement_parts
from tests.cast import Village, village


async def let_in(kenes: Village) -> None:
    """Let in whom the command lets in."""
    for person in CAST:
        kenes.sandbox.world.chats.add_person(dict(person))


class Clock:
    """The bot's clock, which a story puts forward instead of waiting."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def until(self, moment: datetime) -> None:
        self.ahead = max(self.ahead, moment - datetime.now(UTC))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("bot.app.utc_now", made.now)
    return made


async def test_the_whole_story_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    async with village(f"sqlite:///{tmp_path}/kenes.db", tmp_path) as kenes:
        await let_in(kenes)
        told = await history.tell(kenes.sandbox.url, until=clock.until)
        lines = capsys.readouterr().out.splitlines()
        assert told, "\n".join(lines[-30:])
        assert lines == [f"  {chapter.__doc__}" for chapter in history.CHAPTERS]
        assert not kenes.sandbox.world.calls.errors

        farida = await kenes.stage.meet(cast.FARIDA)
        await farida.says("/roles")
        roles = [label for [label, *_] in farida.buttons[:-1]]
        assert [role.rpartition(": ")[2] for role in roles] == ["Данияр", "Айгүл", "Ержан"]
        everybody = [one for one in kenes.sandbox.world.chats.people.values() if not one.blocked]
        assert all(person.started for person in everybody)
        for person in everybody:
            somebody = await kenes.stage.meet(person.id)
            await somebody.says("/menu")
            assert somebody.find_deed("go1:settings")[0] == somebody.last
        await announcements_came_of_it(kenes)
        await meetings_came_of_it(kenes)
        await the_competition_came_of_it(kenes)


async def announcements_came_of_it(kenes: Village) -> None:
    daniyar = await kenes.stage.meet(cast.DANIYAR)
    await daniyar.says("/announce")
    await daniyar.chooses("anns1")
    assert sum("Құрметті ауылдастар" in row[0] for row in daniyar.buttons) == 1
    texts = await kenes.db.read(lambda c: [row.text for row in c.execute(sa.select(announcement_parts))])
    assert texts == [announcements.WATER_KK, announcements.WATER_RU, announcements.VACCINATION_KK]


async def meetings_came_of_it(kenes: Village) -> None:
    daniyar, aigul, farida = [await kenes.stage.meet(n) for n in (cast.DANIYAR, cast.AIGUL, cast.FARIDA)]
    await aigul.says("/meetings")
    await aigul.presses(meetings.HELD)
    assert "Құбыр ауыстыру" in aigul.sees
    assert "Смета жасату" in aigul.sees
    await meetings.opens(daniyar, meetings.HELD)
    await daniyar.chooses("matt1")
    # Aigul, Berik (who told that he is a man when a survey asked) and 23 at the door; of them at least 15 women.
    assert re.findall(r"\d+", daniyar.sees) == ["25", "2", "1", "1", "0", "14", "9", "15"]
    await meetings.opens(daniyar, meetings.TO_COME_KK)
    assert "SWOT" in daniyar.sees
    await farida.says("/menu")
    await farida.chooses("go1:register")
    figures = [int(number) for number in re.findall(r": (\d+)", farida.sees)]
    # Ninety planning meetings, nine events besides, and the round table of today.
    assert figures[0] == 90 + 9 + 1
    assert "300" in farida.sees
    await farida.says("/menu")
    await farida.chooses("go1:clock")
    assert meetings.TO_COME_RU in farida.sees, farida.sees


async def the_competition_came_of_it(kenes: Village) -> None:
    berik, elena = await kenes.stage.meet(cast.BERIK), await kenes.stage.meet(cast.ELENA)
    for person, title, terms in ((berik, 0, "Шағын бизнес"), (elena, 1, "Участвуют малый бизнес")):
        await person.says("/competition")
        assert competition.TITLES[title] in person.sees
        assert terms in person.sees
        plain = person.sees.replace("\N{NO-BREAK SPACE}", " ")
        for term in ("12 000 000", "500 000", "1 200 000", "10–20 %"):
            assert term in plain
    calls = await kenes.db.read(all_calls)
    assert [(call.fund, call.history) for call in calls] == [(12_000_000, False), (12_000_000, True)]
    aigul = await kenes.db.read(lambda connection: count_reminded(connection, calls[0].id))
    assert aigul == 1


async def test_a_chapter_that_cannot_be_told_is_named_and_ends_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    async def goes_wrong(stage: Stage) -> None:
        """Somebody who is not here does something."""
        await stage.meet(5)

    async with Sandbox() as sandbox:
        assert not await history.tell(sandbox.url, [goes_wrong, *registering.CHAPTERS])
    assert capsys.readouterr().out.splitlines() == [
        "  could not be told: Somebody who is not here does something.",
        "Nobody here has the id 5.",
    ]


def test_the_command_says_so_with_its_exit_code() -> None:
    command = [sys.executable, "-m", "sandbox.history", "http://127.0.0.1:9"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own module
    assert done.returncode == 1
    assert "could not be told: Aigul, Berik and Daniyar register" in done.stdout
