"""Looking after what neighbours read: letting in, hiding, showing again, barring, and words to watch."""

from datetime import timedelta
from typing import Any

from actions.context import Context, action
from actions.issues import acting, finding, telling
from actions.issues.waiting import waiting_again
from domain.issues.cases import Bans, Case, Queue, WatchList
from domain.issues.duties import ACT_OF, WHILE_ASKED, Deed, written_in
from domain.issues.escalation import ANSWER
from domain.issues.issue import Issue, Thread
from domain.issues.moderation import (
    BAN_DAYS,
    MOST_APPEALS,
    Look,
    Reason,
    reason_words,
    words_typed,
)
from domain.issues.states import SUBJECT, Privacy, StepKind
from domain.permissions import Act, may, reach
from domain.refusals import Refused
from storage import audit, dates, territories
from storage.database import Connection
from storage.issues import bans, queue, reading, steps, words


@action(Act.RESTORE_ISSUE)
async def looks(ctx: Context) -> Queue:
    """How much waits for a look of staff."""
    return await ctx.read(lambda connection: Queue({}, queue.to_look_at(connection, ctx.actor, ctx.now)))


@action(Act.RESTORE_ISSUE)
async def look(ctx: Context, which: Look, page: int) -> Queue:
    """A page of what waits for a look of staff."""

    def see(connection: Connection) -> Queue:
        found, total = queue.look(connection, ctx.actor, ctx.now, which, page)
        sizes = queue.to_look_at(connection, ctx.actor, ctx.now)
        return Queue({}, sizes, look=which, rows=finding.rows(connection, found), total=total, page=page)

    return await ctx.read(see)


@action(Act.HIDE_ISSUE)
async def let_in(ctx: Context, number: int, version: int) -> Case:
    """Let neighbours see an issue at once, with its photos, its voice and its place."""

    def let(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.LET_IN)
        if taken is None:
            return acting.case(connection, ctx, number)
        changes: dict[str, Any] = {"let_in_at": ctx.now}
        found = taken.issue
        if found.seen_from is None or found.seen_from > ctx.now:
            changes["seen_from"] = ctx.now
        acting.write(connection, ctx, taken, StepKind.LET_IN, changes)
        return acting.case(connection, ctx, number)

    return await ctx.write(let)


@action(Act.HIDE_ISSUE)
async def hide(ctx: Context, number: int, version: int, reason: Reason) -> Case:
    """Hide an issue from neighbours; its author is told why in some minutes, and how to ask staff."""

    def away(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.HIDE)
        if taken is None:
            return acting.case(connection, ctx, number)
        said = reason_words(reason.words) if reason.words.strip() or reason.ready is None else None
        facts = {} if reason.ready is None else {"reason": reason.ready.value}
        step = acting.write(
            connection,
            ctx,
            taken,
            StepKind.HIDDEN,
            {"hidden_at": ctx.now},
            text=said,
            language=None if said is None else written_in(said, ctx.actor.language),
            facts=facts,
        )
        dates.cancel_date(connection, SUBJECT, number, ctx.now, kind=ANSWER)
        telling.hold_all(connection, taken.issue, ctx.now + WHILE_ASKED)
        telling.tell_hidden(connection, taken.issue, step, ctx.now)
        return acting.case(connection, ctx, number)

    return await ctx.write(away)


@action(Act.RESTORE_ISSUE)
async def restore(ctx: Context, number: int, version: int) -> Case:
    """Show again what was hidden; everyone concerned is told."""

    def show(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.RESTORE)
        if taken is None:
            return acting.case(connection, ctx, number)
        seen = {"seen_from": ctx.now, "let_in_at": ctx.now} if taken.issue.privacy is Privacy.OPEN else {}
        step = acting.write(connection, ctx, taken, StepKind.RESTORED, {"hidden_at": None, **seen})
        found = acting.again(connection, number)
        waiting_again(connection, found, ctx.now)
        telling.tell_step(connection, found, step, ctx.now, also=telling.unsaid(connection, found))
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(show)


@action(Act.BAN_REPORTER)
async def ban(ctx: Context, number: int, days: int, reason: Reason) -> Case:
    """Keep the author of an issue from reporting in its okrug for so many days; who that is nobody reads."""
    if days not in BAN_DAYS:
        raise Refused("old_button")

    def bar(connection: Connection) -> Case:
        found = acting.seen(connection, ctx, number, lock=True)
        allowed = ctx.require(ACT_OF[Deed.BAN], place=found.okrug)
        telegram_id = None if found.author_id is None else bans.telegram_id(connection, found.author_id)
        if telegram_id is None:
            raise Refused("author_gone")
        said = reason_words(reason.words) if reason.words.strip() or reason.ready is None else ""
        barred = bans.add(
            connection,
            source=ctx.source,
            whom=ctx.shared.key.who(telegram_id),
            issue_id=found.id,
            territory_code=found.okrug.code,
            reason=Reason(reason.ready, said).as_text(),
            now=ctx.now,
            until=ctx.now + timedelta(days=days),
            by_id=ctx.actor.id,
        )
        acting.note(connection, ctx, allowed.grant, found, Deed.BAN.value, found.state)
        telling.tell_banned(connection, found, barred, ctx.now)
        return acting.case(connection, ctx, number)

    return await ctx.write(bar)


@action(Act.LIFT_BAN)
async def standing(ctx: Context, page: int) -> Bans:
    """A page of the bans in force."""
    return await ctx.read(lambda connection: _bans(connection, ctx, page))


def _bans(connection: Connection, ctx: Context, page: int) -> Bans:
    found, total = bans.standing(connection, reach(ctx.actor, Act.LIFT_BAN), ctx.now, page)
    lines = tuple((one, territories.territory(connection, one.territory_code or "")) for one in found)
    return Bans(lines, total, page)


@action(Act.LIFT_BAN)
async def lift(ctx: Context, number: int) -> Bans:
    """Let somebody report again before a ban ends."""

    def free(connection: Connection) -> Bans:
        found = bans.ban(connection, number)
        if found is None or may(ctx.actor, Act.LIFT_BAN, place=found[1]) is None:
            raise Refused("old_button")
        allowed = ctx.require(Act.LIFT_BAN, place=found[1])
        if bans.lift(connection, number, ctx.now):
            _note(connection, ctx, Act.LIFT_BAN, allowed.grant, found[1], str(number), {})
        return _bans(connection, ctx, 0)

    return await ctx.write(free)


def _note(connection: Connection, ctx: Context, act: Act, grant: Any, place: Any, subject: str, details: Any) -> None:
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=place,
        act=act.value,
        subject_id=subject,
        details=details,
        source=ctx.source,
    )


# How an author asks staff


@action(Act.APPEAL_ISSUE)
async def may_ask(ctx: Context, number: int) -> Thread:
    """One's own issue about which staff can be asked: it is hidden, or its author barred."""
    return await ctx.read(lambda connection: finding.thread(connection, ctx, _own(connection, ctx, number)))


@action(Act.APPEAL_ISSUE)
async def ask_staff(ctx: Context, number: int, text: str) -> Thread:
    """Ask staff to look again at one's issue that is hidden, or for which one may not report for a while."""

    def ask(connection: Connection) -> Thread:
        found = _own(connection, ctx, number, lock=True)
        said = reason_words(text)
        if steps.by_source(connection, ctx.source) is None and _asked(connection, number) >= MOST_APPEALS:
            raise Refused("asked_enough")
        step_id = steps.add(
            connection,
            found,
            StepKind.APPEAL,
            source=ctx.source,
            role="resident",
            at=ctx.now,
            by_id=ctx.actor.id,
            text=said,
            language=written_in(said, ctx.actor.language),
            public=False,
        )
        step = None if step_id is None else steps.step(connection, step_id)
        if step is not None:
            telling.tell_appeal(connection, found, step, ctx.now)
        return finding.thread(connection, ctx, found)

    return await ctx.write(ask)


def _asked(connection: Connection, number: int) -> int:
    return sum(one.kind is StepKind.APPEAL for one in reading.steps(connection, number, public_only=False))


def _own(connection: Connection, ctx: Context, number: int, *, lock: bool = False) -> Issue:
    found = finding.known(connection, number, lock=lock)
    if found.is_draft or found.author_id != ctx.actor.id:
        raise Refused("no_such_issue")
    ctx.require(Act.APPEAL_ISSUE, owner=found.author_id)
    whom = ctx.shared.key.who(ctx.actor.telegram_id or 0)
    barred = bans.in_force(connection, whom, found.okrug, ctx.now)
    if found.hidden_at is None and (barred is None or barred.issue_id != found.id):
        raise Refused("nothing_to_ask")
    return found


# Words to watch


@action(Act.RULE_CATEGORIES)
async def watched(ctx: Context, page: int) -> WatchList:
    """A page of the words to watch."""
    return await ctx.read(lambda connection: _watched(connection, ctx, page))


def _watched(connection: Connection, ctx: Context, page: int, added: int | None = None) -> WatchList:
    ctx.require(Act.RULE_CATEGORIES)
    every = words.every(connection)
    return WatchList(tuple(every[page * words.PAGE : (page + 1) * words.PAGE]), len(every), page, added)


@action(Act.RULE_CATEGORIES)
async def watch(ctx: Context, typed: str) -> WatchList:
    """Watch the words that were typed as well."""

    def add(connection: Connection) -> WatchList:
        allowed = ctx.require(Act.RULE_CATEGORIES)
        added = words.add(connection, words_typed(typed, ctx.actor.language))
        _note(connection, ctx, Act.RULE_CATEGORIES, allowed.grant, None, "words", {"added": added})
        return _watched(connection, ctx, 0, added)

    return await ctx.write(add)


@action(Act.RULE_CATEGORIES)
async def watch_no_more(ctx: Context, mark: int, page: int) -> WatchList:
    """Watch a word no more."""

    def drop(connection: Connection) -> WatchList:
        allowed = ctx.require(Act.RULE_CATEGORIES)
        word = next((one for one in words.every(connection) if one.mark == mark), None)
        if word is not None and words.drop(connection, word.folded):
            _note(connection, ctx, Act.RULE_CATEGORIES, allowed.grant, None, "words", {"dropped": 1})
        return _watched(connection, ctx, page)

    return await ctx.write(drop)
