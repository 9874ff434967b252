"""What is arranged differently in one territory."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.territories import Place
from storage.tables.outbox import territory_settings


def setting(connection: Connection, place: Place, name: str) -> str | None:
    """The value that holds in a place: its own, else that of the nearest territory above it."""
    codes = [code for code in place.path.split("/") if code]
    rows = connection.execute(
        sa.select(territory_settings.c.territory_code, territory_settings.c.value).where(
            territory_settings.c.territory_code.in_(codes), territory_settings.c.name == name
        )
    )
    values = {row.territory_code: str(row.value) for row in rows}
    return next((values[code] for code in reversed(codes) if code in values), None)


def set_setting(connection: Connection, code: str, name: str, value: str) -> None:
    """Arrange something in one territory and what lies in it."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(territory_settings).values(territory_code=code, name=name, value=value)
    connection.execute(insert.on_conflict_do_update(index_elements=["territory_code", "name"], set_={"value": value}))
