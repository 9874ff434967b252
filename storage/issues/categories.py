"""What an issue can be about: rows that staff add to, rename and retire."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.issue import Category
from domain.languages import Localized
from domain.roles import Area
from storage.tables.issues import issue_categories as table


def read_seed(path: Path) -> list[Category]:
    """The categories of a seed file, in its order within each area."""
    found: list[Category] = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            area = Area(row["area"])
            position = sum(one.area is area for one in found) + 1
            names = Localized(row["name_kk"], row["name_ru"], row["name_en"])
            found.append(Category(0, row["key"], area, names, position))
    return found


def load(connection: Connection, seed: Iterable[Category]) -> int:
    """Add the categories whose keys are not there yet and give how many; what stands stays as staff left it."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = 0
    for one in seed:
        insert = dialect.insert(table).values(key=one.key, area=one.area.value, names=one.names, position=one.position)
        added += connection.execute(insert.on_conflict_do_nothing(index_elements=["key"])).rowcount
    return added


def missing(connection: Connection, seed: Iterable[Category]) -> bool:
    """Whether a key of the seed is not there yet."""
    known = set(connection.execute(sa.select(table.c.key)).scalars())
    return any(one.key not in known for one in seed)


def category(connection: Connection, number: int) -> Category | None:
    """The category with this number, retired or not."""
    row = connection.execute(sa.select(table).where(table.c.id == number)).one_or_none()
    return None if row is None else category_of(row)


def categories(connection: Connection, area: Area | None = None, *, retired: bool = False) -> tuple[Category, ...]:
    """The categories of an area (None: of all) in the order in which they are shown, "other" last."""
    query = sa.select(table).order_by(table.c.area, table.c.position, table.c.id)
    if area is not None:
        query = query.where(table.c.area == area.value)
    if not retired:
        query = query.where(table.c.retired_at.is_(None))
    found = [category_of(row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: (one.area.value, one.is_other)))


def add(connection: Connection, *, area: Area, names: Localized, source: str) -> int:
    """Add a category behind the others of its area and give its number; the same `source` adds it once."""
    key = f"c-{source[:29]}"
    there = connection.execute(sa.select(table.c.id).where(table.c.key == key)).scalar()
    if there is not None:
        return int(there)
    last = connection.execute(sa.select(sa.func.max(table.c.position)).where(table.c.area == area.value)).scalar()
    values = {"key": key, "area": area.value, "names": names, "position": (last or 0) + 1}
    return int(connection.execute(table.insert().values(values).returning(table.c.id)).scalar_one())


def rename(connection: Connection, number: int, names: Localized) -> bool:
    """Call a category otherwise, for what has it already too; whether it is there."""
    return connection.execute(table.update().where(table.c.id == number).values(names=names)).rowcount == 1


def retire(connection: Connection, number: int, at: datetime | None) -> bool:
    """Let a category be chosen no more, or (None) again; what has it keeps it. Whether it is there."""
    return connection.execute(table.update().where(table.c.id == number).values(retired_at=at)).rowcount == 1


def category_of(row: Any) -> Category:
    """The category that a row of the table tells of."""
    return Category(row.id, row.key, Area(row.area), row.names, row.position, row.retired_at is not None)
