"""After a meeting: what was said, decided and is to be done; sending it to those who took part."""

from collections.abc import Callable
from datetime import date
from typing import Any

from actions.context import Context, action
from actions.meetings import common
from actions.meetings.common import card, grant_for, led, note, tell
from domain.audiences import RuleKind
from domain.meetings import LONGEST_MINUTES, MOST_OUTCOMES, Card, KeptFile, Meeting, MeetingState
from domain.permissions import Act
from domain.refusals import Refused
from storage.database import Connection
from storage.meetings import attendance, planning
from storage.meetings import minutes as store

PUBLIC = "participants"


async def _write(ctx: Context, meeting_id: int, work: Callable[[Connection, Meeting], None]) -> Card:
    def write(connection: Connection) -> Card:
        found, _ = led(connection, ctx, meeting_id, Act.WRITE_MINUTES)
        if found.state is not MeetingState.PLANNED:
            raise Refused("no_such_meeting")
        if not found.has_begun(ctx.now):
            raise Refused("meeting_not_yet")
        work(connection, found)
        return card(connection, ctx, found)

    return await ctx.write(write)


@action(Act.WRITE_MINUTES)
async def look(ctx: Context, meeting_id: int) -> Card:
    """The minutes as they stand, for who writes them."""

    def read(connection: Connection) -> Card:
        found = planning.meeting(connection, meeting_id)
        if found is None or not grant_for(ctx, Act.WRITE_MINUTES, found.kind, found.area, found.place):
            raise Refused("no_such_meeting")
        return card(connection, ctx, found)

    return await ctx.read(read)


@action(Act.WRITE_MINUTES)
async def write_text(ctx: Context, meeting_id: int, text: str) -> Card:
    """Write the minutes as a text, in place of the text before."""
    if len(text) > LONGEST_MINUTES:
        raise Refused("too_long", most=LONGEST_MINUTES)
    return await _write(
        ctx, meeting_id, lambda connection, found: store.write(connection, found.id, ctx.actor.id, ctx.now, text=text)
    )


@action(Act.WRITE_MINUTES)
async def attach(ctx: Context, meeting_id: int, kept: KeptFile) -> Card:
    """Keep a file as the minutes, in place of the file before."""

    def work(connection: Connection, found: Meeting) -> None:
        file_id = attendance.keep_file(connection, found.id, kept, ctx.actor.id, PUBLIC, ctx.now)
        store.write(connection, found.id, ctx.actor.id, ctx.now, file_id=file_id)

    return await _write(ctx, meeting_id, work)


@action(Act.WRITE_MINUTES)
async def decide(ctx: Context, meeting_id: int, text: str) -> Card:
    """Add a decision; the same message adds it once."""
    return await _write(ctx, meeting_id, lambda connection, found: _add(connection, ctx, found, text))


def _add(connection: Connection, ctx: Context, found: Meeting, text: str, *more: Any) -> None:
    if store.outcomes(connection, found.id) >= MOST_OUTCOMES:
        raise Refused("minutes_full")
    store.add_outcome(connection, found.id, ctx.source, text, *more)


@action(Act.WRITE_MINUTES)
async def assign(ctx: Context, meeting_id: int, text: str, owner: str, due_on: date) -> Card:
    """Add an action with who does it and until when; the same message adds it once."""
    return await _write(ctx, meeting_id, lambda connection, found: _add(connection, ctx, found, text, owner, due_on))


@action(Act.WRITE_MINUTES)
async def remove(ctx: Context, meeting_id: int, outcome_id: int) -> Card:
    """Take a decision or an action out again."""
    return await _write(
        ctx, meeting_id, lambda connection, found: store.remove_outcome(connection, found.id, outcome_id)
    )


@action(Act.WRITE_MINUTES)
async def send(ctx: Context, meeting_id: int) -> Card:
    """Send the minutes to those who took part; they get them once."""

    def work(connection: Connection, found: Meeting) -> None:
        kept = store.of(connection, found.id)
        if kept is None or kept.empty:
            raise Refused("minutes_empty")
        if not store.mark_sent(connection, found.id, ctx.actor.id, ctx.now):
            return
        tell(connection, ctx, found, common.MINUTES, "1", common.of_meeting(found, RuleKind.PARTICIPANTS), None)
        _, grant = led(connection, ctx, meeting_id, Act.WRITE_MINUTES)
        note(connection, ctx, grant, Act.WRITE_MINUTES, found, "sent")

    return await _write(ctx, meeting_id, work)
