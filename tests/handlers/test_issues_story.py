"""The story of the field, as the sandbox tells it: Zharaspai gets its network, Izendi follows, each hears it once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from domain.issues.states import IssueState
from domain.roles import Offer, Role
from domain.territories import Place
from sandbox.history import issues as story
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.tables.issues import issues
from tests.cast import ZHARASPAI, Village, registered, village
from tests.handlers.conftest import refused_calls

NOW = datetime.now(UTC)
# Where it is about noon now: quiet hours are tested elsewhere.
ZONE = ZoneInfo(f"Etc/GMT{NOW.hour - 12:+d}")


class Clock:
    """The bot's clock, put forward instead of waiting."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("bot.app.utc_now", made.now)
    return made


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path, clock: Clock) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path, timezone=ZONE.key) as running:
        yield running


async def cast_of(kenes: Village) -> tuple[Person, Person, Person, Person]:
    aigul = await registered(await kenes.aigul())
    berik = await registered(await kenes.berik())
    daniyar = await registered(await kenes.daniyar())
    farida = await registered(await kenes.farida(), "Русский", "✅ Соглашаюсь, дальше")

    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, daniyar.id, datetime.now(UTC))
        assert found is not None
        roles.give(connection, found.id, Offer(Role.AKIM, Place(ZHARASPAI, "")), None, datetime.now(UTC))

    await kenes.db.write(give)
    return aigul, berik, daniyar, farida


async def met(kenes: Village, name: str) -> Person:
    everybody = kenes.sandbox.world.chats.people.values()
    return await kenes.stage.meet(next(one.id for one in everybody if one.user["first_name"] == name))


def heard(person: Person, words: str) -> int:
    """How many messages that nobody asked for at that moment hold these words."""
    return sum(words in one.get("text", "") for one in person.messages if one["from_bot"])


async def test_zharaspai_gets_its_network_and_everyone_who_joined_hears_it_once(kenes: Village, clock: Clock) -> None:
    aigul, berik, _daniyar, _farida = await cast_of(kenes)
    for chapter in story.CHAPTERS:
        await chapter(kenes.stage)
    found = await kenes.db.read(lambda c: c.execute(sa.select(issues).order_by(issues.c.id)).all())
    states = {(one.okrug_code, one.serial): (one.state, one.reached) for one in found}
    assert states == {
        (ZHARASPAI, 1): (IssueState.SOLVED.value, 560),
        (ZHARASPAI, 2): (IssueState.PLANNED.value, None),
        ("355253000", 1): (IssueState.PLANNED.value, None),
    }
    clock.ahead = timedelta(minutes=15)
    gulnar, timur = await met(kenes, "Гүлнар"), await met(kenes, "Тимур")
    for person, words in (
        (aigul, story.CONNECTED),
        (berik, story.CONNECTED),
        (gulnar, story.CONNECTED),
        (timur, story.CONNECTED_RU),
    ):
        await hears(person, words)
        assert heard(person, words) == 1, f"{person}:\n{await person.transcript()}"
    assert refused_calls(kenes) == []


async def hears(person: Person, words: str) -> None:
    """Wait until these words have come unasked."""
    for _ in range(40):
        await person.look()
        if heard(person, words):
            return
        await person.hears(wait=0.5)
    raise AssertionError(f"{person} never heard {words!r}:\n{await person.transcript()}")
