"""Staff enter calls and change them."""

from dataclasses import replace
from datetime import datetime

from actions.competitions.common import (
    as_edited,
    change,
    is_repeat,
    known,
    note,
    require,
    set_dates,
    tell,
    to_change,
)
from actions.context import Context, action
from actions.territories import branch_of
from domain.competitions.calls import (
    DEADLINE_NEAR,
    MOVE_TOLD_AFTER,
    MOVED,
    SUBJECT,
    Call,
    CallDate,
    CallEdited,
    CallPart,
    CallState,
    CallTree,
    Mark,
    Value,
    check_change,
    chosen_with,
    mark,
)
from domain.permissions import Act, reach
from domain.refusals import Refused
from domain.territories import Branch, Territory
from storage import competitions as store
from storage import territories
from storage.database import Connection
from storage.outbox import notices


@action(Act.ENTER_CALL)
async def begin(ctx: Context) -> Call:
    """Begin a call; the same press gives the same draft."""

    def make(connection: Connection) -> Call:
        return known(connection, store.create(connection, ctx.source, ctx.actor.id, ctx.now))

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
        call = known(connection, call_id)
        require(ctx, Act.ENTER_CALL, call)
        return as_edited(connection, call)

    return await ctx.read(look)


def _may_edit(ctx: Context, call: Call) -> bool:
    try:
        require(ctx, Act.ENTER_CALL, call)
    except Refused:
        return False
    return True


@action(Act.ENTER_CALL)
async def fill(ctx: Context, call_id: int, version: int, part: CallPart, value: Value | None) -> CallEdited:
    """Fill in or change one part of a call; of a published one its people are told when a date moves."""
    if part is CallPart.TERRITORIES:
        raise Refused("old_button")

    def write(connection: Connection) -> CallEdited:
        if is_repeat(connection, ctx, call_id):
            return as_edited(connection, known(connection, call_id))
        call, allowed = to_change(connection, ctx, Act.CHANGE_CALL, call_id, version)
        check_change(call, part, value, ctx.now)
        if call.value(part) == value:
            return as_edited(connection, call)
        after = change(connection, ctx, call, call.filled(part, value))
        if call.state is CallState.PUBLISHED:
            note(connection, ctx, Act.CHANGE_CALL, allowed.grant, after, **_difference(call, after, part))
            _follow(connection, ctx, call, after, part)
        return as_edited(connection, after)

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
    set_dates(connection, after, ctx.now)
    if part.date is CallDate.DEADLINE:
        notices.cancel(connection, SUBJECT, after.id, (DEADLINE_NEAR,))
    if before.is_announced(ctx.now):
        # What was not said yet of the version before is said by this one.
        notices.cancel(connection, SUBJECT, after.id, (MOVED,))
        tell(connection, ctx, after, MOVED, MOVE_TOLD_AFTER)


@action(Act.ENTER_CALL)
async def tree(ctx: Context, call_id: int, code: str | None) -> CallTree:
    """A part of the tree (None: the top of what the person is responsible for), with what is chosen in it."""

    def look(connection: Connection) -> CallTree:
        call = known(connection, call_id)
        require(ctx, Act.ENTER_CALL, call)
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
        if is_repeat(connection, ctx, call_id):
            return _tree(connection, ctx, known(connection, call_id), shown)
        call, allowed = to_change(connection, ctx, Act.CHANGE_CALL, call_id, version)
        check_change(call, CallPart.TERRITORIES, None, ctx.now)
        after = _with_territory(call, territory, chosen)
        if after.places != call.places:
            after = change(connection, ctx, call, after)
            if call.state is CallState.PUBLISHED:
                note(connection, ctx, Act.CHANGE_CALL, allowed.grant, after, part=CallPart.TERRITORIES.value)
                set_dates(connection, after, ctx.now)
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
