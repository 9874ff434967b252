"""An attacker with the whole database after the closing: they must not learn who said what."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from actions import clock, people
from actions.surveys import closing
from domain.surveys.sessions import response_id
from domain.surveys.survey import GRACE, SETTLING
from storage.database import Connection, SQLite
from storage.outbox import fanout
from storage.surveys import keys
from storage.tables import metadata
from storage.tables.surveys import answers, participations, responses
from tests.actions.conftest import NOW, Council
from tests.actions.survey_kit import (
    NEEDS_ASSESSMENT,
    after,
    akim,
    answers_all,
    form,
    opened,
    resident,
    survey,
    write_form,
)

# Who answers in which order and says which number: all alike in what the survey keeps of them.
SAID = ["11", "22", "33", "44", "55", "66", "77", "88"]


@dataclass
class Loot:
    """All that an attacker finds: rows by table as the engine keeps them, and the bytes of every file."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    systems: Mapping[str, Sequence[tuple[Any, ...]]] = field(default_factory=dict)
    files: bytes = b""


async def loot(council: Council) -> Loot:
    """Take everything."""

    def look(connection: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        rows = {
            # As it lies there: the order in which the engine gives it unasked.
            table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))]
            for table in metadata.sorted_tables
        }
        systems: dict[str, Any] = {}
        for table in (participations, responses, answers):
            systems[table.name] = hidden(connection, table)
        return rows, systems

    rows, systems = await council.db.read(look)
    files = b""
    if isinstance(council.db, SQLite):
        files = b"".join(path.read_bytes() for path in _files_of(council.db.path))
    return Loot(rows, systems, files)


def _files_of(path: Path) -> list[Path]:
    return [one for one in path.parent.iterdir() if one.name.startswith(path.name) and one.is_file()]


def hidden(connection: Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    """What the engine itself knows of each row besides its columns: where it lies, which transaction wrote it."""
    columns = ", ".join(column.name for column in table.primary_key)
    if connection.dialect.name == "postgresql":
        query = f"SELECT xmin::text, ctid::text, {columns} FROM {table.name} ORDER BY ctid"  # noqa: S608
        return [tuple(row) for row in connection.exec_driver_sql(query)]
    try:
        query = f"SELECT rowid, {columns} FROM {table.name} ORDER BY rowid"  # noqa: S608
        return [tuple(row) for row in connection.exec_driver_sql(query)]
    except sa.exc.OperationalError:
        # There is no such thing here.
        return []


@dataclass
class Played:
    """A survey that was answered and is closed: who said what, which the attacker does not know."""

    number: int
    truth: dict[int, str]
    order: list[int]
    key: bytes
    council: Council


async def played(council: Council, *, seal: bool = True) -> Played:
    """Several people answer on different days, the wording is corrected, who is late is reminded; then it closes."""
    author = await akim(council)
    number = await opened(council, author)
    asked = [await resident(council) for _ in SAID]
    # They come in another order than they registered.
    order = asked[::-3] + [one for one in asked if one not in asked[::-3]]
    key = await council.db.read(keys.key, number)
    assert key is not None
    for day, (person, said) in enumerate(zip(order, SAID, strict=True)):
        now = after(council, NOW + timedelta(hours=20 * day))
        if day == 3:
            await write_form(now, number, form(*NEEDS_ASSESSMENT), 2)
            await now.db.write(_correct, number)
        await answers_all(now, person, number, (0, (0, 2), (2, 0, 1), said))
    truth = {person.id: said for person, said in zip(order, SAID, strict=True)}
    closes_at = (await survey(council, number)).closes_at
    assert closes_at is not None
    await _remind(council, closes_at - timedelta(hours=3))
    if seal:
        await closing.keep_time(council.shared, closes_at + GRACE + SETTLING)
    return Played(number, truth, [person.id for person in order], key, council)


def _correct(connection: Connection, number: int) -> None:
    from storage.tables.surveys import surveys

    connection.execute(surveys.update().where(surveys.c.id == number).values(form_version=2))


async def _remind(council: Council, now: Any) -> None:
    def work(connection: Connection) -> None:
        clock.fire_due(connection, now, council.shared.zone)
        fanout.begin_due(connection, now)
        while fanout.next_chunk(connection):
            pass

    await council.db.write(work)


# The attacks: each gives, of every response, whose it may be by what it looked at


Suspects = Mapping[str, frozenset[int]]


def numbers_of(found: Loot) -> dict[str, str]:
    """What each response said: the attacker wants to know whose it is."""
    return {row["response_id"]: row["value"] for row in found.rows["answers"] if row["question"] == "years"}


def everybody(found: Loot) -> frozenset[int]:
    """Who took part."""
    return frozenset(row["person_id"] for row in found.rows["participations"])


def by_column(found: Loot, column: str) -> Suspects:
    """Rows of both tables that have the same value of a column that both have."""
    people_by: dict[Any, set[int]] = {}
    for row in found.rows["participations"]:
        people_by.setdefault(row.get(column), set()).add(row["person_id"])
    return {
        row["id"]: frozenset(people_by.get(row.get(column), everybody(found)))
        if row.get(column) is not None
        else everybody(found)
        for row in found.rows["responses"]
    }


def by_order(found: Loot) -> Suspects:
    """Both tables in the order in which they lie: the first participation is the first response."""
    people_in_order = [row["person_id"] for row in found.rows["participations"]]
    return {row["id"]: frozenset({who}) for row, who in zip(found.rows["responses"], people_in_order, strict=False)}


def by_hidden(found: Loot) -> Suspects:
    """What the engine knows: one transaction wrote both, or the places where they lie go up alike."""
    taken, given = found.systems["participations"], found.systems["responses"]
    if not taken or not given:
        return {}
    people_by: dict[Any, set[int]] = {}
    for row in taken:
        people_by.setdefault(row[0], set()).add(row[-1])
    same = {row[-1]: frozenset(people_by[row[0]]) for row in given if row[0] in people_by}
    if same and any(len(who) < len(everybody(found)) for who in same.values()):
        return same
    return {row[-1]: frozenset({who[-1]}) for row, who in zip(given, taken, strict=False)}


def by_version(found: Loot) -> Suspects:
    """Who took part before a wording was corrected answered the earlier one."""
    made = {row["form_version"]: row["created_at"] for row in found.rows["survey_forms"]}
    last = max(made)
    before = {row["person_id"] for row in found.rows["participations"] if row["day"] < made[last].date()}
    since = everybody(found) - before
    return {
        row["id"]: frozenset(since if row["form_version"] == last else before) or everybody(found)
        for row in found.rows["responses"]
    }


def by_key(found: Loot) -> Suspects:
    """The key that finds a response again."""
    every = everybody(found)
    return {
        response_id(bytes(row["key"]), person): frozenset({person})
        for row in found.rows["survey_keys"]
        for person in every
    }


ATTACKS = {
    "day": lambda found: by_column(found, "day"),
    "order": by_order,
    "hidden": by_hidden,
    "version": by_version,
    "key": by_key,
}


def guessed(found: Loot, suspects: Suspects, truth: Mapping[int, str]) -> int:
    """How many of the people's answers an attack finds out rightly and for certain."""
    said = numbers_of(found)
    right = 0
    for number, who in suspects.items():
        if len(who) == 1 and number in said:
            (one,) = who
            right += truth.get(one) == said[number]
    return right


@pytest.mark.parametrize("attack", sorted(ATTACKS))
async def test_after_the_closing_nobody_learns_who_said_what(council: Council, attack: str) -> None:
    game = await played(council)
    found = await loot(council)
    assert len(numbers_of(found)) == len(SAID)
    assert everybody(found) == set(game.truth)
    # An attack that pairs everything with everything is right as often as chance is: far from half of them.
    assert guessed(found, ATTACKS[attack](found), game.truth) <= len(SAID) // 2


async def test_before_the_closing_who_holds_the_key_can_join_them_as_we_say(council: Council) -> None:
    game = await played(council, seal=False)
    found = await loot(council)
    assert guessed(found, by_key(found), game.truth) == len(SAID)


async def test_each_attack_would_see_what_it_looks_for(council: Council) -> None:
    game = await played(council, seal=False)
    leaking = await loot(council)
    joined = {person: response_id(game.key, person) for person in game.truth}
    days = {row["person_id"]: row["day"] for row in leaking.rows["participations"]}
    rows = {row["id"]: dict(row) for row in leaking.rows["responses"]}
    # A day in both tables, as it was drawn first.
    for person, number in joined.items():
        rows[number]["day"] = days[person]
    with_days = Loot({**leaking.rows, "responses": list(rows.values())})
    assert guessed(with_days, by_column(with_days, "day"), game.truth) >= len(SAID) // 2
    # Rows in the order in which they came.
    in_order = {
        **leaking.rows,
        "participations": sorted(leaking.rows["participations"], key=lambda row: game.order.index(row["person_id"])),
        "responses": [rows[joined[person]] for person in game.order],
    }
    assert guessed(Loot(in_order), by_order(Loot(in_order)), game.truth) == len(SAID)
    # Rowids, or one transaction for both.
    systems: dict[str, list[tuple[Any, ...]]] = {
        "participations": [(at, person) for at, person in enumerate(game.order)],
        "responses": [(at, joined[person]) for at, person in enumerate(game.order)],
    }
    with_rowids = Loot(leaking.rows, systems)
    assert guessed(with_rowids, by_hidden(with_rowids), game.truth) == len(SAID)


async def test_on_postgresql_the_transactions_would_tell_if_rows_were_not_written_anew(council: Council) -> None:
    if isinstance(council.db, SQLite):
        pytest.skip("SQLite keeps no transactions in its rows")
    game = await played(council, seal=False)
    found = await loot(council)
    assert guessed(found, by_hidden(found), game.truth) == len(SAID)
    await closing.keep_time(council.shared, _end_of(await survey(council, game.number)))
    found = await loot(council)
    assert len({row[0] for row in found.systems["responses"]}) == 1
    assert [row[-1] for row in found.systems["responses"]] == sorted(row[-1] for row in found.systems["responses"])


def _end_of(one: Any) -> Any:
    return one.closes_at + GRACE + SETTLING


async def test_no_row_has_a_rowid_or_a_serial_number(council: Council) -> None:
    await played(council)
    if isinstance(council.db, SQLite):
        found = await loot(council)
        assert found.systems == {"participations": [], "responses": [], "answers": []}


async def test_the_key_and_old_pages_are_in_no_file_any_more(council: Council) -> None:
    if not isinstance(council.db, SQLite):
        pytest.skip("PostgreSQL keeps its own files; see docs/surveys.md")
    game = await played(council, seal=False)
    assert game.key in (await loot(council)).files
    await closing.keep_time(council.shared, _end_of(await survey(council, game.number)))
    found = await loot(council)
    assert game.key not in found.files
    # Each number stands where its row and the indexes need it, not once more on a page that was left.
    said = len(found.rows["answers"]) // len(game.truth)
    wanted = 1 + len(responses.indexes) + said * (1 + len(answers.indexes))
    for person in game.truth:
        assert found.files.count(response_id(game.key, person).encode()) == wanted


async def test_the_file_holds_responses_in_the_order_of_their_numbers(council: Council) -> None:
    if not isinstance(council.db, SQLite):
        pytest.skip("PostgreSQL's own order is looked at above")
    game = await played(council)
    files = (await loot(council)).files
    numbers = [response_id(game.key, person) for person in game.order]
    places = [files.find(number.encode()) for number in numbers]
    by_place = [number for _, number in sorted(zip(places, numbers, strict=True))]
    # On a page the last one written stands first.
    assert by_place in (sorted(numbers), sorted(numbers, reverse=True)) or by_place != numbers


async def test_nothing_keeps_the_time_of_an_answer(council: Council) -> None:
    game = await played(council)
    found = await loot(council)
    days = {row["day"] for row in found.rows["participations"]}
    assert len(days) == 1
    assert {row["day"] for row in found.rows["responses"]} == {None}
    assert {row["turn"] for row in found.rows["responses"]} == {0}
    assert found.rows["awaited"] == []
    assert found.rows["survey_keys"] == []
    reminded = [row for row in found.rows["notices"] if row["kind"] == "survey_reminder"]
    assert reminded
    assert not [row for row in found.rows["deliveries"] if row["notice_id"] in {one["id"] for one in reminded}]
    assert game.number


async def test_the_log_of_the_machine_does_not_say_who_answers(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    with caplog.at_level("INFO", logger="kenes.acts"):
        await answers_all(council, aigul, number)
    said = [record.getMessage() for record in caplog.records if "answer_survey" in record.getMessage()]
    assert said
    assert all("person=None" in line for line in said)


async def test_what_a_person_downloads_says_that_they_took_part_and_not_how(council: Council) -> None:
    number = await opened(council, await akim(council))
    aigul = await resident(council)
    await answers_all(council, aigul, number, (0, (0, 2), (2, 0, 1), "88"))
    kept = await people.own_data(council.ctx(await council.again(aigul)))
    shown = [value for rows in kept.values() for row in rows for value in row.values()]
    assert [row["participations.state"] for row in kept["surveys"] if "participations.state" in row] == ["finished"]
    assert number
    assert "88" not in shown
    assert not any(isinstance(value, str) and "road" in value for value in shown)


async def test_what_was_said_with_a_name_is_in_ones_download(council: Council) -> None:
    number = await opened(council, await akim(council), anonymous=False)
    aigul = await resident(council)
    await answers_all(council, aigul, number, (0, (0, 2), (2, 0, 1), "88"))
    kept = await people.own_data(council.ctx(await council.again(aigul)))
    said = {
        row["answers.question"].in_("kk"): getattr(row["answers.value"], "kk", row["answers.value"])
        for row in kept["surveys"]
        if "answers.value" in row
    }
    assert said == {
        "Сұрақ water": "Жауап yes",
        "Сұрақ needs": "Жауап road, Жауап light",
        "Сұрақ first": "Жауап c, Жауап a, Жауап b",
        "Сұрақ years": "88",
    }


async def test_an_erased_person_leaves_their_answers_and_nothing_that_names_them(council: Council) -> None:
    number = await opened(council, await akim(council), anonymous=False)
    aigul = await resident(council)
    await answers_all(council, aigul, number)
    await people.erase_self(council.ctx(await council.again(aigul)))
    found = await loot(council)
    assert {row["person_id"] for row in found.rows["responses"]} == {None}
    assert found.rows["participations"] == []
    assert len(found.rows["answers"]) == 4


async def test_many_people_are_sealed_as_well_as_few(council: Council) -> None:
    number = await opened(council, await akim(council))
    for said in itertools.chain(SAID, SAID):
        await answers_all(council, await resident(council), number, (0, (0,), (2, 0, 1), said))
    await closing.keep_time(council.shared, _end_of(await survey(council, number)))
    found = await loot(council)
    assert len(found.rows["responses"]) == 2 * len(SAID)
    assert len(found.rows["answers"]) == 2 * len(SAID) * 4
    assert all(row["counted"] for row in found.rows["answers"])
