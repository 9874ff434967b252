"""The business competition: residents read the calls, staff enter them."""

from datetime import UTC, datetime

from actions.competitions import editing, publishing, reading
from domain.competitions.calls import CallEdited, CallPart, CallState, Value, check_change
from domain.competitions.typed import read_value
from domain.moments import is_no_day
from domain.people import Awaited
from domain.refusals import Refused
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens.competitions import editing as forms
from screens.competitions import told
from screens.competitions import tree as trees
from screens.refusals import sentence
from screens.screen import Screen

FIELD = "call"
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
    return forms.entered(visit.words, await editing.entered(visit.ctx), visit.ctx.now)


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
    _, key, version, *_moved = awaited.field.split(":")
    part = CallPart(key)
    before = await editing.edited(visit.ctx, awaited.row_id)
    try:
        value = read_value(part, text, visit.words.language, visit.ctx.now.astimezone(visit.ctx.shared.zone))
        check_change(before.call, part, value, visit.ctx.now)
        if isinstance(value, datetime) and _people_hear(visit, before, part) and value != before.call.value(part):
            return _sure(visit, before, part, value)
        return await _filled(visit, before, int(version), part, value)
    except Refused as refused:
        if refused.reason in _TRY_AGAIN:
            return await _ask(visit, before, part, _trouble(visit, refused, text))
        return _changed(visit, refused, before)


def _people_hear(visit: Visit, edited: CallEdited, part: CallPart) -> bool:
    return part.date is not None and edited.call.is_announced(visit.ctx.now)


def _sure(visit: Visit, edited: CallEdited, part: CallPart, to: datetime) -> Reply:
    """Ask before people are told; what the button will do is kept with what is awaited, so another date may follow."""
    screen = forms.move_sure(visit.words, edited, part, to, visit.ctx.shared.zone)
    field = f"{FIELD}:{part.value}:{edited.call.version}:{to.timestamp():.0f}"
    return Reply(screen, awaits=Awaited(field, edited.call.id))


async def _filled(visit: Visit, before: CallEdited, version: int, part: CallPart, value: Value) -> Shown:
    after = await editing.fill(visit.ctx, before.call.id, version, part, value)
    return await _go_on(visit, before, after, part)


def _trouble(visit: Visit, refused: Refused, text: str) -> str:
    if refused.reason == "not_a_date" and is_no_day(text, visit.words.language, visit.ctx.today):
        return forms.no_day(visit.words)
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
    """Publish a call, or a date of it that was moved: looked over once, then done."""
    edited = await editing.edited(visit.ctx, button.call)
    awaited = visit.ctx.actor.awaited
    if button.sure and awaited is not None and awaited.row_id == button.call:
        what, *moved = awaited.field.split(":")
        if what == FIELD and len(moved) == 3:
            return await _move(visit, edited, CallPart(moved[0]), button.version, int(moved[2]))
    if not button.sure:
        return forms.review(visit.words, edited, visit.ctx.now, visit.ctx.shared.zone)
    try:
        return _editor(visit, await publishing.publish(visit.ctx, button.call, button.version))
    except Refused as refused:
        if refused.reason == "call_not_ready":
            return forms.review(visit.words, edited, visit.ctx.now, visit.ctx.shared.zone)
        return _changed(visit, refused, edited)


async def _move(visit: Visit, before: CallEdited, part: CallPart, version: int, to: int) -> Shown:
    try:
        return await _filled(visit, before, version, part, datetime.fromtimestamp(to, UTC))
    except Refused as refused:
        if refused.reason in _TRY_AGAIN:
            return await _ask(visit, before, part, sentence(visit.words, refused))
        return _changed(visit, refused, before)


async def keep(visit: Visit, button: buttons.KeepCall) -> Shown:
    """Keep a call as one that is over."""
    try:
        return _editor(visit, await publishing.keep_as_history(visit.ctx, button.call, button.version))
    except Refused as refused:
        return _changed(visit, refused, await editing.edited(visit.ctx, button.call))


async def cancel(visit: Visit, button: buttons.CancelCall) -> Shown:
    """Cancel a call or delete its draft: asked once, then done."""
    if not button.sure:
        edited = await editing.edited(visit.ctx, button.call)
        return forms.cancel_sure(visit.words, edited.call, visit.ctx.now)
    try:
        left = await publishing.cancel(visit.ctx, button.call, button.version)
    except Refused as refused:
        return _changed(visit, refused, await editing.edited(visit.ctx, button.call))
    return await entered(visit) if left is None else _editor(visit, left)


ROUTES = Routes(
    presses={
        buttons.ShowCall: show,
        buttons.RemindOfCall: remind,
        buttons.EditCall: edit,
        buttons.FillCall: fill,
        buttons.CallTree: tree,
        buttons.CallTerritory: choose,
        buttons.PublishCall: publish,
        buttons.KeepCall: keep,
        buttons.CancelCall: cancel,
    },
    screens={"calls": listing, "enter_call": entered, "new_call": begin},
    texts={FIELD: typed},
)
