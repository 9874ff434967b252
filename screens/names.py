"""What roles, areas, topics and territories are called."""

from collections.abc import Iterable

from domain.languages import Language
from domain.people import AgeBand, Sex
from domain.roles import Area, Grant, Offer, Position, Role
from domain.territories import Territory
from domain.topics import Mode, Topic
from texts import Words

LANGUAGE_NAMES: dict[Language, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def role(_: Words, which: Role) -> str:
    """A role's name."""
    return {
        Role.AKIM: _.plain("akim"),
        Role.ASSISTANT: _.plain("akim's assistant"),
        Role.RAYON_OFFICIAL: _.plain("rayon official"),
        Role.COMMITTEE: _.plain("committee member"),
        Role.JURY: _.plain("member of the competition jury"),
        Role.STAFF: _.plain("project staff"),
        Role.ADMINISTRATOR: _.plain("administrator"),
    }[which]


def area(_: Words, which: Area) -> str:
    """A focus area's name, or the planning committee's."""
    return {
        Area.ECONOMY: _.plain("economy and agriculture"),
        Area.SOCIAL: _.plain("social infrastructure and services"),
        Area.ENGINEERING: _.plain("engineering services and maintenance"),
        Area.PLANNING: _.plain("planning committee"),
    }[which]


def position(_: Words, which: Position) -> str:
    """What a member is in a committee."""
    return {
        Position.LEADER: _.plain("leader"),
        Position.SECRETARY: _.plain("secretary"),
        Position.MEMBER: _.plain("member"),
    }[which]


def held(_: Words, grant: Grant | Offer, territory: Territory | None) -> str:
    """A role with its committee and territory, such as `akim, Zharaspai`."""
    parts = [role(_, grant.role)]
    if grant.area is not None:
        parts.append(area(_, grant.area))
    if grant.position is not None and grant.position is not Position.MEMBER:
        parts.append(position(_, grant.position))
    parts.append(_.plain("all territories") if territory is None else territory.names.in_(_.language))
    return ", ".join(parts)


def sex(_: Words, which: Sex | None) -> str:
    """What a person answered about their sex."""
    return {
        None: _.plain("not told"),
        Sex.WOMAN: _.plain("woman"),
        Sex.MAN: _.plain("man"),
        Sex.SKIPPED: _.plain("rather not say"),
    }[which]


def age(_: Words, which: AgeBand | None) -> str:
    """An age band in words."""
    if which is None:
        return _.plain("not told")
    if which is AgeBand.SKIPPED:
        return _.plain("rather not say")
    if which is AgeBand.UNDER_18:
        return _.plain("under 18")
    if which is AgeBand.FROM_65:
        return _.plain("65 and over")
    return which.value.replace("_", "–")


def topic(_: Words, which: Topic) -> str:
    """What a topic is about."""
    return {
        Topic.MINE: _.plain("My reports and answers"),
        Topic.FOLLOWED: _.plain("What I follow"),
        Topic.ANNOUNCEMENTS: _.plain("Announcements of my okrug"),
        Topic.MEETINGS: _.plain("Meetings"),
        Topic.SURVEYS: _.plain("Surveys"),
        Topic.COMPETITION: _.plain("Business competition"),
        Topic.DUTIES: _.plain("My duties"),
    }[which]


def mode(_: Words, which: Mode) -> str:
    """How one hears of a topic."""
    return {
        Mode.AT_ONCE: _.plain("at once"),
        Mode.DIGEST: _.plain("once a day"),
        Mode.OFF: _.plain("not at all"),
    }[which]


def way(_: Words, chain: Iterable[Territory]) -> str:
    """Territories from the top, such as `Karagandy oblast › Nura rayon › Zharaspai`."""
    return " › ".join(territory.names.in_(_.language) for territory in chain)
