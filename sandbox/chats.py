"""The people, the groups and what was said in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ApiError, ControlError, bad, forbidden

Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    """Somebody with Telegram on their phone."""

    user: Json
    """The Bot API's `User`."""
    note: str = ""
    started: bool = False
    blocked: bool = False

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def view(self) -> Json:
        """Return the person as the control API shows them."""
        shown = {name: value for name, value in self.user.items() if name != "is_bot"}
        return {**shown, "note": self.note, "started": self.started, "blocked": self.blocked}


@dataclass(slots=True)
class Message:
    """One message as it stands now; `body` is never changed in place, so whoever was given it keeps what they saw."""

    body: Json
    from_bot: bool
    markup: Json | None = None
    reaction: str = ""
    """The bot's, an emoji."""
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.body["message_id"])

    @property
    def editable(self) -> bool:
        """Say whether the bot may edit it: not when it carried a reply keyboard."""
        return self.markup is None or "inline_keyboard" in self.markup

    def view(self) -> Json:
        """Return the message as the control API shows it, with the keyboard that the bot sent."""
        shown = {**self.body, "from_bot": self.from_bot}
        if self.markup is not None:
            shown["reply_markup"] = self.markup
        if self.reaction:
            shown["reaction"] = self.reaction
        if self.deleted:
            shown["deleted"] = True
        return shown


@dataclass(slots=True)
class Chat:
    """A private chat, a group or a channel, with its messages by number."""

    info: Json
    """The Bot API's `Chat`."""
    members: dict[int, str] = field(default_factory=dict)
    """Status by person; the bot's own stands in `bot`."""
    bot: Json = field(default_factory=lambda: {"status": "left"})
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    pinned: int | None = None
    moved_to: int | None = None
    """The supergroup that a group has become."""

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def kind(self) -> str:
        return str(self.info["type"])

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def view(self) -> Json:
        """Return the chat as the control API shows it."""
        return {**self.info, "members": self.members, "bot": self.bot}


class Chats:
    """Everybody and every chat of this sandbox, with the last `kept` messages of each."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self._names: dict[str, int] = {}
        self._next_person = 2_000_001
        self._next_group = 1_000_001
        self._account_messages = 0

    def add_person(self, details: Json) -> Person:
        """Let somebody in; 409 when the id or the username is taken."""
        given = details.get("id")
        while given is None and self._next_person in self.people:
            self._next_person += 1
        number = given if given is not None else self._next_person
        if number <= 0:
            raise ControlError(400, "The id of a person is positive.")
        username = details.get("username")
        if number in self.people or (username and username.lower() in self._names):
            raise ControlError(409, "This person is already here.")
        names = ("first_name", "last_name", "username", "language_code")
        known = {name: details[name] for name in names if details.get(name)}
        person = Person({"id": number, "is_bot": False, **known}, note=details.get("note") or "")
        self.people[number] = person
        shown = {name: value for name, value in known.items() if name != "language_code"}
        self.chats[number] = Chat({"id": number, "type": "private", **shown}, members={number: "member"})
        if username:
            self._names[username.lower()] = number
        return person

    def add_chat(self, kind: str, title: str, creator: int, members: list[int], username: str | None) -> Chat:
        """Open a group, a supergroup or a channel."""
        for number in (creator, *members):
            self.person(number)
        base = 0 if kind == "group" else -1_000_000_000_000
        info: Json = {"id": base - self._next_group, "type": kind, "title": title}
        self._next_group += 1
        if username:
            info["username"] = username
            self._names[username.lower()] = info["id"]
        chat = Chat(info, members=dict.fromkeys(members, "member") | {creator: "creator"})
        self.chats[chat.id] = chat
        return chat

    def upgrade(self, chat: Chat) -> Chat:
        """Let a group become a supergroup, which has another id and the same people."""
        if chat.kind != "group" or chat.moved_to is not None:
            raise ControlError(400, "Only a group can become a supergroup.")
        new = Chat({**chat.info, "id": -1_000_000_000_000 - self._next_group, "type": "supergroup"})
        new.members, new.bot = dict(chat.members), dict(chat.bot)
        self._next_group += 1
        self.chats[new.id] = new
        chat.moved_to = new.id
        return new

    def person(self, number: int) -> Person:
        """Return a person, 404 when there is no such one."""
        person = self.people.get(number)
        if person is None:
            raise ControlError(404, "There is no such person.")
        return person

    def chat(self, number: int) -> Chat:
        """Return a chat, 404 when there is no such one."""
        chat = self.chats.get(number)
        if chat is None:
            raise ControlError(404, "There is no such chat.")
        return chat

    def named(self, target: int | str) -> Chat:
        """Return the chat that a request of the bot names, by number or @username, or Telegram's refusal."""
        if isinstance(target, str):
            number = self._names.get(target.removeprefix("@").lower(), 0) if target.startswith("@") else 0
            target = number if number < 0 else 0
        chat = self.chats.get(target)
        if chat is None:
            raise bad("chat not found")
        return chat

    def writable(self, target: int | str) -> Chat:
        """Return the chat that the bot may write to, or Telegram's refusal."""
        chat = self.named(target)
        if chat.private:
            person = self.people[chat.id]
            if person.blocked:
                raise forbidden("bot was blocked by the user")
            if not person.started:
                raise forbidden("bot can't initiate conversation with a user")
            return chat
        if chat.moved_to is not None:
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved_to=chat.moved_to)
        status = chat.bot["status"]
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        if chat.kind == "channel" and not chat.bot.get("can_post_messages"):
            raise bad("need administrator rights in the channel chat")
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Return the next number: supergroups and channels count their own, the rest share the account's."""
        if chat.kind in {"supergroup", "channel"}:
            chat.last_id += 1
        else:
            self._account_messages += 1
            chat.last_id = self._account_messages
        return chat.last_id

    def put(self, chat: Chat, message: Message) -> None:
        """Keep a message, forgetting the oldest of a long chat."""
        chat.messages[message.id] = message
        if len(chat.messages) > self._kept:
            del chat.messages[next(iter(chat.messages))]

    def groups(self) -> Iterator[Chat]:
        """Yield the chats of more than two."""
        return (chat for chat in self.chats.values() if not chat.private)
