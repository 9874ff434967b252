"""From a message of ours to the calls that send it, change it or take it back."""

from collections.abc import Mapping
from typing import Any

from bot.sending.courier import Call, Upload
from screens.outgoing import Outgoing
from screens.screen import Button, Rows
from texts import Html

CAPTION = 1024
_ALBUM_KINDS = {"photo": "photo", "video": "video", "document": "document", "audio": "audio"}


def to_send(chat_id: int, message: Outgoing) -> Call:
    """The call that sends a message."""
    common: dict[str, Any] = {"chat_id": chat_id, **({"disable_notification": True} if message.silent else {})}
    if message.upload is not None:
        parameters = {**common, "document": "attach://file", **_text("caption", message), **_markup(message.rows)}
        return Call("sendDocument", parameters, Upload("file", message.upload.name, message.upload.content))
    if len(message.attachments) > 1:
        return Call("sendMediaGroup", {**common, "media": _album(message)})
    if message.attachments:
        one = message.attachments[0]
        return Call(
            f"send{one.kind.capitalize()}",
            {**common, one.kind: one.file_id, **_text("caption", message), **_markup(message.rows)},
        )
    return Call("sendMessage", {**common, **_text("text", message), **_no_preview(), **_markup(message.rows)})


def messages_in(call: Call) -> int:
    """How many messages Telegram counts for a call."""
    return len(call.parameters["media"]) if call.method == "sendMediaGroup" else 1


def to_edit(chat_id: int, message_id: int, message: Outgoing) -> Call:
    """The call that changes what a sent message says; its picture or file stays."""
    common = {"chat_id": chat_id, "message_id": message_id}
    if message.attachments or message.upload is not None:
        return Call("editMessageCaption", {**common, **_text("caption", message), **_markup(message.rows)})
    return Call("editMessageText", {**common, **_text("text", message), **_no_preview(), **_markup(message.rows)})


def to_delete(chat_id: int, message_id: int) -> Call:
    """The call that takes a message back."""
    return Call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})


def _text(field: str, message: Outgoing) -> dict[str, Any]:
    if not message.text:
        return {}
    if isinstance(message.text, Html):
        return {field: message.text, "parse_mode": "HTML"}
    name = "entities" if field == "text" else "caption_entities"
    return {field: message.text, **({name: list(message.entities)} if message.entities else {})}


def _album(message: Outgoing) -> list[dict[str, Any]]:
    media = [{"type": _ALBUM_KINDS[one.kind], "media": one.file_id} for one in message.attachments]
    captioned: dict[str, Any] = {**media[0], **_text("caption", message)}
    return [captioned, *media[1:]]


def _no_preview() -> Mapping[str, Any]:
    return {"link_preview_options": {"is_disabled": True}}


def _markup(rows: Rows) -> dict[str, Any]:
    if not rows:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(button) for button in row] for row in rows]}}


def _button(button: Button) -> dict[str, Any]:
    if button.does is not None:
        return {"text": button.text, "callback_data": button.does.pack()}
    if button.copies is not None:
        return {"text": button.text, "copy_text": {"text": button.copies}}
    return {"text": button.text, "url": button.opens}
