"""What the handlers of meetings share."""

from collections.abc import Awaitable
from datetime import datetime

from actions.meetings import planning
from domain.meetings import Card, MeetingState
from domain.people import Awaited
from domain.refusals import Refused
from handlers.visit import Reply, Shown, Visit
from screens.meetings import cards, drafts
from screens.refusals import as_text, sentence
from screens.screen import Screen

FIELD, FILE_FIELD = "meeting", "meetfile"
# What a person can put right by writing or sending again.
_TRY_AGAIN = {"meeting_past", "too_many_people", "more_women_than_people", "imported_already"}


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


async def kept(visit: Visit, handled: Awaitable[Shown]) -> Shown:
    """What came of an answer; of one that can be put right the question stays, and it is said what was wrong."""
    try:
        return await handled
    except Refused as refused:
        if refused.reason == "changed":
            return await _as_it_stands(visit, refused)
        if refused.reason not in _TRY_AGAIN:
            raise
        _, meeting_id, _ = asked_for(visit)
        return again(visit, drafts.try_again(visit.words, meeting_id, as_text(visit.words, refused)))


async def _as_it_stands(visit: Visit, refused: Refused) -> Reply:
    """Somebody else was quicker: what there is now, and the same question of it."""
    what, meeting_id, _ = asked_for(visit)
    card = await planning.one(visit.ctx, meeting_id)
    awaits = awaiting(what, meeting_id, card.meeting.version)
    return Reply(shown(visit, card), alert=sentence(visit.words, refused), awaits=awaits)


def shown(visit: Visit, card: Card) -> Screen:
    """A meeting as it stands: a draft to fill in, or what people are invited to."""
    if card.meeting.state is MeetingState.DRAFT:
        return drafts.draft(visit.words, card, visit.ctx.shared.zone)
    now, ends_at = visit.ctx.now, card.meeting.ends_at
    over = ends_at is not None and ends_at <= now
    return cards.one(visit.words, card, visit.ctx.shared.zone, began=card.meeting.has_begun(now), over=over)


def local_now(visit: Visit) -> datetime:
    """The moment by the clock on the wall."""
    return visit.ctx.now.astimezone(visit.ctx.shared.zone)
