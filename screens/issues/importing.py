"""Taking past problems over from a table."""

from domain.issues.imports import COLUMNS, STATES, Column
from domain.issues.states import IssueState
from domain.languages import LANGUAGES
from domain.spreadsheets import Wrong, letter
from screens.home import back
from screens.issues import names
from screens.screen import Screen
from screens.spreadsheets import SHOWN_FAULTS, fault
from texts import Html, Words, escaped, words


def column(_: Words, which: Column) -> str:
    """What stands above a column."""
    return {
        Column.TERRITORY: _.plain("code of the okrug"),
        Column.CATEGORY: _.plain("category"),
        Column.TEXT: _.plain("what was told"),
        Column.SENT: _.plain("told on"),
        Column.STATE: _.plain("state"),
        Column.ANSWER: _.plain("what was answered or done"),
        Column.ANSWERED: _.plain("answered on"),
        Column.DONE: _.plain("done on"),
        Column.REACHED: _.plain("people reached"),
        Column.PROMISED: _.plain("promised by"),
    }[which]


def state(_: Words, which: IssueState) -> str:
    """A state as it is written in a cell: without its sign."""
    return names.state(_, which).partition(" ")[2]


def states_by_name() -> dict[str, IssueState]:
    """Every state by its name in each language, folded, and by its code."""
    found = {one.value: one for one in STATES}
    for language in LANGUAGES:
        found |= {state(words(language), one).casefold(): one for one in STATES}
    return found


def ask_file(_: Words) -> Html:
    """What stands under the empty table."""
    return _(
        "Fill in a row for each past problem and send the table back to me. What may stand in the columns is on the "
        "last sheet. Nobody is told, reminded or asked of what is taken over. If one cell is wrong, nothing is taken "
        "over and I tell you which."
    )


def wrong(_: Words, found: tuple[Wrong, ...]) -> Screen:
    """Which cells are wrong; nothing was taken over."""
    lines = [_("Nothing was taken over. Please mend these cells and send the table again:")]
    for one in found[:SHOWN_FAULTS]:
        which = Column(one.column)
        place = _.plain(
            "row {row}, column {letter} “{column}”",
            row=one.row,
            letter=letter(COLUMNS.index(which)),
            column=column(_, which),
        )
        lines.append(escaped(f"• {place}: {fault(_, one.fault)}"))
    if len(found) > SHOWN_FAULTS:
        lines.append(_("And {more} more.", more=len(found) - SHOWN_FAULTS))
    return Screen(Html("\n".join(lines)), back(_, "issue_desk"))


def not_a_table(_: Words) -> Screen:
    """The file is not our template."""
    text = _("I cannot read this file as our table. Please take the table from here, fill it in and send it as XLSX.")
    return Screen(text, back(_, "issue_desk"))


def taken_over(_: Words, number: int) -> Screen:
    """Past problems are there now."""
    text = _.many("{number} past problem is there now.", "{number} past problems are there now.", number)
    return Screen(text, back(_, "issue_desk"))
