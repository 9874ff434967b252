"""Issues in figures: the one value behind the screen, the chart and the table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.issues.issue import Category, Issue
from domain.issues.priorities import Priorities
from domain.issues.states import OPEN_STATES, IssueState
from domain.languages import Localized
from domain.registers import Count
from domain.roles import Area
from domain.territories import Territory

# Open for longer than so many days.
OPEN_OVER = (30, 90)
# A number of people below this is said as "fewer than".
FEWEST_COUNTED = 5
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """What is counted: a territory (None: all within reach), an area, local days of sending from and until."""

    code: str | None = None
    area: Area | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Issues of one category, state and okrug, as they are counted; merged ones count for the one they go on as."""

    category_id: int
    state: IssueState
    okrug_code: str
    okrug_path: str
    issues: int


@dataclass(frozen=True, slots=True)
class Group:
    """Issues counted together; `solved` as the desk says, `supports` are persons counted once for each issue."""

    issues: int = 0
    still_open: int = 0
    solved: int = 0
    supports: int = 0

    def __add__(self, other: "Group") -> "Group":
        return Group(
            self.issues + other.issues,
            self.still_open + other.still_open,
            self.solved + other.solved,
            self.supports + other.supports,
        )


@dataclass(frozen=True, slots=True)
class Days:
    """The median of so many days, of those issues that came so far; `waiting` ones did not yet."""

    median: float | None
    of: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Record:
    """One issue in the table: nothing of who wrote it, or of where it is within the okrug.

    `text` is there only when everybody in the okrug may read it and somebody looked at it first.
    """

    serial: int
    okrug: Localized
    rayon: Localized | None
    category: Category
    state: IssueState
    is_private: bool
    sent_on: date
    supports: int
    days_to_answer: float | None
    days_to_solution: float | None
    done_on: date | None
    reached: int | None
    history: bool
    text: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What storage counts beside the cells."""

    supports: Mapping[tuple[int, str], int]
    by_month: tuple[tuple[date, int], ...]
    reports: int
    private: int
    first_answer: Days
    solution: Days
    open_over: tuple[tuple[int, int], ...]
    reached: int
    reached_known: int


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """Issues of a selection in figures.

    `reports` counts what people wrote, merged ones too; `private` those of them that the okrug does not see;
    `reached` is the sum of what was entered for each solution, so whom two solutions reach is in it twice, and it is
    "at least" where a solution has no number. `by_territory` stands one level below the territory that is counted.
    """

    selection: Selection
    territory: Localized | None
    okrug: Territory | None
    areas: tuple[Area, ...]
    total: Group
    reports: int
    private: int
    by_area: tuple[tuple[Area, Group], ...]
    by_category: tuple[tuple[Category, Group], ...]
    by_state: tuple[tuple[IssueState, int], ...]
    by_territory: tuple[tuple[Territory, Group], ...]
    by_month: tuple[tuple[date, int], ...]
    first_answer: Days
    solution: Days
    open_over: tuple[tuple[int, int], ...]
    reached: Count
    reached_known: int
    rankings: tuple[Priorities[Issue], ...] = ()
    category_rankings: tuple[Priorities[Category], ...] = ()
    records: tuple[Record, ...] | None = None


def issue_counts(
    selection: Selection,
    cells: Iterable[Cell],
    measured: Measured,
    categories: Mapping[int, Category],
    below: Mapping[str, Territory],
    *,
    territory: Localized | None = None,
    okrug: Territory | None = None,
    areas: tuple[Area, ...] = (),
    rankings: tuple[Priorities[Issue], ...] = (),
    category_rankings: tuple[Priorities[Category], ...] = (),
    records: tuple[Record, ...] | None = None,
) -> IssueCounts:
    """The figures of a selection; `below` gives for an okrug the territory under which it is counted."""
    chosen = tuple(cells)
    by_category: dict[int, Group] = {}
    by_territory: dict[str, Group] = {}
    for one in chosen:
        group = _group(one)
        by_category[one.category_id] = by_category.get(one.category_id, Group()) + group
        by_territory[one.okrug_code] = by_territory.get(one.okrug_code, Group()) + group
    for (category_id, okrug_code), people in measured.supports.items():
        by_category[category_id] = by_category.get(category_id, Group()) + Group(supports=people)
        by_territory[okrug_code] = by_territory.get(okrug_code, Group()) + Group(supports=people)
    total = sum(by_category.values(), Group())
    return IssueCounts(
        selection=selection,
        territory=territory,
        okrug=okrug,
        areas=areas,
        total=total,
        reports=measured.reports,
        private=measured.private,
        by_area=_by_area(by_category, categories),
        by_category=_most_first((categories[number], group) for number, group in by_category.items()),
        by_state=_by_state(chosen),
        by_territory=_rolled_up(by_territory, below),
        by_month=measured.by_month,
        first_answer=measured.first_answer,
        solution=measured.solution,
        open_over=measured.open_over,
        reached=Count(measured.reached, measured.reached_known < total.solved),
        reached_known=measured.reached_known,
        rankings=rankings,
        category_rankings=category_rankings,
        records=records,
    )


def _group(one: Cell) -> Group:
    still_open = one.issues if one.state in OPEN_STATES else 0
    return Group(one.issues, still_open, one.issues if one.state is IssueState.SOLVED else 0)


def _by_area(by_category: Mapping[int, Group], categories: Mapping[int, Category]) -> tuple[tuple[Area, Group], ...]:
    found: dict[Area, Group] = {}
    for number, group in by_category.items():
        area = categories[number].area
        found[area] = found.get(area, Group()) + group
    return tuple((area, found[area]) for area in Area if area in found)


def _by_state(cells: Iterable[Cell]) -> tuple[tuple[IssueState, int], ...]:
    found: dict[IssueState, int] = {}
    for one in cells:
        found[one.state] = found.get(one.state, 0) + one.issues
    return tuple((state, found[state]) for state in IssueState if state in found)


def _rolled_up(by_okrug: Mapping[str, Group], below: Mapping[str, Territory]) -> tuple[tuple[Territory, Group], ...]:
    found: dict[str, tuple[Territory, Group]] = {}
    for code, group in by_okrug.items():
        over = below.get(code)
        if over is not None:
            found[over.code] = (over, found.get(over.code, (over, Group()))[1] + group)
    return tuple(sorted(found.values(), key=lambda one: (-one[1].issues, one[0].path)))


def _most_first(found: Iterable[tuple[Category, Group]]) -> tuple[tuple[Category, Group], ...]:
    return tuple(sorted(found, key=lambda one: (-one[1].issues, one[0].area.value, one[0].position, one[0].id)))


def months_until(day: date, since: date | None = None) -> tuple[date, ...]:
    """The first days of the twelve months that end with that of `day`, not before that of `since`."""
    found = [day.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(month for month in reversed(found) if since is None or month >= since.replace(day=1))


def following_month(month: date) -> date:
    """The first day of the month after this one."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
