"""What the buttons of forms on paper and interviews do; as in `screens.buttons`, they live for ever in people's chats.

A button under a question that is keyed carries the form's number, which keying it is, and its `turn`.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from domain.surveys.keying import KeyDeed, KeyStage
from domain.surveys.survey import Mode
from screens.buttons import Number, Version


class PaperSide(StrEnum):
    """The screens of a survey's forms."""

    DESK = "desk"
    PRINT = "print"
    KEY = "key"
    TABLE = "table"
    TWICE = "twice"


class OpenPaper(CallbackData, prefix="svpa1"):
    """Look at one side of a survey's forms."""

    survey: Number
    side: PaperSide


class PrintForms(CallbackData, prefix="svpf1"):
    """Print so many forms."""

    survey: Number
    number: Version


class KeyInterview(CallbackData, prefix="svpi1"):
    """Key what somebody says by telephone or at a meeting."""

    survey: Number
    mode: Mode


class OpenForm(CallbackData, prefix="svpo1"):
    """Go on with a form, or key it a second time."""

    survey: Number
    serial: Version
    keying: Version


class BeginForm(CallbackData, prefix="svpb1"):
    """Begin to key a form that was answered in this way."""

    survey: Number
    serial: Version
    keying: Version
    mode: Mode


class KeyTrait(CallbackData, prefix="svpt1"):
    """Tell okrug, sex or age of who filled a form in; empty when it does not say."""

    survey: Number
    serial: Version
    keying: Version
    turn: Version
    stage: KeyStage
    value: str


class TurnOkrugs(CallbackData, prefix="svpz1"):
    """Look at another page of the okrugs."""

    survey: Number
    serial: Version
    keying: Version
    page: Version


class KeyAnswer(CallbackData, prefix="svpk1"):
    """Do this at the question of a form: `choice` is what it is about, `place` the next one of an order."""

    survey: Number
    serial: Version
    keying: Version
    turn: Version
    deed: KeyDeed
    choice: Version
    place: Version


class CompareForm(CallbackData, prefix="svpc1"):
    """Look at what differs between both keyings of a form."""

    survey: Number
    serial: Version


class SettleForm(CallbackData, prefix="svps1"):
    """Say which keying is right at one question, 0 or 1."""

    survey: Number
    serial: Version
    turn: Version
    place: Version
    right: Version
