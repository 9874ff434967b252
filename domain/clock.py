"""What staff see of the clock."""

from dataclasses import dataclass
from datetime import datetime

from domain.languages import Localized
from domain.outbox import Notice


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be said at a moment, or (missed) should have been: its kind of notice, what it is about."""

    at: datetime
    notice_kind: str
    title: Localized | None
    about: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """A notice that is being sent now, with its counters."""

    notice: Notice
    title: Localized | None


@dataclass(frozen=True, slots=True)
class ClockState:
    """What is going out, what comes next (the soonest first), what was missed of late (the newest first)."""

    going: tuple[Going, ...]
    coming: tuple[Planned, ...]
    missed: tuple[Planned, ...]


def in_order(planned: list[Planned], limit: int) -> tuple[Planned, ...]:
    """The soonest of them; what is said of one thing in one minute, to whomever, is one line."""
    lines: dict[object, Planned] = {}
    for number, one in enumerate(sorted(planned, key=lambda one: one.at)):
        lines.setdefault((one.at.replace(second=0, microsecond=0), one.notice_kind, one.about or number), one)
    return tuple(lines.values())[:limit]
