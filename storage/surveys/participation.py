"""Who took part in which survey, and how far; what they said is nowhere here."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience
from domain.surveys.survey import Mode, Offer, Progress, Survey, SurveyState
from storage.audiences import condition
from storage.surveys.surveys import read
from storage.tables.people import people
from storage.tables.surveys import participations, surveys
from storage.tables.territories import territories


def note(connection: Connection, survey_id: int, person_id: int, progress: Progress, mode: Mode, day: date) -> None:
    """Write down how far a person is; who finished stays so, and the first mode is kept."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(participations).values(
        survey_id=survey_id, person_id=person_id, state=progress.value, mode=mode.value, day=day
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["survey_id", "person_id"],
            set_={"state": progress.value, "day": day},
            where=participations.c.state != Progress.FINISHED.value,
        )
    )


def finish(connection: Connection, survey_id: int, person_id: int, day: date) -> None:
    """Write down that a person finished."""
    connection.execute(
        participations.update()
        .where(participations.c.survey_id == survey_id, participations.c.person_id == person_id)
        .values(state=Progress.FINISHED.value, day=day)
    )


def is_asked(connection: Connection, audience: Audience, person_id: int) -> bool:
    """Whether a person belongs to those whom a survey asks."""
    query = sa.select(people.c.id).where(people.c.id == person_id, condition(audience))
    return connection.execute(query).first() is not None


def by_progress(connection: Connection, survey_id: int) -> dict[tuple[Mode, Progress], int]:
    """How many are how far, by how they came."""
    query = (
        sa.select(participations.c.mode, participations.c.state, sa.func.count().label("number"))
        .where(participations.c.survey_id == survey_id)
        .group_by(participations.c.mode, participations.c.state)
    )
    return {(Mode(row.mode), Progress(row.state)): row.number for row in connection.execute(query)}


def taken_part(connection: Connection, person_id: int, states: Sequence[SurveyState], limit: int) -> list[Offer]:
    """The surveys in which a person took part and which stand in one of these states, the newest first."""
    query = (
        sa.select(surveys, territories.c.path, participations.c.state.label("progress"))
        .select_from(
            participations.join(surveys, surveys.c.id == participations.c.survey_id).outerjoin(
                territories, territories.c.code == surveys.c.territory_code
            )
        )
        .where(participations.c.person_id == person_id, surveys.c.state.in_([state.value for state in states]))
        .order_by(surveys.c.id.desc())
        .limit(limit)
    )
    return [Offer(read(row), Progress(row.progress)) for row in connection.execute(query)]


def asked(connection: Connection, survey_list: Sequence[Survey], person_id: int) -> list[Survey]:
    """Those of the surveys whose audience a person belongs to, in one question."""
    if not survey_list:
        return []
    columns = [
        sa.case((condition(one.audience), 1), else_=0).label(f"s{number}") for number, one in enumerate(survey_list)
    ]
    row = connection.execute(sa.select(*columns).select_from(people).where(people.c.id == person_id)).one_or_none()
    return [] if row is None else [one for one, mine in zip(survey_list, row, strict=True) if mine]
