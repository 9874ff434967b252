"""The sheet of a committee: for those who sit in it, and those who work for its territory."""

from datetime import UTC, datetime, timedelta

from actions.context import Context, action
from actions.issues.priorities import priorities_of
from actions.surveys.summary import summary_of
from domain.committees import (
    MOST_CHANGES,
    MOST_OVERDUE,
    MOST_SURVEYS,
    Changed,
    CommitteeSheet,
    focus_areas,
)
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.roles import Area, Role
from domain.summaries.figures import Reader
from domain.territories import Level, Territory
from storage import audit, committees, territories
from storage.database import Connection
from storage.issues import queue

# Without an earlier meeting what happened in this time is told.
A_MONTH = timedelta(days=30)


@action(Act.READ_COMMITTEE_SHEET)
async def offered(ctx: Context) -> tuple[tuple[Territory, Area], ...]:
    """The okrugs and areas of which the person may have the sheet at once; others they choose on the tree."""

    def look(connection: Connection) -> tuple[tuple[Territory, Area], ...]:
        found = []
        for grant in scope(ctx.actor, Act.READ_COMMITTEE_SHEET):
            okrug = None if grant.place is None else territories.territory(connection, grant.place.code)
            if okrug is not None and okrug.level is Level.OKRUG:
                areas = (grant.area,) if grant.role is Role.COMMITTEE and grant.area is not None else tuple(Area)
                found += [(okrug, area) for area in areas]
        return tuple(dict.fromkeys(found))

    return await ctx.read(look)


@action(Act.READ_COMMITTEE_SHEET)
async def areas_of(ctx: Context, okrug_code: str) -> tuple[tuple[Territory, Area], ...]:
    """The sheets of one okrug."""

    def look(connection: Connection) -> tuple[tuple[Territory, Area], ...]:
        okrug = _okrug(connection, ctx, okrug_code)
        return tuple((okrug, area) for area in _areas(ctx, okrug))

    return await ctx.read(look)


@action(Act.READ_COMMITTEE_SHEET)
async def sheet(ctx: Context, okrug_code: str, area: Area) -> CommitteeSheet:
    """The sheet of an okrug's committee or working group; that it was taken stands in the log."""

    def look(connection: Connection) -> CommitteeSheet:
        okrug = _okrug(connection, ctx, okrug_code)
        if area not in _areas(ctx, okrug):
            raise Refused("not_allowed")
        return _sheet(connection, ctx, okrug, area)

    # Ranking takes its time, and nobody who writes shall wait for it.
    found = await ctx.read(look)
    await ctx.write(_note, ctx, found)
    return found


def _note(connection: Connection, ctx: Context, found: CommitteeSheet) -> None:
    allowed = ctx.require(Act.READ_COMMITTEE_SHEET, place=found.okrug.place)
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=allowed.grant,
        place=found.okrug.place,
        act=Act.READ_COMMITTEE_SHEET.value,
        subject_id=found.okrug.code,
        details={"area": found.area.value},
        source=ctx.source,
    )


def _okrug(connection: Connection, ctx: Context, code: str) -> Territory:
    found = territories.territory(connection, code)
    if found is None or found.level is not Level.OKRUG:
        raise Refused("not_allowed")
    ctx.require(Act.READ_COMMITTEE_SHEET, place=found.place)
    return found


def _areas(ctx: Context, okrug: Territory) -> tuple[Area, ...]:
    """Of which areas the person may have the sheets there: a thematic working group reads that of its own alone."""
    own: set[Area] = set()
    for grant in scope(ctx.actor, Act.READ_COMMITTEE_SHEET):
        if grant.covers(okrug.place):
            alone = grant.role is Role.COMMITTEE and grant.area not in (None, Area.PLANNING)
            own |= {one for one in Area if not alone or one is grant.area}
    return tuple(one for one in Area if one in own)


def _sheet(connection: Connection, ctx: Context, okrug: Territory, area: Area) -> CommitteeSheet:
    areas = focus_areas(area)
    last = committees.last_meeting(connection, okrug.code, area, ctx.now)
    last = last if last is None or last.tzinfo else last.replace(tzinfo=UTC)
    since: datetime = last or ctx.now - A_MONTH
    changed = committees.changes(connection, okrug.code, areas, since, ctx.now, MOST_CHANGES)
    overdue = [
        issue
        for issue in queue.overdue_promises(connection, (okrug.place,), ctx.today)
        if issue.category is not None and issue.category.area in areas
    ]
    surveys = committees.counted_surveys(connection, okrug.code, MOST_SURVEYS)
    return CommitteeSheet(
        okrug,
        area,
        ctx.today,
        None if last is None else last.astimezone(ctx.shared.zone).date(),
        tuple(priorities_of(connection, ctx, okrug, one) for one in areas),
        tuple(Changed(issue, step) for issue, step in changed),
        tuple(overdue[:MOST_OVERDUE]),
        tuple(summary_of(connection, survey, Reader.OFFICIALS) for survey in surveys),
    )
