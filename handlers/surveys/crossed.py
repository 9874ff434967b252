"""Naming the questions that are shown by other questions."""

from actions.surveys import crossing as actions
from domain.refusals import Refused
from handlers.visit import Routes, Shown, Visit
from screens.surveys import crossed as screens
from screens.surveys import crossed_buttons as buttons


async def pairs(visit: Visit, button: buttons.ShowCrossed) -> Shown:
    """The pairs that were named."""
    return screens.pairs(visit.words, *await actions.look(visit.ctx, button.survey))


async def choose(visit: Visit, button: buttons.ChooseCrossed) -> Shown:
    """Choose a question of a pair."""
    view, form = await actions.look(visit.ctx, button.survey)
    if button.row is None:
        return screens.row(visit.words, view, form, button.page)
    if button.row >= len(form.questions):
        raise Refused("old_button")
    return screens.column(visit.words, view, form, button.row, button.page)


async def switch(visit: Visit, button: buttons.SetCrossed) -> Shown:
    """Name a pair, or leave it out."""
    done = await actions.cross(visit.ctx, button.survey, button.version, button.row, button.column, on=button.on)
    return screens.pairs(visit.words, *done)


ROUTES = Routes(
    presses={
        buttons.ShowCrossed: pairs,
        buttons.ChooseCrossed: choose,
        buttons.SetCrossed: switch,
    },
)
