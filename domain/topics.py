"""What a person wants to hear of, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum


class Topic(StrEnum):
    """What an unasked message can be about."""

    MINE = "mine"
    FOLLOWED = "followed"
    ANNOUNCEMENTS = "announcements"
    MEETINGS = "meetings"
    SURVEYS = "surveys"
    COMPETITION = "competition"
    DUTIES = "duties"


class Mode(StrEnum):
    """How a person hears of a topic."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


def default_mode(topic: Topic) -> Mode:
    """How a topic comes to who never chose."""
    return Mode.DIGEST if topic is Topic.FOLLOWED else Mode.AT_ONCE


@dataclass(frozen=True, slots=True)
class Quiet:
    """The local hours, 0 to 23, from and until which nothing unasked comes; equal hours mean that none is quiet."""

    from_hour: int
    until_hour: int

    def __post_init__(self) -> None:
        if not (0 <= self.from_hour <= 23 and 0 <= self.until_hour <= 23):
            raise ValueError("hours are 0 to 23")

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether `moment` is quiet in the person's local time."""
        hour = moment.astimezone(zone).hour
        if self.from_hour <= self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour

    def ends_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first moment from `moment` on that is not quiet, in the zone of `moment`."""
        if not self.holds(moment, zone):
            return moment
        local = moment.astimezone(zone)
        end = datetime.combine(local.date(), time(self.until_hour), zone)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), time(self.until_hour), zone)
        return end.astimezone(moment.tzinfo)


DEFAULT_QUIET = Quiet(21, 8)


@dataclass(frozen=True, slots=True)
class Notifications:
    """A person's choices; a topic that is not there has its default."""

    modes: Mapping[Topic, Mode] = field(default_factory=dict)
    quiet: Quiet = DEFAULT_QUIET

    def mode(self, topic: Topic) -> Mode:
        """How the person hears of `topic`."""
        return self.modes.get(topic, default_mode(topic))
