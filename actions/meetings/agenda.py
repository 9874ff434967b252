"""Residents' issues on the agenda: put there before a meeting, moved on after it."""

from actions.context import Context, action
from actions.meetings.common import card, grant_for, led
from domain.agendas import AFTER_MEETING, MOST_ISSUES, AgendaPage, Linked
from domain.issues.duties import STATE_OF, all_deeds
from domain.issues.report import Row
from domain.meetings import Card, Meeting, MeetingState
from domain.permissions import Act
from domain.refusals import Refused
from storage.database import Connection
from storage.issues import reading
from storage.meetings import agenda as store
from storage.meetings import planning

PAGE = 6


@action(Act.HOLD_MEETING)
async def choices(ctx: Context, meeting_id: int, page: int) -> AgendaPage:
    """A page of the open issues of the okrug in which a meeting is, by how many share them."""
    return await ctx.read(lambda connection: _page(connection, ctx, meeting_id, page))


def _page(connection: Connection, ctx: Context, meeting_id: int, page: int) -> AgendaPage:
    found = planning.meeting(connection, meeting_id)
    if found is None or grant_for(ctx, Act.HOLD_MEETING, found.kind, found.area, found.place) is None:
        raise Refused("no_such_meeting")
    if found.place is None:
        return AgendaPage(card(connection, ctx, found), (), page, False)
    code, area = found.place.code, found.area
    rows = store.to_choose(connection, code, area, ctx.now, limit=PAGE + 1, offset=page * PAGE)
    return AgendaPage(card(connection, ctx, found), rows[:PAGE], page, len(rows) > PAGE)


@action(Act.HOLD_MEETING)
async def put(ctx: Context, meeting_id: int, issue_id: int, on: bool, page: int) -> AgendaPage:
    """Put an issue on the agenda, or take it off; nobody is told, the invitation shows it from then on."""

    def write(connection: Connection) -> AgendaPage:
        found, _grant = led(connection, ctx, meeting_id)
        if found.state is MeetingState.CANCELLED:
            raise Refused("meeting_cancelled")
        if on:
            _check(connection, ctx, found, issue_id)
            store.put(connection, found.id, issue_id, ctx.now)
        else:
            store.take_off(connection, found.id, issue_id)
        return _page(connection, ctx, meeting_id, page)

    return await ctx.write(write)


def _check(connection: Connection, ctx: Context, found: Meeting, issue_id: int) -> None:
    """Refuse what not everybody who is invited may read, and what belongs to another okrug."""
    issue = reading.issue(connection, issue_id)
    here = issue is not None and found.place is not None and issue.okrug.code == found.place.code
    if issue is None or not here or not issue.is_public(ctx.now) or not issue.is_open:
        raise Refused("no_such_issue")
    there = store.of_meeting(connection, found.id)
    if len(there) >= MOST_ISSUES and all(row.issue.id != issue_id for row in there):
        raise Refused("agenda_full")


@action(Act.WRITE_MINUTES)
async def linked(ctx: Context, meeting_id: int) -> tuple[Card, tuple[Linked, ...]]:
    """The issues that a meeting spoke of, and what this person may make of each."""

    def look(connection: Connection) -> tuple[Card, tuple[Linked, ...]]:
        found = planning.meeting(connection, meeting_id)
        if found is None or not grant_for(ctx, Act.WRITE_MINUTES, found.kind, found.area, found.place):
            raise Refused("no_such_meeting")
        if not found.has_begun(ctx.now):
            raise Refused("meeting_not_yet")
        seen = card(connection, ctx, found)
        return seen, tuple(_linked(ctx, row) for row in seen.issues)

    return await ctx.read(look)


def _linked(ctx: Context, row: Row) -> Linked:
    deeds = all_deeds(ctx.actor, row.issue, ctx.now)
    reached = {STATE_OF[deed] for deed in deeds if deed in STATE_OF}
    return Linked(row, tuple(state for state in AFTER_MEETING if state in reached), answers=bool(deeds))
