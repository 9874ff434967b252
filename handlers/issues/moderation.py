"""Moderation: what waits for a look, who may not report, words to watch, categories."""

from collections.abc import Awaitable, Callable

from actions.issues import answering, moderating, settings
from domain.issues.cases import Case
from domain.issues.issue import Category
from domain.issues.moderation import Reason
from domain.refusals import Refused
from domain.roles import Area
from handlers.issues.common import asked, awaiting, doing
from handlers.visit import Reply, Routes, Shown, Visit
from screens.issues import answer as answers
from screens.issues import buttons, verdicts
from screens.issues import queue as queues
from screens.issues import settings as screens
from screens.refusals import as_text
from screens.screen import Screen

BAN, ASK, WORD = "issue_ban", "issue_ask", "issue_word"
ADD, RENAME = "issue_cat", "issue_cname"


async def look(visit: Visit, button: buttons.OpenLook) -> Shown:
    """A page of what waits for a look of staff."""
    return queues.look(visit.words, await moderating.look(visit.ctx, button.look, button.page), visit.ctx.now)


# Who may not report


async def ban(visit: Visit, button: buttons.BanFor) -> Shown:
    """For how long, then why, then done."""
    case = await answering.show(visit.ctx, button.issue)
    if button.days == 0:
        return answers.ask_ban_days(visit.words, case)
    if button.why is None:
        awaits = awaiting(BAN, button.issue, button.days)
        return Reply(answers.ask_ban_reason(visit.words, case, button.days), awaits=awaits)
    return await _ban(visit, button.issue, button.days, Reason(button.why))


async def ban_reason(visit: Visit, text: str) -> Shown:
    """Why, in one's own words."""
    wanted = asked(visit)
    return await _ban(visit, wanted.issue, wanted.number(0), Reason(None, text))


async def _ban(visit: Visit, number: int, days: int, why: Reason) -> Shown:
    async def bar() -> Case:
        return await moderating.ban(visit.ctx, number, days, why)

    outcome = await doing(visit, number, bar)
    if isinstance(outcome, Reply):
        return outcome
    return answers.barred(visit.words, outcome, days, visit.ctx.shared.zone)


async def bans(visit: Visit) -> Shown:
    """Who may not report."""
    return await page_of_bans(visit, buttons.ListBans(page=0))


async def page_of_bans(visit: Visit, button: buttons.ListBans) -> Shown:
    """A page of them."""
    found = await moderating.standing(visit.ctx, button.page)
    return screens.bans(visit.words, found, visit.ctx.shared.zone)


async def lift(visit: Visit, button: buttons.LiftBan) -> Shown:
    """Let somebody report again."""
    return screens.bans(visit.words, await moderating.lift(visit.ctx, button.ban), visit.ctx.shared.zone)


# Asking staff


async def ask_staff(visit: Visit, button: buttons.AskStaff) -> Shown:
    """What shall staff be asked?"""
    thread = await moderating.may_ask(visit.ctx, button.issue)
    return Reply(verdicts.ask_staff(visit.words, thread), fresh=True, awaits=awaiting(ASK, button.issue))


async def staff_asked(visit: Visit, text: str) -> Shown:
    """It was written."""
    wanted = asked(visit)
    try:
        return verdicts.staff_asked(visit.words, await moderating.ask_staff(visit.ctx, wanted.issue, text))
    except Refused as refused:
        if refused.reason not in ("answer_too_long", "nothing_answered"):
            raise
        return Reply(Screen(as_text(visit.words, refused)), awaits=visit.ctx.actor.awaited)


# Words to watch


async def words(visit: Visit) -> Shown:
    """The words to watch."""
    return await page_of_words(visit, buttons.WatchWords(page=0))


async def page_of_words(visit: Visit, button: buttons.WatchWords) -> Shown:
    """A page of them; more can be written."""
    found = await moderating.watched(visit.ctx, button.page)
    return Reply(screens.words(visit.words, found), awaits=awaiting(WORD, 0))


async def drop_word(visit: Visit, button: buttons.DropWord) -> Shown:
    """Watch a word no more."""
    found = await moderating.watch_no_more(visit.ctx, button.mark, button.page)
    return Reply(screens.words(visit.words, found), awaits=awaiting(WORD, 0))


async def add_words(visit: Visit, text: str) -> Shown:
    """Words were written."""
    return await _typed(visit, lambda: _words_added(visit, text))


async def _words_added(visit: Visit, text: str) -> Reply:
    found = await moderating.watch(visit.ctx, text)
    return Reply(screens.words(visit.words, found), awaits=awaiting(WORD, 0))


async def _typed(visit: Visit, take: Callable[[], Awaitable[Reply]]) -> Shown:
    """What came of what was typed; what can be put right is said, and still waited for."""
    try:
        return await take()
    except Refused as refused:
        if refused.reason in ("not_allowed", "old_button"):
            raise
        return Reply(Screen(as_text(visit.words, refused)), awaits=visit.ctx.actor.awaited)


# Categories


async def areas(visit: Visit) -> Shown:
    """In which area."""
    return screens.areas(visit.words)


async def categories(visit: Visit, button: buttons.ManageCategories) -> Shown:
    """The categories of an area."""
    return screens.categories(visit.words, button.area, await settings.categories(visit.ctx, button.area))


async def category(visit: Visit, button: buttons.EditCategory) -> Shown:
    """One of them."""
    return screens.category(visit.words, await settings.category(visit.ctx, button.category))


async def retire(visit: Visit, button: buttons.RetireCategory) -> Shown:
    """Let it be chosen no more, or again."""
    found = await settings.retire_category(visit.ctx, button.category, retired=button.retired)
    return screens.category(visit.words, found)


async def add(visit: Visit, button: buttons.AddCategory) -> Shown:
    """Ask for the names of a new one."""
    await settings.categories(visit.ctx, button.area)
    return Reply(screens.ask_names(visit.words, button.area), awaits=awaiting(ADD, 0, button.area.value))


async def rename(visit: Visit, button: buttons.RenameCategory) -> Shown:
    """Ask for other names."""
    found = await settings.category(visit.ctx, button.category)
    return Reply(screens.ask_names(visit.words, found.area), awaits=awaiting(RENAME, button.category))


async def named(visit: Visit, text: str) -> Shown:
    """The names of a new one came."""
    wanted = asked(visit)
    if not wanted.parts or wanted.parts[0] not in set(Area):
        raise Refused("old_button")
    area = Area(wanted.parts[0])
    return await _typed(visit, lambda: _category(visit, settings.add_category(visit.ctx, area, text)))


async def renamed(visit: Visit, text: str) -> Shown:
    """Other names came."""
    wanted = asked(visit)
    return await _typed(visit, lambda: _category(visit, settings.rename_category(visit.ctx, wanted.issue, text)))


async def _category(visit: Visit, found: Awaitable[Category]) -> Reply:
    return Reply(screens.category(visit.words, await found))


ROUTES = Routes(
    presses={
        buttons.OpenLook: look,
        buttons.BanFor: ban,
        buttons.ListBans: page_of_bans,
        buttons.LiftBan: lift,
        buttons.AskStaff: ask_staff,
        buttons.WatchWords: page_of_words,
        buttons.DropWord: drop_word,
        buttons.ManageCategories: categories,
        buttons.EditCategory: category,
        buttons.RetireCategory: retire,
        buttons.AddCategory: add,
        buttons.RenameCategory: rename,
    },
    screens={"issue_words": words, "issue_bans": bans, "issue_categories": areas},
    texts={BAN: ban_reason, ASK: staff_asked, WORD: add_words, ADD: named, RENAME: renamed},
)
