"""How an announcement goes, and what became of it."""

from collections import Counter
from dataclasses import dataclass

from actions.announcements import finding
from actions.context import Context, action
from domain.announcements import HALTED, SUBJECT, Announcement, Report, Row
from domain.outbox import DeliveryState, Notice, NoticeState
from domain.permissions import Act
from domain.refusals import Refused
from storage import announcements as store
from storage import audit, territories
from storage.database import Connection
from storage.outbox import notices


@dataclass(frozen=True, slots=True)
class Watched:
    """A notice and the announcement that it carries."""

    notice: Notice
    announcement: Announcement


def _watched(connection: Connection, ctx: Context, notice_id: int) -> Watched:
    notice = notices.notice(connection, notice_id)
    if notice is None or notice.kind != SUBJECT:
        raise Refused("no_such_announcement")
    found = finding.in_hand(connection, ctx, notice.subject_id)
    ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.place)
    return Watched(notice, found)


@action(Act.WRITE_ANNOUNCEMENT)
async def watch(ctx: Context, notice_id: int, message_id: int | None = None) -> Watched:
    """How a notice goes; with `message_id` it is kept up to date in that message of the person."""

    def look(connection: Connection) -> Watched:
        found = _watched(connection, ctx, notice_id)
        if message_id is not None:
            store.show_progress_in(connection, notice_id, ctx.actor.id, message_id)
        return found

    return await ctx.write(look)


@action(Act.WRITE_ANNOUNCEMENT)
async def pause(ctx: Context, notice_id: int) -> Watched:
    """Send nothing more of it for now."""
    return await ctx.write(_move, ctx, notice_id, NoticeState.PAUSED)


@action(Act.WRITE_ANNOUNCEMENT)
async def resume(ctx: Context, notice_id: int) -> Watched:
    """Go on with it."""
    return await ctx.write(_move, ctx, notice_id, NoticeState.FANNING)


@action(Act.WRITE_ANNOUNCEMENT)
async def stop(ctx: Context, notice_id: int) -> Watched:
    """Send nothing more of it at all."""
    return await ctx.write(_move, ctx, notice_id, NoticeState.STOPPED)


def _move(connection: Connection, ctx: Context, notice_id: int, state: NoticeState) -> Watched:
    found = _watched(connection, ctx, notice_id)
    move = {
        NoticeState.PAUSED: notices.pause,
        NoticeState.FANNING: notices.resume,
        NoticeState.STOPPED: notices.stop,
    }[state]
    if move(connection, notice_id):
        allowed = ctx.require(Act.WRITE_ANNOUNCEMENT, place=found.announcement.place)
        audit.record(
            connection,
            at=ctx.now,
            person_id=ctx.actor.id,
            grant=allowed.grant,
            place=found.announcement.place,
            act=Act.WRITE_ANNOUNCEMENT.value,
            subject_id=f"announcement {found.announcement.id}",
            details={"what": state.value},
            source=ctx.source,
        )
    return _watched(connection, ctx, notice_id)


@action(Act.WRITE_ANNOUNCEMENT)
async def report(ctx: Context, notice_id: int) -> Report:
    """What became of a notice so far."""
    return await ctx.read(_report, ctx, notice_id)


def _report(connection: Connection, ctx: Context, notice_id: int) -> Report:
    found = _watched(connection, ctx, notice_id)
    tally = notices.tally(connection, notice_id)
    states: Counter[DeliveryState] = Counter()
    reasons: Counter[tuple[DeliveryState, str]] = Counter()
    halted: Counter[str] = Counter()
    okrugs: dict[str, list[int]] = {}
    languages: dict[str, list[int]] = {}
    for one in tally:
        if one.state is DeliveryState.SKIPPED and one.why in HALTED:
            halted[one.why] += one.number
        else:
            states[one.state] += one.number
            if one.why and one.state is not DeliveryState.SENT:
                reasons[one.state, one.why] += one.number
        sent = one.number if one.state is DeliveryState.SENT else 0
        unsure = one.number if one.state is DeliveryState.UNSURE else 0
        for groups, key in ((okrugs, one.okrug_code), (languages, one.language)):
            known = groups.setdefault(key or "", [0, 0, 0])
            for at, number in enumerate((sent, one.number, unsure)):
                known[at] += number
    everybody = states.total() + halted.total()
    by_territory = [
        (territories.territory(connection, code) if code else None, Row(code, *known)) for code, known in okrugs.items()
    ]
    return Report(
        notice=found.notice,
        announcement=found.announcement,
        registered=everybody,
        reached=states[DeliveryState.SENT],
        read=notices.count_read(connection, notice_id),
        groups=max(0, found.notice.total - everybody),
        states=dict(states),
        reasons=sorted(((state, why, number) for (state, why), number in reasons.items()), key=lambda row: -row[2]),
        halted=dict(halted),
        by_territory=sorted(by_territory, key=lambda pair: -pair[1].total),
        by_language=[Row(key, *known) for key, known in sorted(languages.items())],
        exact=finding.is_exact(ctx, found.announcement.place),
    )


@action(Act.READ_ANNOUNCEMENT)
async def have_read(ctx: Context, notice_id: int) -> bool:
    """Say that one has read it; whether it was the first time."""
    ctx.require(Act.READ_ANNOUNCEMENT, owner=ctx.actor.id)

    def mark(connection: Connection) -> bool:
        if not notices.reached(connection, notice_id, ctx.actor.id):
            raise Refused("no_such_announcement")
        return notices.mark_read(connection, notice_id, ctx.actor.id, ctx.now)

    return await ctx.write(mark)
