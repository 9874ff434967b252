"""Files that were sent, in memory and bounded."""

import hashlib
import mimetypes
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from sandbox.errors import bad
from sandbox.validation import Upload

MEGABYTE = 1024 * 1024
KEPT_BYTES = 256 * MEGABYTE
LARGEST_UPLOAD = 50 * MEGABYTE
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_DOWNLOAD = 20 * MEGABYTE

EXTENSIONS = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "audio": ".mp3", "sticker": ".webp"}
TYPES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
    "sticker": "image/webp",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file with the Bot API's description of it."""

    id: str
    kind: str
    path: str
    content_type: str
    data: bytes
    body: dict[str, Any]
    """What a message carries: an object, for a photo its largest size."""

    def in_message(self) -> Any:
        """Return the value of the message's field of this kind."""
        return [self.body] if self.kind == "photo" else self.body


def picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG, 800 by 600 for what is neither."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    position = 2
    while data.startswith(b"\xff\xd8") and position + 9 < len(data):
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = data[position + 5 : position + 7], data[position + 7 : position + 9]
            return int.from_bytes(width), int.from_bytes(height)
        position += 2 + max(length, 2)
    return 800, 600


class Files:
    """The store; the oldest files go when it is full."""

    def __init__(self) -> None:
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, StoredFile] = {}
        self._size = 0
        self._count = 0

    def add(self, kind: str, upload: Upload, **details: Any) -> StoredFile:
        """Keep a file and describe it as the Bot API would."""
        size = len(upload.data)
        if size == 0:
            raise bad("file must be non-empty")
        if kind == "photo" and size > LARGEST_PHOTO:
            raise bad(f"file of size {size} bytes is too big for a photo; the maximum size is 10485760 bytes")
        self._count += 1
        digest = hashlib.sha256(upload.data).hexdigest()
        extension = EXTENSIONS.get(kind) or mimetypes.guess_extension(upload.content_type) or ".bin"
        content_type = TYPES.get(kind, upload.content_type)
        if kind == "photo" and upload.data.startswith(b"\x89PNG"):
            content_type = "image/png"
        body = {
            "file_id": f"SB{kind[:2]}{self._count:06d}{digest[:40]}",
            "file_unique_id": f"U{kind[:2]}{digest[:14]}",
            "file_size": size,
            **describe(kind, upload, content_type),
            **{name: value for name, value in details.items() if value is not None},
        }
        path = f"{kind}s/file_{self._count}{extension}"
        stored = StoredFile(body["file_id"], kind, path, content_type, upload.data, body)
        self._by_id[stored.id] = self._by_path[path] = stored
        self._size += size
        self._forget()
        return stored

    def _forget(self) -> None:
        while self._size > KEPT_BYTES:
            _, oldest = self._by_id.popitem(last=False)
            del self._by_path[oldest.path]
            self._size -= len(oldest.data)

    def get(self, file_id: str) -> StoredFile:
        """Return a file by its id, or Telegram's refusal."""
        stored = self.find(file_id)
        if stored is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """Return a file by its id, None for none."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return the file that is downloaded from this path."""
        return self._by_path.get(path)


def describe(kind: str, upload: Upload, content_type: str) -> dict[str, Any]:
    """Return the fields that this kind of file has besides its ids."""
    if kind == "photo":
        width, height = picture_size(upload.data)
        return {"width": width, "height": height}
    if kind == "sticker":
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"type": "regular", "emoji": "👍", **shape}
    named = {"file_name": upload.name, "mime_type": content_type}
    if kind == "document":
        return named
    if kind == "video":
        return {"duration": 0, "width": 640, "height": 360, **named}
    return {"duration": 0, **named} if kind == "audio" else {"duration": 0, "mime_type": content_type}
