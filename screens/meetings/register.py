"""The register of meetings and events, and taking past ones over."""

from datetime import date, timedelta

from domain.event_imports import EVENTS, FIGURES, Column, Imported
from domain.languages import LANGUAGES
from domain.meetings import MeetingKind
from domain.registers import Line, PeopleFigure, Register, Selection
from domain.roles import Area
from domain.spreadsheets import Wrong, letter
from domain.territories import Branch
from screens import buttons
from screens import names as common
from screens.home import back, to_menu
from screens.meetings import names
from screens.screen import Button, Screen, in_columns, one_a_row
from screens.spreadsheets import SHOWN_FAULTS, fault
from texts import Html, Words, escaped, words

PERIODS = ("", "y0", "y1", "d90")


def bounds(period: str, today: date) -> tuple[date | None, date | None]:
    """The days of a period: this year, the year before, ninety days, a year of its own (`2017`), all when empty.

    Raises `ValueError` for any other word.
    """
    if period == "y0":
        return date(today.year, 1, 1), None
    if period == "y1":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if period == "d90":
        return today - timedelta(days=90), None
    if period.isascii() and period.isdigit() and len(period) == 4 and int(period) > 1900:
        return date(int(period), 1, 1), date(int(period), 12, 31)
    if period:
        raise ValueError(period)
    return None, None


def period_name(_: Words, period: str) -> str:
    """What a period is called."""
    return {
        "": _.plain("all time"),
        "y0": _.plain("this year"),
        "y1": _.plain("last year"),
        "d90": _.plain("the last 90 days"),
    }.get(period, period)


def register(_: Words, found: Register, period: str) -> Screen:
    """The register: numbers of meetings, attendances and people, each with what it counts."""
    selection = found.selection
    where = _.plain("all territories") if found.territory is None else found.territory.in_(_.language)
    kind = _.plain("all kinds") if selection.kind is None else names.kind(_, selection.kind)
    lines = [
        _("<b>Register of meetings and events</b>"),
        _("{where}; {kind}; {period}", where=where, kind=kind, period=period_name(_, period)),
        Html(""),
        *total(_, found),
    ]
    if len(found.by_kind) > 1:
        lines += [
            Html(""),
            *(escaped(line_of(_, line, names.capital(names.kind(_, MeetingKind(line.key))))) for line in found.by_kind),
        ]
    if found.entered_people:
        lines += [Html(""), _("Different people, as reported:")]
        lines += [escaped(figure(_, one)) for one in found.entered_people[:10]]
    return Screen(Html("\n".join(lines)), _choices(_, selection, period))


def _choices(_: Words, selection: Selection, period: str) -> tuple[tuple[Button, ...], ...]:
    kind, code = selection.kind, selection.territory_code or ""

    def choose(text: str, what: str) -> Button:
        return Button(text, buttons.ChooseInRegister(what=what, kind=kind, code=code, period=period))

    return (
        (
            choose(_.plain("Kind"), "kind"),
            choose(_.plain("Territory"), "where"),
            choose(_.plain("Period"), "period"),
        ),
        (Button(_.plain("📄 As a table (XLSX)"), buttons.RegisterFile(kind=kind, code=code, period=period)),),
        *to_menu(_),
    )


def total(_: Words, found: Register) -> list[Html]:
    """The figures of the whole selection, a sentence each."""
    line = found.total
    lines = [_("Meetings and events: <b>{number}</b>", number=line.meetings)]
    if line.counted:
        lines.append(_("Attendances (sum): <b>{number}</b>", number=names.people(_, line.attendances)))
        women = names.women(_, line.women)
        if women is not None:
            lines.append(_("Of them {women}", women=women))
        if line.counted < line.meetings:
            lines.append(_("The number of people is known for {counted} of them.", counted=line.counted))
    else:
        lines.append(_("Nobody wrote down how many people came."))
    if found.named_people:
        lines.append(_("Different people among those who checked in: {number}", number=found.named_people))
    return lines


def line_of(_: Words, line: Line, name: str) -> str:
    """Several meetings in one line."""
    parts = [f"{name}: {_.number(line.meetings)}"]
    if line.counted:
        parts.append(_.plain("attendances {number}", number=names.people(_, line.attendances)))
        women = names.women(_, line.women)
        if women is not None:
            parts.append(women)
    return "; ".join(parts)


def figure(_: Words, one: PeopleFigure) -> str:
    """An entered number of different people, with where it is from."""
    number = names.people(_, one.people)
    if one.women_percent is not None:
        share = _.plain("women {percent} % of {base}", percent=one.women_percent, base=number)
        return f"{number}; {share} ({one.source})"
    return f"{number} ({one.source})"


def which_kind(_: Words, code: str, period: str) -> Screen:
    """Which kind to count."""
    every = Button(_.plain("All kinds"), buttons.ReadRegister(kind=None, code=code, period=period))
    rows = [
        Button(names.capital(names.kind(_, kind)), buttons.ReadRegister(kind=kind, code=code, period=period))
        for kind in MeetingKind
    ]
    return Screen(_("Which kind?"), (*one_a_row(every, *rows), *back(_, "register")))


def which_period(_: Words, kind: MeetingKind | None, code: str, years: tuple[int, ...]) -> Screen:
    """Which period to count."""
    rows = [
        Button(period_name(_, period), buttons.ReadRegister(kind=kind, code=code, period=period)) for period in PERIODS
    ]
    named = [Button(str(year), buttons.ReadRegister(kind=kind, code=code, period=str(year))) for year in years]
    return Screen(_("Which period?"), (*one_a_row(*rows), *in_columns(named, 4), *back(_, "register")))


def which_territory(
    _: Words, branch: Branch, kind: MeetingKind | None, period: str, places: int | None = None
) -> Screen:
    """Which territory to count: what is above the okrugs can be counted too.

    `places` is over how many territories the reader has a role, None for everywhere.
    """
    here = branch.chain[-1] if branch.chain else None
    rows = []
    if places != 1:
        every = _.plain("All territories") if places is None else _.plain("All my territories")
        rows.append(Button(every, buttons.ReadRegister(kind=kind, code="", period=period)))
    if here is not None:
        label = _.plain("✔️ All of {name}").format(name=here.names.in_(_.language))
        rows.append(Button(label, buttons.ReadRegister(kind=kind, code=here.code, period=period)))
    below = sorted(branch.children, key=lambda child: _.order(child.names.in_(_.language)))[:80]
    choices = [
        Button(
            child.names.in_(_.language),
            buttons.ReadRegister(kind=kind, code=child.code, period=period)
            if child.can_be_home
            else buttons.ChooseInRegister(what="where", kind=kind, code=child.code, period=period),
        )
        for child in below
    ]
    return Screen(_("Which territory?"), (*one_a_row(*rows), *in_columns(choices, 2), *back(_, "register")))


def file_ready(_: Words) -> Html:
    """What stands under the file of the register."""
    return _("The register as a table: summary, territories, every meeting.")


def ask_file(_: Words) -> Html:
    """What stands under the template for past events."""
    return _(
        "Past events: fill this table in and send it back here. The second sheet is for numbers of different people, "
        "the third one lists what may stand in the columns. Nobody gets a message about past events. "
        "If one cell is wrong, nothing is taken over and I tell you which."
    )


def column(_: Words, which: Column) -> str:
    """The heading of a column."""
    return {
        Column.KIND: _.plain("kind"),
        Column.AREA: _.plain("working group"),
        Column.TERRITORY: _.plain("territory (code)"),
        Column.TITLE_KK: _.plain("title in Kazakh"),
        Column.TITLE_RU: _.plain("title in Russian"),
        Column.TITLE_EN: _.plain("title in English"),
        Column.DAY: _.plain("date"),
        Column.CLOCK: _.plain("time"),
        Column.WHERE: _.plain("place"),
        Column.PEOPLE: _.plain("people"),
        Column.AT_LEAST: _.plain("at least (yes)"),
        Column.WOMEN: _.plain("women"),
        Column.WOMEN_PERCENT: _.plain("women, %"),
        Column.SINCE: _.plain("from"),
        Column.UNTIL: _.plain("until"),
        Column.SOURCE: _.plain("source"),
    }[which]


def wrong(_: Words, found: tuple[Wrong, ...]) -> Screen:
    """Which cells are wrong; nothing was taken over."""
    lines = [_("Nothing was taken over. Please mend these cells and send the table again:")]
    for one in found[:SHOWN_FAULTS]:
        which = Column(one.column)
        columns = EVENTS if one.sheet == 1 else FIGURES
        place = _.plain(
            "sheet {sheet}, row {row}, column {letter} “{column}”",
            sheet=one.sheet,
            row=one.row,
            letter=letter(columns.index(which)) if which in columns else "—",
            column=column(_, which),
        )
        lines.append(escaped(f"• {place}: {fault(_, one.fault)}"))
    if len(found) > SHOWN_FAULTS:
        lines.append(_("And {more} more.", more=len(found) - SHOWN_FAULTS))
    return Screen(Html("\n".join(lines)), back(_, "meetings"))


def not_a_table(_: Words) -> Screen:
    """The file is not our template."""
    text = _("I cannot read this file as our table. Please take the table from here, fill it in and send it as XLSX.")
    return Screen(text, back(_, "meetings"))


def taken_over(_: Words, found: Imported) -> Screen:
    """Past events are in the register now."""
    text = _.many(
        "{number} past event is in the register now.",
        "{number} past events are in the register now.",
        len(found.meetings),
    )
    return Screen(text, (*one_a_row(Button(_.plain("📊 Register"), buttons.GoTo(screen="register"))), *to_menu(_)))


def kinds_by_name() -> dict[str, MeetingKind]:
    """Every kind by its name in each language, folded, and by its code."""
    found = {kind.value: kind for kind in MeetingKind}
    for language in LANGUAGES:
        found |= {names.kind(words(language), kind).casefold(): kind for kind in MeetingKind}
    return found


def areas_by_name() -> dict[str, Area]:
    """Every area by its name in each language, folded, and by its code."""
    found = {area.value: area for area in Area}
    for language in LANGUAGES:
        found |= {common.area(words(language), area).casefold(): area for area in Area}
    return found


def yes(_: Words) -> str:
    """How one says yes in a cell."""
    return _.plain("yes")
