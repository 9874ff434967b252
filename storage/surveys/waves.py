"""Surveys that were counted: all of some territories, and the earlier ones of one."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.surveys.survey import Survey, SurveyState
from domain.territories import Place
from storage.surveys.surveys import read
from storage.tables.surveys import survey_snapshots, surveys
from storage.tables.territories import lies_in, territories


def counted(connection: Connection, places: Sequence[Place] | None, *, limit: int, offset: int) -> list[Survey]:
    """The counted surveys of these territories and what lies in them (None: of all), the newest first."""
    query = (
        sa.select(surveys, territories.c.path)
        .outerjoin(territories, territories.c.code == surveys.c.territory_code)
        .where(surveys.c.state == SurveyState.CLOSED.value, _is_counted(), lies_in(places))
        .order_by(surveys.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [read(row) for row in connection.execute(query)]


def _is_counted() -> sa.ColumnElement[bool]:
    return sa.select(survey_snapshots.c.survey_id).where(survey_snapshots.c.survey_id == surveys.c.id).exists()


def earlier(connection: Connection, survey: Survey, limit: int) -> list[Survey]:
    """The closed surveys of the same territory that were opened before this one and were counted, the newest first."""
    place = None if survey.place is None else survey.place.code
    query = (
        sa.select(surveys, territories.c.path)
        .outerjoin(territories, territories.c.code == surveys.c.territory_code)
        .where(
            surveys.c.id != survey.id,
            surveys.c.state == SurveyState.CLOSED.value,
            surveys.c.territory_code.is_(None) if place is None else surveys.c.territory_code == place,
            surveys.c.opened_at < survey.opened_at,
            _is_counted(),
        )
        .order_by(surveys.c.opened_at.desc(), surveys.c.id.desc())
        .limit(limit)
    )
    return [read(row) for row in connection.execute(query)]
