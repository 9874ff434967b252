"""What is wrong with a file of a form: where it stands, what it is, and what to write instead."""

from collections.abc import Mapping
from typing import Any

from domain.surveys.importing import FormProblem
from screens.screen import Rows, Screen
from screens.surveys.paper_troubles import formula_without_value
from texts import Html, Words

# More than these do not fit on a screen, nor into a patience.
SHOWN = 15

Facts = Mapping[str, Any]


def problems(_: Words, found: tuple[FormProblem, ...], rows: Rows) -> Screen:
    """All that is wrong, by sheet, row and column; nothing of the file was kept."""
    lines = [_("<b>This form cannot be asked yet.</b> Nothing of it was kept. Please mend this and send it again:")]
    lines += [_("{number}. {what}", number=number, what=problem(_, one)) for number, one in enumerate(found[:SHOWN], 1)]
    if len(found) > SHOWN:
        lines.append(_("… and {more} more.", more=len(found) - SHOWN))
    return Screen(Html("\n\n".join(lines)), rows)


def problem(_: Words, one: FormProblem) -> str:
    """One of them, in one line."""
    sentences = {**_file(_, one.facts), **_type(_, one.facts), **_cell(_, one.facts), **_expression(_, one.facts)}
    what = sentences.get(one.reason, _.plain("something is not as it should be here"))
    where = _where(_, one)
    return f"{where}: {what}" if where else what


def _where(_: Words, one: FormProblem) -> str:
    if not one.sheet:
        return ""
    if not one.row:
        return _.plain("sheet {sheet}", sheet=one.sheet)
    if not one.column:
        return _.plain("sheet {sheet}, row {row}", sheet=one.sheet, row=one.row)
    return _.plain("sheet {sheet}, row {row}, column {column}", sheet=one.sheet, row=one.row, column=one.column)


def _file(_: Words, facts: Facts) -> dict[str, str]:
    return {
        "unreadable": _.plain(
            "I could not read this file. Please send an .xlsx file with the sheets survey and choices"
        ),
        "too_big": _.plain("the file is too large: {most} MB at most", most=facts.get("most", 2)),
        "too_many_rows": _.plain("there are too many rows: {most} at most", most=facts.get("most", 5000)),
        "no_survey": _.plain(
            "there is no sheet called survey with questions in it; these are there: {sheets}",
            sheets=facts.get("sheets", "-"),
        ),
        "no_questions": _.plain("there is no question in it"),
        "too_many_questions": _.plain(
            "a chat can ask {most} questions at most, and people answer twelve", most=facts.get("most", 150)
        ),
        "too_many_choices": _.plain(
            "the list {name} has too many choices: {most} at most",
            name=facts.get("name", ""),
            most=facts.get("most", 200),
        ),
        "pyxform": _.plain("the checker of XLSForm says: {text}", text=facts.get("text", "")),
    }


def _type(_: Words, facts: Facts) -> dict[str, str]:
    said = facts.get("text", "")
    return {
        "repeat": _.plain("questions that repeat cannot be asked in a chat. Ask each once, or how many there are"),
        "score": _.plain("write a select_one for each row instead, with the same list of choices"),
        "kobo_rank": _.plain("write one question of the type rank with a list of choices instead"),
        "matrix": _.plain("write a question for each cell instead, in a group"),
        "or_other": _.plain("put “other” into the list of choices, and ask which in a text with relevant"),
        "datetime": _.plain("ask for the date and for the time apart: date, time"),
        "shape": _.plain("a chat cannot draw on a map. Ask for one place: geopoint"),
        "video": _.plain("videos are not shown and not asked for. Use a picture or a sound: image, audio"),
        "file": _.plain("files are not asked for. Ask for a picture: image"),
        "barcode": _.plain("a chat reads no barcodes. Ask for the number: text"),
        "hidden": _.plain("nothing is kept that nobody sees. Use calculate"),
        "unseen": _.plain("nothing is recorded without being asked. Please take it out"),
        "outside": _.plain("choices from another file are not read. Put them into the sheet choices"),
        "cascade": _.plain("use two questions with choice_filter instead"),
        "days": _.plain("write integer, and in constraint the most: . <= 30"),
        "identifying": _.plain(
            "an anonymous survey asks for no voice, picture or place. Take it out, or choose “With names” first"
        ),
        "percentage": _.plain("use range with start=0 end=100 step=5, or integer"),
        "unknown_type": _.plain("I do not know the type “{text}”. Is it misspelt?", text=said),
        "no_list": _.plain("say which list of choices it has: “{text} list”", text=said),
        "entities": _.plain("entities are not kept. Please take this sheet out"),
    }


def _cell(_: Words, facts: Facts) -> dict[str, str]:
    name = facts.get("name", "")
    return {
        "missing": _.plain("this cell is empty"),
        "formula": formula_without_value(_),
        "name": _.plain(
            "“{name}” cannot be a name: Latin letters, digits, _ and -, a letter first, {most} at most",
            name=name,
            most=facts.get("most", 60),
        ),
        "name_twice": _.plain("the name “{name}” stands in row {row} already", name=name, row=facts.get("row", 0)),
        "choice_name": _.plain("“{name}” cannot be the name of a choice: no spaces, 60 letters at most", name=name),
        "choice_twice": _.plain("this list has a choice called “{name}” already", name=name),
        "no_choices": _.plain("the sheet choices has no list called “{name}”", name=name),
        "group_open": _.plain("the group “{name}” does not end: end_group is missing", name=name),
        "group_closed": _.plain("a group ends here that did not begin"),
        "range": _.plain("write for example: start=1 end=5 step=1"),
        "too_long": _.plain("this is too long for a phone: {most} letters at most", most=facts.get("most", 0)),
        "default": _.plain("an answer that stands there before anybody gave it would be counted. Please take it out"),
        "trigger": _.plain("triggers are not followed. Use calculate with what it depends on"),
        "read_only": _.plain("what cannot be answered is a note: write note as its type"),
        "calculated": _.plain("what is worked out is not asked: write calculate as its type"),
        "misspelt": _.plain("I do not know this column. Is “{meant}” meant?", meant=facts.get("meant", "")),
        "ahead": _.plain(
            "“{name}” is asked later, so its answer is not known here. Move it up", name=facts.get("name", "")
        ),
        "language": _.plain(
            "“{language}” is none of the languages here. Write kk, ru or en in brackets",
            language=facts.get("language", ""),
        ),
        "rank_filter": _.plain("a ranking shows its whole list: choice_filter is not for it"),
        "cycle": _.plain("these wait for each other, so none can be asked: {names}", names=facts.get("names", "")),
    }


def _expression(_: Words, facts: Facts) -> dict[str, str]:
    said = facts.get("text", "")
    return {
        "unknown_choice": _.plain("“{text}” is none of the choices of {name}", text=said, name=facts.get("name", "")),
        "expression_unreadable": _.plain("I cannot read the expression from here on: {text}", text=said),
        "expression_ends_early": _.plain("the expression ends too early. Is a bracket missing?"),
        "expression_unexpected": _.plain("“{text}” is not expected here in the expression", text=said),
        "expression_path": _.plain("write {name} instead of a path such as ../name", name="${…}"),
        "expression_unknown_name": _.plain("there is no question called “{text}”", text=said),
        "expression_unknown_function": _.plain("I do not know the function {text}()", text=said),
        "expression_unknown_word": _.plain(
            "“{text}” is no answer: a question is written as {name}", text=said, name="${…}"
        ),
        "expression_no_answer_here": _.plain("the full stop means the answer: it can stand in constraint only"),
        "expression_arguments": _.plain("{text}() is given too much or too little", text=said),
        "expression_pattern": _.plain(
            "I cannot use this pattern: {text}. Look-ahead and the like are not there", text=said
        ),
        "expression_too_long": _.plain("the expression is too long"),
        "expression_too_deep": _.plain("there are too many brackets in brackets"),
        "expression_empty": _.plain("the expression is empty"),
        "expression_choice_name": _.plain("the second thing in jr:choice-name() is a name in quotes"),
    }
