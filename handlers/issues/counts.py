"""Issues in figures, as a screen, a picture and a table."""

import asyncio
from functools import partial

from actions import territories
from actions.issues import counting as actions
from domain.issues.counts import IssueCounts, Selection
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area
from handlers.visit import Document, Picture, Reply, Routes, Shown, Visit
from reports.issues import Names, chart, table
from screens import names as common
from screens.issues import buttons
from screens.issues import counts as screens
from screens.meetings.names import few
from screens.meetings.register import bounds

# So many years can be chosen by name.
YEARS = 8


def _selection(visit: Visit, code: str, area: Area | None, period: str) -> Selection:
    try:
        since, until = bounds(period, visit.ctx.today)
    except ValueError as error:
        raise Refused("old_button") from error
    return Selection(code or None, area, since, until)


async def begin(visit: Visit) -> Shown:
    """The figures of everything within reach."""
    return await read(visit, buttons.CountIssues(code="", area=None, period=""))


async def read(visit: Visit, button: buttons.CountIssues) -> Shown:
    """The figures of a selection."""
    found = await actions.counts(visit.ctx, _selection(visit, button.code, button.area, button.period))
    return screens.counts(visit.words, found, button.period)


async def choose(visit: Visit, button: buttons.ChooseCounted) -> Shown:
    """Choose the area, the territory or the period."""
    selection = _selection(visit, button.code, button.area, button.period)
    if button.what == "area":
        found = await actions.areas(visit.ctx, selection.code)
        return screens.which_area(visit.words, found, selection, button.period)
    if button.what == "period":
        this = visit.ctx.today.year
        return screens.which_period(visit.words, selection, range(this - YEARS + 1, this + 1))
    if button.what != "where":
        raise Refused("old_button")
    if button.code:
        below = await territories.branch(visit.ctx, button.code)
    else:
        below = await territories.within_reach(visit.ctx, Act.COUNT_ISSUES)
    return screens.which_territory(visit.words, below, selection, button.period)


async def take(visit: Visit, button: buttons.TakeCounts) -> Shown:
    """The figures as a picture, or as a table with every issue."""
    selection = _selection(visit, button.code, button.area, button.period)
    if button.form == screens.CHART:
        found = await actions.counts(visit.ctx, selection)
        content = await asyncio.to_thread(chart.draw, visit.words, found, _names(visit, found, button.period))
        caption = screens.picture_ready(visit.words, found, button.period)
        return Reply(picture=Picture(chart.FILE_NAME, content, caption))
    if button.form != screens.TABLE:
        raise Refused("old_button")
    found = await actions.download(visit.ctx, selection)
    content = await asyncio.to_thread(table.table, visit.words, found, _names(visit, found, button.period))
    return Reply(document=Document(table.FILE_NAME, content, screens.table_ready(visit.words, found, button.period)))


def _names(visit: Visit, found: IssueCounts, period: str) -> Names:
    spoken = visit.words
    return Names(
        about=screens.about(spoken, found, period),
        area=partial(common.area, spoken),
        state=partial(screens.state_in_file, spoken),
        people=partial(few, spoken),
    )


ROUTES = Routes(
    presses={buttons.CountIssues: read, buttons.ChooseCounted: choose, buttons.TakeCounts: take},
    screens={"issue_counts": begin},
)
