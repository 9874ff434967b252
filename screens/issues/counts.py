"""Issues in figures: what was told, what became of it, how quickly."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_skeleton

from domain.issues.counts import Days, Group, IssueCounts, Selection
from domain.issues.states import IssueState
from domain.roles import Area
from domain.territories import Branch
from screens import names as common
from screens.home import back, to_menu
from screens.issues import names
from screens.issues.buttons import ChooseCounted, CountIssues, ShowPriorities, TakeCounts
from screens.meetings.names import capital, people
from screens.meetings.register import PERIODS, period_name
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words, escaped

MOST_LINES, SHOWN_MONTHS = 8, 6
CHART, TABLE = "chart", "table"


def counts(_: Words, found: IssueCounts, period: str) -> Screen:
    """The figures of a selection, each with what it counts."""
    lines = [_("<b>Problems in figures</b>"), escaped(about(_, found, period)), Html("")]
    if not found.reports:
        lines.append(_("Nothing was told here in this time."))
        return Screen(Html("\n".join(lines)), _choices(_, found, period, empty=True))
    lines += _total(_, found)
    lines += _listed(_, _("By state:"), ((names.state(_, state), _.number(n)) for state, n in found.by_state))
    lines += _groups(_, found)
    lines += [Html(""), *_times(_, found), Html(""), reached(_, found)]
    months = [f"{month(_, first)} {_.number(number)}" for first, number in found.by_month[-SHOWN_MONTHS:]]
    lines += [Html(""), _("By month of sending: {months}", months=" · ".join(months))]
    return Screen(Html("\n".join(lines)), _choices(_, found, period))


def about(_: Words, found: IssueCounts, period: str) -> str:
    """Which issues these are, such as `Zharaspai; all areas; this year`."""
    selection = found.selection
    where = _.plain("all your territories") if found.territory is None else found.territory.in_(_.language)
    if selection.area is not None:
        area = common.area(_, selection.area)
    elif len(found.areas) == 1:
        area = common.area(_, found.areas[0])
    else:
        area = _.plain("all areas")
    return "; ".join((where, area, period_name(_, period)))


def _total(_: Words, found: IssueCounts) -> list[Html]:
    total = found.total
    return [
        _(
            "Problems: <b>{issues}</b>; open {still_open}, solved {solved}",
            issues=_.number(total.issues),
            still_open=_.number(total.still_open),
            solved=_.number(total.solved),
        ),
        _(
            "Reports: {reports}, with those that were merged into another; not open to the okrug: {private}",
            reports=_.number(found.reports),
            private=_.number(found.private),
        ),
        _("People concerned: {supports} (whoever has two problems counts twice)", supports=_.number(total.supports)),
    ]


def _groups(_: Words, found: IssueCounts) -> list[Html]:
    lines: list[Html] = []
    if len(found.by_area) > 1:
        areas = ((capital(common.area(_, area)), group_of(_, group)) for area, group in found.by_area)
        lines += _listed(_, _("By area:"), areas)
    categories = ((capital(one.names.in_(_.language)), group_of(_, group)) for one, group in found.by_category)
    lines += _listed(_, _("By category:"), categories)
    if found.by_territory:
        places = ((one.names.in_(_.language), group_of(_, group)) for one, group in found.by_territory)
        lines += _listed(_, _("By territory:"), places)
    return lines


def _listed(_: Words, heading: Html, rows: Iterable[tuple[str, str]]) -> list[Html]:
    every = list(rows)
    lines = [Html(""), heading, *(escaped(f"• {name}: {figures}") for name, figures in every[:MOST_LINES])]
    if len(every) > MOST_LINES:
        lines.append(_("And {number} more: all are in the table.", number=_.number(len(every) - MOST_LINES)))
    return lines


def group_of(_: Words, group: Group) -> str:
    """A group of issues in figures."""
    return _.plain(
        "{issues}; open {still_open}, solved {solved}",
        issues=_.number(group.issues),
        still_open=_.number(group.still_open),
        solved=_.number(group.solved),
    )


def _times(_: Words, found: IssueCounts) -> list[Html]:
    """How quickly things went, and what is open for long."""
    return [
        _("To the first answer: {days}", days=half_within(_, found.first_answer)),
        _("To the solution: {days}", days=half_within(_, found.solution)),
        *(
            _("Open for over {days} days: {number}", days=days, number=_.number(number))
            for days, number in found.open_over
        ),
    ]


def half_within(_: Words, days: Days) -> str:
    """The median in words, with of how many it is and how many still wait: they could only make it longer."""
    if days.median is None:
        return _.plain("none yet, waiting: {waiting}", waiting=_.number(days.waiting))
    return _.plain(
        "half came within {median} days (of {of}; still waiting: {waiting})",
        median=_day_count(_, days.median),
        of=_.number(days.of),
        waiting=_.number(days.waiting),
    )


def _day_count(_: Words, days: float) -> str:
    """A number of days, to the tenth below ten."""
    return _.number(round(days, 1) if days < 10 else round(days))


def reached(_: Words, found: IssueCounts) -> Html:
    """How many people the solutions reached."""
    if not found.reached_known:
        return _("People reached by solutions: nobody wrote it down yet")
    return _(
        "People reached by solutions: <b>{people}</b> (the sum over {known} of {solved} solved ones)",
        people=people(_, found.reached),
        known=_.number(found.reached_known),
        solved=_.number(found.total.solved),
    )


def state_in_file(_: Words, which: IssueState) -> str:
    """A state without its sign, which many programs show as an empty box."""
    return names.state(_, which).removeprefix(names.sign(which)).strip()


def month(_: Words, first: date) -> str:
    """A month of this year or the last in short, such as `Nov`."""
    return str(format_skeleton("MMM", first, locale=_.language))


def _choices(_: Words, found: IssueCounts, period: str, *, empty: bool = False) -> Rows:
    code, area = found.selection.code or "", found.selection.area

    def choose(text: str, what: str) -> Button:
        return Button(text, ChooseCounted(what=what, code=code, area=area, period=period))

    def take(text: str, form: str) -> Button:
        return Button(text, TakeCounts(form=form, code=code, area=area, period=period))

    rows: list[tuple[Button, ...]] = [
        (
            choose(_.plain("Area"), "area"),
            choose(_.plain("Territory"), "where"),
            choose(_.plain("Period"), "period"),
        )
    ]
    if not empty or found.category_rankings:
        rows.append((take(_.plain("📈 As a picture"), CHART), take(_.plain("📄 As a table (XLSX)"), TABLE)))
    if found.okrug is not None and found.rankings:
        first = found.rankings[0]
        order = ShowPriorities(code=found.okrug.code, area=first.area)
        rows.append((Button(_.plain("⚖️ What matters here"), order),))
    return (*rows, *to_menu(_))


def which_area(_: Words, areas: Iterable[Area], selection: Selection, period: str) -> Screen:
    """Which area to count."""
    code = selection.code or ""
    rows = [Button(_.plain("All areas"), CountIssues(code=code, area=None, period=period))]
    rows += [Button(names.area(_, area), CountIssues(code=code, area=area, period=period)) for area in areas]
    return Screen(_("Which area?"), (*one_a_row(*rows), *back(_, "issue_counts")))


def which_period(_: Words, selection: Selection, years: Iterable[int]) -> Screen:
    """Of which time to count what was sent."""
    code, area = selection.code or "", selection.area
    rows = [Button(period_name(_, one), CountIssues(code=code, area=area, period=one)) for one in PERIODS]
    named = [Button(str(year), CountIssues(code=code, area=area, period=str(year))) for year in years]
    return Screen(_("Which period?"), (*one_a_row(*rows), *in_columns(named, 4), *back(_, "issue_counts")))


def which_territory(_: Words, branch: Branch, selection: Selection, period: str) -> Screen:
    """Which territory to count: what is above the okrugs can be counted too."""
    area = selection.area
    here = branch.chain[-1] if branch.chain else None
    rows = [Button(_.plain("All your territories"), CountIssues(code="", area=area, period=period))]
    if here is not None:
        label = _.plain("✔️ All of {name}").format(name=here.names.in_(_.language))
        rows.append(Button(label, CountIssues(code=here.code, area=area, period=period)))
    below = sorted(branch.children, key=lambda child: _.order(child.names.in_(_.language)))[:80]
    choices = [
        Button(
            child.names.in_(_.language),
            CountIssues(code=child.code, area=area, period=period)
            if child.can_be_home
            else ChooseCounted(what="where", code=child.code, area=area, period=period),
        )
        for child in below
    ]
    return Screen(_("Which territory?"), (*one_a_row(*rows), *in_columns(choices, 2), *back(_, "issue_counts")))


def picture_ready(_: Words, found: IssueCounts, period: str) -> Html:
    """What stands under the picture."""
    return _("Problems in figures: {about}", about=about(_, found, period))


def table_ready(_: Words, found: IssueCounts, period: str) -> Html:
    """What stands under the table."""
    return _(
        "Problems in figures: {about}. Nothing in it says who wrote. Words are there only where the whole okrug may "
        "read them.",
        about=about(_, found, period),
    )
