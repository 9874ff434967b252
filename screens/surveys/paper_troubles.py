"""What is wrong with a table of keyed forms, in words."""

from domain.surveys.paper import TemplateTrouble, TroubleKind
from texts import Words

# Enough to find the cell by.
LONGEST_SHOWN = 40


def trouble_line(_: Words, trouble: TemplateTrouble) -> str:
    """Where something is wrong, what it is, and what to do: one line of plain text."""
    sentences = {
        **_table(_, trouble),
        **_heading(_, trouble),
        **_form(_, trouble),
        **_typed(_, trouble),
        **_answer(_, trouble),
    }
    what = sentences[trouble.kind]
    if trouble.message is not None:
        what = f"{what}: {_short(trouble.message.in_(_.language))}"
    if trouble.kind is TroubleKind.CONSTRAINT:
        what = f"{what.rstrip('.')}. {ask_again(_, may_skip=bool(trouble.facts.get('may_skip')))}"
    where = _where(_, trouble)
    return f"{where}: {what}" if where else what


def _where(_: Words, trouble: TemplateTrouble) -> str:
    if not trouble.row:
        return ""
    if not trouble.column:
        return _.plain("row {row}", row=trouble.row)
    return _.plain("row {row}, column {column}", row=trouble.row, column=trouble.column)


def formula_without_value(_: Words) -> str:
    """A spreadsheet has not worked a cell out yet."""
    return _.plain("this cell is a formula without its value: open the table in Excel, save it, and send it again")


def ask_again(_: Words, *, may_skip: bool) -> str:
    """What who keys a form can do with an answer on paper that the form does not take."""
    if may_skip:
        return _.plain("Ask the person what they meant, or leave the question empty.")
    return _.plain("Ask the person what they meant: this question cannot be left empty.")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _table(_: Words, trouble: TemplateTrouble) -> dict[TroubleKind, str]:
    return {
        TroubleKind.NOT_A_WORKBOOK: _.plain("I could not read this file. Please send the table as an .xlsx file"),
        TroubleKind.ANOTHER_TABLE: _.plain(
            "this is not the table of this survey. Please take the table from here and fill it in; its first row must "
            "stay as it is"
        ),
        TroubleKind.EMPTY: _.plain("there is no form in it yet. Write one into each row, from the third row on"),
        TroubleKind.TOO_MANY_ROWS: _.plain(
            "there are too many rows: {most} at most. Take out the empty ones, or send two tables",
            most=trouble.facts.get("most", 0),
        ),
    }


def _heading(_: Words, trouble: TemplateTrouble) -> dict[TroubleKind, str]:
    name, by = _short(trouble.value), trouble.facts.get("by", 1)
    slipped = _.plain(
        "from here on the answers of this row stand {cells} too far to the right. Move them back to the left",
        cells=abs(by),
    )
    if by < 0:
        slipped = _.plain(
            "from here on the answers of this row stand {cells} too far to the left. Move them back to the right",
            cells=abs(by),
        )
    return {
        TroubleKind.MISSING_COLUMN: _.plain(
            "the column “{name}” is missing. Take the table from here again", name=name
        ),
        TroubleKind.UNKNOWN_COLUMN: _.plain("“{name}” stands in a column that is none of the table's", name=name),
        TroubleKind.COLUMN_TWICE: _.plain("the column “{name}” is there twice", name=name),
        TroubleKind.SHIFTED: slipped,
    }


def _form(_: Words, trouble: TemplateTrouble) -> dict[TroubleKind, str]:
    said = _short(trouble.value)
    return {
        TroubleKind.NO_CODE: _.plain("the code of the form is missing: it stands at the foot of each page"),
        TroubleKind.UNKNOWN_CODE: _.plain("this survey has no form with the code “{code}”", code=said),
        TroubleKind.USED_CODE: _.plain("the form {code} was answered already, here or in Telegram", code=said),
        TroubleKind.CODE_TWICE: _.plain(
            "the form {code} stands in row {row} already", code=said, row=trouble.facts.get("row", 0)
        ),
        TroubleKind.NO_OKRUG: _.plain("the okrug is missing"),
        TroubleKind.UNKNOWN_OKRUG: _.plain("“{said}” is none of the okrugs of the list", said=said),
        TroubleKind.UNKNOWN_MODE: _.plain("“{said}”: please choose from the list how it was answered", said=said),
        TroubleKind.UNKNOWN_SEX: _.plain("“{said}”: please choose the sex from the list, or leave it empty", said=said),
        TroubleKind.UNKNOWN_AGE: _.plain("“{said}”: please choose the age from the list, or leave it empty", said=said),
        TroubleKind.NO_ANSWERS: _.plain("there is no answer in this row"),
    }


def _typed(_: Words, trouble: TemplateTrouble) -> dict[TroubleKind, str]:
    said, facts = _short(trouble.value), trouble.facts
    return {
        TroubleKind.FORMULA: formula_without_value(_),
        TroubleKind.NUMBER: _.plain("“{said}” is not a number", said=said),
        TroubleKind.WHOLE: _.plain("“{said}” is not a whole number", said=said),
        TroubleKind.LARGE: _.plain("this number is too large"),
        TroubleKind.RANGE: _.plain(
            "“{said}”: a number from {least} to {most} belongs here",
            said=said,
            least=_.number(facts.get("least", 0)),
            most=_.number(facts.get("most", 0)),
        ),
        TroubleKind.STEP: _.plain(
            "“{said}”: only numbers in steps of {step} belong here", said=said, step=_.number(facts.get("step", 1))
        ),
        TroubleKind.DATE: _.plain("“{said}” is not a date. Write it like this: 16.10.2026", said=said),
        TroubleKind.FAR: _.plain("“{said}” is too far away. Write the year with four digits", said=said),
        TroubleKind.TIME: _.plain("“{said}” is not a time. Write it like this: 9:30", said=said),
        TroubleKind.LONG: _.plain("this is too long"),
    }


def _answer(_: Words, trouble: TemplateTrouble) -> dict[TroubleKind, str]:
    said = _short(trouble.value)
    return {
        TroubleKind.CHOICE: _.plain("“{said}” is none of the choices of the list", said=said),
        TroubleKind.TWICE: _.plain("“{said}”: something stands there twice; each has one place", said=said),
        TroubleKind.TICK: _.plain("“{said}”: write 1 where it is ticked, and leave the others empty", said=said),
        TroubleKind.INCOMPLETE: _.plain("all of the list must be put in order, each once"),
        TroubleKind.REQUIRED: _.plain("this question needs an answer"),
        TroubleKind.CONSTRAINT: _.plain("“{said}” does not fit this question", said=said),
        TroubleKind.NOT_ASKED: _.plain("“{said}”: by what was answered before, this question is not asked", said=said),
    }
