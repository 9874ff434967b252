"""Ladders: the reminders that lead up to a moment, which of them is said when, and which came too late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from domain.audiences import Audience
from domain.topics import DEFAULT_QUIET, Topic

# A reminder that quiet hours would keep until nobody needs it comes the evening before, shortly before they begin.
EVENING = time(20, 30)
_TO_QUIET = timedelta(hours=DEFAULT_QUIET.from_hour - EVENING.hour, minutes=-EVENING.minute)
# What is said at a moment or after it is said late rather than never, but not for ever.
USEFUL_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rung:
    """A reminder `minutes_before` a moment (negative: after it): the kind of notice, its topic, who hears it.

    A kind of notice belongs to one kind of date of its subject.
    """

    minutes_before: int
    notice_kind: str
    topic: Topic
    audience: Audience


@dataclass(frozen=True, slots=True)
class Due:
    """A rung of a ladder with the moment it belongs to; `version` is raised whenever the moment moves."""

    id: int
    subject: str
    subject_id: int
    date_kind: str
    at: datetime
    version: int
    due_at: datetime
    rung: Rung

    @property
    def is_reminder(self) -> bool:
        """Whether it is said before the moment, and useless from the moment on."""
        return self.rung.minutes_before > 0

    @property
    def useless_after(self) -> datetime | None:
        """From when on nobody needs it."""
        return self.at if self.is_reminder else None

    @property
    def occurrence(self) -> str:
        """Which of the notices of its kind it is: a version of the moment says each rung once."""
        return f"v{self.version}:{self.rung.minutes_before}"

    @property
    def ladder(self) -> tuple[str, int, str, str]:
        """What it shares with the other rungs of its ladder: of these only the latest is worth saying."""
        return (self.subject, self.subject_id, self.date_kind, self.rung.notice_kind)


@dataclass(frozen=True, slots=True)
class Decided:
    """What to do with rungs: say these, and note that those were missed."""

    fire: tuple[Due, ...]
    missed: tuple[Due, ...]


def said_at(rung: Due, zone: tzinfo) -> datetime:
    """When a rung is said: at its time, or the evening before, when quiet hours would keep it until it is useless."""
    quiet_ends = DEFAULT_QUIET.ends_after(rung.due_at, zone)
    if not rung.is_reminder or quiet_ends == rung.due_at or quiet_ends < rung.at:
        return rung.due_at
    evening = quiet_ends.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(evening, EVENING, zone).astimezone(rung.due_at.tzinfo)


def horizon(now: datetime, zone: tzinfo) -> datetime:
    """No reminder of a moment after this one can be due now ahead of its time."""
    return DEFAULT_QUIET.ends_after(now + _TO_QUIET, zone)


def decide(rungs: Iterable[Due], now: datetime, zone: tzinfo) -> Decided:
    """Which rungs that were not said yet are said now, and which are missed; the others wait.

    Whole ladders must be given. Of several overdue rungs of one ladder (the program was down) only the latest is said;
    a reminder is missed once its moment is there, what follows a moment when a week has gone by.
    """
    ladders: dict[tuple[str, int, str, str], list[Due]] = {}
    missed: list[Due] = []
    for rung in rungs:
        if said_at(rung, zone) > now:
            continue
        if _too_late(rung, now):
            missed.append(rung)
        else:
            ladders.setdefault(rung.ladder, []).append(rung)
    fire = []
    for ladder in ladders.values():
        *passed_over, latest = _in_order(ladder)
        missed.extend(passed_over)
        fire.append(latest)
    return Decided(tuple(_in_order(fire)), tuple(_in_order(missed)))


def _too_late(rung: Due, now: datetime) -> bool:
    return now >= rung.at if rung.is_reminder else now > rung.due_at + USEFUL_AFTER


def _in_order(rungs: Sequence[Due]) -> list[Due]:
    return sorted(rungs, key=lambda rung: (rung.due_at, rung.id))
