"""The keys of surveys: while one is there, a person's response can be found; from its end on nobody can."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from storage.tables.surveys import survey_keys


def ensure(connection: Connection, survey_id: int, key: bytes) -> bytes:
    """The key of a survey: `key` when it had none."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(survey_keys)
        .values(survey_id=survey_id, key=key)
        .on_conflict_do_nothing(index_elements=["survey_id"])
    )
    return bytes(
        connection.execute(sa.select(survey_keys.c.key).where(survey_keys.c.survey_id == survey_id)).scalar_one()
    )


def key(connection: Connection, survey_id: int) -> bytes | None:
    """The key of a survey, None before it has one and after its end."""
    found = connection.execute(sa.select(survey_keys.c.key).where(survey_keys.c.survey_id == survey_id)).scalar()
    return None if found is None else bytes(found)


def destroy(connection: Connection, survey_id: int) -> None:
    """End the key; `Database.forget` then takes it out of the files too."""
    connection.execute(survey_keys.delete().where(survey_keys.c.survey_id == survey_id))
