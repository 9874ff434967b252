"""After a meeting: its minutes."""

from actions.meetings import minutes as actions
from domain.meetings import LONGEST_MINUTES, LONGEST_OUTCOME, LONGEST_OWNER, KeptFile
from domain.moments import read_day
from domain.refusals import Refused
from handlers.meetings import agenda
from handlers.meetings.common import again, asked_for, awaiting, awaiting_file
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens.meetings import minutes as screens


async def page(visit: Visit, button: buttons.MeetingMinutes) -> Shown:
    """The minutes, or the question for a part of them."""
    card = await actions.look(visit.ctx, button.meeting)
    if not button.part:
        return screens.page(visit.words, card)
    if button.part == "issues":
        return await agenda.linked(visit, button.meeting)
    ask = {"text": screens.ask_text, "decision": screens.ask_decision, "action": screens.ask_action}.get(button.part)
    if ask is None:
        raise Refused("old_button")
    waits = awaiting_file if button.part == "text" else awaiting
    return Reply(ask(visit.words, card.meeting.id), awaits=waits(f"m_{button.part}", card.meeting.id))


async def typed_text(visit: Visit, text: str) -> Shown:
    """The minutes as a text."""
    _, meeting_id, _ = asked_for(visit)
    if len(text) > LONGEST_MINUTES:
        return again(visit, screens.too_long(visit.words, meeting_id, LONGEST_MINUTES))
    return screens.page(visit.words, await actions.write_text(visit.ctx, meeting_id, text))


async def attached(visit: Visit, kept: KeptFile) -> Shown:
    """The minutes as a file or a photo."""
    _, meeting_id, _ = asked_for(visit)
    return screens.page(visit.words, await actions.attach(visit.ctx, meeting_id, kept))


async def typed_decision(visit: Visit, text: str) -> Shown:
    """A decision."""
    _, meeting_id, _ = asked_for(visit)
    if len(text) > LONGEST_OUTCOME:
        return again(visit, screens.too_long(visit.words, meeting_id, LONGEST_OUTCOME))
    return screens.page(visit.words, await actions.decide(visit.ctx, meeting_id, text))


async def typed_action(visit: Visit, text: str) -> Shown:
    """An action: what, who, by which day."""
    _, meeting_id, _ = asked_for(visit)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    due_on = read_day(lines[2], visit.words.language, visit.ctx.today) if len(lines) == 3 else None
    if due_on is None or len(lines[0]) > LONGEST_OUTCOME or len(lines[1]) > LONGEST_OWNER:
        return again(visit, screens.not_an_action(visit.words, meeting_id))
    return screens.page(visit.words, await actions.assign(visit.ctx, meeting_id, lines[0], lines[1], due_on))


async def remove(visit: Visit, button: buttons.RemoveOutcome) -> Shown:
    """Take a line out again."""
    return screens.page(visit.words, await actions.remove(visit.ctx, button.meeting, button.outcome))


async def send(visit: Visit, button: buttons.SendMinutes) -> Shown:
    """Send them: asked once, then done."""
    if not button.sure:
        return screens.send_sure(visit.words, await actions.look(visit.ctx, button.meeting))
    return screens.sent(visit.words, await actions.send(visit.ctx, button.meeting))


ROUTES = Routes(
    presses={buttons.MeetingMinutes: page, buttons.RemoveOutcome: remove, buttons.SendMinutes: send},
)
