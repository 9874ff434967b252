"""Files up and down."""

import struct

import pytest

from sandbox import files, telegram
from sandbox.files import Files, picture_size
from sandbox.methods import media
from sandbox.play import Person
from sandbox.server import Sandbox
from sandbox.validation import Upload
from tests.sandbox.conftest import Api, Refusal

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 320, 200)
JPEG = b"\xff\xd8\xff\xe0\x00\x10" + bytes(14) + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 200, 320) + bytes(12)


async def test_a_document_goes_up_and_comes_down(api: Api, aigul: Person, sandbox: Sandbox) -> None:
    up = {"document": ("есеп.pdf", b"%PDF-1")}
    sent = await api.upload("sendDocument", up, chat_id=str(aigul.id), caption="<b>е</b>", parse_mode="HTML")
    assert sent["document"]["file_name"] == "есеп.pdf"
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    told = await api("getFile", file_id=sent["document"]["file_id"])
    assert told["file_size"] == 6
    async with api.session.get(f"{sandbox.url}/file/bot{sandbox.token}/{told['file_path']}") as response:
        assert await response.read() == b"%PDF-1"
    async with api.session.get(f"{sandbox.url}/file/bot{sandbox.token}/documents/none") as response:
        assert response.status == 404
    await aigul.hears()
    assert await aigul.file(aigul.messages[-1]) == b"%PDF-1"


async def test_a_file_is_sent_again_by_its_id_as_the_same_kind(api: Api, aigul: Person) -> None:
    first = await api.upload("sendPhoto", {"x": ("a.png", PNG)}, chat_id=str(aigul.id), photo="attach://x")
    assert first["photo"][-1]["width"] == 320
    name = first["photo"][-1]["file_id"]
    again = await api("sendPhoto", chat_id=aigul.id, photo=name)
    assert again["photo"] == first["photo"]
    assert await api.refusal("sendDocument", chat_id=aigul.id, document=name) == (
        "Bad Request: can't use file of type Photo as Document"
    )


async def test_a_file_that_is_not_there_is_refused(api: Api, aigul: Person) -> None:
    where = {"chat_id": aigul.id}
    assert "wrong file identifier" in await api.refusal("sendPhoto", **where, photo="none")
    assert "was not found in the request" in await api.refusal("sendPhoto", **where, photo="attach://none")
    assert "failed to get HTTP URL" in await api.refusal("sendPhoto", **where, photo="https://e.kz/a.jpg")
    assert "wrong file identifier" in await api.refusal("getFile", file_id="none")


async def test_an_album_takes_attached_files(api: Api, aigul: Person) -> None:
    media = '[{"type":"photo","media":"attach://a","caption":"x"},{"type":"photo","media":"attach://b"}]'
    up = {"a": ("a.jpg", JPEG), "b": ("b.jpg", JPEG)}
    first, second = await api.upload("sendMediaGroup", up, chat_id=str(aigul.id), media=media)
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "x"


async def test_sizes_are_limited(api: Api, aigul: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    to = {"chat_id": str(aigul.id)}
    monkeypatch.setattr(files, "LARGEST_PHOTO", 10)
    with pytest.raises(Refusal, match="too big for a photo"):
        await api.upload("sendPhoto", {"photo": ("a.jpg", bytes(11))}, **to)
    with pytest.raises(Refusal, match="non-empty"):
        await api.upload("sendPhoto", {"photo": ("a.jpg", b"")}, **to)
    monkeypatch.setattr(media, "LARGEST_DOWNLOAD", 20)
    big = await api.upload("sendDocument", {"document": ("a.bin", bytes(21))}, **to)
    assert await api.refusal("getFile", file_id=big["document"]["file_id"]) == "Bad Request: file is too big"
    monkeypatch.setattr(telegram, "LARGEST_UPLOAD", 50)
    with pytest.raises(Refusal) as caught:
        await api.upload("sendDocument", {"document": ("a.bin", bytes(51))}, **to)
    assert caught.value.body["error_code"] == 413


def test_the_oldest_files_go_when_the_store_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "KEPT_BYTES", 10)
    store = Files()
    first = store.add("document", Upload("a", "text/plain", b"123456"))
    second = store.add("document", Upload("b", "text/plain", b"123456"))
    assert store.find(first.id) is None
    assert store.at(first.path) is None
    assert store.get(second.id) is second


@pytest.mark.parametrize(("data", "size"), [(PNG, (320, 200)), (JPEG, (320, 200)), (b"\xff\xd8", (800, 600))])
def test_a_picture_has_its_size(data: bytes, size: tuple[int, int]) -> None:
    assert picture_size(data) == size
