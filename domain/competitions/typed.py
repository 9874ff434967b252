"""What people type for the parts of a call: amounts, percents, dates, texts."""

import re
from collections.abc import Mapping
from datetime import datetime, time

from domain.competitions.calls import (
    LONGEST_TERMS,
    LONGEST_TITLE,
    MONEY,
    MOST_MONEY,
    SHARES,
    CallDate,
    CallPart,
    Value,
)
from domain.languages import Language
from domain.moments import read_day, read_moment
from domain.refusals import Refused

# The hour that is meant when only a day is typed.
USUAL_HOUR: Mapping[CallDate, time] = {
    CallDate.ANNOUNCE: time(9),
    CallDate.DEADLINE: time(18),
    CallDate.DECISION: time(18),
    CallDate.AWARD: time(10),
}


def read_value(part: CallPart, text: str, language: Language, now_local: datetime) -> Value:
    """What a person typed for a part; raises `Refused` when it is not clear or not possible."""
    if part.text is not None:
        longest = LONGEST_TITLE if part.text == "title" else LONGEST_TERMS
        if len(text) > longest:
            raise Refused("too_long", longest=longest)
        return text
    if part.date is not None:
        return _read_date(part.date, text, language, now_local)
    if part in MONEY:
        return read_money(text)
    if part in SHARES:
        return read_percent(text)
    raise Refused("old_button")


def _read_date(kind: CallDate, text: str, language: Language, now_local: datetime) -> datetime:
    moment = read_moment(text, language, now_local)
    if moment is not None:
        return moment
    day = read_day(text, language, now_local.date())
    if day is None:
        raise Refused("not_a_date")
    return datetime.combine(day, USUAL_HOUR[kind], now_local.tzinfo)


_CURRENCY = re.compile(r"₸|(?:тенге|теңге|тг|kzt|tenge)\b\.?")
_THOUSANDS = re.compile(r"\d+|\d{1,3}(?:[\s.,']\d{3})+")
_SCALED = re.compile(r"(\d+(?:[.,]\d{1,3})?)\s*(?:(млн|миллион\w*|million)|(тыс|тысяч\w*|мың|thousand|k))\.?")


def read_money(text: str) -> int:
    """Tenge as people write them: 12 000 000, 12,000,000 ₸, 1,2 млн, 500 мың; raises `Refused` for anything else."""
    said = " ".join(_CURRENCY.sub(" ", text.casefold()).split())
    scaled = _SCALED.fullmatch(said)
    if scaled:
        whole, _, part = scaled[1].replace(",", ".").partition(".")
        places = 6 if scaled[2] else 3
        money = int(whole + part.ljust(places, "0"))
    elif _THOUSANDS.fullmatch(said):
        money = int(re.sub(r"\D", "", said))
    else:
        raise Refused("not_money")
    if not 0 < money < MOST_MONEY:
        raise Refused("not_money")
    return money


def read_percent(text: str) -> int:
    """A whole percentage, 0 to 100; raises `Refused` for anything else."""
    found = re.fullmatch(r"(\d{1,3})\s*(?:%|процент\w*|пайыз\w*|percent)?", text.casefold().strip())
    if not found or int(found[1]) > 100:
        raise Refused("not_percent")
    return int(found[1])
