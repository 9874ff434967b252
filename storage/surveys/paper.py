"""Forms on paper and interviews: their serial numbers and codes, and what was keyed of them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.people import AgeBand, Sex
from domain.surveys.keying import PaperForm, Use
from domain.surveys.sessions import Response
from domain.surveys.survey import Mode, Progress, SurveyState
from domain.surveys.targets import Segment
from storage.surveys.responses import keep_segment
from storage.tables.surveys import answers, paper_forms, responses, survey_segments, surveys

AT_ONCE = 500


def by_code(connection: Connection, code: str) -> PaperForm | None:
    """The form with this code."""
    row = connection.execute(sa.select(paper_forms).where(paper_forms.c.code == code)).one_or_none()
    return None if row is None else _form(row)


def form(connection: Connection, survey_id: int, serial: int, *, hold: bool = False) -> PaperForm | None:
    """A form by its serial number; with `hold` nobody else keys it until the transaction ends."""
    query = sa.select(paper_forms).where(paper_forms.c.survey_id == survey_id, paper_forms.c.serial == serial)
    row = connection.execute(query.with_for_update() if hold else query).one_or_none()
    return None if row is None else _form(row)


def forms(connection: Connection, survey_id: int) -> list[PaperForm]:
    """All forms of a survey by their numbers."""
    query = sa.select(paper_forms).where(paper_forms.c.survey_id == survey_id).order_by(paper_forms.c.serial)
    return [_form(row) for row in connection.execute(query)]


def of_codes(connection: Connection, survey_id: int, codes: Collection[str]) -> list[PaperForm]:
    """Those forms of a survey that have one of these codes, by their numbers."""
    query = sa.select(paper_forms).where(paper_forms.c.survey_id == survey_id, paper_forms.c.code.in_(list(codes)))
    return [_form(row) for row in connection.execute(query.order_by(paper_forms.c.serial))]


def _form(row: Any) -> PaperForm:
    used = None if row.used is None else Use(row.used)
    return PaperForm(row.survey_id, row.serial, row.code, row.form_version, used, row.keyed_by)


def add(connection: Connection, survey_id: int, form_version: int, codes: Sequence[str]) -> list[PaperForm]:
    """Number new forms, one for each code; the caller holds the survey, so that no two get one number."""
    last = connection.execute(
        sa.select(sa.func.max(paper_forms.c.serial)).where(paper_forms.c.survey_id == survey_id)
    ).scalar()
    made = [
        PaperForm(survey_id, serial, code, form_version) for serial, code in enumerate(codes, start=(last or 0) + 1)
    ]
    rows = [
        {"survey_id": survey_id, "serial": one.serial, "code": one.code, "form_version": form_version} for one in made
    ]
    connection.execute(paper_forms.insert(), rows)
    return made


def uses(connection: Connection, survey_id: int) -> dict[Use | None, int]:
    """How many forms of a survey were used in which way, under None how many in none."""
    query = (
        sa.select(paper_forms.c.used, sa.func.count())
        .where(paper_forms.c.survey_id == survey_id)
        .group_by(paper_forms.c.used)
    )
    return {None if row[0] is None else Use(row[0]): row[1] for row in connection.execute(query)}


def take(connection: Connection, found: PaperForm, use: Use, *, day: date | None, keyed_by: str | None = None) -> bool:
    """Use a form, if nobody did so before; whether nobody had."""
    done = connection.execute(
        paper_forms.update()
        .where(
            paper_forms.c.survey_id == found.survey_id,
            paper_forms.c.serial == found.serial,
            paper_forms.c.used.is_(None),
        )
        .values(used=use.value, used_on=day, keyed_by=keyed_by)
    )
    return done.rowcount == 1


def territory_of(connection: Connection, code: str) -> str | None:
    """The code of the territory of the survey that a form belongs to, while it takes answers."""
    query = (
        sa.select(surveys.c.territory_code)
        .join(paper_forms, paper_forms.c.survey_id == surveys.c.id)
        .where(paper_forms.c.code == code, surveys.c.state == SurveyState.OPEN.value)
    )
    found: str | None = connection.execute(query).scalar()
    return found


# What was keyed


def states(connection: Connection, survey_id: int, ids: Collection[str]) -> dict[str, Progress]:
    """How far those of these responses are that were begun."""
    query = sa.select(responses.c.id, responses.c.state).where(
        responses.c.survey_id == survey_id, responses.c.id.in_(list(ids))
    )
    return {row.id: Progress(row.state) for row in connection.execute(query)}


def modes(connection: Connection, survey_id: int, ids: Collection[str]) -> dict[str, Mode]:
    """How the answers of these responses came."""
    query = (
        sa.select(responses.c.id, survey_segments.c.mode)
        .join(
            survey_segments,
            sa.and_(
                survey_segments.c.survey_id == responses.c.survey_id,
                survey_segments.c.segment == responses.c.segment,
            ),
        )
        .where(responses.c.survey_id == survey_id, responses.c.id.in_(list(ids)))
    )
    return {row.id: Mode(row.mode) for row in connection.execute(query)}


def segment(connection: Connection, survey_id: int, number: int) -> Segment:
    """Who a response is of."""
    row = connection.execute(
        sa.select(survey_segments).where(survey_segments.c.survey_id == survey_id, survey_segments.c.segment == number)
    ).one()
    return Segment(
        row.okrug_code,
        None if row.sex is None else Sex(row.sex),
        None if row.age_band is None else AgeBand(row.age_band),
        row.language,
        row.mode,
    )


def set_segment(connection: Connection, found: Response, whose: Segment) -> int:
    """Let a response and its answers be of somebody else; the number of that segment."""
    number = keep_segment(connection, found.survey_id, whose)
    connection.execute(
        responses.update()
        .where(responses.c.survey_id == found.survey_id, responses.c.id == found.id)
        .values(segment=number)
    )
    connection.execute(
        answers.update()
        .where(answers.c.survey_id == found.survey_id, answers.c.response_id == found.id)
        .values(segment=number)
    )
    return number


def drop(connection: Connection, found: Response) -> None:
    """Throw away what was keyed of a form and is not finished."""
    connection.execute(
        responses.delete().where(
            responses.c.survey_id == found.survey_id,
            responses.c.id == found.id,
            responses.c.state != Progress.FINISHED.value,
        )
    )


def put_all(connection: Connection, found: Response, given: dict[str, str]) -> None:
    """Write all answers of a response that is counted at once, or if it came late, with the next snapshot."""
    if given:
        rows = [
            {
                "survey_id": found.survey_id,
                "response_id": found.id,
                "question": question,
                "segment": found.segment,
                "value": value,
                "counted": found.state is Progress.FINISHED,
            }
            for question, value in given.items()
        ]
        connection.execute(answers.insert(), rows)


def late(connection: Connection, survey_id: int) -> frozenset[str]:
    """The responses that came after the closing and are in no snapshot yet."""
    query = sa.select(responses.c.id).where(
        responses.c.survey_id == survey_id, responses.c.state == Progress.LATE.value
    )
    return frozenset(connection.execute(query).scalars())


def take_in(connection: Connection, survey_id: int, ids: Collection[str]) -> None:
    """Let late responses be finished ones: from now on they are counted, read and looked through."""
    listed = sorted(ids)
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        connection.execute(
            responses.update()
            .where(responses.c.survey_id == survey_id, responses.c.id.in_(some))
            .values(state=Progress.FINISHED.value)
        )
        connection.execute(
            answers.update()
            .where(answers.c.survey_id == survey_id, answers.c.response_id.in_(some))
            .values(counted=True)
        )


def sweep_again(connection: Connection, survey_id: int) -> None:
    """Have what was written after the closing taken out of the database's files as well."""
    connection.execute(surveys.update().where(surveys.c.id == survey_id).values(swept=False))
