"""Taking the last step back, as long as nobody heard of it."""

from collections.abc import Sequence

from actions.context import Context, action
from actions.issues import acting, answering, telling
from actions.issues.waiting import await_answer
from domain.issues.cases import Case, Undo
from domain.issues.issue import Issue, Step
from domain.issues.states import SUBJECT, IssueState
from domain.permissions import Act
from domain.refusals import Refused
from storage import dates
from storage.database import Connection
from storage.issues import queue, steps
from storage.issues import reporting as store


@action(Act.ANSWER_ISSUE)
async def take_back(ctx: Context, number: int, step_id: int) -> Case:
    """Take the last step back, as long as nobody heard of it: the issue stands as before, and nobody is told."""

    def back(connection: Connection) -> Case:
        found = acting.seen(connection, ctx, number, lock=True)
        step = steps.step(connection, step_id)
        if step is None or step.issue_id != number:
            raise Refused("old_button")
        if step.facts.get("undone"):
            return acting.case(connection, ctx, number)
        undo = acting.undoable(connection, ctx, found)
        if undo is None or undo.step.id != step.id:
            raise Refused("undo_late")
        _undo(connection, ctx, found, undo)
        return acting.case(connection, ctx, number)

    return await ctx.write(back)


def _undo(connection: Connection, ctx: Context, found: Issue, undo: Undo) -> None:
    step = undo.step
    if not telling.take_back(connection, found, step, ctx.now):
        raise Refused("undo_late")
    steps.amend(connection, step.id, {**step.facts, "undone": True}, public=False)
    store.change(connection, found, **acting.was(step.facts))
    _put_back(connection, found, step)
    dates.cancel_date(connection, SUBJECT, found.id, ctx.now)
    again = acting.again(connection, found.id)
    _as_before(connection, ctx, again, step)
    grant = next((grant for grant in ctx.actor.grants if grant.covers(found.okrug)), None)
    acting.note(connection, ctx, grant, found, "undo", again.state)


def _put_back(connection: Connection, found: Issue, step: Step) -> None:
    """Undo what a step of merging did to other issues."""
    moved: Sequence[int] = step.facts.get("moved", ())
    to_root, from_root = step.facts.get("was_root"), step.facts.get("into")
    if moved and to_root is not None and from_root is not None:
        queue.bring(connection, moved, from_root, to_root)
    twin = steps.step(connection, step.facts.get("twin", 0))
    if twin is not None:
        steps.amend(connection, twin.id, {**twin.facts, "undone": True}, public=False)


def _as_before(connection: Connection, ctx: Context, again: Issue, step: Step) -> None:
    since = step.facts.get("answer_at")
    if since is not None:
        await_answer(connection, again, acting.moment(since), ctx.now)
    if again.state is IssueState.SOLVED:
        answering.ask_later(connection, ctx, again)
