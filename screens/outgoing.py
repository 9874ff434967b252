"""What the outbox sends: messages that nobody has just asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screens.screen import Rows
from texts import Html


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that Telegram keeps: its kind (photo, document, voice, video, audio) and file id."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Upload:
    """Something that we made: a document with its name and bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, or one album: our own text as HTML, or a person's text with the entities they gave it.

    With attachments or an upload the text is their caption (at most 1024 characters, and an album has no buttons).
    """

    text: Html | str = ""
    entities: tuple[Mapping[str, Any], ...] | None = None
    rows: Rows = ()
    attachments: tuple[Attachment, ...] = ()
    upload: Upload | None = None
    silent: bool = False
