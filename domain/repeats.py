"""What happens every week or every month, in local time."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Every(StrEnum):
    """How often."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Repeat:
    """On `first_day` and then every week or month until a day; always at the same local time.

    A month that has no such day (the 31st) has its last one instead.
    """

    every: Every
    first_day: date
    at: time
    until: date

    def next_after(self, day: date | None, moment: datetime, zone: tzinfo) -> tuple[date, datetime] | None:
        """The first day after `day` (None: any), whose moment is after `moment`, and that moment in UTC.

        None when it is over. A day is given once however the zone changes, since the last day is not given again.
        """
        number = self._begin(moment.astimezone(zone).date())
        while (candidate := self._day(number)) <= self.until:
            at = datetime.combine(candidate, self.at, zone).astimezone(UTC)
            if at > moment and (day is None or candidate > day):
                return candidate, at
            number += 1
        return None

    def _begin(self, near: date) -> int:
        """A number of a repeat that is not after `near`."""
        if self.every is Every.WEEK:
            number = (near - self.first_day).days // 7
        else:
            number = (near.year - self.first_day.year) * 12 + near.month - self.first_day.month
        return max(0, number - 1)

    def _day(self, number: int) -> date:
        if self.every is Every.WEEK:
            return self.first_day + timedelta(weeks=number)
        months = self.first_day.month - 1 + number
        year, month = self.first_day.year + months // 12, months % 12 + 1
        return date(year, month, min(self.first_day.day, calendar.monthrange(year, month)[1]))
