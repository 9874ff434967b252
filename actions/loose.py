"""Words that nothing waited for: kept until their writer says whether they are a report, a search, or nothing."""

from actions.context import Context, action
from domain.permissions import Act
from domain.refusals import Refused
from storage import loose as store


@action(Act.WRITE_LOOSELY)
async def keep(ctx: Context, text: str) -> None:
    """Keep what was written; what was kept before goes."""
    ctx.require(Act.WRITE_LOOSELY, owner=ctx.actor.id)
    await ctx.write(store.keep, ctx.actor.id, text, ctx.now)


@action(Act.WRITE_LOOSELY)
async def words(ctx: Context) -> str:
    """What the person wrote last; refused when it is forgotten already."""
    ctx.require(Act.WRITE_LOOSELY, owner=ctx.actor.id)
    text = await ctx.read(store.kept, ctx.actor.id)
    if text is None:
        raise Refused("words_forgotten")
    return text
