"""What the buttons of questions by questions do; as in `screens.buttons`, they live for ever in people's chats."""

from aiogram.filters.callback_data import CallbackData

from screens.buttons import Number, Version


class ShowCrossed(CallbackData, prefix="svxl1"):
    """Look at the pairs of questions."""

    survey: Number


class ChooseCrossed(CallbackData, prefix="svxq1"):
    """Choose the question of the rows, or to the one at `row` that of the columns; a page of them."""

    survey: Number
    row: Version | None
    page: Version


class SetCrossed(CallbackData, prefix="svxs1"):
    """Show the question at `row` by the one at `column`, or not any more."""

    survey: Number
    version: Version
    row: Version
    column: Version
    on: bool
