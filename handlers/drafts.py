"""Going on with what was begun."""

from actions import drafts as actions
from handlers.visit import Routes, Shown, Visit
from screens import drafts as screens


async def begun(visit: Visit) -> Shown:
    """What was begun."""
    return screens.begun(visit.words, await actions.begun(visit.ctx))


ROUTES = Routes(screens={"drafts": begun})
