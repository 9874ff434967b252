"""What the buttons of forms on paper are called and carry, for `test_buttons`: the same three tables as there."""

from aiogram.filters.callback_data import CallbackData

from domain.surveys.keying import KeyDeed, KeyStage
from domain.surveys.survey import Mode
from screens.surveys import paper_buttons as buttons
from screens.surveys.paper_buttons import PaperSide
from tests.screens.samples import BIG

PINNED = {
    "svpa1": ("OpenPaper", "survey", "side"),
    "svpf1": ("PrintForms", "survey", "number"),
    "svpi1": ("KeyInterview", "survey", "mode"),
    "svpo1": ("OpenForm", "survey", "serial", "keying"),
    "svpb1": ("BeginForm", "survey", "serial", "keying", "mode"),
    "svpt1": ("KeyTrait", "survey", "serial", "keying", "turn", "stage", "value"),
    "svpz1": ("TurnOkrugs", "survey", "serial", "keying", "page"),
    "svpk1": ("KeyAnswer", "survey", "serial", "keying", "turn", "deed", "choice", "place"),
    "svpc1": ("CompareForm", "survey", "serial"),
    "svps1": ("SettleForm", "survey", "serial", "turn", "place", "right"),
}
_AT = {"survey": 7, "serial": 12, "keying": 0}
WRITTEN: dict[str, CallbackData] = {
    "svpa1:7:desk": buttons.OpenPaper(survey=7, side=PaperSide.DESK),
    "svpf1:7:30": buttons.PrintForms(survey=7, number=30),
    "svpi1:7:phone": buttons.KeyInterview(survey=7, mode=Mode.PHONE),
    "svpo1:7:12:1": buttons.OpenForm(survey=7, serial=12, keying=1),
    "svpb1:7:12:0:paper": buttons.BeginForm(**_AT, mode=Mode.PAPER),
    "svpt1:7:12:0:3:age:35_44": buttons.KeyTrait(**_AT, turn=3, stage=KeyStage.AGE, value="35_44"),
    "svpt1:7:12:0:3:sex:": buttons.KeyTrait(**_AT, turn=3, stage=KeyStage.SEX, value=""),
    "svpz1:7:12:0:2": buttons.TurnOkrugs(**_AT, page=2),
    "svpk1:7:12:0:3:r:2:1": buttons.KeyAnswer(**_AT, turn=3, deed=KeyDeed.RANK, choice=2, place=1),
    "svpc1:7:12": buttons.CompareForm(survey=7, serial=12),
    "svps1:7:12:3:4:1": buttons.SettleForm(survey=7, serial=12, turn=3, place=4, right=1),
}
_FAR = {"survey": BIG, "serial": 99_999, "keying": 1}
LONGEST: list[CallbackData] = [
    *(buttons.OpenPaper(survey=BIG, side=side) for side in PaperSide),
    buttons.PrintForms(survey=BIG, number=999_999),
    buttons.KeyInterview(survey=BIG, mode=Mode.MEETING),
    buttons.OpenForm(**_FAR),
    buttons.BeginForm(**_FAR, mode=Mode.MEETING),
    *(buttons.KeyTrait(**_FAR, turn=999_999, stage=stage, value="123456789") for stage in KeyStage),
    buttons.TurnOkrugs(**_FAR, page=999_999),
    *(buttons.KeyAnswer(**_FAR, turn=999_999, deed=deed, choice=999_999, place=999) for deed in KeyDeed),
    buttons.CompareForm(survey=BIG, serial=99_999),
    buttons.SettleForm(survey=BIG, serial=99_999, turn=999_999, place=999, right=1),
]
