"""A meeting for a calendar (RFC 5545)."""

from datetime import datetime

from icalendar import Calendar, Event

from domain.languages import Language
from domain.meetings import Card, MeetingState

FILE_NAME = "meeting.ics"


def ics(card: Card, title: str, language: Language, now: datetime) -> bytes:
    """The meeting as one event: the same UID for ever, a SEQUENCE that rises with each change, times in UTC.

    Raises `ValueError` for a meeting that has no time yet.
    """
    meeting = card.meeting
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError("a meeting without a time")
    off = meeting.state is MeetingState.CANCELLED
    event = Event()
    event.add("uid", f"{meeting.uid}@kenes")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", title, parameters={"LANGUAGE": language})
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if meeting.where:
        event.add("location", meeting.where)
    if meeting.point is not None:
        event.add("geo", meeting.point)
    if meeting.agenda:
        event.add("description", "\n".join(meeting.agenda))
    calendar = Calendar()
    calendar.add("prodid", "-//Kenes//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
