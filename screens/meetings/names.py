"""What meetings, answers and people are called."""

from domain.meetings import Answer, Card, MeetingKind, MyAnswer
from domain.registers import Count, Share
from domain.roles import Area
from screens import names
from texts import Words


def kind(_: Words, which: MeetingKind) -> str:
    """What a kind is called."""
    return {
        MeetingKind.GROUP: _.plain("thematic working group"),
        MeetingKind.COMMITTEE: _.plain("planning committee meeting"),
        MeetingKind.AGREEMENT: _.plain("agreeing the plan with residents"),
        MeetingKind.TRAINING: _.plain("training"),
        MeetingKind.MASTER_CLASS: _.plain("master class"),
        MeetingKind.ROUND_TABLE: _.plain("round table"),
        MeetingKind.STEERING: _.plain("steering committee meeting"),
        MeetingKind.FORUM: _.plain("forum"),
        MeetingKind.STUDY_TOUR: _.plain("study tour"),
        MeetingKind.AWARDS: _.plain("award ceremony"),
    }[which]


def what(_: Words, which: MeetingKind, area: Area | None) -> str:
    """A kind with the group's area."""
    return kind(_, which) if area is None else f"{kind(_, which)}: {names.area(_, area)}"


def capital(text: str) -> str:
    """The same beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def title(_: Words, card: Card) -> str:
    """The title in the reader's language, or what it is while it has none."""
    meeting = card.meeting
    if meeting.title is None:
        return capital(what(_, meeting.kind, meeting.area))
    return meeting.title.in_(_.language)


def where(_: Words, card: Card) -> str:
    """The territory, or that it is for all of them."""
    return _.plain("all territories") if card.territory is None else card.territory.names.in_(_.language)


def answer(_: Words, mine: MyAnswer) -> str:
    """What a person said."""
    if mine.waiting:
        return _.plain("⏳ I am waiting for a place")
    return {
        Answer.COMING: _.plain("✅ I am coming"),
        Answer.MAYBE: _.plain("🤔 Maybe"),
        Answer.CANNOT: _.plain("❌ I cannot"),
    }[mine.answer]


def few(_: Words, number: int) -> str:
    """How many people an audience has; so few that one could be meant are not counted out."""
    return _.plain("fewer than 5") if 0 < number < 5 else _.number(number)


def people(_: Words, number: Count) -> str:
    """A number of people: exact, or at least so many."""
    if number.at_least:
        return _.plain("at least {number}", number=_.number(number.value))
    return _.number(number.value)


def women(_: Words, share: Share) -> str | None:
    """The women's share with what it is a share of, None when nothing is known."""
    if share.percent is None:
        return None
    if share.at_least:
        return _.plain("women at least {percent} % of {base}", percent=share.percent, base=people(_, share.base))
    return _.plain("women {percent} % of {base}", percent=share.percent, base=people(_, share.base))


def duration(_: Words, minutes: int) -> str:
    """How long something takes."""
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [
        _.many("{number} day", "{number} days", days) if days else "",
        _.many("{number} hour", "{number} hours", hours) if hours else "",
        _.many("{number} minute", "{number} minutes", left) if left else "",
    ]
    return " ".join(filter(None, parts))


def before(_: Words, minutes: int) -> str:
    """How long before."""
    if minutes % 1440 == 0:
        return _.many("{number} day before", "{number} days before", minutes // 1440)
    if minutes % 60 == 0:
        return _.many("{number} hour before", "{number} hours before", minutes // 60)
    return _.many("{number} minute before", "{number} minutes before", minutes)
