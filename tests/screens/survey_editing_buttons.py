"""What the buttons of making questions are called and carry, for `test_buttons`: the same three tables as there."""

from aiogram.filters.callback_data import CallbackData

from domain.surveys.editing import Way
from screens.surveys import editing_buttons as buttons
from screens.surveys.editing_buttons import MakingSide, QuestionDeed, QuestionPart
from tests.screens.samples import BIG

PINNED = {
    "svqs1": ("QuestionsOf", "survey", "page"),
    "svqn1": ("ShowQuestion", "survey", "place"),
    "svqa1": ("AddQuestion", "survey"),
    "svqw1": ("ChooseWay", "survey", "version", "place", "way"),
    "svqt1": ("WriteQuestion", "survey", "place", "part", "language"),
    "svqd1": ("DoQuestion", "survey", "version", "place", "deed"),
    "svqi1": ("DecidedBy", "survey", "place", "other"),
    "svqj1": ("AskIf", "survey", "version", "place", "other", "choice", "on"),
    "svqp1": ("OpenMaking", "survey", "side"),
    "svqc1": ("CopyTemplate", "survey", "name"),
    "svqb1": ("ShowBank", "survey", "source", "page"),
    "svqk1": ("CopyQuestion", "survey", "version", "source", "place"),
    "svqx1": ("TranslateNext", "survey", "language", "skip"),
    "svqo1": ("NewPoll", "grant"),
    "svqy1": ("OpenPoll", "survey", "version", "language"),
}
WRITTEN: dict[str, CallbackData] = {
    "svqs1:7:0": buttons.QuestionsOf(survey=7, page=0),
    "svqn1:7:2": buttons.ShowQuestion(survey=7, place=2),
    "svqa1:7": buttons.AddQuestion(survey=7),
    "svqw1:7:3:2:yesno": buttons.ChooseWay(survey=7, version=3, place=2, way=Way.YES_NO),
    "svqt1:7:2:choices:ru": buttons.WriteQuestion(survey=7, place=2, part=QuestionPart.CHOICES, language="ru"),
    "svqd1:7:3:2:out?": buttons.DoQuestion(survey=7, version=3, place=2, deed=QuestionDeed.ASK_REMOVE),
    "svqi1:7:2:0": buttons.DecidedBy(survey=7, place=2, other=0),
    "svqj1:7:3:2:0:1:1": buttons.AskIf(survey=7, version=3, place=2, other=0, choice=1, on=True),
    "svqp1:7:file": buttons.OpenMaking(survey=7, side=MakingSide.FILE),
    "svqc1:7:needs": buttons.CopyTemplate(survey=7, name="needs"),
    "svqb1:7:9:0": buttons.ShowBank(survey=7, source=9, page=0),
    "svqk1:7:3:9:2": buttons.CopyQuestion(survey=7, version=3, source=9, place=2),
    "svqk1:7:3:9:": buttons.CopyQuestion(survey=7, version=3, source=9, place=None),
    "svqx1:7:ru:0": buttons.TranslateNext(survey=7, language="ru", skip=0),
    "svqo1:7": buttons.NewPoll(grant=7),
    "svqy1:7:3:kk": buttons.OpenPoll(survey=7, version=3, language="kk"),
    "svqy1:7:3:": buttons.OpenPoll(survey=7, version=3, language=None),
}
LONGEST: list[CallbackData] = [
    buttons.QuestionsOf(survey=BIG, page=999_999),
    buttons.ShowQuestion(survey=BIG, place=999_999),
    buttons.AddQuestion(survey=BIG),
    *(buttons.ChooseWay(survey=BIG, version=999_999, place=999, way=way) for way in Way),
    *(buttons.WriteQuestion(survey=BIG, place=999, part=part, language="kk") for part in QuestionPart),
    *(buttons.DoQuestion(survey=BIG, version=999_999, place=999, deed=deed) for deed in QuestionDeed),
    buttons.DecidedBy(survey=BIG, place=999, other=999),
    buttons.AskIf(survey=BIG, version=999_999, place=999, other=999, choice=999, on=False),
    *(buttons.OpenMaking(survey=BIG, side=side) for side in MakingSide),
    buttons.CopyTemplate(survey=BIG, name="meeting"),
    buttons.ShowBank(survey=BIG, source=BIG, page=999_999),
    buttons.CopyQuestion(survey=BIG, version=999_999, source=BIG, place=999),
    buttons.TranslateNext(survey=BIG, language="kk", skip=9_999),
    buttons.NewPoll(grant=BIG),
    buttons.OpenPoll(survey=BIG, version=999_999, language="kk"),
]
