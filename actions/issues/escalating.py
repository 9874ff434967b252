"""What the clock does to issues when a moment of theirs has come: it looks whether that is still wanted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.issues.escalation import ASKED, ASKED_FOLLOWERS, ESCALATED, UNANSWERED, at_desk, desk_above
from domain.issues.issue import Issue
from domain.issues.states import Desk, IssueState, StepKind
from domain.ladders import Due, Rung
from storage import audiences
from storage.database import Connection
from storage.issues import queue, reading, steps

CLOCK = "kenes"


def _unanswered(connection: Connection, due: Due, _now: datetime) -> Due | None:
    found = _waiting(connection, due)
    return None if found is None else due


def _waiting(connection: Connection, due: Due) -> Issue | None:
    found = reading.issue(connection, due.subject_id, lock=True)
    if found is None or not found.is_open or found.history or found.hidden_at is not None:
        return None
    return found


def _escalated(connection: Connection, due: Due, now: datetime) -> Due | None:
    """Note that nobody answered, and tell the desk above; where nobody sits there, staff."""
    found = _waiting(connection, due)
    above = None if found is None else desk_above(found)
    if found is None or above is None:
        return None
    audience = at_desk(above, found.okrug.code)
    if above is Desk.RAYON and not audiences.size(connection, audience):
        above = Desk.STAFF
        audience = at_desk(above, found.okrug.code)
    source = f"escalated:{found.id}:{due.version}"
    steps.add(connection, found, StepKind.ESCALATED, source=source, role=CLOCK, at=now, facts={"desk": above.value})
    queue.mark(connection, found.id, escalated_at=now)
    rung = due.rung
    return replace(due, rung=Rung(rung.minutes_before, rung.notice_kind, rung.topic, audience))


def _asked(connection: Connection, due: Due, now: datetime) -> Due | None:
    """Begin a round of asking whether an issue is solved; who follows it is asked in the same round."""
    found = reading.issue(connection, due.subject_id, lock=True)
    if found is None or found.state is not IssueState.SOLVED or found.history or found.hidden_at is not None:
        return None
    source = f"asked:{found.id}:{due.version}"
    facts = {"round": found.rounds + 1}
    if steps.add(connection, found, StepKind.ASKED, source=source, role=CLOCK, at=now, facts=facts) is not None:
        queue.mark(connection, found.id, rounds=found.rounds + 1)
    return due


# By the kind of notice of a rung: what to do first; None when nothing is to be said any more.
BEFORE: Mapping[str, Callable[[Connection, Due, datetime], Due | None]] = {
    UNANSWERED: _unanswered,
    ESCALATED: _escalated,
    ASKED: _asked,
    ASKED_FOLLOWERS: _asked,
}
