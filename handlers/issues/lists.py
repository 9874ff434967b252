"""Lists of issues, and finding one."""

from actions import loose
from actions.issues import reading as actions
from domain.issues.report import Wanted
from domain.people import Awaited
from handlers.issues.thread import shown as thread_shown
from handlers.visit import Reply, Routes, Shown, Visit
from screens.issues import buttons
from screens.issues import lists as screens

FIND = "issue_find"
LONGEST = 200


async def of_my_okrug(visit: Visit) -> Shown:
    """The problems of one's okrug."""
    return screens.of_okrug(visit.words, await actions.of_okrug(visit.ctx, "", Wanted()))


async def page(visit: Visit, button: buttons.ListIssues) -> Shown:
    """A page of them."""
    wanted = Wanted(button.area, button.shelf, button.order, button.page)
    return screens.of_okrug(visit.words, await actions.of_okrug(visit.ctx, button.code, wanted))


async def narrow(visit: Visit, button: buttons.NarrowIssues) -> Shown:
    """The areas, or the states, to choose from."""
    wanted = Wanted(button.area, button.shelf, button.order)
    return screens.narrow(visit.words, await actions.of_okrug(visit.ctx, button.code, wanted), button.by)


async def mine(visit: Visit) -> Shown:
    """What one told of, shares and follows."""
    return screens.mine(visit.words, await actions.mine(visit.ctx))


async def ask_what(visit: Visit) -> Shown:
    """What to look for."""
    page = await actions.of_okrug(visit.ctx, "", Wanted())
    return Reply(screens.ask_what(visit.words, page.okrug), awaits=Awaited(FIND, 0))


async def find(visit: Visit, text: str) -> Shown:
    """Look for a number or for words."""
    found = await actions.find(visit.ctx, text[:LONGEST])
    if found.thread is not None:
        return thread_shown(visit, found.thread)
    return Reply(screens.found(visit.words, found), awaits=Awaited(FIND, 0))


async def find_words(visit: Visit) -> Shown:
    """Look for words that nothing waited for."""
    return await find(visit, await loose.words(visit.ctx))


ROUTES = Routes(
    presses={buttons.ListIssues: page, buttons.NarrowIssues: narrow},
    screens={"issues": of_my_okrug, "my_issues": mine, "find_issue": ask_what, "loose_find": find_words},
    commands={"issues": of_my_okrug, "mine": mine},
    texts={FIND: find},
)
