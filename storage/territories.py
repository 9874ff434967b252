"""The tree of territories: what a file changes, and what menus, search and roles read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from domain.distance import Point, box_around, kilometres
from domain.editions import Edition, Source, Standing, merge
from domain.search import Home
from domain.territories import Kind, Level, Place, Territory
from storage import facts
from storage.tables.territories import lies_in, territories, territory_spellings

NEAR_KILOMETRES = 100.0
NEAREST = 5

_COLUMNS = [column for column in territories.c if column.key != "source"]
_LIVING = territories.c.retired_at.is_(None)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did, in territories; `spellings` are new ways to write a name."""

    rows: int
    added: int
    changed: int
    retired: int
    spellings: int


def load(connection: Connection, edition: Edition, now: datetime) -> Loaded:
    """Lay `edition` over what is there, or raise `BadFile`; the same edition again changes nothing.

    Residents, roles and links hold on to a territory's code, so they keep a renamed or retired one. What searches
    hold in memory learns from the fact `TERRITORIES_LOADED` that it is old.
    """
    _one_at_a_time(connection)
    before = _standing(connection)
    after = merge(before, edition)
    added = [its for code, its in after.items() if code not in before]
    changed = [its for code, its in after.items() if code in before and its != before[code]]
    _insert(connection, added)
    _update(connection, changed, now)
    spellings = _add_spellings(connection, edition)
    if added or changed or spellings:
        facts.set_fact(connection, facts.TERRITORIES_LOADED, now.isoformat())
    retired = sum(its.territory.retired and not before[its.territory.code].territory.retired for its in changed)
    return Loaded(len(edition.rows), len(added), len(changed) - retired, retired, spellings)


def territory(connection: Connection, code: str) -> Territory | None:
    """The territory with `code`, retired or not."""
    row = connection.execute(sa.select(*_COLUMNS).where(territories.c.code == code)).one_or_none()
    return None if row is None else _territory(row)


def children(connection: Connection, code: str | None) -> list[Territory]:
    """The living territories right below `code`, the oblasts below None, in no order."""
    return _all(connection, _LIVING, territories.c.parent_code == code)


def okrugs(connection: Connection, within: Sequence[Place] | None) -> list[Territory]:
    """The living okrugs in these territories (None: everywhere), in the order of the tree."""
    found = _all(connection, _LIVING, _is(Level.OKRUG), lies_in(within))
    return sorted(found, key=lambda one: one.path)


def villages(connection: Connection, okrug_code: str) -> list[Territory]:
    """The living settlements of an okrug, in no order; a town or village that is its own okrug has none."""
    return _all(connection, _LIVING, territories.c.parent_code == okrug_code, _is(Level.SETTLEMENT))


def oblasts_with_okrugs(connection: Connection) -> list[Territory]:
    """The living oblasts in which somebody can have a home, in no order."""
    holders = sa.select(territories.c.parent_code).where(_LIVING, _is(Level.OKRUG))
    oblasts = sa.select(territories.c.parent_code).where(_LIVING, _is(Level.RAYON), territories.c.code.in_(holders))
    return _all(
        connection, _LIVING, _is(Level.OBLAST), sa.or_(territories.c.code.in_(oblasts), territories.c.code.in_(holders))
    )


def chain(connection: Connection, code: str) -> list[Territory]:
    """The way down to `code`: oblast, rayon, okrug (and the settlement, when it is one); empty when it is unknown."""
    return chains(connection, [code]).get(code, [])


def chains(connection: Connection, codes: Iterable[str]) -> dict[str, list[Territory]]:
    """The way down to each of `codes` that is known, in one statement and in the order given."""
    wanted = list(codes)
    up = (
        sa.select(territories.c.code, territories.c.parent_code)
        .where(territories.c.code.in_(wanted))
        .cte(recursive=True)
    )
    up = up.union(
        sa.select(territories.c.code, territories.c.parent_code).join(up, territories.c.code == up.c.parent_code)
    )
    found = {one.code: one for one in _all(connection, territories.c.code.in_(sa.select(up.c.code)))}
    return {code: [found[step] for step in found[code].path.strip("/").split("/")] for code in wanted if code in found}


def homes(connection: Connection) -> list[Home]:
    """Every living okrug with all its spellings and those of its living settlements: what the search is built from."""
    rows = connection.execute(
        sa.select(territories.c.code, territories.c.parent_code, territories.c.level, territory_spellings.c.folded)
        .join(territory_spellings, territory_spellings.c.territory_code == territories.c.code)
        .where(_LIVING, territories.c.level.in_((Level.OKRUG, Level.SETTLEMENT)))
        .order_by(territories.c.code, territory_spellings.c.folded)
    ).all()
    own: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for row in rows:
        if row.level == Level.OKRUG:
            own.setdefault(row.code, []).append(row.folded)
        else:
            below.setdefault(row.parent_code, []).append(row.folded)
    return [Home(code, tuple(spellings), tuple(below.get(code, ()))) for code, spellings in own.items()]


def nearest(connection: Connection, latitude: float, longitude: float) -> list[tuple[Territory, float]]:
    """Up to `NEAREST` living okrugs within `NEAR_KILOMETRES`, the nearest first, each with its kilometres.

    Only okrugs whose coordinates are known can be found.
    """
    here = Point(latitude, longitude)
    south_west, north_east = box_around(here, NEAR_KILOMETRES)
    close = _all(
        connection,
        _LIVING,
        _is(Level.OKRUG),
        territories.c.latitude.between(south_west.latitude, north_east.latitude),
        territories.c.longitude.between(south_west.longitude, north_east.longitude),
    )
    away = [
        (one, kilometres(here, Point(one.latitude, one.longitude)))
        for one in close
        if one.latitude is not None and one.longitude is not None
    ]
    return sorted((pair for pair in away if pair[1] <= NEAR_KILOMETRES), key=lambda pair: pair[1])[:NEAREST]


def count(connection: Connection) -> dict[Level, int]:
    """How many living territories each level has."""
    rows = connection.execute(
        sa.select(territories.c.level, sa.func.count().label("number")).where(_LIVING).group_by(territories.c.level)
    )
    return dict.fromkeys(Level, 0) | {Level(row.level): row.number for row in rows}


def _one_at_a_time(connection: Connection) -> None:
    # Two processes that start on a fresh PostgreSQL both load the first file.
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE territories IN SHARE ROW EXCLUSIVE MODE"))


def _is(level: Level) -> sa.ColumnElement[bool]:
    return territories.c.level == level


def _all(connection: Connection, *conditions: sa.ColumnElement[bool]) -> list[Territory]:
    return [_territory(row) for row in connection.execute(sa.select(*_COLUMNS).where(*conditions))]


def _territory(row: Row[Any]) -> Territory:
    return Territory(
        code=row.code,
        parent=row.parent_code,
        level=Level(row.level),
        kind=Kind(row.kind),
        names=row.names,
        path=row.path,
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
        retired=row.retired_at is not None,
    )


def _standing(connection: Connection) -> dict[str, Standing]:
    rows = connection.execute(sa.select(territories))
    return {row.code: Standing(_territory(row), Source(row.source)) for row in rows}


def _insert(connection: Connection, added: Sequence[Standing]) -> None:
    if added:
        connection.execute(territories.insert(), [_values(its) for its in added])


def _update(connection: Connection, changed: Sequence[Standing], now: datetime) -> None:
    if not changed:
        return
    # Who was retired before keeps the date of it.
    retired_at = sa.case(
        (
            sa.bindparam("now_retired", type_=sa.Boolean),
            sa.func.coalesce(territories.c.retired_at, sa.literal(now, territories.c.retired_at.type)),
        ),
        else_=sa.null(),
    )
    names = [name for name in _values(changed[0]) if name != "code"]
    statement = (
        territories.update()
        .where(territories.c.code == sa.bindparam("the_code"))
        .values(
            {name: sa.bindparam(f"new_{name}", type_=territories.c[name].type) for name in names}
            | {"retired_at": retired_at}
        )
    )
    connection.execute(
        statement,
        [
            {f"new_{name}": value for name, value in _values(its).items() if name != "code"}
            | {"the_code": its.territory.code, "now_retired": its.territory.retired}
            for its in changed
        ],
    )


def _values(its: Standing) -> Mapping[str, object]:
    one = its.territory
    return {
        "code": one.code,
        "parent_code": one.parent,
        "level": one.level,
        "kind": one.kind,
        "names": one.names,
        "path": one.path,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "population": one.population,
        "source": its.source,
    }


def _add_spellings(connection: Connection, edition: Edition) -> int:
    # Spellings are only added: who knows a place by its former name still finds it.
    known = {(row.territory_code, row.folded) for row in connection.execute(sa.select(territory_spellings))}
    new = {(row.code, folded) for row in edition.rows for folded in row.spellings} - known
    if new:
        connection.execute(
            territory_spellings.insert(), [{"territory_code": code, "folded": folded} for code, folded in sorted(new)]
        )
    return len(new)
