"""What a committee's sheet is made of, beside rankings and promises."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.issue import Issue, Step
from domain.issues.states import Privacy, StepKind
from domain.meetings import MeetingKind, MeetingState
from domain.roles import Area
from domain.surveys.survey import Survey, SurveyState
from storage.issues.reading import SELECT, issue_of, step_of
from storage.surveys import surveys as survey_store
from storage.tables.issues import issue_categories, issue_steps, issues
from storage.tables.meetings import meetings
from storage.tables.surveys import survey_snapshots, surveys

_TOLD = (StepKind.STATE, StepKind.ANSWER, StepKind.REPORTED, StepKind.REOPENED, StepKind.PASSED_ON, StepKind.MERGED)


def last_meeting(connection: Connection, okrug_code: str, area: Area, now: datetime) -> datetime | None:
    """When the committee or the group of an area met last, None when it did not."""
    kind = MeetingKind.COMMITTEE if area is Area.PLANNING else MeetingKind.GROUP
    query = sa.select(sa.func.max(meetings.c.starts_at)).where(
        meetings.c.territory_code == okrug_code,
        meetings.c.kind == kind.value,
        meetings.c.state == MeetingState.PLANNED.value,
        meetings.c.starts_at < now,
        *(() if area is Area.PLANNING else (meetings.c.area == area.value,)),
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def changes(
    connection: Connection, okrug_code: str, areas: Sequence[Area], since: datetime, now: datetime, limit: int
) -> list[tuple[Issue, Step]]:
    """What happened last to each issue that neighbours see, since that moment, the newest first."""
    last = (
        sa.select(sa.func.max(issue_steps.c.id))
        .join(issues, issues.c.id == issue_steps.c.issue_id)
        .join(issue_categories, issue_categories.c.id == issues.c.category_id)
        .where(
            issues.c.okrug_code == okrug_code,
            issues.c.privacy == Privacy.OPEN.value,
            issues.c.hidden_at.is_(None),
            issues.c.seen_from <= now,
            issue_categories.c.area.in_([area.value for area in areas]),
            issue_steps.c.public,
            issue_steps.c.kind.in_([kind.value for kind in _TOLD]),
            issue_steps.c.at >= since,
        )
        .group_by(issue_steps.c.issue_id)
    )
    query = sa.select(issue_steps).where(issue_steps.c.id.in_(last)).order_by(issue_steps.c.at.desc()).limit(limit)
    steps = [step_of(row) for row in connection.execute(query)]
    rows = connection.execute(SELECT.where(issues.c.id.in_([step.issue_id for step in steps])))
    known = {issue.id: issue for issue in (issue_of(row) for row in rows)}
    return [(known[step.issue_id], step) for step in steps if step.issue_id in known]


def counted_surveys(connection: Connection, okrug_code: str, limit: int) -> list[Survey]:
    """The okrug's own surveys that are closed and counted, the newest first."""
    counted = sa.select(survey_snapshots.c.survey_id).where(survey_snapshots.c.survey_id == surveys.c.id)
    query = (
        sa.select(surveys.c.id)
        .where(surveys.c.territory_code == okrug_code, surveys.c.state == SurveyState.CLOSED.value, counted.exists())
        .order_by(surveys.c.closed_at.desc())
        .limit(limit)
    )
    found = (survey_store.survey(connection, number) for number in connection.execute(query).scalars())
    return [survey for survey in found if survey is not None]
