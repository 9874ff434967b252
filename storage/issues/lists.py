"""Lists of issues: of an okrug, of a person, alike ones."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.issue import Issue
from domain.issues.report import PAGE, Order, Wanted
from domain.issues.similar import MOST_COMPARED
from domain.issues.states import OPEN_STATES, IssueState
from domain.people import Actor
from storage.issues.reading import SELECT, issue_of, public, visible_to
from storage.tables.issues import issue_categories, issue_follows, issue_supports, issues

MOST_FOUND = 8
MOST_OF_ONE = 40


def of_okrug(connection: Connection, code: str, actor: Actor, now: datetime, wanted: Wanted) -> tuple[list[Issue], int]:
    """A page of the root issues of an okrug that this person sees, and how many there are."""
    conditions = [
        issues.c.okrug_code == code,
        issues.c.state.in_([state.value for state in wanted.shelf.states]),
        visible_to(actor, now),
    ]
    if wanted.area is not None:
        conditions.append(issue_categories.c.area == wanted.area.value)
    query = SELECT.where(*conditions)
    total = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    if wanted.order is Order.SUPPORT:
        counted = _supporters_in(code)
        query = query.outerjoin(counted, counted.c.root_id == issues.c.id).order_by(
            sa.func.coalesce(counted.c.people, 0).desc()
        )
    query = query.order_by(issues.c.sent_at.desc(), issues.c.id.desc())
    page = query.limit(PAGE).offset(wanted.page * PAGE)
    return [issue_of(row) for row in connection.execute(page)], int(total)


def _supporters_in(code: str) -> sa.Subquery:
    return (
        sa.select(issues.c.root_id, sa.func.count(sa.distinct(issue_supports.c.person_id)).label("people"))
        .join(issue_supports, issue_supports.c.issue_id == issues.c.id)
        .where(issues.c.okrug_code == code)
        .group_by(issues.c.root_id)
        .subquery()
    )


def to_compare(connection: Connection, code: str, now: datetime, *, also_done: bool = False) -> list[Issue]:
    """The newest root issues of an okrug that its neighbours see and, unless `also_done`, somebody works on."""
    states = OPEN_STATES if not also_done else frozenset(IssueState) - {IssueState.DRAFT, IssueState.MERGED}
    query = SELECT.where(
        issues.c.okrug_code == code, issues.c.state.in_([state.value for state in states]), public(now)
    )
    newest = query.order_by(issues.c.sent_at.desc(), issues.c.id.desc()).limit(MOST_COMPARED)
    return [issue_of(row) for row in connection.execute(newest)]


def reported_by(connection: Connection, person_id: int) -> list[Issue]:
    """What a person sent, the newest first."""
    query = SELECT.where(issues.c.author_id == person_id, issues.c.state != IssueState.DRAFT.value)
    newest = query.order_by(issues.c.sent_at.desc(), issues.c.id.desc()).limit(MOST_OF_ONE)
    return [issue_of(row) for row in connection.execute(newest)]


def shared_by(connection: Connection, person_id: int, now: datetime) -> list[Issue]:
    """What a person shares and did not report, as which it goes on by now, the newest first."""
    return _roots(connection, issue_supports, person_id, now)


def followed_by(connection: Connection, person_id: int, now: datetime) -> list[Issue]:
    """What a person follows, as which it goes on by now, the newest first."""
    return _roots(connection, issue_follows, person_id, now)


def _roots(connection: Connection, table: sa.Table, person_id: int, now: datetime) -> list[Issue]:
    its = issues.alias()
    roots = sa.select(its.c.root_id).join(table, table.c.issue_id == its.c.id).where(table.c.person_id == person_id)
    others = sa.or_(issues.c.author_id.is_(None), issues.c.author_id != person_id)
    query = SELECT.where(issues.c.id.in_(roots), others, public(now))
    newest = query.order_by(issues.c.sent_at.desc(), issues.c.id.desc()).limit(MOST_OF_ONE)
    return [issue_of(row) for row in connection.execute(newest)]


def with_serial(
    connection: Connection, serial: int, actor: Actor, now: datetime, codes: Sequence[str] | None
) -> list[Issue]:
    """The issues with this number that a person sees, in these okrugs (None: in any), few of them."""
    query = SELECT.where(issues.c.serial == serial, visible_to(actor, now))
    if codes is not None:
        query = query.where(issues.c.okrug_code.in_(codes))
    return [issue_of(row) for row in connection.execute(query.order_by(issues.c.okrug_code).limit(MOST_FOUND))]
