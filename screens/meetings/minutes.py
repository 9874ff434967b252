"""After a meeting: its minutes."""

from domain.meetings import LONGEST_MINUTES, LONGEST_OUTCOME, LONGEST_OWNER, Card, Minutes
from screens import buttons
from screens.home import back
from screens.meetings import cards, names
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

SHOWN = 8


def page(_: Words, card: Card) -> Screen:
    """What is written so far, and what can be added."""
    meeting, kept = card.meeting, card.minutes or Minutes()
    lines = [_("Minutes of <b>{title}</b>", title=names.title(_, card))]
    if kept.empty:
        lines.append(_("Nothing is written yet. A few lines are enough; a file will do too."))
    else:
        lines.append(cards.minutes_text(_, kept))
    if kept.file is not None:
        lines.append(_("📎 A file is attached."))
    if kept.sent_at is not None:
        lines.append(_("✔️ Those who took part have got them."))
    rows = [
        Button(_.plain("✏️ Write, or send a file"), buttons.MeetingMinutes(meeting=meeting.id, part="text")),
        Button(_.plain("➕ A decision"), buttons.MeetingMinutes(meeting=meeting.id, part="decision")),
        Button(_.plain("➕ Who does what by when"), buttons.MeetingMinutes(meeting=meeting.id, part="action")),
    ]
    if card.issues:
        becomes = buttons.MeetingMinutes(meeting=meeting.id, part="issues")
        rows.append(Button(_.plain("📌 What becomes of the problems"), becomes))
    rows += _removable(kept, meeting.id)
    if not kept.empty and kept.sent_at is None:
        rows.append(Button(_.plain("📨 Send to who took part"), buttons.SendMinutes(meeting=meeting.id, sure=False)))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *_to_meeting(_, meeting.id)))


def _removable(kept: Minutes, meeting_id: int) -> list[Button]:
    lines = [(one.id, one.text) for one in kept.decisions] + [(one.id, one.text) for one in kept.tasks]
    return [
        Button(f"🗑 {text[:40]}", buttons.RemoveOutcome(meeting=meeting_id, outcome=number))
        for number, text in lines[-SHOWN:]
    ]


def _to_meeting(_: Words, meeting_id: int) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), buttons.ShowMeeting(meeting=meeting_id)))


def _to_minutes(_: Words, meeting_id: int) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), buttons.MeetingMinutes(meeting=meeting_id, part="")))


def ask_text(_: Words, meeting_id: int) -> Screen:
    """The question for the minutes."""
    text = _(
        "What was said? Write it in one message of at most {longest} letters. Is it longer? Send a file or a photo.",
        longest=_.number(LONGEST_MINUTES),
    )
    return Screen(text, _to_minutes(_, meeting_id))


def ask_decision(_: Words, meeting_id: int) -> Screen:
    """The question for a decision."""
    text = _(
        "What was decided? One decision in one message, at most {longest} letters.", longest=_.number(LONGEST_OUTCOME)
    )
    return Screen(text, _to_minutes(_, meeting_id))


def ask_action(_: Words, meeting_id: int) -> Screen:
    """The question for an action."""
    text = _(
        "Who does what by when? Write three lines:\nwhat (at most {what} letters)\nwho (at most {who})\n"
        "by which day, such as: 25.12.2026",
        what=LONGEST_OUTCOME,
        who=LONGEST_OWNER,
    )
    return Screen(text, _to_minutes(_, meeting_id))


def not_an_action(_: Words, meeting_id: int) -> Screen:
    """What was typed is not three lines with a day in the last."""
    text = _("I need three lines: what, who, and the day, such as: 25.12.2026. Please write it again.")
    return Screen(text, _to_minutes(_, meeting_id))


def too_long(_: Words, meeting_id: int, most: int) -> Screen:
    """What was typed is too long."""
    text = _("That is too long: at most {most} letters. Please shorten it.", most=most)
    return Screen(text, _to_minutes(_, meeting_id))


def send_sure(_: Words, card: Card) -> Screen:
    """The question before the minutes go out."""
    meeting = card.meeting
    text = _(
        "Send the minutes of <b>{title}</b> to everyone who took part? After that they cannot be taken back.",
        title=names.title(_, card),
    )
    yes = Button(_.plain("Yes, send"), buttons.SendMinutes(meeting=meeting.id, sure=True))
    return Screen(text, (*one_a_row(yes), *_to_minutes(_, meeting.id)))


def sent(_: Words, card: Card) -> Screen:
    """The minutes are on their way."""
    text = _("The minutes of <b>{title}</b> go to everyone who took part.", title=names.title(_, card))
    return Screen(text, back(_, "meetings"))
