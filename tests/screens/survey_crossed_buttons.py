"""What the buttons of questions by questions are called and carry, for `test_buttons`: the same tables as there."""

from aiogram.filters.callback_data import CallbackData

from screens.surveys import crossed_buttons as buttons
from tests.screens.samples import BIG

PINNED = {
    "svxl1": ("ShowCrossed", "survey"),
    "svxq1": ("ChooseCrossed", "survey", "row", "page"),
    "svxs1": ("SetCrossed", "survey", "version", "row", "column", "on"),
}
WRITTEN: dict[str, CallbackData] = {
    "svxl1:7": buttons.ShowCrossed(survey=7),
    "svxq1:7::0": buttons.ChooseCrossed(survey=7, row=None, page=0),
    "svxq1:7:2:1": buttons.ChooseCrossed(survey=7, row=2, page=1),
    "svxs1:7:3:2:4:1": buttons.SetCrossed(survey=7, version=3, row=2, column=4, on=True),
}
LONGEST: list[CallbackData] = [
    buttons.ShowCrossed(survey=BIG),
    buttons.ChooseCrossed(survey=BIG, row=999_999, page=999_999),
    buttons.SetCrossed(survey=BIG, version=999_999, row=999_999, column=999_999, on=True),
]
