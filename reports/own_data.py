"""Everything kept about a person, as a file that any phone opens."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from domain.languages import Localized
from texts import Words

FILE_NAME = "kenes.txt"


def own_data(_: Words, kept: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime, zone: tzinfo) -> bytes:
    """A text in UTF-8: a heading per kind of data, then each row with the names it has in the database."""
    lines = [_.plain("What Kenes keeps about you, {when}").format(when=_.moment(now, zone)), ""]
    for heading, rows in kept.items():
        if not rows:
            continue
        lines += [f"== {_heading(_, heading)} ==", ""]
        for row in rows:
            lines += [f"{name}: {_value(_, value, zone)}" for name, value in row.items() if value is not None]
            lines.append("")
    # The mark at the beginning lets old phones see that this is UTF-8.
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + "\r\n".join(lines).encode()


def _heading(_: Words, heading: str) -> str:
    return {
        "about_you": _.plain("About you"),
        "now_awaited": _.plain("What I am waiting for from you"),
        "notifications": _.plain("Notifications"),
        "roles": _.plain("Your roles"),
        "invites": _.plain("Links to roles that you made or used"),
        "acts": _.plain("What you did in a role"),
        "competition": _.plain("Business competition"),
        "meetings": _.plain("Meetings: what you answered, where you were, what you wrote"),
        "files": _.plain("Files that you gave"),
        "announcements": _.plain("Announcements that you wrote"),
        "deliveries": _.plain("Messages that were sent to you unasked"),
        "notices": _.plain("Messages to others that you asked for"),
        "groups": _.plain("Groups that you bound"),
    }[heading]


def _value(_: Words, value: object, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return _.moment(value, zone)
    if isinstance(value, Localized):
        return value.in_(_.language)
    return str(value)
