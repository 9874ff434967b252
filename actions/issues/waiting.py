"""What a territory has arranged for its issues, and the clock that reminds of those which nobody answers."""

from datetime import datetime, timedelta

from domain.issues.escalation import ANSWER, QUESTION, answer_ladder, question_ladder, value_of
from domain.issues.issue import Issue, Setting
from domain.issues.states import SUBJECT, IssueState, StepKind
from domain.territories import Place
from storage import dates, territory_settings
from storage.database import Connection
from storage.issues import reading

# States in which a desk is reminded when it does not answer.
_AWAITED = frozenset({IssueState.NEW, IssueState.IN_REVIEW, IssueState.REOPENED})
# People first read that an issue is shown again.
ASKED_AFTER_RESTORING = timedelta(days=1)


def setting(connection: Connection, place: Place, which: Setting) -> int:
    """What a territory has arranged."""
    return value_of(which, territory_settings.setting(connection, place, which.value))


def await_answer(connection: Connection, found: Issue, since: datetime, now: datetime) -> None:
    """Let the clock remind of an issue that nobody answers, by days from `since`."""
    ladder = answer_ladder(
        found,
        setting(connection, found.okrug, Setting.REMIND_DAYS),
        setting(connection, found.okrug, Setting.ESCALATE_DAYS),
    )
    dates.set_date(connection, SUBJECT, found.id, ANSWER, since, ladder, now)


def await_verdict(connection: Connection, found: Issue, at: datetime, now: datetime) -> None:
    """Have those concerned asked at that moment whether an issue is solved."""
    dates.set_date(connection, SUBJECT, found.id, QUESTION, at, question_ladder(found), now)


def waiting_again(connection: Connection, found: Issue, now: datetime) -> None:
    """Wait for an answer again, or have asked what was to be asked while the issue was hidden."""
    if found.history:
        return
    if found.state in _AWAITED:
        await_answer(connection, found, now, now)
    elif found.state is IssueState.SOLVED and not _asked_or_to_be_asked(connection, found, now):
        await_verdict(connection, found, now + ASKED_AFTER_RESTORING, now)


def _asked_or_to_be_asked(connection: Connection, found: Issue, now: datetime) -> bool:
    at = dates.moment(connection, SUBJECT, found.id, QUESTION)
    if at is not None and at > now:
        return True
    every = reading.steps(connection, found.id, public_only=True)
    return any(one.kind is StepKind.ASKED and one.at >= (found.solved_at or one.at) for one in every)
