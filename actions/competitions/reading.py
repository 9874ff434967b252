"""Residents read calls and ask to be reminded of deadlines."""

from actions.competitions.common import known, territories_of
from actions.context import Context, action
from domain.competitions.calls import (
    Call,
    CallSeen,
    CallState,
)
from domain.permissions import Act
from domain.refusals import Refused
from storage import competitions as store
from storage.database import Connection


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
    call = known(connection, call_id)
    if not call.is_announced(ctx.now):
        raise Refused("no_such_call")
    return call


def _seen(connection: Connection, ctx: Context, call: Call, reminded: bool) -> CallSeen:
    return CallSeen(call, territories_of(connection, call), call.is_for(ctx.actor.home), reminded)


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
