"""When a meeting is, and how long it takes."""

import calendar
from datetime import date, datetime, time, timedelta, tzinfo

from babel import Locale
from babel.dates import format_skeleton, get_day_names

from domain.meetings import Card, Meeting
from screens import buttons
from screens.meetings import names
from screens.meetings.drafts import and_told, to_meeting
from screens.screen import Button, Screen, in_columns, one_a_row
from texts import Words

HOURS = range(8, 22)
DURATION_CHOICES = (30, 60, 90, 120, 180, 240, 480, 1440)


def ask_duration(_: Words, card: Card) -> Screen:
    """The question how long it takes."""
    meeting = card.meeting
    choices = [
        Button(
            f"{'✔️ ' if minutes == meeting.minutes else ''}{names.duration(_, minutes)}",
            buttons.ChooseDuration(meeting=meeting.id, version=meeting.version, minutes=minutes),
        )
        for minutes in DURATION_CHOICES
    ]
    text = _("How long does it take? Choose, or write it, such as: 1:30, 5 hours, 3 days.")
    return Screen(and_told(_, card, text), (*in_columns(choices, 2), *to_meeting(_, meeting)))


def not_a_duration(_: Words, card: Card) -> Screen:
    """What was typed is no length of time, or one that a meeting does not have."""
    text = _("I do not understand how long it takes. Write it so: 1:30, 5 hours, 3 days. At most 14 days.")
    return Screen(text, to_meeting(_, card.meeting))


def month(_: Words, card: Card, number: int, today: date) -> Screen:
    """A month to choose a day from (`number` is year * 12 + month - 1), or to type a time instead."""
    meeting = card.meeting
    year, zero_based = divmod(number, 12)
    locale = Locale.parse(_.language)
    first = date(year, zero_based + 1, 1)
    heading = format_skeleton("yMMMM", first, locale=locale)
    here = buttons.ShowMonth(meeting=meeting.id, version=meeting.version, month=number)
    rows: list[tuple[Button, ...]] = [(Button(heading, here),)]
    short = get_day_names("short", context="stand-alone", locale=locale)
    rows.append(tuple(Button(short[day], here) for day in range(7)))
    rows += [tuple(_day(meeting, day, first, today) for day in week) for week in _weeks(first, today)]
    turn = []
    if first > today.replace(day=1):
        turn.append(Button("«", here.model_copy(update={"month": number - 1})))
    turn.append(Button("»", here.model_copy(update={"month": number + 1})))
    rows.append(tuple(turn))
    text = _("When will it be? Choose the day, or write it with the time, such as: {example}.", example=_example(today))
    return Screen(text, (*rows, *to_meeting(_, meeting)))


def _example(today: date) -> str:
    return f"{today + timedelta(days=7):%d.%m} 15:00"


def _weeks(first: date, today: date) -> list[list[date]]:
    """The weeks in which there is a day to choose."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [week for week in weeks if any(day.month == first.month and day >= today for day in week)]


def _day(meeting: Meeting, day: date, first: date, today: date) -> Button:
    number = int(f"{day:%Y%m%d}")
    open_ = day.month == first.month and day >= today
    # A day that cannot be chosen leads back to the month it stands in.
    month = buttons.ShowMonth(meeting=meeting.id, version=meeting.version, month=first.year * 12 + first.month - 1)
    picked = buttons.PickDay(meeting=meeting.id, version=meeting.version, day=number)
    return Button(str(day.day), picked) if open_ else Button("·", month)


def hours(_: Words, card: Card, day: date, now: datetime, zone: tzinfo) -> Screen:
    """The hours of a day."""
    meeting = card.meeting
    choices = [
        Button(
            f"{hour:02d}:{minute:02d}",
            buttons.PickTime(
                meeting=meeting.id, version=meeting.version, at=int(f"{day:%Y%m%d}{hour:02d}{minute:02d}"), sure=False
            ),
        )
        for hour in HOURS
        for minute in (0, 30)
        if datetime.combine(day, time(hour, minute), zone) > now
    ]
    text = _("<b>{day}</b>\nAt what time? Choose, or write it.", day=_.day(day))
    other = Button(
        _.plain("‹ Another day"),
        buttons.ShowMonth(meeting=meeting.id, version=meeting.version, month=day.year * 12 + day.month - 1),
    )
    return Screen(text, (*in_columns(choices, 4), (other,), *to_meeting(_, meeting)))


def move_sure(_: Words, card: Card, at: int, moment: datetime, zone: tzinfo) -> Screen:
    """The question before a meeting moves to which people are invited."""
    meeting = card.meeting
    text = _("Move the meeting to <b>{when}</b>? Everyone who is invited will be told.", when=_.moment(moment, zone))
    picked = buttons.PickTime(meeting=meeting.id, version=meeting.version, at=at, sure=True)
    return Screen(text, (*one_a_row(Button(_.plain("Yes, move it"), picked)), *to_meeting(_, meeting)))


def not_a_moment(_: Words, card: Card, today: date) -> Screen:
    """What was typed is no time."""
    text = _("I do not understand this as a day and time. Write it so: {example}.", example=_example(today))
    return Screen(text, to_meeting(_, card.meeting))


def no_day(_: Words, card: Card, today: date) -> Screen:
    """What was typed is a date that no calendar has."""
    text = _("There is no such day in the calendar. Write it so: {example}.", example=_example(today))
    return Screen(text, to_meeting(_, card.meeting))
