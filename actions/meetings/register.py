"""Looking back: the register of meetings and events, and taking over those of earlier times."""

from collections.abc import Callable, Sequence

from actions.context import Context, action
from domain.event_imports import Imported, Known, codes_of, read
from domain.languages import LANGUAGES, Localized
from domain.permissions import Act, reach, scope
from domain.refusals import Refused
from domain.registers import Register, Selection
from domain.registers import register as count
from domain.spreadsheets import Sheet, Wrong
from domain.territories import Place, Territory
from storage import audit, territories
from storage.database import Connection
from storage.meetings import register as store

Within = tuple[Sequence[Place] | None, Localized | None]


def _within(connection: Connection, ctx: Context, selection: Selection) -> Within:
    if selection.territory_code is None:
        places = reach(ctx.actor, Act.READ_REGISTER)
        return places, _named(connection, places)
    territory = territories.territory(connection, selection.territory_code)
    if territory is None:
        raise Refused("no_such_okrug")
    ctx.require(Act.READ_REGISTER, place=territory.place)
    return (territory.place,), territory.names


def _named(connection: Connection, places: Sequence[Place] | None) -> Localized | None:
    """The names of the places, None for everywhere."""
    found = [] if places is None else [territories.territory(connection, place.code) for place in places]
    names = [one.names for one in found if one is not None]
    if not names:
        return None
    return Localized(**{language: ", ".join(one.in_(language) for one in names) for language in LANGUAGES})


@action(Act.READ_REGISTER)
async def register(ctx: Context, selection: Selection) -> Register:
    """The register of what was selected, as far as the person's roles reach."""
    return await ctx.read(_register, ctx, selection)


def _register(connection: Connection, ctx: Context, selection: Selection) -> Register:
    within, names = _within(connection, ctx, selection)
    zone = ctx.shared.zone
    return count(
        selection,
        store.records(connection, selection, within, ctx.now, zone),
        store.named_people(connection, selection, within, ctx.now, zone),
        store.figures(connection, selection, within),
        names,
    )


@action(Act.READ_REGISTER)
async def download(ctx: Context, selection: Selection) -> Register:
    """The same for a file; that it was taken is noted."""

    def take(connection: Connection) -> Register:
        found = _register(connection, ctx, selection)
        grant = scope(ctx.actor, Act.READ_REGISTER)[0]
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=grant,
            place=grant.place,
            act=Act.READ_REGISTER.value,
            subject_id="download",
            details={"territory": selection.territory_code, "kind": selection.kind},
            source=ctx.source,
        )
        return found

    return await ctx.write(take)


@action(Act.IMPORT_MEETINGS)
async def okrugs(ctx: Context) -> list[Territory]:
    """The okrugs to which past events can belong, for the lists of the table."""
    return await ctx.read(territories.okrugs, reach(ctx.actor, Act.IMPORT_MEETINGS))


@action(Act.IMPORT_MEETINGS)
async def take_over(
    ctx: Context, digest: str, events: Sheet, figures: Sheet, known: Callable[[frozenset[str]], Known]
) -> Imported | tuple[Wrong, ...]:
    """Take past events over from a spreadsheet, all or none of them; `digest` tells one file from another.

    Returns the wrong cells when there are any. They make no notices.
    """
    source = f"import:{digest[:16]}"

    def write(connection: Connection) -> Imported | tuple[Wrong, ...]:
        if store.already_imported(connection, source):
            raise Refused("imported_already")
        places = store.known_codes(connection, codes_of(events, figures))
        mine = reach(ctx.actor, Act.IMPORT_MEETINGS)
        codes = frozenset(
            code for code, place in places.items() if mine is None or any(one.covers(place) for one in mine)
        )
        found = read(events, figures, known(codes))
        if not isinstance(found, Imported):
            return found
        everywhere = any(row.territory_code is None for row in found.meetings) or any(
            row.territory_code is None for row in found.figures
        )
        grant = ctx.require(Act.IMPORT_MEETINGS).grant if everywhere else scope(ctx.actor, Act.IMPORT_MEETINGS)[0]
        store.take_over(
            connection,
            found.meetings,
            found.figures,
            source=source,
            created_by=ctx.actor.id,
            now=ctx.now,
            zone=ctx.shared.zone,
        )
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=grant,
            place=None,
            act=Act.IMPORT_MEETINGS.value,
            subject_id=source,
            details={"meetings": len(found.meetings), "figures": len(found.figures)},
            source=ctx.source,
        )
        return found

    return await ctx.write(write)
