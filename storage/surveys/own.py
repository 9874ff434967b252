"""What a person's download says of surveys: where they took part, and what they said where their name was known."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.languages import LANGUAGES, Localized
from domain.surveys.forms import Form, Question, names, read_form
from storage.surveys import surveys as store
from storage.tables.surveys import answers, participations, responses, surveys

HEADING = "surveys"


def kept(connection: Connection, person_id: int) -> list[Mapping[str, Any]]:
    """Each survey they took part in by its title, and their answers of those with names, in the words of the form.

    Of an anonymous survey it is said that they took part: what they said cannot be found for them either.
    """
    took = (
        sa.select(surveys.c.title, participations.c.state, participations.c.day)
        .join(surveys, surveys.c.id == participations.c.survey_id)
        .where(participations.c.person_id == person_id)
        .order_by(surveys.c.id)
    )
    said = (
        sa.select(surveys.c.id, surveys.c.title, responses.c.form_version, answers.c.question, answers.c.value)
        .join(responses, sa.and_(responses.c.survey_id == answers.c.survey_id, responses.c.id == answers.c.response_id))
        .join(surveys, surveys.c.id == responses.c.survey_id)
        .where(responses.c.person_id == person_id)
        .order_by(surveys.c.id, answers.c.question)
    )
    rows: list[Mapping[str, Any]] = [
        {"surveys.title": row.title, "participations.state": row.state, "participations.day": row.day}
        for row in connection.execute(took)
    ]
    forms: dict[tuple[int, int], Form | None] = {}
    for row in connection.execute(said).all():
        which = (row.id, row.form_version)
        if which not in forms:
            definition = store.definition(connection, *which)
            forms[which] = None if definition is None else read_form(definition)
        form = forms[which]
        asked = None if form is None else form.question(row.question)
        label, value = (
            (row.question, row.value) if asked is None else (asked.label or asked.name, _said(asked, row.value))
        )
        rows.append({"surveys.title": row.title, "answers.question": label, "answers.value": value})
    return rows


def _said(asked: Question, value: str) -> str | Localized:
    """The words of the choices that an answer names."""
    chosen = [asked.choice(name) for name in names(value)] if asked.choices else []
    labels = [one.label for one in chosen if one is not None]
    if not labels or len(labels) < len(chosen):
        return value
    return Localized(*(", ".join(label.in_(code) for label in labels) for code in LANGUAGES))


def is_told_otherwise(row: Mapping[str, Any]) -> bool:
    """Whether a row is none of those that `kept` tells in words."""
    return not any(name.startswith(("participations.", "responses.")) for name in row)
