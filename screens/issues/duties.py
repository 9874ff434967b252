"""What deeds, reasons, piles and settings of issues are called."""

from domain.issues.duties import Deed, Why
from domain.issues.issue import Setting
from domain.issues.moderation import Look, Pile, Reason
from domain.issues.states import Desk
from domain.languages import Language
from texts import Words


def deed(_: Words, which: Deed) -> str:
    """A deed, for its button."""
    return {
        Deed.LET_IN: _.plain("👁 Let neighbours see it"),
        Deed.REVIEW: _.plain("👀 I take it up"),
        Deed.ANSWER: _.plain("💬 Answer in words"),
        Deed.PLAN: _.plain("🗓 Into the plan"),
        Deed.BEGIN: _.plain("🛠 Work has begun"),
        Deed.SOLVE: _.plain("✅ It is solved"),
        Deed.DECLINE: _.plain("🚫 It will not be done"),
        Deed.PROMISE: _.plain("📅 By which day"),
        Deed.MERGE: _.plain("🔗 The same as another"),
        Deed.UNMERGE: _.plain("✂️ Take it apart again"),
        Deed.SEND_ON: _.plain("📤 Pass it on"),
        Deed.HIDE: _.plain("🙈 Hide it"),
        Deed.RESTORE: _.plain("👁 Show it again"),
        Deed.BAN: _.plain("⛔️ Bar its author for a while"),
    }[which]


def why(_: Words, which: Why) -> str:
    """A ready reason."""
    return {
        Why.NOT_OURS: _.plain("It is not in our power"),
        Why.NO_MONEY: _.plain("There is no money for it now"),
        Why.NOT_SO: _.plain("We looked: it is not so"),
        Why.INSULT: _.plain("It insults somebody"),
        Why.NAMES: _.plain("It names people"),
        Why.ADVERT: _.plain("It is advertising"),
        Why.NOTHING: _.plain("It tells of no problem"),
        Why.OTHER: _.plain("Another reason"),
    }[which]


def reason(_: Words, which: Reason) -> str:
    """A reason in words: a ready one, one's own, or both."""
    ready = "" if which.ready is None else why(_, which.ready)
    return ". ".join(part for part in (ready, which.words) if part) or why(_, Why.OTHER)


def pile(_: Words, which: Pile) -> str:
    """What waits for an answer."""
    return {
        Pile.NEW: _.plain("🆕 New"),
        Pile.REVIEW: _.plain("👀 Taken up"),
        Pile.OVERDUE: _.plain("⏰ Overdue"),
        Pile.REOPENED: _.plain("🔁 Open again"),
        Pile.WORK: _.plain("🛠 Planned, in work"),
        Pile.PASSED_ON: _.plain("📤 Passed on"),
    }[which]


def look(_: Words, which: Look) -> str:
    """What waits for a look."""
    return {
        Look.HELD: _.plain("⏳ Held by a word"),
        Look.FRESH: _.plain("🆕 Of the last day"),
        Look.FILES: _.plain("📷 Photos and voice"),
        Look.APPEALS: _.plain("✉️ Authors ask"),
        Look.HIDDEN: _.plain("🙈 Hidden"),
    }[which]


def to_desk(_: Words, which: Desk) -> str:
    """Passing on to a desk, for its button."""
    return {
        Desk.OKRUG: _.plain("To the akimat of the okrug"),
        Desk.RAYON: _.plain("To the akimat of the rayon"),
        Desk.STAFF: _.plain("To project staff"),
    }[which]


def setting(_: Words, which: Setting) -> str:
    """A setting of a territory, for its button."""
    return {
        Setting.REMIND_DAYS: _.plain("Remind the desk"),
        Setting.ESCALATE_DAYS: _.plain("Tell it further up"),
        Setting.ASK_DAYS: _.plain("Ask “is it solved?”"),
        Setting.REOPEN_PEOPLE: _.plain("Open again at"),
        Setting.REPORTS_A_DAY: _.plain("Reports a day"),
        Setting.HOURS_UNSEEN: _.plain("Seen without a look"),
    }[which]


def value(_: Words, which: Setting, number: int) -> str:
    """What a setting is."""
    if which is Setting.HOURS_UNSEEN:
        return str(_.many("after {number} hour", "after {number} hours", number))
    if which is Setting.REOPEN_PEOPLE:
        return str(_.many("{number} “not yet”", "{number} “not yet” answers", number))
    if which is Setting.REPORTS_A_DAY:
        return str(_.many("{number} at most", "{number} reports at most", number))
    return str(_.many("after {number} day", "after {number} days", number))


def in_language(_: Words, which: Language) -> str:
    """Adding the words in the other language, for its button."""
    return {
        "kk": _.plain("➕ In Kazakh as well"),
        "ru": _.plain("➕ In Russian as well"),
        "en": _.plain("➕ In English as well"),
    }[which]
