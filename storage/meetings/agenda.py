"""Residents' issues on the agenda of a meeting."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.issues.issue import Issue
from domain.issues.report import Row
from domain.issues.states import OPEN_STATES, IssueState, Privacy
from domain.roles import Area
from storage import territories
from storage.issues import reading
from storage.tables.issues import issue_categories, issue_supports, issues
from storage.tables.meetings import meeting_issues


def put(connection: Connection, meeting_id: int, issue_id: int, now: datetime) -> None:
    """Put an issue on the agenda; once is enough."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(meeting_issues)
        .values(meeting_id=meeting_id, issue_id=issue_id, added_at=now)
        .on_conflict_do_nothing(index_elements=["meeting_id", "issue_id"])
    )


def take_off(connection: Connection, meeting_id: int, issue_id: int) -> None:
    """Take an issue off the agenda, or the one as which it goes on."""
    same = sa.select(issues.c.id).where(sa.or_(issues.c.id == issue_id, issues.c.root_id == issue_id))
    connection.execute(
        meeting_issues.delete().where(meeting_issues.c.meeting_id == meeting_id, meeting_issues.c.issue_id.in_(same))
    )


def of_meeting(connection: Connection, meeting_id: int) -> tuple[Row, ...]:
    """The issues on the agenda as they go on by now, in the order in which they were put there.

    What was hidden since is left out: whoever is invited reads the agenda.
    """
    roots = (
        sa.select(sa.func.coalesce(issues.c.root_id, issues.c.id).label("id"), sa.func.min(meeting_issues.c.added_at))
        .join(issues, issues.c.id == meeting_issues.c.issue_id)
        .where(meeting_issues.c.meeting_id == meeting_id)
        .group_by(sa.func.coalesce(issues.c.root_id, issues.c.id))
        .order_by(sa.func.min(meeting_issues.c.added_at), sa.func.min(issues.c.id))
    )
    order = [int(row.id) for row in connection.execute(roots)]
    query = reading.SELECT.where(issues.c.id.in_(order), _open_to_all())
    found = {row.id: reading.issue_of(row) for row in connection.execute(query)}
    return _rows(connection, [found[number] for number in order if number in found])


def _open_to_all() -> sa.ColumnElement[bool]:
    return sa.and_(
        issues.c.privacy == Privacy.OPEN.value,
        issues.c.hidden_at.is_(None),
        issues.c.state != IssueState.DRAFT.value,
    )


def to_choose(
    connection: Connection, okrug_code: str, area: Area | None, now: datetime, *, limit: int, offset: int
) -> tuple[Row, ...]:
    """The open issues of an okrug that its neighbours see: a group's own area first, then what most people share."""
    people = (
        sa.select(issues.c.root_id, sa.func.count(sa.distinct(issue_supports.c.person_id)).label("people"))
        .join(issue_supports, issue_supports.c.issue_id == issues.c.id)
        .where(issues.c.okrug_code == okrug_code)
        .group_by(issues.c.root_id)
        .subquery()
    )
    own_first = sa.case((issue_categories.c.area == (area.value if area else ""), 0), else_=1)
    query = (
        reading.SELECT.outerjoin(people, people.c.root_id == issues.c.id)
        .where(
            issues.c.okrug_code == okrug_code,
            issues.c.state.in_([state.value for state in OPEN_STATES]),
            reading.public(now),
        )
        .order_by(own_first, sa.func.coalesce(people.c.people, 0).desc(), issues.c.id)
    )
    return _rows(connection, [reading.issue_of(row) for row in connection.execute(query.limit(limit).offset(offset))])


def _rows(connection: Connection, found: Sequence[Issue]) -> tuple[Row, ...]:
    counted = reading.supporters(connection, [one.root_id for one in found if one.root_id is not None])
    okrugs = {code: territories.territory(connection, code) for code in {one.okrug.code for one in found}}
    rows = []
    for one in found:
        okrug = okrugs[one.okrug.code]
        if okrug is not None:
            rows.append(Row(one, okrug, counted.get(one.root_id or 0, 0)))
    return tuple(rows)
