"""Telling of an issue: from the first tap to its number."""

from collections.abc import Awaitable, Callable

from actions import loose
from actions.issues import reporting as actions
from actions.issues import sending
from domain.contents import Content
from domain.issues.issue import Thread
from domain.issues.report import Alike, Report
from domain.people import Awaited
from domain.refusals import Refused
from domain.roles import Area
from handlers.visit import Reply, Routes, Shown, Visit
from screens.issues import buttons
from screens.issues import report as screens
from screens.issues.buttons import ReportStep
from screens.refusals import as_text, sentence
from screens.screen import Screen
from screens.territories import cancels_location
from texts import Words

# More words, photos, voice or the place of a report.
FIELD = "issue"
# Where what keeps a report from being sent can be put right.
_MENDED_AT = {
    "changed": ReportStep.PREVIEW,
    "category_retired": ReportStep.AREAS,
    "category_missing": ReportStep.AREAS,
    "nothing_reported": ReportStep.SAY,
}


async def begin(visit: Visit) -> Shown:
    """Choose what is wrong, or go on with what was begun."""
    return screens.begin(visit.words, await actions.begun(visit.ctx))


async def begin_with_words(visit: Visit) -> Shown:
    """Make a report of words that nothing waited for: what they are about is chosen next."""
    report = await actions.begin_with(visit.ctx, await loose.words(visit.ctx))
    return Reply(screens.areas(visit.words, report), awaits=_more(report.issue.id))


async def choose_area(visit: Visit, button: buttons.ChooseArea) -> Shown:
    """What it can be about in an area."""
    return await _categories(visit, button.area, button.issue)


async def _categories(visit: Visit, area: Area, number: int) -> Shown:
    screen = screens.categories(visit.words, area, await actions.choices(visit.ctx, area), number)
    return Reply(screen, awaits=_more(number) if number else None)


async def choose_category(visit: Visit, button: buttons.ChooseCategory) -> Shown:
    """Begin a report about this, or let one that was begun be about it; a retired one is chosen anew."""
    try:
        if button.issue == 0:
            return say(visit, await actions.begin(visit.ctx, button.category))
        return say(visit, await actions.choose_category(visit.ctx, button.issue, button.category))
    except Refused as refused:
        area = refused.facts.get("area")
        if refused.reason != "category_retired" or not isinstance(area, Area):
            raise
        again = await _categories(visit, area, button.issue)
        shown = again if isinstance(again, Reply) else Reply(again)
        return Reply(shown.screen, alert=sentence(visit.words, refused), awaits=shown.awaits)


def say(visit: Visit, report: Report) -> Reply:
    """Wait for what is to be said in a report."""
    return Reply(screens.say(visit.words, report), awaits=_more(report.issue.id))


def _more(number: int) -> Awaited:
    return Awaited(FIELD, number)


async def take(visit: Visit, content: Content) -> Shown:
    """A message came for a report; more may follow."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    if cancels_location(content.text):
        report = await actions.show(visit.ctx, awaited.row_id)
        return Reply(screens.without_place(visit.words, report), awaits=awaited)
    try:
        report = await actions.take(visit.ctx, awaited.row_id, content)
    except Refused as refused:
        return await _not_taken(visit, awaited, refused)
    # One answer is enough for an album, whose parts come as messages of their own.
    return Reply(None if content.follows else screens.taken(visit.words, report), awaits=awaited)


async def _not_taken(visit: Visit, awaited: Awaited, refused: Refused) -> Shown:
    if refused.reason in ("no_such_issue", "report_sent"):
        raise refused
    report = await actions.show(visit.ctx, awaited.row_id)
    return Reply(screens.not_taken(visit.words, report, as_text(visit.words, refused)), awaits=awaited)


async def take_place(visit: Visit, latitude: float, longitude: float) -> Shown:
    """The place of a report came."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    report = await actions.place(visit.ctx, awaited.row_id, latitude, longitude)
    return Reply(screens.place_taken(visit.words, report), awaits=awaited)


async def open_step(visit: Visit, button: buttons.OpenReport) -> Shown:
    """Go on with a report; one that was sent meanwhile is its thread."""
    if button.step is ReportStep.DISCARD:
        await actions.discard(visit.ctx, button.issue)
        return screens.discarded(visit.words)
    if button.step is ReportStep.ALIKE:
        return screens.alike(visit.words, await sending.alike(visit.ctx, button.issue))
    return _step(visit, await actions.show(visit.ctx, button.issue), button.step)


def _step(visit: Visit, report: Report, step: ReportStep) -> Reply:
    _, awaits = visit.words, _more(report.issue.id)
    if step is ReportStep.PLACE:
        return Reply(screens.ask_place(_), fresh=True, awaits=awaits)
    if step is ReportStep.PREVIEW:
        return Reply(screens.preview(_, report, _name(visit, report)), awaits=awaits)
    shown: dict[ReportStep, Callable[[Words, Report], Screen]] = {
        ReportStep.AREAS: screens.areas,
        ReportStep.PRIVACY: screens.choose_privacy,
        ReportStep.ASK_DISCARD: screens.ask_discard,
    }
    return Reply(shown.get(step, screens.say)(_, report), awaits=awaits)


def _name(visit: Visit, report: Report) -> str:
    return report.name or visit.user.full_name


async def clear(visit: Visit, button: buttons.ClearPart) -> Shown:
    """Take a part out."""
    return say(visit, await actions.clear(visit.ctx, button.issue, button.part))


async def choose_privacy(visit: Visit, button: buttons.ChoosePrivacy) -> Shown:
    """Say who shall see it, then look once more."""
    return _step(visit, await actions.choose_privacy(visit.ctx, button.issue, button.privacy), ReportStep.PREVIEW)


async def sign(visit: Visit, button: buttons.SignReport) -> Shown:
    """Let one's name stand under it, or not."""
    name = visit.user.full_name if button.on else None
    return _step(visit, await actions.sign(visit.ctx, button.issue, name), ReportStep.PREVIEW)


async def send(visit: Visit, button: buttons.SendReport) -> Shown:
    """Send it: it gets its number, or is shown beside those that are alike."""
    return await _again_when_changed(
        visit, button.issue, lambda: sending.send(visit.ctx, button.issue, button.version, sure=button.sure)
    )


async def _again_when_changed(visit: Visit, number: int, go: Callable[[], Awaitable[sending.Outcome]]) -> Shown:
    try:
        outcome = await go()
    except Refused as refused:
        if refused.reason not in _MENDED_AT:
            raise
        shown = _step(visit, await actions.show(visit.ctx, number), _MENDED_AT[refused.reason])
        return Reply(shown.screen, alert=sentence(visit.words, refused), awaits=shown.awaits)
    if isinstance(outcome, Thread):
        return screens.sent(visit.words, outcome)
    if isinstance(outcome, Alike):
        return Reply(screens.alike(visit.words, outcome), awaits=_more(number))
    shown = _step(visit, outcome, ReportStep.PREVIEW)
    return Reply(shown.screen, alert=screens.moved(visit.words, outcome.okrug), awaits=shown.awaits)


async def join(visit: Visit, button: buttons.JoinIssue) -> Shown:
    """Share an issue instead; one that is seen no more leads back to those that are."""
    try:
        thread = await sending.join(visit.ctx, button.report, button.issue)
    except Refused as refused:
        if refused.reason != "no_such_issue":
            raise
        left = await sending.alike(visit.ctx, button.report)
        screen = screens.alike(visit.words, left)
        return Reply(screen, alert=sentence(visit.words, refused), awaits=_more(button.report))
    return screens.joined(visit.words, thread)


ROUTES = Routes(
    presses={
        buttons.ChooseArea: choose_area,
        buttons.ChooseCategory: choose_category,
        buttons.OpenReport: open_step,
        buttons.ClearPart: clear,
        buttons.ChoosePrivacy: choose_privacy,
        buttons.SignReport: sign,
        buttons.SendReport: send,
        buttons.JoinIssue: join,
    },
    screens={"report_issue": begin, "loose_report": begin_with_words},
    commands={"report": begin},
    contents={FIELD: take},
    points={FIELD: take_place},
)
