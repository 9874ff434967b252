"""What the buttons of results are called and carry, for `test_buttons`: the same three tables as there."""

from aiogram.filters.callback_data import CallbackData

from domain.summaries.results import ResultFile
from screens.surveys import result_buttons as buttons
from tests.screens.samples import BIG

MARK = "0123456789ab"
PINNED = {
    "svresl1": ("ListResults", "page"),
    "svres1": ("ShowResults", "survey"),
    "svrq1": ("ResultQuestion", "survey", "place"),
    "svrx1": ("ResultCross", "survey", "place", "cross", "page"),
    "svrn1": ("ResultMethod", "survey"),
    "svrl1": ("ResultFiles", "survey"),
    "svrf1": ("TakeResults", "survey", "file", "language"),
    "svrp1": ("DrawQuestion", "survey", "place"),
    "svrm1": ("ForwardResults", "survey", "language"),
    "svrw1": ("ResultWords", "survey", "place", "page"),
    "svmod1": ("ReviewWords", "survey"),
    "svmdd1": ("DecideWords", "survey", "mark", "through"),
    "svcmp1": ("CompareSurveys", "survey", "place"),
    "svagn1": ("CountAgain", "survey"),
    "svstop1": ("StopFile", "job"),
}
WRITTEN: dict[str, CallbackData] = {
    "svresl1:0": buttons.ListResults(page=0),
    "svres1:7": buttons.ShowResults(survey=7),
    "svrq1:7:2": buttons.ResultQuestion(survey=7, place=2),
    "svrx1:7:2:1:0": buttons.ResultCross(survey=7, place=2, cross=1, page=0),
    "svrn1:7": buttons.ResultMethod(survey=7),
    "svrl1:7": buttons.ResultFiles(survey=7),
    "svrf1:7:pdf:kk": buttons.TakeResults(survey=7, file=ResultFile.PAGE, language="kk"),
    "svrf1:7:csv-labels:ru": buttons.TakeResults(survey=7, file=ResultFile.LABELS, language="ru"),
    "svrp1:7:2": buttons.DrawQuestion(survey=7, place=2),
    "svrm1:7:en": buttons.ForwardResults(survey=7, language="en"),
    "svrw1:7:2:0": buttons.ResultWords(survey=7, place=2, page=0),
    "svmod1:7": buttons.ReviewWords(survey=7),
    f"svmdd1:7:{MARK}:1": buttons.DecideWords(survey=7, mark=MARK, through=True),
    "svcmp1:7:0": buttons.CompareSurveys(survey=7, place=0),
    "svagn1:7": buttons.CountAgain(survey=7),
    "svstop1:3": buttons.StopFile(job=3),
}
LONGEST: list[CallbackData] = [
    buttons.ListResults(page=BIG),
    buttons.ShowResults(survey=BIG),
    buttons.ResultQuestion(survey=BIG, place=999_999),
    buttons.ResultCross(survey=BIG, place=999_999, cross=999_999, page=999_999),
    buttons.ResultMethod(survey=BIG),
    buttons.ResultFiles(survey=BIG),
    *(buttons.TakeResults(survey=BIG, file=which, language="kk") for which in ResultFile),
    buttons.DrawQuestion(survey=BIG, place=999_999),
    buttons.ForwardResults(survey=BIG, language="kk"),
    buttons.ResultWords(survey=BIG, place=999_999, page=999_999),
    buttons.ReviewWords(survey=BIG),
    buttons.DecideWords(survey=BIG, mark=MARK, through=False),
    buttons.CompareSurveys(survey=BIG, place=999_999),
    buttons.CountAgain(survey=BIG),
    buttons.StopFile(job=BIG),
]
