"""How long something takes, as people type it."""

import re

SHORTEST_MINUTES, LONGEST_MINUTES = 15, 14 * 1440
# A bare number up to this is hours, a larger one minutes.
_MOST_BARE_HOURS = 12

_HALF = r"(?:ч|час|часа|сағ|сағат|h|hour)"
_SAYINGS = (
    (re.compile(rf"полчаса|пол\s*часа|жарты\s*{_HALF}|half an? {_HALF}"), 30),
    (re.compile(rf"полтора\s*{_HALF}|бір\s*жарым\s*{_HALF}|an? {_HALF} and a half"), 90),
    (re.compile(rf"{_HALF}|an? {_HALF}|бір {_HALF}|один час"), 60),
)
_UNITS = (
    (r"күн|дн(?:я|ей)?|день|days?|d", 1440),
    (r"сағат|сағ|час(?:а|ов)?|ч|hours?|hrs?|h", 60),
    (r"минут[аы]?|мин|minutes?|min|m", 1),
)
_PART = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:" + "|".join(f"(?P<u{size}>{unit})" for unit, size in _UNITS) + r")\.?(?:\s+|$)"
)


def read_duration(text: str) -> int | None:
    """Minutes from how people say it: 2, 1,5 ч, 1:30, 90 мин, 1 сағат 30 минут, 3 дня; None when it is not clear.

    Also None for less than a quarter of an hour and more than two weeks.
    """
    said = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", " ".join(text.casefold().split()))
    minutes = _saying(said) or _clock(said) or _bare(said) or _parts(said)
    return minutes if minutes is not None and SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES else None


def _saying(said: str) -> int | None:
    return next((minutes for pattern, minutes in _SAYINGS if pattern.fullmatch(said)), None)


def _clock(said: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)", said)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _bare(said: str) -> int | None:
    found = re.fullmatch(r"\d{1,4}(?:[.,]\d)?", said)
    if not found:
        return None
    number = float(said.replace(",", "."))
    if number <= _MOST_BARE_HOURS:
        return round(number * 60)
    return int(number) if number.is_integer() else None


def _parts(said: str) -> int | None:
    total, rest = 0.0, said
    largest = None
    while rest:
        found = _PART.match(rest)
        if not found:
            return None
        size = next(size for _unit, size in _UNITS if found[f"u{size}"])
        if largest is not None and size >= largest:
            return None
        total, rest, largest = total + float(found[1].replace(",", ".")) * size, rest[found.end() :], size
    return round(total) if largest is not None else None
