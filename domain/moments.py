"""Dates and times as people type them, in three languages."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from domain.languages import Language, in_order

# A date without a year that is gone by more than this is the next year's; by less it is a slip, and stays gone.
_HALF_A_YEAR = timedelta(days=183)

_DAYS_AHEAD: Mapping[Language, Mapping[str, int]] = {
    "kk": {"алдыңғы күні": -2, "кеше": -1, "бүгін": 0, "ертең": 1, "ертен": 1, "бүрсігүні": 2, "арғы күні": 2},
    "ru": {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2},
    "en": {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
}
_WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "kk": (
        r"дүйсенбі|дс",
        r"сейсенбі|сс",
        r"сәрсенбі|ср",
        r"бейсенбі|бс",
        r"жұма|жм",
        r"сенбі|сб",
        r"жексенбі|жс",
    ),
    "ru": (
        r"понедельник|пн",
        r"вторник|вт",
        r"сред[ау]|ср",
        r"четверг|чт",
        r"пятниц[ау]|пт",
        r"суббот[ау]|сб",
        "воскресенье|вс",
    ),
    "en": ("monday|mon", "tuesday|tue", "wednesday|wed", "thursday|thu", "friday|fri", "saturday|sat", "sunday|sun"),
}
_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "kk": (
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ),
    "ru": (
        r"янв(?:ар[ья])?",
        r"февр?(?:ал[ья])?",
        r"март?а?",
        r"апр(?:ел[ья])?",
        r"ма[йя]",
        r"июн[ья]?",
        r"июл[ья]?",
        r"авг(?:уста?)?",
        r"сент?(?:ябр[ья])?",
        r"окт(?:ябр[ья])?",
        r"нояб?(?:р[ья])?",
        r"дек(?:абр[ья])?",
    ),
    "en": (
        "jan(?:uary)?",
        "feb(?:ruary)?",
        "mar(?:ch)?",
        "apr(?:il)?",
        "may",
        "june?",
        "july?",
        "aug(?:ust)?",
        "sept?(?:ember)?",
        "oct(?:ober)?",
        "nov(?:ember)?",
        "dec(?:ember)?",
    ),
}
_AFTERNOON = re.compile(r"\b(?:pm|вечера|дня|кешкі|түстен кейінгі|түскі)\b")
_MORNING = re.compile(r"\b(?:am|утра|таңғы|таңертеңгі)\b")
# Words between a date and a time that say nothing; the Kazakh ones are endings after a hyphen (9-да).
_SILENT = re.compile(
    r"\b(?:в|во|на|к|at|on|сағат|саг|час|часов|часа|ч|күні|г|года|жылы|жыл|де|да|те|та|ге|ға|га|ке|қа)\b"
)
# "in" as Kazakh says it at the end of a month or a weekday.
_IN = "(?:да|де|та|те)?"
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?![\d:])")
_TIME = re.compile(r"(?<!\d)(\d{1,2})(?:\s?[:.\-]\s?(\d{2}))?(?!\d)")


def read_moment(text: str, language: Language, now_local: datetime) -> datetime | None:
    """The moment that a person typed, in the zone of `now_local`; it may be past.

    Usual forms of all three languages are understood, those of `language` first: "25.11 18:00", "ертең 9:00",
    "завтра в 9", "friday 18:30"; a time alone is today's. None when it is not clear which moment is meant.
    """
    try:
        day, rest = _take_date(_spaced(text), language, now_local.date())
        clock, rest = _take_time(rest)
    except ValueError:
        return None
    if _says_more(rest):
        return None
    if day is None:
        day = now_local.date()
    elif isinstance(day, int):
        day = _weekday(day, clock, now_local)
    try:
        # Through UTC, so that an hour which a change of the clocks leaves out becomes one that is there.
        return datetime.combine(day, clock, now_local.tzinfo).astimezone(UTC).astimezone(now_local.tzinfo)
    except OverflowError:
        return None


def read_day(text: str, language: Language, today: date) -> date | None:
    """The date that a person typed without a time, None when it is not clear which is meant."""
    try:
        day, rest = _take_date(f"{_spaced(text)} 12:00", language, today)
        clock, rest = _take_time(rest)
    except ValueError:
        return None
    if day is None or clock != time(12) or _says_more(rest):
        return None
    return today + timedelta(days=(day - today.weekday()) % 7) if isinstance(day, int) else day


def is_no_day(text: str, language: Language, today: date) -> bool:
    """Whether the text names a date that no calendar has, such as 31 February."""
    try:
        _take_date(_spaced(text), language, today)
    except ValueError:
        return True
    return False


def _spaced(text: str) -> str:
    words = " ".join(text.casefold().replace(",", " ").split())
    return re.sub(r"(?<=\d)(?=[^\W\d_])", " ", words)


def _says_more(rest: str) -> bool:
    return bool(_SILENT.sub(" ", rest).strip(" -."))


def _take_date(text: str, language: Language, today: date) -> tuple[date | int | None, str]:
    """The date (or, as a number, the day of the week) and the text without it; raises `ValueError` when it never is."""
    if found := _ISO.search(text):
        return date(int(found[1]), int(found[2]), int(found[3])), _without(text, found)
    for code in in_order(language):
        for word, ahead in _DAYS_AHEAD[code].items():
            if found := re.search(rf"\b{word}\b", text):
                return today + timedelta(days=ahead), _without(text, found)
        for number, weekday in enumerate(_WEEKDAYS[code]):
            if found := re.search(rf"\b(?:{weekday}){_IN}\b", text):
                return number, _without(text, found)
        for number, month in enumerate(_MONTHS[code], start=1):
            pattern = rf"(?<!\d)(\d{{1,2}})\s*[-]?\s*(?:{month}){_IN}\b\.?(?:\s+(\d{{4}})\b)?"
            if found := re.search(pattern, text):
                return _near(today, number, int(found[1]), found[2]), _without(text, found)
    return _take_dotted(text, today)


def _take_dotted(text: str, today: date) -> tuple[date | None, str]:
    found = _DOTTED.search(text)
    if not found or (found[3] is None and not 1 <= int(found[2]) <= 12):
        return None, text
    rest = _without(text, found)
    return _near(today, int(found[2]), int(found[1]), found[3]), rest


def _near(today: date, month: int, day: int, year: str | None) -> date:
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date(today.year, month, day)
    return this if today - this <= _HALF_A_YEAR else date(today.year + 1, month, day)


def _take_time(text: str) -> tuple[time, str]:
    afternoon, morning = _AFTERNOON.search(text), _MORNING.search(text)
    rest = _MORNING.sub(" ", _AFTERNOON.sub(" ", text))
    found = _TIME.search(rest)
    if not found:
        raise ValueError(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if afternoon and 1 <= hour < 12:
        hour += 12
    if morning and hour == 12:
        hour = 0
    return time(hour, minute), _without(rest, found)


def _weekday(number: int, clock: time, now: datetime) -> date:
    ahead = (number - now.weekday()) % 7
    if ahead == 0 and clock <= now.time():
        ahead = 7
    return now.date() + timedelta(days=ahead)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()
