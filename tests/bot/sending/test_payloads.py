"""Every call we make, taken by the sandbox as strictly as Telegram's documentation says."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.sending.courier import Call, Courier
from bot.sending.delivering import _to_change
from bot.sending.payloads import messages_in, to_delete, to_edit, to_send
from domain.outbox import Bad, Sent
from sandbox.chats import Message
from sandbox.play import Person, Stage
from sandbox.server import Sandbox
from screens import buttons
from screens.outgoing import Attachment, Outgoing, Upload
from screens.screen import Button
from texts import Html

ROWS = (
    (Button("🏠", buttons.GoTo(screen="menu")), Button("site", opens="https://example.kz")),
    (Button("copy", copies="12"),),
)
BOLD = {"type": "bold", "offset": 0, "length": 5}


class Room:
    """A sandbox, a courier, and Aigul, who has sent a file of each kind, so that they may be sent on."""

    def __init__(self, sandbox: Sandbox, courier: Courier, aigul: Person, files: dict[str, list[str]]) -> None:
        self.sandbox, self.courier, self.aigul, self.files = sandbox, courier, aigul, files

    async def carry(self, call: Call) -> tuple[int, ...]:
        outcome = await self.courier.carry(call)
        assert isinstance(outcome, Sent), (call, outcome)
        return outcome.message_ids

    async def send(self, message: Outgoing) -> list[Message]:
        call = to_send(self.aigul.id, message)
        ids = await self.carry(call)
        assert len(ids) == messages_in(call)
        return [self.at(number) for number in ids]

    def at(self, number: int) -> Message:
        return self.sandbox.world.chats.chat(self.aigul.id).messages[number]

    def attachment(self, kind: str, number: int = 0) -> Attachment:
        return Attachment(kind, self.files[kind][number])


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async def nobody_answers() -> None:
        """There is nothing to wait for."""

    async with Sandbox() as sandbox, Stage(sandbox.url, settle=nobody_answers) as stage:
        aigul = await stage.person("Айгүл", language_code="kk")
        await aigul.opens(expect_silence=True)
        files: dict[str, list[str]] = {}
        for kind in ("photo", "photo", "document", "document", "voice", "video", "audio"):
            await aigul._send(kind, b"\xff\xd8" if kind == "photo" else b"data", expect_silence=True)
            last = next(reversed(sandbox.world.chats.chat(aigul.id).messages.values())).body[kind]
            files.setdefault(kind, []).append((last[-1] if kind == "photo" else last)["file_id"])
        courier = Courier(f"{sandbox.url}/bot{sandbox.token}", 5)
        yield Room(sandbox, courier, aigul, files)
        await courier.close()


async def test_our_own_text_goes_as_html_without_a_preview(room: Room) -> None:
    (message,) = await room.send(Outgoing(Html("<b>Сәлем</b> &amp; https://example.kz"), rows=ROWS))
    assert message.body["text"] == "Сәлем & https://example.kz"
    assert message.body["entities"][0] == BOLD
    assert message.body["link_preview_options"] == {"is_disabled": True}
    assert message.markup is not None
    assert [len(row) for row in message.markup["inline_keyboard"]] == [2, 1]


async def test_a_persons_text_goes_as_they_wrote_it(room: Room) -> None:
    (message,) = await room.send(Outgoing("<b>Сәлем<b> 😀", entities=({**BOLD, "offset": 3},)))
    assert message.body["text"] == "<b>Сәлем<b> 😀"
    assert message.body["entities"] == [{**BOLD, "offset": 3}]


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "audio"])
async def test_a_file_goes_with_its_caption_and_buttons(room: Room, kind: str) -> None:
    (message,) = await room.send(Outgoing("Сәлем", (BOLD,), rows=ROWS, attachments=(room.attachment(kind),)))
    assert kind in message.body
    assert message.body["caption"] == "Сәлем"
    assert message.body["caption_entities"] == [BOLD]
    assert message.markup is not None


@pytest.mark.parametrize("kinds", [("photo", "photo"), ("photo", "video"), ("document", "document")])
async def test_an_album_goes_together_with_one_caption(room: Room, kinds: tuple[str, str]) -> None:
    same = kinds[0] == kinds[1]
    attachments = (room.attachment(kinds[0]), room.attachment(kinds[1], int(same)))
    sent = await room.send(Outgoing(Html("<b>Сәлем</b>"), attachments=attachments))
    assert [message.body.get("caption") for message in sent] == ["Сәлем", None]
    assert len({message.body["media_group_id"] for message in sent}) == 1


async def test_what_we_made_is_uploaded(room: Room) -> None:
    (message,) = await room.send(Outgoing(Html("<b>Сәлем</b>"), rows=ROWS, upload=Upload("кездесу.ics", b"BEGIN")))
    assert message.body["document"]["file_name"] == "кездесу.ics"
    assert message.body["caption_entities"] == [BOLD]
    kept = room.sandbox.world.files.find(message.body["document"]["file_id"])
    assert kept is not None
    assert kept.data == b"BEGIN"


async def test_what_was_sent_is_edited_and_taken_back(room: Room) -> None:
    said, shown = Outgoing(Html("one"), rows=ROWS), Outgoing(Html("one"), attachments=(room.attachment("photo"),))
    (text,), (photo,) = await room.send(said), await room.send(shown)
    await room.carry(to_edit(room.aigul.id, text.id, Outgoing(Html("two"))))
    await room.carry(to_edit(room.aigul.id, photo.id, Outgoing(Html("two"), attachments=shown.attachments)))
    assert (room.at(text.id).body["text"], room.at(photo.id).body["caption"]) == ("two", "two")
    # Once more changes nothing, and is no trouble.
    await room.carry(to_edit(room.aigul.id, text.id, Outgoing(Html("two"))))
    await room.carry(to_delete(room.aigul.id, text.id))
    await room.carry(to_delete(room.aigul.id, text.id))
    assert room.at(text.id).deleted


async def test_a_silent_one_makes_no_sound(room: Room) -> None:
    await room.send(Outgoing(Html("x"), silent=True))
    assert room.sandbox.world.events.after(0, room.aigul.id)[-1].get("silent")


async def test_the_sandbox_would_have_noticed(room: Room) -> None:
    """What Telegram refuses is refused here too, so the tests above say something."""
    long, wrong = Outgoing(Html("x" * 4097)), Outgoing(Html("<b>x"))
    captioned = Outgoing(Html("x" * 1025), attachments=(room.attachment("photo"),))
    for message in (long, wrong, captioned, Outgoing(Html(""))):
        assert isinstance(await room.courier.carry(to_send(room.aigul.id, message)), Bad)


def test_an_edit_leaves_files_that_came_apart_where_they_are() -> None:
    short = Outgoing("Су бар", attachments=(Attachment("photo", "p"),))
    # As sent it was late, and the line that said so had made it too long for a caption.
    assert _to_change(((5,), (6,)), (short,)) == [(6, replace(short, attachments=()))]
    assert _to_change(((5,),), (short,)) == [(5, short)]
    assert _to_change(((5, 6), ()), (short, short)) == [(5, short)]
    assert _to_change(((5,),), ()) == []
