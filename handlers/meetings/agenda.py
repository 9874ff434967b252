"""Residents' issues on the agenda."""

from actions.issues import answering
from actions.meetings import agenda as actions
from domain.agendas import AFTER_MEETING
from domain.refusals import Refused
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens.meetings import agenda as screens
from screens.refusals import sentence


async def page(visit: Visit, button: buttons.AgendaIssues) -> Shown:
    """Which issues can be talked about."""
    return screens.choices(visit.words, await actions.choices(visit.ctx, button.meeting, button.page))


async def put(visit: Visit, button: buttons.PutOnAgenda) -> Shown:
    """Put one on the agenda, or take it off."""
    found = await actions.put(visit.ctx, button.meeting, button.issue, button.on, button.page)
    return screens.choices(visit.words, found)


async def linked(visit: Visit, meeting_id: int, alert: str | None = None) -> Shown:
    """What becomes of the issues that a meeting spoke of."""
    card, found = await actions.linked(visit.ctx, meeting_id)
    return Reply(screens.moves(visit.words, card, found), alert=alert)


async def move(visit: Visit, button: buttons.MoveIssue) -> Shown:
    """Bring an issue on after the meeting, as those who answer issues do."""
    card, found = await actions.linked(visit.ctx, button.meeting)
    if button.state not in AFTER_MEETING or all(one.row.issue.id != button.issue for one in found):
        raise Refused("old_button")
    said = screens.said(visit.words, card)
    try:
        await answering.set_state(visit.ctx, button.issue, button.version, button.state, said)
    except Refused as refused:
        # Somebody was quicker: the issues as they stand now, and why nothing was done.
        return await linked(visit, button.meeting, sentence(visit.words, refused))
    card, found = await actions.linked(visit.ctx, button.meeting)
    now = next(one for one in found if one.row.issue.id == button.issue)
    return Reply(screens.moves(visit.words, card, found), alert=screens.moved(visit.words, now))


ROUTES = Routes(
    presses={buttons.AgendaIssues: page, buttons.PutOnAgenda: put, buttons.MoveIssue: move},
)
