"""Snapshots: the figures of a closed survey, each made once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.surveys.survey import SurveyState
from storage.tables.surveys import survey_snapshots, surveys


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot as it is kept."""

    number: int
    made_on: date
    figures: Mapping[str, Any]


def latest(connection: Connection, survey_id: int) -> Snapshot | None:
    """The last snapshot of a survey, None while there is none."""
    query = (
        sa.select(survey_snapshots)
        .where(survey_snapshots.c.survey_id == survey_id)
        .order_by(survey_snapshots.c.number.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Snapshot(row.number, row.made_on, row.figures)


def keep(connection: Connection, survey_id: int, number: int, made_on: date, figures: Mapping[str, Any]) -> bool:
    """Keep a snapshot; whether it was not there yet."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(survey_snapshots).values(
        survey_id=survey_id, number=number, made_on=made_on, figures=dict(figures)
    )
    done = connection.execute(insert.on_conflict_do_nothing(index_elements=["survey_id", "number"]))
    return done.rowcount > 0


def lacking(connection: Connection, limit: int) -> list[int]:
    """Closed surveys of which no snapshot was made yet."""
    made = sa.select(survey_snapshots.c.survey_id).where(survey_snapshots.c.survey_id == surveys.c.id)
    query = (
        sa.select(surveys.c.id)
        .where(surveys.c.state == SurveyState.CLOSED.value, ~made.exists())
        .order_by(surveys.c.id)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())
