"""The end of a survey: what was unfinished goes, the key goes, and no row tells any more when it came.

A database remembers more than its columns say: PostgreSQL where a row lies and which transaction wrote it, SQLite on
which page. So the rows of an anonymous survey are written anew, all at once and in the order of their random numbers;
`Database.forget` then takes what they were before out of the files.
"""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.surveys.sessions import ANSWER_FIELD, OVER_FIELD
from domain.surveys.survey import REMINDER, SUBJECT, Progress
from storage.surveys import keys, outcomes
from storage.tables.outbox import deliveries, notices
from storage.tables.people import awaited
from storage.tables.surveys import answers, paper_forms, participations, responses, survey_segments, word_reviews

# The tables out of whose files `Database.forget` takes what was there before.
SEALED = (
    "survey_keys",
    "answers",
    "responses",
    "participations",
    "survey_segments",
    "word_reviews",
    "paper_forms",
    "deliveries",
    "awaited",
)


def seal(connection: Connection, survey_id: int, *, anonymous: bool, day: date) -> None:
    """Close the rows of a survey for good: nobody can join people and answers of an anonymous one from now on."""
    outcomes.keep(connection, survey_id)
    connection.execute(
        responses.delete().where(
            responses.c.survey_id == survey_id,
            sa.or_(responses.c.state != Progress.FINISHED.value, responses.c.trial),
            responses.c.state != Progress.FULL.value,
        )
    )
    # A second keying shows differences while it is open; afterwards it would only show which forms it was done with.
    connection.execute(responses.delete().where(responses.c.survey_id == survey_id, responses.c.keying > 0))
    connection.execute(responses.update().where(responses.c.survey_id == survey_id).values(position="", turn=0))
    # All of them, the unused too: from then on one transaction wrote them all.
    connection.execute(paper_forms.update().where(paper_forms.c.survey_id == survey_id).values(keyed_by=None))
    _say_it_ended(connection, survey_id, day)
    connection.execute(awaited.delete().where(awaited.c.row_id == survey_id, awaited.c.field.startswith(ANSWER_FIELD)))
    keys.destroy(connection, survey_id)
    if anonymous:
        _forget_days(connection, survey_id, day)
        write_anew(connection, survey_id)


def _say_it_ended(connection: Connection, survey_id: int, day: date) -> None:
    """Who was in the midst of it hears so at the next word; that they had begun it is known, where and when is not."""
    begun = sa.select(participations.c.person_id).where(
        participations.c.survey_id == survey_id, participations.c.state == Progress.BEGUN.value
    )
    connection.execute(
        awaited.update()
        .where(
            awaited.c.row_id == survey_id,
            awaited.c.field.startswith(f"{ANSWER_FIELD}:"),
            awaited.c.person_id.in_(begun),
        )
        .values(field=OVER_FIELD, prompt_message_id=None, since=datetime.combine(day, time(), UTC))
    )


def throw_away(connection: Connection, survey_id: int) -> None:
    """Throw every response away."""
    connection.execute(responses.delete().where(responses.c.survey_id == survey_id))


def _forget_days(connection: Connection, survey_id: int, day: date) -> None:
    # A wording has a day from which it was asked, and a reminder one on which it was needed: beside a day of its own
    # each would tell something of who answered what.
    connection.execute(participations.update().where(participations.c.survey_id == survey_id).values(day=day))
    reminded = sa.select(notices.c.id).where(
        notices.c.kind == REMINDER, notices.c.subject == SUBJECT, notices.c.subject_id == survey_id
    )
    connection.execute(deliveries.delete().where(deliveries.c.notice_id.in_(reminded)))


def write_anew(connection: Connection, survey_id: int) -> None:
    """Write every row of an anonymous survey anew, in the order of its key: nothing tells any more when it came."""
    # Children go first, and parents come back first.
    tables = (survey_segments, participations, responses, answers, word_reviews)
    aside = {table.name: _aside(connection, table, survey_id) for table in tables}
    for table in reversed(tables):
        connection.execute(table.delete().where(table.c.survey_id == survey_id))
    for table in tables:
        kept = aside[table.name]
        rows = sa.select(kept).order_by(*(kept.c[column.name] for column in table.primary_key))
        connection.execute(table.insert().from_select(list(kept.c), rows))
        kept.drop(connection, checkfirst=False)


def _aside(connection: Connection, table: sa.Table, survey_id: int) -> sa.Table:
    columns = (sa.Column(column.name, column.type) for column in table.c)
    kept = sa.Table(f"sealed_{table.name}", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    kept.create(connection, checkfirst=False)
    rows = sa.select(table).where(table.c.survey_id == survey_id)
    connection.execute(kept.insert().from_select(list(kept.c), rows))
    return kept
