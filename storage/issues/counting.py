"""Counting issues, as far as who counts may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.counts import OPEN_OVER, Cell, Days, Measured, Record, Selection, following_month, months_until
from domain.issues.issue import AREAS, Category
from domain.issues.states import OPEN_STATES, IssueState, Privacy
from domain.languages import Localized
from domain.roles import Area, Grant, Role
from domain.territories import Place
from storage.issues.reading import public
from storage.tables.issues import issue_categories, issue_supports, issues
from storage.tables.territories import lies_in, lies_within, territories

Condition = sa.ColumnElement[bool]
_DAY = 24 * 60 * 60
_MEMBER = issues.alias("member")
_OPEN = issues.c.state.in_(sorted(OPEN_STATES))
_SOLVED = sa.and_(issues.c.state == IssueState.SOLVED.value, issues.c.solved_at.isnot(None))
_MERGED = issues.c.state == IssueState.MERGED.value
# What was taken over from earlier times tells of days, not of how quickly anybody answered.
_OURS = sa.not_(issues.c.history)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: under which roles somebody counts, where (None: all their territories), when."""

    grants: tuple[Grant, ...]
    place: Place | None
    selection: Selection
    now: datetime
    zone: tzinfo

    def moment(self, day: date) -> datetime:
        """The beginning of a local day."""
        return datetime.combine(day, time(), self.zone)


def condition(scope: Scope) -> Condition:
    """The condition that an issue, joined with its okrug and category, is counted; merged ones are among them."""
    chosen = [
        _okrugs(scope),
        issues.c.state != IssueState.DRAFT.value,
        issues.c.hidden_at.is_(None),
        sa.or_(sa.false(), *(_seen_under(grant, scope.now) for grant in scope.grants)),
    ]
    if scope.selection.area is not None:
        chosen.append(issue_categories.c.area == scope.selection.area.value)
    if scope.selection.since is not None:
        chosen.append(issues.c.sent_at >= scope.moment(scope.selection.since))
    if scope.selection.until is not None:
        chosen.append(issues.c.sent_at < scope.moment(scope.selection.until + timedelta(days=1)))
    return sa.and_(*chosen)


def _okrugs(scope: Scope) -> Condition:
    """The condition that it lies where it is counted; named first, so that not every issue of the country is read."""
    places = [scope.place] if scope.place is not None else [grant.place for grant in scope.grants]
    return lies_within(issues.c.okrug_code, None if None in places else [place for place in places if place])


def _seen_under(grant: Grant, now: datetime) -> Condition:
    where = lies_in(None if grant.place is None else [grant.place])
    if grant.role in (Role.STAFF, Role.ADMINISTRATOR):
        return where
    if grant.role in (Role.AKIM, Role.ASSISTANT):
        return sa.and_(where, issues.c.privacy != Privacy.STAFF.value)
    if grant.role is Role.RAYON_OFFICIAL:
        return sa.and_(where, issues.c.privacy == Privacy.OPEN.value)
    if grant.role is not Role.COMMITTEE:
        return sa.false()
    its = sa.true() if grant.area in (None, Area.PLANNING) else issue_categories.c.area == grant.area.value
    return sa.and_(where, public(now), its)


def _over(scope: Scope, *columns: Any, merged: bool = False) -> sa.Select[Any]:
    query = (
        sa.select(*columns)
        .select_from(issues)
        .join(territories, territories.c.code == issues.c.okrug_code)
        .join(issue_categories, issue_categories.c.id == issues.c.category_id)
        .where(condition(scope))
    )
    return query if merged else query.where(sa.not_(_MERGED))


def cells(connection: Connection, scope: Scope) -> list[Cell]:
    """How many issues there are of each category, state and okrug."""
    columns = (issues.c.category_id, issues.c.state, issues.c.okrug_code, territories.c.path)
    query = _over(scope, *columns, sa.func.count().label("issues")).group_by(*columns)
    return [
        Cell(row.category_id, IssueState(row.state), row.okrug_code, row.path, row.issues)
        for row in connection.execute(query)
    ]


def measured(connection: Connection, scope: Scope) -> Measured:
    """Everything else that is counted."""
    sums = connection.execute(_over(scope, *_sums(scope))).mappings().one()
    everything = connection.execute(_over(scope, *_reports(), merged=True)).one()
    months = _months(scope)
    return Measured(
        supports=_supports(connection, scope),
        by_month=tuple((month, int(sums[f"m{number}"] or 0)) for number, month in enumerate(months)),
        reports=everything.reports,
        private=int(everything.private or 0),
        first_answer=_days(connection, scope, issues.c.answered_at, issues.c.answered_at.isnot(None)),
        solution=_days(connection, scope, issues.c.solved_at, _SOLVED),
        open_over=tuple((days, int(sums[f"over{days}"] or 0)) for days in OPEN_OVER),
        reached=int(sums["reached"] or 0),
        reached_known=int(sums["reached_known"] or 0),
    )


def _months(scope: Scope) -> tuple[date, ...]:
    today = scope.now.astimezone(scope.zone).date()
    return months_until(min(scope.selection.until or today, today), scope.selection.since)


def _if(chosen: Condition) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((chosen, 1), else_=0))


def _sums(scope: Scope) -> list[sa.ColumnElement[Any]]:
    solved = issues.c.state == IssueState.SOLVED.value
    found: list[sa.ColumnElement[Any]] = [
        sa.func.sum(sa.case((solved, issues.c.reached), else_=None)).label("reached"),
        _if(sa.and_(solved, issues.c.reached.isnot(None))).label("reached_known"),
    ]
    found += [
        _if(sa.and_(_OPEN, issues.c.sent_at < scope.now - timedelta(days=days))).label(f"over{days}")
        for days in OPEN_OVER
    ]
    for number, month in enumerate(_months(scope)):
        start, end = scope.moment(month), scope.moment(following_month(month))
        found.append(_if(sa.and_(issues.c.sent_at >= start, issues.c.sent_at < end)).label(f"m{number}"))
    return found


def _reports() -> tuple[sa.ColumnElement[Any], ...]:
    return sa.func.count().label("reports"), _if(issues.c.privacy != Privacy.OPEN.value).label("private")


def _family(scope: Scope) -> sa.Select[Any]:
    """The supports of every counted issue and of those merged with it."""
    query = _over(scope, issues.c.id, issues.c.category_id, issues.c.okrug_code)
    people = sa.func.count(sa.distinct(issue_supports.c.person_id)).label("people")
    return (
        query.add_columns(people)
        .join(_MEMBER, _MEMBER.c.root_id == issues.c.id)
        .join(issue_supports, issue_supports.c.issue_id == _MEMBER.c.id)
        .group_by(issues.c.id, issues.c.category_id, issues.c.okrug_code)
    )


def _supports(connection: Connection, scope: Scope) -> dict[tuple[int, str], int]:
    each = _family(scope).subquery()
    query = sa.select(each.c.category_id, each.c.okrug_code, sa.func.sum(each.c.people).label("people")).group_by(
        each.c.category_id, each.c.okrug_code
    )
    return {(row.category_id, row.okrug_code): int(row.people) for row in connection.execute(query)}


def _seconds(connection: Connection, until: sa.ColumnElement[datetime]) -> sa.ColumnElement[Any]:
    """The seconds from sending to a moment."""
    if connection.dialect.name == "sqlite":
        return (sa.func.julianday(until) - sa.func.julianday(issues.c.sent_at)) * _DAY
    return sa.extract("epoch", until - issues.c.sent_at)


def _days(connection: Connection, scope: Scope, until: sa.ColumnElement[datetime], came: Condition) -> Days:
    counts = _over(scope, _if(came).label("came"), _if(sa.and_(_OPEN, sa.not_(came))).label("waiting")).where(_OURS)
    row = connection.execute(counts).one()
    of = int(row.came or 0)
    return Days(_median(connection, scope, until, came, of), of, int(row.waiting or 0))


def _median(
    connection: Connection, scope: Scope, until: sa.ColumnElement[datetime], came: Condition, of: int
) -> float | None:
    if not of:
        return None
    query = _over(scope, sa.cast(_seconds(connection, until), sa.Float).label("seconds")).where(_OURS, came)
    middle = query.order_by("seconds").offset((of - 1) // 2).limit(2 - of % 2)
    found = [float(row.seconds) for row in connection.execute(middle)]
    return sum(found) / len(found) / _DAY


# The table


def records(
    connection: Connection, scope: Scope, named: dict[str, tuple[Localized, Localized | None]]
) -> tuple[Record, ...]:
    """Every counted issue, okrug by okrug; `named` gives the names of each okrug and its rayon."""
    rows = connection.execute(
        _over(scope, issues, issue_categories).order_by(territories.c.path, issues.c.serial, issues.c.id)
    )
    people = {row.id: row.people for row in connection.execute(_family(scope))}
    return tuple(_record(row, scope, people, named[row.okrug_code]) for row in rows)


def _record(row: Any, scope: Scope, people: dict[int, int], names: tuple[Localized, Localized | None]) -> Record:
    read_by_all = row.privacy == Privacy.OPEN.value and row.let_in_at is not None
    seen = row.seen_from is not None and row.seen_from <= scope.now
    solved = row.solved_at if row.state == IssueState.SOLVED.value else None
    return Record(
        serial=row.serial,
        okrug=names[0],
        rayon=names[1],
        category=Category(row.category_id, row.key, Area(row.area), row.names, row.position, bool(row.retired_at)),
        state=IssueState(row.state),
        is_private=row.privacy != Privacy.OPEN.value,
        sent_on=row.sent_at.astimezone(scope.zone).date(),
        supports=people.get(row.id, 0),
        days_to_answer=None if row.history else _between(row.sent_at, row.answered_at),
        days_to_solution=None if row.history else _between(row.sent_at, solved),
        done_on=row.done_on if solved else None,
        reached=row.reached if solved else None,
        history=row.history,
        text=row.text if read_by_all and seen else None,
    )


def _between(since: datetime, until: datetime | None) -> float | None:
    return None if until is None else (until - since).total_seconds() / _DAY


def names_of(connection: Connection, codes: Collection[str]) -> dict[str, tuple[Localized, Localized | None]]:
    """The names of okrugs, each with those of what it lies in."""
    above = territories.alias("above")
    query = (
        sa.select(territories.c.code, territories.c.names, above.c.names.label("above"))
        .outerjoin(above, above.c.code == territories.c.parent_code)
        .where(territories.c.code.in_(codes))
    )
    return {row.code: (row.names, row.above) for row in connection.execute(query)}


def areas_of(grants: Sequence[Grant], place: Place | None) -> tuple[Area, ...]:
    """The areas that these roles count in a place (None: in all of theirs)."""
    there = [grant for grant in grants if place is None or grant.covers(place)]
    every = any(grant.role is not Role.COMMITTEE or grant.area in (None, Area.PLANNING) for grant in there)
    return tuple(area for area in AREAS if every or any(grant.area is area for grant in there))
