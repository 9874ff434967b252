"""What notices about issues say, as it stands when they leave; None when nothing is to be said any more."""

from sqlalchemy.engine import Connection

from domain.issues.cases import Told
from domain.issues.duties import Why
from domain.issues.escalation import step_of
from domain.issues.issue import Issue, Step
from domain.issues.moderation import Reason, read_reason
from domain.issues.states import IssueState, StepKind
from domain.outbox import Notice
from storage import territories
from storage.issues import bans, reading, steps


def _told(connection: Connection, found: Issue, *said: Step) -> Told | None:
    okrug = territories.territory(connection, found.okrug.code)
    if okrug is None:
        return None
    root = reading.issue(connection, found.root_id) if found.is_merged and found.root_id else None
    shared = reading.supporters(connection, [found.root_id or found.id])
    return Told(found, okrug, said, root, supporters=shared[found.root_id or found.id])


def step(connection: Connection, notice: Notice) -> Told | None:
    """A step, with those that waited to be told with it; nothing of what is hidden, or was taken back."""
    found, taken = _of_step(connection, notice)
    if found is None or taken is None or found.hidden_at is not None:
        return None
    earlier = (steps.step(connection, number) for number in taken.facts.get("with", ()))
    every = [one for one in (*earlier, taken) if one is not None and one.public and not one.facts.get("undone")]
    return _told(connection, found, *every) if every else None


def _of_step(connection: Connection, notice: Notice) -> tuple[Issue | None, Step | None]:
    number = step_of(notice.occurrence)
    taken = None if number is None else steps.step(connection, number)
    if taken is None or taken.facts.get("undone"):
        return None, None
    return reading.issue(connection, notice.subject_id), taken


def new(connection: Connection, notice: Notice) -> Told | None:
    """A new issue, or one that was passed on, as long as somebody has to take it up."""
    found = reading.issue(connection, notice.subject_id)
    if found is None or found.hidden_at is not None or not found.is_open:
        return None
    if step_of(notice.occurrence) is not None:
        taken = _of_step(connection, notice)[1]
        same_desk = taken is not None and taken.facts.get("desk") == found.desk.value
        return _told(connection, found, taken) if taken is not None and same_desk else None
    return _told(connection, found) if found.state is IssueState.NEW else None


def waiting(connection: Connection, notice: Notice) -> Told | None:
    """An issue that nobody answered yet, and for how many days."""
    found = reading.issue(connection, notice.subject_id)
    if found is None or found.hidden_at is not None or not found.is_open:
        return None
    told = _told(connection, found)
    if told is None:
        return None
    version, _, minutes = notice.occurrence.partition(":")
    days = abs(int(minutes)) // 1440 if version and minutes.lstrip("-").isdigit() else 0
    return Told(told.issue, told.okrug, (), told.root, supporters=told.supporters, days=days)


def reopened(connection: Connection, notice: Notice) -> Told | None:
    """An issue that is open again, as long as it is."""
    found, taken = _of_step(connection, notice)
    if found is None or taken is None or found.hidden_at is not None or found.state is not IssueState.REOPENED:
        return None
    return _told(connection, found, taken)


def question(connection: Connection, notice: Notice) -> Told | None:
    """An issue of which it is asked whether it is solved, as long as it is called so."""
    found = reading.issue(connection, notice.subject_id)
    if found is None or found.hidden_at is not None or found.state is not IssueState.SOLVED or not found.rounds:
        return None
    every = reading.steps(connection, found.id, public_only=True)
    last = [one for one in every if one.kind is StepKind.STATE and one.state is IssueState.SOLVED][-1:]
    return _told(connection, found, *last)


def hidden(connection: Connection, notice: Notice) -> Told | None:
    """An issue that is hidden, and why, for its author."""
    found, taken = _of_step(connection, notice)
    if found is None or taken is None or found.hidden_at is None:
        return None
    told = _told(connection, found, taken)
    return None if told is None else Told(told.issue, told.okrug, told.steps, reason=reason_of(taken))


def reason_of(taken: Step) -> Reason:
    """The reason that a step gives."""
    ready = taken.facts.get("reason")
    return Reason(Why(ready) if ready in set(Why) else None, taken.text or "")


def banned(connection: Connection, notice: Notice) -> Told | None:
    """Why somebody may not report, and until when; nothing when the ban was lifted meanwhile."""
    found = reading.issue(connection, notice.subject_id)
    ban = bans.ban(connection, int(notice.occurrence[1:]))
    if found is None or ban is None or ban[0].lifted_at is not None:
        return None
    told = _told(connection, found)
    if told is None:
        return None
    return Told(told.issue, told.okrug, reason=read_reason(ban[0].reason), until=ban[0].until)


def appeal(connection: Connection, notice: Notice) -> Told | None:
    """What an author asks staff."""
    found, taken = _of_step(connection, notice)
    return None if found is None or taken is None else _told(connection, found, taken)
