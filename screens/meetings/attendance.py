"""At a meeting: who is there."""

from domain.meetings import Card
from domain.registers import AttendancePage, Attendee, Turnout
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
        _("<b>Who is there</b>: {people}", people=found.turnout.people.value),
        *_counted(_, found.turnout),
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
        Button(_.plain("👩 How many women in all"), buttons.CountWomen(meeting=meeting.id)),
        Button(_.plain("📷 Photo of the paper list"), buttons.CountOthers(meeting=meeting.id, photo=True)),
        *_photos(_, found),
        Button(_.plain("‹ Back"), buttons.ShowMeeting(meeting=meeting.id)),
    )
    return Screen(Html("\n".join(lines)), (*rows, *others))


def _photos(_: Words, found: AttendancePage) -> list[Button]:
    if not found.photos:
        return []
    text = _.plain("🖼 Show the photos: {number}", number=found.photos)
    return [Button(text, buttons.PaperList(meeting=found.meeting.id))]


def _counted(_: Words, turnout: Turnout) -> list[Html]:
    lines = [_("By name or by the code: {named}", named=turnout.named)]
    if turnout.named:
        lines.append(
            _(
                "of them women: {women}, men: {men}, not told: {unknown}",
                women=turnout.named_women,
                men=turnout.named_men,
                unknown=turnout.not_told,
            )
        )
    women, men = turnout.counted_women, turnout.counted_men
    lines.append(_("Without Telegram: women: {women}, men: {men}", women=women, men=men))
    if turnout.women_in_all is not None:
        lines.append(_("Women in all: <b>{women}</b>", women=names.people(_, turnout.women_in_all)))
    return lines


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


def ask_women(_: Words, found: AttendancePage) -> Screen:
    """The question how many of all who came were women."""
    lines = [_("How many of all who came were women? Now {people} are counted.", people=found.turnout.people.value)]
    if found.turnout.not_told:
        lines.append(
            _("{number} of them did not say whether they are a woman or a man.", number=found.turnout.not_told)
        )
    lines.append(_("Write a number, such as: 12. Is it not exact? Then: at least 12"))
    return Screen(Html("\n".join(lines)), _back(_, found.meeting.id))


def not_women(_: Words, meeting_id: int) -> Screen:
    """What was typed is no number of women."""
    return Screen(_("Please write one number, such as: 12, or: at least 12"), _back(_, meeting_id))


def paper_list(_: Words, meeting_id: int) -> Screen:
    """What stands under the photos of the paper list."""
    text = _("This is the paper list. Only those who lead the meeting can see it: please do not send it on.")
    return Screen(text, _back(_, meeting_id))


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
