"""What somebody sees of a chat, kept up to date by its events."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]

REACTIONS = {"message", "edit", "delete", "answer", "reaction"}
"""Kinds of events that count as a reaction of the bot, if they are the bot's."""


class Screen:
    """A chat as it stands on somebody's phone."""

    def __init__(self) -> None:
        self.alert = ""
        """The text of the bot's last answer to a press."""
        self._messages: dict[int, Json] = {}
        self._keyboard: Json | None = None

    @property
    def messages(self) -> list[Json]:
        """All messages that are still there, as they stand now."""
        return [message for message in self._messages.values() if not message.get("deleted")]

    @property
    def last(self) -> Json | None:
        """The bot's newest message."""
        return next((message for message in reversed(self.messages) if message["from_bot"]), None)

    @property
    def sees(self) -> str:
        """The text or caption of the bot's newest message, after edits."""
        return words(self.last) if self.last else ""

    @property
    def buttons(self) -> list[list[str]]:
        """The texts of the buttons under the bot's newest message, or of the reply keyboard if it has none."""
        inline = rows(self.last) if self.last else []
        return [[button["text"] for button in row] for row in inline or self._reply_rows()]

    def _reply_rows(self) -> list[list[Json]]:
        return self._keyboard["keyboard"] if self._keyboard else []

    def take(self, event: Json) -> None:
        """Take in what happened."""
        if event["kind"] == "answer":
            self.alert = event["text"]
        elif "message" in event:
            self.keep(event["message"], new=event["kind"] == "message")

    def keep(self, message: Json, *, new: bool) -> None:
        """Remember a message as it stands now, and the keyboard that a new one brings or takes away."""
        self._messages[message["message_id"]] = message
        markup = message.get("reply_markup") or {}
        if new and "keyboard" in markup:
            self._keyboard = markup
        elif new and "remove_keyboard" in markup:
            self._keyboard = None

    def find(self, label: str) -> tuple[Json | None, Json]:
        """Return the button that reads so and its message, None for one of the reply keyboard.

        The newest message that has it wins, first with exactly this text, then with it as a part.
        """
        screens = self._screens()
        for message, buttons in screens:
            for button in buttons:
                if button["text"] == label:
                    return message, button
        for message, buttons in screens:
            alike = [button for button in buttons if label in button["text"]]
            if len(alike) > 1:
                raise AssertionError(f"{label!r} is on several buttons: {[button['text'] for button in alike]}")
            if alike:
                return message, alike[0]
        raise AssertionError(f"There is no button {label!r}, but:\n{self}")

    def find_deed(self, data: str, ending: str = "") -> tuple[Json, str]:
        """Return the newest message with a button that does this, and all of the button's data.

        `data` is the beginning of the button's, up to a colon; `ending` its end, from a colon, where numbers that
        nobody knows stand between.
        """
        for message, buttons in self._screens():
            for button in buttons:
                whole = button.get("callback_data", "")
                begins = f"{whole}:".startswith(f"{data}:")
                if message is not None and begins and (not ending or f":{whole}".endswith(f":{ending}")):
                    return message, whole
        raise AssertionError(f"No button does {data!r} … {ending!r}:\n{self}")

    @property
    def copied(self) -> str:
        """The text that a button under the bot's newest message copies."""
        buttons = [button for row in (rows(self.last) if self.last else []) for button in row]
        text = next((button["copy_text"]["text"] for button in buttons if "copy_text" in button), None)
        if text is None:
            raise AssertionError(f"There is nothing to copy:\n{self}")
        return str(text)

    def _screens(self) -> list[tuple[Json | None, list[Json]]]:
        """Return the buttons of each message of the bot, newest first, and after the newest the reply keyboard."""
        screens: list[tuple[Json | None, list[Json]]] = [
            (message, [button for row in rows(message) for button in row])
            for message in reversed(self.messages)
            if message["from_bot"]
        ]
        screens.insert(1, (None, [button for row in self._reply_rows() for button in row]))
        return screens

    def __str__(self) -> str:
        lines = [*self.sees.splitlines(), *(" | ".join(row) for row in self.buttons)]
        return "\n".join(f"    {line}" for line in lines)


def by_bot(event: Json) -> bool:
    """Say whether an event is the bot's doing."""
    if event["kind"] in {"message", "edit"}:
        return bool(event["message"]["from_bot"])
    return event["kind"] in REACTIONS


def words(message: Json) -> str:
    """Return what a message says."""
    return str(message.get("text") or message.get("caption") or "")


def rows(message: Json) -> list[list[Json]]:
    """Return the inline buttons of a message."""
    found: list[list[Json]] = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return found


def start_payload(url: str) -> str | None:
    """Return the payload of a deep link, None for any other link."""
    parts = urlsplit(url)
    if parts.hostname != "t.me" or "start" not in (query := parse_qs(parts.query, keep_blank_values=True)):
        return None
    return query["start"][0]


def describe(event: Json) -> str:
    """Return an event as a line of a transcript."""
    kind = event["kind"]
    if "message" in event:
        message = event["message"]
        who = "bot" if message["from_bot"] else message.get("from", {}).get("first_name", "?")
        buttons = [[button["text"] for button in row] for row in rows(message)]
        return f"{kind} {message['message_id']} {who}: {words(message)!r} {buttons or ''}".rstrip()
    rest = {name: value for name, value in event.items() if name not in {"event", "chat", "kind", "date"}}
    return f"{kind} {rest}"
