"""Voices and photos that answer a question of a survey with names."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.contents import Attached
from storage.tables.files import files

SUBJECT = "survey_answer"


def keep(connection: Connection, survey_id: int, owner_id: int, attached: Attached, now: datetime) -> int:
    """The number of a file that a person gave; the same file given again has the number that it has."""
    query = sa.select(files.c.id).where(
        files.c.subject == SUBJECT,
        files.c.subject_id == survey_id,
        files.c.owner_id == owner_id,
        files.c.telegram_unique_id == attached.unique_id,
    )
    found = connection.execute(query).scalar()
    if found is not None:
        return int(found)
    values = {
        "telegram_file_id": attached.file_id,
        "telegram_unique_id": attached.unique_id,
        "kind": attached.kind,
        "size": attached.size,
        "media_type": attached.media_type,
        "subject": SUBJECT,
        "subject_id": survey_id,
        "owner_id": owner_id,
        "visibility": "staff",
        "created_at": now,
    }
    return int(connection.execute(files.insert().values(values).returning(files.c.id)).scalar_one())


def drop(connection: Connection, survey_id: int, number: int) -> None:
    """Forget a file that another answer took the place of."""
    connection.execute(
        files.delete().where(files.c.id == number, files.c.subject == SUBJECT, files.c.subject_id == survey_id)
    )
