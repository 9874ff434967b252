"""Past issues from a spreadsheet: every cell is checked, and one wrong cell keeps the whole file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.contents import units
from domain.issues.duties import LONGEST_ANSWER, MOST_REACHED
from domain.issues.issue import MOST_LETTERS
from domain.issues.states import IssueState
from domain.spreadsheets import Fault, Row, Sheet, Wrong


class Column(StrEnum):
    """The columns of the template, in their order."""

    TERRITORY = "territory"
    CATEGORY = "category"
    TEXT = "text"
    SENT = "sent"
    STATE = "state"
    ANSWER = "answer"
    ANSWERED = "answered"
    DONE = "done"
    REACHED = "reached"
    PROMISED = "promised"


COLUMNS = tuple(Column)
DAYS = frozenset({Column.SENT, Column.ANSWERED, Column.DONE, Column.PROMISED})
STATES = (
    IssueState.NEW,
    IssueState.IN_REVIEW,
    IssueState.PLANNED,
    IssueState.IN_PROGRESS,
    IssueState.SOLVED,
    IssueState.DECLINED,
)
_SAYS_WHY = frozenset({IssueState.SOLVED, IssueState.DECLINED})
_PROMISED = frozenset({IssueState.PLANNED, IssueState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A past issue of a spreadsheet; `answered` is the day of its answer, None when nobody answered."""

    row: int
    okrug_code: str
    category_id: int
    text: str
    sent: date
    state: IssueState
    answer: str | None
    answered: date | None
    done: date | None
    reached: int | None
    promised: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may mean: categories and states by folded name, the codes of okrugs; today."""

    categories: Mapping[str, int]
    states: Mapping[str, IssueState]
    codes: frozenset[str]
    today: date


def read(sheet: Sheet, known: Known) -> tuple[IssueRow, ...] | tuple[Wrong, ...]:
    """What the sheet holds, or every wrong cell of it."""
    wrong: list[Wrong] = []
    found = [_issue(number, cells, known, wrong) for number, cells in sheet.rows]
    if wrong:
        return tuple(wrong)
    return tuple(row for row in found if row is not None)


def _issue(number: int, cells: Sequence[object], known: Known, wrong: list[Wrong]) -> IssueRow | None:
    row = Row(1, number, COLUMNS, cells, known.today)
    code = row.text(Column.TERRITORY, 16, needed=True)
    if code is not None and code not in known.codes:
        row.fault(Column.TERRITORY, Fault.UNKNOWN)
    category = row.named(Column.CATEGORY, known.categories, needed=True)
    state = row.named(Column.STATE, known.states, needed=True)
    text, answer = row.text(Column.TEXT, MOST_LETTERS, needed=True), row.text(Column.ANSWER, LONGEST_ANSWER)
    for column, said, most in ((Column.TEXT, text, MOST_LETTERS), (Column.ANSWER, answer, LONGEST_ANSWER)):
        if said is not None and len(said) <= most < units(said):
            row.fault(column, Fault.TOO_LONG)
    sent, answered, done = row.day(Column.SENT, needed=True), row.day(Column.ANSWERED), row.day(Column.DONE)
    reached = row.number(Column.REACHED, MOST_REACHED)
    promised = _promised(row, number, cells)
    if isinstance(state, IssueState):
        _check(row, state, answer, sent, answered, done, reached, promised)
    wrong.extend(row.wrong)
    if row.wrong or code is None or text is None or sent is None or not isinstance(state, IssueState):
        return None
    if not isinstance(category, int):
        return None
    said_on = answered or done or (sent if answer or state is not IssueState.NEW else None)
    return IssueRow(number, code, category, text, sent, state, answer, said_on, done, reached, promised)


def _promised(row: Row[Column], number: int, cells: Sequence[object]) -> date | None:
    # A promise is the one day that may still be to come.
    ahead = Row(1, number, COLUMNS, cells, date.max)
    found = ahead.day(Column.PROMISED)
    row.wrong.extend(ahead.wrong)
    return found


def _check(
    row: Row[Column],
    state: IssueState,
    answer: str | None,
    sent: date | None,
    answered: date | None,
    done: date | None,
    reached: int | None,
    promised: date | None,
) -> None:
    if state in _SAYS_WHY and answer is None:
        row.fault(Column.ANSWER, Fault.MISSING)
    if state is IssueState.SOLVED and done is None and not any(one.column is Column.DONE for one in row.wrong):
        row.fault(Column.DONE, Fault.MISSING)
    misplaced = {
        Column.DONE: done is not None and state is not IssueState.SOLVED,
        Column.REACHED: reached is not None and state is not IssueState.SOLVED,
        Column.PROMISED: promised is not None and state not in _PROMISED,
        Column.ANSWERED: answered is not None and (state is IssueState.NEW or (sent is not None and answered < sent)),
        Column.ANSWER: answer is not None and state is IssueState.NEW,
    }
    for column, there in misplaced.items():
        if there:
            row.fault(column, Fault.DOES_NOT_FIT)


def codes_of(sheet: Sheet) -> Sequence[str]:
    """Whatever stands in the column of territories, to be looked up at once."""
    found = set()
    for _, cells in sheet.rows:
        value = cells[0] if cells else None
        if value is not None:
            found.add(str(int(value) if isinstance(value, float) and value.is_integer() else value).strip())
    return sorted(found)
