"""Saying whether one comes, and being there."""

from actions.context import Context, action
from actions.meetings import common
from actions.meetings.common import card, seen
from actions.meetings.planning import give_places
from domain.meetings import Answer, Card, Meeting, MeetingState, MyAnswer
from domain.permissions import Act
from domain.refusals import Refused
from storage.database import Connection
from storage.meetings import answers as store
from storage.meetings import attendance, planning


@action(Act.ANSWER_INVITATION)
async def answer(ctx: Context, meeting_id: int, said: Answer) -> Card:
    """Say whether one comes; who finds no place waits, and the first who waits gets the next free one."""

    def write(connection: Connection) -> Card:
        seen(connection, ctx, meeting_id, Act.ANSWER_INVITATION)
        found = planning.meeting(connection, meeting_id, hold=True)
        if found is None or found.state is MeetingState.DRAFT:
            raise Refused("no_such_meeting")
        if not found.takes_answers(ctx.now):
            raise Refused("meeting_cancelled" if found.state is MeetingState.CANCELLED else "meeting_over")
        before = store.mine(connection, found.id, ctx.actor.id)
        if before is None or before.answer is not said:
            full = said is Answer.COMING and _is_full(connection, found)
            store.give(connection, found.id, ctx.actor.id, MyAnswer(said, full), ctx.now)
            give_places(connection, ctx, found)
        return card(connection, ctx, found)

    return await ctx.write(write)


def _is_full(connection: Connection, found: Meeting) -> bool:
    if found.capacity is None:
        return False
    totals = store.totals(connection, found.id)
    return totals.waiting > 0 or totals.coming >= found.capacity


@action(Act.CHECK_IN)
async def check_in(ctx: Context, code: str) -> Card:
    """Be there, by the code on the wall; once is enough."""

    def write(connection: Connection) -> Card:
        found = planning.by_code(connection, code)
        if found is None or found.state is not MeetingState.PLANNED:
            raise Refused("no_such_code")
        ctx.require(Act.CHECK_IN, owner=ctx.actor.id)
        if not found.lets_in(ctx.now):
            raise Refused("check_in_closed")
        attendance.note(connection, found.id, ctx.actor.id, None, ctx.now)
        return card(connection, ctx, found)

    return await ctx.write(write)


@action(Act.SEE_MEETINGS)
async def by_code(ctx: Context, code: str) -> Card:
    """The meeting of a code, for whom it concerns."""

    def look(connection: Connection) -> Card:
        found = planning.by_code(connection, code)
        if found is None or not common.concerns(connection, ctx, found):
            raise Refused("no_such_code")
        return card(connection, ctx, found)

    return await ctx.read(look)
