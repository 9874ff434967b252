"""What a form on paper says besides its questions, in one language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.surveys.flow import bounds
from domain.surveys.forms import Question, QuestionKind
from domain.surveys.survey import Survey
from reports.surveys.paper.conditions import Condition, Shown
from texts import Words


def above(_: Words, survey: Survey, asks: str) -> Mapping[str, str]:
    """What stands above the first question."""
    return {
        "asks": _.plain("Asked by: {who}", who=asks),
        "secrecy": secrecy(_, survey),
        "how": _.plain(
            "Tick the box of your answer: ☒. Ticked the wrong one? Black it out and tick another. "
            "Write in clear letters. Questions with * need an answer; the others may be left out."
        ),
        "adults": "" if survey.options.minors else _.plain("This form is for people of 18 and over."),
        "instead": _.plain("Or answer in Telegram: point your phone's camera here. Once is enough, here or there."),
    }


def secrecy(_: Words, survey: Survey) -> str:
    """Who will know what stands on the form."""
    if survey.anonymous:
        return _.plain(
            "Anonymous. Nobody asks your name: please do not write it. Who is the only one of their kind who answers "
            "could still be guessed."
        )
    return _.plain(
        "In Telegram this survey is with names; on paper nobody asks yours. The project's staff can read what you "
        "write. The akim and the committee see numbers, and answers in words without names that the staff let through."
    )


def below(_: Words, until: date | None) -> str:
    """What stands under the last question."""
    thanks = _.plain("Thank you! Please give this form back to the person who gave it to you.")
    if until is None:
        return thanks
    last = _.plain("The last day: {day}", day=_.day(until))
    return f"{thanks} {last}"


def about_you(_: Words) -> Mapping[str, str]:
    """What is asked about who answers."""
    return {
        "heading": _.plain("About you"),
        "okrug": _.plain("Where do you live?"),
        "sex": _.plain("Are you a woman or a man?"),
        "age": _.plain("How old are you?"),
    }


def instruction(_: Words, question: Question) -> str:
    """How a question is answered on paper."""
    least, most, step = bounds(question)
    return {
        QuestionKind.SELECT_ONE: _.plain("Tick one."),
        QuestionKind.SELECT_MULTIPLE: _.plain("Several may be right: tick them."),
        QuestionKind.RANK: _.plain("Number them: 1 for the first, and so on."),
        QuestionKind.INTEGER: _.plain("Write a whole number."),
        QuestionKind.DECIMAL: _.plain("Write a number."),
        QuestionKind.RANGE: ranging(_, least, most, step),
        QuestionKind.DATE: _.plain("Day, month, year."),
        QuestionKind.TIME: _.plain("Hour and minutes."),
        QuestionKind.TEXT: _.plain("Write in your own words."),
    }.get(question.kind, "")


def ranging(_: Words, least: Decimal, most: Decimal, step: Decimal) -> str:
    """Which numbers fit."""
    if step == 1:
        return _.plain("A number from {least} to {most}.", least=_.number(float(least)), most=_.number(float(most)))
    return _.plain(
        "A number from {least} to {most}, in steps of {step}.",
        least=_.number(float(least)),
        most=_.number(float(most)),
        step=_.number(float(step)),
    )


def acknowledged(_: Words) -> str:
    """The one box of what is only to be read."""
    return _.plain("I have read it")


def fitting(_: Words) -> str:
    """Some choices do not fit what was answered before."""
    return _.plain("Look only at those that fit what you answered before.")


def whole_when(_: Words, found: tuple[Condition, ...] | None) -> str:
    """Whom a question concerns; `found` None: it cannot be said in a sentence."""
    if found is None:
        return _.plain("Not for everybody: ask the person who gave you this form.")
    return " ".join(when(_, one) for one in found)


def when(_: Words, one: Condition) -> str:
    """One condition in a sentence."""
    if one.shown is Shown.COMPARED:
        return _compared(_, one)
    number = one.number
    values = ", ".join(_.plain("“{choice}”", choice=value.in_(_.language)) for value in one.values)
    ticked = _.plain("Only if you ticked in question {number}: {values}.", number=number, values=values)
    if len(one.values) > 1:
        ticked = _.plain(
            "Only if you ticked one of these in question {number}: {values}.", number=number, values=values
        )
    return {
        Shown.TICKED: ticked,
        Shown.NOT_TICKED: _.plain(
            "Only if you did not tick in question {number}: {values}.", number=number, values=values
        ),
        Shown.ANSWERED: _.plain("Only if you answered question {number}.", number=number),
        Shown.BLANK: _.plain("Only if you left question {number} blank.", number=number),
    }[one.shown]


def _compared(_: Words, one: Condition) -> str:
    text = {
        "=": _.plain("Only if your number in question {number} is {value}."),
        "!=": _.plain("Only if your number in question {number} is not {value}."),
        "<": _.plain("Only if your number in question {number} is less than {value}."),
        "<=": _.plain("Only if your number in question {number} is {value} or less."),
        ">": _.plain("Only if your number in question {number} is more than {value}."),
        ">=": _.plain("Only if your number in question {number} is {value} or more."),
    }[one.sign]
    return text.format(number=one.number, value=one.than if _.language == "en" else one.than.replace(".", ","))


def keyed(_: Words, question: Question) -> str:
    """How an answer is written into the table."""
    return {
        QuestionKind.RANK: _.plain("The codes in order, with spaces between: see the next sheet."),
        QuestionKind.ACKNOWLEDGE: _.plain("1 if it is ticked."),
        QuestionKind.DATE: _.plain("For example: 16.10.2026"),
        QuestionKind.TIME: _.plain("For example: 9:30"),
        QuestionKind.DECIMAL: _.plain("For example: 3,5"),
        QuestionKind.RANGE: ranging(_, *bounds(question)),
    }.get(question.kind, "")
