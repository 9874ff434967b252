"""What is told of an issue, to whom: its desk of what is new, everyone concerned of each step, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from actions.issues.waiting import await_answer
from domain.audiences import Audience, Rule, RuleKind
from domain.issues.duties import UNDO
from domain.issues.escalation import (
    APPEALED,
    BANNED,
    HIDDEN,
    NEW,
    REOPENED,
    STEP,
    at_desk,
    concerned,
    followers,
    step_of,
)
from domain.issues.issue import Issue, Step
from domain.issues.states import SUBJECT, Desk
from domain.outbox import NewNotice, Notice, NoticeState
from domain.topics import Topic
from storage.database import Connection
from storage.issues import reading, steps
from storage.outbox import notices


def reported(connection: Connection, issue: Issue, now: datetime, *, held: bool) -> None:
    """Have the desk told of a new issue; `held` when a word to watch keeps it from neighbours until a look."""
    await_answer(connection, issue, now, now)
    audience = at_desk(issue.desk, issue.okrug.code)
    if held and issue.desk is not Desk.STAFF:
        audience = audience.with_rule(at_desk(Desk.STAFF, issue.okrug.code).rules[0])
    _add(connection, issue, NEW, "sent", Topic.DUTIES, audience, now, now)


def of_step(connection: Connection, step: Step) -> list[Notice]:
    """The notices that tell of a step and stand."""
    about = notices.of_subject(connection, SUBJECT, step.issue_id)
    return [one for one in about if step_of(one.occurrence) == step.id and one.state is not NoticeState.CANCELLED]


def tell_step(
    connection: Connection,
    issue: Issue,
    step: Step,
    now: datetime,
    *,
    wait: timedelta = UNDO,
    of: Sequence[int] = (),
    also: Sequence[int] = (),
) -> None:
    """Tell everyone concerned by an issue of a step, once, in some minutes.

    Steps of which nobody heard yet are told together with it, and those in `also`. `of` names the issues whose people
    hear it when it is not all of the family. What was taken over from earlier times and what is hidden is told to
    nobody.
    """
    if issue.history or issue.hidden_at is not None:
        return
    earlier = sorted({*_take_in(connection, issue, step), *also})
    if earlier:
        step = replace(step, facts={**step.facts, "with": earlier})
        steps.amend(connection, step.id, step.facts, public=step.public)
    _tell(connection, issue, step, now, now + wait, list(of) or [issue.id])


def _take_in(connection: Connection, issue: Issue, step: Step) -> list[int]:
    """The steps that still waited to be told, whose notices are cancelled."""
    found: set[int] = set()
    for one in notices.of_subject(connection, SUBJECT, issue.id):
        number = step_of(one.occurrence)
        if one.kind != STEP or number is None or number == step.id or one.state is not NoticeState.WAITING:
            continue
        if notices.set_state(connection, one.id, NoticeState.CANCELLED, (NoticeState.WAITING,)):
            before = steps.step(connection, number)
            found |= {number, *(before.facts.get("with", ()) if before is not None else ())}
    return sorted(found)


def unsaid(connection: Connection, issue: Issue) -> list[int]:
    """The steps that somebody was to hear of and did not, since the issue was hidden when its turn came."""
    lost = {step_of(one.occurrence) for one in notices.unsaid(connection, SUBJECT, issue.id, STEP)}
    every = [(one.id, one.facts.get("with", ())) for one in reading.steps(connection, issue.id, public_only=True)]
    told = {number for step, others in every if step not in lost for number in others}
    return sorted({number for step, others in every if step in lost for number in (step, *others)} - told)


def _tell(
    connection: Connection, issue: Issue, step: Step, now: datetime, send_from: datetime, of: list[int], again: str = ""
) -> None:
    by = () if step.by_id is None else (Rule(RuleKind.PERSON, str(step.by_id), excludes=True),)
    for prefix, topic, audience in (
        ("s", Topic.MINE, concerned(of)),
        ("f", Topic.FOLLOWED, followers(of)),
    ):
        whom = Audience((*audience.rules, *by))
        _add(connection, issue, STEP, f"{prefix}{step.id}{again}", topic, whom, send_from, now)


def take_back(connection: Connection, issue: Issue, step: Step, now: datetime) -> bool:
    """Tell nobody of a step; whether that was still possible. What waited with it is told by itself."""
    for one in of_step(connection, step):
        if not notices.set_state(connection, one.id, NoticeState.CANCELLED, (NoticeState.WAITING,)):
            return False
    earlier = [found for number in step.facts.get("with", ()) if (found := steps.step(connection, number))]
    if earlier:
        last = max(earlier, key=lambda one: one.id)
        others = [one.id for one in earlier if one.id != last.id]
        steps.amend(connection, last.id, {**last.facts, "with": others}, public=last.public)
        _tell(connection, issue, last, now, now, [issue.id], f":{step.id}")
    return True


def hold(connection: Connection, step: Step, until: datetime) -> bool:
    """Let a step wait while more is asked for it; whether it was still to be told."""
    held = [notices.postpone(connection, one.id, until) for one in of_step(connection, step)]
    return any(held)


def hold_all(connection: Connection, issue: Issue, until: datetime) -> None:
    """Let what waits to be told of an issue wait while it can still be taken back that it was hidden."""
    for one in notices.of_subject(connection, SUBJECT, issue.id):
        if one.kind == STEP and one.send_from < until:
            notices.postpone(connection, one.id, until)


def tell_desk(connection: Connection, issue: Issue, step: Step, now: datetime, *, kind: str = NEW) -> None:
    """Tell those at whose desk an issue lies now; what was passed on can be taken back for some minutes."""
    wait = UNDO if kind == NEW else timedelta(0)
    audience = at_desk(issue.desk, issue.okrug.code)
    _add(connection, issue, kind, f"s{step.id}", Topic.DUTIES, audience, now + wait, now)


def tell_hidden(connection: Connection, issue: Issue, step: Step, now: datetime) -> None:
    """Tell its author why an issue is hidden."""
    if issue.author_id is not None:
        _add(connection, issue, HIDDEN, f"s{step.id}", Topic.MINE, _person(issue.author_id), now + UNDO, now)


def tell_banned(connection: Connection, issue: Issue, ban_id: int, now: datetime) -> None:
    """Tell somebody why they may not report for a while, and until when."""
    if issue.author_id is not None:
        _add(connection, issue, BANNED, f"b{ban_id}", Topic.MINE, _person(issue.author_id), now, now)


def tell_appeal(connection: Connection, issue: Issue, step: Step, now: datetime) -> None:
    """Tell staff that an author asks them to look again."""
    audience = at_desk(Desk.STAFF, issue.okrug.code)
    _add(connection, issue, APPEALED, f"s{step.id}", Topic.DUTIES, audience, now, now)


def tell_reopened(connection: Connection, issue: Issue, step: Step, now: datetime) -> None:
    """Tell the desk that people say it is not solved."""
    tell_desk(connection, issue, step, now, kind=REOPENED)


def _person(number: int) -> Audience:
    return Audience((Rule(RuleKind.PERSON, str(number)),))


def _add(
    connection: Connection,
    issue: Issue,
    kind: str,
    occurrence: str,
    topic: Topic,
    audience: Audience,
    send_from: datetime,
    now: datetime,
) -> None:
    notice = NewNotice(
        kind=kind,
        subject=SUBJECT,
        subject_id=issue.id,
        occurrence=occurrence,
        topic=topic,
        audience=audience,
        send_from=send_from,
        place=issue.okrug,
    )
    notices.add(connection, notice, now)
