"""Whom an audience's rules find, on both engines."""

from datetime import timedelta

import sqlalchemy as sa

from domain.audiences import Audience, Rule, RuleKind, territory
from domain.languages import Localized
from storage import audiences
from storage.database import Connection, Database
from storage.tables.outbox import interests
from storage.tables.people import accounts, people
from storage.tables.roles import grants
from storage.tables.territories import territories
from tests.cast import NOON
from tests.crowd import ELSEWHERE, OBLAST, OKRUG, settle

VILLAGE = "355243100"
# Of ten people in the okrug: 1 to 4 name their village, 5 reads Russian, 6 lives in the other okrug.
VILLAGERS, RUSSIAN, NEIGHBOUR = range(1, 5), 5, 6
EVERYBODY = set(range(1, 11))
T, V, L = RuleKind.TERRITORY, RuleKind.VILLAGE, RuleKind.LANGUAGE


def ten(connection: Connection) -> None:
    settle(connection, 10)
    connection.execute(
        territories.insert().values(
            code=VILLAGE,
            parent_code=OKRUG,
            level="settlement",
            kind="",
            names=Localized(kk="v"),
            path=f"{OBLAST}/{OKRUG}/{VILLAGE}/",
            source="test",
        )
    )
    for numbers, values in (
        (VILLAGERS, {"village_code": VILLAGE}),
        ([RUSSIAN], {"language": "ru"}),
        ([NEIGHBOUR], {"okrug_code": ELSEWHERE}),
    ):
        connection.execute(people.update().where(people.c.id.in_(list(numbers))).values(values))


async def found(db: Database, *rules: Rule) -> set[int]:
    """The numbers of those whom the rules find; the count agrees."""

    def look(connection: Connection) -> set[int]:
        audience = Audience(rules)
        numbers = set(connection.execute(sa.select(people.c.id).where(audiences.condition(audience))).scalars())
        assert audiences.size(connection, audience) == len(numbers)
        return numbers

    return await db.read(look)


async def test_a_territory_covers_what_lies_below_it_and_nothing_beside_it(database: Database) -> None:
    await database.write(ten)
    assert await found(database, Rule(T, OBLAST)) == EVERYBODY
    assert await found(database, Rule(T, OKRUG)) == EVERYBODY - {NEIGHBOUR}
    assert await found(database, Rule(T, ELSEWHERE)) == {NEIGHBOUR}


async def test_rules_of_one_kind_widen_and_of_two_kinds_narrow(database: Database) -> None:
    await database.write(ten)
    assert await found(database, Rule(T, ELSEWHERE), Rule(T, OKRUG)) == EVERYBODY
    assert await found(database, Rule(V, VILLAGE)) == set(VILLAGERS)
    assert await found(database, Rule(L, "ru")) == {RUSSIAN}
    assert await found(database, Rule(V, VILLAGE), Rule(L, "ru")) == set()
    assert await found(database, Rule(L, "kk"), Rule(L, "ru"), Rule(T, ELSEWHERE)) == {NEIGHBOUR}


async def test_whoever_has_named_no_village_is_not_taken_out_with_one(database: Database) -> None:
    await database.write(ten)
    assert await found(database, Rule(T, OBLAST), Rule(V, VILLAGE, excludes=True)) == EVERYBODY - set(VILLAGERS)


async def test_excluding_takes_out_of_what_is_included_only(database: Database) -> None:
    await database.write(ten)
    assert await found(database, Rule(T, ELSEWHERE, excludes=True)) == set()
    assert await found(database) == set()
    both = Rule(T, OKRUG), Rule(T, OKRUG, excludes=True)
    assert await found(database, *both) == set()


async def test_a_group_is_nobody_by_itself_and_takes_nobody_out(database: Database) -> None:
    await database.write(ten)
    assert await found(database, Rule(RuleKind.GROUP, "1")) == set()
    assert await found(database, Rule(T, OBLAST), Rule(RuleKind.GROUP, "1", excludes=True)) == EVERYBODY


async def test_an_interest_is_what_a_person_has_named(database: Database) -> None:
    await database.write(ten)

    def interested(connection: Connection) -> None:
        connection.execute(interests.insert(), [{"person_id": 1, "area": "roads"}, {"person_id": 2, "area": "water"}])

    await database.write(interested)
    assert await found(database, Rule(RuleKind.INTEREST, "roads")) == {1}
    assert await found(database, Rule(T, OBLAST), Rule(RuleKind.INTEREST, "roads", excludes=True)) == EVERYBODY - {1}


async def test_a_role_counts_while_it_is_in_force_and_in_its_area(database: Database) -> None:
    await database.write(ten)

    def give(connection: Connection) -> None:
        past = NOON - timedelta(days=400)
        for person, role, area, ends in (
            (1, "committee", "water", {}),
            (2, "committee", "roads", {}),
            (3, "committee", "water", {"revoked_at": NOON}),
            (4, "committee", "water", {"until": past}),
            (5, "akim", None, {}),
        ):
            connection.execute(
                grants.insert().values(person_id=person, role=role, area=area, rights=[], since=past, **ends)
            )

    await database.write(give)
    assert await found(database, Rule(RuleKind.ROLE, "committee")) == {1, 2}
    assert await found(database, Rule(RuleKind.ROLE, "committee.water")) == {1}
    assert await found(database, Rule(RuleKind.ROLE, "committee.water"), Rule(RuleKind.ROLE, "akim")) == {1, 5}
    assert await found(database, Rule(RuleKind.ROLE, "akim"), Rule(T, ELSEWHERE)) == set()


async def test_only_who_is_registered_and_not_erased_is_found(database: Database) -> None:
    await database.write(ten)

    def change(connection: Connection) -> None:
        connection.execute(people.update().where(people.c.id == 1).values(registered_at=None))
        connection.execute(people.update().where(people.c.id == 2).values(erased_at=NOON))
        connection.execute(accounts.update().where(accounts.c.person_id == 3).values(blocked_at=NOON))

    await database.write(change)
    assert await found(database, Rule(T, OBLAST)) == EVERYBODY - {1, 2}
    assert await found(database, Rule(RuleKind.PERSON, "1"), Rule(RuleKind.PERSON, "3")) == {3}
    assert await database.read(audiences.reachable, territory(OBLAST)) == 7
