"""Surveys and the versions of their forms."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience, read_audience
from domain.languages import Localized
from domain.roles import Role
from domain.surveys.survey import Options, Survey, SurveyState, read_options
from domain.territories import Place
from storage.tables.surveys import survey_forms, surveys
from storage.tables.territories import lies_in, territories

_SURVEYS = sa.select(surveys, territories.c.path).outerjoin(territories, territories.c.code == surveys.c.territory_code)


def create(
    connection: Connection,
    *,
    source: str,
    author_id: int | None,
    role: Role,
    place: Place | None,
    audience: Audience,
    code: str,
    now: datetime,
    title: Localized | None = None,
) -> int:
    """Begin a draft, anonymous until its author says otherwise; the same `source` gives the one that is there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {
        "source": source,
        "state": SurveyState.DRAFT.value,
        "author_id": author_id,
        "author_role": role.value,
        "territory_code": None if place is None else place.code,
        "title": title,
        "anonymous": True,
        "audience": audience.as_list(),
        "options": Options().as_dict(),
        "code": code,
        "created_at": now,
    }
    connection.execute(dialect.insert(surveys).values(values).on_conflict_do_nothing(index_elements=["source"]))
    return int(connection.execute(sa.select(surveys.c.id).where(surveys.c.source == source)).scalar_one())


def survey(connection: Connection, survey_id: int, *, hold: bool = False) -> Survey | None:
    """The survey with this number; with `hold` nobody else changes it until the transaction ends."""
    query = _SURVEYS.where(surveys.c.id == survey_id)
    row = connection.execute(query.with_for_update(of=surveys) if hold else query).one_or_none()
    return None if row is None else read(row)


def by_code(connection: Connection, code: str) -> Survey | None:
    """The survey whose link this is."""
    row = connection.execute(_SURVEYS.where(surveys.c.code == code.strip().lower())).one_or_none()
    return None if row is None else read(row)


def territory_of(connection: Connection, code: str) -> str | None:
    """The code of the territory of the survey whose link this is, while it takes answers."""
    query = sa.select(surveys.c.territory_code).where(
        surveys.c.code == code.strip().lower(), surveys.c.state == SurveyState.OPEN.value
    )
    found: str | None = connection.execute(query).scalar()
    return found


def read(row: Any) -> Survey:
    """The survey that a row of `surveys` with the `path` of its territory tells of."""
    return Survey(
        id=row.id,
        state=SurveyState(row.state),
        author_id=row.author_id,
        author_role=Role(row.author_role),
        place=None if row.territory_code is None else Place(row.territory_code, row.path),
        title=row.title,
        about=row.about,
        anonymous=row.anonymous,
        audience=read_audience(row.audience),
        options=read_options(row.options),
        form_version=row.form_version,
        version=row.version,
        code=row.code,
        created_at=row.created_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def change(connection: Connection, before: Survey, source: str | None, **values: Any) -> bool:
    """Change a survey that still stands at the version that was seen; whether it did."""
    kept = {name: _plain(value) for name, value in values.items()}
    return (
        connection.execute(
            surveys.update()
            .where(surveys.c.id == before.id, surveys.c.version == before.version)
            .values(version=surveys.c.version + 1, changed_by=source, **kept)
        ).rowcount
        == 1
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Audience):
        return value.as_list()
    if isinstance(value, Options):
        return value.as_dict()
    return value.value if isinstance(value, SurveyState) else value


def was_last_changed_by(connection: Connection, survey_id: int, source: str) -> bool:
    """Whether this very press or message made the last change."""
    query = sa.select(surveys.c.changed_by).where(surveys.c.id == survey_id)
    return bool(source) and connection.execute(query).scalar() == source


def delete_draft(connection: Connection, survey_id: int) -> None:
    """Throw a draft away with its form and the author's trial."""
    connection.execute(surveys.delete().where(surveys.c.id == survey_id, surveys.c.state == SurveyState.DRAFT.value))


# Forms


def definition(connection: Connection, survey_id: int, form_version: int) -> Mapping[str, Any] | None:
    """What one version of the form says, as it was written; None when there is none yet."""
    found: Mapping[str, Any] | None = connection.execute(
        sa.select(survey_forms.c.definition).where(
            survey_forms.c.survey_id == survey_id, survey_forms.c.form_version == form_version
        )
    ).scalar()
    return found


def set_definition(
    connection: Connection, survey_id: int, form_version: int, what: Mapping[str, Any], now: datetime
) -> None:
    """Write a version of the form, in place of what it said before; the caller looks whether it may still change."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    key = {"survey_id": survey_id, "form_version": form_version}
    insert = dialect.insert(survey_forms).values({**key, "definition": dict(what), "created_at": now})
    connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_={"definition": dict(what)}))


# Lists


def drafts(connection: Connection, author_id: int, limit: int) -> list[Survey]:
    """What a person began and did not open, the newest first."""
    query = _SURVEYS.where(surveys.c.author_id == author_id, surveys.c.state == SurveyState.DRAFT.value)
    return _list(connection, query.order_by(surveys.c.id.desc()).limit(limit))


def looked_after(
    connection: Connection, places: Sequence[Place] | None, author_id: int, *, limit: int, offset: int = 0
) -> list[Survey]:
    """What left its draft in territories and what lies in them (None: everywhere), or is a person's own; newest first.

    A survey of no one territory is only found everywhere.
    """
    query = _SURVEYS.where(surveys.c.state != SurveyState.DRAFT.value)
    if places is not None:
        query = query.where(sa.or_(lies_in(places), surveys.c.author_id == author_id))
    return _list(connection, query.order_by(surveys.c.id.desc()).limit(limit).offset(offset))


def open_ones(connection: Connection, limit: int) -> list[Survey]:
    """The surveys that take answers, those first that close first."""
    query = _SURVEYS.where(surveys.c.state == SurveyState.OPEN.value).order_by(surveys.c.closes_at, surveys.c.id)
    return _list(connection, query.limit(limit))


def _list(connection: Connection, query: sa.Select[Any]) -> list[Survey]:
    return [read(row) for row in connection.execute(query).all()]


# The clock


def anything_due(connection: Connection, now: datetime, ended: datetime) -> bool:
    """Whether a survey is to be opened by now, closed that ended by `ended`, or taken out of the files."""
    due = sa.or_(
        sa.and_(surveys.c.state == SurveyState.PLANNED.value, surveys.c.opens_at <= now),
        sa.and_(surveys.c.state == SurveyState.OPEN.value, surveys.c.closes_at <= ended),
        sa.and_(surveys.c.state.in_([SurveyState.CLOSED.value, SurveyState.CANCELLED.value]), ~surveys.c.swept),
    )
    return connection.execute(sa.select(surveys.c.id).where(due).limit(1)).first() is not None


def to_open(connection: Connection, now: datetime, limit: int) -> list[Survey]:
    """Those whose moment to open has come, held until the transaction ends."""
    return _held(connection, SurveyState.PLANNED, surveys.c.opens_at <= now, limit)


def to_close(connection: Connection, ended: datetime, limit: int) -> list[Survey]:
    """Those that are open and were to close at `ended` or before, held until the transaction ends."""
    return _held(connection, SurveyState.OPEN, surveys.c.closes_at <= ended, limit)


def _held(connection: Connection, state: SurveyState, due: sa.ColumnElement[bool], limit: int) -> list[Survey]:
    query = _SURVEYS.where(surveys.c.state == state.value, due).order_by(surveys.c.id).limit(limit)
    return _list(connection, query.with_for_update(of=surveys, skip_locked=True))


def to_sweep(connection: Connection) -> list[int]:
    """The numbers of those that are over and still to be taken out of the database's files."""
    over = surveys.c.state.in_([SurveyState.CLOSED.value, SurveyState.CANCELLED.value])
    return list(connection.execute(sa.select(surveys.c.id).where(over, ~surveys.c.swept)).scalars())


def swept(connection: Connection, survey_ids: Sequence[int]) -> None:
    """Remember that nothing of before the closing is left in the files."""
    connection.execute(surveys.update().where(surveys.c.id.in_(survey_ids)).values(swept=True))
