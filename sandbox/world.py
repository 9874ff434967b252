"""Everything that one sandbox holds, handed from hand to hand."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.chats import Chat, Chats, Json, Message
from sandbox.commands import Commands
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.pace import Pace
from sandbox.updates import Updates
from sandbox.webhook import Webhook

TOKEN = "1000001:sandbox"  # noqa: S105  the name of a bot that exists nowhere else
QUERY_AGE = 150.0
KEPT = 2_000
KEPT_QUERIES = 50_000
KEPT_ERRORS = 1_000


@dataclass(slots=True)
class Query:
    """A press that waits for its answer."""

    chat: int
    date: float
    answered: bool = False


@dataclass(slots=True)
class Calls:
    """What the bot has called since the start."""

    methods: Counter[str] = field(default_factory=Counter)
    errors: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_ERRORS))

    def view(self) -> Json:
        """Return the counts and the refused calls."""
        return {"methods": dict(self.methods), "errors": list(self.errors)}


class World:
    """The state of a sandbox.

    `clock` gives Unix time and `sleep` waits, both can be put in by tests; `query_age` is how many seconds a press can
    be answered; `kept` is how many messages and events of a chat are remembered.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "kenes_sandbox_bot",
        name: str = "Kenes",
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        query_age: float = QUERY_AGE,
        kept: int = KEPT,
    ) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.clock = clock
        self.started = clock()
        self.sleep = sleep
        self.query_age = query_age
        self.chats = Chats(kept)
        self.events = Events(kept)
        self.updates = Updates()
        self.webhook = Webhook(self)
        self.files = Files()
        self.pace = Pace(clock)
        self.faults = Faults()
        self.commands = Commands()
        self.texts: dict[str, dict[str, str]] = {"description": {}, "short_description": {}}
        self.queries: dict[str, Query] = {}
        self.calls = Calls()
        self.closing = asyncio.Event()
        self._last_query = 0
        self._last_album = 0

    def note(self, chat: int | None, kind: str, **details: Any) -> None:
        """Write an event of a chat, or of none, into the log."""
        self.events.add(chat, kind, self.clock(), **details)

    def post(
        self,
        chat: Chat,
        content: Json,
        *,
        sender: Json | None = None,
        markup: Json | None = None,
        silent: bool = False,
    ) -> Message:
        """Put a message into a chat; without a sender the bot speaks."""
        body: Json = {"message_id": self.chats.next_message_id(chat)}
        if chat.kind == "channel":
            body["sender_chat"] = chat.info
        else:
            body["from"] = sender or self.bot
        body |= {"chat": chat.info, "date": int(self.clock()), **content}
        if markup is not None and "inline_keyboard" in markup:
            body["reply_markup"] = markup
        message = Message(body, from_bot=sender is None, markup=markup)
        self.chats.put(chat, message)
        details = {"silent": True} if silent else {}
        self.note(chat.id, "message", message=message.view(), **details)
        return message

    def edit(self, chat: Chat, message: Message, content: Json, markup: Json | None) -> None:
        """Let a message say something else from now on; None in `content` takes a field away."""
        body = {**message.body, "edit_date": int(self.clock()), **content, "reply_markup": markup}
        message.body = {name: value for name, value in body.items() if value is not None}
        message.markup = markup
        self.note(chat.id, "edit", message=message.view())

    def delete(self, chat: Chat, message: Message) -> None:
        """Take a message away from everybody's eyes."""
        message.deleted = True
        self.note(chat.id, "delete", message_id=message.id, message=message.view())

    def ask(self, chat: int) -> str:
        """Open a callback query and return its id; the oldest of very many are forgotten."""
        self._last_query += 1
        number = str(7_000_000_000_000_000 + self._last_query)
        self.queries[number] = Query(chat, self.clock())
        if len(self.queries) > KEPT_QUERIES:
            del self.queries[next(iter(self.queries))]
        return number

    def album(self) -> str:
        """Return a new media group's id."""
        self._last_album += 1
        return str(13_000_000_000_000_000 + self._last_album)
