"""Reading a message as something to be said on: its words with their formatting, its file."""

from aiogram.types import Message

from domain.contents import Attached, Content

_KINDS = ("video", "document", "audio", "voice")


def content_of(message: Message, *, follows: bool) -> Content | None:
    """What a message holds, None when it is of a kind that cannot be said on (a sticker, a contact, a place)."""
    attached = _attached(message)
    if message.text is None and attached is None:
        return None
    found = message.entities if message.text is not None else message.caption_entities
    return Content(
        message_id=message.message_id,
        text=message.text or message.caption or "",
        entities=tuple(entity.model_dump(mode="json", exclude_none=True) for entity in found or ()),
        attached=attached,
        follows=follows,
    )


def _attached(message: Message) -> Attached | None:
    if message.animation is not None:
        # It is a document too, but cannot be sent with others of them.
        return None
    if message.photo:
        largest = message.photo[-1]
        return Attached("photo", largest.file_id, largest.file_unique_id, largest.file_size, "image/jpeg")
    for kind in _KINDS:
        file = getattr(message, kind)
        if file is not None:
            duration = getattr(file, "duration", None)
            return Attached(kind, file.file_id, file.file_unique_id, file.file_size, file.mime_type, duration)
    return None
