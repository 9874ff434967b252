"""Sharing an issue ("me too") and following it, and taking either back."""

from actions.context import Context, action
from actions.issues import finding
from domain.issues.issue import Issue, Thread
from domain.permissions import Act
from storage.database import Connection
from storage.issues import supporting as store


@action(Act.SUPPORT_ISSUE)
async def support(ctx: Context, number: int, *, on: bool) -> Thread:
    """Share an issue of one's okrug, or not any more; a merged one is shared as the one as which it goes on."""

    def turn(connection: Connection) -> Thread:
        found = _root(connection, ctx, number)
        seen_as = finding.sight_of(connection, ctx, found)
        if on:
            ctx.require(Act.SUPPORT_ISSUE, place=found.okrug)
            store.support(connection, found.id, ctx.actor.id, ctx.now)
        else:
            store.leave(connection, found.id, ctx.actor.id)
        return finding.thread(connection, ctx, found, seen_as)

    return await ctx.write(turn)


@action(Act.SUPPORT_ISSUE)
async def follow(ctx: Context, number: int, *, on: bool) -> Thread:
    """Hear of an issue of one's okrug without sharing it, or not any more."""

    def turn(connection: Connection) -> Thread:
        found = _root(connection, ctx, number)
        seen_as = finding.sight_of(connection, ctx, found)
        if on:
            ctx.require(Act.SUPPORT_ISSUE, place=found.okrug)
            store.follow(connection, found.id, ctx.actor.id, ctx.now)
        else:
            store.unfollow(connection, found.id, ctx.actor.id)
        return finding.thread(connection, ctx, found, seen_as)

    return await ctx.write(turn)


def _root(connection: Connection, ctx: Context, number: int) -> Issue:
    return finding.root_of(connection, ctx, finding.seen(connection, ctx, number))
