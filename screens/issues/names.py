"""What issues, their states and their parts are called."""

from domain.issues.issue import Category, Issue
from domain.issues.states import Desk, IssueState, Privacy
from domain.roles import Area, Role
from domain.territories import Territory
from screens import names
from screens.meetings.names import capital
from texts import Html, Words, escaped

AREA_SIGNS = {Area.SOCIAL: "🏥", Area.ENGINEERING: "🔧", Area.ECONOMY: "🌾", Area.PLANNING: "📋"}
_SIGNS = {
    IssueState.DRAFT: "✏️",
    IssueState.NEW: "🆕",
    IssueState.IN_REVIEW: "👀",
    IssueState.PLANNED: "🗓",
    IssueState.IN_PROGRESS: "🛠",
    IssueState.SOLVED: "✅",
    IssueState.REOPENED: "🔁",
    IssueState.DECLINED: "🚫",
    IssueState.MERGED: "🔗",
}


def number(_: Words, okrug: Territory, serial: int | None) -> str:
    """The number of an issue as people say it, such as Zharaspai-17."""
    return f"{okrug.names.in_(_.language)}-{serial}"


def category(_: Words, which: Category | None) -> str:
    """What an issue is about."""
    return _.plain("not chosen yet") if which is None else which.names.in_(_.language)


def in_short(_: Words, item: Issue | Category, letters: int) -> str:
    """What an issue is about, its first words or, told without any, its category; a category by its name."""
    about = item if isinstance(item, Category) else item.category
    called = "" if about is None else capital(about.names.in_(_.language))
    words = "" if isinstance(item, Category) else cut(item.text, letters)
    return words or cut(called, letters)


def cut(text: str, letters: int) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


def area(_: Words, which: Area) -> str:
    """A focus area with its sign, for a button."""
    short = {
        Area.SOCIAL: _.plain("Health, school, culture"),
        Area.ENGINEERING: _.plain("Roads, water, light, mobile"),
        Area.ECONOMY: _.plain("Work, livestock, trade"),
        Area.PLANNING: names.area(_, Area.PLANNING),
    }
    return f"{AREA_SIGNS[which]} {short[which]}"


def sign(state: IssueState) -> str:
    """The sign of a state."""
    return _SIGNS[state]


def state(_: Words, which: IssueState) -> str:
    """A state in a word or two, with its sign."""
    called = {
        IssueState.DRAFT: _.plain("not sent yet"),
        IssueState.NEW: _.plain("new"),
        IssueState.IN_REVIEW: _.plain("being looked into"),
        IssueState.PLANNED: _.plain("in the plan"),
        IssueState.IN_PROGRESS: _.plain("work has begun"),
        IssueState.SOLVED: _.plain("solved"),
        IssueState.REOPENED: _.plain("open again"),
        IssueState.DECLINED: _.plain("will not be done"),
        IssueState.MERGED: _.plain("same as another"),
    }
    return f"{_SIGNS[which]} {called[which]}"


def meaning(_: Words, which: IssueState) -> Html:
    """What a state means, honestly."""
    return {
        IssueState.DRAFT: _("Only you see it."),
        IssueState.NEW: _("It was sent; nobody has taken it up yet."),
        IssueState.IN_REVIEW: _("Somebody has taken it up and will answer."),
        IssueState.PLANNED: _("It stands in the plan. Work has not begun."),
        IssueState.IN_PROGRESS: _("Work is going on. It is not done yet."),
        IssueState.SOLVED: _("The akimat says that it is done. Those concerned are asked whether it is."),
        IssueState.REOPENED: _("It was called solved, but people say that it is not."),
        IssueState.DECLINED: _("It will not be done; the reason stands below."),
        IssueState.MERGED: _("It is the same as another and goes on there."),
    }[which]


def desk(_: Words, which: Desk) -> str:
    """Who is to answer."""
    return {
        Desk.OKRUG: _.plain("the akimat of the okrug"),
        Desk.RAYON: _.plain("the akimat of the rayon"),
        Desk.STAFF: _.plain("project staff"),
    }[which]


def privacy(_: Words, which: Privacy) -> str:
    """Who sees it, for a button."""
    return {
        Privacy.OPEN: _.plain("👥 Everybody in my okrug"),
        Privacy.AKIM: _.plain("🔒 Only the akim and staff"),
        Privacy.STAFF: _.plain("🔐 Only project staff"),
    }[which]


def who(_: Words, role: str) -> str:
    """Who took a step: a role, never a name."""
    if role == "resident":
        return _.plain("resident")
    if role == "kenes":
        return _.plain("Kenes")
    return names.role(_, Role(role))


def begins(its: Issue, letters: int) -> Html:
    """How its words begin, in one line; empty when there are none."""
    words = " ".join(its.text.split())
    return escaped(words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…")
