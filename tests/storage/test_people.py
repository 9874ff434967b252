"""What is remembered of people, and that nothing of it stays when they leave."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.prepare import SEED
from domain.languages import Localized
from domain.people import Actor, AgeBand, Awaited, Profile, Sex
from domain.roles import Area, Offer, Position, Right, Role
from domain.territories import Place
from domain.topics import DEFAULT_QUIET, Mode, Quiet, Topic
from storage import people, roles, territories, territory_files
from storage.database import Database
from storage.tables import metadata
from storage.tables.base import Erasure
from storage.tables.base import person as person_column
from storage.tables.inbox import inbox
from storage.tables.people import accounts
from storage.tables.people import people as people_table
from storage.tables.roles import grants
from storage.tables.territories import territories as territory_table

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZHARASPAI, IZENDI, NURA, KARAGANDY, VILLAGE = "355243000", "355253000", "355200000", "350000000", "355243100"
ZHARASPAI_PATH = "/350000000/355200000/355243000/"
AIGUL, BERIK = 7_000_000_001, 7_000_000_002


@pytest.fixture
async def seeded(database: Database) -> Database:
    await database.write(territories.load, territory_files.read_file(SEED), NOW)
    return database


def resident(connection: Connection, telegram_id: int, okrug: str = ZHARASPAI) -> int:
    person_id = people.create(connection, telegram_id, NOW)
    people.set_language(connection, person_id, "kk")
    people.agree(connection, person_id, NOW)
    assert people.settle(connection, person_id, okrug, NOW)
    return person_id


# The one question of a press


async def test_one_statement_brings_the_person_what_is_awaited_and_every_role_in_force(seeded: Database) -> None:
    def fill(connection: Connection) -> int:
        person_id = resident(connection, AIGUL)
        place = Place(ZHARASPAI, "")
        people.await_text(connection, person_id, Awaited("where:set", 3, 44), NOW)
        seat = Offer(Role.COMMITTEE, place, Area.SOCIAL, Position.LEADER)
        roles.give(connection, person_id, seat, None, NOW)
        roles.give(connection, person_id, Offer(Role.STAFF, rights=frozenset({Right.URGENT})), None, NOW)
        over = roles.give(connection, person_id, Offer(Role.AKIM, place), None, NOW)
        connection.execute(grants.update().where(grants.c.id == over).values(until=NOW + HOUR))
        ended = roles.give(connection, person_id, Offer(Role.ASSISTANT, place), None, NOW)
        roles.revoke(connection, ended, NOW)
        neighbour = resident(connection, BERIK)
        roles.give(connection, neighbour, Offer(Role.JURY), None, NOW)
        return person_id

    person_id = await seeded.write(fill)
    before = seeded.counted.statements
    aigul = await seeded.read(people.actor_of_telegram, AIGUL, NOW)
    assert seeded.counted.statements == before + 1
    assert aigul is not None
    assert (aigul.id, aigul.telegram_id, aigul.language) == (person_id, AIGUL, "kk")
    assert aigul.home == Place(ZHARASPAI, ZHARASPAI_PATH)
    assert aigul.registered_at == aigul.agreed_at == NOW
    assert aigul.awaited == Awaited("where:set", 3, 44)
    assert [grant.role for grant in aigul.grants] == [Role.COMMITTEE, Role.STAFF, Role.AKIM]
    seat, staff, akim = aigul.grants
    assert (seat.place, seat.area, seat.position) == (Place(ZHARASPAI, ZHARASPAI_PATH), Area.SOCIAL, Position.LEADER)
    assert (staff.place, staff.rights) == (None, frozenset({Right.URGENT}))
    assert akim.until == NOW + HOUR
    assert await seeded.read(people.actor, person_id, NOW) == aigul


async def test_a_role_is_in_force_until_its_last_moment(seeded: Database) -> None:
    def fill(connection: Connection) -> None:
        person_id = resident(connection, AIGUL)
        over = roles.give(connection, person_id, Offer(Role.AKIM, Place(ZHARASPAI, "")), None, NOW)
        connection.execute(grants.update().where(grants.c.id == over).values(until=NOW + HOUR))

    await seeded.write(fill)

    async def roles_at(moment: datetime) -> int:
        actor = await seeded.read(people.actor_of_telegram, AIGUL, moment)
        assert actor is not None
        return len(actor.grants)

    assert await roles_at(NOW + HOUR - timedelta(microseconds=1)) == 1
    assert await roles_at(NOW + HOUR) == 0
    assert await roles_at(NOW + 2 * HOUR) == 0


async def test_a_person_is_made_once(database: Database) -> None:
    first = await database.write(people.create, AIGUL, NOW, "t355243000")
    assert await database.write(people.create, AIGUL, NOW + HOUR) == first
    actor = await database.read(people.actor_of_telegram, AIGUL, NOW)
    assert actor == Actor(first, AIGUL, arrived_by="t355243000")
    assert await database.read(people.actor_of_telegram, BERIK, NOW) is None
    assert await database.read(people.actor, first + 1, NOW) is None


# Homes


async def test_nobody_lives_where_no_okrug_is(seeded: Database) -> None:
    person_id = await seeded.write(resident, AIGUL)
    for where in (KARAGANDY, NURA, VILLAGE, "999999999", "", "355243000 "):
        assert await seeded.write(people.settle, person_id, where, NOW) is None, where
    actor = await seeded.read(people.actor, person_id, NOW)
    assert actor is not None
    assert actor.home == Place(ZHARASPAI, ZHARASPAI_PATH)


async def test_nobody_moves_into_a_retired_okrug_and_who_lives_there_stays(seeded: Database) -> None:
    person_id = await seeded.write(resident, AIGUL)
    other = await seeded.write(resident, BERIK, IZENDI)
    retire = territory_table.update().where(territory_table.c.code == ZHARASPAI).values(retired_at=NOW)
    await seeded.write(lambda c: c.execute(retire))
    assert await seeded.write(people.settle, other, ZHARASPAI, NOW) is None
    actor = await seeded.read(people.actor, person_id, NOW)
    assert actor is not None
    assert actor.home is not None
    assert actor.home.code == ZHARASPAI


async def test_who_has_not_agreed_or_reads_no_language_yet_is_not_counted_in(seeded: Database) -> None:
    person_id = await seeded.write(people.create, AIGUL, NOW)
    await seeded.write(people.set_language, person_id, "ru")
    assert await seeded.write(people.settle, person_id, ZHARASPAI, NOW) is None
    other = await seeded.write(people.create, BERIK, NOW)
    await seeded.write(people.agree, other, NOW)
    assert await seeded.write(people.settle, other, ZHARASPAI, NOW) is None


async def test_moving_forgets_the_village_and_keeps_the_first_day(seeded: Database) -> None:
    person_id = await seeded.write(resident, AIGUL)
    await seeded.write(people.set_village, person_id, VILLAGE)
    assert await seeded.write(people.settle, person_id, IZENDI, NOW + HOUR)
    await seeded.write(people.agree, person_id, NOW + HOUR)
    actor = await seeded.read(people.actor, person_id, NOW)
    assert actor is not None
    assert (actor.village_code, actor.registered_at, actor.agreed_at) == (None, NOW, NOW)


# What they said and chose


async def test_the_last_word_counts_and_the_others_keep_theirs(seeded: Database) -> None:
    aigul, berik = await seeded.write(resident, AIGUL), await seeded.write(resident, BERIK)
    for sex in (Sex.SKIPPED, Sex.WOMAN):
        await seeded.write(people.set_sex, aigul, sex)
    await seeded.write(people.set_age, aigul, AgeBand.FROM_35, date(2026, 11, 24))
    await seeded.write(people.set_name, aigul, "А" * 300)
    said = await seeded.read(people.profile, aigul)
    assert said == Profile("А" * 128, Sex.WOMAN, AgeBand.FROM_35, date(2026, 11, 24))
    assert await seeded.read(people.profile, berik) == Profile()

    for mode in (Mode.OFF, Mode.DIGEST):
        await seeded.write(people.set_topic, aigul, Topic.MEETINGS, mode)
    await seeded.write(people.set_quiet, aigul, Quiet(22, 7))
    await seeded.write(people.set_quiet, aigul, Quiet(0, 0))
    chosen = await seeded.read(people.notifications, aigul)
    assert (chosen.modes, chosen.quiet) == ({Topic.MEETINGS: Mode.DIGEST}, Quiet(0, 0))
    untouched = await seeded.read(people.notifications, berik)
    assert (untouched.modes, untouched.quiet) == ({}, DEFAULT_QUIET)

    await seeded.write(people.await_text, aigul, Awaited("where:set", 0), NOW)
    await seeded.write(people.await_text, aigul, Awaited("where:poster", 0, 5), NOW)
    actor = await seeded.read(people.actor, aigul, NOW)
    assert actor is not None
    assert actor.awaited == Awaited("where:poster", 0, 5)
    await seeded.write(people.await_nothing, aigul)
    actor = await seeded.read(people.actor, aigul, NOW)
    assert actor is not None
    assert actor.awaited is None


async def test_who_began_long_ago_and_never_finished_is_found(seeded: Database) -> None:
    begun = await seeded.write(people.create, AIGUL, NOW)
    await seeded.write(resident, BERIK)
    left = await seeded.write(people.create, 7_000_000_003, NOW)
    await seeded.write(people.erase, left, NOW)
    assert await seeded.read(people.unfinished_since, NOW) == []
    assert await seeded.read(people.unfinished_since, NOW + HOUR) == [begun]


# What every table must say


def undeclared(tables: sa.MetaData) -> list[str]:
    """The columns that name a person and do not say what becomes of it."""
    found = []
    for table in tables.sorted_tables:
        names = [column for column in table.c if any(key.column.table.name == "people" for key in column.foreign_keys)]
        theirs = [column for column in names if column.info.get("download")]
        for column in names:
            erasure = column.info.get("erasure")
            if not isinstance(erasure, Erasure) or "download" not in column.info:
                found.append(f"{column} does not declare its erasure and its download")
            elif erasure is Erasure.CUT and not column.nullable:
                found.append(f"{column} cannot be cut")
            elif column.info["download"] is None and not theirs:
                found.append(f"{column} is in nobody's download")
    return found


def test_every_column_that_names_a_person_declares_erasure_and_download() -> None:
    assert undeclared(metadata) == []
    assert people_table.c.id.info == {"erasure": Erasure.KEEP, "download": "about_you"}


def test_a_table_that_declares_nothing_is_found() -> None:
    tables = sa.MetaData()
    people_table.to_metadata(tables)
    territory_table.to_metadata(tables)
    sa.Table("votes", tables, sa.Column("voter_id", sa.ForeignKey("people.id")))
    sa.Table("secrets", tables, person_column(erasure=Erasure.DELETE, download=None))
    sa.Table("signs", tables, person_column(erasure=Erasure.CUT, download="acts"))
    assert undeclared(tables) == [
        "secrets.person_id is in nobody's download",
        "signs.person_id cannot be cut",
        "votes.voter_id does not declare its erasure and its download",
    ]


# A row in every table, whatever tables there will be

Row = Mapping[str, Any]
_numbers = itertools.count(100)


def made_up(column: sa.Column[Any]) -> Any:
    """A value that no other row has, as far as the type allows."""
    number = next(_numbers)
    kind = column.type
    if isinstance(kind, sa.String):
        return f"v{number}"[: kind.length]
    python_type = getattr(kind, "impl", kind)
    values: dict[type[Any], Any] = {
        sa.DateTime: NOW,
        sa.Date: date(2026, 11, 24),
        sa.Time: time(12, 30),
        sa.Interval: HOUR,
        sa.Numeric: number,
        sa.Boolean: True,
        sa.JSON: Localized(kk=f"v{number}") if kind is not python_type else [f"v{number}"],
        sa.SmallInteger: number % 24,
        sa.Integer: number,
        sa.Float: float(number),
        sa.LargeBinary: b"v",
    }
    return next(value for known, value in values.items() if isinstance(python_type, known))


def fill(connection: Connection, table: sa.Table, **given: Any) -> Row:
    """A row of `table` with every column filled, and of the tables that it stands on."""
    values = dict(given)
    for column in table.c:
        key = next(iter(column.foreign_keys), None)
        if column.name in values or column is table.autoincrement_column:
            continue
        if key is not None and key.column.table.name == "people":
            continue
        if key is not None and key.column.table.name == "territories":
            values[column.name] = ZHARASPAI
        elif key is not None and not column.nullable:
            values[column.name] = fill(connection, key.column.table)[key.column.name]
        elif key is None and column.name == "territory_code":
            values[column.name] = ZHARASPAI
        elif key is None:
            values[column.name] = made_up(column)
    return dict(connection.execute(table.insert().values(values).returning(table)).mappings().one())


def naming(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.c if any(key.column.table.name == "people" for key in column.foreign_keys)]


def cut(column: sa.Column[Any]) -> Row:
    """What is empty once the person is cut out of a row, with what was not sent yet."""
    along = [other.name for other in column.table.c if other.info.get("goes_with") == column.name]
    unsent = ["edited_version"] if str(column) == "announcements.author_id" else []
    return dict.fromkeys([column.name, *along, *unsent])


def rows_naming(connection: Connection, who: int, others: int) -> Iterator[tuple[sa.Column[Any], Row]]:
    """A row for each column of each table that names a person; `others` stands in the columns beside it."""
    for table in metadata.sorted_tables:
        for column in naming(table):
            if table is accounts:
                row: Row = dict(connection.execute(table.select().where(column == who)).mappings().one())
            else:
                beside = {other.name: others for other in naming(table) if other is not column}
                row = fill(connection, table, **{**beside, column.name: who})
            yield column, row


def what_stands_on(connection: Connection, table: sa.Table, row: Row) -> None:
    """A row in each table that points at this one: what is deleted takes it along or lets it go."""
    for other in metadata.sorted_tables:
        for column in other.c:
            for key in column.foreign_keys:
                if key.column.table is table and table is not people_table:
                    fill(connection, other, **{column.name: row[key.column.name]})


def again(connection: Connection, table: sa.Table, row: Row) -> Row | None:
    same = [column == row[column.name] for column in table.primary_key]
    found = connection.execute(table.select().where(*same)).mappings().one_or_none()
    return None if found is None else dict(found)


async def test_erasing_does_in_each_table_what_it_declared_and_touches_nobody_else(seeded: Database) -> None:
    def before(connection: Connection) -> tuple[int, list[tuple[sa.Column[Any], Row]], list[tuple[sa.Table, Row]]]:
        aigul, berik, third = (resident(connection, number) for number in (AIGUL, BERIK, 7_000_000_003))
        people.set_village(connection, aigul, VILLAGE)
        theirs = list(rows_naming(connection, aigul, third))
        for column, row in theirs:
            if column.info["erasure"] is Erasure.DELETE:
                what_stands_on(connection, column.table, row)
        others = [(column.table, row) for column, row in rows_naming(connection, berik, third)]
        for number, (line, state) in enumerate([(AIGUL, "waiting"), (AIGUL, "parked"), (BERIK, "waiting")], 1):
            update = {"update_id": number, "line": line, "state": state, "body": "what was written"}
            connection.execute(inbox.insert().values(**update, received_at=NOW))
        return aigul, theirs, others

    aigul, theirs, others = await seeded.write(before)
    assert {column.table.name for column, _ in theirs} >= {"accounts", "profiles", "awaited", "grants", "invites"}
    await seeded.write(people.erase, aigul, NOW + HOUR)

    def after(connection: Connection) -> None:
        for column, row in theirs:
            erasure, left = column.info["erasure"], again(connection, column.table, row)
            expected = {
                Erasure.DELETE: None,
                Erasure.CUT: {**row, **cut(column)},
                # What fills the rows here gives them a state that is none of a draft's.
                Erasure.DRAFT: {**row, **cut(column)},
                Erasure.KEEP: row,
            }[erasure]
            assert left == expected, str(column)
        for table, row in others:
            assert again(connection, table, row) == row, table.name
        empty = connection.execute(people_table.select().where(people_table.c.id == aigul)).mappings().one()
        assert {name: value for name, value in empty.items() if value is not None} == {
            "id": aigul,
            "created_at": NOW,
            "erased_at": NOW + HOUR,
        }
        updates = connection.execute(sa.select(inbox.c.line, inbox.c.state, inbox.c.body).order_by(inbox.c.seq)).all()
        assert [tuple(row) for row in updates] == [
            (0, "done", None),
            (0, "done", None),
            (BERIK, "waiting", "what was written"),
        ]

    await seeded.read(after)
    assert await seeded.read(people.actor_of_telegram, AIGUL, NOW) is None


async def test_who_comes_back_is_another_person(seeded: Database) -> None:
    first = await seeded.write(resident, AIGUL)
    await seeded.write(people.set_name, first, "Айгүл")
    await seeded.write(people.erase, first, NOW)
    second = await seeded.write(people.create, AIGUL, NOW + HOUR)
    assert second != first
    assert await seeded.read(people.profile, second) == Profile()
    assert await seeded.read(people.actor, second, NOW) == Actor(second, AIGUL)


async def test_a_download_has_every_row_about_the_person_and_nothing_of_another(seeded: Database) -> None:
    def write(connection: Connection) -> tuple[int, list[tuple[sa.Column[Any], Row]], list[tuple[sa.Column[Any], Row]]]:
        aigul, berik, third = (resident(connection, number) for number in (AIGUL, BERIK, 7_000_000_003))
        theirs = list(rows_naming(connection, aigul, third))
        return aigul, theirs, list(rows_naming(connection, berik, third))

    aigul, theirs, others = await seeded.write(write)
    kept = await seeded.read(people.kept_about, aigul)
    shown = [row for rows in kept.values() for row in rows]
    for column, row in theirs:
        named = {f"{column.table.name}.{name}": value for name, value in row.items()}
        heading = column.info["download"]
        assert heading is None or named in kept[heading], str(column)
        assert heading is not None or named not in shown, str(column)
    for column, row in others:
        assert {f"{column.table.name}.{name}": value for name, value in row.items()} not in shown, str(column)
    assert str(BERIK) not in repr(kept)
    own = next(row for row in kept["about_you"] if "people.id" in row)
    assert (own["people.id"], own["people.okrug_code"]) == (aigul, ZHARASPAI)
    assert any(row.get("accounts.telegram_id") == AIGUL for row in kept["about_you"])
    assert await seeded.read(people.kept_about, aigul + 10) == {heading: [] for heading in kept}


def drafts_of(table: sa.Table) -> list[str]:
    return [column.name for column in table.c if column.info.get("erasure") is Erasure.DRAFT]


@pytest.mark.parametrize("table", [table for table in metadata.sorted_tables if drafts_of(table)], ids=str)
async def test_a_draft_goes_with_its_author(seeded: Database, table: sa.Table) -> None:
    def drafted(connection: Connection) -> tuple[int, Row]:
        aigul = resident(connection, AIGUL)
        return aigul, fill(connection, table, state="draft", **dict.fromkeys(drafts_of(table), aigul))

    aigul, row = await seeded.write(drafted)
    await seeded.write(people.erase, aigul, NOW + HOUR)
    assert await seeded.read(again, table, row) is None
