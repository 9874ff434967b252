"""Taking past calls over from a table."""

from collections.abc import Sequence

from domain.competitions.calls import CallPart
from domain.competitions.imports import COLUMNS
from domain.spreadsheets import Wrong, letter
from screens.competitions.editing import part_name
from screens.home import back
from screens.screen import Screen
from screens.spreadsheets import SHOWN_FAULTS, fault
from texts import Html, Words, escaped


def ask_file(_: Words) -> Html:
    """What stands under the template for past calls."""
    return _(
        "Past competitions: fill this table in, a line for each, and send it back here. In the column of territories "
        "stand codes of the second sheet, several with a comma between them. Nobody gets a message about a past "
        "competition. If one cell is wrong, nothing is taken over and I tell you which."
    )


def wrong_cells(_: Words, found: Sequence[Wrong]) -> Screen:
    """Which cells are wrong; nothing was taken over."""
    lines = [_("Nothing was taken over. Please mend these cells and send the table again:")]
    for one in found[:SHOWN_FAULTS]:
        place = _.plain(
            "row {row}, column {letter} “{column}”",
            row=one.row,
            letter=letter(COLUMNS.index(CallPart(one.column))),
            column=part_name(_, CallPart(one.column)),
        )
        lines.append(escaped(f"• {place}: {fault(_, one.fault)}"))
    if len(found) > SHOWN_FAULTS:
        lines.append(_("And {more} more.", more=len(found) - SHOWN_FAULTS))
    return Screen(Html("\n".join(lines)), back(_, "enter_call"))


def not_a_table(_: Words) -> Screen:
    """The file is not our template."""
    text = _("I cannot read this file as our table. Please take the table from here, fill it in and send it as XLSX.")
    return Screen(text, back(_, "enter_call"))


def taken_over(_: Words, number: int) -> Screen:
    """Past calls are kept now."""
    text = _.many(
        "{number} past competition is kept for the figures now.",
        "{number} past competitions are kept for the figures now.",
        number,
    )
    return Screen(text, back(_, "enter_call"))
