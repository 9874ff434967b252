"""The menu and what Kenes is."""

from actions import drafts, roles
from domain.people import Step
from handlers.visit import Routes, Shown, Visit
from screens import home, names
from screens.screen import Screen
from texts import Html


async def menu(visit: Visit, greeting: Html | None = None) -> Screen:
    """The menu of this person; officials read which roles they act under."""
    actor = visit.ctx.actor
    held = await roles.my_roles(visit.ctx) if actor.grants else ()
    return home.menu(
        visit.words,
        actor,
        greeting=greeting,
        roles=tuple(names.held(visit.words, grant, territory) for grant, territory in held),
        begun=await drafts.count(visit.ctx) if actor.step is Step.DONE else 0,
    )


async def about(visit: Visit) -> Shown:
    """What this bot is and what it is not."""
    return home.about(visit.words)


ROUTES = Routes(screens={"about": about}, commands={"help": about})
