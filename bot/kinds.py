"""The kinds of notices: where each finds what it says, and how it says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import domain.announcements
import domain.competitions.calls
from actions.announcements.sending import APPROVAL, DECISION
from actions.groups import LOST
from domain.announcements import Announcement, State
from domain.competitions.calls import Call
from domain.meetings import Card
from domain.outbox import Notice, Receiver
from domain.territories import Level
from screens import groups as group_screens
from screens.announcements import said as speech
from screens.competitions import told as calls
from screens.meetings import notices as meetings
from screens.outgoing import Attachment, Outgoing
from screens.screen import Screen
from storage import announcements, competitions, groups, territories
from storage.database import Connection
from storage.meetings import said
from texts import Html, Words


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind.

    `load` finds, in one snapshot, what is said: the same for everyone, so it is asked once for a version of it.
    `show` says it in a person's language, as one message or several; `line` says it in one line of a digest.
    """

    load: Callable[[Connection, Notice], Any]
    show: Callable[[Words, Any, Receiver], tuple[Outgoing, ...]]
    line: Callable[[Words, Any], Html]


def _announced(connection: Connection, notice: Notice) -> speech.Told | None:
    found = announcements.announcement(connection, notice.subject_id, content_version=notice.content_version)
    return None if found is None or not found.said else _told(connection, found, notice)


def _decided(connection: Connection, notice: Notice) -> speech.Told | None:
    found = announcements.announcement(connection, notice.subject_id)
    return None if found is None or not found.said else _told(connection, found, notice)


def _to_decide(connection: Connection, notice: Notice) -> speech.Told | None:
    found = announcements.announcement(connection, notice.subject_id)
    waits = found is not None and found.state is State.APPROVING
    return _told(connection, found, notice) if found is not None and waits else None


def _told(connection: Connection, found: Announcement, notice: Notice) -> speech.Told:
    place = None if found.place is None else territories.territory(connection, found.place.code)
    okrug = place if place is not None and place.level is Level.OKRUG else None
    return speech.Told(found, okrug, notice.id, notice.send_from)


def _lost(connection: Connection, notice: Notice) -> str | None:
    return groups.title(connection, notice.subject_id)


# A subject adds its kinds here; a notice of a kind that is not here is set aside as failed, and logged.
KINDS: Mapping[str, NoticeKind] = {
    domain.announcements.SUBJECT: NoticeKind(_announced, speech.messages, speech.line),
    APPROVAL: NoticeKind(_to_decide, lambda _, told, _who: speech.to_approve(_, told), speech.to_approve_line),
    DECISION: NoticeKind(_decided, lambda _, told, _who: speech.decided(_, told), speech.decided_line),
    LOST: NoticeKind(_lost, lambda _, title, _who: group_screens.lost(_, title), group_screens.lost_line),
}


def all_kinds(zone: tzinfo) -> Mapping[str, NoticeKind]:
    """Every kind there is: those above, and those that tell a local time."""
    return {**KINDS, **_of_calls(zone), **_of_meetings(zone)}


def _of_meetings(zone: tzinfo) -> dict[str, NoticeKind]:
    def kind(load: Callable[[Connection, Notice], Any], screen: Callable[[Words, Card, tzinfo], Screen]) -> NoticeKind:
        def show(_: Words, card: Card, receiver: Receiver) -> tuple[Outgoing, ...]:
            shown = screen(_, card, zone)
            return (Outgoing(shown.text, rows=shown.rows), *_files(card))

        def _files(card: Card) -> tuple[Outgoing, ...]:
            file = card.minutes.file if screen is meetings.minutes and card.minutes is not None else None
            return () if file is None else (Outgoing(attachments=(Attachment(file.kind, file.file_id),)),)

        return NoticeKind(load, show, lambda _, card: meetings.in_digest(_, card, zone))

    return {
        "meeting_invitation": kind(said.planned, meetings.invitation),
        "meeting_reminder": kind(said.planned, meetings.reminder),
        "meeting_changed": kind(said.planned, meetings.changed),
        "meeting_place": kind(said.planned, meetings.place_free),
        "meeting_cancelled": kind(said.cancelled, meetings.cancelled),
        "meeting_minutes": kind(said.minutes, meetings.minutes),
        "minutes_missing": kind(said.minutes_missing, meetings.minutes_missing),
    }


def _of_calls(zone: tzinfo) -> dict[str, NoticeKind]:
    def load(connection: Connection, notice: Notice) -> Call | None:
        return competitions.call(connection, notice.subject_id)

    def kind(screen: Callable[[Words, Call, tzinfo], Screen]) -> NoticeKind:
        def show(_: Words, call: Call, receiver: Receiver) -> tuple[Outgoing, ...]:
            shown = screen(_, call, zone)
            return (Outgoing(shown.text, rows=shown.rows),)

        return NoticeKind(load, show, lambda _, call: calls.in_digest(_, call, zone))

    return {
        domain.competitions.calls.ANNOUNCED: kind(calls.announced),
        domain.competitions.calls.DEADLINE_NEAR: kind(calls.deadline_near),
        domain.competitions.calls.MOVED: kind(calls.moved),
        domain.competitions.calls.CANCELLED: kind(calls.cancelled),
    }
