"""Answering: states, words, another language, dates, passing on to another desk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions.context import Context, action
from actions.issues import acting, finding, telling
from actions.issues.waiting import await_answer, await_verdict, setting
from domain.issues import escalation
from domain.issues.cases import Case, Queue
from domain.issues.duties import (
    STATE_OF,
    UNDO,
    WHILE_ASKED,
    Deed,
    Why,
    answer_text,
    done_day,
    other_language,
    passing_hat,
    promised_day,
    written_in,
)
from domain.issues.issue import Issue, Setting, Step
from domain.issues.moderation import Pile
from domain.issues.states import SUBJECT, Desk, IssueState, StepKind
from domain.permissions import Act, may_somewhere
from domain.refusals import Refused
from storage import dates
from storage.database import Connection
from storage.issues import queue, steps
from storage.issues import reporting as store

DEED_OF = {state: deed for deed, state in STATE_OF.items()}
# What says nothing by itself: people shall read why, or what was done.
_SAID = frozenset({IssueState.SOLVED, IssueState.DECLINED})
_UNANSWERED = frozenset({IssueState.IN_REVIEW})


@action(Act.ANSWER_ISSUE)
async def piles(ctx: Context) -> Queue:
    """How much waits in each pile; for who moderates also what waits for a look."""

    def look(connection: Connection) -> Queue:
        moderates = may_somewhere(ctx.actor, Act.RESTORE_ISSUE)
        looks = queue.to_look_at(connection, ctx.actor, ctx.now) if moderates else None
        return Queue(queue.sizes(connection, ctx.actor, ctx.now), looks)

    return await ctx.read(look)


@action(Act.ANSWER_ISSUE)
async def pile(ctx: Context, which: Pile, page: int) -> Queue:
    """A page of a pile, what has waited longest first."""

    def look(connection: Connection) -> Queue:
        found, total = queue.pile(connection, ctx.actor, ctx.now, which, page)
        sizes = queue.sizes(connection, ctx.actor, ctx.now)
        return Queue(sizes, pile=which, rows=finding.rows(connection, found), total=total, page=page)

    return await ctx.read(look)


@action(Act.ANSWER_ISSUE)
async def show(ctx: Context, number: int) -> Case:
    """An issue as its desk sees it."""
    return await ctx.read(lambda connection: acting.case(connection, ctx, number))


@action(Act.ANSWER_ISSUE)
async def may_move(ctx: Context, number: int, state: IssueState) -> bool:
    """Whether this person may bring an issue to a state, as it stands now."""

    def look(connection: Connection) -> bool:
        try:
            return DEED_OF.get(state) in acting.case(connection, ctx, number).deeds
        except Refused:
            return False

    return await ctx.read(look)


@action(Act.ANSWER_ISSUE)
async def set_state(
    ctx: Context,
    number: int,
    version: int,
    state: IssueState,
    said: str = "",
    *,
    why: Why | None = None,
    done_on: date | None = None,
    reached: int | None = None,
    promised_by: date | None = None,
) -> Case:
    """Bring an issue to a state, which everyone concerned hears once, in some minutes.

    `said` is the words that go with it: needed for what is declined, unless a ready reason `why` is given, and for
    what is solved (what was done). `done_on` (today when left out) and `reached` belong to what is solved,
    `promised_by` to what is planned or under way.
    """
    deed = DEED_OF.get(state)
    if deed is None:
        raise Refused("state_not_possible")
    if state in _SAID and not said.strip() and why is None:
        raise Refused("nothing_answered")

    def move(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, deed)
        if taken is None:
            return acting.case(connection, ctx, number)
        text = answer_text(said) if said.strip() else None
        facts: dict[str, Any] = {} if why is None else {"reason": why.value}
        changes = _changes(ctx, taken.issue, state)
        _dated(ctx, changes, facts, state, done_on, reached, promised_by)
        step = acting.write(
            connection,
            ctx,
            taken,
            StepKind.STATE,
            changes,
            text=text,
            language=None if text is None else written_in(text, ctx.actor.language),
            facts=facts,
        )
        found = acting.again(connection, number)
        _clock(connection, ctx, taken.issue, found)
        wait = WHILE_ASKED if state in (IssueState.SOLVED, IssueState.PLANNED) else UNDO
        telling.tell_step(connection, found, step, ctx.now, wait=wait)
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(move)


def _changes(ctx: Context, found: Issue, state: IssueState) -> dict[str, Any]:
    changes: dict[str, Any] = {"state": state.value}
    if state not in _UNANSWERED:
        changes["answered_at"] = found.answered_at or ctx.now
    changes |= looked_at(ctx, found)
    return changes


def looked_at(ctx: Context, found: Issue) -> dict[str, Any]:
    """What answering an issue says of it: it was read. Photos and voice are let in by a look of their own."""
    if found.let_in_at is not None or found.seen_from is None or found.seen_from <= ctx.now:
        return {}
    return {"seen_from": ctx.now}


def _dated(
    ctx: Context,
    changes: dict[str, Any],
    facts: dict[str, Any],
    state: IssueState,
    done_on: date | None,
    reached: int | None,
    promised_by: date | None,
) -> None:
    if state is IssueState.SOLVED:
        day = done_day(done_on or ctx.today, ctx.today)
        changes |= {"solved_at": ctx.now, "done_on": day, "reached": reached}
        facts |= {"done_on": day.isoformat(), "reached": reached}
    elif promised_by is not None and state in (IssueState.PLANNED, IssueState.IN_PROGRESS):
        day = promised_day(promised_by, ctx.today)
        changes["promised_by"] = day
        facts["promised_by"] = day.isoformat()


def _clock(connection: Connection, ctx: Context, before: Issue, found: Issue) -> None:
    """Stop waiting for an answer, or wait for one; ask after some weeks whether what is solved is."""
    if found.history:
        return
    if found.state is IssueState.IN_REVIEW:
        if before.state is IssueState.DECLINED:
            await_answer(connection, found, ctx.now, ctx.now)
        return
    dates.cancel_date(connection, SUBJECT, found.id, ctx.now)
    if found.state is IssueState.SOLVED:
        ask_later(connection, ctx, found)


def ask_later(connection: Connection, ctx: Context, found: Issue) -> None:
    """Have those concerned asked, after some weeks, whether an issue is solved."""
    at = (found.solved_at or ctx.now) + escalation.asked_after(setting(connection, found.okrug, Setting.ASK_DAYS))
    await_verdict(connection, found, at, ctx.now)


@action(Act.ANSWER_ISSUE)
async def answer(ctx: Context, number: int, version: int, said: str) -> Case:
    """Answer in words; the state stays."""

    def say(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.ANSWER)
        if taken is None:
            return acting.case(connection, ctx, number)
        text = answer_text(said)
        changes = {"answered_at": taken.issue.answered_at or ctx.now, **looked_at(ctx, taken.issue)}
        language = written_in(text, ctx.actor.language)
        step = acting.write(connection, ctx, taken, StepKind.ANSWER, changes, text=text, language=language)
        dates.cancel_date(connection, SUBJECT, number, ctx.now, kind=escalation.ANSWER)
        telling.tell_step(connection, acting.again(connection, number), step, ctx.now)
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(say)


@action(Act.ANSWER_ISSUE)
async def in_other_language(ctx: Context, number: int, step_id: int, said: str) -> Case:
    """Add the same words in the other language to the step that was just taken."""

    def add(connection: Connection) -> Case:
        found, step = own_step(connection, ctx, number, step_id)
        if step.text is None:
            raise Refused("old_button")
        text = answer_text(said)
        language = other_language(step.language or "kk")
        steps.amend(connection, step.id, {**step.facts, "other": text, "other_language": language})
        telling.hold(connection, step, ctx.now + UNDO)
        return acting.case(connection, ctx, found.id, step=step)

    return await ctx.write(add)


def own_step(connection: Connection, ctx: Context, number: int, step_id: int) -> tuple[Issue, Step]:
    """A step of an issue that the actor's desk took and may still say more of; others are refused."""
    found = acting.seen(connection, ctx, number, lock=True)
    step = steps.step(connection, step_id)
    if step is None or step.issue_id != number or step.facts.get("undone"):
        raise Refused("old_button")
    roles = {grant.role.value for grant in ctx.actor.grants if grant.covers(found.okrug)}
    if step.by_id != ctx.actor.id and step.role not in roles:
        raise Refused("old_button")
    return found, step


@action(Act.ANSWER_ISSUE)
async def hold(ctx: Context, number: int, step_id: int) -> Case:
    """Let a step wait while more is asked for it."""

    def wait(connection: Connection) -> Case:
        found, step = own_step(connection, ctx, number, step_id)
        telling.hold(connection, step, ctx.now + WHILE_ASKED)
        return acting.case(connection, ctx, found.id, step=step)

    return await ctx.write(wait)


@action(Act.ANSWER_ISSUE)
async def promise(ctx: Context, number: int, version: int, day: date | None) -> Case:
    """Say until when what is planned or under way will be done, or (None) that there is no day.

    Right after it was planned the day belongs to that step; later it is a step of its own.
    """

    def say(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.PROMISE)
        if taken is None:
            return acting.case(connection, ctx, number)
        found = taken.issue
        until = None if day is None else promised_day(day, ctx.today)
        facts = {"promised_by": None if until is None else until.isoformat()}
        just = acting.undoable(connection, ctx, found)
        if just is not None and just.step.kind is StepKind.STATE and just.step.state is found.state:
            _amend(connection, ctx, found, just.step, {"promised_by": until}, facts)
            acting.note(connection, ctx, taken.grant, found, Deed.PROMISE.value, found.state)
            return acting.case(connection, ctx, number, step=just.step)
        if until == found.promised_by:
            return acting.case(connection, ctx, number)
        step = acting.write(connection, ctx, taken, StepKind.STATE, {"promised_by": until}, facts=facts)
        telling.tell_step(connection, acting.again(connection, number), step, ctx.now)
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(say)


def _amend(
    connection: Connection, ctx: Context, found: Issue, step: Step, changes: Mapping[str, Any], facts: Mapping[str, Any]
) -> None:
    before = {**acting.plain(found, changes), **step.facts["before"]}
    steps.amend(connection, step.id, {**step.facts, **facts, "before": before})
    store.change(connection, found, **changes)
    telling.hold(connection, step, ctx.now + UNDO)


@action(Act.ANSWER_ISSUE)
async def how_solved(
    ctx: Context, number: int, step_id: int, *, done_on: date | None = None, reached: int | None = None
) -> Case:
    """Say when what is solved was done, or how many people it reached; told with the step while it waits."""

    def say(connection: Connection) -> Case:
        found, step = own_step(connection, ctx, number, step_id)
        if found.state is not IssueState.SOLVED or step.state is not IssueState.SOLVED:
            raise Refused("state_not_possible")
        changes: dict[str, Any] = {}
        if done_on is not None:
            changes["done_on"] = done_day(done_on, ctx.today)
        if reached is not None:
            changes["reached"] = reached
        facts = acting.written(changes)
        _amend(connection, ctx, found, step, changes, facts)
        grant = next(grant for grant in ctx.actor.grants if grant.covers(found.okrug))
        acting.note(connection, ctx, grant, found, Deed.SOLVE.value, found.state)
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(say)


@action(Act.ANSWER_ISSUE)
async def pass_on(ctx: Context, number: int, version: int, desk: Desk) -> Case:
    """Bring an issue to another desk, which is told of it and has to answer from now on."""

    def bring(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.SEND_ON)
        if taken is None:
            return acting.case(connection, ctx, number)
        _who, grant = passing_hat(ctx.actor, taken.issue, ctx.now, desk)
        taken = replace(taken, grant=grant)
        facts = {"desk": desk.value}
        step = acting.write(connection, ctx, taken, StepKind.PASSED_ON, {"desk": desk.value}, facts=facts)
        found = acting.again(connection, number)
        if found.is_open and not found.history:
            await_answer(connection, found, ctx.now, ctx.now)
        telling.tell_step(connection, found, step, ctx.now)
        telling.tell_desk(connection, found, step, ctx.now)
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(bring)
