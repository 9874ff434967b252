"""Sending an announcement, deciding on another's, and what can be done with what went."""

import asyncio

from aiogram.types import CallbackQuery

from actions.announcements import drafts, progress
from actions.announcements import sending as actions
from domain.announcements import AnnouncementView, Called, Report, State
from domain.contents import Content, in_messages
from domain.languages import language_of
from domain.outbox import DeliveryState
from domain.people import Awaited
from domain.refusals import Refused
from handlers.announcements.showing import WORDS, again_when_changed, as_it_arrives, shown
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports import announcements as reports
from screens import buttons
from screens.announcements import compose, said
from screens.announcements import sent as screens
from screens.buttons import AnnouncementDeed as Deed
from screens.buttons import NoticeDeed
from screens.names import LANGUAGE_NAMES
from screens.outgoing import Outgoing
from screens.refusals import as_text
from texts import Words, words

REASON = "ann_reason"


async def listing(visit: Visit, button: buttons.ListAnnouncements) -> Shown:
    """A page of what was sent."""
    found, more = await drafts.sent(visit.ctx, button.page)
    return screens.listing(visit.words, found, button.page, more=more, zone=visit.ctx.shared.zone)


def _message_id(visit: Visit) -> int | None:
    event = visit.event
    return event.message.message_id if isinstance(event, CallbackQuery) and event.message else None


async def do(visit: Visit, button: buttons.DoAnnouncement) -> Shown:
    """Do something with an announcement as a whole."""
    if button.deed in _ASKED:
        view = await drafts.show(visit.ctx, button.announcement)
        return _ASKED[button.deed](visit.words, view)
    if button.deed is Deed.DELETE:
        await drafts.throw_away(visit.ctx, button.announcement, button.version)
        return compose.thrown_away(visit.words)
    if button.deed is Deed.PREVIEW:
        return await preview(visit, button.announcement)
    if button.deed is Deed.GIVE_BACK:
        awaits = Awaited(REASON, button.announcement)
        return Reply(compose.ask_reason(visit.words, button.announcement), awaits=awaits)
    return await again_when_changed(
        visit, button.announcement, lambda: _done(visit, button), lambda v: _after(visit, button, v)
    )


_ASKED = {Deed.ASK_DELETE: compose.throw_away_sure, Deed.ASK_WITHDRAW: screens.withdraw_sure}


async def _done(visit: Visit, button: buttons.DoAnnouncement) -> AnnouncementView:
    ctx, number, version = visit.ctx, button.announcement, button.version
    if button.deed is Deed.CONFIRM:
        return await actions.confirm(ctx, number, version, _message_id(visit))
    deeds = {
        Deed.TAKE_BACK: actions.take_back,
        Deed.WITHDRAW: actions.withdraw,
        Deed.SEND_EDIT: actions.send_edit,
        Deed.DROP_EDIT: actions.drop_edit,
        Deed.APPROVE: actions.approve,
    }
    return await deeds[button.deed](ctx, number, version)


async def _after(visit: Visit, button: buttons.DoAnnouncement, view: AnnouncementView) -> Shown:
    if button.deed is Deed.APPROVE:
        return compose.approved(visit.words, said.Told(view.announcement, view.okrug))
    its, notice = view.announcement, view.notice
    if button.deed is Deed.CONFIRM and its.state is State.CONFIRMED and its.send_at is None and notice is not None:
        return screens.progress(visit.words, notice)
    return await shown(visit, view)


async def preview(visit: Visit, number: int) -> Shown:
    """The announcement as it arrives, and under it the last question; what is no draft shows where it stands."""

    async def then(view: AnnouncementView) -> Shown:
        screen = compose.before_sending(visit.words, view, visit.ctx.shared.zone)
        return Reply(screen, messages=as_it_arrives(view))

    return await again_when_changed(visit, number, lambda: drafts.to_look_at(visit.ctx, number), then)


async def give_back(visit: Visit, text: str) -> Shown:
    """Return another's announcement with the reason that was written."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    await actions.give_back(visit.ctx, awaited.row_id, text)
    return compose.given_back(visit.words)


async def other_words(visit: Visit, content: Content) -> Shown:
    """Other words came for what went already: how it will read."""
    awaited = visit.ctx.actor.awaited
    language = None if awaited is None else language_of(awaited.field.partition(":")[2])
    if awaited is None or language is None:
        raise Refused("old_button")
    try:
        view = await actions.rewrite(visit.ctx, awaited.row_id, language, content)
    except Refused as refused:
        return Reply(compose.not_taken(visit.words, awaited.row_id, as_text(visit.words, refused)), awaits=awaited)
    its = await actions.edited(visit.ctx, awaited.row_id)
    return Reply(screens.before_edit(visit.words, view), messages=as_it_arrives(view, its))


async def watch(visit: Visit, button: buttons.DoNotice) -> Shown:
    """How it goes: hold it, let it go on, stop it; or what became of it."""
    number = button.notice
    if button.deed is NoticeDeed.REPORT:
        return screens.report(visit.words, await progress.report(visit.ctx, number))
    if button.deed is NoticeDeed.TABLE:
        its = await progress.report(visit.ctx, number)
        table = await asyncio.to_thread(reports.table, visit.words, its, called(visit.words, its), LANGUAGE_NAMES)
        return Reply(document=Document(f"kenes-{number}.xlsx", table, screens.table_caption(visit.words)))
    if button.deed is NoticeDeed.ASK_STOP:
        return screens.stop_sure(visit.words, (await progress.watch(visit.ctx, number)).notice)
    moves = {NoticeDeed.PAUSE: progress.pause, NoticeDeed.RESUME: progress.resume, NoticeDeed.STOP: progress.stop}
    if button.deed in moves:
        await moves[button.deed](visit.ctx, number)
    found = await progress.watch(visit.ctx, number, _message_id(visit))
    return screens.progress(visit.words, found.notice)


def called(_: Words, its: Report) -> Called:
    """What the table says in place of states and reasons."""
    return Called(
        {state: screens.outcome(_, state) for state in DeliveryState},
        {why: screens.reason(_, why) for _state, why, _number in its.reasons},
        {why: screens.halted(_, why) for why in its.halted},
    )


async def plain(visit: Visit, button: buttons.PlainText) -> Shown:
    """The words alone, to be sent on anywhere."""
    view = await drafts.show(visit.ctx, button.announcement)
    if button.language not in view.announcement.said:
        raise Refused("old_button")
    text = said.plain(words(button.language), said.Told(view.announcement, view.okrug))
    # With its heading and with addresses written out it may be longer than one message.
    messages = tuple(Outgoing(part, ()) for part in in_messages(text))
    return Reply(screens.plain_hint(visit.words, button.announcement), messages=messages)


async def board(visit: Visit, number: int) -> Shown:
    """The announcement as a page for the notice board, in every language there is."""
    view = await drafts.show(visit.ctx, number)
    its = view.announcement
    if not its.said:
        raise Refused("nothing_said")
    spoken = words(its.languages[0])
    day = spoken.day((its.confirmed_at or its.created_at).astimezone(visit.ctx.shared.zone).date())
    heading = said.heading(spoken, said.Told(its, view.okrug))
    texts = [(language, its.said[language].text) for language in its.languages if its.said[language].text]
    pdf = await asyncio.to_thread(reports.board, heading, day, texts)
    return Reply(document=Document(f"kenes-announcement-{number}.pdf", pdf, screens.board_caption(visit.words)))


ROUTES = Routes(
    presses={
        buttons.ListAnnouncements: listing,
        buttons.DoAnnouncement: do,
        buttons.DoNotice: watch,
        buttons.PlainText: plain,
    },
    texts={REASON: give_back},
    contents={WORDS: other_words},
)
