"""Whether the database can be reached, and if not, why."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.database import Database
from storage.tables.people import facts

_ANY_FACT = sa.select(facts.c.name).limit(1)


class Unreachable(Exception):
    """The database cannot be used now; the text says why and holds no password."""


def answers(connection: Connection) -> None:
    """Return when the database has answered a question about a table."""
    connection.execute(_ANY_FACT).all()


async def reach(database: Database) -> None:
    """Return when the database, which may be empty, can be spoken to; raises `Unreachable` when it cannot."""
    try:
        await database.read(lambda connection: connection.execute(sa.select(sa.literal(1))))
    except sa.exc.DBAPIError as error:
        raise Unreachable(str(error.orig)) from error
    except OSError as error:
        raise Unreachable(str(error)) from error
