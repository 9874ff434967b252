"""What a handler is given and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, User

from actions.context import Context
from domain.links import LinkKind
from domain.people import Actor, Awaited
from screens.screen import Screen
from texts import Html, Words, words


@dataclass(frozen=True, slots=True)
class Visit:
    """One press or message of one person: what they may do is asked of `ctx`, what they read comes from `words`."""

    ctx: Context
    words: Words
    user: User
    event: CallbackQuery | Message

    def by(self, actor: Actor) -> "Visit":
        """The same visit by the person as they are now, in the language they read now."""
        spoken = words(actor.language) if actor.language else self.words
        return replace(self, ctx=replace(self.ctx, actor=actor), words=spoken)


@dataclass(frozen=True, slots=True)
class Document:
    """A file to send."""

    name: str
    content: bytes
    caption: Html


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets: a screen in place of the one they pressed (or, with `fresh`, under it), a file, an alert.

    `awaits` says which text is waited for from now on; without it none is. `role_changed` names the people, by Telegram
    id, whose list of commands is another now.
    """

    screen: Screen | None = None
    fresh: bool = False
    document: Document | None = None
    alert: str | None = None
    awaits: Awaited | None = None
    role_changed: tuple[int, ...] = ()


Shown = Screen | Reply
PressHandler = Callable[[Visit, Any], Awaitable[Shown]]
ScreenHandler = Callable[[Visit], Awaitable[Shown]]
TextHandler = Callable[[Visit, str], Awaitable[Shown]]
LinkHandler = Callable[[Visit, str], Awaitable[Shown]]


@dataclass(frozen=True, slots=True)
class Routes:
    """Who handles what, found by a look into a dictionary: a filter per handler would cost more than the handler.

    `presses` by the button's class, `screens` by the name in `GoTo`, `commands` by their word, `texts` by the field
    that is awaited (what stands before its first colon), `links` by their kind.
    """

    presses: Mapping[type[CallbackData], PressHandler] = field(default_factory=dict)
    screens: Mapping[str, ScreenHandler] = field(default_factory=dict)
    commands: Mapping[str, ScreenHandler] = field(default_factory=dict)
    texts: Mapping[str, TextHandler] = field(default_factory=dict)
    links: Mapping[LinkKind, LinkHandler] = field(default_factory=dict)


def joined(*parts: Routes) -> Routes:
    """One table of several; raises `ValueError` when two of them answer to the same name."""
    whole = Routes({}, {}, {}, {}, {})
    for part in parts:
        for name in Routes.__slots__:
            known, added = getattr(whole, name), getattr(part, name)
            if twice := known.keys() & added.keys():
                raise ValueError(f"two handlers for {twice}")
            known.update(added)
    return whole
