"""Taking past issues over from a spreadsheet, all or none of them."""

from collections.abc import Callable, Mapping

from actions.context import Context, action
from domain.issues.imports import IssueRow, Known, codes_of, read
from domain.issues.issue import Category
from domain.permissions import Act, reach, scope
from domain.refusals import Refused
from domain.spreadsheets import Sheet, Wrong
from domain.territories import Territory
from storage import audit
from storage.database import Connection
from storage.issues import categories
from storage.issues import importing as store
from storage.territories import okrugs as okrugs_within


@action(Act.IMPORT_ISSUES)
async def lists(ctx: Context) -> tuple[list[Territory], tuple[Category, ...]]:
    """The okrugs and categories of past issues, for the lists of the table."""

    def look(connection: Connection) -> tuple[list[Territory], tuple[Category, ...]]:
        places = reach(ctx.actor, Act.IMPORT_ISSUES)
        return okrugs_within(connection, places), categories.categories(connection, retired=True)

    return await ctx.read(look)


@action(Act.IMPORT_ISSUES)
async def take_over(
    ctx: Context, digest: str, sheet: Sheet, known: Callable[[frozenset[str], Mapping[str, int]], Known]
) -> int | tuple[Wrong, ...]:
    """Take past issues over, all or none; how many, or the wrong cells. `digest` tells one file from another.

    `known` makes of the okrugs' codes and the categories by key what cells may mean. They are marked as history: no
    notices, reminders or questions come of them.
    """
    source = f"import:{digest[:16]}"

    def write(connection: Connection) -> int | tuple[Wrong, ...]:
        if store.imported_already(connection, source):
            raise Refused("imported_already")
        places, mine = store.okrugs(connection, codes_of(sheet)), reach(ctx.actor, Act.IMPORT_ISSUES)
        codes = frozenset(
            code for code, place in places.items() if mine is None or any(one.covers(place) for one in mine)
        )
        found = read(sheet, known(codes, _by_name(categories.categories(connection, retired=True))))
        rows = tuple(row for row in found if isinstance(row, IssueRow))
        if len(rows) < len(found):
            return tuple(one for one in found if isinstance(one, Wrong))
        if not rows:
            raise Refused("import_empty")
        zone = ctx.shared.zone
        taken = store.take_over(connection, rows, source=source, by_id=ctx.actor.id, now=ctx.now, zone=zone)
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=scope(ctx.actor, Act.IMPORT_ISSUES)[0],
            place=None,
            act=Act.IMPORT_ISSUES.value,
            subject_id=source,
            details={"issues": taken},
            source=ctx.source,
        )
        return taken

    return await ctx.write(write)


def _by_name(found: tuple[Category, ...]) -> dict[str, int]:
    names = {one.key.casefold(): one.id for one in found}
    # A category that can still be chosen wins over a retired one of the same name.
    for one in sorted(found, key=lambda category: not category.retired):
        names |= {name.casefold(): one.id for name in one.names.as_dict().values()}
    return names
