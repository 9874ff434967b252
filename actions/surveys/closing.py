"""Closing a survey: by the clock, once, with the end of its key; or calling it off."""

import logging
from datetime import datetime, tzinfo

from actions.context import Context, Shared, action
from actions.surveys.common import change, in_hand, is_repeat, note
from actions.surveys.finding import view_of
from actions.surveys.opening import open_due, set_closing
from domain.audiences import Audience, Rule, RuleKind
from domain.outbox import NewNotice
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.survey import (
    CALLED_OFF,
    ENDED,
    GRACE,
    LONGEST_OPEN,
    MOVED,
    OPENED,
    REMINDER,
    SETTLING,
    SUBJECT,
    UNFINISHED,
    Survey,
    SurveyState,
    SurveyView,
)
from domain.topics import Topic
from storage import dates, inbox
from storage.database import Connection
from storage.outbox import notices
from storage.surveys import sealing
from storage.surveys import surveys as store

logger = logging.getLogger("kenes.surveys")

AT_ONCE = 5


async def keep_time(shared: Shared, now: datetime, *, deaf: bool = False) -> bool:
    """Open, close and sweep what is due; whether there may be more. While nothing can be heard nothing closes."""
    if not await shared.db.read(store.anything_due, now, now - GRACE - SETTLING):
        return False

    def work(connection: Connection) -> int:
        return open_due(connection, now) + (0 if deaf else close_due(connection, now, shared.zone))

    done = await shared.db.write(work)
    await sweep(shared)
    return done > 0


async def sweep(shared: Shared) -> None:
    """Have the database's files forget what was before the closings; a crash in between changes nothing of it."""
    over = await shared.db.read(store.to_sweep)
    if over:
        await shared.db.forget(sealing.SEALED)
        await shared.db.write(store.swept, over)


def close_due(connection: Connection, now: datetime, zone: tzinfo) -> int:
    """Close what is to be closed by now, each once; one that was slept through is moved. How many of either.

    What came in time and is not handled yet is waited for, but not for ever: then it counts as slept through.
    """
    waits = inbox.oldest_waiting(connection)
    due = store.to_close(connection, now - GRACE - SETTLING, AT_ONCE)
    found = [one for one in due if one.slept_through(now) or not _may_still_come(one, waits)]
    for one in found:
        if one.slept_through(now):
            _move(connection, one, now)
        else:
            _close(connection, one, now, zone)
    return len(found)


def _may_still_come(found: Survey, waits: datetime | None) -> bool:
    return waits is not None and found.closes_at is not None and waits < found.closes_at + GRACE


def _close(connection: Connection, found: Survey, now: datetime, zone: tzinfo) -> None:
    _end(connection, found, now, zone, SurveyState.CLOSED, None)
    _tell_author(connection, found, ENDED, "1", now)
    _tell_who_left_off(connection, found, now)


def _end(
    connection: Connection, found: Survey, now: datetime, zone: tzinfo, state: SurveyState, source: str | None
) -> None:
    if not store.change(connection, found, source, state=state, closed_at=now):
        raise Refused("changed")
    dates.cancel_date(connection, SUBJECT, found.id, now)
    notices.cancel(connection, SUBJECT, found.id, (OPENED, REMINDER))
    day = now.astimezone(zone).date()
    sealing.seal(connection, found.id, anonymous=found.anonymous, day=day)


def _move(connection: Connection, found: Survey, now: datetime) -> None:
    # Nobody could answer while we slept: it stays open for as long as the grace is.
    logger.warning("the end of survey %d was slept through: it is moved to %s", found.id, now.isoformat())
    if not store.change(connection, found, None, closes_at=now):
        raise Refused("changed")
    _tell_author(connection, found, MOVED, now.isoformat(timespec="minutes"), now)


def _tell_who_left_off(connection: Connection, found: Survey, now: datetime) -> None:
    # That they began is known and stays so; what they answered is gone, so there is nothing to join it to.
    new = NewNotice(
        kind=UNFINISHED,
        subject=SUBJECT,
        subject_id=found.id,
        occurrence="1",
        topic=Topic.SURVEYS,
        audience=found.left_off(),
        send_from=now,
        place=found.place,
    )
    notices.add(connection, new, now)


def _tell_author(connection: Connection, found: Survey, kind: str, occurrence: str, now: datetime) -> None:
    if found.author_id is None:
        return
    new = NewNotice(
        kind=kind,
        subject=SUBJECT,
        subject_id=found.id,
        occurrence=occurrence,
        topic=Topic.DUTIES,
        audience=Audience((Rule(RuleKind.PERSON, str(found.author_id)),)),
        send_from=now,
        place=found.place,
    )
    notices.add(connection, new, now)


@action(Act.MAKE_SURVEY)
async def move_closing(ctx: Context, survey_id: int, seen: int, to: datetime) -> SurveyView:
    """Have an open survey close at another moment, or now; who has not finished is reminded before it."""

    def write(connection: Connection) -> SurveyView:
        if is_repeat(connection, ctx, survey_id):
            return view_of(connection, ctx, survey_id)
        found, grant = in_hand(connection, ctx, survey_id, hold=True)
        if not found.takes_answers(ctx.now):
            raise Refused("survey_closed")
        if found.closing(ctx.now):
            raise Refused("survey_closing")
        if found.version != seen:
            raise Refused("changed")
        if not ctx.now <= to <= ctx.now + LONGEST_OPEN:
            raise Refused("survey_closes_when")
        change(connection, ctx, found, closes_at=to)
        moved = store.survey(connection, survey_id)
        if moved is not None:
            set_closing(connection, moved, ctx.now)
        note(connection, ctx, grant, found, "moved", {"to": to.isoformat()})
        return view_of(connection, ctx, survey_id)

    return await ctx.write(write)


@action(Act.MAKE_SURVEY)
async def call_off(ctx: Context, survey_id: int, seen: int) -> SurveyView | None:
    """Call a survey off: what was answered is thrown away. A draft is thrown away as a whole."""

    def write(connection: Connection) -> SurveyView | None:
        if is_repeat(connection, ctx, survey_id):
            return view_of(connection, ctx, survey_id)
        found, grant = in_hand(connection, ctx, survey_id, hold=True)
        if found.state is SurveyState.DRAFT:
            store.delete_draft(connection, survey_id)
            return None
        if found.over:
            raise Refused("survey_closed")
        if found.closing(ctx.now):
            raise Refused("survey_closing")
        if found.version != seen:
            raise Refused("changed")
        if found.state is SurveyState.OPEN:
            _tell_of_the_end(connection, ctx, found)
        sealing.throw_away(connection, survey_id)
        _end(connection, found, ctx.now, ctx.shared.zone, SurveyState.CANCELLED, ctx.source)
        note(connection, ctx, grant, found, "called off")
        return view_of(connection, ctx, survey_id)

    done = await ctx.write(write)
    await sweep(ctx.shared)
    return done


def _tell_of_the_end(connection: Connection, ctx: Context, found: Survey) -> None:
    new = NewNotice(
        kind=CALLED_OFF,
        subject=SUBJECT,
        subject_id=found.id,
        occurrence="1",
        topic=Topic.SURVEYS,
        audience=found.began(),
        send_from=ctx.now,
        place=found.place,
        created_by=ctx.actor.id,
    )
    notices.add(connection, new, ctx.now)
