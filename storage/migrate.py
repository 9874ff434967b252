"""Bringing a database to the shape that this code knows."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

FOLDER = Path(__file__).parent / "migrations"

logging.getLogger("alembic").setLevel(logging.WARNING)


class TooNew(Exception):
    """The database was written by a later version of this program."""


def newest() -> str:
    """The revision that this code knows as the last."""
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def revision(connection: Connection) -> str | None:
    """The revision of the database, None when it is empty; raises `TooNew` when this code does not know it."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if current is not None and current not in known:
        raise TooNew(current)
    return current


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the database up to `target`; run it through `Database.migrate`."""
    revision(connection)
    command.upgrade(_config(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Take the database down to `target`; run it through `Database.migrate`."""
    command.downgrade(_config(connection), target)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
