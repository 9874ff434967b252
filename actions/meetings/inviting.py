"""Who is invited: chosen in a draft, and changed later."""

from dataclasses import replace

from actions.context import Context, action
from actions.meetings import common
from actions.meetings.common import card, grant_for, led, note, tell
from actions.meetings.planning import changed, give_places
from domain.audiences import Audience, Rule, RuleKind, outside
from domain.meetings import (
    SUBJECT,
    Card,
    Invited,
    Meeting,
    MeetingState,
    Reinviting,
    Wanted,
    audience_of,
    invitable,
    with_village,
)
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Grant
from domain.territories import Territory
from storage import audiences, territories
from storage.database import Connection
from storage.meetings import answers
from storage.meetings import planning as store
from storage.outbox import notices


@action(Act.HOLD_MEETING)
async def villages(ctx: Context, meeting_id: int) -> tuple[Card, tuple[Territory, ...], tuple[Invited, ...]]:
    """The villages where a meeting is, and whom else one may invite."""

    def look(connection: Connection) -> tuple[Card, tuple[Territory, ...], tuple[Invited, ...]]:
        found, grant = _led_in_snapshot(connection, ctx, meeting_id)
        choices = invitable(found, grant)
        may_villages = Invited.EVERYONE in choices and found.place is not None
        here = territories.villages(connection, found.place.code) if may_villages and found.place else []
        return card(connection, ctx, found), tuple(here), choices

    return await ctx.read(look)


def _led_in_snapshot(connection: Connection, ctx: Context, meeting_id: int) -> tuple[Meeting, Grant]:
    found = store.meeting(connection, meeting_id)
    grant = None if found is None else grant_for(ctx, Act.HOLD_MEETING, found.kind, found.area, found.place)
    if found is None or grant is None:
        raise Refused("no_such_meeting")
    return found, grant


@action(Act.HOLD_MEETING)
async def invite_whom(ctx: Context, meeting_id: int, version: int, whom: Invited) -> Card:
    """Choose who will be invited to what is still a draft."""
    return await _choose(ctx, meeting_id, version, Wanted(whom=whom))


@action(Act.HOLD_MEETING)
async def invite_village(ctx: Context, meeting_id: int, version: int, code: str) -> Card:
    """Invite a village to what is still a draft, or not any more."""
    return await _choose(ctx, meeting_id, version, Wanted(village=code))


async def _choose(ctx: Context, meeting_id: int, version: int, wanted: Wanted) -> Card:
    def write(connection: Connection) -> Card:
        found, grant = led(connection, ctx, meeting_id)
        if wanted.village and found.version != version:
            raise Refused("changed")
        audience = _audience(connection, found, grant, wanted)
        return changed(connection, ctx, found, grant, version, {"audience": audience})

    return await ctx.write(write)


def _audience(connection: Connection, found: Meeting, grant: Grant, wanted: Wanted) -> Audience:
    choices = invitable(found, grant)
    if wanted.whom is not None:
        if wanted.whom not in choices:
            raise Refused("not_allowed")
        return audience_of(found, wanted.whom)
    village = territories.territory(connection, wanted.village)
    inside = village is not None and found.place is not None and found.place.covers(village.place)
    if not inside or Invited.EVERYONE not in choices:
        raise Refused("not_allowed")
    return with_village(found, wanted.village)


@action(Act.HOLD_MEETING)
async def preview(ctx: Context, meeting_id: int, wanted: Wanted) -> Reinviting:
    """What it would mean to invite others to a meeting of which people know."""

    def look(connection: Connection) -> Reinviting:
        found, grant = _led_in_snapshot(connection, ctx, meeting_id)
        after = replace(found, audience=_audience(connection, found, grant, wanted))
        if not after.audience.including():
            raise Refused("meeting_unfinished")
        new, gone = _new(after), _gone(after)
        seen = card(connection, ctx, after)
        return Reinviting(seen, wanted, audiences.size(connection, new), audiences.size(connection, gone))

    return await ctx.read(look)


def _new(found: Meeting) -> Audience:
    """Who is invited and was not told."""
    return found.audience.with_rule(Rule(RuleKind.INVITED, str(found.id), excludes=True))


def _gone(found: Meeting) -> Audience:
    """Who was told and is not invited any more."""
    return common.of_meeting(found, RuleKind.INVITED).with_rule(outside(found.audience))


@action(Act.HOLD_MEETING)
async def reinvite(ctx: Context, meeting_id: int, version: int, wanted: Wanted) -> Card:
    """Invite others: who is new gets the invitation, who was told and is not invited any more hears that once."""

    def write(connection: Connection) -> Card:
        found, grant = led(connection, ctx, meeting_id)
        if found.state is not MeetingState.PLANNED or found.has_begun(ctx.now):
            raise Refused("meeting_cancelled" if found.state is MeetingState.CANCELLED else "meeting_fixed")
        audience = _audience(connection, found, grant, wanted)
        if wanted.whom is not None and audience == found.audience:
            return card(connection, ctx, found)
        if found.version != version:
            raise Refused("changed")
        if not audience.including():
            raise Refused("meeting_unfinished")
        after = store.change(connection, found, audience=audience)
        answers.forget_outside(connection, found.id, found.audience, audience)
        # What of it was not said yet is said anew, to whom it is still for.
        notices.cancel(connection, SUBJECT, after.id, (common.INVITATION, common.UNINVITED))
        occurrence = f"v{after.version}"
        tell(connection, ctx, after, common.INVITATION, occurrence, _new(after), after.starts_at)
        tell(connection, ctx, after, common.UNINVITED, occurrence, _gone(after), after.starts_at)
        common.set_ladder(connection, ctx, after)
        give_places(connection, ctx, after)
        note(connection, ctx, grant, Act.HOLD_MEETING, after, "invited others")
        return card(connection, ctx, after)

    return await ctx.write(write)
