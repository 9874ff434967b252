"""Pairs of issues, or of categories: which may be compared, what people said of them, what one person was shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.issue import Issue
from domain.issues.priorities import Choice, Compared, ItemKind
from domain.issues.states import OPEN_STATES
from domain.roles import Area
from domain.statistics.pairs import Wins
from storage.issues.reading import SELECT, issue_of, public
from storage.tables.issues import category_choices, issue_categories, issues, pair_choices


class _Kept:
    """Where the pairs of one kind of item are kept, and by what number an item goes on (`root` of its table)."""

    def __init__(self, choices: sa.Table, items: sa.Table, root: str) -> None:
        self.choices = choices
        self.first, self.second = items.alias("first"), items.alias("second")
        self.first_root, self.second_root = self.first.c[root], self.second.c[root]
        self.answered = sa.or_(choices.c.chosen_id.isnot(None), choices.c.skipped)

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        """The query over the pairs with their two items."""
        return (
            query.select_from(self.choices)
            .join(self.first, self.first.c.id == self.choices.c.first_id)
            .join(self.second, self.second.c.id == self.choices.c.second_id)
        )


_KEPT: Mapping[ItemKind, _Kept] = {
    ItemKind.ISSUE: _Kept(pair_choices, issues, "root_id"),
    ItemKind.CATEGORY: _Kept(category_choices, issue_categories, "id"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of some items: who was chosen over whom, how often each pair was asked, by how many people.

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


def said(connection: Connection, kind: ItemKind, okrug_code: str, area: Area, numbers: Collection[int]) -> Said:
    """What people said of these categories, or root issues with those merged with them, of an area."""
    kept = _KEPT[kind]
    wins: dict[tuple[int, int], int] = {}
    asked: dict[frozenset[int], int] = {}
    for row in connection.execute(_counted(kept, okrug_code, area, numbers)):
        pair = frozenset((row.first_root, row.second_root))
        asked[pair] = asked.get(pair, 0) + row.people
        if row.chosen_root is not None:
            (other,) = pair - {row.chosen_root}
            wins[row.chosen_root, other] = wins.get((row.chosen_root, other), 0) + row.people
    return Said(wins, asked, _people(connection, kept, okrug_code, area, numbers))


def _between(
    query: sa.Select[Any], kept: _Kept, okrug_code: str, area: Area, numbers: Collection[int]
) -> sa.Select[Any]:
    """The query over what was said of two different ones of these."""
    return kept.joined(query).where(
        kept.choices.c.okrug_code == okrug_code,
        kept.choices.c.area == area.value,
        kept.first_root.in_(numbers),
        kept.second_root.in_(numbers),
        kept.first_root != kept.second_root,
    )


def _counted(kept: _Kept, okrug_code: str, area: Area, numbers: Collection[int]) -> sa.Select[Any]:
    columns = (kept.first_root.label("first_root"), kept.second_root.label("second_root"))
    chosen = sa.case(
        (kept.choices.c.chosen_id == kept.choices.c.first_id, kept.first_root),
        (kept.choices.c.chosen_id == kept.choices.c.second_id, kept.second_root),
        else_=None,
    ).label("chosen_root")
    people = sa.func.count(sa.distinct(kept.choices.c.person_id)).label("people")
    query = _between(sa.select(*columns, chosen, people), kept, okrug_code, area, numbers).where(kept.answered)
    return query.group_by("first_root", "second_root", "chosen_root")


def _people(connection: Connection, kept: _Kept, okrug_code: str, area: Area, numbers: Collection[int]) -> int:
    people = sa.select(sa.func.count(sa.distinct(kept.choices.c.person_id)))
    query = _between(people, kept, okrug_code, area, numbers).where(kept.choices.c.chosen_id.isnot(None))
    return int(connection.execute(query).scalar_one())


# One person's


def mine(connection: Connection, kind: ItemKind, person_id: int, okrug_code: str) -> list[Choice]:
    """Every pair of an okrug that a person was shown."""
    choices = _KEPT[kind].choices
    condition = sa.and_(choices.c.person_id == person_id, choices.c.okrug_code == okrug_code)
    return [_choice(kind, row) for row in connection.execute(_choices(_KEPT[kind]).where(condition))]


def choice(
    connection: Connection, kind: ItemKind, person_id: int, okrug_code: str, first: int, second: int
) -> Choice | None:
    """What stands of this pair that a person was shown in an okrug, None when they were not."""
    key = _key(_KEPT[kind], person_id, okrug_code, first, second)
    row = connection.execute(_choices(_KEPT[kind]).where(*key)).one_or_none()
    return None if row is None else _choice(kind, row)


def show(
    connection: Connection,
    kind: ItemKind,
    person_id: int,
    okrug_code: str,
    area: Area,
    pair: Sequence[Compared],
    now: datetime,
) -> None:
    """Remember that these two are before a person's eyes, in this order."""
    first, second = pair
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {
        "person_id": person_id,
        "first_id": first.id,
        "second_id": second.id,
        "okrug_code": okrug_code,
        "area": area.value,
        "at": now,
    }
    connection.execute(dialect.insert(_KEPT[kind].choices).values(values).on_conflict_do_nothing())


def answer(connection: Connection, person_id: int, shown: Choice, *, chosen: int | None, now: datetime) -> bool:
    """Keep which of two a person chose (None: they cannot say); False when they answered already."""
    values = {"chosen_id": chosen, "skipped": chosen is None, "at": now}
    update = _KEPT[shown.kind].choices.update().where(*_unanswered(person_id, shown)).values(values)
    return connection.execute(update).rowcount == 1


def put_away(connection: Connection, person_id: int, shown: Choice) -> None:
    """Take a pair that was not answered from before a person's eyes; it may come again."""
    connection.execute(_KEPT[shown.kind].choices.delete().where(*_unanswered(person_id, shown)))


def _unanswered(person_id: int, shown: Choice) -> list[sa.ColumnElement[bool]]:
    kept = _KEPT[shown.kind]
    return [*_key(kept, person_id, shown.okrug_code, shown.first, shown.second), sa.not_(kept.answered)]


def _key(kept: _Kept, person_id: int, okrug_code: str, first: int, second: int) -> list[sa.ColumnElement[bool]]:
    values = {"person_id": person_id, "okrug_code": okrug_code, "first_id": first, "second_id": second}
    return [kept.choices.c[name] == value for name, value in values.items()]


def _choices(kept: _Kept) -> sa.Select[Any]:
    query = sa.select(
        kept.choices,
        kept.answered.label("answered"),
        kept.first_root.label("first_root"),
        kept.second_root.label("second_root"),
    )
    return kept.joined(query).order_by(kept.choices.c.at, kept.choices.c.first_id, kept.choices.c.second_id)


def _choice(kind: ItemKind, row: Any) -> Choice:
    return Choice(
        kind,
        row.first_id,
        row.second_id,
        frozenset((row.first_root, row.second_root)),
        row.okrug_code,
        Area(row.area),
        bool(row.answered),
    )
