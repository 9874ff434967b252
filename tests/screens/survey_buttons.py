"""What the buttons of surveys are called and carry, for `test_buttons`: the same three tables as there."""

from aiogram.filters.callback_data import CallbackData

from domain.audiences import RuleKind
from domain.people import AgeBand, Sex
from screens.surveys import buttons
from screens.surveys.buttons import StepKind, SurveyDeed, SurveyOption, SurveySide
from tests.screens.samples import BIG

# Of a territory, and of a link.
PLACE, CODE = "9" * 16, "a" * 16
MINUTES = 253402300799 // 60
RULES = (RuleKind.TERRITORY, RuleKind.VILLAGE, RuleKind.LANGUAGE, RuleKind.INTEREST)

PINNED = {
    "svnew1": ("NewSurvey", "grant"),
    "svl1": ("ListSurveys", "page"),
    "sv1": ("ShowSurvey", "survey"),
    "svp1": ("OpenSide", "survey", "side"),
    "svs1": ("SayOfSurvey", "survey", "part", "language"),
    "svr1": ("SurveyRule", "survey", "version", "kind", "key", "on"),
    "svt1": ("SurveyTree", "survey", "code", "page"),
    "svc1": ("SurveyCloses", "survey", "version", "at"),
    "svb1": ("SurveyOpens", "survey", "version", "at"),
    "svo1": ("SwitchOption", "survey", "version", "option", "key", "on"),
    "svd1": ("DoSurvey", "survey", "version", "deed"),
    "svtg1": ("WantFrom", "survey", "okrug", "sex", "age"),
    "svta1": ("WantAny", "survey", "version", "okrug", "sex", "age"),
    "svrec1": ("RecordQuestion", "survey", "place", "language"),
    "svsee1": ("SeePicture", "survey", "turn"),
    "svear1": ("ListenTo", "survey", "turn"),
    "sva1": ("AboutSurvey", "survey", "code"),
    "svgo1": ("BeginSurvey", "survey", "code"),
    "svno1": ("DeclineSurvey", "survey", "code"),
    "svsex1": ("SurveySex", "survey", "sex", "code"),
    "svage1": ("SurveyAge", "survey", "age", "code"),
    "svq1": ("PickChoice", "survey", "turn", "choice"),
    "svk1": ("TickChoice", "survey", "turn", "choice", "on"),
    "svn1": ("RankChoice", "survey", "turn", "place", "choice"),
    "svm1": ("TakeStep", "survey", "turn", "step"),
    "svpg1": ("TurnPage", "survey", "turn", "page"),
    "svv1": ("ReviewAnswers", "survey", "page"),
    "svw1": ("ChangeAnswer", "survey", "turn", "question"),
}
WRITTEN: dict[str, CallbackData] = {
    "svnew1:7": buttons.NewSurvey(grant=7),
    "svl1:1": buttons.ListSurveys(page=1),
    "sv1:7": buttons.ShowSurvey(survey=7),
    "svp1:7:who": buttons.OpenSide(survey=7, side=SurveySide.WHO),
    "svs1:7:title:kk": buttons.SayOfSurvey(survey=7, part="title", language="kk"),
    "svr1:7:3:territory:355243000:1": buttons.SurveyRule(
        survey=7, version=3, kind=RuleKind.TERRITORY, key="355243000", on=True
    ),
    "svt1:7:355200000:0": buttons.SurveyTree(survey=7, code="355200000", page=0),
    "svc1:7:3:29800000": buttons.SurveyCloses(survey=7, version=3, at=29_800_000),
    "svb1:7:3:0": buttons.SurveyOpens(survey=7, version=3, at=0),
    "svo1:7:3:keeps:sex:0": buttons.SwitchOption(survey=7, version=3, option=SurveyOption.KEEPS, key="sex", on=False),
    "svd1:7:3:open": buttons.DoSurvey(survey=7, version=3, deed=SurveyDeed.OPEN),
    "svtg1:7::woman:": buttons.WantFrom(survey=7, okrug="", sex=Sex.WOMAN, age=None),
    "svta1:7:3:355243000::65_over": buttons.WantAny(
        survey=7, version=3, okrug="355243000", sex=None, age=AgeBand.FROM_65
    ),
    "svrec1:7:3:kk": buttons.RecordQuestion(survey=7, place=3, language="kk"),
    "svsee1:7:3": buttons.SeePicture(survey=7, turn=3),
    "svear1:7:3": buttons.ListenTo(survey=7, turn=3),
    "sva1:7:": buttons.AboutSurvey(survey=7, code=""),
    "svgo1:7:abc": buttons.BeginSurvey(survey=7, code="abc"),
    "svno1:7:": buttons.DeclineSurvey(survey=7, code=""),
    "svsex1:7:woman:": buttons.SurveySex(survey=7, sex=Sex.WOMAN, code=""),
    "svage1:7:65_over:": buttons.SurveyAge(survey=7, age=AgeBand.FROM_65, code=""),
    "svq1:7:3:0": buttons.PickChoice(survey=7, turn=3, choice=0),
    "svk1:7:3:0:1": buttons.TickChoice(survey=7, turn=3, choice=0, on=True),
    "svn1:7:3:1:0": buttons.RankChoice(survey=7, turn=3, place=1, choice=0),
    "svm1:7:3:back": buttons.TakeStep(survey=7, turn=3, step=StepKind.BACK),
    "svpg1:7:3:1": buttons.TurnPage(survey=7, turn=3, page=1),
    "svv1:7:0": buttons.ReviewAnswers(survey=7, page=0),
    "svw1:7:3:4": buttons.ChangeAnswer(survey=7, turn=3, question=4),
}
LONGEST: list[CallbackData] = [
    buttons.NewSurvey(grant=BIG),
    buttons.ListSurveys(page=BIG),
    buttons.ShowSurvey(survey=BIG),
    *(buttons.OpenSide(survey=BIG, side=side) for side in SurveySide),
    buttons.SayOfSurvey(survey=BIG, part="title", language="kk"),
    *(buttons.SurveyRule(survey=BIG, version=999_999, kind=kind, key=PLACE, on=True) for kind in RULES),
    buttons.SurveyTree(survey=BIG, code=PLACE, page=999_999),
    buttons.SurveyCloses(survey=BIG, version=999_999, at=MINUTES),
    buttons.SurveyOpens(survey=BIG, version=999_999, at=MINUTES),
    *(
        buttons.SwitchOption(survey=BIG, version=999_999, option=option, key="language", on=True)
        for option in SurveyOption
    ),
    *(buttons.DoSurvey(survey=BIG, version=999_999, deed=deed) for deed in SurveyDeed),
    *(buttons.WantFrom(survey=BIG, okrug=PLACE, sex=Sex.WOMAN, age=age) for age in AgeBand),
    buttons.WantAny(survey=BIG, version=999_999, okrug=PLACE, sex=Sex.WOMAN, age=AgeBand.UNDER_18),
    buttons.RecordQuestion(survey=BIG, place=999_999, language="kk"),
    buttons.SeePicture(survey=BIG, turn=999_999),
    buttons.ListenTo(survey=BIG, turn=999_999),
    buttons.AboutSurvey(survey=BIG, code=CODE),
    buttons.BeginSurvey(survey=BIG, code=CODE),
    buttons.DeclineSurvey(survey=BIG, code=CODE),
    *(buttons.SurveySex(survey=BIG, sex=sex, code=CODE) for sex in Sex),
    *(buttons.SurveyAge(survey=BIG, age=age, code=CODE) for age in AgeBand),
    buttons.PickChoice(survey=BIG, turn=999_999, choice=999_999),
    buttons.TickChoice(survey=BIG, turn=999_999, choice=999_999, on=True),
    buttons.RankChoice(survey=BIG, turn=999_999, place=999_999, choice=999_999),
    *(buttons.TakeStep(survey=BIG, turn=999_999, step=step) for step in StepKind),
    buttons.TurnPage(survey=BIG, turn=999_999, page=999_999),
    buttons.ReviewAnswers(survey=BIG, page=999_999),
    buttons.ChangeAnswer(survey=BIG, turn=999_999, question=999_999),
]
