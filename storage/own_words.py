"""Words of a person that stand in rows of others' and go with them when they leave."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.states import StepKind
from storage.tables.announcements import announcement_parts as parts
from storage.tables.announcements import announcements
from storage.tables.issues import issue_steps


def forget(connection: Connection, person_id: int) -> None:
    """Drop the other words that they wrote for an announcement and did not send, and what they wrote to staff."""
    unsent = announcements.c.edited_version.isnot(None)
    mine = sa.select(announcements.c.id, announcements.c.edited_version).where(
        announcements.c.author_id == person_id, unsent
    )
    for row in connection.execute(mine).all():
        connection.execute(
            parts.delete().where(parts.c.announcement_id == row.id, parts.c.content_version == row.edited_version)
        )
    connection.execute(
        announcements.update().where(announcements.c.author_id == person_id, unsent).values(edited_version=None)
    )
    connection.execute(
        issue_steps.update()
        .where(issue_steps.c.by_id == person_id, issue_steps.c.kind == StepKind.APPEAL.value)
        .values(text=None)
    )
