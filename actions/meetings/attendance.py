"""Counting who came: ticking names, counting those without Telegram, the photo of the paper list."""

from dataclasses import dataclass

from actions.context import Context, action
from actions.meetings.common import grant_for, led, note
from domain.links import Link, LinkKind, link_url
from domain.meetings import CHECK_IN_BEFORE, MOST_PEOPLE, KeptFile, Meeting, MeetingState
from domain.permissions import Act
from domain.refusals import Refused
from domain.registers import AttendancePage, Count, Turnout
from storage import facts
from storage.database import Connection
from storage.meetings import attendance as store
from storage.meetings import planning

PAGE = 8


@dataclass(frozen=True, slots=True)
class Wall:
    """What hangs on the wall: the meeting, its code, and the link behind the QR code."""

    meeting: Meeting
    link: str | None


def _held(connection: Connection, ctx: Context, meeting_id: int) -> Meeting:
    found, _ = led(connection, ctx, meeting_id, Act.TAKE_ATTENDANCE)
    if found.state is not MeetingState.PLANNED or found.starts_at is None:
        raise Refused("no_such_meeting")
    if ctx.now < found.starts_at - CHECK_IN_BEFORE:
        raise Refused("meeting_not_yet")
    return found


@action(Act.TAKE_ATTENDANCE)
async def page(ctx: Context, meeting_id: int, number: int) -> AttendancePage:
    """A page of those with a name who may be there."""

    def look(connection: Connection) -> AttendancePage:
        found = planning.meeting(connection, meeting_id)
        if found is None or not grant_for(ctx, Act.TAKE_ATTENDANCE, found.kind, found.area, found.place):
            raise Refused("no_such_meeting")
        return _page(connection, found, number)

    return await ctx.read(look)


def _page(connection: Connection, found: Meeting, number: int) -> AttendancePage:
    people = store.invited_by_name(connection, found, limit=PAGE + 1, offset=number * PAGE)
    return AttendancePage(
        meeting=found,
        people=tuple(people[:PAGE]),
        page=number,
        more=len(people) > PAGE,
        turnout=_turnout(connection, found),
        photos=len(store.photos(connection, found.id)),
    )


def _turnout(connection: Connection, found: Meeting) -> Turnout:
    return store.turnouts(connection, [found.id]).get(found.id, Turnout())


@action(Act.TAKE_ATTENDANCE)
async def tick(ctx: Context, meeting_id: int, person_id: int, there: bool, number: int) -> AttendancePage:
    """Say that somebody on the list is there, or (what one ticked oneself) is not."""

    def write(connection: Connection) -> AttendancePage:
        found = _held(connection, ctx, meeting_id)
        if not store.may_be_ticked(connection, found, person_id):
            raise Refused("not_allowed")
        if there:
            store.note(connection, found.id, person_id, ctx.actor.id, ctx.now)
        else:
            store.untick(connection, found.id, person_id)
        return _page(connection, found, number)

    return await ctx.write(write)


@action(Act.TAKE_ATTENDANCE)
async def count_others(ctx: Context, meeting_id: int, women: int, men: int) -> AttendancePage:
    """Say how many women and men came who have no Telegram, in place of what was said before."""

    def write(connection: Connection) -> AttendancePage:
        found = _held(connection, ctx, meeting_id)
        if not (0 <= women <= MOST_PEOPLE and 0 <= men <= MOST_PEOPLE):
            raise Refused("too_many_people")
        store.count_others(connection, found.id, women, men, ctx.actor.id, ctx.now)
        _, grant = led(connection, ctx, meeting_id, Act.TAKE_ATTENDANCE)
        note(connection, ctx, grant, Act.TAKE_ATTENDANCE, found, f"counted {women} women, {men} men")
        return _page(connection, found, 0)

    return await ctx.write(write)


@action(Act.TAKE_ATTENDANCE)
async def count_women(ctx: Context, meeting_id: int, women: Count) -> AttendancePage:
    """Say how many of all who came were women, for those who did not tell it; in place of what was said before."""

    def write(connection: Connection) -> AttendancePage:
        found = _held(connection, ctx, meeting_id)
        if women.value > _turnout(connection, found).people.value:
            raise Refused("more_women_than_people")
        store.count_women(connection, found.id, women, ctx.actor.id, ctx.now)
        _, grant = led(connection, ctx, meeting_id, Act.TAKE_ATTENDANCE)
        qualifier = "at least " if women.at_least else ""
        note(connection, ctx, grant, Act.TAKE_ATTENDANCE, found, f"counted {qualifier}{women.value} women in all")
        return _page(connection, found, 0)

    return await ctx.write(write)


@action(Act.TAKE_ATTENDANCE)
async def add_photo(ctx: Context, meeting_id: int, kept: KeptFile) -> AttendancePage:
    """Keep a photo of the paper list, for those who lead only."""

    def write(connection: Connection) -> AttendancePage:
        found = _held(connection, ctx, meeting_id)
        store.keep_photo(connection, found.id, kept, ctx.actor.id, ctx.now)
        return _page(connection, found, 0)

    return await ctx.write(write)


@action(Act.TAKE_ATTENDANCE)
async def photos(ctx: Context, meeting_id: int) -> list[KeptFile]:
    """The photos of the paper list."""

    def look(connection: Connection) -> list[KeptFile]:
        found = planning.meeting(connection, meeting_id)
        if found is None or not grant_for(ctx, Act.TAKE_ATTENDANCE, found.kind, found.area, found.place):
            raise Refused("no_such_meeting")
        return store.photos(connection, found.id)

    return await ctx.read(look)


@action(Act.TAKE_ATTENDANCE)
async def wall(ctx: Context, meeting_id: int) -> Wall:
    """The code and the link by which people check in."""

    def look(connection: Connection) -> Wall:
        found = planning.meeting(connection, meeting_id)
        if found is None or not grant_for(ctx, Act.TAKE_ATTENDANCE, found.kind, found.area, found.place):
            raise Refused("no_such_meeting")
        if found.state is not MeetingState.PLANNED:
            raise Refused("meeting_unfinished")
        username = facts.fact(connection, facts.BOT_USERNAME)
        return Wall(found, None if not username else link_url(username, Link(LinkKind.EVENT, found.code)))

    return await ctx.read(look)
