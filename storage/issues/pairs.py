"""Pairs of issues: which may be compared, what people said of them, what one person was shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.issue import Issue
from domain.issues.priorities import Choice
from domain.issues.states import OPEN_STATES
from domain.roles import Area
from domain.statistics.pairs import Wins
from storage.issues.reading import SELECT, issue_of, public
from storage.tables.issues import issue_categories, issues, pair_choices

_FIRST, _SECOND = issues.alias("first"), issues.alias("second")
_ANSWERED = sa.or_(pair_choices.c.chosen_id.isnot(None), pair_choices.c.skipped)


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of some issues: who was chosen over whom, how often each pair was asked, by how many people.

    One who said the same twice of two issues, since others were merged with them, is counted once.
    """

    wins: Wins
    asked: dict[frozenset[int], int]
    people: int


def comparable(connection: Connection, okrug_code: str, area: Area | None, now: datetime) -> list[Issue]:
    """The issues of an okrug (and an area) that residents compare: `domain.issues.priorities.may_be_compared`."""
    query = SELECT.where(
        issues.c.okrug_code == okrug_code,
        issues.c.state.in_(sorted(OPEN_STATES)),
        public(now),
        issues.c.let_in_at.isnot(None),
        issues.c.root_id == issues.c.id,
    )
    if area is not None:
        query = query.where(issue_categories.c.area == area.value)
    return [issue_of(row) for row in connection.execute(query.order_by(issues.c.id))]


def said(connection: Connection, okrug_code: str, area: Area, numbers: Collection[int]) -> Said:
    """What people said of these root issues of an area, and of those merged with them."""
    wins: dict[tuple[int, int], int] = {}
    asked: dict[frozenset[int], int] = {}
    for row in connection.execute(_counted(okrug_code, area, numbers)):
        pair = frozenset((row.first_root, row.second_root))
        asked[pair] = asked.get(pair, 0) + row.people
        if row.chosen_root is not None:
            (other,) = pair - {row.chosen_root}
            wins[row.chosen_root, other] = wins.get((row.chosen_root, other), 0) + row.people
    return Said(wins, asked, _people(connection, okrug_code, area, numbers))


def _between(query: sa.Select[Any], okrug_code: str, area: Area, numbers: Collection[int]) -> sa.Select[Any]:
    """The query over what was said of two different ones of these issues."""
    return (
        query.select_from(pair_choices)
        .join(_FIRST, _FIRST.c.id == pair_choices.c.first_id)
        .join(_SECOND, _SECOND.c.id == pair_choices.c.second_id)
        .where(
            pair_choices.c.okrug_code == okrug_code,
            pair_choices.c.area == area.value,
            _FIRST.c.root_id.in_(numbers),
            _SECOND.c.root_id.in_(numbers),
            _FIRST.c.root_id != _SECOND.c.root_id,
        )
    )


def _counted(okrug_code: str, area: Area, numbers: Collection[int]) -> sa.Select[Any]:
    columns = (_FIRST.c.root_id.label("first_root"), _SECOND.c.root_id.label("second_root"))
    chosen = sa.case(
        (pair_choices.c.chosen_id == pair_choices.c.first_id, _FIRST.c.root_id),
        (pair_choices.c.chosen_id == pair_choices.c.second_id, _SECOND.c.root_id),
        else_=None,
    ).label("chosen_root")
    people = sa.func.count(sa.distinct(pair_choices.c.person_id)).label("people")
    query = _between(sa.select(*columns, chosen, people), okrug_code, area, numbers).where(_ANSWERED)
    return query.group_by("first_root", "second_root", "chosen_root")


def _people(connection: Connection, okrug_code: str, area: Area, numbers: Collection[int]) -> int:
    people = sa.select(sa.func.count(sa.distinct(pair_choices.c.person_id)))
    query = _between(people, okrug_code, area, numbers).where(pair_choices.c.chosen_id.isnot(None))
    return int(connection.execute(query).scalar_one())


# One person's


def mine(connection: Connection, person_id: int, okrug_code: str) -> list[Choice]:
    """Every pair of an okrug that a person was shown."""
    condition = sa.and_(pair_choices.c.person_id == person_id, pair_choices.c.okrug_code == okrug_code)
    return [_choice(row) for row in connection.execute(_choices().where(condition))]


def choice(connection: Connection, person_id: int, first: int, second: int) -> Choice | None:
    """What stands of this pair that a person was shown, None when they were not."""
    key = sa.and_(*(pair_choices.c[name] == value for name, value in _key(person_id, first, second).items()))
    row = connection.execute(_choices().where(key)).one_or_none()
    return None if row is None else _choice(row)


def show(connection: Connection, person_id: int, pair: Sequence[Issue], area: Area, now: datetime) -> None:
    """Remember that these two are before a person's eyes, in this order."""
    first, second = pair
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {**_key(person_id, first.id, second.id), "okrug_code": first.okrug.code, "area": area.value, "at": now}
    connection.execute(dialect.insert(pair_choices).values(values).on_conflict_do_nothing())


def answer(
    connection: Connection, person_id: int, first: int, second: int, *, chosen: int | None, now: datetime
) -> bool:
    """Keep which of two a person chose (None: they cannot say); False when they answered already."""
    values = {"chosen_id": chosen, "skipped": chosen is None, "at": now}
    changed = connection.execute(_unanswered(pair_choices.update(), person_id, first, second).values(values))
    return changed.rowcount == 1


def put_away(connection: Connection, person_id: int, first: int, second: int) -> None:
    """Take a pair that was not answered from before a person's eyes; it may come again."""
    connection.execute(_unanswered(pair_choices.delete(), person_id, first, second))


def _unanswered(statement: Any, person_id: int, first: int, second: int) -> Any:
    key = (pair_choices.c[name] == value for name, value in _key(person_id, first, second).items())
    return statement.where(*key, sa.not_(_ANSWERED))


def _key(person_id: int, first: int, second: int) -> dict[str, int]:
    return {"person_id": person_id, "first_id": first, "second_id": second}


def _choices() -> sa.Select[Any]:
    return (
        sa.select(
            pair_choices,
            _ANSWERED.label("answered"),
            _FIRST.c.root_id.label("first_root"),
            _SECOND.c.root_id.label("second_root"),
        )
        .join(_FIRST, _FIRST.c.id == pair_choices.c.first_id)
        .join(_SECOND, _SECOND.c.id == pair_choices.c.second_id)
        .order_by(pair_choices.c.at, pair_choices.c.first_id, pair_choices.c.second_id)
    )


def _choice(row: Any) -> Choice:
    return Choice(
        row.first_id,
        row.second_id,
        frozenset((row.first_root, row.second_root)),
        row.okrug_code,
        Area(row.area),
        bool(row.answered),
    )
