"""What matters more: comparing issues or categories, and what comes of it."""

from actions.issues import priorities as actions
from domain.issues.priorities import ItemKind
from domain.permissions import Act, may
from domain.roles import Area
from handlers.visit import Routes, Shown, Visit
from screens.issues import buttons, ranking
from screens.issues import priorities as screens


async def begin(visit: Visit) -> Shown:
    """The areas in which there is something to compare."""
    return screens.areas(visit.words, await actions.areas(visit.ctx))


async def what(visit: Visit, button: buttons.ChooseCompared) -> Shown:
    """What to compare in an area: that, once there is only one thing left."""
    offered = await actions.areas(visit.ctx)
    found = next((one for one in offered if one.area is button.area and one.kinds), None)
    if found is None:
        return screens.areas(visit.words, offered)
    if len(found.kinds) > 1:
        return screens.kinds(visit.words, found)
    return await _go_on(visit, button.area, found.kinds[0])


async def go_on(visit: Visit, button: buttons.ComparePairs) -> Shown:
    """The pair of issues one was left with, or the next."""
    return await _go_on(visit, button.area, ItemKind.ISSUE)


async def go_on_with_categories(visit: Visit, button: buttons.CompareCategories) -> Shown:
    """The pair of categories one was left with, or the next."""
    return await _go_on(visit, button.area, ItemKind.CATEGORY)


async def _go_on(visit: Visit, area: Area, kind: ItemKind) -> Shown:
    return screens.standing(visit.words, await actions.go_on(visit.ctx, area, kind))


async def choose(visit: Visit, button: buttons.ChooseOfPair) -> Shown:
    """One of two issues was pressed, or that one cannot say."""
    return await _choose(visit, button, ItemKind.ISSUE)


async def choose_category(visit: Visit, button: buttons.ChooseOfCategories) -> Shown:
    """One of two categories was pressed, or that one cannot say."""
    return await _choose(visit, button, ItemKind.CATEGORY)


async def _choose(visit: Visit, button: buttons.ChooseOfPair | buttons.ChooseOfCategories, kind: ItemKind) -> Shown:
    stands = await actions.choose(visit.ctx, button.first, button.second, button.chosen or None, kind)
    return screens.standing(visit.words, stands)


async def issue_order(visit: Visit, button: buttons.ShowPriorities) -> Shown:
    """Which issues matter in an area of an okrug."""
    return await _order(visit, button.code, button.area, ItemKind.ISSUE)


async def category_order(visit: Visit, button: buttons.ShowCategoryPriorities) -> Shown:
    """Which categories matter in an area of an okrug."""
    return await _order(visit, button.code, button.area, ItemKind.CATEGORY)


async def _order(visit: Visit, code: str, area: Area, kind: ItemKind) -> Shown:
    found = await actions.ranking(visit.ctx, code or None, area, kind)
    actor = visit.ctx.actor
    official = may(actor, Act.COUNT_ISSUES, place=found.okrug.place) is not None
    at_home = may(actor, Act.COMPARE_ISSUES, place=found.okrug.place) is not None
    return ranking.ranking(visit.words, found, official=official, at_home=at_home)


ROUTES = Routes(
    presses={
        buttons.ChooseCompared: what,
        buttons.ComparePairs: go_on,
        buttons.CompareCategories: go_on_with_categories,
        buttons.ChooseOfPair: choose,
        buttons.ChooseOfCategories: choose_category,
        buttons.ShowPriorities: issue_order,
        buttons.ShowCategoryPriorities: category_order,
    },
    screens={screens.SCREEN: begin},
)
