"""What notices about meetings say."""

from datetime import tzinfo

from domain.meetings import Card, MeetingKind, MeetingState
from domain.roles import Area
from screens import buttons
from screens.home import to_menu
from screens.meetings import agenda, cards, names
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words


def _with(heading: Html, body: Html) -> Html:
    return Html(f"{heading}\n\n{body}")


def invitation(_: Words, card: Card, zone: tzinfo) -> Screen:
    """You are invited."""
    text = _with(_("✉️ You are invited. Will you come?"), cards.about(_, card, zone))
    more = Button(_.plain("More"), buttons.ShowMeeting(meeting=card.meeting.id))
    return Screen(text, (*cards.answers(_, card.meeting.id), (more,)))


def reminder(_: Words, card: Card, zone: tzinfo) -> Screen:
    """It is near."""
    text = _with(_("🔔 A reminder of a meeting."), cards.about(_, card, zone))
    calendar = Button(_.plain("📅 Add to my calendar"), buttons.MeetingCalendar(meeting=card.meeting.id))
    return Screen(text, (*cards.answers(_, card.meeting.id), (calendar,), *_sheet(_, card)))


def _sheet(_: Words, card: Card) -> Rows:
    """What the committee takes into the room, by one tap; who may not have it is told so."""
    meeting = card.meeting
    if meeting.kind not in (MeetingKind.GROUP, MeetingKind.COMMITTEE) or meeting.place is None:
        return ()
    area = meeting.area if meeting.kind is MeetingKind.GROUP else Area.PLANNING
    does = buttons.CommitteeSheet(code=meeting.place.code, area=area, language=_.language)
    return one_a_row(Button(_.plain("📄 The committee's sheet"), does))


def changed(_: Words, card: Card, zone: tzinfo) -> Screen:
    """The time or the place is another one now."""
    heading = _("❗️ The time or the place of a meeting has changed. It is now so:")
    calendar = Button(_.plain("📅 Add to my calendar"), buttons.MeetingCalendar(meeting=card.meeting.id))
    return Screen(_with(heading, cards.about(_, card, zone)), (*cards.answers(_, card.meeting.id), (calendar,)))


def cancelled(_: Words, card: Card, zone: tzinfo) -> Screen:
    """It will not be."""
    meeting = card.meeting
    when = "" if meeting.starts_at is None else _.moment(meeting.starts_at, zone)
    text = _(
        "🚫 The meeting was called off: <b>{title}</b>, {when}. You need not come.",
        title=names.title(_, card),
        when=when,
    )
    calendar = Button(_.plain("📅 Take it out of my calendar"), buttons.MeetingCalendar(meeting=meeting.id))
    return Screen(text, one_a_row(calendar))


def uninvited(_: Words, card: Card, zone: tzinfo) -> Screen:
    """Others are invited now."""
    when = "" if card.meeting.starts_at is None else _.moment(card.meeting.starts_at, zone)
    text = _(
        "ℹ️ This meeting is now for others: <b>{title}</b>, {when}. You need not come. Sorry for the trouble.",
        title=names.title(_, card),
        when=when,
    )
    return Screen(text, to_menu(_))


def uninvited_line(_: Words, card: Card, zone: tzinfo) -> Html:
    """The same in one line of a digest."""
    when = "" if card.meeting.starts_at is None else _.moment(card.meeting.starts_at, zone)
    return _("ℹ️ Now for others, you need not come: {title}, {when}", title=names.title(_, card)[:80], when=when)


def place_free(_: Words, card: Card, zone: tzinfo) -> Screen:
    """A place got free for who waited."""
    text = _with(_("✅ A place got free: you can come."), cards.about(_, card, zone))
    return Screen(text, cards.answers(_, card.meeting.id))


def minutes(_: Words, card: Card, zone: tzinfo) -> Screen:
    """What came of a meeting, for those who took part."""
    when = "" if card.meeting.starts_at is None else _.moment(card.meeting.starts_at, zone)
    heading = _("📄 <b>{title}</b>, {when}", title=names.title(_, card), when=when)
    text = heading if card.minutes is None else _with(heading, cards.minutes_text(_, card.minutes))
    text = Html("\n".join(filter(None, (text, agenda.listed(_, card.issues, short=True)))))
    return Screen(text, one_a_row(Button(_.plain("More"), buttons.ShowMeeting(meeting=card.meeting.id))))


def minutes_missing(_: Words, card: Card, zone: tzinfo) -> Screen:
    """The leader has not sent the minutes yet."""
    when = "" if card.meeting.starts_at is None else _.moment(card.meeting.starts_at, zone)
    text = _(
        "📝 The minutes are still missing: <b>{title}</b>, {when}. A few lines are enough, and people see what came "
        "of it.",
        title=names.title(_, card),
        when=when,
    )
    write = Button(_.plain("📝 Minutes"), buttons.MeetingMinutes(meeting=card.meeting.id, part=""))
    return Screen(text, (*one_a_row(write), *to_menu(_)))


def in_digest(_: Words, card: Card, zone: tzinfo) -> Html:
    """A meeting in one line of a digest."""
    when = "" if card.meeting.starts_at is None else _.moment(card.meeting.starts_at, zone)
    if card.meeting.state is MeetingState.CANCELLED:
        return _("🚫 Called off: {title}, {when}", title=names.title(_, card)[:80], when=when)
    return _("Meeting: {title}, {when}", title=names.title(_, card)[:80], when=when)
