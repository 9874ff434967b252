"""A country of issues, the same each time: for the benchmark of issues."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from domain.issues.escalation import ANSWER, UNANSWERED
from domain.issues.states import SUBJECT, IssueState, Privacy
from domain.topics import Topic
from storage import territories as tree
from storage import territory_files
from storage.database import Connection, Database
from storage.issues import categories
from storage.tables.dates import dates, rungs
from storage.tables.issues import issue_categories, issue_supports, issues, pair_choices
from storage.tables.people import accounts, people
from storage.tables.territories import territories
from tests.country import kato_csv

OKRUGS, PEOPLE, ISSUES, SUPPORTS = 2_000, 100, 100_000, 1_000_000
# One okrug is a town: so many issues and choices are its own.
IN_TOWN, CHOICES_IN_TOWN = 400, 20_000
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SEED = Path(__file__).parent.parent / "seed" / "categories.csv"
_STATES = (
    *[IssueState.NEW] * 4,
    IssueState.IN_REVIEW,
    IssueState.PLANNED,
    IssueState.IN_PROGRESS,
    *[IssueState.SOLVED] * 2,
    IssueState.DECLINED,
)
_TOLD = (
    "ауылда су жоқ жол бұзылған байланыс нашар дәрігер келмейді мектеп шатыры ағады жарық сөнеді қоқыс көп",
    "вода плохая дорога разбита связи нет врача нет крыша школы течёт свет отключают мусор не вывозят",
)
_WORDS = tuple(word for line in _TOLD for word in line.split())


@dataclass(frozen=True, slots=True)
class Country:
    """Where to measure: the codes of the town and of ordinary okrugs."""

    town: str
    villages: tuple[str, ...]


def fill(connection: Connection) -> Country:
    """Put the country into an empty database."""
    tree.load(connection, territory_files.read(kato_csv(okrugs=OKRUGS // 200, villages=OKRUGS)), NOW)
    categories.load(connection, categories.read_seed(SEED))
    codes = list(
        connection.execute(
            sa.select(territories.c.code).where(territories.c.level == "okrug").order_by(territories.c.code)
        ).scalars()
    )
    assert len(codes) == OKRUGS
    chance = random.Random(11)  # noqa: S311 - invented issues, no secret
    _put(connection, people, _people(codes))
    _put(connection, accounts, ({"person_id": one, "telegram_id": 10**6 + one} for one in _everybody()))
    _put(connection, issues, _issues(connection, chance, codes))
    _put(connection, issue_supports, _supports(chance))
    _put(connection, pair_choices, _choices(connection, chance, codes))
    _ladders(connection)
    return Country(codes[0], tuple(chance.sample(codes[1:], 60)))


def _put(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    left = iter(rows)
    while some := list(islice(left, 5_000)):
        connection.execute(table.insert(), some)


def _everybody() -> range:
    return range(1, OKRUGS * PEOPLE + 1)


def _okrug_of(number: int) -> int:
    """In which okrug, from 0 on, the issue with this number lies: the town has the first."""
    return 0 if number <= IN_TOWN else 1 + (number - IN_TOWN - 1) % (OKRUGS - 1)


def _people(codes: list[str]) -> Iterator[dict[str, Any]]:
    for one in _everybody():
        yield {
            "id": one,
            "language": "kk",
            "okrug_code": codes[(one - 1) // PEOPLE],
            "agreed_at": NOW,
            "registered_at": NOW,
            "created_at": NOW,
        }


def _issues(connection: Connection, chance: random.Random, codes: list[str]) -> Iterator[dict[str, Any]]:
    kinds = list(connection.execute(sa.select(issue_categories.c.id)).scalars())
    serials = [0] * OKRUGS
    for number in range(1, ISSUES + 1):
        okrug = _okrug_of(number)
        serials[okrug] += 1
        state, sent = chance.choice(_STATES), NOW - timedelta(hours=chance.randrange(36, 9_000))
        answered = sent + timedelta(hours=chance.randrange(1, 600)) if state is not IssueState.NEW else None
        looked_at = chance.random() < 0.9
        yield {
            "id": number,
            "source": f"bench:{number}",
            "state": state.value,
            "okrug_code": codes[okrug],
            "serial": serials[okrug],
            "category_id": chance.choice(kinds),
            "privacy": Privacy.OPEN.value if chance.random() < 0.95 else Privacy.AKIM.value,
            "author_id": okrug * PEOPLE + chance.randrange(1, PEOPLE + 1),
            "text": " ".join(chance.choices(_WORDS, k=chance.randrange(4, 30))),
            "language": "kk",
            "created_at": sent,
            "sent_at": sent,
            "seen_from": sent + timedelta(hours=24),
            "let_in_at": sent + timedelta(hours=3) if looked_at else None,
            "root_id": number,
            "answered_at": answered,
            "solved_at": answered if state is IssueState.SOLVED else None,
            "reached": 560 if state is IssueState.SOLVED else None,
        }


def _supports(chance: random.Random) -> Iterator[dict[str, Any]]:
    each = SUPPORTS // ISSUES
    for number in range(1, ISSUES + 1):
        first = _okrug_of(number) * PEOPLE + 1
        # Some concern nearly everybody, most only a few.
        many = min(PEOPLE, max(0, round(chance.expovariate(1 / each))))
        for person in chance.sample(range(first, first + PEOPLE), many):
            yield {"issue_id": number, "person_id": person, "since": NOW}


def _choices(connection: Connection, chance: random.Random, codes: list[str]) -> Iterator[dict[str, Any]]:
    query = sa.select(issues.c.id, issues.c.okrug_code, issue_categories.c.area).join(
        issue_categories, issue_categories.c.id == issues.c.category_id
    )
    there: dict[tuple[str, str], list[int]] = {}
    for row in connection.execute(query):
        there.setdefault((row.okrug_code, row.area), []).append(row.id)
    for (code, area), numbers in there.items():
        people_there = range(codes.index(code) * PEOPLE + 1, codes.index(code) * PEOPLE + 31)
        each = CHOICES_IN_TOWN // 90 if code == codes[0] else 3
        pairs = list(combinations(numbers[:60], 2))
        for person in people_there:
            for first, second in chance.sample(pairs, min(each, len(pairs))):
                yield {
                    "person_id": person,
                    "first_id": first,
                    "second_id": second,
                    "okrug_code": code,
                    "area": area,
                    "chosen_id": chance.choice((first, second)),
                    "at": NOW,
                }


def _ladders(connection: Connection) -> None:
    """A reminder for every issue that nobody has answered."""
    waiting = connection.execute(sa.select(issues.c.id, issues.c.sent_at).where(issues.c.answered_at.is_(None))).all()
    moments = [
        {"id": row.id, "subject": SUBJECT, "subject_id": row.id, "kind": ANSWER, "at": row.sent_at, "version": 1}
        for row in waiting
    ]
    _put(connection, dates, moments)
    reminders = (
        {
            "date_id": row.id,
            "minutes_before": -7 * 1440,
            "notice_kind": UNANSWERED,
            "topic": Topic.DUTIES.value,
            "audience": [],
            "due_at": row.sent_at + timedelta(days=7),
        }
        for row in waiting
    )
    _put(connection, rungs, reminders)


async def person_of(database: Database, code: str, number: int = 0) -> int:
    """The Telegram id of somebody in an okrug."""
    query = sa.select(accounts.c.telegram_id).join(people, people.c.id == accounts.c.person_id)
    chosen = query.where(people.c.okrug_code == code).order_by(people.c.id).offset(number).limit(1)
    return int(await database.read(lambda c: c.execute(chosen).scalar_one()))
