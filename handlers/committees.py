"""The sheet of a committee, as a file."""

import asyncio
from functools import partial

from actions import committees as actions
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.committees import FILE_NAME, Called, sheet
from screens import buttons, names
from screens import committees as screens
from screens.issues import counts
from screens.issues import names as issue_names
from texts import words


async def offered(visit: Visit) -> Shown:
    """Whose sheet."""
    return screens.offered(visit.words, await actions.offered(visit.ctx))


async def chosen(visit: Visit, _purpose: str, code: str) -> Shown:
    """The sheets of an okrug that was chosen on the tree."""
    return screens.offered(visit.words, await actions.areas_of(visit.ctx, code))


async def take(visit: Visit, button: buttons.CommitteeSheet) -> Shown:
    """The sheet itself."""
    if button.area is None:
        return screens.offered(visit.words, await actions.areas_of(visit.ctx, button.code))
    found = await actions.sheet(visit.ctx, button.code, button.area)
    spoken = words(button.language)
    called = Called(
        area=partial(names.area, spoken),
        state=partial(counts.state_in_file, spoken),
        who=partial(issue_names.who, spoken),
    )
    content = await asyncio.to_thread(sheet, spoken, found, called)
    document = Document(FILE_NAME, content, screens.caption(visit.words, found))
    return Reply(screens.ready(visit.words, found), fresh=True, document=document)


ROUTES = Routes(
    presses={buttons.CommitteeSheet: take},
    screens={"committee_sheet": offered},
    places={screens.PURPOSE: chosen},
)
