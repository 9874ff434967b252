"""Runs migrations over the connection that `storage.migrate` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import metadata
from storage.tables.base import LocalizedText, UtcDateTime


def _plain_types(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A migration is history: it must not change with our classes.
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, LocalizedText):
        return "sa.JSON()"
    # SQLite would have it written as 0 or 1, which PostgreSQL does not take for a boolean.
    if kind == "server_default" and isinstance(item, sa.DefaultClause) and isinstance(item.arg, sa.False_):
        return "sa.false()"
    if kind == "server_default" and isinstance(item, sa.DefaultClause) and isinstance(item.arg, sa.True_):
        return "sa.true()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_plain_types,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
