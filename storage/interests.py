"""Which focus areas a person wants to hear of."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.roles import Area
from storage.tables.outbox import interests


def of(connection: Connection, person_id: int) -> frozenset[Area]:
    """The areas that interest a person."""
    query = sa.select(interests.c.area).where(interests.c.person_id == person_id)
    return frozenset(Area(area) for area in connection.execute(query).scalars())


def choose(connection: Connection, person_id: int, area: Area, *, wanted: bool) -> None:
    """Remember that an area interests a person, or that it does not; a repeat changes nothing."""
    here = (interests.c.person_id == person_id, interests.c.area == area.value)
    if not wanted:
        connection.execute(interests.delete().where(*here))
    elif connection.execute(sa.select(interests).where(*here)).first() is None:
        connection.execute(interests.insert().values(person_id=person_id, area=area.value))
