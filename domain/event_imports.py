"""Past events from a spreadsheet: every cell is checked, and one wrong cell keeps the whole file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from domain.languages import Localized
from domain.meetings import LONGEST_PLACE, LONGEST_TITLE, MOST_PEOPLE, MeetingKind
from domain.roles import Area


class Column(StrEnum):
    """The columns of the template, in their order; the second sheet has some of them."""

    KIND = "kind"
    AREA = "area"
    TERRITORY = "territory"
    TITLE_KK = "title_kk"
    TITLE_RU = "title_ru"
    TITLE_EN = "title_en"
    DAY = "day"
    CLOCK = "clock"
    WHERE = "where"
    PEOPLE = "people"
    AT_LEAST = "at_least"
    WOMEN = "women"
    WOMEN_PERCENT = "women_percent"
    SINCE = "since"
    UNTIL = "until"
    SOURCE = "source"


EVENTS = tuple(column for column in Column if column not in (Column.SINCE, Column.UNTIL, Column.SOURCE))
FIGURES = (
    Column.TERRITORY,
    Column.KIND,
    Column.PEOPLE,
    Column.AT_LEAST,
    Column.WOMEN_PERCENT,
    Column.SINCE,
    Column.UNTIL,
    Column.SOURCE,
)


class Fault(StrEnum):
    """What can be wrong with a cell."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_A_DATE = "not_a_date"
    NOT_YET = "not_yet"
    NOT_A_TIME = "not_a_time"
    NOT_A_NUMBER = "not_a_number"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TWICE_WOMEN = "twice_women"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is wrong: its sheet (1 events, 2 people), row and column as a spreadsheet counts them, and why."""

    sheet: int
    row: int
    column: Column
    fault: Fault


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A past event of a spreadsheet."""

    row: int
    kind: MeetingKind
    area: Area | None
    territory_code: str | None
    title: Localized
    day: date
    clock: time | None
    where: str | None
    people: int | None
    at_least: bool
    women: int | None
    women_percent: int | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number of different people that somebody counted over several events."""

    row: int
    territory_code: str | None
    kind: MeetingKind | None
    people: int
    at_least: bool
    women_percent: int | None
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """What names in cells may mean: kinds, areas and yes by folded name, territories by code; today."""

    kinds: Mapping[str, MeetingKind]
    areas: Mapping[str, Area]
    yes: frozenset[str]
    codes: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of a sheet: the number of each and its cells in the order of the columns."""

    rows: tuple[tuple[int, tuple[object, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds when nothing in it is wrong."""

    meetings: tuple[MeetingRow, ...]
    figures: tuple[FigureRow, ...]


class _Row:
    """The cells of one row, and the faults found in them."""

    def __init__(self, sheet: int, number: int, cells: Mapping[Column, object], known: Known) -> None:
        self.sheet, self.row, self.known = sheet, number, known
        self._cells = cells
        self.wrong: list[Wrong] = []

    def fault(self, column: Column, fault: Fault) -> None:
        self.wrong.append(Wrong(self.sheet, self.row, column, fault))

    def text(self, column: Column, longest: int, *, needed: bool = False) -> str | None:
        value = self._cells.get(column)
        # A spreadsheet turns a code into a number.
        text = "" if value is None else str(int(value) if isinstance(value, float) and value.is_integer() else value)
        text = text.strip()
        if needed and not text:
            self.fault(column, Fault.MISSING)
        if len(text) > longest:
            self.fault(column, Fault.TOO_LONG)
        return text or None

    def named(self, column: Column, names: Mapping[str, object], *, needed: bool = False) -> object:
        text = self.text(column, LONGEST_TITLE, needed=needed)
        if text is None:
            return None
        found = names.get(text.casefold())
        if found is None:
            self.fault(column, Fault.UNKNOWN)
        return found

    def number(self, column: Column, most: int, *, needed: bool = False) -> int | None:
        text = self.text(column, 20, needed=needed)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit()):
            self.fault(column, Fault.NOT_A_NUMBER)
            return None
        if int(text) > most:
            self.fault(column, Fault.TOO_LARGE)
        return int(text)

    def day(self, column: Column, *, needed: bool = False) -> date | None:
        value = self._cells.get(column)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self.fault(column, Fault.MISSING)
            return None
        found = _as_day(value)
        if found is None:
            self.fault(column, Fault.NOT_A_DATE)
        elif found > self.known.today:
            self.fault(column, Fault.NOT_YET)
        return found

    def clock(self, column: Column) -> time | None:
        value = self._cells.get(column)
        if isinstance(value, datetime):
            return value.time()
        if value is None or isinstance(value, time):
            return value
        try:
            return time.fromisoformat(str(value).strip().rjust(5, "0"))
        except ValueError:
            self.fault(column, Fault.NOT_A_TIME)
            return None

    def yes(self, column: Column) -> bool:
        text = self.text(column, 20)
        if text is None:
            return False
        if text.casefold() not in self.known.yes:
            self.fault(column, Fault.UNKNOWN)
        return True

    def territory(self) -> str | None:
        code = self.text(Column.TERRITORY, 16)
        if code is not None and code not in self.known.codes:
            self.fault(Column.TERRITORY, Fault.UNKNOWN)
        return code


def _as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def read(events: Sheet, figures: Sheet, known: Known) -> Imported | tuple[Wrong, ...]:
    """What the two sheets hold, or every wrong cell of them."""
    wrong: list[Wrong] = []
    meetings = [
        _meeting(_Row(1, number, dict(zip(EVENTS, cells, strict=False)), known), wrong) for number, cells in events.rows
    ]
    people = [
        _figure(_Row(2, number, dict(zip(FIGURES, cells, strict=False)), known), wrong)
        for number, cells in figures.rows
    ]
    if wrong:
        return tuple(wrong)
    return Imported(tuple(row for row in meetings if row is not None), tuple(row for row in people if row is not None))


def _meeting(row: _Row, wrong: list[Wrong]) -> MeetingRow | None:
    kind = row.named(Column.KIND, row.known.kinds, needed=True)
    area = row.named(Column.AREA, row.known.areas)
    if kind is MeetingKind.GROUP and area is None and not row.wrong:
        row.fault(Column.AREA, Fault.MISSING)
    titles = [row.text(column, LONGEST_TITLE) for column in (Column.TITLE_KK, Column.TITLE_RU, Column.TITLE_EN)]
    if not any(titles):
        row.fault(Column.TITLE_KK, Fault.MISSING)
    day = row.day(Column.DAY, needed=True)
    territory, clock, where = row.territory(), row.clock(Column.CLOCK), row.text(Column.WHERE, LONGEST_PLACE)
    people = row.number(Column.PEOPLE, MOST_PEOPLE)
    women, percent = row.number(Column.WOMEN, MOST_PEOPLE), row.number(Column.WOMEN_PERCENT, 100)
    at_least = row.yes(Column.AT_LEAST)
    _check_women(row, people, women, percent)
    wrong.extend(row.wrong)
    if row.wrong or day is None or not isinstance(kind, MeetingKind):
        return None
    return MeetingRow(
        row=row.row,
        kind=kind,
        area=area if isinstance(area, Area) else None,
        territory_code=territory,
        title=Localized(*titles),
        day=day,
        clock=clock,
        where=where,
        people=people,
        at_least=at_least,
        women=women,
        women_percent=percent,
    )


def _check_women(row: _Row, people: int | None, women: int | None, percent: int | None) -> None:
    if women is not None and percent is not None:
        row.fault(Column.WOMEN_PERCENT, Fault.TWICE_WOMEN)
    if (women is not None or percent is not None) and people is None:
        row.fault(Column.PEOPLE, Fault.MISSING)
    if women is not None and people is not None and women > people:
        row.fault(Column.WOMEN, Fault.TOO_LARGE)


def _figure(row: _Row, wrong: list[Wrong]) -> FigureRow | None:
    territory = row.territory()
    kind = row.named(Column.KIND, row.known.kinds)
    people = row.number(Column.PEOPLE, MOST_PEOPLE, needed=True)
    at_least, percent = row.yes(Column.AT_LEAST), row.number(Column.WOMEN_PERCENT, 100)
    since, until = row.day(Column.SINCE), row.day(Column.UNTIL)
    source = row.text(Column.SOURCE, LONGEST_PLACE, needed=True)
    wrong.extend(row.wrong)
    if row.wrong or people is None or source is None:
        return None
    return FigureRow(
        row=row.row,
        territory_code=territory,
        kind=kind if isinstance(kind, MeetingKind) else None,
        people=people,
        at_least=at_least,
        women_percent=percent,
        since=since,
        until=until,
        source=source,
    )


def codes_of(events: Sheet, figures: Sheet) -> Sequence[str]:
    """Whatever stands in the columns of territories, to be looked up at once."""
    found = set()
    for columns, sheet in ((EVENTS, events), (FIGURES, figures)):
        at = columns.index(Column.TERRITORY)
        for _, cells in sheet.rows:
            value = cells[at] if at < len(cells) else None
            if value is not None:
                found.add(str(int(value) if isinstance(value, float) and value.is_integer() else value).strip())
    return sorted(found)
