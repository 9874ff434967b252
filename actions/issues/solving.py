"""Is it solved? What those concerned say, and opening an issue again when enough of them say "not yet"."""

from actions.context import Context, action
from actions.issues import finding, telling
from actions.issues.waiting import await_answer, setting
from domain.issues.cases import Judged
from domain.issues.duties import sits_at_desk
from domain.issues.escalation import QUESTION, at_desk, opens_again
from domain.issues.issue import Issue, Setting
from domain.issues.states import SUBJECT, IssueState, StepKind
from domain.permissions import Act
from domain.refusals import Refused
from storage import dates
from storage.database import Connection
from storage.issues import reading, steps, verdicts
from storage.issues import reporting as store


@action(Act.JUDGE_ISSUE)
async def judge(ctx: Context, number: int, asked: int, *, solved: bool) -> Judged:
    """Say whether an issue is solved; changed freely until the issue is open again or asked about anew.

    Only who reported, shares or follows it is heard, and nobody who answers for it. It opens again by
    `domain.issues.escalation.opens_again`.
    """

    def say(connection: Connection) -> Judged:
        ctx.require(Act.JUDGE_ISSUE, owner=ctx.actor.id)
        found = finding.known(connection, number, lock=True)
        if found.is_draft or not _is_concerned(connection, ctx, found):
            raise Refused("no_such_issue")
        if sits_at_desk(ctx.actor, found, ctx.now):
            raise Refused("own_work")
        if found.state is not IssueState.SOLVED or asked != found.rounds or asked == 0:
            raise Refused("question_over")
        if found.hidden_at is not None:
            raise Refused("question_over")
        verdicts.keep(connection, number, asked, ctx.actor.id, ctx.now, solved=solved)
        desk = at_desk(found.desk, found.okrug.code)
        said = verdicts.said(connection, number, asked, but=desk)
        people = verdicts.concerned_people(connection, found.root_id or number, but=desk)
        needed = setting(connection, found.okrug, Setting.REOPEN_PEOPLE)
        reopened = opens_again(said.not_yet, said.answers, people, needed)
        if reopened:
            _reopen(connection, ctx, found, said)
        again = finding.known(connection, number)
        return Judged(finding.thread(connection, ctx, again), solved, said.yes, said.not_yet, reopened)

    return await ctx.write(say)


def _is_concerned(connection: Connection, ctx: Context, found: Issue) -> bool:
    if found.root_id is None:
        return False
    mine = (one.author_id for one in (found, *reading.merged_into(connection, found.root_id)))
    return (
        ctx.actor.id in mine
        or reading.supports(connection, found.root_id, ctx.actor.id)
        or reading.follows(connection, found.root_id, ctx.actor.id)
    )


def _reopen(connection: Connection, ctx: Context, found: Issue, said: verdicts.Verdicts) -> None:
    number = steps.add(
        connection,
        found,
        StepKind.REOPENED,
        source=f"reopened:{found.id}:{found.rounds}",
        role="resident",
        at=ctx.now,
        state=IssueState.REOPENED,
        facts={"not_yet": said.not_yet, "answers": said.answers},
    )
    store.change(connection, found, state=IssueState.REOPENED.value, escalated_at=None)
    step = None if number is None else steps.step(connection, number)
    again = finding.known(connection, found.id)
    dates.cancel_date(connection, SUBJECT, found.id, ctx.now, kind=QUESTION)
    await_answer(connection, again, ctx.now, ctx.now)
    if step is not None:
        telling.tell_step(connection, again, step, ctx.now)
        telling.tell_reopened(connection, again, step, ctx.now)
