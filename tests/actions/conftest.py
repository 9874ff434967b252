"""People made directly in the database, and a clock that stands still: for actions, without Telegram."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions.context import Context, Shared
from bot.prepare import CATEGORIES, SEED
from domain.keys import Key
from domain.languages import Language
from domain.people import Actor
from domain.roles import Area, Grant, Offer, Position, Right, Role
from domain.territories import Place
from storage import people, roles, territories, territory_files
from storage.database import Connection, Database
from storage.erasures import Erasures
from storage.issues import categories
from storage.tables.roles import grants

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
KARAGANDY, NURA, ZHARASPAI, IZENDI = "350000000", "355200000", "355243000", "355253000"
EAST, PERVOMAISKIY = "630000000", "636857000"
ZHARASPAI_VILLAGE = "355243100"


@dataclass(slots=True)
class Council:
    """A database with the ten pilot territories, and people who come into it by a line of code."""

    shared: Shared
    now: datetime = NOW
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    @property
    def db(self) -> Database:
        """What is remembered."""
        return self.shared.db

    def later(self, by: timedelta) -> "Council":
        """The same council, after that time."""
        return replace(self, now=self.now + by)

    async def stranger(self) -> Actor:
        """Somebody whom nobody has met."""
        return Actor(0, next(self.numbers))

    async def person(self, home: str | None = ZHARASPAI, language: Language = "kk") -> Actor:
        """A resident of `home`; without one they agreed and went no further."""
        telegram_id = next(self.numbers)

        def come(connection: Connection) -> None:
            person_id = people.create(connection, telegram_id, self.now)
            people.set_language(connection, person_id, language)
            people.agree(connection, person_id, self.now)
            if home is not None:
                assert people.settle(connection, person_id, home, self.now)

        await self.db.write(come)
        return await self.met(telegram_id)

    async def with_role(self, role: Role, where: str | None = None, home: str = ZHARASPAI, **details: Any) -> Actor:
        """A resident who holds a role over `where`, everywhere without it."""
        actor = await self.person(home)
        await self.give(actor, role, where, **details)
        return await self.again(actor)

    async def give(
        self,
        actor: Actor,
        role: Role,
        where: str | None = None,
        *,
        area: Area | None = None,
        position: Position | None = None,
        rights: frozenset[Right] = frozenset(),
        until: datetime | None = None,
    ) -> int:
        """Let a person hold a role; the number of the grant."""
        place = None if where is None else Place(where, "")

        def gift(connection: Connection) -> int:
            grant_id = roles.give(connection, actor.id, Offer(role, place, area, position, rights), None, self.now)
            connection.execute(grants.update().where(grants.c.id == grant_id).values(until=until))
            return grant_id

        return await self.db.write(gift)

    async def met(self, telegram_id: int) -> Actor:
        """The person with this Telegram id as they are now."""
        found = await self.db.read(people.actor_of_telegram, telegram_id, self.now)
        assert found is not None
        return found

    async def again(self, actor: Actor) -> Actor:
        """The same person as they are now, with the roles that are in force now."""
        found = await self.db.read(people.actor, actor.id, self.now)
        assert found is not None
        return found

    def ctx(self, actor: Actor, source: str | None = None) -> Context:
        """One act of a person; each has a source of its own unless one is named."""
        return Context(self.shared, actor, self.now, source=source or f"test:{next(self.numbers)}")


@pytest.fixture
async def council(database: Database, tmp_path: Path) -> Council:
    """A council to which nobody has come yet."""
    await database.write(territories.load, territory_files.read_file(SEED), NOW)
    await database.write(categories.load, categories.read_seed(CATEGORIES))
    key = Key(b"a key for the tests, nothing else")
    return Council(Shared(database, key, ZoneInfo("Asia/Almaty"), Erasures(tmp_path / "data", key)))


def grant_of(actor: Actor, role: Role) -> Grant:
    """The one grant by which a person holds a role."""
    (found,) = (grant for grant in actor.grants if grant.role is role)
    return found
