"""Words that nothing waited for, until their writer says what they are."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from storage.tables.people import loose_words


def keep(connection: Connection, person_id: int, text: str, now: datetime) -> None:
    """Keep what a person wrote in place of what they wrote before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"text": text, "at": now}
    insert = dialect.insert(loose_words).values(person_id=person_id, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["person_id"], set_=values))


def kept(connection: Connection, person_id: int) -> str | None:
    """What a person wrote last that nothing waited for."""
    query = sa.select(loose_words.c.text).where(loose_words.c.person_id == person_id)
    text: str | None = connection.execute(query).scalar()
    return text


def forget_before(connection: Connection, moment: datetime) -> int:
    """Forget what was written before that moment; how much it was."""
    return connection.execute(loose_words.delete().where(loose_words.c.at < moment)).rowcount
