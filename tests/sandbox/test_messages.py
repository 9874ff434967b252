"""What the bot sends, edits and deletes."""

from typing import Any

import pytest

from sandbox.acts import says
from sandbox.play import Person, Stage
from sandbox.server import Sandbox
from tests.sandbox.conftest import Api, Clock

GO = {"inline_keyboard": [[{"text": "Алға", "callback_data": "go"}]]}
MENU = {"keyboard": [[{"text": "Мәзір"}]], "resize_keyboard": True}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_the_answer_is_the_message_as_it_stands(api: Api, aigul: Person, clock: Clock) -> None:
    sent = await api(
        "sendMessage",
        chat_id=aigul.id,
        text="<b>Сәлем</b>",
        parse_mode="HTML",
        protect_content=True,
        link_preview_options={"is_disabled": True},
        reply_markup=GO,
    )
    assert sent == {
        "message_id": 2,
        "from": {"id": 1000001, "is_bot": True, "first_name": "Kenes", "username": "kenes_sandbox_bot"},
        "chat": {"id": aigul.id, "type": "private", "first_name": "Aigul", "username": "aigul"},
        "date": int(clock.now),
        "text": "Сәлем",
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
        "link_preview_options": {"is_disabled": True},
        "has_protected_content": True,
        "reply_markup": GO,
    }


async def test_a_reply_keyboard_is_shown_to_people_but_never_echoed(api: Api, aigul: Person) -> None:
    sent = await api("sendMessage", chat_id=aigul.id, text="a", reply_markup=MENU)
    assert "reply_markup" not in sent
    await aigul.hears()
    assert aigul.buttons == [["Мәзір"]]
    await api("sendMessage", chat_id=aigul.id, text="b", reply_markup={"remove_keyboard": True})
    await aigul.hears()
    assert aigul.buttons == []


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Api, aigul: Person) -> None:
    sent = await api("sendMessage", chat_id=aigul.id, text="a", reply_markup=MENU)
    refused = await api.refusal("editMessageText", chat_id=aigul.id, message_id=sent["message_id"], text="b")
    assert refused == "Bad Request: message can't be edited"


async def test_a_reply_names_its_message(api: Api, aigul: Person) -> None:
    sent = await api("sendMessage", chat_id=aigul.id, text="a", reply_parameters={"message_id": 1, "quote": "start"})
    assert sent["reply_to_message"]["text"] == "/start"
    assert sent["quote"] == {"text": "start", "position": 1, "is_manual": True}
    lost: dict[str, Any] = {"message_id": 99}
    refused = await api.refusal("sendMessage", chat_id=aigul.id, text="a", reply_parameters=lost)
    assert refused == "Bad Request: message to be replied not found"
    lost["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await api("sendMessage", chat_id=aigul.id, text="a", reply_parameters=lost)


async def test_an_edit_changes_the_text_in_place(api: Api, aigul: Person) -> None:
    sent = await api("sendMessage", chat_id=aigul.id, text="one", reply_markup=GO)
    where = {"chat_id": aigul.id, "message_id": sent["message_id"]}
    assert await api.refusal("editMessageText", **where, text="one", reply_markup=GO) == NOT_MODIFIED
    edited = await api("editMessageText", **where, text="<i>one</i>", parse_mode="HTML", reply_markup=GO)
    assert edited["edit_date"]
    same = {"text": "<i>one</i> ", "parse_mode": "HTML", "reply_markup": GO}
    assert await api.refusal("editMessageText", **where, **same) == NOT_MODIFIED
    edited = await api("editMessageReplyMarkup", **where)
    assert "reply_markup" not in edited
    assert await api.refusal("editMessageReplyMarkup", **where) == NOT_MODIFIED
    await aigul.hears()
    assert (aigul.sees, aigul.buttons) == ("one", [])


async def test_only_messages_of_the_bot_that_are_there_can_be_edited(api: Api, aigul: Person) -> None:
    assert await api.refusal("editMessageText", chat_id=aigul.id, message_id=9, text="a") == (
        "Bad Request: message to edit not found"
    )
    assert await api.refusal("editMessageText", chat_id=aigul.id, message_id=1, text="a") == (
        "Bad Request: message can't be edited"
    )
    location = await api("sendLocation", chat_id=aigul.id, latitude=1, longitude=1)
    where = {"chat_id": aigul.id, "message_id": location["message_id"]}
    assert "there is no text" in await api.refusal("editMessageText", **where, text="a")
    assert "there is no caption" in await api.refusal("editMessageCaption", **where, caption="a")


async def test_a_deleted_message_is_gone(api: Api, aigul: Person) -> None:
    sent = await api("sendMessage", chat_id=aigul.id, text="a")
    where = {"chat_id": aigul.id, "message_id": sent["message_id"]}
    assert await api("deleteMessage", **where) is True
    assert await api.refusal("deleteMessage", **where) == "Bad Request: message to delete not found"
    assert await api.refusal("editMessageText", **where, text="b") == "Bad Request: message to edit not found"
    await aigul.hears()
    assert aigul.sees == ""


async def test_after_two_days_a_message_cannot_be_deleted(api: Api, aigul: Person, clock: Clock) -> None:
    sent = await api("sendMessage", chat_id=aigul.id, text="a")
    clock.now += 48 * 3600 + 1
    refused = await api.refusal("deleteMessage", chat_id=aigul.id, message_id=sent["message_id"])
    assert refused == "Bad Request: message can't be deleted for everyone"


async def test_the_bot_cannot_begin_a_conversation(api: Api, stage: Stage) -> None:
    berik = await stage.person("Berik")
    refused = await api.refusal("sendMessage", chat_id=berik.id, text="a")
    assert refused == "Forbidden: bot can't initiate conversation with a user"
    for unknown in (77, "@berik", "berik"):
        assert await api.refusal("sendMessage", chat_id=unknown, text="a") == "Bad Request: chat not found"


async def test_who_blocked_the_bot_gets_nothing(settled: Api, aigul: Person) -> None:
    await aigul.blocks()
    with pytest.raises(AssertionError, match="unblock"):
        await aigul.says("a")
    assert await settled.refusal("sendMessage", chat_id=aigul.id, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    await aigul.opens(expect_silence=True)
    assert await settled("sendMessage", chat_id=aigul.id, text="a")
    updates = await settled("getUpdates")
    statuses = [
        (u["my_chat_member"]["old_chat_member"]["status"], u["my_chat_member"]["new_chat_member"]["status"])
        for u in updates
        if "my_chat_member" in u
    ]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_getchat_tells_about_a_chat(api: Api, aigul: Person) -> None:
    assert await api("pinChatMessage", chat_id=aigul.id, message_id=1)
    chat = await api("getChat", chat_id=aigul.id)
    assert chat["username"] == "aigul"
    assert chat["pinned_message"]["message_id"] == 1


async def test_a_long_chat_forgets_its_oldest_messages(clock: Clock) -> None:
    async with Sandbox(clock=clock, kept=3) as sandbox:
        person = sandbox.world.chats.add_person({"first_name": "Aigul"})
        for number in range(5):
            says(sandbox.world, person, str(number), None, None)
        chat = sandbox.world.chats.chat(person.id)
        assert [message.body["text"] for message in chat.messages.values()] == ["2", "3", "4"]
        assert len(sandbox.world.events.after(0, chat.id)) == 3
