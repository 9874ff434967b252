"""Responses and answers: what was said, found again by the survey's key and never by a name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.people import AgeBand, Sex
from domain.surveys.sessions import Response, Standing, segment_number
from domain.surveys.survey import Progress, Survey
from domain.surveys.targets import Segment
from storage.surveys.surveys import read
from storage.tables.surveys import answers, participations, responses, survey_keys, survey_segments, surveys
from storage.tables.territories import territories

# One question brings all that a press needs before it can find the response.
_STANDING = (
    sa.select(surveys, territories.c.path, survey_keys.c.key, participations.c.state.label("progress"))
    .select_from(
        surveys.outerjoin(territories, territories.c.code == surveys.c.territory_code)
        .outerjoin(survey_keys, survey_keys.c.survey_id == surveys.c.id)
        .outerjoin(
            participations,
            sa.and_(
                participations.c.survey_id == surveys.c.id, participations.c.person_id == sa.bindparam("person_id")
            ),
        )
    )
    .where(surveys.c.id == sa.bindparam("survey_id"))
)
# While it is answered it cannot be closed: else an answer could come in behind the end of its key.
_STANDING_HELD = _STANDING.with_for_update(read=True, of=surveys)
_GLIMPSE = (
    sa.select(surveys.c.version, survey_keys.c.key, participations.c.state.label("progress"))
    .select_from(
        surveys.outerjoin(survey_keys, survey_keys.c.survey_id == surveys.c.id).outerjoin(
            participations,
            sa.and_(
                participations.c.survey_id == surveys.c.id, participations.c.person_id == sa.bindparam("person_id")
            ),
        )
    )
    .where(surveys.c.id == sa.bindparam("survey_id"))
    .with_for_update(read=True, of=surveys)
)

_RESPONSE = (
    sa.select(responses, answers.c.question, answers.c.value)
    .select_from(
        responses.outerjoin(
            answers,
            sa.and_(answers.c.survey_id == responses.c.survey_id, answers.c.response_id == responses.c.id),
        )
    )
    .where(responses.c.survey_id == sa.bindparam("survey_id"), responses.c.id == sa.bindparam("response_id"))
)
_MINE = sa.and_(answers.c.survey_id == sa.bindparam("of_survey"), answers.c.response_id == sa.bindparam("of_response"))
_PUT = {
    dialect.dialect.name: (insert := dialect.insert(answers)).on_conflict_do_update(
        index_elements=["survey_id", "response_id", "question"],
        set_={"value": insert.excluded.value, "counted": insert.excluded.counted},
    )
    for dialect in (sqlite, postgresql)
}
_TAKE_OUT = answers.delete().where(_MINE, answers.c.question == sa.bindparam("which"))
_STEP = (
    responses.update()
    .where(responses.c.survey_id == sa.bindparam("of_survey"), responses.c.id == sa.bindparam("of_response"))
    .values(position=sa.bindparam("to"), turn=responses.c.turn + 1, state=sa.bindparam("now_state"))
)


def standing(connection: Connection, survey_id: int, person_id: int, *, hold: bool = False) -> Standing | None:
    """How a person stands to a survey, None when there is no such survey; with `hold` it is not closed meanwhile."""
    query = _STANDING_HELD if hold else _STANDING
    row = connection.execute(query, {"survey_id": survey_id, "person_id": person_id}).one_or_none()
    if row is None:
        return None
    progress = None if row.progress is None else Progress(row.progress)
    return Standing(read(row), None if row.key is None else bytes(row.key), progress)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a press needs of a survey that is known already: its version, the key, how far the person is."""

    version: int
    key: bytes | None
    progress: Progress | None


def glimpse(connection: Connection, survey_id: int, person_id: int) -> Glimpse | None:
    """The least that a press must ask of a survey, which is not closed meanwhile; None when there is none."""
    row = connection.execute(_GLIMPSE, {"survey_id": survey_id, "person_id": person_id}).one_or_none()
    if row is None:
        return None
    progress = None if row.progress is None else Progress(row.progress)
    return Glimpse(row.version, None if row.key is None else bytes(row.key), progress)


def response(connection: Connection, survey_id: int, response_id: str) -> Response | None:
    """A response with its answers, None when there is none."""
    rows = connection.execute(_RESPONSE, {"survey_id": survey_id, "response_id": response_id}).all()
    if not rows:
        return None
    row = rows[0]
    return Response(
        survey_id=row.survey_id,
        id=row.id,
        form_version=row.form_version,
        state=Progress(row.state),
        position=row.position,
        turn=row.turn,
        segment=row.segment,
        person_id=row.person_id,
        trial=row.trial,
        answers={one.question: one.value for one in rows if one.question is not None},
    )


def begin(
    connection: Connection,
    survey: Survey,
    response_id: str,
    segment: Segment,
    *,
    person_id: int | None,
    position: str,
    day: date,
    state: Progress = Progress.BEGUN,
    trial: bool = False,
    keying: int = 0,
) -> None:
    """Begin a response to the form in force, once; of an anonymous survey neither person nor day is written down."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    number = keep_segment(connection, survey.id, segment)
    values = {
        "survey_id": survey.id,
        "id": response_id,
        "form_version": survey.form_version,
        "person_id": None if survey.anonymous else person_id,
        "state": state.value,
        "position": position,
        "turn": 0,
        "segment": number,
        "day": None if survey.anonymous else day,
        "trial": trial,
        "keying": keying,
    }
    insert = dialect.insert(responses).values(values)
    connection.execute(insert.on_conflict_do_nothing(index_elements=["survey_id", "id"]))


def keep_segment(connection: Connection, survey_id: int, segment: Segment) -> int:
    """The number of a segment, which is written down once."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    number = segment_number(segment)
    insert = dialect.insert(survey_segments).values(
        survey_id=survey_id,
        segment=number,
        okrug_code=segment.okrug,
        sex=segment.sex,
        age_band=segment.age,
        language=segment.language,
        mode=segment.mode,
    )
    connection.execute(insert.on_conflict_do_nothing(index_elements=["survey_id", "segment"]))
    return number


def put(connection: Connection, found: Response, question: str, value: str, *, counted: bool = False) -> None:
    """Write an answer, in place of an earlier one."""
    row = {
        "survey_id": found.survey_id,
        "response_id": found.id,
        "question": question,
        "segment": found.segment,
        "value": value,
        "counted": counted,
    }
    connection.execute(_PUT[connection.dialect.name], row)


def take_out(connection: Connection, found: Response, question: str) -> None:
    """Have no answer to a question any more."""
    connection.execute(_TAKE_OUT, {"of_survey": found.survey_id, "of_response": found.id, "which": question})


def step(connection: Connection, found: Response, position: str, state: Progress) -> None:
    """Ask another question from now on (empty: none); buttons of before are old."""
    connection.execute(
        _STEP,
        {"of_survey": found.survey_id, "of_response": found.id, "to": position, "now_state": state.value},
    )


def count_only(connection: Connection, found: Response, questions: Collection[str]) -> None:
    """Count the answers to these questions, and no others of this response."""
    mine = sa.and_(answers.c.survey_id == found.survey_id, answers.c.response_id == found.id)
    connection.execute(answers.update().where(mine).values(counted=answers.c.question.in_(list(questions))))


def delete_trials(connection: Connection, survey_id: int) -> None:
    """Throw the author's trials away."""
    connection.execute(responses.delete().where(responses.c.survey_id == survey_id, responses.c.trial))


def finished_by_segment(connection: Connection, survey_id: int, *, late: bool = False) -> dict[Segment, int]:
    """How many finished, by who they are as far as the survey keeps it; trials and second typings are not counted.

    With `late` those too that came after the closing and are in no snapshot yet.
    """
    states = (Progress.FINISHED.value, *((Progress.LATE.value,) if late else ()))
    query = (
        sa.select(survey_segments, sa.func.count().label("finished"))
        .join(
            responses,
            sa.and_(
                responses.c.survey_id == survey_segments.c.survey_id,
                responses.c.segment == survey_segments.c.segment,
            ),
        )
        .where(
            survey_segments.c.survey_id == survey_id,
            responses.c.state.in_(states),
            ~responses.c.trial,
            responses.c.keying == 0,
        )
        .group_by(*survey_segments.c)
    )
    return {_segment(row): row.finished for row in connection.execute(query)}


def _segment(row: sa.Row[tuple[object, ...]]) -> Segment:
    return Segment(
        okrug=row.okrug_code,
        sex=None if row.sex is None else Sex(row.sex),
        age=None if row.age_band is None else AgeBand(row.age_band),
        language=row.language,
        mode=row.mode,
    )
