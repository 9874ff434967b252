"""At a meeting: who is there."""

from domain.meetings import AttendancePage, Attendee, Card
from domain.territories import PosterText
from screens import buttons
from screens.home import back
from screens.meetings import names
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words, words


def page(_: Words, found: AttendancePage) -> Screen:
    """The list that a leader ticks, and what was counted beside it."""
    meeting = found.meeting
    lines = [
        _("<b>Who is there</b>"),
        _("By name or by the code: {named}", named=found.named),
        _("Without Telegram: {women} women, {men} men", women=found.women, men=found.men),
        _("Photos of the paper list: {photos}", photos=found.photos),
        _("Press a name to tick it. Who has no name here checks in by the code on the wall."),
    ]
    rows: list[tuple[Button, ...]] = [(_tick(found, person),) for person in found.people]
    turn = []
    if found.page > 0:
        turn.append(Button("«", buttons.Attendance(meeting=meeting.id, page=found.page - 1)))
    if found.more:
        turn.append(Button("»", buttons.Attendance(meeting=meeting.id, page=found.page + 1)))
    if turn:
        rows.append(tuple(turn))
    others = one_a_row(
        Button(_.plain("🔢 Count those without Telegram"), buttons.CountOthers(meeting=meeting.id, photo=False)),
        Button(_.plain("📷 Photo of the paper list"), buttons.CountOthers(meeting=meeting.id, photo=True)),
        Button(_.plain("‹ Back"), buttons.ShowMeeting(meeting=meeting.id)),
    )
    return Screen(Html("\n".join(lines)), (*rows, *others))


def _tick(found: AttendancePage, person: Attendee) -> Button:
    sign = "✔️" if person.came else "▫️"
    there = buttons.TickAttendee(
        meeting=found.meeting.id, person=person.person_id, there=not person.came, page=found.page
    )
    return Button(f"{sign} {person.name}", there)


def _back(_: Words, meeting_id: int) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), buttons.Attendance(meeting=meeting_id, page=0)))


def ask_count(_: Words, meeting_id: int) -> Screen:
    """The question for the two numbers."""
    text = _("How many came without Telegram? Write two numbers: women and men, such as: 12 9")
    return Screen(text, _back(_, meeting_id))


def not_two_numbers(_: Words, meeting_id: int) -> Screen:
    """What was typed is not two numbers."""
    return Screen(_("Please write two numbers: women and men, such as: 12 9"), _back(_, meeting_id))


def ask_photo(_: Words, meeting_id: int) -> Screen:
    """The question for the photo."""
    text = _("Send a photo of the list that people signed. Only those who lead the meeting can see it.")
    return Screen(text, _back(_, meeting_id))


def on_wall(card_title: str) -> PosterText:
    """What stands under the QR code on the wall."""
    kk, ru = (
        _.plain("Point your phone's camera here to say that you came. The code: {code}").format(code=card_title)
        for _ in (words("kk"), words("ru"))
    )
    return PosterText(kk, ru)


def wall(_: Words, title: str, code: str) -> Html:
    """What stands under the page for the wall."""
    return _(
        "<b>{title}</b>\nPrint this page and hang it up where you meet. Who has no camera types the code: "
        "<code>{code}</code>. It works from an hour before the meeting until three hours after it.",
        title=title,
        code=code.upper(),
    )


def wall_without_link(_: Words, card: Card) -> Screen:
    """The code alone, while the bot does not know its own address."""
    text = _(
        "The code of <b>{title}</b>: <code>{code}</code>. People open Meetings and type it.",
        title=names.title(_, card),
        code=card.meeting.code.upper(),
    )
    return Screen(text, back(_, "meetings"))
