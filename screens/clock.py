"""What the clock will say, what is going out, what was missed."""

from collections.abc import Iterable
from datetime import tzinfo

from domain.clock import ClockState, Going, Planned
from domain.languages import Localized
from domain.outbox import NoticeState
from screens import buttons
from screens.home import to_menu
from screens.screen import Button, Screen, one_a_row
from texts import Html, Words

LONGEST_TITLE = 60


def kind_name(_: Words, kind: str) -> str:
    """What a kind of notice says; never its word, which means nothing to anybody."""
    return {
        "call_announced": _.plain("a competition is announced"),
        "call_deadline": _.plain("the deadline of a competition is near"),
        "call_moved": _.plain("a competition has new dates"),
        "call_cancelled": _.plain("a competition was cancelled"),
        "announcement": _.plain("an announcement"),
        "announcement_approval": _.plain("an announcement waits for approval"),
        "announcement_decision": _.plain("what became of an announcement"),
        "digest": _.plain("the digests of the day"),
        "group_lost": _.plain("a group is not bound any more"),
        "meeting_invitation": _.plain("an invitation to a meeting"),
        "meeting_reminder": _.plain("a reminder of a meeting"),
        "meeting_uninvited": _.plain("others are invited to a meeting"),
        "meeting_changed": _.plain("a meeting has another time or place"),
        "meeting_place": _.plain("a place at a meeting is free"),
        "meeting_cancelled": _.plain("a meeting was called off"),
        "meeting_minutes": _.plain("the minutes of a meeting"),
        "minutes_missing": _.plain("the minutes of a meeting are missing"),
        "survey_opened": _.plain("a survey is open"),
        "survey_reminder": _.plain("a reminder of a survey"),
        "survey_ended": _.plain("a survey has ended"),
        "survey_unfinished": _.plain("a survey has ended, to who had not finished"),
        "survey_moved": _.plain("a survey has another end"),
        "survey_called_off": _.plain("a survey was called off"),
        "survey_results": _.plain("the results of a survey"),
        "issue_new": _.plain("a new problem, to its desk"),
        "issue_step": _.plain("news of a problem"),
        "issue_hidden": _.plain("a report was hidden"),
        "issue_banned": _.plain("somebody may not report for a while"),
        "issue_unanswered": _.plain("nobody has answered a problem"),
        "issue_escalated": _.plain("nobody has answered a problem, told further up"),
        "issue_question": _.plain("is a problem solved?"),
        "issue_question_f": _.plain("is a problem solved? (to followers)"),
        "issue_reopened": _.plain("a problem is open again"),
        "issue_appeal": _.plain("an author asks staff"),
    }.get(kind, _.plain("another message"))


def state(_: Words, seen: ClockState, zone: tzinfo) -> Screen:
    """The clock as staff see it."""
    parts = [_("<b>What comes, what was missed</b>")]
    parts.append(_part(_("<b>Going out now</b>"), (_going(_, one) for one in seen.going), _("Nothing.")))
    parts.append(_part(_("<b>Comes next</b>"), (_planned(_, one, zone) for one in seen.coming), _("Nothing.")))
    missed = _("<b>Missed in the last 30 days</b>: the bot was down, or a later reminder took its place")
    parts.append(_part(missed, (_planned(_, one, zone) for one in seen.missed), _("Nothing.")))
    again = Button(_.plain("🔄 Look again"), buttons.GoTo(screen="clock"))
    return Screen(Html("\n\n".join(parts)), (*one_a_row(again), *to_menu(_)))


def _part(head: Html, lines: Iterable[Html], nothing: Html) -> Html:
    return Html("\n".join((head, *(tuple(lines) or (nothing,)))))


def _planned(_: Words, one: Planned, zone: tzinfo) -> Html:
    return _("• {when}: {what}", when=_.moment(one.at, zone), what=_what(_, one.notice_kind, one.title))


def _going(_: Words, one: Going) -> Html:
    notice = one.notice
    values = {
        "what": _what(_, notice.kind, one.title),
        "ended": _.number(notice.ended),
        "total": _.number(notice.total),
        "failed": _.number(notice.failed + notice.unsure),
    }
    if notice.state is NoticeState.FANNING:
        return _("• {what}: looking up whom to send it", what=values["what"])
    if notice.state is NoticeState.PAUSED:
        return _("• {what}: paused, {ended} of {total} are through, {failed} failed", **values)
    return _("• {what}: {ended} of {total} are through, {failed} failed", **values)


def _what(_: Words, kind: str, title: Localized | None) -> str:
    name = kind_name(_, kind)
    if title is None:
        return name
    called = title.in_(_.language)
    return f"{name} ({called if len(called) <= LONGEST_TITLE else called[: LONGEST_TITLE - 1] + '…'})"
