"""Meetings as people see them: the list, one of them, what was, and what a notice says."""

from datetime import tzinfo

from domain.meetings import Answer, Card, MeetingList, MeetingState, Minutes
from screens import buttons
from screens.home import back, to_menu
from screens.meetings import agenda as on_agenda
from screens.meetings import names
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words, escaped

LINE = 60


def listing(_: Words, found: MeetingList, zone: tzinfo, *, may_import: bool = False) -> Screen:
    """What comes, one's drafts, and the ways to what was and to a new one."""
    text = _("<b>Meetings</b>. Press one to read about it and to answer.")
    if not found.coming:
        text = _("<b>Meetings</b>. None is planned that you are invited to.")
    rows = [Button(_line(_, card, zone), buttons.ShowMeeting(meeting=card.meeting.id)) for card in found.coming]
    for card in found.drafts:
        label = _.plain("✏️ Go on: {title}", title=names.title(_, card)[:LINE])
        rows.append(Button(label, buttons.ShowMeeting(meeting=card.meeting.id)))
    if found.may_hold:
        rows.append(Button(_.plain("➕ New meeting or event"), buttons.GoTo(screen="new_meeting")))
    rows.append(Button(_.plain("✋ I am here: type the code"), buttons.GoTo(screen="check_in")))
    if found.has_past:
        rows.append(Button(_.plain("🗂 Past meetings"), buttons.PastMeetings(page=0)))
    if may_import:
        rows.append(Button(_.plain("📥 Take past events over"), buttons.GoTo(screen="import_meetings")))
    return Screen(text, (*one_a_row(*rows), *to_menu(_)))


def _line(_: Words, card: Card, zone: tzinfo) -> str:
    starts = card.meeting.starts_at
    day = "" if starts is None else f"{starts.astimezone(zone):%d.%m %H:%M} "
    sign = "" if card.mine is None else names.answer(_, card.mine).split(" ")[0] + " "
    return f"{sign}{day}{names.title(_, card)[:LINE]}"


def past(_: Words, cards: tuple[Card, ...], page: int, more: bool, zone: tzinfo) -> Screen:
    """A page of what was, the newest first; a page with a sheet has minutes."""
    if not cards:
        return Screen(_("There are no past meetings here yet."), back(_, "meetings"))
    rows: list[tuple[Button, ...]] = []
    for card in cards:
        sheet = "📄 " if card.minutes is not None and card.minutes.sent_at is not None else ""
        rows.append((Button(sheet + _line(_, card, zone), buttons.ShowMeeting(meeting=card.meeting.id)),))
    turn = [Button("«", buttons.PastMeetings(page=page - 1))] if page > 0 else []
    if more:
        turn.append(Button("»", buttons.PastMeetings(page=page + 1)))
    if turn:
        rows.append(tuple(turn))
    return Screen(_("<b>Past meetings</b>. 📄 has minutes."), (*rows, *back(_, "meetings")))


def about(_: Words, card: Card, zone: tzinfo, *, agenda: bool = True) -> Html:
    """What, when, where and of what a meeting is."""
    meeting = card.meeting
    lines = [_("<b>{title}</b>", title=names.title(_, card)), _what(_, card)]
    if meeting.starts_at is not None:
        how_long = names.duration(_, meeting.minutes)
        lines.append(_("🗓 {when} ({how_long})", when=_.moment(meeting.starts_at, zone), how_long=how_long))
    if meeting.where:
        lines.append(_("📍 {place}", place=meeting.where))
    if meeting.agenda and agenda:
        lines += [Html(""), _("What will be talked about:")]
        lines += [escaped(f"{number}. {line}") for number, line in enumerate(meeting.agenda, 1)]
    if card.issues:
        lines.append(on_agenda.listed(_, card.issues, short=not agenda))
    return Html("\n".join(lines))


def _what(_: Words, card: Card) -> Html:
    kind, where = names.what(_, card.meeting.kind, card.meeting.area), names.where(_, card)
    if names.title(_, card).casefold() == kind.casefold():
        return escaped(names.capital(where))
    return _("{kind}, {where}", kind=names.capital(kind), where=where)


def one(_: Words, card: Card, zone: tzinfo, *, began: bool, over: bool = False) -> Screen:
    """A meeting: what it is, my answer, and what I may do with it."""
    has_minutes = card.minutes is not None and card.minutes.sent_at is not None
    parts = [about(_, card, zone, agenda=not has_minutes), *_standing(_, card, began=began)]
    if card.may_lead and not began:
        parts.append(_numbers(_, card))
    if card.minutes is not None and card.minutes.sent_at is not None:
        parts.append(minutes_text(_, card.minutes))
    rows = [*_for_everyone(_, card, began=began), *_for_leaders(_, card, began=began, over=over)]
    return Screen(Html("\n\n".join(parts)), (*rows, *back(_, "meetings")))


def _standing(_: Words, card: Card, *, began: bool) -> list[Html]:
    meeting = card.meeting
    if meeting.state is MeetingState.CANCELLED:
        return [_("🚫 This meeting was called off.")]
    if card.came:
        return [_("✔️ You were there.")]
    if card.mine is None or began:
        return []
    said = _("You said: <b>{answer}</b>", answer=names.answer(_, card.mine))
    if card.mine.waiting:
        more = _("All places are taken. When one gets free, you will hear of it.")
        return [Html(f"{said}\n{more}")]
    return [said]


def _numbers(_: Words, card: Card) -> Html:
    answers = card.answers
    lines = [
        _(
            "Invited: {invited}. Coming: {coming}, maybe: {maybe}, cannot: {cannot}.",
            invited=names.few(_, card.invited or 0),
            coming=answers.coming,
            maybe=answers.maybe,
            cannot=answers.cannot,
        )
    ]
    if card.meeting.capacity is not None:
        lines.append(
            _("Places: {places}. Waiting for one: {waiting}.", places=card.meeting.capacity, waiting=answers.waiting)
        )
    return Html("\n".join(lines))


def _for_everyone(_: Words, card: Card, *, began: bool) -> Rows:
    meeting = card.meeting
    if meeting.state is MeetingState.CANCELLED:
        return one_a_row(Button(_.plain("📅 Take it out of my calendar"), buttons.MeetingCalendar(meeting=meeting.id)))
    rows: list[tuple[Button, ...]] = []
    if not began:
        rows.extend(answers(_, meeting.id))
        rows.append((Button(_.plain("📅 Add to my calendar"), buttons.MeetingCalendar(meeting=meeting.id)),))
    if meeting.point is not None:
        rows.append((Button(_.plain("🗺 On the map"), opens=map_address(meeting.point)),))
    return (*rows, *on_agenda.opens(_, card.issues))


def answers(_: Words, meeting_id: int) -> Rows:
    """The three answers."""
    return (
        (
            Button(_.plain("✅ I am coming"), buttons.AnswerMeeting(meeting=meeting_id, answer=Answer.COMING)),
            Button(_.plain("🤔 Maybe"), buttons.AnswerMeeting(meeting=meeting_id, answer=Answer.MAYBE)),
        ),
        (Button(_.plain("❌ I cannot"), buttons.AnswerMeeting(meeting=meeting_id, answer=Answer.CANNOT)),),
    )


def map_address(point: tuple[float, float]) -> str:
    """A map that opens in any phone."""
    return (
        f"https://www.openstreetmap.org/?mlat={point[0]:.5f}&mlon={point[1]:.5f}#map=16/{point[0]:.5f}/{point[1]:.5f}"
    )


def _for_leaders(_: Words, card: Card, *, began: bool, over: bool) -> Rows:
    meeting = card.meeting
    if meeting.state is not MeetingState.PLANNED or not card.may_write:
        return ()
    rows = [
        Button(_.plain("✋ Who is there"), buttons.Attendance(meeting=meeting.id, page=0)),
        Button(_.plain("🖨 Code for the wall"), buttons.MeetingWall(meeting=meeting.id)),
    ]
    if began:
        rows.append(Button(_.plain("📝 Minutes"), buttons.MeetingMinutes(meeting=meeting.id, part="")))
    elif card.may_lead:
        rows.append(Button(_.plain("✏️ Change something"), buttons.MeetingPart(meeting=meeting.id, part="change")))
    if card.may_lead and not over:
        rows.append(Button(_.plain("🚫 Call it off"), buttons.CancelMeeting(meeting=meeting.id, sure=False)))
    return one_a_row(*rows)


def minutes_text(_: Words, minutes: Minutes) -> Html:
    """The minutes as people read them."""
    lines = [_("<b>Minutes</b>")]
    if minutes.text:
        lines.append(escaped(minutes.text))
    if minutes.decisions:
        lines += [Html(""), _("Decided:"), *(escaped(f"• {decision.text}") for decision in minutes.decisions)]
    if minutes.tasks:
        lines += [Html(""), _("To be done:")]
        for task in minutes.tasks:
            until = _.day(task.due_on)
            lines.append(_("• {task}: {owner}, by {day}", task=task.text, owner=task.owner, day=until))
    return Html("\n".join(lines))


def answered(_: Words, card: Card) -> str:
    """What an alert says to an answer."""
    if card.mine is not None and card.mine.waiting:
        return _.plain("All places are taken. When one gets free, you will hear of it.")
    return _.plain("Thank you, I wrote it down. You can change your answer.")


def ask_code(_: Words) -> Screen:
    """The question for the code on the wall."""
    return Screen(_("Type the code that hangs on the wall at the meeting."), back(_, "meetings"))


def checked_in(_: Words, card: Card, *, ask_sex: bool) -> Screen:
    """A person is down as being there."""
    text = _("✔️ You are there: <b>{title}</b>. Thank you for coming.", title=names.title(_, card))
    rows = []
    if ask_sex:
        more = _("One question, only for the count of women and men who came:")
        text = Html(f"{text}\n\n{more}")
        rows.append(Button(_.plain("Tell whether I am a woman or a man"), buttons.GoTo(screen="sex")))
    return Screen(text, (*one_a_row(*rows), *to_menu(_)))


def calendar_file(_: Words, card: Card) -> Html:
    """What stands under the file for a calendar."""
    if card.meeting.state is MeetingState.CANCELLED:
        return _("Open this file: your phone will take the meeting out. {title}", title=names.title(_, card))
    return _("Open this file: your phone will put the meeting into its calendar. {title}", title=names.title(_, card))
