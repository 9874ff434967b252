"""The business competition: residents read the calls, staff enter them."""

import asyncio
import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime

from actions.competitions import editing, importing, publishing, reading
from domain.competitions.calls import MONEY, MOST_MONEY, CallEdited, CallPart, CallState, Value, check_change
from domain.competitions.typed import read_value
from domain.contents import Content
from domain.moments import is_no_day
from domain.people import Awaited
from domain.permissions import Act, may_somewhere
from domain.refusals import Refused
from domain.spreadsheets import Wrong
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports import competitions as table
from reports.spreadsheets import MOST_BYTES, NotATable
from screens import buttons
from screens.competitions import asking, told
from screens.competitions import editing as forms
from screens.competitions import importing as tables
from screens.competitions import tree as trees
from screens.refusals import sentence
from screens.screen import Screen

FIELD, FILE_FIELD = "call", "callfile"
# Awaited in place of a part: why a call is cancelled.
REASON = "reason"
# What a person can put right by writing again.
_TRY_AGAIN = {
    "too_long",
    "not_a_date",
    "not_money",
    "not_percent",
    "date_is_past",
    "dates_turned",
    "call_not_ready",
    "changed",
}


async def listing(visit: Visit) -> Shown:
    """The calls of which people know now; the only one at once."""
    seen = await reading.shown(visit.ctx)
    if len(seen) == 1:
        return told.one(visit.words, seen[0], visit.ctx.now, visit.ctx.shared.zone)
    return told.listing(visit.words, seen, visit.ctx.now, visit.ctx.shared.zone)


async def show(visit: Visit, button: buttons.ShowCall) -> Shown:
    """The terms of one call."""
    seen = await reading.read(visit.ctx, button.call)
    return told.one(visit.words, seen, visit.ctx.now, visit.ctx.shared.zone)


async def remind(visit: Visit, button: buttons.RemindOfCall) -> Shown:
    """Be reminded of a deadline, or not any more."""
    seen = await reading.remind(visit.ctx, button.call, button.wanted)
    return told.one(visit.words, seen, visit.ctx.now, visit.ctx.shared.zone)


async def entered(visit: Visit) -> Shown:
    """The calls that one looks after."""
    may_import = may_somewhere(visit.ctx.actor, Act.IMPORT_CALLS)
    return forms.entered(visit.words, await editing.entered(visit.ctx), visit.ctx.now, may_import=may_import)


async def begin(visit: Visit) -> Shown:
    """Begin a call, with its first part."""
    call = await editing.begin(visit.ctx)
    return await _ask(visit, await editing.edited(visit.ctx, call.id), next(iter(CallPart)))


async def edit(visit: Visit, button: buttons.EditCall) -> Shown:
    """A call with everything that was filled in."""
    return _editor(visit, await editing.edited(visit.ctx, button.call))


def _editor(visit: Visit, edited: CallEdited) -> Screen:
    return forms.editor(visit.words, edited, visit.ctx.now, visit.ctx.shared.zone)


async def fill(visit: Visit, button: buttons.FillCall) -> Shown:
    """Ask for one part."""
    return await _ask(visit, await editing.edited(visit.ctx, button.call), button.part)


async def _ask(visit: Visit, edited: CallEdited, part: CallPart, trouble: str | None = None) -> Shown:
    call = edited.call
    if part is CallPart.TERRITORIES:
        return trees.tree(visit.words, await editing.tree(visit.ctx, call.id, None))
    screen = forms.ask(visit.words, call, part, visit.ctx.shared.zone, trouble)
    # The version is that of what the person has before their eyes.
    return Reply(screen, awaits=Awaited(f"{FIELD}:{part.value}:{call.version}", call.id))


async def typed(visit: Visit, text: str) -> Shown:
    """What was written for the part that is awaited."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    _, key, version = awaited.field.split(":")
    if key == REASON:
        return await _reason(visit, awaited.row_id, int(version), text)
    part = CallPart(key)
    before = await editing.edited(visit.ctx, awaited.row_id)
    try:
        value = read_value(part, text, visit.words.language, visit.ctx.now.astimezone(visit.ctx.shared.zone))
        check_change(before.call, part, value, visit.ctx.now)
        if value != before.call.value(part) and (sure := _sure(visit, before, part, value, int(version))) is not None:
            return sure
        return await _filled(visit, before, int(version), part, value)
    except Refused as refused:
        if refused.reason in _TRY_AGAIN:
            return await _ask(visit, before, part, _trouble(visit, refused, text))
        return _changed(visit, refused, before)


def _people_hear(visit: Visit, edited: CallEdited, part: CallPart) -> bool:
    return part.date is not None and edited.call.is_announced(visit.ctx.now)


def _sure(visit: Visit, edited: CallEdited, part: CallPart, value: Value, version: int) -> Reply | None:
    """The question before a date moves of which people know, and before an amount is kept; it may be typed anew."""
    # The version that was seen when it was asked: who was slower must not overwrite what somebody else wrote.
    edited = replace(edited, call=replace(edited.call, version=version))
    if isinstance(value, datetime) and _people_hear(visit, edited, part):
        screen = asking.move_sure(visit.words, edited, part, value, visit.ctx.shared.zone)
    elif isinstance(value, int) and part in MONEY:
        screen = asking.amount_sure(visit.words, edited.call, part, value)
    else:
        return None
    return Reply(screen, awaits=visit.ctx.actor.awaited)


async def _filled(visit: Visit, before: CallEdited, version: int, part: CallPart, value: Value) -> Shown:
    after = await editing.fill(visit.ctx, before.call.id, version, part, value)
    return await _go_on(visit, before, after, part)


def _trouble(visit: Visit, refused: Refused, text: str) -> str:
    if refused.reason == "not_a_date" and is_no_day(text, visit.words.language, visit.ctx.today):
        return asking.no_day(visit.words)
    return sentence(visit.words, refused)


async def _go_on(visit: Visit, before: CallEdited, after: CallEdited, part: CallPart) -> Shown:
    following = after.call.next_empty(part)
    if after.call.state is CallState.DRAFT and before.call.value(part) is None and following is not None:
        return await _ask(visit, after, following)
    return forms.after_change(visit.words, _editor(visit, after), _people_hear(visit, after, part))


def _changed(visit: Visit, refused: Refused, now: CallEdited) -> Reply:
    """Somebody else was quicker: what there is now, and why nothing was done."""
    if refused.reason not in ("changed", "call_announced", "call_over"):
        raise refused
    return Reply(_editor(visit, now), alert=sentence(visit.words, refused))


async def tree(visit: Visit, button: buttons.CallTree) -> Shown:
    """A part of the tree in which the territories are chosen."""
    return trees.tree(visit.words, await editing.tree(visit.ctx, button.call, button.code or None), button.page)


async def choose(visit: Visit, button: buttons.CallTerritory) -> Shown:
    """Let a territory take part, or not."""
    try:
        shown = await editing.choose(
            visit.ctx, button.call, button.version, button.code, button.chosen, stay=button.here
        )
    except Refused as refused:
        return _changed(visit, refused, await editing.edited(visit.ctx, button.call))
    return trees.tree(visit.words, shown, button.page)


async def publish(visit: Visit, button: buttons.PublishCall) -> Shown:
    """Publish a call: looked over once, then done."""
    edited = await editing.edited(visit.ctx, button.call)
    if not button.sure:
        return forms.review(visit.words, edited, visit.ctx.now, visit.ctx.shared.zone)
    try:
        return _editor(visit, await publishing.publish(visit.ctx, button.call, button.version))
    except Refused as refused:
        if refused.reason == "call_not_ready":
            return forms.review(visit.words, edited, visit.ctx.now, visit.ctx.shared.zone)
        return _changed(visit, refused, edited)


async def move(visit: Visit, button: buttons.MoveCall) -> Shown:
    """Move a date of which people know."""
    return await _agreed(visit, button.call, button.part, button.version, datetime.fromtimestamp(button.to, UTC))


async def amount(visit: Visit, button: buttons.KeepAmount) -> Shown:
    """Fill in an amount that was looked at in words."""
    if button.part not in MONEY or not 0 < button.tenge < MOST_MONEY:
        raise Refused("old_button")
    return await _agreed(visit, button.call, button.part, button.version, button.tenge)


async def _agreed(visit: Visit, call_id: int, part: CallPart, version: int, value: Value) -> Shown:
    before = await editing.edited(visit.ctx, call_id)
    try:
        return await _filled(visit, before, version, part, value)
    except Refused as refused:
        if refused.reason in _TRY_AGAIN - {"changed"}:
            return await _ask(visit, before, part, sentence(visit.words, refused))
        return _changed(visit, refused, before)


async def keep(visit: Visit, button: buttons.KeepCall) -> Shown:
    """Keep a call as one that is over."""
    try:
        return _editor(visit, await publishing.keep_as_history(visit.ctx, button.call, button.version))
    except Refused as refused:
        return _changed(visit, refused, await editing.edited(visit.ctx, button.call))


def _cancel_sure(visit: Visit, edited: CallEdited) -> Shown:
    call = edited.call
    screen = asking.cancel_sure(visit.words, call, visit.ctx.now)
    if not call.is_announced(visit.ctx.now):
        return screen
    return Reply(screen, awaits=Awaited(f"{FIELD}:{REASON}:{call.version}", call.id))


async def _reason(visit: Visit, call_id: int, version: int, text: str) -> Shown:
    """Why a call will be cancelled was written: asked once more, with it."""
    try:
        reason = " ".join(text.split())
        return _cancel_sure(visit, await publishing.give_reason(visit.ctx, call_id, version, reason))
    except Refused as refused:
        if refused.reason == "too_long":
            return Reply(asking.reason_too_long(visit.words, call_id), awaits=visit.ctx.actor.awaited)
        return _changed(visit, refused, await editing.edited(visit.ctx, call_id))


async def cancel(visit: Visit, button: buttons.CancelCall) -> Shown:
    """Cancel a call or delete its draft: asked once, then done."""
    if not button.sure:
        edited = await editing.edited(visit.ctx, button.call)
        return _cancel_sure(visit, edited)
    try:
        left = await publishing.cancel(visit.ctx, button.call, button.version)
    except Refused as refused:
        return _changed(visit, refused, await editing.edited(visit.ctx, button.call))
    return await entered(visit) if left is None else _editor(visit, left)


async def ask_file(visit: Visit) -> Shown:
    """The table for past calls, and the wait for it to come back."""
    places = await importing.okrugs(visit.ctx)
    columns = {part: forms.part_name(visit.words, part) for part in CallPart}
    content = await asyncio.to_thread(table.template, visit.words, columns, places)
    document = Document(table.FILE_NAME, content, tables.ask_file(visit.words))
    return Reply(document=document, awaits=Awaited(FILE_FIELD, 0))


async def filled(visit: Visit, content: Content) -> Shown:
    """A filled table came, or something else in its place."""
    attached, bot = content.attached, visit.event.bot
    if attached is None or bot is None or attached.kind != "document" or (attached.size or 0) > MOST_BYTES:
        return Reply(tables.not_a_table(visit.words), awaits=visit.ctx.actor.awaited)
    file = io.BytesIO()
    await bot.download(attached.file_id, destination=file)
    try:
        return await _take_over(visit, file.getvalue())
    except NotATable:
        return Reply(tables.not_a_table(visit.words), awaits=visit.ctx.actor.awaited)


async def _take_over(visit: Visit, content: bytes) -> Shown:
    sheet = await asyncio.to_thread(table.read_table, content)
    found = await importing.take_over(visit.ctx, hashlib.sha256(content).hexdigest(), sheet)
    wrong = [one for one in found if isinstance(one, Wrong)]
    if wrong:
        return Reply(tables.wrong_cells(visit.words, wrong), awaits=visit.ctx.actor.awaited)
    return tables.taken_over(visit.words, len(found))


ROUTES = Routes(
    presses={
        buttons.ShowCall: show,
        buttons.RemindOfCall: remind,
        buttons.EditCall: edit,
        buttons.FillCall: fill,
        buttons.CallTree: tree,
        buttons.CallTerritory: choose,
        buttons.PublishCall: publish,
        buttons.MoveCall: move,
        buttons.KeepAmount: amount,
        buttons.KeepCall: keep,
        buttons.CancelCall: cancel,
    },
    screens={"calls": listing, "enter_call": entered, "new_call": begin, "import_calls": ask_file},
    commands={"competition": listing},
    texts={FIELD: typed},
    contents={FILE_FIELD: filled},
)
