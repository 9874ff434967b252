"""One call of the bot, as its handler gets it."""

from dataclasses import dataclass
from typing import Any

from sandbox.chats import Chat, Json, Message
from sandbox.errors import bad
from sandbox.validation import Upload
from sandbox.world import World

BEYOND = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "inline_message_id",
    "message_effect_id",
    "allow_paid_broadcast",
)
"""Parameters of Telegram that the sandbox does not imitate, so it refuses them instead of forgetting them."""


@dataclass(slots=True)
class Call:
    """The world, the checked parameters and the files that came with them."""

    world: World
    args: Json
    uploads: dict[str, Upload]

    def known(self) -> None:
        """Refuse parameters that the sandbox would only ignore."""
        for name in BEYOND:
            if name in self.args:
                raise bad(f"the sandbox does not implement {name}")

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter or the default."""
        return self.args.get(name, default)

    def chat(self) -> Chat:
        """Return the chat that the bot writes to, or Telegram's refusal."""
        self.known()
        target = self.args.get("chat_id")
        if target is None:
            raise bad("chat_id is empty")
        return self.world.chats.writable(target)

    def message(self, chat: Chat, refusal: str) -> Message:
        """Return the message that the call names, or the refusal."""
        message = chat.messages.get(self.args.get("message_id", 0))
        if message is None or message.deleted:
            raise bad(refusal)
        return message
