"""People who press without waiting, and what must have come of it in the end."""

import random
from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa

from domain.languages import Language
from domain.roles import Role
from domain.topics import Mode, Topic
from sandbox import acts
from sandbox.chats import Person
from sandbox.world import World
from screens.buttons import ChooseLanguage, ChooseTopic, MakeInvite
from storage import people
from storage.database import Connection, Database
from storage.tables.people import accounts, notification_choices
from storage.tables.people import people as people_table
from storage.tables.roles import audit, invites
from tests.bot.kit import states
from tests.cast import FARIDA, IZENDI, NOON, ZHARASPAI

STAFF = tuple(range(FARIDA, FARIDA + 4))
RESIDENTS = tuple(range(2001, 2007))
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")


async def register(db: Database, *telegram_ids: int) -> None:
    """Have them registered in Zharaspai, reading Russian."""

    def write(connection: Connection) -> None:
        for telegram_id in telegram_ids:
            person = people.create(connection, telegram_id, NOON)
            people.set_language(connection, person, "ru")
            people.agree(connection, person, NOON)
            people.settle(connection, person, ZHARASPAI, NOON)

    await db.write(write)


@dataclass
class Crowd:
    """Staff who give roles and residents who change their minds: each invite is one press, the last mind counts."""

    world: World
    chance: random.Random
    # By who gave and where.
    invites: Counter[tuple[int, str]] = field(default_factory=Counter)
    languages: dict[int, str] = field(default_factory=dict)
    modes: dict[int, str] = field(default_factory=dict)
    pressed: int = 0
    _people: dict[int, Person] = field(default_factory=dict)

    async def enter(self, db: Database) -> None:
        """Register everybody."""
        for number in (*STAFF, *RESIDENTS):
            about = {"id": number, "first_name": f"P{number}", "language_code": "ru"}
            self._people[number] = self.world.chats.add_person(about)
            self._people[number].started = True
        await register(db, *STAFF, *RESIDENTS)

    def press(self, person: int, message: int, data: str) -> None:
        """Press a button under a message that is too old to be shown."""
        acts.presses(self.world, self._people[person], None, message, data, force=True)
        self.pressed += 1

    def give_role(self) -> None:
        """Somebody of the staff gives a role, now and then pressing twice."""
        person, okrug = self.chance.choice(STAFF), self.chance.choice((ZHARASPAI, IZENDI))
        data = MakeInvite(role=Role.AKIM, area=None, position=None, code=okrug).pack()
        message = 10_000 + self.pressed
        for _ in range(self.chance.choice((1, 1, 1, 2))):
            self.press(person, message, data)
        self.invites[person, okrug] += 1

    def change_mind(self) -> None:
        """A resident chooses another language or another way to hear of meetings."""
        person = self.chance.choice(RESIDENTS)
        if self.chance.random() < 0.5:
            language = self.chance.choice([one for one in LANGUAGES if one != self.languages.get(person)])
            self.languages[person] = language
            self.press(person, 1, ChooseLanguage(language=language, then="settings").pack())
        else:
            mode = self.chance.choice([one for one in Mode if one.value != self.modes.get(person)])
            self.modes[person] = mode.value
            self.press(person, 1, ChooseTopic(topic=Topic.MEETINGS, mode=mode).pack())

    def act(self, times: int) -> None:
        """Do something, so many times."""
        for _ in range(times):
            self.chance.choice((self.give_role, self.change_mind))()

    async def must_have_got_what_they_pressed(self, db: Database) -> None:
        """Nothing is lost, nothing came twice, the order of each was kept."""
        found = await db.read(_outcome)
        assert found.invites == self.invites
        assert found.audited == {f"invite {number}": 1 for number in found.numbers}
        assert found.languages == {person: self.languages.get(person, "ru") for person in RESIDENTS}
        assert found.modes == self.modes
        assert set((await states(db)).values()) == {"done"}


@dataclass(frozen=True)
class Outcome:
    """What is in the database."""

    invites: Counter[tuple[int, str]]
    numbers: list[int]
    audited: dict[str, int]
    languages: dict[int, str]
    modes: dict[int, str]


def _outcome(connection: Connection) -> Outcome:
    made = connection.execute(
        sa.select(invites.c.id, accounts.c.telegram_id, invites.c.territory_code).join(
            accounts, accounts.c.person_id == invites.c.given_by
        )
    ).all()
    noted = connection.execute(sa.select(audit.c.subject_id, sa.func.count()).group_by(audit.c.subject_id)).all()
    who = sa.select(accounts.c.telegram_id, people_table.c.language).join(
        people_table, people_table.c.id == accounts.c.person_id
    )
    spoken = connection.execute(who.where(accounts.c.telegram_id.in_(RESIDENTS))).all()
    heard = connection.execute(
        sa.select(accounts.c.telegram_id, notification_choices.c.mode).join(
            accounts, accounts.c.person_id == notification_choices.c.person_id
        )
    ).all()
    return Outcome(
        Counter((row[1], row[2]) for row in made),
        [row[0] for row in made],
        {row[0]: row[1] for row in noted},
        {row[0]: row[1] for row in spoken},
        {row[0]: row[1] for row in heard},
    )
