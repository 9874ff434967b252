"""What the buttons of making questions do; as in `screens.buttons`, they live for ever in people's chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from domain.languages import Language
from domain.surveys.editing import Way
from screens.buttons import Number, Version


class QuestionsOf(CallbackData, prefix="svqs1"):
    """Look at a page of the questions of a survey."""

    survey: Number
    page: Version


class ShowQuestion(CallbackData, prefix="svqn1"):
    """Look at one question, by its place in the form."""

    survey: Number
    place: Version


class AddQuestion(CallbackData, prefix="svqa1"):
    """Be asked for the words of one more question."""

    survey: Number


class ChooseWay(CallbackData, prefix="svqw1"):
    """Let a question be answered this way."""

    survey: Number
    version: Version
    place: Version
    way: Way


class QuestionPart(StrEnum):
    """What of a question is written."""

    LABEL = "label"
    HINT = "hint"
    CHOICES = "choices"


class WriteQuestion(CallbackData, prefix="svqt1"):
    """Be asked for a part of a question in a language."""

    survey: Number
    place: Version
    part: QuestionPart
    language: Language


class QuestionDeed(StrEnum):
    """What is done with a question; the word with a question mark asks first."""

    WAYS = "ways"
    UP = "up"
    DOWN = "down"
    REQUIRE = "need"
    RELEASE = "skip"
    CONDITION = "if"
    ALWAYS = "always"
    ASK_REMOVE = "out?"
    REMOVE = "out"


class DoQuestion(CallbackData, prefix="svqd1"):
    """Do this with a question."""

    survey: Number
    version: Version
    place: Version
    deed: QuestionDeed


class DecidedBy(CallbackData, prefix="svqi1"):
    """Look at the answers of an earlier question (`other`) that may decide whether this one is asked."""

    survey: Number
    place: Version
    other: Version


class AskIf(CallbackData, prefix="svqj1"):
    """Ask this question if an earlier one has this answer, or not."""

    survey: Number
    version: Version
    place: Version
    other: Version
    choice: Version
    on: bool


class MakingSide(StrEnum):
    """Where questions come from, and where they go."""

    FILE = "file"
    READY = "ready"
    EXPORT = "xls"


class OpenMaking(CallbackData, prefix="svqp1"):
    """Read questions from a file, copy ready ones, or get them as a file."""

    survey: Number
    side: MakingSide


class CopyTemplate(CallbackData, prefix="svqc1"):
    """Copy a ready questionnaire."""

    survey: Number
    name: str


class ShowBank(CallbackData, prefix="svqb1"):
    """Look at a page of another survey's questions, to copy some."""

    survey: Number
    source: Number
    page: Version


class CopyQuestion(CallbackData, prefix="svqk1"):
    """Copy a question of another survey; without a place all of them."""

    survey: Number
    version: Version
    source: Number
    place: Version | None


class TranslateNext(CallbackData, prefix="svqx1"):
    """Be asked for the next text that is missing in a language, `skip` of them left for later."""

    survey: Number
    language: Language
    skip: Version


class NewPoll(CallbackData, prefix="svqo1"):
    """Begin a survey of one question under this role."""

    grant: Number


class OpenPoll(CallbackData, prefix="svqy1"):
    """Open it now; with a language its author signs that it is asked in this one only."""

    survey: Number
    version: Version
    language: Language | None
