"""What the buttons of surveys do; as in `screens.buttons`, they live for ever in people's chats.

A button under a question carries the response's `turn`: one of an earlier step is old, however often it is pressed.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from domain.audiences import RuleKind
from domain.languages import Language
from domain.people import AgeBand, Sex
from screens.buttons import Number, Version

# Looking after surveys


class NewSurvey(CallbackData, prefix="svnew1"):
    """Begin a survey under this role."""

    grant: Number


class ListSurveys(CallbackData, prefix="svl1"):
    """Look at a page of the surveys that one looks after."""

    page: Number


class ShowSurvey(CallbackData, prefix="sv1"):
    """Look at one survey that one looks after."""

    survey: Number


class SurveySide(StrEnum):
    """The screens of a survey that is being made."""

    NAMED = "named"
    WHO = "who"
    VILLAGES = "villages"
    LANGUAGES = "langs"
    OPENS = "opens"
    CLOSES = "closes"
    MORE = "more"
    KEEPS = "keeps"
    REMIND = "remind"
    TARGET = "target"
    LINK = "link"
    CHECK = "check"
    ALOUD = "aloud"
    CROSSES = "pairs"


class OpenSide(CallbackData, prefix="svp1"):
    """Look at one side of a survey."""

    survey: Number
    side: SurveySide


class SayOfSurvey(CallbackData, prefix="svs1"):
    """Be asked what it is called (`title`) or why it is asked (`about`) in a language."""

    survey: Number
    part: str
    language: Language


class SurveyRule(CallbackData, prefix="svr1"):
    """Let a rule choose whom it asks, or not."""

    survey: Number
    version: Version
    kind: RuleKind
    key: str
    on: bool


class SurveyTree(CallbackData, prefix="svt1"):
    """Look at a part of the tree in which its territories are chosen."""

    survey: Number
    code: str
    page: Number


class SurveyCloses(CallbackData, prefix="svc1"):
    """Let it close at this moment, in minutes since 1970; with `sure` people are told already."""

    survey: Number
    version: Version
    at: Number


class SurveyOpens(CallbackData, prefix="svb1"):
    """Let it open at this moment, in minutes since 1970, or (0) as soon as it is confirmed."""

    survey: Number
    version: Version
    at: Number


class SurveyOption(StrEnum):
    """What can be switched on and off."""

    ANONYMOUS = "anon"
    RESULTS = "results"
    MINORS = "minors"
    LINK = "link"
    KEEPS = "keeps"
    REMINDER = "remind"
    ONE_LANGUAGE = "one"
    CROSS = "pair"


class SwitchOption(CallbackData, prefix="svo1"):
    """Switch one option; `key` says which of several."""

    survey: Number
    version: Version
    option: SurveyOption
    key: str
    on: bool


class SurveyDeed(StrEnum):
    """What is done with a survey as a whole; the words with a question mark ask first."""

    OPEN = "open"
    TAKE_BACK = "back"
    ASK_CALL_OFF = "off?"
    CALL_OFF = "off"
    ASK_CLOSE = "close?"
    CLOSE = "close"
    MEMBERS = "members"
    EVERYBODY = "everybody"
    NO_TARGET = "any"


class DoSurvey(CallbackData, prefix="svd1"):
    """Do this with a survey."""

    survey: Number
    version: Version
    deed: SurveyDeed


class WantFrom(CallbackData, prefix="svtg1"):
    """Be asked how many answers are wanted from an okrug (empty: all), a sex, an age (None: whichever)."""

    survey: Number
    okrug: str
    sex: Sex | None
    age: AgeBand | None


class WantAny(CallbackData, prefix="svta1"):
    """Take as many answers from these people as come."""

    survey: Number
    version: Version
    okrug: str
    sex: Sex | None
    age: AgeBand | None


class RecordQuestion(CallbackData, prefix="svrec1"):
    """Be asked to read a question aloud in a language."""

    survey: Number
    place: Version
    language: Language


# Answering; `code` is that of the link a person came by, empty when they are asked anyway


class AboutSurvey(CallbackData, prefix="sva1"):
    """Read who asks what and why, before the first question; whoever began goes on."""

    survey: Number
    code: str


class BeginSurvey(CallbackData, prefix="svgo1"):
    """Begin to answer, or go on; the author of a draft begins a trial."""

    survey: Number
    code: str


class DeclineSurvey(CallbackData, prefix="svno1"):
    """Say that one does not want to answer."""

    survey: Number
    code: str


class SurveySex(CallbackData, prefix="svsex1"):
    """Say one's sex before the first question."""

    survey: Number
    sex: Sex
    code: str


class SurveyAge(CallbackData, prefix="svage1"):
    """Say one's age band before the first question."""

    survey: Number
    age: AgeBand
    code: str


class PickChoice(CallbackData, prefix="svq1"):
    """Answer with this choice of the question."""

    survey: Number
    turn: Version
    choice: Version


class TickChoice(CallbackData, prefix="svk1"):
    """Tick this choice, or take its tick away."""

    survey: Number
    turn: Version
    choice: Version
    on: bool


class RankChoice(CallbackData, prefix="svn1"):
    """Put this choice on the next place of the order, which is `place`."""

    survey: Number
    turn: Version
    place: Version
    choice: Version


class StepKind(StrEnum):
    """A step that answers nothing by itself."""

    DONE = "done"
    BACK = "back"
    SKIP = "skip"
    CLEAR = "clear"
    STOP = "stop"


class TakeStep(CallbackData, prefix="svm1"):
    """Take a step in answering."""

    survey: Number
    turn: Version
    step: StepKind


class TurnPage(CallbackData, prefix="svpg1"):
    """Look at another page of the choices."""

    survey: Number
    turn: Version
    page: Version


class ReviewAnswers(CallbackData, prefix="svv1"):
    """Look at a page of one's answers."""

    survey: Number
    page: Version


class ChangeAnswer(CallbackData, prefix="svw1"):
    """Be asked a question again: its place in the form."""

    survey: Number
    turn: Version
    question: Version


class SeePicture(CallbackData, prefix="svsee1"):
    """See the picture of the question where one stands."""

    survey: Number
    turn: Version


class ListenTo(CallbackData, prefix="svear1"):
    """Hear the question where one stands read aloud."""

    survey: Number
    turn: Version
