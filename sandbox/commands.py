"""The bot's commands by scope and language, found in Telegram's order."""

from collections.abc import Iterator
from typing import Any

from sandbox.chats import Chat

Scope = tuple[str, int, int]
"""Kind, chat and person; 0 where the kind names none."""
Command = dict[str, Any]

DEFAULT: Scope = ("default", 0, 0)


class Commands:
    """Lists of commands, one for each scope and language ("" for those without their own)."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[Command]] = {}

    def set(self, scope: Scope, language: str, commands: list[Command]) -> None:
        """Replace a list; an empty one is as if it had never been set."""
        if commands:
            self._lists[scope, language] = commands
        else:
            self._lists.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> list[Command]:
        """Return exactly this list."""
        return self._lists.get((scope, language), [])

    def seen(self, chat: Chat, person: int, language: str) -> list[Command]:
        """Return what a person sees in a chat: the narrowest scope wins, in it their language before none."""
        for scope in scopes(chat, person):
            for code in dict.fromkeys((language, "")):
                if found := self._lists.get((scope, code)):
                    return found
        return []


def scopes(chat: Chat, person: int) -> Iterator[Scope]:
    """Yield the scopes that apply to a person in a chat, narrowest first."""
    if chat.private:
        yield ("chat", chat.id, 0)
        yield ("all_private_chats", 0, 0)
        yield DEFAULT
        return
    admin = chat.members.get(person) in {"creator", "administrator"}
    yield ("chat_member", chat.id, person)
    if admin:
        yield ("chat_administrators", chat.id, 0)
    yield ("chat", chat.id, 0)
    if admin:
        yield ("all_chat_administrators", 0, 0)
    yield ("all_group_chats", 0, 0)
    yield DEFAULT
