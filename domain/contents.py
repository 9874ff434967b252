"""What people send to be said to others: words with their formatting, and files that Telegram keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Entity = Mapping[str, Any]

# Formatting that a bot may send on; what Telegram finds by itself (links, hashtags) it finds again.
_FORMATTING = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "text_link",
        "blockquote",
        "expandable_blockquote",
    }
)
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that Telegram keeps: photo, video, document, audio or voice; size in bytes, duration in seconds."""

    kind: str
    file_id: str
    unique_id: str = ""
    size: int | None = None
    media_type: str | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One message that a person sent; `follows` when an earlier message of the same album came before it."""

    message_id: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    attached: Attached | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in one language: one text, and the files in the order in which they came."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    attachments: tuple[Attached, ...] = ()


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_messages(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """A text in as many parts as messages it takes, cut where a line or a word ends."""
    parts: list[str] = []
    rest = text
    while units(rest) > limit:
        room = rest[:limit]
        while units(room) > limit:
            room = room[:-1]
        at = max(room.rfind("\n"), room.rfind(" "))
        cut = at if at > limit // 2 else len(room)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def kept(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The formatting among the entities of a message, with the fields that it needs."""
    fields = ("type", "offset", "length", "url", "language")
    return tuple(
        {name: entity[name] for name in fields if entity.get(name) is not None}
        for entity in entities
        if entity["type"] in _FORMATTING
    )


def moved(entities: Iterable[Entity], by: int) -> tuple[Entity, ...]:
    """The same entities `by` UTF-16 units further on."""
    return tuple({**entity, "offset": entity["offset"] + by} for entity in entities)


def joined(parts: Iterable[Content]) -> Said:
    """Several messages as one: their texts with an empty line between them, their files in order."""
    text = ""
    entities: list[Entity] = []
    attachments: list[Attached] = []
    for part in sorted(parts, key=lambda one: one.message_id):
        if part.text:
            gap = "\n\n" if text else ""
            entities.extend(moved(part.entities, units(text + gap)))
            text += gap + part.text
        if part.attached is not None:
            attachments.append(part.attached)
    return Said(text, tuple(entities), tuple(attachments))
