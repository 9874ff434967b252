"""What the handlers of meetings share."""

from datetime import datetime

from domain.meetings import Card, MeetingState
from domain.people import Awaited
from domain.refusals import Refused
from handlers.visit import Reply, Visit
from screens.meetings import cards, drafts
from screens.screen import Screen

FIELD, FILE_FIELD = "meeting", "meetfile"


def awaiting(what: str, meeting_id: int, version: int = 0) -> Awaited:
    """That a text is waited for, for a part of a meeting as it was seen."""
    return Awaited(f"{FIELD}:{what}:{version}", meeting_id)


def awaiting_file(what: str, meeting_id: int) -> Awaited:
    """That a file or a photo is waited for, or a text in its place."""
    return Awaited(f"{FILE_FIELD}:{what}:0", meeting_id)


def asked_for(visit: Visit) -> tuple[str, int, int]:
    """Which part of which meeting is waited for, and the version it was seen in."""
    awaited = visit.ctx.actor.awaited
    parts = [] if awaited is None else awaited.field.split(":")
    if awaited is None or len(parts) != 3 or parts[0] not in (FIELD, FILE_FIELD):
        raise Refused("old_button")
    return parts[1], awaited.row_id, int(parts[2])


def again(visit: Visit, screen: Screen) -> Reply:
    """A screen that asks for the same once more."""
    return Reply(screen, awaits=visit.ctx.actor.awaited)


def shown(visit: Visit, card: Card) -> Screen:
    """A meeting as it stands: a draft to fill in, or what people are invited to."""
    if card.meeting.state is MeetingState.DRAFT:
        return drafts.draft(visit.words, card, visit.ctx.shared.zone)
    began = card.meeting.has_begun(visit.ctx.now)
    return cards.one(visit.words, card, visit.ctx.shared.zone, began=began)


def local_now(visit: Visit) -> datetime:
    """The moment by the clock on the wall."""
    return visit.ctx.now.astimezone(visit.ctx.shared.zone)
