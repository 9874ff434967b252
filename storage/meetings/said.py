"""What notices about meetings say, looked up when they leave; None when there is nothing to say any more."""

from sqlalchemy.engine import Connection

from domain.meetings import Card, Meeting, MeetingState
from domain.outbox import Notice
from storage import territories
from storage.meetings import agenda, planning
from storage.meetings import minutes as store


def planned(connection: Connection, notice: Notice) -> Card | None:
    """A meeting that is still to be."""
    return _card(connection, planning.meeting(connection, notice.subject_id), MeetingState.PLANNED)


def cancelled(connection: Connection, notice: Notice) -> Card | None:
    """A meeting that was called off."""
    return _card(connection, planning.meeting(connection, notice.subject_id), MeetingState.CANCELLED)


def minutes(connection: Connection, notice: Notice) -> Card | None:
    """A meeting with minutes that its participants may read."""
    found = planned(connection, notice)
    return found if found is not None and found.minutes is not None and found.minutes.sent_at is not None else None


def minutes_missing(connection: Connection, notice: Notice) -> Card | None:
    """A meeting whose minutes nobody has sent yet."""
    found = planned(connection, notice)
    return None if found is None or (found.minutes is not None and found.minutes.sent_at is not None) else found


def _card(connection: Connection, found: Meeting | None, state: MeetingState) -> Card | None:
    if found is None or found.state is not state or found.history:
        return None
    territory = None if found.place is None else territories.territory(connection, found.place.code)
    return Card(
        found, territory, minutes=store.of(connection, found.id), issues=agenda.of_meeting(connection, found.id)
    )
