"""Issues in figures, for an akim, a committee and staff: each in their own territory and area."""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.context import Context, action
from actions.issues.priorities import category_priorities_of, priorities_of
from domain.issues.counts import Cell, IssueCounts, Selection, issue_counts
from domain.issues.issue import Category, Issue
from domain.issues.priorities import Priorities
from domain.permissions import Act, may, reach, scope
from domain.refusals import Refused
from domain.roles import Area
from domain.territories import Level, Territory
from storage import audit, territories
from storage.database import Connection
from storage.issues import categories, counting


@dataclass(frozen=True, slots=True)
class _Where:
    """What is counted: the territory that was asked for, or that of the only role; None is several."""

    territory: Territory | None
    areas: tuple[Area, ...]
    scope: counting.Scope

    @property
    def okrug(self) -> Territory | None:
        """The one okrug that is counted, None where it is more or a part of one."""
        is_okrug = self.territory is not None and self.territory.level is Level.OKRUG
        return self.territory if is_okrug else None

    @property
    def counted_areas(self) -> tuple[Area, ...]:
        """The area that was selected, else all that the person counts there."""
        wanted = self.scope.selection.area
        return self.areas if wanted is None else (wanted,)


@action(Act.COUNT_ISSUES)
async def counts(ctx: Context, selection: Selection) -> IssueCounts:
    """The figures of what was selected, as far as the person's roles reach."""

    def look(connection: Connection) -> IssueCounts:
        return _count(connection, ctx, _where(connection, ctx, selection), with_records=False)

    return await ctx.read(look)


@action(Act.COUNT_ISSUES)
async def areas(ctx: Context, code: str | None) -> tuple[Area, ...]:
    """The areas that the person counts in a territory (None: in all of theirs)."""
    return await ctx.read(lambda connection: _where(connection, ctx, Selection(code)).areas)


@action(Act.COUNT_ISSUES)
async def download(ctx: Context, selection: Selection) -> IssueCounts:
    """The same with every issue, for the table; that it was taken is noted."""

    def note(connection: Connection) -> None:
        where = _where(connection, ctx, selection)
        place = None if where.territory is None else where.territory.place
        allowed = may(ctx.actor, Act.COUNT_ISSUES, place=place)
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=where.scope.grants[0] if allowed is None else allowed.grant,
            place=place,
            act=Act.COUNT_ISSUES.value,
            subject_id="download",
            details={"territory": selection.code, "area": selection.area},
            source=ctx.source,
        )

    def look(connection: Connection) -> IssueCounts:
        return _count(connection, ctx, _where(connection, ctx, selection), with_records=True)

    # Apart from each other: nobody can write as long as a whole country is being read here.
    await ctx.write(note)
    return await ctx.read(look)


def _where(connection: Connection, ctx: Context, selection: Selection) -> _Where:
    territory = _territory(connection, ctx, selection.code)
    place = None if territory is None else territory.place
    grants = scope(ctx.actor, Act.COUNT_ISSUES)
    areas = counting.areas_of(grants, place)
    if selection.area is not None and selection.area not in areas:
        raise Refused("not_allowed")
    return _Where(territory, areas, counting.Scope(grants, place, selection, ctx.now, ctx.shared.zone))


def _territory(connection: Connection, ctx: Context, code: str | None) -> Territory | None:
    if code is None:
        places = reach(ctx.actor, Act.COUNT_ISSUES)
        codes = set() if places is None else {place.code for place in places}
        return territories.territory(connection, codes.pop()) if len(codes) == 1 else None
    found = territories.territory(connection, code)
    if found is None or may(ctx.actor, Act.COUNT_ISSUES, place=found.place) is None:
        raise Refused("not_allowed")
    return found


def _count(connection: Connection, ctx: Context, where: _Where, *, with_records: bool) -> IssueCounts:
    cells = counting.cells(connection, where.scope)
    okrugs = {one.okrug_code for one in cells}
    records = counting.records(connection, where.scope, counting.names_of(connection, okrugs)) if with_records else None
    return issue_counts(
        where.scope.selection,
        cells,
        counting.measured(connection, where.scope),
        {one.id: one for one in categories.categories(connection, retired=True)},
        {} if where.okrug else _below(connection, ctx, where.territory, cells),
        territory=None if where.territory is None else where.territory.names,
        okrug=where.okrug,
        areas=where.areas,
        rankings=_rankings(connection, ctx, where),
        category_rankings=_category_rankings(connection, ctx, where),
        records=records,
    )


def _rankings(connection: Connection, ctx: Context, where: _Where) -> tuple[Priorities[Issue], ...]:
    okrug = where.okrug
    return () if okrug is None else tuple(priorities_of(connection, ctx, okrug, one) for one in where.counted_areas)


def _category_rankings(connection: Connection, ctx: Context, where: _Where) -> tuple[Priorities[Category], ...]:
    """Of the areas in which anybody compared categories."""
    okrug = where.okrug
    if okrug is None:
        return ()
    found = (category_priorities_of(connection, ctx, okrug, one) for one in where.counted_areas)
    return tuple(one for one in found if one.people)


def _below(
    connection: Connection, ctx: Context, territory: Territory | None, cells: Iterable[Cell]
) -> dict[str, Territory]:
    """For each okrug the territory under which it is counted: the next one below, or that of one's role."""
    places = reach(ctx.actor, Act.COUNT_ISSUES)
    over: dict[str, str] = {}
    for one in cells:
        if territory is None and places is not None:
            over[one.okrug_code] = next(place.code for place in places if one.okrug_path.startswith(place.path))
        else:
            steps = one.okrug_path.strip("/").split("/")
            depth = 0 if territory is None else len(territory.path.strip("/").split("/"))
            over[one.okrug_code] = steps[min(depth, len(steps) - 1)]
    ways = territories.chains(connection, set(over.values()))
    return {okrug: ways[code][-1] for okrug, code in over.items()}
