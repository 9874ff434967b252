"""Everything kept about a person, as a file that any phone opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from domain.languages import Localized
from texts import Words

FILE_NAME = "kenes.txt"


@dataclass(frozen=True, slots=True)
class Spoken:
    """How columns and the words kept in them are said to the reader; None leaves a value as it is."""

    label: Callable[[str], str]
    value: Callable[[str, object], str | None]


def own_data(
    _: Words, kept: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime, zone: tzinfo, spoken: Spoken
) -> bytes:
    """A text in UTF-8: a heading per kind of data, then each row, a line per fact."""
    lines = [_.plain("What Kenes keeps about you, {when}").format(when=_.moment(now, zone)), ""]
    for heading, rows in kept.items():
        if not rows:
            continue
        lines += [f"== {_heading(_, heading)} ==", ""]
        for row in rows:
            # Whose the rows are is said once, at the top.
            told = (pair for pair in row.items() if not pair[0].endswith(".person_id"))
            facts = ((name, value) for name, value in told if value is not None)
            lines += [
                f"{spoken.label(name)}: {spoken.value(name, value) or _value(_, value, zone)}" for name, value in facts
            ]
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
        "issues": _.plain("Problems: what you told, share, follow and compared"),
        "surveys": _.plain("Surveys: what you made, where you took part, what you said under your name"),
        "announcements": _.plain("Announcements that you wrote"),
        "deliveries": _.plain("Messages that were sent to you unasked"),
        "notices": _.plain("Messages to others that you asked for"),
        "groups": _.plain("Groups that you bound"),
    }[heading]


def _value(_: Words, value: object, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return _.moment(value, zone)
    if isinstance(value, date):
        return _.day(value)
    if isinstance(value, Localized):
        return value.in_(_.language)
    return str(value)
