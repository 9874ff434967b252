"""A screen: what a person sees at once, before Telegram knows of it."""

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData

from texts import Html


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it does something here, opens an address, or copies a text."""

    text: str
    does: CallbackData | None = None
    opens: str | None = None
    copies: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A keyboard in place of the phone's own: the only way to ask for a location."""

    location: str
    cancel: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A message and its buttons.

    `first` is a line sent before it, which takes away the keyboard that an earlier screen put in place of the phone's.
    """

    text: Html
    rows: Rows = ()
    keyboard: Keyboard | None = None
    first: Html | None = None


def one_a_row(*buttons: Button) -> Rows:
    """Each button on a row of its own."""
    return tuple((button,) for button in buttons)


def in_columns(buttons: list[Button], columns: int) -> Rows:
    """Buttons in rows of `columns`."""
    return tuple(tuple(buttons[at : at + columns]) for at in range(0, len(buttons), columns))
