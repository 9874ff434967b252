"""Putting the same trouble told twice together, and taking it apart again."""

from collections.abc import Sequence
from typing import Any

from actions.context import Context, action
from actions.issues import acting, finding, telling
from actions.issues.waiting import await_answer
from domain.issues.cases import Case, Twins
from domain.issues.duties import Deed
from domain.issues.issue import Issue, Step
from domain.issues.report import read_number
from domain.issues.similar import Told, most_alike
from domain.issues.states import SUBJECT, IssueState, Privacy, StepKind
from domain.permissions import Act
from domain.refusals import Refused
from storage import dates
from storage.database import Connection
from storage.issues import queue, reading, steps

# An official looks at more than a resident is asked, and at what is less alike.
ALIKE_ENOUGH, MOST_SHOWN = 35.0, 6


@action(Act.ANSWER_ISSUE)
async def alike(ctx: Context, number: int) -> Twins:
    """An issue and those of the okrug as which it may go on, the likeliest first."""

    def look(connection: Connection) -> Twins:
        case = acting.case(connection, ctx, number)
        _check_mergeable(case.issue)
        others = {one.id: one for one in queue.to_merge_into(connection, case.issue)}
        told = (Told(one.id, one.category, one.text) for one in others.values())
        of = Told(number, case.issue.category, case.issue.text)
        likely = most_alike(of, told, enough=ALIKE_ENOUGH, most=MOST_SHOWN)
        return Twins(case, finding.rows(connection, [others[found] for found in likely]))

    return await ctx.read(look)


@action(Act.ANSWER_ISSUE)
async def by_number(ctx: Context, number: int, typed: str) -> Twins:
    """The issue of the same okrug with the number that was typed, to be confirmed."""

    def look(connection: Connection) -> Twins:
        case = acting.case(connection, ctx, number)
        _check_mergeable(case.issue)
        read = read_number(typed)
        found = None if read is None else reading.by_serial(connection, case.issue.okrug.code, read.serial)
        if found is None:
            raise Refused("no_such_number")
        _check(case.issue, acting.seen(connection, ctx, found.id))
        return Twins(case, finding.rows(connection, [found]))

    return await ctx.read(look)


def _check_mergeable(found: Issue) -> None:
    # Its number, its people and its okrug would stand where the akim of whom it tells reads them.
    if found.privacy is Privacy.STAFF:
        raise Refused("merge_staff_only")


def _check(found: Issue, into: Issue) -> None:
    if into.id == found.id or into.okrug.code != found.okrug.code:
        raise Refused("merge_with_itself" if into.id == found.id else "no_such_number")
    if into.is_merged:
        raise Refused("merged_meanwhile")
    if into.privacy is not Privacy.OPEN or into.hidden_at is not None:
        raise Refused("merge_into_private")
    if into.state is IssueState.DECLINED:
        raise Refused("state_not_possible")
    if into.seen_from is None and found.privacy is Privacy.OPEN:
        raise Refused("let_in_first")


@action(Act.ANSWER_ISSUE)
async def merge(ctx: Context, number: int, version: int, into: int) -> Case:
    """Let an issue go on as another; who supports either supports that one, and its people are told where it goes on.

    Everyone is counted over the family, so nobody moves, and taking it apart gives each back their own.
    """

    def together(connection: Connection) -> Case:
        # In the order of their numbers, or two who merge crosswise would wait for each other.
        for one in sorted({number, into}):
            reading.issue(connection, one, lock=True)
        _check_mergeable(acting.seen(connection, ctx, number))
        taken = acting.take_up(connection, ctx, number, version, Deed.MERGE)
        if taken is None:
            return acting.case(connection, ctx, number)
        found, root = taken.issue, acting.seen(connection, ctx, into)
        _check(found, root)
        moved = [one.id for one in reading.merged_into(connection, found.id)]
        facts = {"serial": root.serial, "into": root.id, "was_root": found.id, "moved": [found.id, *moved]}
        changes = {"state": IssueState.MERGED.value, "root_id": root.id}
        step = acting.write(connection, ctx, taken, StepKind.MERGED, changes, facts=facts)
        queue.bring(connection, moved, found.id, root.id)
        step = _twin(connection, ctx, StepKind.MERGED, found, root, step)
        if found.is_public(ctx.now) and not root.is_public(ctx.now):
            queue.mark(connection, root.id, seen_from=ctx.now)
        dates.cancel_date(connection, SUBJECT, found.id, ctx.now)
        telling.tell_step(connection, acting.again(connection, number), step, ctx.now, of=[found.id, *moved])
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(together)


def _twin(connection: Connection, ctx: Context, kind: StepKind, found: Issue, root: Issue, step: Step) -> Step:
    """The line in the history of the other issue, told to nobody; of a private one only who sees that one reads it."""
    number = steps.add(
        connection,
        root,
        kind,
        source=f"{ctx.source}:twin",
        role=step.role,
        at=ctx.now,
        by_id=ctx.actor.id,
        facts={"serial": found.serial, "from": found.id},
        public=found.privacy is Privacy.OPEN,
    )
    steps.amend(connection, step.id, {**step.facts, "twin": number})
    written = steps.step(connection, step.id)
    return step if written is None else written


@action(Act.ANSWER_ISSUE)
async def unmerge(ctx: Context, number: int, version: int) -> Case:
    """Take an issue apart from the one as which it goes on: it stands as it did, with those that came with it."""

    def apart(connection: Connection) -> Case:
        taken = acting.take_up(connection, ctx, number, version, Deed.UNMERGE)
        if taken is None:
            return acting.case(connection, ctx, number)
        found = taken.issue
        root = acting.again(connection, found.root_id or 0)
        merging = _last_merging(connection, found)
        facts = {} if merging is None else merging.facts
        before = facts.get("before", {}).get("state", IssueState.NEW.value)
        came_with: Sequence[int] = [one for one in facts.get("moved", ()) if one != found.id]
        changes: dict[str, Any] = {"state": before, "root_id": found.id}
        said = {"serial": root.serial, "into": found.id, "was_root": root.id, "moved": [found.id, *came_with]}
        step = acting.write(connection, ctx, taken, StepKind.UNMERGED, changes, facts=said)
        queue.bring(connection, came_with, root.id, found.id)
        step = _twin(connection, ctx, StepKind.UNMERGED, found, root, step)
        again = acting.again(connection, number)
        since = facts.get("answer_at")
        if since is not None and again.is_open and not again.history:
            await_answer(connection, again, acting.moment(since), ctx.now)
        telling.tell_step(connection, again, step, ctx.now)
        return acting.case(connection, ctx, number, step=step)

    return await ctx.write(apart)


def _last_merging(connection: Connection, found: Issue) -> Step | None:
    every = reading.steps(connection, found.id, public_only=True)
    return next((one for one in reversed(every) if one.kind is StepKind.MERGED and "into" in one.facts), None)
