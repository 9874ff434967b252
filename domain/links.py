"""What a `?start=` link asks for: a one-letter kind and a key."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 64
_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{2,{LONGEST}}}")


class LinkKind(StrEnum):
    """The kinds of links; the letter stands first in the payload."""

    TERRITORY = "t"
    INVITE = "i"
    EVENT = "e"
    SURVEY = "s"
    ISSUE = "q"
    PAPER = "p"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was opened."""

    kind: LinkKind
    key: str

    @property
    def payload(self) -> str:
        """What stands behind `?start=`."""
        return f"{self.kind.value}{self.key}"


def read_payload(payload: str | None) -> Link | None:
    """The link a payload means, None when it means none; a bare code of nine digits is an okrug's."""
    if payload is None or not _PAYLOAD.fullmatch(payload):
        return None
    if re.fullmatch(r"\d{9}", payload):
        return Link(LinkKind.TERRITORY, payload)
    kind = next((kind for kind in LinkKind if kind.value == payload[0]), None)
    return None if kind is None else Link(kind, payload[1:])


def link_url(bot_username: str, link: Link) -> str:
    """The address that opens the bot with this link."""
    return f"https://t.me/{bot_username}?start={link.payload}"
