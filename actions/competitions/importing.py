"""Staff take past calls over from a spreadsheet."""

from actions.competitions.common import known, note, require
from actions.context import Context, action
from domain.competitions.calls import Call, CallState, PastCall
from domain.competitions.imports import KnownPlaces, codes_of, read
from domain.permissions import Act, reach
from domain.refusals import Refused
from domain.spreadsheets import Sheet, Wrong
from domain.territories import Territory
from storage import competitions as store
from storage import territories
from storage.database import Connection
from storage.meetings import register


@action(Act.IMPORT_CALLS)
async def okrugs(ctx: Context) -> list[Territory]:
    """The okrugs for which a past call can have been, for the list in the table."""
    return await ctx.read(territories.okrugs, reach(ctx.actor, Act.IMPORT_CALLS))


@action(Act.IMPORT_CALLS)
async def take_over(ctx: Context, digest: str, sheet: Sheet) -> tuple[Call, ...] | tuple[Wrong, ...]:
    """Enter calls that are over, all or none, and nobody hears of them; `digest` tells one file from another.

    Returns the wrong cells when there are any.
    """
    source = f"import:{digest[:16]}"

    def write(connection: Connection) -> tuple[Call, ...] | tuple[Wrong, ...]:
        places = register.known_codes(connection, codes_of(sheet))
        mine = reach(ctx.actor, Act.IMPORT_CALLS)
        codes = {code for code, place in places.items() if mine is None or any(one.covers(place) for one in mine)}
        found = read(sheet, KnownPlaces(codes, ctx.today, ctx.shared.zone))
        past = [one for one in found if isinstance(one, PastCall)]
        if len(past) < len(found):
            return tuple(one for one in found if isinstance(one, Wrong))
        if not past:
            raise Refused("import_empty")
        return tuple(_remember(connection, ctx, f"{source}#{number}", one) for number, one in enumerate(past))

    return await ctx.write(write)


def _remember(connection: Connection, ctx: Context, source: str, past: PastCall) -> Call:
    found = [territories.territory(connection, code) for code in past.territory_codes]
    places = tuple(territory.place for territory in found if territory is not None)
    draft = known(connection, store.create(connection, source, ctx.actor.id, ctx.now))
    if draft.state is not CallState.DRAFT:
        raise Refused("imported_already")
    allowed = require(ctx, Act.IMPORT_CALLS, past.as_call(draft.id, places))
    call = past.as_call(draft.id, places, created_by=draft.created_by)
    if not store.change(connection, draft, call, source, published_at=ctx.now):
        raise Refused("changed")
    note(connection, ctx, Act.IMPORT_CALLS, allowed.grant, call)
    return known(connection, draft.id)
