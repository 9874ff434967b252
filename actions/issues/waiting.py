"""What a territory has arranged for its issues, and the clock that reminds of those which nobody answers."""

from datetime import datetime

from domain.issues.escalation import ANSWER, answer_ladder, value_of
from domain.issues.issue import Issue, Setting
from domain.issues.states import SUBJECT
from domain.territories import Place
from storage import dates, territory_settings
from storage.database import Connection


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
