"""What things are called, for pages that tell of several subjects; a subject with titles adds its table here."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain import announcements, meetings
from domain.competitions.calls import SUBJECT as CALL
from domain.languages import Localized
from storage.tables.announcements import announcements as announcements_table
from storage.tables.calls import calls
from storage.tables.meetings import meetings as meetings_table
from storage.tables.territories import territories

TITLED: Mapping[str, sa.Table] = {CALL: calls, meetings.SUBJECT: meetings_table}


def titles(connection: Connection, subject: str, numbers: Sequence[int]) -> dict[int, Localized | None]:
    """The titles of things of one subject, an announcement's is its territory; none where things have no titles."""
    if subject == announcements.SUBJECT:
        return _territories(connection, numbers)
    table = TITLED.get(subject)
    if table is None:
        return {}
    query = sa.select(table.c.id, table.c.title).where(table.c.id.in_(numbers))
    return {row.id: row.title for row in connection.execute(query)}


def _territories(connection: Connection, numbers: Sequence[int]) -> dict[int, Localized | None]:
    query = (
        sa.select(announcements_table.c.id, territories.c.names)
        .join(territories, territories.c.code == announcements_table.c.territory_code)
        .where(announcements_table.c.id.in_(numbers))
    )
    return {row.id: row.names for row in connection.execute(query)}
