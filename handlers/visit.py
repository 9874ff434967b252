"""What a handler is given and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, User

from actions.context import Context
from domain.contents import Content
from domain.links import LinkKind
from domain.people import Actor, Awaited, Step
from screens.outgoing import Outgoing
from screens.screen import Screen
from texts import Html, Words, words

# The field whose text is the name of a territory; what it is for stands behind a colon.
TERRITORY_FIELD = "where"


@dataclass(frozen=True, slots=True)
class Visit:
    """One press or message of one person: what they may do is asked of `ctx`, what they read comes from `words`."""

    ctx: Context
    words: Words
    user: User
    event: CallbackQuery | Message
    routes: "Routes"

    @property
    def awaited_field(self) -> str:
        """The field of which something is awaited, without what stands behind its colon; empty when none is."""
        actor = self.ctx.actor
        done = actor.step is Step.DONE
        return actor.awaited.field.partition(":")[0] if done and actor.awaited is not None else ""

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
class Picture:
    """A picture to show in the chat: the bytes of a PNG."""

    name: str
    content: bytes
    caption: Html


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets: a screen in place of the one they pressed (or, with `fresh`, under it), a file, an alert.

    `messages` are sent first, as the outbox would send them; a screen then comes under them.
    `awaits` says which text is waited for from now on; without it none is. `role_changed` names the people, by Telegram
    id, whose list of commands is another now.
    """

    screen: Screen | None = None
    fresh: bool = False
    document: Document | None = None
    picture: Picture | None = None
    messages: tuple[Outgoing, ...] = ()
    alert: str | None = None
    awaits: Awaited | None = None
    role_changed: tuple[int, ...] = ()


def awaiting_territory(purpose: str) -> Awaited:
    """That the name of a territory is waited for."""
    return Awaited(f"{TERRITORY_FIELD}:{purpose}", 0)


Shown = Screen | Reply
PressHandler = Callable[[Visit, Any], Awaitable[Shown]]
ScreenHandler = Callable[[Visit], Awaitable[Shown]]
TextHandler = Callable[[Visit, str], Awaitable[Shown]]
ContentHandler = Callable[[Visit, Content], Awaitable[Shown]]
LinkHandler = Callable[[Visit, str], Awaitable[Shown]]
PointHandler = Callable[[Visit, float, float], Awaitable[Shown]]
PlaceHandler = Callable[[Visit, str, str], Awaitable[Shown]]


@dataclass(frozen=True, slots=True)
class Routes:
    """Who handles what, found by a look into a dictionary: a filter per handler would cost more than the handler.

    `presses` by the button's class, `screens` by the name in `GoTo`, `commands` by their word, `texts` by the field
    that is awaited (what stands before its first colon), `contents` likewise, where more than words may come: it is
    called for every message, and for each part of an album. `points` likewise, for a place on the map. `links` by their
    kind. `places` by what a territory is chosen for (what stands before the first point of the purpose).
    """

    presses: Mapping[type[CallbackData], PressHandler] = field(default_factory=dict)
    screens: Mapping[str, ScreenHandler] = field(default_factory=dict)
    commands: Mapping[str, ScreenHandler] = field(default_factory=dict)
    texts: Mapping[str, TextHandler] = field(default_factory=dict)
    links: Mapping[LinkKind, LinkHandler] = field(default_factory=dict)
    contents: Mapping[str, ContentHandler] = field(default_factory=dict)
    points: Mapping[str, PointHandler] = field(default_factory=dict)
    places: Mapping[str, PlaceHandler] = field(default_factory=dict)


def joined(*parts: Routes) -> Routes:
    """One table of several; raises `ValueError` when two of them answer to the same name."""
    whole = Routes({}, {}, {}, {}, {}, {}, {}, {})
    for part in parts:
        for name in Routes.__slots__:
            known, added = getattr(whole, name), getattr(part, name)
            if twice := known.keys() & added.keys():
                raise ValueError(f"two handlers for {twice}")
            known.update(added)
    return whole
