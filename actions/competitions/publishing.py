"""Staff publish calls, cancel them, and keep a draft as one that is over."""

from dataclasses import replace

from actions.competitions.common import (
    as_edited,
    change,
    is_repeat,
    known,
    note,
    set_dates,
    tell,
    to_change,
)
from actions.context import Context, action
from domain.competitions.calls import (
    ANNOUNCED,
    CANCELLED,
    LONGEST_REASON,
    SUBJECT,
    CallDate,
    CallEdited,
    CallState,
)
from domain.permissions import Act
from domain.refusals import Refused
from storage import competitions as store
from storage import dates
from storage.database import Connection
from storage.outbox import notices


@action(Act.PUBLISH_CALL)
async def publish(ctx: Context, call_id: int, version: int) -> CallEdited:
    """Publish a call: it is announced to its territories on its day, at once when that day has come."""

    def write(connection: Connection) -> CallEdited:
        if is_repeat(connection, ctx, call_id):
            return as_edited(connection, known(connection, call_id))
        call, allowed = to_change(connection, ctx, Act.PUBLISH_CALL, call_id, version)
        if call.state is not CallState.DRAFT:
            raise Refused("changed")
        if call.problems(ctx.now):
            raise Refused("call_not_ready")
        after = change(connection, ctx, call, replace(call, state=CallState.PUBLISHED), published_at=ctx.now)
        set_dates(connection, after, ctx.now)
        if after.is_announced(ctx.now):
            # Its rung was past when it was set: "now" is the same road.
            tell(connection, ctx, after, ANNOUNCED)
        note(connection, ctx, Act.PUBLISH_CALL, allowed.grant, after)
        return as_edited(connection, after)

    return await ctx.write(write)


@action(Act.PUBLISH_CALL)
async def keep_as_history(ctx: Context, call_id: int, version: int) -> CallEdited:
    """Keep a draft as a call that is over: it is counted, and nobody hears of it."""

    def write(connection: Connection) -> CallEdited:
        if is_repeat(connection, ctx, call_id):
            return as_edited(connection, known(connection, call_id))
        call, allowed = to_change(connection, ctx, Act.PUBLISH_CALL, call_id, version)
        if call.state is not CallState.DRAFT:
            raise Refused("changed")
        past = replace(call, state=CallState.PUBLISHED, history=True)
        if past.problems(ctx.now) or past.dates[CallDate.DEADLINE] > ctx.now:
            raise Refused("call_not_ready")
        after = change(connection, ctx, call, past, published_at=ctx.now)
        note(connection, ctx, Act.PUBLISH_CALL, allowed.grant, after, history=True)
        return as_edited(connection, after)

    return await ctx.write(write)


@action(Act.CANCEL_CALL)
async def give_reason(ctx: Context, call_id: int, version: int, reason: str) -> CallEdited:
    """Keep why a published call is going to be cancelled; nobody hears of it before it is."""
    if len(reason) > LONGEST_REASON:
        raise Refused("too_long", longest=LONGEST_REASON)

    def write(connection: Connection) -> CallEdited:
        if is_repeat(connection, ctx, call_id):
            return as_edited(connection, known(connection, call_id))
        call, _allowed = to_change(connection, ctx, Act.CANCEL_CALL, call_id, version)
        if call.state is not CallState.PUBLISHED or call.history:
            raise Refused("call_over")
        return as_edited(connection, change(connection, ctx, call, replace(call, reason=reason)))

    return await ctx.write(write)


@action(Act.CANCEL_CALL)
async def cancel(ctx: Context, call_id: int, version: int) -> CallEdited | None:
    """Cancel a published call, of which people are told when they know of it; a draft is deleted (None)."""

    def write(connection: Connection) -> CallEdited | None:
        if store.call(connection, call_id) is None:
            return None
        if is_repeat(connection, ctx, call_id):
            return as_edited(connection, known(connection, call_id))
        call, allowed = to_change(connection, ctx, Act.CANCEL_CALL, call_id, version)
        if call.state is CallState.CANCELLED or call.history:
            raise Refused("call_over")
        if call.state is CallState.DRAFT:
            if not store.discard(connection, call):
                raise Refused("changed")
            return None
        public = call.is_announced(ctx.now)
        left = {kind: at for kind, at in call.dates.items() if public or kind is not CallDate.ANNOUNCE}
        cancelled = replace(call, state=CallState.CANCELLED, dates=left)
        after = change(connection, ctx, call, cancelled, cancelled_at=ctx.now)
        dates.cancel_date(connection, SUBJECT, call.id, ctx.now)
        notices.cancel(connection, SUBJECT, call.id)
        if public:
            tell(connection, ctx, after, CANCELLED)
        note(connection, ctx, Act.CANCEL_CALL, allowed.grant, after)
        return as_edited(connection, after)

    return await ctx.write(write)
