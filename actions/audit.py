"""Reading what officials did."""

from collections.abc import Sequence

from actions.context import Context, action
from domain.audit import AuditPage, Entry, LoggedAct
from domain.permissions import Act, reach, scope
from storage import audit as store
from storage import territories
from storage.database import Connection

PAGE = 8


@action(Act.READ_AUDIT)
async def read(ctx: Context, before_id: int | None = None) -> AuditPage:
    """A page of the acts where the person may read them."""
    within = reach(ctx.actor, Act.READ_AUDIT)

    def look(connection: Connection) -> AuditPage:
        found = store.entries(connection, within, limit=PAGE + 1, before_id=before_id)
        older = found[PAGE - 1].id if len(found) > PAGE else None
        return AuditPage(tuple(_named(connection, found[:PAGE])), older)

    return await ctx.read(look)


@action(Act.READ_AUDIT)
async def download(ctx: Context) -> list[LoggedAct]:
    """Every act where the person may read them; that it was downloaded is an act too."""
    grant = scope(ctx.actor, Act.READ_AUDIT)[0]

    def take(connection: Connection) -> list[LoggedAct]:
        store.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=grant,
            place=grant.place,
            act=Act.READ_AUDIT.value,
            subject_id="download",
            details={},
            source=ctx.source,
        )
        return _named(connection, store.entries(connection, reach(ctx.actor, Act.READ_AUDIT)))

    return await ctx.write(take)


def _named(connection: Connection, entries: Sequence[Entry]) -> list[LoggedAct]:
    # A log names few territories many times.
    codes = {entry.territory_code for entry in entries if entry.territory_code is not None}
    known = {code: territories.territory(connection, code) for code in codes}
    return [LoggedAct(entry, known.get(entry.territory_code or "")) for entry in entries]
