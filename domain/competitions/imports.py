"""Past calls from a spreadsheet: every cell is checked, and one wrong cell keeps the whole file out."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from domain.competitions.calls import (
    LONGEST_TERMS,
    LONGEST_TITLE,
    Call,
    CallDate,
    CallPart,
    PastCall,
    Problem,
)
from domain.competitions.typed import USUAL_HOUR, read_money
from domain.languages import Localized
from domain.refusals import Refused
from domain.spreadsheets import Fault, Row, Sheet, Wrong

# The parts of a call are the columns of its table, in their order.
COLUMNS: Sequence[CallPart] = tuple(CallPart)
MOST_CODES = 4000
# Which cell is wrong when two do not fit together.
_NOT_FITTING: Mapping[Problem, CallPart] = {
    Problem.BUDGET_TURNED: CallPart.BUDGET_TO,
    Problem.BUDGET_OVER_FUND: CallPart.BUDGET_FROM,
    Problem.SHARE_TURNED: CallPart.SHARE_TO,
    Problem.DEADLINE_TOO_EARLY: CallPart.DEADLINE,
    Problem.DECISION_TOO_EARLY: CallPart.DECISION,
    Problem.AWARD_TOO_EARLY: CallPart.AWARD,
}


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Which territories' codes may stand in the table, today, and the zone of its days."""

    codes: Collection[str]
    today: date
    zone: tzinfo


def read(sheet: Sheet, known: KnownPlaces) -> tuple[PastCall, ...] | tuple[Wrong, ...]:
    """What the sheet holds, or every wrong cell of it."""
    wrong: list[Wrong] = []
    found = []
    for number, cells in sheet.rows:
        row = Row(1, number, COLUMNS, cells, known.today)
        call = _call(row, known)
        wrong.extend(row.wrong)
        if call is not None:
            found.append(call)
    return tuple(wrong) or tuple(found)


def _call(row: Row[CallPart], known: KnownPlaces) -> PastCall | None:
    title = _text(row, (CallPart.TITLE_KK, CallPart.TITLE_RU, CallPart.TITLE_EN), LONGEST_TITLE)
    terms = _text(row, (CallPart.TERMS_KK, CallPart.TERMS_RU, CallPart.TERMS_EN), LONGEST_TERMS)
    fund, least, most = (_money(row, part) for part in (CallPart.FUND, CallPart.BUDGET_FROM, CallPart.BUDGET_TO))
    share_from, share_to = (row.number(part, 100, needed=True) for part in (CallPart.SHARE_FROM, CallPart.SHARE_TO))
    codes = _codes(row, known)
    days = {kind: row.day(CallPart(kind.value), needed=True) for kind in CallDate}
    if row.wrong or title is None or terms is None:
        return None
    if fund is None or least is None or most is None or share_from is None or share_to is None:
        return None
    moments = {
        kind: datetime.combine(day, USUAL_HOUR[kind], known.zone) for kind, day in days.items() if day is not None
    }
    call = PastCall(title, terms, fund, (least, most), (share_from, share_to), codes, moments)
    for problem in _problems(call):
        row.fault(_NOT_FITTING[problem], Fault.DOES_NOT_FIT)
    return None if row.wrong else call


def _problems(past: PastCall) -> list[Problem]:
    call: Call = past.as_call(0, ())
    return [problem for problem in call.problems(max(call.dates.values())) if problem in _NOT_FITTING]


def _text(row: Row[CallPart], parts: Sequence[CallPart], longest: int) -> Localized | None:
    texts = [row.text(part, longest) for part in parts]
    if not any(texts):
        row.fault(parts[0], Fault.MISSING)
        return None
    return Localized(*texts)


def _money(row: Row[CallPart], part: CallPart) -> int | None:
    text = row.text(part, 40, needed=True)
    if text is None:
        return None
    try:
        return read_money(text)
    except Refused:
        row.fault(part, Fault.NOT_MONEY)
        return None


def _codes(row: Row[CallPart], known: KnownPlaces) -> tuple[str, ...]:
    text = row.text(CallPart.TERRITORIES, 10 * MOST_CODES, needed=True)
    codes = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", text or "")))
    if any(code not in known.codes for code in codes):
        row.fault(CallPart.TERRITORIES, Fault.UNKNOWN)
    return codes


def codes_of(sheet: Sheet) -> list[str]:
    """Whatever stands in the column of territories, to be looked up at once."""
    place = COLUMNS.index(CallPart.TERRITORIES)
    cells = [cells[place] for _number, cells in sheet.rows if len(cells) > place]
    found = {code for cell in cells if cell is not None for code in re.findall(r"[^\s,;]+", _as_text(cell))}
    return sorted(found)


def _as_text(cell: object) -> str:
    # A spreadsheet turns a single code into a number.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
