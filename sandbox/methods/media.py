"""Methods that send files."""

from collections.abc import Callable
from typing import Any

from sandbox.chats import Json
from sandbox.errors import ApiError, bad
from sandbox.files import LARGEST_DOWNLOAD, LARGEST_UPLOAD, StoredFile
from sandbox.methods.call import Call
from sandbox.methods.sending import caption_of, reply_of, send
from sandbox.validation import Upload

DETAILS = {
    "photo": (),
    "document": (),
    "voice": ("duration",),
    "video": ("duration", "width", "height"),
    "audio": ("duration", "performer", "title"),
}


def stored(call: Call, kind: str, source: Upload | str, args: Json) -> StoredFile:
    """Return the file that a parameter names: uploaded, attached under another name, or sent before."""
    if isinstance(source, str) and source.startswith("attach://"):
        attached = call.uploads.get(source.removeprefix("attach://"))
        if attached is None:
            raise bad("file attached with that name was not found in the request")
        source = attached
    if isinstance(source, Upload):
        if len(source.data) > LARGEST_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        details = {name: args.get(name) for name in DETAILS[kind]}
        return call.world.files.add(kind, source, **details)
    if source.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    found = call.world.files.get(source)
    if found.kind != kind:
        raise bad(f"can't use file of type {found.kind.capitalize()} as {kind.capitalize()}")
    return found


def sender_of(kind: str) -> Callable[[Call], Json]:
    """Return the handler that sends one file of this kind."""

    def send_file(call: Call) -> Json:
        caption = caption_of(call.args)
        call.chat()
        content = {kind: stored(call, kind, call.args[kind], call.args).in_message(), **caption}
        if call.get("has_spoiler"):
            content["has_media_spoiler"] = True
        return send(call, content)

    return send_file


def send_media_group(call: Call) -> Any:
    """Send two to ten photos and videos, or documents, or audio files as one album."""
    media = call.args["media"]
    if not 2 <= len(media) <= 10:
        raise bad("media group must include 2-10 items")
    kinds = {item["type"] for item in media}
    if len(kinds) > 1 and kinds != {"photo", "video"}:
        raise bad("documents and audio files can be grouped in an album only with messages of the same type")
    captions = [caption_of(item) for item in media]
    chat = call.chat()
    reply = reply_of(call, chat)
    call.world.pace.take(chat.id, not chat.private, len(media))
    common: Json = {**reply, "media_group_id": call.world.album()}
    if call.get("protect_content"):
        common["has_protected_content"] = True
    silent = bool(call.get("disable_notification"))
    sent = []
    for item, caption in zip(media, captions, strict=True):
        file = stored(call, item["type"], item["media"], item)
        content = {**common, item["type"]: file.in_message(), **caption}
        sent.append(call.world.post(chat, content, silent=silent).body)
    return sent


def get_file(call: Call) -> Json:
    """Say where a file can be downloaded."""
    file = call.world.files.get(call.args["file_id"])
    if len(file.data) > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    names = ("file_id", "file_unique_id", "file_size")
    return {**{name: file.body[name] for name in names}, "file_path": file.path}
