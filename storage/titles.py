"""What things are called, for pages that tell of several subjects; a subject with titles adds its table here."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain import announcements, meetings
from domain.competitions.calls import SUBJECT as CALL
from domain.issues.states import SUBJECT as ISSUE
from domain.languages import Localized
from domain.surveys.survey import SUBJECT as SURVEY
from storage.tables.announcements import announcements as announcements_table
from storage.tables.calls import calls
from storage.tables.issues import issues
from storage.tables.meetings import meetings as meetings_table
from storage.tables.surveys import surveys
from storage.tables.territories import territories

TITLED: Mapping[str, sa.Table] = {CALL: calls, meetings.SUBJECT: meetings_table, SURVEY: surveys}


def titles(connection: Connection, subject: str, numbers: Sequence[int]) -> dict[int, Localized | None]:
    """The titles of things of one subject, an announcement's is its territory, an issue's its number; else none."""
    if subject == announcements.SUBJECT:
        return _territories(connection, numbers)
    if subject == ISSUE:
        return _numbers(connection, numbers)
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


def _numbers(connection: Connection, numbers: Sequence[int]) -> dict[int, Localized | None]:
    query = (
        sa.select(issues.c.id, issues.c.serial, territories.c.names)
        .join(territories, territories.c.code == issues.c.okrug_code)
        .where(issues.c.id.in_(numbers), issues.c.serial.isnot(None))
    )
    return {row.id: _numbered(row.names, row.serial) for row in connection.execute(query)}


def _numbered(okrug: Localized, serial: int) -> Localized:
    return Localized(**{language: f"{name}-{serial}" for language, name in okrug.as_dict().items()})
