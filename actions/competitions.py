"""Calls of the business competition: staff enter, publish, move and cancel them; residents read and are reminded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions.context import Context, action
from actions.territories import branch_of
from domain.competitions import (
    ANNOUNCED,
    CANCELLED,
    DEADLINE_NEAR,
    MOVE_TOLD_AFTER,
    MOVED,
    SUBJECT,
    Call,
    CallDate,
    CallEdited,
    CallPart,
    CallSeen,
    CallState,
    CallTree,
    Mark,
    PastCall,
    Value,
    audience,
    check_change,
    chosen_with,
    ladder,
    mark,
)
from domain.outbox import NewNotice
from domain.permissions import Act, Allowed, reach, scope
from domain.refusals import Refused
from domain.roles import Grant
from domain.territories import Branch, Territory
from domain.topics import Topic
from storage import audiences, audit, dates, territories
from storage import competitions as store
from storage.database import Connection
from storage.outbox import notices


@action(Act.ENTER_CALL)
async def begin(ctx: Context) -> Call:
    """Begin a call; the same press gives the same draft."""

    def make(connection: Connection) -> Call:
        return _known(connection, store.create(connection, ctx.source, ctx.actor.id, ctx.now))

    return await ctx.write(make)


@action(Act.ENTER_CALL)
async def entered(ctx: Context) -> tuple[Call, ...]:
    """The calls that the person may look after, drafts among them, the newest first."""

    def look(connection: Connection) -> tuple[Call, ...]:
        return tuple(call for call in store.all_calls(connection) if _may_edit(ctx, call))

    return await ctx.read(look)


@action(Act.ENTER_CALL)
async def edited(ctx: Context, call_id: int) -> CallEdited:
    """One call as who looks after it sees it."""

    def look(connection: Connection) -> CallEdited:
        call = _known(connection, call_id)
        _require(ctx, Act.ENTER_CALL, call)
        return _edited(connection, call)

    return await ctx.read(look)


def _known(connection: Connection, call_id: int) -> Call:
    call = store.call(connection, call_id)
    if call is None:
        raise Refused("no_such_call")
    return call


def _may_edit(ctx: Context, call: Call) -> bool:
    try:
        _require(ctx, Act.ENTER_CALL, call)
    except Refused:
        return False
    return True


def _require(ctx: Context, act: Act, call: Call) -> Allowed:
    """Under what the person does this to a call: they must be responsible for all of its territories.

    One that has none yet is its author's, and of those who are responsible everywhere.
    """
    if call.places:
        first, *_ = [ctx.require(act, place=place) for place in call.places]
        return first
    grants = scope(ctx.actor, act)
    if call.created_by == ctx.actor.id and grants:
        return Allowed(grants[0])
    return ctx.require(act)


def _edited(connection: Connection, call: Call) -> CallEdited:
    return CallEdited(
        call,
        _territories(connection, call),
        audiences.size(connection, audience(call)),
        store.count_reminded(connection, call.id),
    )


def _territories(connection: Connection, call: Call) -> tuple[Territory, ...]:
    found = (territories.territory(connection, place.code) for place in call.places)
    return tuple(territory for territory in found if territory is not None)


def _to_change(connection: Connection, ctx: Context, act: Act, call_id: int, version: int) -> tuple[Call, Allowed]:
    call = _known(connection, call_id)
    allowed = _require(ctx, act, call)
    if call.version != version:
        raise Refused("changed")
    return call, allowed


def _is_repeat(connection: Connection, ctx: Context, call_id: int) -> bool:
    return store.was_last_changed_by(connection, call_id, ctx.source)


def _change(connection: Connection, ctx: Context, before: Call, after: Call, **moments: datetime) -> Call:
    if not store.change(connection, before, after, ctx.source, **moments):
        raise Refused("changed")
    return replace(after, version=before.version + 1)


def _note(connection: Connection, ctx: Context, act: Act, grant: Grant | None, call: Call, **details: Any) -> None:
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=call.places[0] if len(call.places) == 1 else None,
        act=act.value,
        subject_id=f"call {call.id}",
        details=details,
        source=ctx.source,
    )


# Filling in and changing


@action(Act.ENTER_CALL)
async def fill(ctx: Context, call_id: int, version: int, part: CallPart, value: Value | None) -> CallEdited:
    """Fill in or change one part of a call; of a published one its people are told when a date moves."""
    if part is CallPart.TERRITORIES:
        raise Refused("old_button")

    def write(connection: Connection) -> CallEdited:
        if _is_repeat(connection, ctx, call_id):
            return _edited(connection, _known(connection, call_id))
        call, allowed = _to_change(connection, ctx, Act.CHANGE_CALL, call_id, version)
        check_change(call, part, value, ctx.now)
        if call.value(part) == value:
            return _edited(connection, call)
        after = _change(connection, ctx, call, call.filled(part, value))
        if call.state is CallState.PUBLISHED:
            _note(connection, ctx, Act.CHANGE_CALL, allowed.grant, after, **_difference(call, after, part))
            _follow(connection, ctx, call, after, part)
        return _edited(connection, after)

    return await ctx.write(write)


def _difference(before: Call, after: Call, part: CallPart) -> dict[str, str]:
    # What a text said is in no log: it may name people.
    if part.text is not None:
        return {"part": part.value}
    return {"part": part.value, "was": _plain(before.value(part)), "is": _plain(after.value(part))}


def _plain(value: Value | None) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _follow(connection: Connection, ctx: Context, before: Call, after: Call, part: CallPart) -> None:
    """Move the ladders after a published call, and have people told of a moved date once."""
    if part.date is None:
        return
    _set_dates(connection, after, ctx.now)
    if part.date is CallDate.DEADLINE:
        notices.cancel(connection, SUBJECT, after.id, (DEADLINE_NEAR,))
    if before.is_announced(ctx.now):
        # What was not said yet of the version before is said by this one.
        notices.cancel(connection, SUBJECT, after.id, (MOVED,))
        _tell(connection, ctx, after, MOVED, MOVE_TOLD_AFTER)


def _set_dates(connection: Connection, call: Call, now: datetime) -> None:
    for kind, at in call.dates.items():
        dates.set_date(connection, SUBJECT, call.id, kind.value, at, ladder(call, kind), now)


def _tell(connection: Connection, ctx: Context, call: Call, kind: str, after: timedelta = timedelta(0)) -> None:
    new = NewNotice(
        kind=kind,
        subject=SUBJECT,
        subject_id=call.id,
        occurrence=f"v{call.version}",
        topic=Topic.COMPETITION,
        audience=audience(call),
        send_from=ctx.now + after,
        place=call.places[0] if len(call.places) == 1 else None,
        created_by=ctx.actor.id,
    )
    notices.add(connection, new, ctx.now)


# Choosing its territories


@action(Act.ENTER_CALL)
async def tree(ctx: Context, call_id: int, code: str | None) -> CallTree:
    """A part of the tree (None: the top of what the person is responsible for), with what is chosen in it."""

    def look(connection: Connection) -> CallTree:
        call = _known(connection, call_id)
        _require(ctx, Act.ENTER_CALL, call)
        return _tree(connection, ctx, call, code)

    return await ctx.read(look)


def _tree(connection: Connection, ctx: Context, call: Call, code: str | None) -> CallTree:
    branch = _top(connection, ctx) if code is None else branch_of(connection, code)
    shown = (*branch.chain[-1:], *branch.children)
    marks = {one.code: mark(call.places, one.place) for one in shown}
    return CallTree(call, branch, marks, _way_up(connection, ctx, branch))


def _way_up(connection: Connection, ctx: Context, branch: Branch) -> str | None:
    for one in reversed(branch.chain[:-1]):
        if not _in_reach(ctx, one):
            return None
        if branch_of(connection, one.code).chain[-1] == one:
            return one.code
    return None


def _in_reach(ctx: Context, one: Territory) -> bool:
    places = reach(ctx.actor, Act.ENTER_CALL)
    return places is None or any(place.covers(one.place) for place in places)


def _top(connection: Connection, ctx: Context) -> Branch:
    places = reach(ctx.actor, Act.ENTER_CALL)
    if places is None:
        return branch_of(connection, None)
    if len(places) == 1:
        return branch_of(connection, places[0].code)
    found = (territories.territory(connection, place.code) for place in places)
    return Branch((), tuple(territory for territory in found if territory is not None))


@action(Act.ENTER_CALL)
async def choose(ctx: Context, call_id: int, version: int, code: str, chosen: bool, *, stay: bool = False) -> CallTree:
    """Let a territory take part in a call, or not; shows the tree around it, with `stay` the inside of it."""

    def write(connection: Connection) -> CallTree:
        territory = territories.territory(connection, code)
        if territory is None or territory.retired:
            raise Refused("no_such_okrug")
        ctx.require(Act.ENTER_CALL, place=territory.place)
        shown = code if stay else _above(connection, ctx, territory)
        if _is_repeat(connection, ctx, call_id):
            return _tree(connection, ctx, _known(connection, call_id), shown)
        call, allowed = _to_change(connection, ctx, Act.CHANGE_CALL, call_id, version)
        check_change(call, CallPart.TERRITORIES, None, ctx.now)
        after = _with_territory(call, territory, chosen)
        if after.places != call.places:
            after = _change(connection, ctx, call, after)
            if call.state is CallState.PUBLISHED:
                _note(connection, ctx, Act.CHANGE_CALL, allowed.grant, after, part=CallPart.TERRITORIES.value)
                _set_dates(connection, after, ctx.now)
        return _tree(connection, ctx, after, shown)

    return await ctx.write(write)


def _above(connection: Connection, ctx: Context, one: Territory) -> str | None:
    """What lies right above, None for the top of what the person is responsible for."""
    above = None if one.parent is None else territories.territory(connection, one.parent)
    return above.code if above is not None and _in_reach(ctx, above) else None


def _with_territory(call: Call, territory: Territory, chosen: bool) -> Call:
    stands = mark(call.places, territory.place)
    if stands is Mark.INSIDE:
        raise Refused("inside_chosen")
    if chosen:
        return call if stands is Mark.CHOSEN else replace(call, places=chosen_with(call.places, territory.place))
    left = tuple(place for place in call.places if place != territory.place)
    if not left and call.state is CallState.PUBLISHED:
        raise Refused("call_not_ready")
    return replace(call, places=left)


# Publishing, cancelling, what is over


@action(Act.PUBLISH_CALL)
async def publish(ctx: Context, call_id: int, version: int) -> CallEdited:
    """Publish a call: it is announced to its territories on its day, at once when that day has come."""

    def write(connection: Connection) -> CallEdited:
        if _is_repeat(connection, ctx, call_id):
            return _edited(connection, _known(connection, call_id))
        call, allowed = _to_change(connection, ctx, Act.PUBLISH_CALL, call_id, version)
        if call.state is not CallState.DRAFT:
            raise Refused("changed")
        if call.problems(ctx.now):
            raise Refused("call_not_ready")
        after = _change(connection, ctx, call, replace(call, state=CallState.PUBLISHED), published_at=ctx.now)
        _set_dates(connection, after, ctx.now)
        if after.is_announced(ctx.now):
            # Its rung was past when it was set: "now" is the same road.
            _tell(connection, ctx, after, ANNOUNCED)
        _note(connection, ctx, Act.PUBLISH_CALL, allowed.grant, after)
        return _edited(connection, after)

    return await ctx.write(write)


@action(Act.PUBLISH_CALL)
async def keep_as_history(ctx: Context, call_id: int, version: int) -> CallEdited:
    """Keep a draft as a call that is over: it is counted, and nobody hears of it."""

    def write(connection: Connection) -> CallEdited:
        if _is_repeat(connection, ctx, call_id):
            return _edited(connection, _known(connection, call_id))
        call, allowed = _to_change(connection, ctx, Act.PUBLISH_CALL, call_id, version)
        if call.state is not CallState.DRAFT:
            raise Refused("changed")
        past = replace(call, state=CallState.PUBLISHED, history=True)
        if past.problems(ctx.now) or past.dates[CallDate.DEADLINE] > ctx.now:
            raise Refused("call_not_ready")
        after = _change(connection, ctx, call, past, published_at=ctx.now)
        _note(connection, ctx, Act.PUBLISH_CALL, allowed.grant, after, history=True)
        return _edited(connection, after)

    return await ctx.write(write)


@action(Act.CANCEL_CALL)
async def cancel(ctx: Context, call_id: int, version: int) -> CallEdited | None:
    """Cancel a published call, of which people are told when they know of it; a draft is deleted (None)."""

    def write(connection: Connection) -> CallEdited | None:
        if store.call(connection, call_id) is None:
            return None
        if _is_repeat(connection, ctx, call_id):
            return _edited(connection, _known(connection, call_id))
        call, allowed = _to_change(connection, ctx, Act.CANCEL_CALL, call_id, version)
        if call.state is CallState.CANCELLED or call.history:
            raise Refused("call_over")
        if call.state is CallState.DRAFT:
            if not store.discard(connection, call):
                raise Refused("changed")
            return None
        known = call.is_announced(ctx.now)
        left = {kind: at for kind, at in call.dates.items() if known or kind is not CallDate.ANNOUNCE}
        cancelled = replace(call, state=CallState.CANCELLED, dates=left)
        after = _change(connection, ctx, call, cancelled, cancelled_at=ctx.now)
        dates.cancel_date(connection, SUBJECT, call.id, ctx.now)
        notices.cancel(connection, SUBJECT, call.id)
        if known:
            _tell(connection, ctx, after, CANCELLED)
        _note(connection, ctx, Act.CANCEL_CALL, allowed.grant, after)
        return _edited(connection, after)

    return await ctx.write(write)


@action(Act.IMPORT_CALLS)
async def import_past(ctx: Context, past: Sequence[PastCall]) -> tuple[Call, ...]:
    """Enter calls that are over, all or none; the same source enters them once, and nobody hears of them."""

    def write(connection: Connection) -> tuple[Call, ...]:
        return tuple(_remember(connection, ctx, number, one) for number, one in enumerate(past))

    return await ctx.write(write)


def _remember(connection: Connection, ctx: Context, number: int, past: PastCall) -> Call:
    found = [territories.territory(connection, code) for code in past.territory_codes]
    places = tuple(territory.place for territory in found if territory is not None)
    source = f"{ctx.source}#{number}"
    draft = _known(connection, store.create(connection, source, ctx.actor.id, ctx.now))
    if draft.state is not CallState.DRAFT:
        return draft
    call = replace(past.as_call(draft.id, places), created_by=draft.created_by)
    if None in found or call.problems(ctx.now) or call.dates[CallDate.DEADLINE] > ctx.now:
        raise Refused("import_row", row=number + 1)
    allowed = _require(ctx, Act.IMPORT_CALLS, call)
    if not store.change(connection, draft, call, source, published_at=ctx.now):
        raise Refused("changed")
    _note(connection, ctx, Act.IMPORT_CALLS, allowed.grant, call)
    return replace(call, version=draft.version + 1)


# What residents do


@action(Act.READ_CALL)
async def shown(ctx: Context) -> tuple[CallSeen, ...]:
    """The calls of which people know now, one's own okrug's first."""

    def look(connection: Connection) -> tuple[CallSeen, ...]:
        reminded = store.reminded_of(connection, ctx.actor.id)
        current = (call for call in store.published(connection) if call.is_shown(ctx.now))
        seen = (_seen(connection, ctx, call, call.id in reminded) for call in current)
        return tuple(sorted(seen, key=lambda one: not one.eligible))

    return await ctx.read(look)


@action(Act.READ_CALL)
async def read(ctx: Context, call_id: int) -> CallSeen:
    """One call of which people know; a cancelled one too, since its button is still in their chats."""

    def look(connection: Connection) -> CallSeen:
        call = _announced(connection, ctx, call_id)
        return _seen(connection, ctx, call, call.id in store.reminded_of(connection, ctx.actor.id))

    return await ctx.read(look)


def _announced(connection: Connection, ctx: Context, call_id: int) -> Call:
    ctx.require(Act.READ_CALL)
    call = _known(connection, call_id)
    if not call.is_announced(ctx.now):
        raise Refused("no_such_call")
    return call


def _seen(connection: Connection, ctx: Context, call: Call, reminded: bool) -> CallSeen:
    return CallSeen(call, _territories(connection, call), call.is_for(ctx.actor.home), reminded)


@action(Act.REMIND_CALL)
async def remind(ctx: Context, call_id: int, wanted: bool) -> CallSeen:
    """Be reminded of a call's deadline, or not any more."""
    ctx.require(Act.REMIND_CALL, owner=ctx.actor.id)

    def write(connection: Connection) -> CallSeen:
        call = _announced(connection, ctx, call_id)
        if not wanted:
            store.do_not_remind(connection, call_id, ctx.actor.id)
            return _seen(connection, ctx, call, False)
        if call.state is CallState.CANCELLED:
            raise Refused("call_over")
        if not call.is_for(ctx.actor.home):
            raise Refused("not_your_call")
        if not call.is_open(ctx.now):
            raise Refused("call_closed")
        store.remind(connection, call_id, ctx.actor.id, ctx.now)
        return _seen(connection, ctx, call, True)

    return await ctx.write(write)
