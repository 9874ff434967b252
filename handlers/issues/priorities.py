"""Which issue matters more: comparing, and what comes of it."""

from actions.issues import priorities as actions
from domain.permissions import Act, may
from domain.roles import Area
from handlers.visit import Routes, Shown, Visit
from screens.issues import buttons
from screens.issues import priorities as screens


async def begin(visit: Visit) -> Shown:
    """The areas in which there is something to compare."""
    return screens.areas(visit.words, await actions.areas(visit.ctx))


async def go_on(visit: Visit, button: buttons.ComparePairs) -> Shown:
    """The pair one was left with, or the next."""
    return screens.standing(visit.words, await actions.go_on(visit.ctx, button.area))


async def choose(visit: Visit, button: buttons.ChooseOfPair) -> Shown:
    """One of the two was pressed, or that one cannot say."""
    stands = await actions.choose(visit.ctx, button.first, button.second, button.chosen or None)
    return screens.standing(visit.words, stands)


async def ranking(visit: Visit, button: buttons.ShowPriorities) -> Shown:
    """What matters in an area of an okrug."""
    return await show_ranking(visit, button.code, button.area)


async def show_ranking(visit: Visit, code: str, area: Area) -> Shown:
    """The same from elsewhere."""
    found = await actions.ranking(visit.ctx, code or None, area)
    actor = visit.ctx.actor
    official = may(actor, Act.COUNT_ISSUES, place=found.okrug.place) is not None
    at_home = may(actor, Act.COMPARE_ISSUES, place=found.okrug.place) is not None
    return screens.ranking(visit.words, found, official=official, at_home=at_home)


ROUTES = Routes(
    presses={buttons.ComparePairs: go_on, buttons.ChooseOfPair: choose, buttons.ShowPriorities: ranking},
    screens={screens.SCREEN: begin},
)
