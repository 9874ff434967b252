"""The kinds of notices: where each finds what it says, and how it says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import domain.announcements
import domain.competitions.calls
import domain.surveys.survey
from actions.announcements.sending import APPROVAL, DECISION
from actions.groups import LOST
from actions.surveys.results import results_for_who_answered
from domain.announcements import Announcement, State
from domain.competitions.calls import Call
from domain.issues import escalation
from domain.issues.cases import Told as IssueTold
from domain.meetings import Card
from domain.outbox import Notice, Receiver
from domain.summaries.results import RESULTS, Results
from domain.surveys.survey import Survey, Told
from domain.territories import Level
from domain.topics import Topic
from reports.surveys.printed import printed as put_into_words
from screens import groups as group_screens
from screens.announcements import said as speech
from screens.competitions import told as calls
from screens.issues import notices as issues
from screens.meetings import notices as meetings
from screens.outgoing import Attachment, Outgoing
from screens.screen import Screen
from screens.surveys import about as surveys
from screens.surveys import card as survey_cards
from screens.surveys import results as survey_results
from storage import announcements, competitions, groups, territories
from storage.database import Connection
from storage.issues import said as said_of_issues
from storage.meetings import said
from storage.surveys import said as said_of_surveys
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
    return {**KINDS, **_of_issues(zone), **_of_calls(zone), **_of_meetings(zone), **_of_surveys(zone)}


def _of_issues(zone: tzinfo) -> dict[str, NoticeKind]:
    def asking(topic: Topic) -> NoticeKind:
        return _issue(said_of_issues.question, lambda _, told: issues.question(_, told, topic), issues.question_line)

    def banned(_: Words, told: IssueTold) -> Screen:
        return issues.banned(_, told, zone)

    def banned_line(_: Words, told: IssueTold) -> Html:
        return issues.banned_line(_, told, zone)

    return {
        # Said to followers too, who choose for another topic whether they want fewer.
        escalation.STEP: NoticeKind(_step_told, _show_step, lambda _, told: issues.step_line(_, told[0])),
        escalation.ASKED: asking(Topic.MINE),
        escalation.ASKED_FOLLOWERS: asking(Topic.FOLLOWED),
        escalation.HIDDEN: _issue(said_of_issues.hidden, issues.hidden, issues.hidden_line),
        escalation.BANNED: _issue(said_of_issues.banned, banned, banned_line),
        escalation.NEW: _issue(said_of_issues.new, issues.new, issues.new_line),
        escalation.UNANSWERED: _issue(said_of_issues.waiting, issues.unanswered, issues.unanswered_line),
        escalation.ESCALATED: _issue(said_of_issues.waiting, issues.escalated, issues.unanswered_line),
        escalation.REOPENED: _issue(said_of_issues.reopened, issues.reopened, issues.reopened_line),
        escalation.APPEALED: _issue(said_of_issues.appeal, issues.appeal, issues.appeal_line),
    }


def _issue(
    load: Callable[[Connection, Notice], IssueTold | None],
    screen: Callable[[Words, IssueTold], Screen],
    line: Callable[[Words, IssueTold], Html],
) -> NoticeKind:
    def show(_: Words, told: IssueTold, receiver: Receiver) -> tuple[Outgoing, ...]:
        shown = screen(_, told)
        return (Outgoing(shown.text, rows=shown.rows),)

    return NoticeKind(load, show, line)


def _step_told(connection: Connection, notice: Notice) -> tuple[IssueTold, Topic] | None:
    told = said_of_issues.step(connection, notice)
    return None if told is None else (told, notice.topic)


def _show_step(_: Words, told: tuple[IssueTold, Topic], receiver: Receiver) -> tuple[Outgoing, ...]:
    shown = issues.step(_, *told)
    return (Outgoing(shown.text, rows=shown.rows),)


def _of_meetings(zone: tzinfo) -> dict[str, NoticeKind]:
    def kind(load: Callable[[Connection, Notice], Any], screen: Callable[[Words, Card, tzinfo], Screen]) -> NoticeKind:
        def show(_: Words, card: Card, receiver: Receiver) -> tuple[Outgoing, ...]:
            shown = screen(_, card, zone)
            return (Outgoing(shown.text, rows=shown.rows), *_files(card))

        def _files(card: Card) -> tuple[Outgoing, ...]:
            file = card.minutes.file if screen is meetings.minutes and card.minutes is not None else None
            return () if file is None else (Outgoing(attachments=(Attachment(file.kind, file.file_id),)),)

        line = meetings.uninvited_line if screen is meetings.uninvited else meetings.in_digest
        return NoticeKind(load, show, lambda _, card: line(_, card, zone))

    return {
        "meeting_invitation": kind(said.planned, meetings.invitation),
        "meeting_reminder": kind(said.planned, meetings.reminder),
        "meeting_uninvited": kind(said.planned, meetings.uninvited),
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


def _came_out(connection: Connection, notice: Notice) -> Results | None:
    return results_for_who_answered(connection, notice.subject_id)


def _show_results(_: Words, its: Results, receiver: Receiver) -> tuple[Outgoing, ...]:
    printed = put_into_words(_, its.summary, survey_results.called(_, its.territories))
    shown = survey_results.told(_, its.survey, printed)
    return (Outgoing(shown.text, rows=shown.rows),)


def _of_surveys(zone: tzinfo) -> dict[str, NoticeKind]:
    def told(screen: Callable[[Words, Told, tzinfo], Screen]) -> NoticeKind:
        def show(_: Words, one: Told, receiver: Receiver) -> tuple[Outgoing, ...]:
            shown = screen(_, one, zone)
            return (Outgoing(shown.text, rows=shown.rows),)

        return NoticeKind(said_of_surveys.open_one, show, lambda _, one: surveys.in_digest(_, one, zone))

    def to_author(screen: Callable[[Words, Survey], Screen], line: Callable[[Words, Survey], Html]) -> NoticeKind:
        def show(_: Words, survey: Survey, receiver: Receiver) -> tuple[Outgoing, ...]:
            shown = screen(_, survey)
            return (Outgoing(shown.text, rows=shown.rows),)

        return NoticeKind(said_of_surveys.any_one, show, line)

    def show_called_off(_: Words, one: Told, receiver: Receiver) -> tuple[Outgoing, ...]:
        shown = surveys.called_off(_, one)
        return (Outgoing(shown.text, rows=shown.rows),)

    def show_unfinished(_: Words, survey: Survey, receiver: Receiver) -> tuple[Outgoing, ...]:
        shown = surveys.unfinished(_, survey)
        return (Outgoing(shown.text, rows=shown.rows),)

    return {
        domain.surveys.survey.UNFINISHED: NoticeKind(
            said_of_surveys.closed_one, show_unfinished, lambda _, one: surveys.unfinished_line(_, one)
        ),
        domain.surveys.survey.OPENED: told(surveys.opened),
        domain.surveys.survey.REMINDER: told(surveys.reminder),
        domain.surveys.survey.ENDED: to_author(survey_cards.ended, survey_cards.ended_line),
        domain.surveys.survey.MOVED: to_author(survey_cards.moved, survey_cards.moved_line),
        domain.surveys.survey.CALLED_OFF: NoticeKind(
            said_of_surveys.called_off, show_called_off, lambda _, one: surveys.called_off_line(_, one)
        ),
        RESULTS: NoticeKind(_came_out, _show_results, lambda _, its: survey_results.told_line(_, its.survey)),
    }
