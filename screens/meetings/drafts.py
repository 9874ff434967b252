"""Beginning a meeting and filling it in: every part is a button, in any order."""

from datetime import tzinfo

from domain.audiences import RuleKind
from domain.languages import LANGUAGES, Language
from domain.meetings import (
    DEFAULT_MINUTES,
    REMINDER_CHOICES,
    Card,
    Invited,
    Meeting,
    MeetingKind,
    MeetingState,
    Part,
    Reinviting,
)
from domain.roles import Area
from domain.territories import Territory
from screens import buttons
from screens import names as common
from screens.home import back
from screens.meetings import cards, names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.territories import MEETING
from texts import Html, Words, escaped

PURPOSE = "meet"
NOWHERE = "-"
MOST_VILLAGES = 40


def changes(_: Words, card: Card) -> Screen:
    """What can be changed of a meeting to which people are invited."""
    meeting = card.meeting
    parts = (
        (_.plain("🗓 Another time"), "when"),
        (_.plain("⏱ How long it takes"), "duration"),
        (_.plain("📍 Another place"), "where"),
        (_.plain("👥 Who is invited"), "invited"),
        (_.plain("💬 What it is about"), "agenda"),
        (_.plain("📌 Problems on the agenda"), "issues"),
        (_.plain("🔢 How many places"), "capacity"),
        (_.plain("🔔 Reminders"), "reminders"),
    )
    rows = one_a_row(
        *(Button(text, buttons.MeetingPart(meeting=meeting.id, part=part)) for text, part in parts),
    )
    text = _(
        "What shall be changed: <b>{title}</b>? Another time or place is told to everyone who is invited, "
        "the rest changes quietly.",
        title=names.title(_, card),
    )
    return Screen(text, (*rows, *to_meeting(_, meeting)))


def which_kind(_: Words, kinds: tuple[MeetingKind, ...]) -> Screen:
    """What kind of meeting or event."""
    rows = one_a_row(
        *(
            Button(names.capital(names.kind(_, kind)), buttons.BeginMeeting(kind=kind, area=None, code=""))
            for kind in kinds
        )
    )
    return Screen(_("What will it be?"), (*rows, *back(_, "meetings")))


def which_group(_: Words, kind: MeetingKind, areas: tuple[Area, ...]) -> Screen:
    """Which working group's meeting."""
    rows = one_a_row(
        *(
            Button(names.capital(common.area(_, area)), buttons.BeginMeeting(kind=kind, area=area, code=""))
            for area in areas
        )
    )
    return Screen(_("Which working group meets?"), (*rows, *back(_, "new_meeting")))


def everywhere_or_where(_: Words, kind: MeetingKind, area: Area | None) -> Screen:
    """Whether it belongs to one territory or to the whole project."""
    purpose = purpose_of(kind, area)
    rows = one_a_row(
        Button(_.plain("One territory"), buttons.Browse(purpose=purpose, code="", page=0)),
        Button(_.plain("All territories"), buttons.BeginMeeting(kind=kind, area=area, code=NOWHERE)),
    )
    return Screen(_("Whose meeting is it?"), (*rows, *back(_, "new_meeting")))


def purpose_of(kind: MeetingKind, area: Area | None) -> str:
    """The purpose for which a territory is chosen while a meeting is being begun."""
    return ".".join((MEETING, kind.value, area.value if area else ""))


def read_purpose(purpose: str) -> tuple[MeetingKind, Area | None]:
    """The meeting that a purpose means; raises `ValueError` when it means none."""
    word, kind, area = purpose.split(".")
    if word != MEETING:
        raise ValueError(purpose)
    return MeetingKind(kind), Area(area) if area else None


def draft(_: Words, card: Card, zone: tzinfo) -> Screen:
    """A meeting that nobody is invited to yet: what is there, and what is still missing."""
    meeting = card.meeting
    missing = meeting.missing()
    parts = [cards.about(_, card, zone), Html("\n".join(_more(_, card)))]
    if missing:
        words = {
            Part.TITLE: _.plain("the title"),
            Part.WHEN: _.plain("the time"),
            Part.WHERE: _.plain("the place"),
            Part.INVITED: _.plain("who is invited"),
        }
        parts.append(_("Still missing: {parts}.", parts=", ".join(words[part] for part in missing)))
    rows = _parts(_, card)
    if not missing:
        rows = ((Button(_.plain("✉️ Invite"), buttons.PublishMeeting(meeting=meeting.id, sure=False)),), *rows)
    throw_away = Button(_.plain("🗑 Throw the draft away"), buttons.CancelMeeting(meeting=meeting.id, sure=False))
    return Screen(Html("\n\n".join(filter(None, parts))), (*rows, (throw_away,), *back(_, "meetings")))


def _more(_: Words, card: Card) -> list[Html]:
    meeting, lines = card.meeting, []
    if meeting.audience.including():
        lines.append(_("Invited: {who} ({number})", who=whom(_, card), number=names.few(_, card.invited or 0)))
    if meeting.capacity is not None:
        lines.append(_("Places: {places}", places=meeting.capacity))
    return lines


def whom(_: Words, card: Card) -> str:
    """Who is invited, in words."""
    kinds = card.meeting.audience.including()
    if RuleKind.MEMBERS in kinds:
        if len(kinds[RuleKind.MEMBERS]) > 1:
            return _.plain("the committee and all groups")
        return _.plain("members of the group") if card.meeting.area else _.plain("members of the committee")
    if RuleKind.ROLE in kinds:
        return _.plain("akims")
    if card.villages:
        return ", ".join(village.names.in_(_.language) for village in card.villages)
    return _.plain("everyone: {where}", where=names.where(_, card))


def _parts(_: Words, card: Card) -> Rows:
    meeting = card.meeting
    there = {part: part not in meeting.missing() for part in Part}

    def button(text: str, part: str, *, filled: bool) -> Button:
        return Button(f"{'✔️' if filled else '▫️'} {text}", buttons.MeetingPart(meeting=meeting.id, part=part))

    return one_a_row(
        button(_.plain("Title"), "title", filled=there[Part.TITLE]),
        button(_.plain("When"), "when", filled=there[Part.WHEN]),
        button(_.plain("How long it takes"), "duration", filled=meeting.minutes != DEFAULT_MINUTES),
        button(_.plain("Where"), "where", filled=there[Part.WHERE]),
        button(_.plain("Who is invited"), "invited", filled=there[Part.INVITED]),
        button(_.plain("Agenda"), "agenda", filled=bool(meeting.agenda)),
        button(_.plain("Problems on the agenda"), "issues", filled=bool(card.issues)),
        button(_.plain("How many places"), "capacity", filled=meeting.capacity is not None),
        button(_.plain("Reminders"), "reminders", filled=meeting.reminders is not None),
    )


def to_meeting(_: Words, meeting: Meeting) -> Rows:
    """The way back to the meeting."""
    return one_a_row(Button(_.plain("‹ Back"), buttons.ShowMeeting(meeting=meeting.id)))


def ask_title(_: Words, card: Card) -> Screen:
    """The question for the title, with the other languages it can be in."""
    meeting = card.meeting
    lines = [_("What is the meeting called? Write one line.")]
    known = {} if meeting.title is None else meeting.title.as_dict()
    lines += [
        _("{language}: {title}", language=common.LANGUAGE_NAMES[language], title=known[language])
        for language in LANGUAGES
        if language in known
    ]
    lines.append(_("You are asked for: <b>{language}</b>.", language=common.LANGUAGE_NAMES[_.language]))
    return _with_languages(_, card, lines)


def ask_title_in(_: Words, card: Card, language: Language) -> Screen:
    """The question for the title in one more language."""
    name = common.LANGUAGE_NAMES[language]
    return _with_languages(_, card, [_("Write the title in this language: <b>{language}</b>.", language=name)])


def _with_languages(_: Words, card: Card, lines: list[Html]) -> Screen:
    meeting = card.meeting
    row = tuple(
        Button(common.LANGUAGE_NAMES[language], buttons.MeetingTitle(meeting=meeting.id, language=language))
        for language in LANGUAGES
    )
    return Screen(Html("\n".join(lines)), (row, *to_meeting(_, meeting)))


def and_told(_: Words, card: Card, text: Html) -> Html:
    """The question, and who will hear of the answer."""
    if card.meeting.state is MeetingState.DRAFT:
        return text
    told = _("Everyone who is invited will be told.")
    return Html(f"{text}\n\n{told}")


def ask_where(_: Words, card: Card) -> Screen:
    """The question for the place; a point on the map may be sent too."""
    text = _("Where will it be? Write the place, such as: school, assembly hall. You may also send a point on the map.")
    return Screen(and_told(_, card, text), to_meeting(_, card.meeting))


def ask_agenda(_: Words, card: Card) -> Screen:
    """The question for the agenda."""
    text = _("What will be talked about? Write each point on a line of its own, in one message.")
    now = "\n".join(card.meeting.agenda)
    if now:
        head = _("Now:")
        text = Html(f"{text}\n\n{head}\n{escaped(now)}")
    return Screen(text, to_meeting(_, card.meeting))


def ask_capacity(_: Words, card: Card) -> Screen:
    """The question for the number of places."""
    meeting = card.meeting
    text = _("How many people can come? Write a number. Who finds no place waits until one gets free.")
    no_limit = Button(_.plain("As many as like"), buttons.NoLimit(meeting=meeting.id, version=meeting.version))
    return Screen(text, (*one_a_row(no_limit), *to_meeting(_, meeting)))


def reminders(_: Words, card: Card, chosen: tuple[int, ...]) -> Screen:
    """When people are reminded."""
    meeting = card.meeting
    rows = one_a_row(
        *(
            Button(
                f"{'✔️' if minutes in chosen else '▫️'} {names.before(_, minutes)}",
                buttons.ToggleReminder(meeting=meeting.id, version=meeting.version, minutes=minutes),
            )
            for minutes in sorted({*REMINDER_CHOICES, *chosen}, reverse=True)
        )
    )
    text = _("When shall I remind people? On the last day only those who are coming.")
    return Screen(text, (*rows, *to_meeting(_, meeting)))


def invited(_: Words, card: Card, villages: tuple[Territory, ...], choices: tuple[Invited, ...]) -> Screen:
    """Who is invited."""
    meeting = card.meeting
    labels = {
        Invited.MEMBERS: _.plain("Members of the group") if meeting.area else _.plain("Members of the committee"),
        Invited.GROUPS: _.plain("The committee and all groups"),
        Invited.EVERYONE: _.plain("Everyone: {where}", where=names.where(_, card)),
        Invited.AKIMS: _.plain("Akims: {where}", where=names.where(_, card)),
    }
    rows = [
        Button(labels[whom], buttons.InviteWhom(meeting=meeting.id, version=meeting.version, whom=whom))
        for whom in choices
    ]
    mine = {village.code for village in card.villages}
    in_order = sorted(villages, key=lambda village: _.order(village.names.in_(_.language)))
    towns = [
        Button(
            f"{'✔️' if village.code in mine else '▫️'} {village.names.in_(_.language)}",
            buttons.InviteVillage(meeting=meeting.id, version=meeting.version, code=village.code),
        )
        for village in in_order[:MOST_VILLAGES]
    ]
    lines = [_("Who is invited?")]
    if towns:
        lines.append(_("You may also choose villages."))
    if meeting.audience.including():
        lines.append(_("Invited now: {who} ({number})", who=whom(_, card), number=names.few(_, card.invited or 0)))
    return Screen(Html("\n".join(lines)), (*one_a_row(*rows), *in_columns(towns, 2), *to_meeting(_, meeting)))


def reinvite_sure(_: Words, seen: Reinviting) -> Screen:
    """The question before others are invited to a meeting of which people know."""
    card, wanted = seen.card, seen.wanted
    lines = [_("Invite others? <b>{who}</b> ({number})", who=whom(_, card), number=names.few(_, card.invited or 0))]
    if seen.added:
        lines.append(_("New, they get the invitation: {number}.", number=names.few(_, seen.added)))
    if seen.removed:
        lines.append(
            _(
                "Not invited any more: {number}. They get one message that they need not come, and no reminders.",
                number=names.few(_, seen.removed),
            )
        )
    lines.append(_("Who is invited already and stays so hears nothing."))
    meeting = card.meeting
    yes = buttons.Reinvite(meeting=meeting.id, version=meeting.version, whom=wanted.whom, village=wanted.village)
    return Screen(Html("\n".join(lines)), (*one_a_row(Button(_.plain("Yes, change it"), yes)), *to_meeting(_, meeting)))


def publish_sure(_: Words, card: Card, zone: tzinfo) -> Screen:
    """The last look before people are invited."""
    who = _("Invited: {who} ({number})", who=whom(_, card), number=names.few(_, card.invited or 0))
    question = _("They get the invitation as it stands here. Invite them?")
    text = Html(f"{cards.about(_, card, zone)}\n\n{who}\n{question}")
    yes = Button(_.plain("Yes, invite"), buttons.PublishMeeting(meeting=card.meeting.id, sure=True))
    return Screen(text, (*one_a_row(yes), *to_meeting(_, card.meeting)))


def cancel_sure(_: Words, card: Card) -> Screen:
    """The question before a meeting is called off, or a draft thrown away."""
    meeting = card.meeting
    yes = buttons.CancelMeeting(meeting=meeting.id, sure=True)
    if meeting.state is MeetingState.DRAFT:
        text = _("Throw this draft away: <b>{title}</b>?", title=names.title(_, card))
        return Screen(text, (*one_a_row(Button(_.plain("Yes, throw it away"), yes)), *to_meeting(_, meeting)))
    text = _(
        "Call off <b>{title}</b>? Everyone who was told will hear of it. This cannot be undone.",
        title=names.title(_, card),
    )
    return Screen(text, (*one_a_row(Button(_.plain("Yes, call it off"), yes)), *to_meeting(_, meeting)))


def thrown_away(_: Words) -> Screen:
    """A draft is gone."""
    return Screen(_("The draft is thrown away."), back(_, "meetings"))


def try_again(_: Words, meeting_id: int, why: Html) -> Screen:
    """What was typed cannot be; another answer is waited for."""
    way_back = buttons.ShowMeeting(meeting=meeting_id) if meeting_id else buttons.GoTo(screen="meetings")
    return Screen(why, one_a_row(Button(_.plain("‹ Back"), way_back)))


def not_a_number(_: Words, card: Card) -> Screen:
    """What was typed is no number of places."""
    return Screen(_("Please write a number from 1 to 100000."), to_meeting(_, card.meeting))


def too_long(_: Words, card: Card, most: int) -> Screen:
    """What was typed is too long."""
    text = _("That is too long: at most {most} letters. Please shorten it.", most=most)
    return Screen(text, to_meeting(_, card.meeting))
