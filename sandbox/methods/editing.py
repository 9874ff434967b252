"""Methods that change what was sent, and the answer to a press."""

from typing import Any
from urllib.parse import urlsplit

from sandbox import keyboards
from sandbox.chats import Chat, Json, Message
from sandbox.entities import utf16
from sandbox.errors import bad
from sandbox.methods.call import Call
from sandbox.methods.sending import caption_of, text_of

ANSWER = 200
TWO_DAYS = 48 * 3600
PREVIEW = "link_preview_options"
"""Not compared when Telegram looks for a change."""
MEDIA = ("photo", "document", "voice", "video", "audio")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def own(call: Call) -> tuple[Chat, Message]:
    """Return the message of the bot that a call wants to edit, or Telegram's refusal."""
    chat = call.chat()
    message = call.message(chat, "message to edit not found")
    if not message.from_bot or not message.editable:
        raise bad("message can't be edited")
    return chat, message


def change(call: Call, chat: Chat, message: Message, content: Json) -> Json:
    """Give a message this content and the call's keyboard, unless it has them already."""
    markup = keyboards.checked(call.get("reply_markup"), private=chat.private)
    same = all(message.body.get(name) == value for name, value in content.items() if name != PREVIEW)
    if same and markup == message.markup:
        raise bad(NOT_MODIFIED)
    call.world.edit(chat, message, content, markup)
    return message.body


def edit_message_text(call: Call) -> Json:
    """Change the text of a message."""
    content = {"entities": None, **text_of(call.args)}
    content[PREVIEW] = call.get(PREVIEW) or None
    chat, message = own(call)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return change(call, chat, message, content)


def edit_message_caption(call: Call) -> Json:
    """Change the caption of a file."""
    empty = {"caption": None, "caption_entities": None, "show_caption_above_media": None}
    content = {**empty, **caption_of(call.args)}
    chat, message = own(call)
    if not any(name in message.body for name in MEDIA):
        raise bad("there is no caption in the message to edit")
    return change(call, chat, message, content)


def edit_message_reply_markup(call: Call) -> Json:
    """Change the buttons under a message."""
    chat, message = own(call)
    return change(call, chat, message, {})


def delete_message(call: Call) -> Any:
    """Delete a message where the bot may."""
    chat = call.chat()
    message = call.message(chat, "message to delete not found")
    foreign = not message.from_bot and not chat.private and not chat.bot.get("can_delete_messages")
    if foreign or call.world.clock() - message.body["date"] > TWO_DAYS:
        raise bad("message can't be deleted for everyone")
    call.world.delete(chat, message)
    return True


def answer_callback_query(call: Call) -> Any:
    """Answer a press; the first answer is the one that people see."""
    text = call.get("text", "")
    if utf16(text) > ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    number = call.args["callback_query_id"]
    query = call.world.queries.get(number)
    if query is None or call.world.clock() - query.date > call.world.query_age:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    url = call.get("url")
    if url and not is_own_link(url, call.world.bot["username"]):
        raise bad("URL_INVALID")
    if not query.answered:
        query.answered = True
        details = {"url": url} if url else {}
        alert = bool(call.get("show_alert"))
        call.world.note(query.chat, "answer", callback_query_id=number, text=text, show_alert=alert, **details)
    return True


def is_own_link(url: str, username: str) -> bool:
    """Say whether a link starts the bot itself: no other may be opened by an answer."""
    parts = urlsplit(url)
    return parts.hostname == "t.me" and parts.path.strip("/").lower() == username.lower()
