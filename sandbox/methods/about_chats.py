"""Methods about chats and who is in them."""

from typing import Any

from sandbox.chats import Chat, Json
from sandbox.errors import bad
from sandbox.members import bot_member, member
from sandbox.methods.call import Call

FULL: Json = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}
"""What the API always tells about a chat."""


def get_chat(call: Call) -> Json:
    """Tell about a chat."""
    chat = call.chat()
    pinned = chat.messages.get(chat.pinned or 0)
    more = {"pinned_message": pinned.body} if pinned is not None and not pinned.deleted else {}
    return {**chat.info, **FULL, **more}


def get_chat_member(call: Call) -> Json:
    """Tell what somebody is in a chat."""
    chat, number = call.chat(), call.args["user_id"]
    if number == call.world.bot["id"]:
        return bot_member(call.world.bot, chat.bot)
    person = call.world.chats.people.get(number)
    if person is None:
        raise bad("user not found")
    return member(person.user, chat.members.get(number, "left"))


def get_chat_member_count(call: Call) -> Any:
    """Count who is in a chat, the bot too."""
    chat = call.chat()
    present = sum(status not in {"left", "kicked"} for status in chat.members.values())
    return present + 1


def set_message_reaction(call: Call) -> Any:
    """Put the bot's reaction under a message, or take it away."""
    chat: Chat = call.chat()
    message = call.message(chat, "message to react not found")
    reactions = call.get("reaction", [])
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(reaction["type"] == "paid" for reaction in reactions):
        raise bad("REACTION_INVALID")
    message.reaction = "".join(reaction.get("emoji", "") for reaction in reactions)
    call.world.note(chat.id, "reaction", message_id=message.id, text=message.reaction)
    return True


def leave_chat(call: Call) -> Any:
    """Let the bot leave a group or a channel."""
    chat = call.chat()
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    chat.bot = {"status": "left"}
    call.world.note(chat.id, "member", status="left")
    return True


def pin_chat_message(call: Call) -> Any:
    """Keep a message at the top of a chat."""
    chat = call.chat()
    message = call.message(chat, "message to pin not found")
    if not chat.private and not (chat.bot.get("can_pin_messages") or chat.bot.get("can_edit_messages")):
        raise bad("not enough rights to manage pinned messages in the chat")
    chat.pinned = message.id
    call.world.note(chat.id, "pin", message_id=message.id)
    return True
