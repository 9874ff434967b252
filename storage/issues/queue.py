"""What waits for those who answer and for those who moderate, as far as each may see it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.duties import DESK_OF, HATS
from domain.issues.escalation import ANSWER, UNANSWERED
from domain.issues.issue import Issue, Sight
from domain.issues.moderation import Look, Pile
from domain.issues.similar import MOST_COMPARED
from domain.issues.states import OPEN_STATES, SUBJECT, Desk, IssueState, Privacy, StepKind
from domain.people import Actor
from domain.permissions import Act, reach, scope
from domain.territories import Place
from storage.issues.reading import SELECT, issue_of
from storage.tables.dates import dates, rungs
from storage.tables.files import files
from storage.tables.issues import issue_steps, issues
from storage.tables.territories import lies_in, lies_within, territories

PAGE = 8
Condition = sa.ColumnElement[bool]

_OPEN = issues.c.state.in_(sorted(OPEN_STATES))
_SHOWN = sa.and_(issues.c.hidden_at.is_(None), issues.c.state != IssueState.MERGED.value)
_PROMISED = issues.c.state.in_([IssueState.PLANNED.value, IssueState.IN_PROGRESS.value])
_STATES: Mapping[Pile, Condition] = {
    Pile.NEW: issues.c.state == IssueState.NEW.value,
    Pile.REVIEW: issues.c.state == IssueState.IN_REVIEW.value,
    Pile.REOPENED: issues.c.state == IssueState.REOPENED.value,
    Pile.WORK: _PROMISED,
}


def _overdue(now: datetime) -> Condition:
    # The reminder of a date that still stands: an answer cancels the date.
    waiting = (
        sa.select(dates.c.id)
        .join(rungs, rungs.c.date_id == dates.c.id)
        .where(
            dates.c.subject == SUBJECT,
            dates.c.subject_id == issues.c.id,
            dates.c.kind == ANSWER,
            dates.c.cancelled_at.is_(None),
            rungs.c.notice_kind == UNANSWERED,
            rungs.c.due_at <= now,
        )
    )
    return sa.and_(_OPEN, waiting.exists())


def _seen_as(who: Sight) -> Condition:
    if who is Sight.STAFF:
        return sa.true()
    if who is Sight.AKIMAT:
        return issues.c.privacy != Privacy.STAFF.value
    return issues.c.privacy == Privacy.OPEN.value


def _for(actor: Actor, pile: Pile, now: datetime) -> Condition:
    """What lies on the actor's desks and belongs to a pile; above their desk they see what is overdue."""
    found: list[Condition] = []
    for grant in scope(actor, Act.ANSWER_ISSUE):
        who = HATS[grant.role]
        here = sa.and_(lies_in(None if grant.place is None else [grant.place]), _seen_as(who))
        mine = issues.c.desk == DESK_OF[who].value
        if pile is Pile.OVERDUE:
            found.append(sa.and_(here, mine if who is Sight.AKIMAT else sa.true(), _overdue(now)))
        elif pile is Pile.PASSED_ON:
            away = issues.c.desk != Desk.OKRUG.value if who is Sight.AKIMAT else sa.false()
            found.append(sa.and_(here, away, _OPEN))
        else:
            found.append(sa.and_(here, mine, _STATES[pile]))
    # Said first, so that not every issue of the country is looked at.
    here = lies_within(issues.c.okrug_code, reach(actor, Act.ANSWER_ISSUE))
    return sa.and_(here, _SHOWN, sa.or_(sa.false(), *found))


def sizes(connection: Connection, actor: Actor, now: datetime) -> dict[Pile, int]:
    """How much lies in each pile of the actor."""
    columns = [sa.func.sum(sa.case((_for(actor, pile, now), 1), else_=0)).label(pile.name) for pile in Pile]
    query = sa.select(*columns).select_from(issues).join(territories, territories.c.code == issues.c.okrug_code)
    here = lies_within(issues.c.okrug_code, reach(actor, Act.ANSWER_ISSUE))
    row = connection.execute(query.where(here, _OPEN)).one()
    return {pile: int(getattr(row, pile.name) or 0) for pile in Pile}


def pile(connection: Connection, actor: Actor, now: datetime, which: Pile, page: int) -> tuple[list[Issue], int]:
    """A page of a pile of the actor, what has waited longest first, and how many there are."""
    return _page(connection, _for(actor, which, now), page, issues.c.sent_at)


def _page(
    connection: Connection, which: Condition, page: int, *order: sa.ColumnElement[object]
) -> tuple[list[Issue], int]:
    query = SELECT.where(which)
    total = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    rows = connection.execute(query.order_by(*order, issues.c.id).limit(PAGE).offset(page * PAGE))
    return [issue_of(row) for row in rows], int(total)


# Moderation

_NOT_LOOKED_AT = sa.and_(_SHOWN, issues.c.let_in_at.is_(None), issues.c.privacy == Privacy.OPEN.value)
_SENT = issues.c.state != IssueState.DRAFT.value
_WITH_FILES = sa.exists().where(files.c.subject == SUBJECT, files.c.subject_id == issues.c.id)
_APPEALED = sa.exists().where(issue_steps.c.issue_id == issues.c.id, issue_steps.c.kind == StepKind.APPEAL.value)


def _looks(now: datetime) -> Mapping[Look, Condition]:
    return {
        Look.HELD: sa.and_(_SENT, _NOT_LOOKED_AT, issues.c.seen_from.is_(None)),
        Look.FRESH: sa.and_(_SENT, _NOT_LOOKED_AT, issues.c.seen_from > now),
        Look.FILES: sa.and_(_SENT, _NOT_LOOKED_AT, _WITH_FILES),
        Look.APPEALS: sa.and_(_SENT, issues.c.hidden_at.isnot(None), _APPEALED),
        Look.HIDDEN: sa.and_(_SENT, issues.c.hidden_at.isnot(None)),
    }


def to_look_at(connection: Connection, actor: Actor, now: datetime) -> dict[Look, int]:
    """How much waits for a look of staff."""
    within = lies_within(issues.c.okrug_code, reach(actor, Act.RESTORE_ISSUE))
    columns = [sa.func.sum(sa.case((which, 1), else_=0)).label(look.name) for look, which in _looks(now).items()]
    query = sa.select(*columns).select_from(issues).join(territories, territories.c.code == issues.c.okrug_code)
    unseen = sa.or_(_NOT_LOOKED_AT, issues.c.hidden_at.isnot(None))
    row = connection.execute(query.where(within, unseen)).one()
    return {look: int(getattr(row, look.name) or 0) for look in Look}


def look(connection: Connection, actor: Actor, now: datetime, which: Look, page: int) -> tuple[list[Issue], int]:
    """A page of what waits for a look of staff, and how many there are."""
    order = issues.c.hidden_at.desc() if which in (Look.APPEALS, Look.HIDDEN) else issues.c.sent_at
    within = lies_within(issues.c.okrug_code, reach(actor, Act.RESTORE_ISSUE))
    return _page(connection, sa.and_(within, _looks(now)[which]), page, order)


# What another may be the same as


def to_merge_into(connection: Connection, found: Issue) -> list[Issue]:
    """The newest issues of the okrug as which another may go on: open to all, not merged, hidden or declined."""
    states = [state.value for state in (*OPEN_STATES, IssueState.SOLVED)]
    query = SELECT.where(
        issues.c.okrug_code == found.okrug.code,
        issues.c.state.in_(states),
        issues.c.privacy == Privacy.OPEN.value,
        issues.c.hidden_at.is_(None),
        issues.c.id != found.id,
    )
    newest = query.order_by(issues.c.sent_at.desc(), issues.c.id.desc()).limit(MOST_COMPARED)
    return [issue_of(row) for row in connection.execute(newest)]


def bring(connection: Connection, numbers: Sequence[int], from_root: int, to_root: int) -> None:
    """Let these issues go on as another, those that still go on as the first."""
    connection.execute(
        issues.update().where(issues.c.id.in_(numbers), issues.c.root_id == from_root).values(root_id=to_root)
    )


def mark(connection: Connection, number: int, **values: object) -> None:
    """Note on an issue what the clock did; nobody's decision depends on it, so its version stays."""
    connection.execute(issues.update().where(issues.c.id == number).values(**values))


# Promises


def overdue_promises(connection: Connection, places: Sequence[Place] | None, today: date) -> list[Issue]:
    """What was promised for a day that is gone, is seen by everybody and not done, the oldest promise first.

    `places` None is everywhere. It is for the sheet of a committee, so private and hidden issues are not among them.
    """
    query = SELECT.where(
        lies_in(places),
        _SHOWN,
        _PROMISED,
        issues.c.privacy == Privacy.OPEN.value,
        # What a word to watch holds is seen by nobody yet.
        sa.or_(issues.c.seen_from.isnot(None), issues.c.history),
        issues.c.promised_by < today,
    )
    return [issue_of(row) for row in connection.execute(query.order_by(issues.c.promised_by, issues.c.id))]
