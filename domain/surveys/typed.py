"""Answers as people type them: numbers with a comma, dates and times in usual forms."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.languages import Language
from domain.moments import read_day
from domain.surveys.flow import LONGEST_WORDS
from domain.surveys.forms import Question, QuestionKind

# Nobody who answers was born before, or plans beyond.
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
LARGEST = Decimal(10) ** 15
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_TIME = re.compile(r"(\d{1,2})(?:[:.\-\s](\d{2}))?")


# What a phone shows of a button without cutting it: longer choices are listed, and their buttons are numbers.
WIDEST = 34


class NotUnderstood(Exception):
    """What was typed is no answer to the question: `reason` is number, whole, large, date, far, time, long or kind."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_answer(question: Question, typed: str, language: Language, today: date) -> str:
    """The answer in its text form; raises `NotUnderstood` when it is none."""
    text = typed.strip()
    match question.kind:
        case QuestionKind.INTEGER | QuestionKind.DECIMAL | QuestionKind.RANGE:
            return _number(text, whole=question.kind is QuestionKind.INTEGER)
        case QuestionKind.DATE:
            return _date(text, language, today)
        case QuestionKind.TIME:
            return _time(text)
        case QuestionKind.TEXT:
            if len(text) > LONGEST_WORDS:
                raise NotUnderstood("long")
            return text
    raise NotUnderstood("kind")


def choice_typed(choices: Sequence[tuple[str, str]], typed: str) -> str | None:
    """The name of the choice whose words were typed, or whose number where choices are listed by numbers; else None.

    `choices` are names and words in the order in which they are shown.
    """
    text = _folded(typed)
    found = [name for name, label in choices if _folded(label) == text]
    if len(found) == 1:
        return found[0]
    listed = any(len(label) > WIDEST for _name, label in choices)
    if listed and re.fullmatch(r"[0-9]{1,3}", text) and 0 < int(text) <= len(choices):
        return choices[int(text) - 1][0]
    return None


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip(".!")


def _number(text: str, *, whole: bool) -> str:
    plain = _SPACES.sub("", text).replace("−", "-").replace(",", ".")
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", plain):
        raise NotUnderstood("number")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise NotUnderstood("number") from None
    if abs(number) >= LARGEST:
        raise NotUnderstood("large")
    if whole and number != number.to_integral_value():
        raise NotUnderstood("whole")
    short = format(number.normalize(), "f")
    return "0" if short in ("-0", "") else short


def _date(text: str, language: Language, today: date) -> str:
    try:
        day = read_day(text, language, today)
    except (ValueError, OverflowError):
        raise NotUnderstood("date") from None
    if day is None:
        raise NotUnderstood("date")
    if not EARLIEST <= day <= LATEST:
        raise NotUnderstood("far")
    return day.isoformat()


def _time(text: str) -> str:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise NotUnderstood("time")
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"
