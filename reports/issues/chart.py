"""Issues in figures as a picture."""

from collections.abc import Iterable

from domain.issues.counts import Group, IssueCounts
from domain.issues.issue import Category
from domain.issues.priorities import Compared, ItemKind, Priorities, Prioritized
from domain.statistics.pairs import Strength
from reports.charts import Bar, Bars, Chart, Columns, Series, png
from reports.issues import Names
from texts import Words

FILE_NAME = "kenes-problems.png"
MOST_GROUPS, MOST_RANKED = 12, 15


def draw(_: Words, found: IssueCounts, names: Names) -> bytes:
    """The figures as a PNG."""
    return png(charts(_, found, names), _note(_, found, names))


def charts(_: Words, found: IssueCounts, names: Names) -> tuple[Chart, ...]:
    """What is drawn: the order of each area that has one, then the figures."""
    drawn: list[Chart] = [_ranking(_, one, names) for one in _orders(found)]
    if len(found.by_area) > 1:
        drawn.append(_groups(_, _.plain("Problems by area"), ((names.area(area), its) for area, its in found.by_area)))
    categories = ((one.names.in_(_.language), its) for one, its in found.by_category[:MOST_GROUPS])
    drawn.append(_groups(_, _.plain("Problems by category"), categories))
    states = tuple(Bar(names.state(state), number, note=_.number(number)) for state, number in found.by_state)
    drawn.append(Bars(_.plain("Problems by state"), states))
    if found.by_territory:
        places = ((one.names.in_(_.language), its) for one, its in found.by_territory[:MOST_GROUPS])
        drawn.append(_groups(_, _.plain("Problems by territory"), places))
    months = tuple(f"{first:%m.%y}" for first, _number in found.by_month)
    sent = Series("", tuple(float(number) for _first, number in found.by_month))
    drawn.append(Columns(_.plain("Problems by month of sending"), months, (sent,)))
    return tuple(drawn)


def _orders(found: IssueCounts) -> list[Priorities[Compared]]:
    """Every order there is, of issues and of categories."""
    every: tuple[Priorities[Compared], ...] = (*found.rankings, *found.category_rankings)
    return [one for one in every if one.is_ranked]


def _ranking(_: Words, one: Priorities[Compared], names: Names) -> Bars:
    title = _.plain("What matters: {area}", area=names.area(one.area))
    if one.kind is ItemKind.CATEGORY:
        title = _.plain("What matters, by kinds of problems: {area}", area=names.area(one.area))
    bars = tuple(_bar(_, line, line.strength) for line in one.lines[:MOST_RANKED] if line.strength is not None)
    axis = _.plain("in how many of 100 pairs it would be chosen; behind it: place; people concerned")
    return Bars(title, bars, axis, (0, 100), points=True)


def _bar(_: Words, line: Prioritized[Compared], strength: Strength) -> Bar:
    low, high = line.percent_range or (0, 100)
    place = f"{strength.best}–{strength.worst}" if strength.tied else str(strength.best)
    note = _.plain("{place}; people {supports}", place=place, supports=_.number(line.supports))
    return Bar(_name(_, line.item), line.percent or 0, low, high, note)


def _name(_: Words, item: Compared) -> str:
    if isinstance(item, Category):
        return item.names.in_(_.language)
    category = "" if item.category is None else item.category.names.in_(_.language)
    return f"№{item.serial} {item.text or category}"


def _groups(_: Words, title: str, groups: Iterable[tuple[str, Group]]) -> Bars:
    """Bars of groups of issues; behind each how many, and how many of them are open."""
    bars = (
        Bar(
            name,
            its.issues,
            note=_.plain("{issues}, open {still_open}", issues=its.issues, still_open=its.still_open),
        )
        for name, its in groups
    )
    return Bars(title, tuple(bars))


def _note(_: Words, found: IssueCounts, names: Names) -> str:
    if not _orders(found):
        return names.about
    explained = _.plain(
        "A point: how often it would be chosen over a middling problem; the line: where that lies with 95 % certainty. "
        "Where lines overlap, the order between them is not known, and they share places."
    )
    return f"{names.about}. {explained}"
