"""How many people live where, by sex and age."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.people import AgeBand, Sex
from domain.statistics.population import People, together
from storage.tables.territories import territories, territory_people

AT_ONCE = 500


def known(connection: Connection) -> set[str]:
    """The territories of which a file may tell the population."""
    return set(connection.execute(sa.select(territories.c.code)).scalars())


def replace(connection: Connection, population: Mapping[str, People]) -> int:
    """Keep the population of these territories in place of what was known of them; how many they are."""
    codes = sorted(population)
    for start in range(0, len(codes), AT_ONCE):
        some = codes[start : start + AT_ONCE]
        connection.execute(territory_people.delete().where(territory_people.c.territory_code.in_(some)))
        rows = [row for code in some for row in _rows(code, population[code])]
        if rows:
            connection.execute(territory_people.insert(), rows)
    return len(codes)


def _rows(code: str, people: People) -> Iterable[dict[str, object]]:
    if people.joint:
        cells = [(sex.value, band.value, count) for (sex, band), count in people.joint.items()]
    else:
        cells = [(sex.value, "", count) for sex, count in people.sexes.items()]
        cells += [("", band.value, count) for band, count in people.bands.items()]
    for sex, band, count in cells:
        yield {"territory_code": code, "sex": sex, "age_band": band, "people": count}


def populations(connection: Connection, codes: Collection[str]) -> dict[str, People]:
    """What is known of the population of these territories."""
    wanted = sorted(codes)
    found: dict[str, dict[tuple[str, str], int]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = sa.select(territory_people).where(
            territory_people.c.territory_code.in_(wanted[start : start + AT_ONCE])
        )
        for row in connection.execute(query):
            found.setdefault(row.territory_code, {})[row.sex, row.age_band] = row.people
    return {code: _people(cells) for code, cells in found.items()}


def _people(cells: Mapping[tuple[str, str], int]) -> People:
    joint = {(Sex(sex), AgeBand(band)): count for (sex, band), count in cells.items() if sex and band}
    if joint:
        return together(joint)
    sexes = {Sex(sex): count for (sex, band), count in cells.items() if sex and not band}
    return People(sexes, {AgeBand(band): count for (sex, band), count in cells.items() if band and not sex})
