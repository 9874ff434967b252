"""What things are called, for pages that tell of several subjects; a subject with titles adds its table here."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain import meetings
from domain.competitions.calls import SUBJECT as CALL
from domain.languages import Localized
from storage.tables.calls import calls
from storage.tables.meetings import meetings as meetings_table

TITLED: Mapping[str, sa.Table] = {CALL: calls, meetings.SUBJECT: meetings_table}


def titles(connection: Connection, subject: str, numbers: Sequence[int]) -> dict[int, Localized | None]:
    """The titles of things of one subject; none for a subject whose things have no titles."""
    table = TITLED.get(subject)
    if table is None:
        return {}
    query = sa.select(table.c.id, table.c.title).where(table.c.id.in_(numbers))
    return {row.id: row.title for row in connection.execute(query)}
