"""What the clock will say and what it missed."""

from actions import clock as actions
from handlers.visit import Routes, Shown, Visit
from screens import clock as screens


async def state(visit: Visit) -> Shown:
    """The clock as staff see it."""
    return screens.state(visit.words, await actions.state(visit.ctx), visit.ctx.shared.zone)


ROUTES = Routes(screens={"clock": state})
