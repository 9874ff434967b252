"""What the clock asks for: saying what is due, once; and what staff see of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from actions.context import Context, action
from actions.issues.escalating import BEFORE
from domain.announcements import SUBJECT as ANNOUNCEMENT
from domain.clock import ClockState, Going, Planned, in_order
from domain.ladders import Due, decide, horizon, said_at
from domain.languages import Localized
from domain.outbox import NewNotice, Notice
from domain.permissions import Act
from storage import announcements, dates
from storage.database import Connection
from storage.outbox import notices
from storage.titles import titles

# More rungs than this are not decided in one transaction, so that presses need not wait for it.
AT_ONCE = 200
SHOWN = 12
MISSED_SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Fired:
    """How many rungs were said and how many missed; `more` when others may be waiting behind them: ask again."""

    fired: int
    missed: int
    more: bool


def fire_due(connection: Connection, now: datetime, zone: tzinfo) -> Fired:
    """Turn the rungs that are due into notices, in one transaction; however often it is asked, each is said once."""
    found = dates.due(connection, now, horizon(now, zone), limit=AT_ONCE)
    decided = decide(found, now, zone)
    for rung in decided.fire:
        before = BEFORE.get(rung.rung.notice_kind)
        wanted = rung if before is None else before(connection, rung, now)
        if wanted is not None:
            notices.add(connection, _notice(wanted, now), now)
        dates.done(connection, rung)
    for rung in decided.missed:
        dates.done(connection, rung, missed_at=now)
    fired, missed = len(decided.fire), len(decided.missed)
    return Fired(fired, missed, more=fired + missed > 0)


def _notice(rung: Due, now: datetime) -> NewNotice:
    return NewNotice(
        kind=rung.rung.notice_kind,
        subject=rung.subject,
        subject_id=rung.subject_id,
        occurrence=rung.occurrence,
        topic=rung.rung.topic,
        audience=rung.rung.audience,
        send_from=now,
        useless_after=rung.useless_after,
    )


@action(Act.SEE_CLOCK)
async def state(ctx: Context) -> ClockState:
    """What is going out, what comes next and what was missed: the machine's, so the same for all who may see it."""

    def look(connection: Connection) -> ClockState:
        going = notices.running(connection, SHOWN)
        upcoming = notices.upcoming(connection, SHOWN)
        rungs = dates.coming(connection, SHOWN)
        missed = dates.missed(connection, ctx.now - MISSED_SHOWN_FOR, SHOWN)
        named = _named(connection, [*going, *upcoming, *rungs, *missed])
        planned = [Planned(one.send_from, one.kind, named(one), (one.subject, one.subject_id)) for one in upcoming]
        planned += [Planned(said_at(one, ctx.shared.zone), one.rung.notice_kind, named(one)) for one in rungs]
        planned += _repeating(connection)
        return ClockState(
            tuple(Going(one, named(one)) for one in going),
            in_order(planned, SHOWN),
            tuple(Planned(one.due_at, one.rung.notice_kind, named(one)) for one in missed),
        )

    return await ctx.read(look)


def _repeating(connection: Connection) -> list[Planned]:
    found = announcements.repeating(connection, SHOWN)
    named = titles(connection, ANNOUNCEMENT, [number for number, _at in found])
    return [Planned(at, ANNOUNCEMENT, named.get(number)) for number, at in found]


def _named(connection: Connection, things: Iterable[Due | Notice]) -> Callable[[Due | Notice], Localized | None]:
    numbers: dict[str, list[int]] = {}
    for thing in things:
        numbers.setdefault(thing.subject, []).append(thing.subject_id)
    known = {subject: titles(connection, subject, found) for subject, found in numbers.items()}
    return lambda thing: known.get(thing.subject, {}).get(thing.subject_id)
