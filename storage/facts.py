"""What the program learns about itself."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.tables.people import facts

BOT_USERNAME = "bot_username"
TERRITORIES_LOADED = "territories_loaded"


def fact(connection: Connection, name: str) -> str | None:
    """The value kept under `name`, None when there is none."""
    value: str | None = connection.execute(sa.select(facts.c.value).where(facts.c.name == name)).scalar()
    return value


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Keep `value` under `name`."""
    changed = connection.execute(facts.update().where(facts.c.name == name).values(value=value)).rowcount
    if not changed:
        connection.execute(facts.insert().values(name=name, value=value))
