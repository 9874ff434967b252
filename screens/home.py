"""The menu, help, and what is said when a person wrote or pressed something unexpected."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.people import Actor
from domain.permissions import Act, may_somewhere
from screens import buttons
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

OFFICIAL_ROUTE = "eotinish.kz"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: for whom it is, what it says, what it does."""

    act: Act
    text: Callable[[Words], str]
    screen: str


# A subject adds its line here; who may do nothing with it never sees it. A phone shows the end of a long message: there
# stands what officials do, and last what they do each day.
ENTRIES: tuple[Entry, ...] = (
    Entry(Act.REPORT_ISSUE, lambda _: _.plain("➕ Tell of a problem"), "report_issue"),
    Entry(Act.READ_ISSUES, lambda _: _.plain("📋 Problems of my okrug"), "issues"),
    Entry(Act.MY_ISSUES, lambda _: _.plain("🙋 My reports"), "my_issues"),
    Entry(Act.COMPARE_ISSUES, lambda _: _.plain("⚖️ Which matters more?"), "priorities"),
    Entry(Act.SEE_MEETINGS, lambda _: _.plain("📅 Meetings"), "meetings"),
    Entry(Act.SEE_SURVEYS, lambda _: _.plain("📝 Surveys"), "surveys"),
    Entry(Act.READ_CALL, lambda _: _.plain("💼 Business competition"), "calls"),
    Entry(Act.SETTINGS, lambda _: _.plain("⚙️ Settings"), "settings"),
    Entry(Act.BEGIN, lambda _: _.plain("❓ What Kenes is"), "about"),
    Entry(Act.SEE_CLOCK, lambda _: _.plain("⏰ What comes, what was missed"), "clock"),
    Entry(Act.READ_AUDIT, lambda _: _.plain("📖 Log of officials' acts"), "audit"),
    Entry(Act.LIST_ROLES, lambda _: _.plain("👥 Who holds which role"), "roles"),
    Entry(Act.GIVE_ROLE, lambda _: _.plain("🔑 Give a role"), "give_role"),
    Entry(Act.MAKE_POSTER, lambda _: _.plain("🖨 Poster of the okrug"), "poster"),
    Entry(Act.ENTER_CALL, lambda _: _.plain("🗂 Competition calls"), "enter_call"),
    Entry(Act.READ_REGISTER, lambda _: _.plain("📊 Register of meetings"), "register"),
    Entry(Act.READ_COMMITTEE_SHEET, lambda _: _.plain("📄 The committee's sheet"), "committee_sheet"),
    Entry(Act.COUNT_ISSUES, lambda _: _.plain("📈 Problems in figures"), "issue_counts"),
    Entry(Act.WRITE_ANNOUNCEMENT, lambda _: _.plain("📣 Announcements"), "announcements"),
    Entry(Act.ANSWER_ISSUE, lambda _: _.plain("📥 Problems to answer"), "issue_desk"),
)


def menu(
    _: Words, actor: Actor, *, greeting: Html | None = None, roles: tuple[str, ...] = (), begun: int = 0
) -> Screen:
    """What this person may do, a line each; officials read which roles they act under.

    `begun` is how much they can go on with.
    """
    lines = [greeting or _("<b>Kenes</b>. What would you like to do?")]
    if roles:
        lines.append(_("You are: {roles}.", roles="; ".join(roles)))
    entries = (entry for entry in ENTRIES if may_somewhere(actor, entry.act))
    rows = one_a_row(*(Button(entry.text(_), buttons.GoTo(screen=entry.screen)) for entry in entries))
    if begun:
        go_on = Button(_.plain("✏️ Go on with what you began · {number}", number=begun), buttons.GoTo(screen="drafts"))
        rows = ((go_on,), *rows)
    return Screen(Html("\n\n".join(lines)), rows)


def to_menu(_: Words) -> Rows:
    """The way home."""
    return one_a_row(Button(_.plain("🏠 Menu"), buttons.GoTo(screen="menu")))


def back(_: Words, screen: str) -> Rows:
    """The way to the screen before, and home."""
    return (
        (
            Button(_.plain("‹ Back"), buttons.GoTo(screen=screen)),
            Button(_.plain("🏠 Menu"), buttons.GoTo(screen="menu")),
        ),
    )


def about(_: Words) -> Screen:
    """What this bot is and what it is not."""
    text = _(
        "<b>Kenes</b> means council. Here people of an okrug and those who plan for it work together.\n\n"
        "Tell of a problem, and you hear of every step until it is solved. Say “me too” to what your neighbours told, "
        "compare what matters more, know of meetings in time. All of it is in the menu.\n\n"
        "Messages here are not official appeals under the law. An official appeal goes through {route} "
        "or to the akimat on paper.\n\n"
        "Commands: /menu, /report, /issues, /mine, /meetings, /settings, /help. Anything went wrong? Send /start.",
        route=OFFICIAL_ROUTE,
    )
    return Screen(text, to_menu(_))


# What words that nothing waited for may be; a subject adds its line here.
OFFERS: tuple[Entry, ...] = (
    Entry(Act.REPORT_ISSUE, lambda _: _.plain("➕ It is a problem: tell of it"), "loose_report"),
    Entry(Act.READ_ISSUES, lambda _: _.plain("🔎 Look for it among the problems"), "loose_find"),
)
SHOWN_WORDS = 200


def offered(_: Words, actor: Actor, text: str) -> Screen:
    """Words came that nothing waited for: what are they?"""
    short = text if len(text) <= SHOWN_WORDS else f"{text[: SHOWN_WORDS - 1].rstrip()}…"
    entries = (entry for entry in OFFERS if may_somewhere(actor, entry.act))
    rows = one_a_row(
        *(Button(entry.text(_), buttons.GoTo(screen=entry.screen)) for entry in entries),
        Button(_.plain("Nothing, to the menu"), buttons.GoTo(screen="menu")),
    )
    return Screen(_("You wrote:\n\n<i>{text}</i>\n\nWhat shall I do with it?", text=short), rows)


def question_stands(_: Words) -> Screen:
    """Something came that is no answer to what is asked; the question stands."""
    return Screen(
        _("I cannot take this kind of message as an answer. I am still waiting: please answer in words."),
        one_a_row(Button(_.plain("🏠 Leave it, to the menu"), buttons.GoTo(screen="menu"))),
    )


def not_awaited(_: Words) -> Screen:
    """A text came and nothing waits for one."""
    return Screen(
        _("I was not waiting for a message. Please choose in the menu what you would like to do."), to_menu(_)
    )


def not_understood(_: Words) -> Screen:
    """Something came that is neither a text nor a press."""
    return Screen(
        _("I cannot do anything with this kind of message here. Please use the buttons or write in words."), to_menu(_)
    )


def edited(_: Words) -> Screen:
    """A message was changed after it was sent."""
    return Screen(_("I do not read changes of earlier messages. Please send it again as a new message."), to_menu(_))


def not_your_contact(_: Words) -> Screen:
    """Somebody's contact was sent; no telephone number is needed here."""
    return Screen(_("Kenes needs no telephone numbers, yours or anybody's. I did not keep this contact."), to_menu(_))


def in_group(_: Words) -> Screen:
    """The bot was spoken to in a group."""
    return Screen(_("I talk with people one to one. Please open me here:"))


def slow_down(_: Words) -> Screen:
    """Too much came at once from one person."""
    return Screen(
        _("That was very quick. I take your messages one after another; nothing is lost, please wait a little.")
    )
