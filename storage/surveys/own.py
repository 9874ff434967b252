"""What a person's download says of surveys: where they took part, and what they said where their name was known."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.tables.surveys import answers, participations, responses, surveys

HEADING = "surveys"


def kept(connection: Connection, person_id: int) -> list[Mapping[str, Any]]:
    """Each survey they took part in by its title, and their answers of those with names, by the question's name.

    Of an anonymous survey it is said that they took part: what they said cannot be found for them either.
    """
    took = (
        sa.select(surveys.c.title, participations.c.state, participations.c.day)
        .join(surveys, surveys.c.id == participations.c.survey_id)
        .where(participations.c.person_id == person_id)
        .order_by(surveys.c.id)
    )
    said = (
        sa.select(surveys.c.title, answers.c.question, answers.c.value)
        .join(responses, sa.and_(responses.c.survey_id == answers.c.survey_id, responses.c.id == answers.c.response_id))
        .join(surveys, surveys.c.id == responses.c.survey_id)
        .where(responses.c.person_id == person_id)
        .order_by(surveys.c.id, answers.c.question)
    )
    rows: list[Mapping[str, Any]] = [
        {"surveys.title": row.title, "participations.state": row.state, "participations.day": row.day}
        for row in connection.execute(took)
    ]
    rows += [
        {"surveys.title": row.title, "answers.question": row.question, "answers.value": row.value}
        for row in connection.execute(said)
    ]
    return rows


def is_told_otherwise(row: Mapping[str, Any]) -> bool:
    """Whether a row is none of those that `kept` tells in words."""
    return not any(name.startswith(("participations.", "responses.")) for name in row)
