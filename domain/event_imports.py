"""Past events from a spreadsheet: every cell is checked, and one wrong cell keeps the whole file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.languages import Localized
from domain.meetings import LONGEST_PLACE, LONGEST_TITLE, MOST_PEOPLE, MeetingKind
from domain.roles import Area
from domain.spreadsheets import Fault, Row, Sheet, Wrong


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
class Imported:
    """What a file holds when nothing in it is wrong."""

    meetings: tuple[MeetingRow, ...]
    figures: tuple[FigureRow, ...]


def read(events: Sheet, figures: Sheet, known: Known) -> Imported | tuple[Wrong, ...]:
    """What the two sheets hold, or every wrong cell of them."""
    wrong: list[Wrong] = []
    meetings = [_meeting(Row(1, number, EVENTS, cells, known.today), known, wrong) for number, cells in events.rows]
    people = [_figure(Row(2, number, FIGURES, cells, known.today), known, wrong) for number, cells in figures.rows]
    if wrong:
        return tuple(wrong)
    return Imported(tuple(row for row in meetings if row is not None), tuple(row for row in people if row is not None))


def _meeting(row: Row[Column], known: Known, wrong: list[Wrong]) -> MeetingRow | None:
    kind = row.named(Column.KIND, known.kinds, needed=True)
    area = row.named(Column.AREA, known.areas)
    if kind is MeetingKind.GROUP and area is None and not row.wrong:
        row.fault(Column.AREA, Fault.MISSING)
    titles = [row.text(column, LONGEST_TITLE) for column in (Column.TITLE_KK, Column.TITLE_RU, Column.TITLE_EN)]
    if not any(titles):
        row.fault(Column.TITLE_KK, Fault.MISSING)
    day = row.day(Column.DAY, needed=True)
    territory, clock, where = _territory(row, known), row.clock(Column.CLOCK), row.text(Column.WHERE, LONGEST_PLACE)
    people = row.number(Column.PEOPLE, MOST_PEOPLE)
    women, percent = row.number(Column.WOMEN, MOST_PEOPLE), row.number(Column.WOMEN_PERCENT, 100)
    at_least = row.yes(Column.AT_LEAST, known.yes)
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


def _territory(row: Row[Column], known: Known) -> str | None:
    code = row.text(Column.TERRITORY, 16)
    if code is not None and code not in known.codes:
        row.fault(Column.TERRITORY, Fault.UNKNOWN)
    return code


def _check_women(row: Row[Column], people: int | None, women: int | None, percent: int | None) -> None:
    if women is not None and percent is not None:
        row.fault(Column.WOMEN_PERCENT, Fault.TWICE_WOMEN)
    unread = any(one.column is Column.PEOPLE for one in row.wrong)
    if (women is not None or percent is not None) and people is None and not unread:
        row.fault(Column.PEOPLE, Fault.MISSING)
    if women is not None and people is not None and women > people:
        row.fault(Column.WOMEN, Fault.TOO_LARGE)


def _figure(row: Row[Column], known: Known, wrong: list[Wrong]) -> FigureRow | None:
    territory = _territory(row, known)
    kind = row.named(Column.KIND, known.kinds)
    people = row.number(Column.PEOPLE, MOST_PEOPLE, needed=True)
    at_least, percent = row.yes(Column.AT_LEAST, known.yes), row.number(Column.WOMEN_PERCENT, 100)
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
