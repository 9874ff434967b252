"""What is wrong with a cell of a table that somebody filled in."""

from domain.spreadsheets import Fault
from texts import Words

# How many wrong cells one message names.
SHOWN_FAULTS = 20


def fault(_: Words, which: Fault) -> str:
    """What is wrong with a cell."""
    return {
        Fault.MISSING: _.plain("is empty"),
        Fault.UNKNOWN: _.plain("I do not know this word or code"),
        Fault.NOT_A_DATE: _.plain("is not a date"),
        Fault.NOT_YET: _.plain("is still to come"),
        Fault.NOT_A_TIME: _.plain("is not a time"),
        Fault.NOT_A_NUMBER: _.plain("is not a whole number"),
        Fault.TOO_LARGE: _.plain("is too large"),
        Fault.TOO_LONG: _.plain("is too long"),
        Fault.TWICE_WOMEN: _.plain("women stand there twice: leave one"),
        Fault.NOT_MONEY: _.plain("is not an amount of tenge"),
        Fault.DOES_NOT_FIT: _.plain("does not fit with what stands before it"),
    }[which]
