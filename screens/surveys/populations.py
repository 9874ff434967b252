"""How many people live where: the file that staff send, and what is wrong with it."""

from collections.abc import Sequence

from domain.statistics.population import Fault, Wrong
from screens import buttons
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words

MOST_WRONG = 15
EXAMPLE = Html(
    "<pre>territory,sex,age,population\n355243000,woman,18_24,52\n355243000,woman,25_34,61\n355243000,man,18_24,55</pre>"
)


def ask(_: Words) -> Screen:
    """Ask for the file."""
    text = _(
        "<b>How many people live where</b>\n\n"
        "Surveys that close later are weighted by it, so that each village counts by its people. Send a CSV file:\n\n"
        "{example}\n\n"
        "Territory: the code of the okrug. Sex: woman or man. Age: under_18, 18_24, 25_34, 35_44, 45_54, 55_64, 65. "
        "Best is a row for each pair; a row for each sex and a row for each age, with the other left empty, will do. "
        "What was loaded before for these okrugs is replaced.",
        example=EXAMPLE,
    )
    return Screen(text, _back(_))


def _back(_: Words) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), buttons.GoTo(screen="make_survey")))


def wrong(_: Words, found: Sequence[Wrong]) -> Screen:
    """What is wrong with the file; nothing was loaded."""
    lines = [_("Nothing was loaded. Please mend the file and send it again:")]
    lines += [_wrong(_, one) for one in found[:MOST_WRONG]]
    if len(found) > MOST_WRONG:
        lines.append(_("… and {number} more.", number=_.number(len(found) - MOST_WRONG)))
    return Screen(Html("\n".join(lines)), _back(_))


def _wrong(_: Words, one: Wrong) -> Html:
    why = fault(_, one.fault)
    if one.row is None:
        return _("• {why}", why=why)
    if one.column is None:
        return _("• Row {row}: {why}", row=one.row, why=why)
    return _("• Row {row}, {column}: {why}", row=one.row, column=one.column.value, why=why)


def fault(_: Words, which: Fault) -> str:
    """What can be wrong."""
    return {
        Fault.NOT_TEXT: _.plain("this is not a CSV file in UTF-8"),
        Fault.NO_COLUMN: _.plain("the column is missing"),
        Fault.UNKNOWN: _.plain("I do not know this"),
        Fault.NOT_A_NUMBER: _.plain("a whole number of people is needed"),
        Fault.TWICE: _.plain("this stands here twice"),
        Fault.MIXED: _.plain("pairs and single rows of one okrug do not go together"),
        Fault.HALF: _.plain("both sexes and ages are needed"),
        Fault.UNEQUAL: _.plain("the sexes do not add up to the ages"),
        Fault.EMPTY: _.plain("there is no row in it"),
    }[which]


def loaded(_: Words, territories: int, people: int) -> Screen:
    """The file was taken over."""
    text = _(
        "✅ Taken over: {territories} territories, {people} people.",
        territories=_.number(territories),
        people=_.number(people),
    )
    return Screen(text, _back(_))
