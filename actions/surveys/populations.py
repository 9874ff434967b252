"""How many people live where: loaded by the project's staff, for the weights of surveys that close later."""

from dataclasses import dataclass

from actions.context import Context, action
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.statistics.population import Wrong, parse
from storage import audit, populations
from storage import territories as places
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many territories and people were loaded; or all that is wrong, and then nothing was."""

    territories: int = 0
    people: int = 0
    wrong: tuple[Wrong, ...] = ()


@action(Act.LOAD_POPULATION)
async def load(ctx: Context, data: bytes) -> Loaded:
    """Take a file of the population over, all of it or nothing; only of territories where the role is held."""
    grants = scope(ctx.actor, Act.LOAD_POPULATION)

    def write(connection: Connection) -> Loaded:
        found = parse(data, populations.known(connection))
        if found.wrong:
            return Loaded(wrong=found.wrong)
        chains = places.chains(connection, found.territories)
        for code in found.territories:
            ctx.require(Act.LOAD_POPULATION, place=chains[code][-1].place)
        done = populations.replace(connection, found.territories)
        people = sum(one.total for one in found.territories.values())
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=grants[0],
            place=grants[0].place,
            act=Act.LOAD_POPULATION.value,
            subject_id="population",
            details={"territories": done, "people": people},
            source=ctx.source,
        )
        return Loaded(done, people)

    return await ctx.write(write)


@action(Act.LOAD_POPULATION)
async def begin(ctx: Context) -> None:
    """Whether the person may load it at all."""
    if not scope(ctx.actor, Act.LOAD_POPULATION):
        raise Refused("not_allowed")
