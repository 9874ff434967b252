"""Finding a territory: down the tree, by what people type, by where they are; and the poster of an okrug."""

from actions.context import Context, action
from domain.links import Link, LinkKind, link_url
from domain.permissions import Act, may_somewhere, reach
from domain.refusals import Refused
from domain.territories import Branch, Candidate, Level, PosterOf, Territory
from storage import audit, facts
from storage import territories as store
from storage.database import Connection


@action(Act.FIND_TERRITORY)
async def branch(ctx: Context, code: str | None) -> Branch:
    """What lies below `code` (None: the oblasts); a level with a single entry is walked through."""
    return await ctx.read(branch_of, code)


def branch_of(connection: Connection, code: str | None) -> Branch:
    """The same inside a transaction that is already open."""
    chain = [] if code is None else store.chain(connection, code)
    # Back leads to the level before the one that was asked for, or it would lead here again.
    above = None if not chain else (chain[-2].code if len(chain) > 1 else "")
    below = _below(connection, code)
    while len(below) == 1 and below[0].level is not Level.OKRUG:
        chain.append(below[0])
        below = _below(connection, below[0].code)
    return Branch(tuple(chain), tuple(below), above)


def _below(connection: Connection, code: str | None) -> list[Territory]:
    if code is None:
        return store.oblasts_with_okrugs(connection)
    return [child for child in store.children(connection, code) if child.level is not Level.SETTLEMENT]


@action(Act.FIND_TERRITORY)
async def within_reach(ctx: Context, act: Act) -> Branch:
    """The part of the tree in which the actor's roles let them do `act`; refused when that is nowhere."""
    if not may_somewhere(ctx.actor, act):
        raise Refused("not_allowed" if ctx.actor.registered_at else "not_registered")
    places = reach(ctx.actor, act)

    def look(connection: Connection) -> Branch:
        if places is None:
            return branch_of(connection, None)
        if len(places) == 1:
            return branch_of(connection, places[0].code)
        found = (store.territory(connection, place.code) for place in places)
        return Branch((), tuple(territory for territory in found if territory is not None))

    return await ctx.read(look)


@action(Act.FIND_TERRITORY)
async def find(ctx: Context, text: str) -> tuple[Candidate, ...]:
    """The okrugs that `text` may mean, the likeliest first; one means found, none means nothing alike."""
    index = await ctx.shared.search.index(ctx.db, ctx.now)
    codes = index.search(text)
    if not codes:
        return ()
    chains = await ctx.read(store.chains, codes)
    return tuple(Candidate(tuple(chains[code])) for code in codes if code in chains)


@action(Act.FIND_TERRITORY)
async def near(ctx: Context, latitude: float, longitude: float) -> tuple[Candidate, ...]:
    """The okrugs nearest to a location; none when no known one is near."""

    def look(connection: Connection) -> tuple[Candidate, ...]:
        close = store.nearest(connection, latitude, longitude)
        chains = store.chains(connection, [territory.code for territory, _ in close])
        return tuple(Candidate(tuple(chains[territory.code]), away) for territory, away in close)

    return await ctx.read(look)


@action(Act.MAKE_POSTER)
async def poster(ctx: Context, okrug_code: str) -> PosterOf:
    """The okrug and the link for its poster."""

    def make(connection: Connection) -> PosterOf:
        okrug = store.territory(connection, okrug_code)
        username = facts.fact(connection, facts.BOT_USERNAME)
        if okrug is None or not okrug.can_be_home:
            raise Refused("no_such_okrug")
        allowed = ctx.require(Act.MAKE_POSTER, place=okrug.place)
        if username is None:
            raise Refused("bot_unknown")
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=allowed.grant,
            place=okrug.place,
            act=Act.MAKE_POSTER.value,
            subject_id=okrug.code,
            details={},
            source=ctx.source,
        )
        return PosterOf(okrug, link_url(username, Link(LinkKind.TERRITORY, okrug.code)))

    return await ctx.write(make)
