"""An attacker with the whole database and the papers' numbers: they must not learn what stands on which form.

Whoever has the paper itself can read it; but nothing here leads from a number to the answers once it is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from actions.surveys import closing, paper, summary
from domain.roles import Role
from domain.surveys.keying import keyer
from domain.surveys.paper import Keyed, KeyedForm
from domain.surveys.sessions import paper_response_id
from domain.surveys.survey import GRACE, SETTLING, Mode
from storage.database import SQLite
from storage.surveys import keys
from storage.tables.surveys import paper_forms, responses, surveys
from tests.actions.conftest import NOW, ZHARASPAI, Council
from tests.actions.paper_kit import due, keyed, made, rows
from tests.actions.survey_kit import after, akim, opened, survey
from tests.actions.test_surveys_anonymity import Loot, hidden, loot

SAID = ["11", "22", "33", "44", "55", "66", "77", "88"]
Joined = Mapping[str, int]


@dataclass
class Papers:
    """A survey whose forms were keyed one after the other: what stands on which, which the attacker does not know."""

    number: int
    truth: dict[int, str]
    key: bytes
    keyers: tuple[int, ...]


async def played(council: Council, *, seal: bool = True) -> Papers:
    """Two people key on several days, one form twice; then it closes."""
    author = await akim(council)
    helper = await council.with_role(Role.ASSISTANT, ZHARASPAI, home=ZHARASPAI)
    number = await opened(council, author)
    forms = await made(council, author, number, 200)
    key = await council.db.read(keys.key, number)
    assert key is not None
    twice = await due(council, number, forms)
    others = [form for form in forms if form != twice][: len(SAID) - 1]
    truth = {}
    for day, (form, said) in enumerate(zip([*reversed(others), twice], SAID, strict=True)):
        now = after(council, NOW + timedelta(hours=20 * day))
        await keyed(now, author if day % 2 else helper, form, (0, (0, 2), (2, 0, 1), said))
        truth[form.serial] = said
    first = author if (len(SAID) - 1) % 2 else helper
    second = helper if first is author else author
    await keyed(
        after(council, NOW + timedelta(hours=141)), second, twice, (1, "жоқ", (0, 2), (2, 0, 1), "99"), keying_=1
    )
    if seal:
        await close(council, number)
    return Papers(number, truth, key, (author.id, helper.id))


async def close(council: Council, number: int) -> None:
    ended = (await survey(council, number)).closes_at
    assert ended is not None
    await closing.keep_time(council.shared, ended + GRACE + SETTLING)


async def taken(council: Council) -> Loot:
    """All that an attacker finds, with what the engine itself knows of the forms."""
    found = await loot(council)
    forms = await council.db.read(hidden, paper_forms)
    return Loot(found.rows, {**found.systems, "paper_forms": forms}, found.files)


def _used(found: Loot) -> list[int]:
    return [row["serial"] for row in found.rows["paper_forms"] if row["used"] == "keyed"]


def by_key(found: Loot) -> Joined:
    """The key that finds the response of a number again."""
    return {
        paper_response_id(bytes(row["key"]), serial): serial
        for row in found.rows["survey_keys"]
        for serial in _used(found)
    }


def by_order(found: Loot) -> Joined:
    """Both tables as they lie there: the first number that was used is the first response."""
    first = [row["id"] for row in found.rows["responses"] if row["keying"] == 0]
    return dict(zip(first, _used(found), strict=False))


def by_transaction(found: Loot) -> Joined:
    """What the engine knows: one transaction wrote both, or places that go up alike."""
    forms = [row for row in found.systems["paper_forms"] if row[-1] in _used(found)]
    given = found.systems["responses"]
    serials: dict[Any, set[int]] = {}
    for row in forms:
        serials.setdefault(row[0], set()).add(row[-1])
    sure = {row[-1]: min(serials[row[0]]) for row in given if len(serials.get(row[0], ())) == 1}
    return sure or {row[-1]: form[-1] for row, form in zip(given, forms, strict=False)}


def by_day(found: Loot) -> Joined:
    """A day beside the number and beside the response."""
    days = {row["used_on"]: row["serial"] for row in found.rows["paper_forms"] if row["used_on"] is not None}
    return {row["id"]: days[row["day"]] for row in found.rows["responses"] if row["day"] in days}


ATTACKS = {"key": by_key, "order": by_order, "transaction": by_transaction, "day": by_day}


def guessed(found: Loot, joined: Joined, truth: Mapping[int, str]) -> int:
    """How many forms an attack reads rightly."""
    said = {row["response_id"]: row["value"] for row in found.rows["answers"] if row["question"] == "years"}
    return sum(number in said and truth.get(serial) == said[number] for number, serial in joined.items())


@pytest.mark.parametrize("attack", sorted(ATTACKS))
async def test_after_the_closing_no_number_leads_to_answers(council: Council, attack: str) -> None:
    game = await played(council)
    found = await taken(council)
    assert sorted(_used(found)) == sorted(game.truth)
    assert guessed(found, ATTACKS[attack](found), game.truth) <= len(SAID) - 2


async def test_each_attack_would_see_what_it_looks_for(council: Council) -> None:
    game = await played(council, seal=False)
    found = await taken(council)
    assert guessed(found, by_key(found), game.truth) == len(SAID)
    joined = {paper_response_id(game.key, serial): serial for serial in game.truth}
    response_of = {serial: number for number, serial in joined.items()}
    by_number = {row["id"]: row for row in found.rows["responses"]}
    in_order = Loot({**found.rows, "responses": [by_number[response_of[serial]] for serial in _used(found)]})
    assert guessed(in_order, by_order(in_order), game.truth) == len(SAID)
    days = {serial: NOW.date() + timedelta(days=at) for at, serial in enumerate(game.truth)}
    with_days = Loot(
        {
            **found.rows,
            "paper_forms": [{**row, "used_on": days.get(row["serial"])} for row in found.rows["paper_forms"]],
            "responses": [{**row, "day": days.get(joined.get(row["id"], 0))} for row in found.rows["responses"]],
        }
    )
    assert guessed(with_days, by_day(with_days), game.truth) == len(SAID)
    systems: dict[str, Any] = {
        "paper_forms": [(at, serial) for at, serial in enumerate(game.truth)],
        "responses": [(at, response_of[serial]) for at, serial in enumerate(game.truth)],
    }
    with_rowids = Loot(found.rows, systems)
    assert guessed(with_rowids, by_transaction(with_rowids), game.truth) == len(SAID)


async def test_on_postgresql_the_transactions_would_tell_if_rows_were_not_written_anew(council: Council) -> None:
    if isinstance(council.db, SQLite):
        pytest.skip("SQLite keeps no transactions in its rows")
    game = await played(council, seal=False)
    found = await taken(council)
    assert guessed(found, by_transaction(found), game.truth) == len(SAID)
    await close(council, game.number)
    found = await taken(council)
    assert len({row[0] for row in found.systems["paper_forms"]}) == 1


async def test_nothing_says_who_keyed_what_or_which_form_was_keyed_twice(council: Council) -> None:
    game = await played(council, seal=False)
    found = await taken(council)
    # Until the closing who holds the key can tell, as we say.
    named = {row["keyed_by"] for row in found.rows["paper_forms"]} - {None}
    assert named == {keyer(game.key, person) for person in game.keyers}
    await close(council, game.number)
    found = await taken(council)
    assert {row["keyed_by"] for row in found.rows["paper_forms"]} == {None}
    assert {row["used_on"] for row in found.rows["paper_forms"]} == {None}
    assert {row["keying"] for row in found.rows["responses"]} == {0}
    assert {row["person_id"] for row in found.rows["responses"]} == {None}
    assert len(found.rows["responses"]) == len(SAID)
    assert found.rows["awaited"] == []
    if isinstance(council.db, SQLite):
        assert game.key not in found.files
        for person in game.keyers:
            assert keyer(game.key, person).encode() not in found.files


async def test_the_log_of_officials_says_how_many_were_printed_and_nothing_of_keying(council: Council) -> None:
    game = await played(council)
    found = await taken(council)
    of_survey = [row["details"] for row in found.rows["audit"] if row["subject_id"] == f"survey {game.number}"]
    assert [one for one in of_survey if one["did"] not in ("opened",)] == [
        {"did": "printed", "forms": 200, "first": 1, "last": 200}
    ]


@pytest.mark.parametrize("attack", sorted(ATTACKS))
async def test_late_paper_leads_to_no_answers_either(council: Council, attack: str) -> None:
    author = await akim(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 10)
    ended = (await survey(council, number)).closes_at
    assert ended is not None
    await close(council, number)
    late = after(council, ended + timedelta(days=2))
    truth = {form.serial: said for form, said in zip(forms, SAID, strict=False)}
    given = tuple(
        KeyedForm(at, form.code, Mode.PAPER, None, None, None, {"water": "yes", "years": truth[form.serial]})
        for at, form in enumerate(forms[: len(SAID)], start=3)
    )
    await paper.take_over(late.ctx(author), number, Keyed(given))
    for state in ("late", "finished"):
        found = await taken(council)
        assert [row["state"] for row in found.rows["responses"]] == [state] * len(SAID)
        assert guessed(found, ATTACKS[attack](found), truth) <= len(SAID) - 2
        assert [row.swept for row in await rows(council, surveys)] == [True]
        if isinstance(council.db, SQLite):
            for row in found.rows["responses"]:
                assert found.files.count(row["id"].encode()) == _places(found, row["id"])
        # The snapshot takes them in, which must tell nothing either.
        await summary.make_due(late.shared, late.now)
        await closing.keep_time(late.shared, late.now)


def _places(found: Loot, number: str) -> int:
    from storage.tables.surveys import answers

    said = [row["counted"] for row in found.rows["answers"] if row["response_id"] == number]
    places: int = 1 + len(responses.indexes) + len(said) + sum(said) * len(answers.indexes)
    return places
