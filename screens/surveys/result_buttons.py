"""What the buttons under results of surveys do; a question is named by its place among those that are shown."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from domain.languages import Language
from domain.summaries.results import ResultFile
from screens.buttons import Number, Version

Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


class ListResults(CallbackData, prefix="svresl1"):
    """Look at a page of the surveys that were counted."""

    page: Number


class ShowResults(CallbackData, prefix="svres1"):
    """Look at the results of a survey."""

    survey: Number


class ResultQuestion(CallbackData, prefix="svrq1"):
    """Look at what was answered to one question."""

    survey: Number
    place: Version


class ResultCross(CallbackData, prefix="svrx1"):
    """Look at a question by a trait, or by two; a page has some of their values."""

    survey: Number
    place: Version
    cross: Version
    page: Version


class ResultMethod(CallbackData, prefix="svrn1"):
    """Read how to read the figures, and how they were made."""

    survey: Number


class ResultFiles(CallbackData, prefix="svrl1"):
    """Look at the files that can be had."""

    survey: Number


class TakeResults(CallbackData, prefix="svrf1"):
    """Get the results as a file in a language."""

    survey: Number
    file: ResultFile
    language: Language


class DrawQuestion(CallbackData, prefix="svrp1"):
    """Get one question as a picture."""

    survey: Number
    place: Version


class ForwardResults(CallbackData, prefix="svrm1"):
    """Get the results as a message that can be sent on."""

    survey: Number
    language: Language


class ResultWords(CallbackData, prefix="svrw1"):
    """Read a page of the answers in words that were let through."""

    survey: Number
    place: Version
    page: Version


class ReviewWords(CallbackData, prefix="svmod1"):
    """Look at the first answer in words that nobody has looked at."""

    survey: Number


class DecideWords(CallbackData, prefix="svmdd1"):
    """Let an answer in words through, or leave it out."""

    survey: Number
    mark: Mark
    through: bool


class CompareSurveys(CallbackData, prefix="svcmp1"):
    """Look at a question of this survey and of earlier ones side by side."""

    survey: Number
    place: Version


class CountAgain(CallbackData, prefix="svagn1"):
    """Count a closed survey again, with answers that came later."""

    survey: Number


class StopFile(CallbackData, prefix="svstop1"):
    """Stop a file that is being made."""

    job: Number
