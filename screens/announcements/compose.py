"""Writing an announcement: the draft, and each of its sides."""

from datetime import datetime, timedelta, tzinfo

from domain.announcements import SMALL, AnnouncementView, Listed
from domain.audiences import Rule, RuleKind
from domain.languages import LANGUAGES, Language
from domain.outbox import Policy
from domain.repeats import Every
from domain.roles import Area, Grant
from domain.territories import Territory
from screens import buttons, names
from screens.announcements.said import Told, line
from screens.buttons import AnnouncementDeed as Deed
from screens.buttons import AnnouncementScreen as Side
from screens.home import to_menu
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words

FIRST_HOUR, LAST_HOUR = 8, 21
DAYS_AHEAD = 7
BUTTON = 40
# The purpose for which an okrug is chosen: to see whether its announcements are approved.
RULE = "annrule"


def home(
    _: Words,
    drafts: tuple[Listed, ...],
    waiting: tuple[Listed, ...],
    roles: tuple[tuple[Grant, Territory | None], ...],
    *,
    may_rule: bool,
) -> Screen:
    """Going on with a draft, deciding on another's, beginning a new one, looking at what was sent."""
    rows: list[Button] = [
        Button(_.plain("⚖️ Decide: {text}").format(text=begins(_, one)), opens(one)) for one in waiting
    ]
    rows.extend(Button(_.plain("✏️ Go on: {text}").format(text=begins(_, one)), opens(one)) for one in drafts)
    if len(roles) == 1:
        rows.append(Button(_.plain("➕ New announcement"), buttons.NewAnnouncement(grant=roles[0][0].id)))
    else:
        rows.extend(
            Button(
                _.plain("➕ New, as {role}").format(role=names.held(_, grant, territory)),
                buttons.NewAnnouncement(grant=grant.id),
            )
            for grant, territory in roles
        )
    rows.append(Button(_.plain("📂 Sent announcements"), buttons.ListAnnouncements(page=0)))
    rows.append(Button(_.plain("📢 Groups and channels"), buttons.GoTo(screen="groups")))
    if may_rule:
        rows.append(Button(_.plain("⚖️ Approval by a second person"), buttons.GoTo(screen="announcement_rule")))
    return Screen(_("<b>Announcements</b>"), (*one_a_row(*rows), *to_menu(_)))


def opens(one: Listed) -> buttons.ShowAnnouncement:
    """Where a press on an announcement in a list leads."""
    return buttons.ShowAnnouncement(announcement=one.announcement.id)


def begins(_: Words, one: Listed) -> str:
    """How it begins, for a button."""
    if not one.announcement.said:
        return _.plain("nothing written yet")
    words = " ".join(one.announcement.in_(_.language)[0].text.split())
    return words[:BUTTON] or _.plain("without words")


def back(_: Words) -> Rows:
    """The way to the announcements, and home."""
    return (
        (
            Button(_.plain("‹ Back"), buttons.GoTo(screen="announcements")),
            Button(_.plain("🏠 Menu"), buttons.GoTo(screen="menu")),
        ),
    )


def to_draft(_: Words, number: int) -> Rows:
    """The way back to one announcement."""
    return one_a_row(Button(_.plain("‹ Back"), buttons.ShowAnnouncement(announcement=number)))


def draft(_: Words, view: AnnouncementView, zone: tzinfo) -> Screen:
    """A draft: what stands, what is missing, a button for each side."""
    its = view.announcement
    lines = [_("<b>Announcement</b>, not sent yet")]
    if its.returned_because is not None:
        lines.append(_("↩️ It was returned: {why}", why=its.returned_because))
    lines.append(_summary(_, view, zone))
    return Screen(Html("\n\n".join(lines)), _sides(_, view))


def _summary(_: Words, view: AnnouncementView, zone: tzinfo) -> Html:
    its = view.announcement
    lines = [_languages(_, view), _("👥 For whom: {audience}", audience=audience(_, view)), people(_, view)]
    if its.audience.groups():
        lines.append(groups(_, view))
    lines.append(_("🕘 When: {when}", when=when(_, view, zone)))
    if its.policy is Policy.SKIP:
        lines.append(_("☝️ If the machine stops midway, whoever may have it already is left out and counted"))
    if its.urgent:
        lines.append(_("🚨 Urgent: it comes at any hour"))
    if view.needs_approval:
        lines.append(_("⚖️ A second person approves it before it goes"))
    return Html("\n".join(lines))


def _languages(_: Words, view: AnnouncementView) -> Html:
    its = view.announcement
    if not its.said:
        return _("✍️ Nothing is written yet. In which language do you write? One is enough, all three are best.")
    there = ", ".join(names.LANGUAGE_NAMES[language] for language in its.languages)
    if not its.missing:
        return _("✍️ Written in: {languages}", languages=there)
    missing = ", ".join(names.LANGUAGE_NAMES[language] for language in its.missing)
    return _(
        "✍️ Written in: {languages}. Not in: {missing}. Who reads these gets it in the language there is.",
        languages=there,
        missing=missing,
    )


def people(_: Words, view: AnnouncementView) -> Html:
    """How many people it is for, small numbers only to staff."""
    if not view.exact and view.people < SMALL:
        return _("It is for fewer than 5 people.")
    return _.many("It is for {number} person.", "It is for {number} people.", view.people)


def groups(_: Words, view: AnnouncementView) -> Html:
    """How many groups and channels hear it too."""
    number = len(view.announcement.audience.groups())
    return _.many("📢 {number} group or channel hears it too", "📢 {number} groups and channels hear it too", number)


def audience(_: Words, view: AnnouncementView) -> str:
    """Whom it is for, in words."""
    rules = view.announcement.audience.rules
    within = [_rule(_, view, rule) for rule in rules if not rule.excludes and rule.kind is not RuleKind.GROUP]
    if not any(rule.kind in _SOMEBODY and not rule.excludes for rule in rules):
        return _.plain("nobody chosen yet")
    without = [_rule(_, view, rule) for rule in rules if rule.excludes]
    text = "; ".join(within)
    if without:
        text = _.plain("{audience}, but not {others}").format(audience=text, others=", ".join(without))
    return text


# Rules that name people by themselves; the others only narrow them.
_SOMEBODY = (RuleKind.TERRITORY, RuleKind.MEMBERS)


def _rule(_: Words, view: AnnouncementView, rule: Rule) -> str:
    if rule.kind in (RuleKind.TERRITORY, RuleKind.VILLAGE):
        place = view.territories.get(rule.key)
        name = rule.key if place is None else place.names.in_(_.language)
        # An okrug and its village often have one name.
        return _.plain("village {name}", name=name) if rule.kind is RuleKind.VILLAGE else name
    if rule.kind is RuleKind.LANGUAGE:
        language: Language = next(one for one in LANGUAGES if one == rule.key)
        return names.LANGUAGE_NAMES[language]
    if rule.kind is RuleKind.INTEREST:
        return names.area(_, Area(rule.key))
    if rule in view.titles:
        title = view.titles[rule].in_(_.language)
        if rule.kind is RuleKind.CONCERNED:
            return _.plain("whom it concerns: {issue}", issue=title)
        return _.plain("who has answered: {survey}", survey=title)
    return _.plain("committee members")


def when(_: Words, view: AnnouncementView, zone: tzinfo) -> str:
    """When it goes, and how often."""
    its = view.announcement
    if its.send_at is None:
        return _.plain("as soon as you confirm it")
    if its.repeat is None:
        return _.moment(its.send_at, zone)
    every = {
        Every.WEEK: _.plain("every week from {moment} until {until}"),
        Every.MONTH: _.plain("every month from {moment} until {until}"),
    }[its.repeat.every]
    return every.format(moment=_.moment(its.send_at, zone), until=_.day(its.repeat.until))


def _sides(_: Words, view: AnnouncementView) -> Rows:
    its = view.announcement
    write = [
        Button(
            ("✅ " if language in its.said else "✍️ ") + names.LANGUAGE_NAMES[language],
            buttons.WriteAnnouncement(announcement=its.id, language=language, again=False),
        )
        for language in LANGUAGES
    ]
    # Three beside each other would break their names on a narrow phone.
    rows: list[tuple[Button, ...]] = list(in_columns(write, 2))
    rows.append((_open(_.plain("👥 For whom"), its.id, Side.WHO), _open(_.plain("🕘 When"), its.id, Side.WHEN)))
    read = _.plain("✔️ “I have read it” button") if its.read_button else _.plain("“I have read it” button: no")
    rows.append((_switch(view, read, urgent=False, on=not its.read_button),))
    rows.append((_policy(_, view),))
    if view.may_urgent:
        text = _.plain("✔️ Urgent") if its.urgent else _.plain("🚨 Urgent: no")
        rows.append((_switch(view, text, urgent=True, on=not its.urgent),))
    if its.said:
        rows.append((do(_.plain("👁 See it as it arrives, then send"), view, Deed.PREVIEW),))
    rows.append((do(_.plain("🗑 Throw it away"), view, Deed.ASK_DELETE),))
    return (*rows, *back(_))


def _policy(_: Words, view: AnnouncementView) -> Button:
    its = view.announcement
    twice = its.policy is Policy.RESEND
    text = _.plain("🔁 Better twice than never") if twice else _.plain("☝️ Better never than twice")
    other = Policy.SKIP if twice else Policy.RESEND
    return Button(text, buttons.AnnouncementPolicy(announcement=its.id, version=its.version, policy=other))


def _open(text: str, number: int, side: Side) -> Button:
    return Button(text, buttons.OpenAnnouncement(announcement=number, screen=side))


def _switch(view: AnnouncementView, text: str, *, urgent: bool, on: bool) -> Button:
    its = view.announcement
    return Button(text, buttons.AnnouncementSwitch(announcement=its.id, version=its.version, urgent=urgent, on=on))


def do(text: str, view: AnnouncementView, deed: Deed) -> Button:
    """A button that does something with the version of the announcement that is seen."""
    its = view.announcement
    return Button(text, buttons.DoAnnouncement(announcement=its.id, version=its.version, deed=deed))


def ask_text(_: Words, view: AnnouncementView, language: Language) -> Screen:
    """What is awaited: the words and files in one language."""
    its = view.announcement
    text = _(
        "Send me the announcement in this language: <b>{language}</b>.\n\nText (bold and links stay), photos, an "
        "album, documents or a voice message, in any order. When all is sent, press “Ready”.",
        language=names.LANGUAGE_NAMES[language],
    )
    rows = [(Button(_.plain("✅ Ready"), buttons.ShowAnnouncement(announcement=its.id)),)]
    if language in its.said:
        there = _("There is something already; what you send now is added to it.")
        text = Html(f"{text}\n\n{there}")
        clear = buttons.ClearAnnouncement(announcement=its.id, version=its.version, language=language)
        rows.append((Button(_.plain("🗑 Write it anew"), clear),))
    return Screen(text, tuple(rows))


def taken(_: Words, number: int, language: Language) -> Screen:
    """A message was added to the announcement."""
    text = _("Taken. Send more ({language}), or press “Ready”.", language=names.LANGUAGE_NAMES[language])
    return Screen(text, one_a_row(Button(_.plain("✅ Ready"), buttons.ShowAnnouncement(announcement=number))))


def not_taken(_: Words, number: int, why: Html) -> Screen:
    """A message was not added, and why."""
    return Screen(why, one_a_row(Button(_.plain("✅ Ready"), buttons.ShowAnnouncement(announcement=number))))


# When


def choose_when(_: Words, view: AnnouncementView, now: datetime, zone: tzinfo) -> Screen:
    """Now, on one of the next days, or as it is typed."""
    its = view.announcement
    today = now.astimezone(zone).date()
    days = []
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        name = {0: _.plain("Today"), 1: _.plain("Tomorrow")}.get(ahead, day.strftime("%d.%m"))
        days.append(Button(name, buttons.AnnouncementDay(announcement=its.id, day=day.strftime("%y%m%d"))))
    now_button = Button(
        _.plain("⚡ As soon as I confirm"),
        buttons.AnnouncementTime(announcement=its.id, version=its.version, at=""),
    )
    text = _(
        "🕘 Chosen: {when}\n\nWhen shall it go? Choose, or write it: <i>25.11 18:00</i>, <i>tomorrow 9:00</i>.",
        when=when(_, view, zone),
    )
    rows: list[tuple[Button, ...]] = [(now_button,), *in_columns(days[:2], 2), *in_columns(days[2:], 5)]
    if its.send_at is not None:
        rows.append((_open(_.plain("🔁 Repeat it"), its.id, Side.REPEAT),))
    return Screen(text, (*rows, *to_draft(_, its.id)))


def choose_hour(_: Words, view: AnnouncementView, day: datetime, now: datetime) -> Screen:
    """The hours of a local day that are still to come."""
    its = view.announcement
    hours = []
    for hour in range(FIRST_HOUR, LAST_HOUR + 1):
        at = day.replace(hour=hour, minute=0)
        if at > now:
            button = buttons.AnnouncementTime(announcement=its.id, version=its.version, at=at.strftime("%y%m%d%H%M"))
            hours.append(Button(at.strftime("%H:%M"), button))
    text = _("{day}: at what time? Choose, or write it: <i>18:30</i>.", day=_.day(day.date()))
    rows = one_a_row(Button(_.plain("‹ Back"), buttons.OpenAnnouncement(announcement=its.id, screen=Side.WHEN)))
    return Screen(text, (*in_columns(hours, 4), *rows))


def time_not_clear(_: Words, number: int) -> Screen:
    """A time was typed that is not clear."""
    text = _("I am not sure which moment you mean. Please write it so: <i>25.11 18:00</i> or <i>tomorrow 9:00</i>.")
    return Screen(text, to_draft(_, number))


def choose_repeat(_: Words, view: AnnouncementView, zone: tzinfo) -> Screen:
    """How often, and for how long."""
    its = view.announcement

    def button(text: str, every: Every | None, days: int) -> Button:
        return Button(
            text, buttons.AnnouncementRepeat(announcement=its.id, version=its.version, every=every, days=days)
        )

    rows = [
        (button(_.plain("Every week, 1 month"), Every.WEEK, 31), button(_.plain("3 months"), Every.WEEK, 92)),
        (button(_.plain("Every month, 3 months"), Every.MONTH, 92), button(_.plain("1 year"), Every.MONTH, 365)),
        (button(_.plain("Only once"), None, 0),),
    ]
    text = _("🔁 Chosen: {when}\n\nHow often? It always goes at the same local time.", when=when(_, view, zone))
    return Screen(text, (*rows, *to_draft(_, its.id)))


# Before it goes


def throw_away_sure(_: Words, view: AnnouncementView) -> Screen:
    """The question before a draft is thrown away."""
    rows = one_a_row(
        do(_.plain("🗑 Yes, throw it away"), view, Deed.DELETE),
        Button(_.plain("No"), buttons.ShowAnnouncement(announcement=view.announcement.id)),
    )
    return Screen(_("Throw this announcement away? What was written for it is deleted."), rows)


def thrown_away(_: Words) -> Screen:
    """A draft was thrown away."""
    return Screen(_("The announcement is thrown away."), back(_))


def before_sending(_: Words, view: AnnouncementView, zone: tzinfo) -> Screen:
    """What stands under the preview: the last look, then it goes."""
    lines = [_("☝️ So it arrives."), _summary(_, view, zone)]
    yes = _.plain("⚖️ Send it to be approved") if view.needs_approval else _yes(_, view)
    rows = one_a_row(
        do(yes, view, Deed.CONFIRM),
        Button(_.plain("✏️ Change something"), buttons.ShowAnnouncement(announcement=view.announcement.id)),
    )
    return Screen(Html("\n\n".join(lines)), rows)


def _yes(_: Words, view: AnnouncementView) -> str:
    return _.plain("✅ Send it now") if view.announcement.send_at is None else _.plain("✅ Confirm")


# A second person


def waiting(_: Words, view: AnnouncementView, zone: tzinfo) -> Screen:
    """An announcement that waits for a second person, as its author sees it."""
    lines = [_("⚖️ It waits for a second person to approve it. I tell you what they say."), _summary(_, view, zone)]
    rows = one_a_row(do(_.plain("✏️ Take it back and change it"), view, Deed.TAKE_BACK))
    return Screen(Html("\n\n".join(lines)), (*rows, *back(_)))


def to_decide(_: Words, view: AnnouncementView, zone: tzinfo) -> Screen:
    """What stands under the preview for who approves."""
    lines = [_("☝️ So it arrives. Shall it go?"), _summary(_, view, zone)]
    rows = one_a_row(
        do(_.plain("✅ Approve"), view, Deed.APPROVE), do(_.plain("↩️ Return it with a reason"), view, Deed.GIVE_BACK)
    )
    return Screen(Html("\n\n".join(lines)), (*rows, *back(_)))


def ask_reason(_: Words, number: int) -> Screen:
    """What is awaited: why it is returned."""
    return Screen(_("Write in a sentence what should be changed."), to_draft(_, number))


def given_back(_: Words) -> Screen:
    """It was returned to its author."""
    return Screen(_("It is returned, and its author reads why."), back(_))


def approved(_: Words, told: Told) -> Screen:
    """It was approved."""
    return Screen(_("Approved: {line}", line=line(_, told)), back(_))


def approval_rule(_: Words, okrug: Territory, *, approved: bool) -> Screen:
    """Whether announcements of an okrug need a second person's word."""
    name = okrug.names.in_(_.language)
    if approved:
        text = _("{okrug}: every announcement is approved by a second person before it goes.", okrug=name)
        turn = _.plain("Let them go without approval")
    else:
        text = _("{okrug}: announcements go without a second person's approval.", okrug=name)
        turn = _.plain("Have a second person approve them")
    rows = one_a_row(Button(turn, buttons.RuleAnnouncements(code=okrug.code, on=not approved)))
    return Screen(text, (*rows, *back(_)))
