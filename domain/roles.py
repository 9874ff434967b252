"""Roles and the grants that give them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.territories import Place, Territory


class Role(StrEnum):
    """What a person may be besides a resident."""

    AKIM = "akim"
    ASSISTANT = "assistant"
    RAYON_OFFICIAL = "rayon_official"
    COMMITTEE = "committee"
    JURY = "jury"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class Area(StrEnum):
    """The three focus areas, and the planning committee which stands over them."""

    ECONOMY = "economy"
    SOCIAL = "social"
    ENGINEERING = "engineering"
    PLANNING = "planning"


class Position(StrEnum):
    """A committee member's part in it."""

    LEADER = "leader"
    SECRETARY = "secretary"
    MEMBER = "member"


class Right(StrEnum):
    """What a grant may add to its role."""

    URGENT = "urgent"
    APPROVE = "approve"
    RAW_ANSWERS = "raw_answers"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held by one person; `place` None means everywhere, times are UTC, `until` None means until revoked."""

    id: int
    role: Role
    place: Place | None = None
    area: Area | None = None
    position: Position | None = None
    rights: frozenset[Right] = frozenset()
    until: datetime | None = None

    def covers(self, place: Place | None) -> bool:
        """Whether `place` lies in this grant's territory; None asks for everywhere."""
        if self.place is None:
            return True
        return place is not None and self.place.covers(place)


@dataclass(frozen=True, slots=True)
class Offer:
    """A role that an invite offers."""

    role: Role
    place: Place | None = None
    area: Area | None = None
    position: Position | None = None
    rights: frozenset[Right] = frozenset()


# Where a role makes sense: these are held over a territory, the others may be held everywhere.
TERRITORIAL = frozenset({Role.AKIM, Role.ASSISTANT, Role.RAYON_OFFICIAL, Role.COMMITTEE})

_MAY_GIVE: dict[Role, frozenset[Role]] = {
    Role.AKIM: frozenset({Role.ASSISTANT, Role.COMMITTEE}),
    Role.STAFF: frozenset({Role.AKIM, Role.ASSISTANT, Role.RAYON_OFFICIAL, Role.COMMITTEE, Role.JURY}),
    Role.ADMINISTRATOR: frozenset(Role),
}


def givable(role: Role) -> frozenset[Role]:
    """The roles that who holds `role` may give to others."""
    return _MAY_GIVE.get(role, frozenset())


def makes_sense(offer: Offer) -> bool:
    """Whether there can be such a role: only committee members have an area and a position, and they have both."""
    in_committee = offer.role is Role.COMMITTEE
    return (offer.area is not None) is in_committee and (offer.position is not None) is in_committee


def may_give(grant: Grant, offer: Offer) -> bool:
    """Whether `grant` allows giving `offer`: the role, inside the territory, with no right the giver lacks."""
    if offer.role not in givable(grant.role) or not grant.covers(offer.place):
        return False
    if offer.role in TERRITORIAL and offer.place is None:
        return False
    return grant.role is Role.ADMINISTRATOR or offer.rights <= grant.rights


@dataclass(frozen=True, slots=True)
class Invite:
    """A role offered by a link that works once; times are UTC."""

    id: int
    offer: Offer
    expires_at: datetime
    given_by: int | None
    hands_over: int | None
    used_at: datetime | None
    used_by: int | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role now: the grant, our number of the person and the name they gave, since when."""

    grant: Grant
    person_id: int
    name: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """An invite as its giver sees it: the link's code, the bot's username when it is known."""

    offer: Offer
    territory: Territory | None
    code: str
    expires_at: datetime
    bot_username: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A role that a person holds from now on; `again` when they held it by this very invite before.

    `was_held_by` is the Telegram id of who handed it over.
    """

    grant: Grant
    territory: Territory | None
    again: bool = False
    was_held_by: int | None = None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as lists show it."""

    holder: Holder
    territory: Territory | None
    mine: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class RolePage:
    """A page of roles and the invites that nobody has taken yet."""

    held: tuple[HeldRole, ...]
    page: int
    more: bool
    invites: tuple[tuple[Invite, Territory | None], ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A role that ended, and whose it was by Telegram id, so that their commands can follow."""

    grant: Grant
    territory: Territory | None
    person_id: int
    telegram_id: int | None
