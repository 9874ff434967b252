"""Going on with what was begun, whatever its subject."""

from actions.context import Context, action
from domain.drafts import Begun
from domain.permissions import Act
from storage import drafts as store


@action(Act.GO_ON)
async def begun(ctx: Context) -> tuple[Begun, ...]:
    """What the person began and did not finish."""
    ctx.require(Act.GO_ON, owner=ctx.actor.id)
    return tuple(await ctx.read(store.begun, ctx.actor.id))


@action(Act.GO_ON)
async def count(ctx: Context) -> int:
    """How much that is."""
    ctx.require(Act.GO_ON, owner=ctx.actor.id)
    return await ctx.read(store.count, ctx.actor.id)
