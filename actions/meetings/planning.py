"""Before a meeting: begin a draft, fill it, invite, move, cancel; and seeing what comes."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.context import Context, action
from actions.meetings import common
from actions.meetings.common import card, grant_for, led, note, seen, tell
from domain.audiences import RuleKind
from domain.languages import Language, Localized
from domain.meetings import (
    DEFAULT_MINUTES,
    SUBJECT,
    Card,
    Meeting,
    MeetingKind,
    MeetingList,
    MeetingState,
    kinds_for,
    may_hold,
    told_of,
)
from domain.permissions import Act, reach, scope
from domain.refusals import Refused
from domain.roles import Area, Grant
from domain.territories import Place
from storage import audiences, dates, territories
from storage.database import Connection
from storage.meetings import answers
from storage.meetings import planning as store
from storage.outbox import notices

PAGE = 8


@action(Act.SEE_MEETINGS)
async def listing(ctx: Context) -> MeetingList:
    """What comes and concerns the person, and their own drafts."""
    ctx.require(Act.SEE_MEETINGS, owner=ctx.actor.id)
    leads = reach(ctx.actor, Act.HOLD_MEETING)

    def look(connection: Connection) -> MeetingList:
        drafts = store.drafts(connection, ctx.actor.id)
        coming = store.upcoming(connection, ctx.actor, ctx.now, leads)[:PAGE]
        return MeetingList(
            drafts=tuple(card(connection, ctx, one) for one in drafts[:PAGE]),
            coming=tuple(card(connection, ctx, one) for one in coming),
            may_hold=bool(scope(ctx.actor, Act.HOLD_MEETING)),
            has_past=bool(store.past(connection, ctx.actor, ctx.now, leads)),
        )

    return await ctx.read(look)


@action(Act.SEE_MEETINGS)
async def past(ctx: Context, page: int) -> tuple[tuple[Card, ...], bool]:
    """A page of what was and concerned the person, and whether there is more."""
    ctx.require(Act.SEE_MEETINGS, owner=ctx.actor.id)
    leads = reach(ctx.actor, Act.HOLD_MEETING)

    def look(connection: Connection) -> tuple[tuple[Card, ...], bool]:
        found = store.past(connection, ctx.actor, ctx.now, leads)
        shown = found[page * PAGE : (page + 1) * PAGE]
        return tuple(card(connection, ctx, one) for one in shown), len(found) > (page + 1) * PAGE

    return await ctx.read(look)


@action(Act.SEE_MEETINGS)
async def one(ctx: Context, meeting_id: int) -> Card:
    """A meeting that concerns the person."""
    return await ctx.read(lambda connection: card(connection, ctx, seen(connection, ctx, meeting_id)))


@action(Act.HOLD_MEETING)
async def kinds(ctx: Context) -> tuple[MeetingKind, ...]:
    """The kinds of meetings that the person may hold."""
    return kinds_for(scope(ctx.actor, Act.HOLD_MEETING))


@action(Act.HOLD_MEETING)
async def areas(ctx: Context) -> tuple[Area, ...]:
    """The working groups whose meetings the person may hold."""
    groups = (Area.ECONOMY, Area.SOCIAL, Area.ENGINEERING)
    held = scope(ctx.actor, Act.HOLD_MEETING)
    return tuple(area for area in groups if any(may_hold(grant, MeetingKind.GROUP, area) for grant in held))


@action(Act.HOLD_MEETING)
async def begin(ctx: Context, kind: MeetingKind, area: Area | None, territory_code: str | None) -> Card:
    """Begin a draft for a territory (None: for no one territory); the same press begins the same."""
    code = base64.b32encode(secrets.token_bytes(5)).decode().lower()

    def write(connection: Connection) -> Card:
        place = _place(connection, territory_code)
        if grant_for(ctx, Act.HOLD_MEETING, kind, area, place) is None:
            raise Refused("not_allowed")
        begun = store.begin(
            connection,
            kind=kind,
            area=area,
            place=place,
            minutes=DEFAULT_MINUTES,
            code=code,
            uid=secrets.token_hex(16),
            source=ctx.source,
            created_by=ctx.actor.id,
            now=ctx.now,
        )
        return card(connection, ctx, begun)

    return await ctx.write(write)


def _place(connection: Connection, code: str | None) -> Place | None:
    if code is None:
        return None
    territory = territories.territory(connection, code)
    if territory is None:
        raise Refused("no_such_okrug")
    return territory.place


@action(Act.HOLD_MEETING)
async def edit(ctx: Context, meeting_id: int, version: int, changes: Mapping[str, Any]) -> Card:
    """Change a draft, or a meeting to which people are invited: a new time or place is told to them once."""

    def write(connection: Connection) -> Card:
        found, grant = led(connection, ctx, meeting_id)
        return changed(connection, ctx, found, grant, version, changes)

    return await ctx.write(write)


@action(Act.HOLD_MEETING)
async def name_it(ctx: Context, meeting_id: int, version: int, language: Language, text: str) -> Card:
    """Give the title in one language."""

    def write(connection: Connection) -> Card:
        found, grant = led(connection, ctx, meeting_id)
        known = {} if found.title is None else found.title.as_dict()
        title = Localized(**{**known, language: text})
        return changed(connection, ctx, found, grant, version, {"title": title})

    return await ctx.write(write)


def changed(
    connection: Connection, ctx: Context, found: Meeting, grant: Grant, version: int, changes: Mapping[str, Any]
) -> Card:
    """The meeting with something else in it; refused when it was seen in another version, or cannot change so."""
    if found.state is MeetingState.CANCELLED:
        raise Refused("meeting_cancelled")
    wanted = replace(found, **changes)
    if wanted == found:
        return card(connection, ctx, found)
    if found.version != version:
        raise Refused("changed")
    if wanted.starts_at != found.starts_at and wanted.has_begun(ctx.now):
        raise Refused("meeting_past")
    if found.state is MeetingState.DRAFT:
        return card(connection, ctx, store.change(connection, found, **changes))
    if wanted.audience != found.audience or found.has_begun(ctx.now):
        raise Refused("meeting_fixed")
    return card(connection, ctx, _changed_after_inviting(connection, ctx, found, grant, changes))


def _changed_after_inviting(
    connection: Connection, ctx: Context, before: Meeting, grant: Grant, changes: Mapping[str, Any]
) -> Meeting:
    told = told_of(before, replace(before, **changes))
    after = store.change(connection, before, **changes, sequence=before.sequence + bool(told))
    note(connection, ctx, grant, Act.HOLD_MEETING, after, "changed")
    if told:
        notices.cancel(connection, SUBJECT, after.id, (common.REMINDER, common.CHANGED))
        if anybody_was_told(connection, after):
            invited = common.of_meeting(after, RuleKind.INVITED)
            tell(connection, ctx, after, common.CHANGED, f"v{after.sequence}", invited, after.starts_at)
    common.set_ladder(connection, ctx, after)
    if after.capacity != before.capacity:
        give_places(connection, ctx, after)
    return after


def anybody_was_told(connection: Connection, found: Meeting) -> bool:
    """Whether the invitation has reached anybody, or is on its way."""
    return audiences.size(connection, common.of_meeting(found, RuleKind.INVITED)) > 0


def give_places(connection: Connection, ctx: Context, found: Meeting) -> None:
    """Give what is free to those who wait, and tell them."""
    for person_id in answers.let_in_next(connection, found.id, found.capacity):
        occurrence = f"{person_id}:{ctx.now.timestamp():.0f}"
        tell(connection, ctx, found, common.PLACE_FREE, occurrence, common.only(person_id), found.starts_at)


@action(Act.HOLD_MEETING)
async def publish(ctx: Context, meeting_id: int) -> Card:
    """Invite: the invitation goes out, the reminders stand; doing it again changes nothing."""

    def write(connection: Connection) -> Card:
        found, grant = led(connection, ctx, meeting_id)
        if found.state is MeetingState.PLANNED:
            return card(connection, ctx, found)
        if found.state is MeetingState.CANCELLED:
            raise Refused("meeting_cancelled")
        if found.missing():
            raise Refused("meeting_unfinished")
        if found.has_begun(ctx.now):
            raise Refused("meeting_past")
        planned = store.change(connection, found, state=MeetingState.PLANNED)
        store.stamp(connection, planned.id, published_at=ctx.now)
        tell(connection, ctx, planned, common.INVITATION, "1", planned.audience, planned.starts_at)
        common.set_ladder(connection, ctx, planned)
        note(connection, ctx, grant, Act.HOLD_MEETING, planned, "invited")
        return card(connection, ctx, planned)

    return await ctx.write(write)


@action(Act.HOLD_MEETING)
async def cancel(ctx: Context, meeting_id: int) -> Card:
    """Call a meeting off: what was to be said of it is not said, and whoever was told hears it once."""

    def write(connection: Connection) -> Card:
        found, grant = led(connection, ctx, meeting_id)
        if found.state is MeetingState.CANCELLED:
            return card(connection, ctx, found)
        if found.state is MeetingState.DRAFT:
            raise Refused("no_such_meeting")
        if found.ends_at is not None and found.ends_at <= ctx.now:
            raise Refused("meeting_fixed")
        told = anybody_was_told(connection, found) and not found.has_begun(ctx.now)
        off = store.change(connection, found, state=MeetingState.CANCELLED, sequence=found.sequence + 1)
        store.stamp(connection, off.id, cancelled_at=ctx.now)
        dates.cancel_date(connection, SUBJECT, off.id, ctx.now)
        notices.cancel(connection, SUBJECT, off.id)
        if told:
            invited = common.of_meeting(off, RuleKind.INVITED)
            tell(connection, ctx, off, common.CANCELLED, "1", invited, off.starts_at)
        note(connection, ctx, grant, Act.HOLD_MEETING, off, "cancelled")
        return card(connection, ctx, off)

    return await ctx.write(write)


@action(Act.HOLD_MEETING)
async def discard(ctx: Context, meeting_id: int) -> None:
    """Throw a draft away."""

    def write(connection: Connection) -> None:
        led(connection, ctx, meeting_id)
        if not store.delete_draft(connection, meeting_id):
            raise Refused("meeting_fixed")

    await ctx.write(write)
