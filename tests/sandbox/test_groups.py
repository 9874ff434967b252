"""Groups and channels: what the bot hears there and what it may do."""

from typing import Any

import pytest

from sandbox.play import Person, Stage
from tests.sandbox.conftest import Api


async def new(api: Api) -> list[dict[str, Any]]:
    """Return the updates that have come since the last time."""
    updates: list[dict[str, Any]] = await api("getUpdates")
    if updates:
        await api("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def test_adding_the_bot_is_told(settled: Api, stage: Stage, aigul: Person) -> None:
    chat = await stage.group("Жарасбай", aigul)
    there = await aigul.at(chat)
    assert await settled.refusal("sendMessage", chat_id=chat, text="a") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    await there.adds_bot()
    change, arrival = await new(settled)
    assert change["my_chat_member"]["from"]["id"] == aigul.id
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert arrival["message"]["new_chat_members"][0]["id"] == 1000001
    assert await settled("sendMessage", chat_id=chat, text="a")
    await there.adds_bot("kicked")
    assert await settled.refusal("sendMessage", chat_id=chat, text="a") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_a_member_hears_only_what_is_for_it(settled: Api, stage: Stage, aigul: Person) -> None:
    there = await aigul.at(await stage.group("Жарасбай", aigul))
    await there.says("before it came", expect_silence=True)
    await there.adds_bot()
    await new(settled)
    own = await settled("sendMessage", chat_id=there.chat, text="мен")
    for text in ("сәлем", "/help@other_bot", "/help", "/help@kenes_sandbox_bot"):
        await there.says(text, expect_silence=True)
    await there.says("саған", answers=own, expect_silence=True)
    assert [u["message"]["text"] for u in await new(settled)] == ["/help", "/help@kenes_sandbox_bot", "саған"]
    await there.adds_bot("administrator")
    await there.says("бәріне", expect_silence=True)
    assert [u["message"]["text"] for u in await new(settled) if "message" in u] == ["бәріне"]


async def test_a_channel_is_for_its_administrators(settled: Api, stage: Stage, aigul: Person) -> None:
    berik = await stage.person("Berik")
    chat = await stage.group("Хабарлама", aigul, berik, kind="channel")
    owner, reader = await aigul.at(chat), await berik.at(chat)
    with pytest.raises(AssertionError, match="may not do that"):
        await reader.adds_bot("administrator")
    with pytest.raises(AssertionError, match="only be an administrator"):
        await owner.adds_bot("member")
    await owner.adds_bot("administrator", can_post_messages=False)
    assert "need administrator rights" in await settled.refusal("sendMessage", chat_id=chat, text="a")
    await owner.adds_bot("administrator")
    await new(settled)
    sent = await settled("sendMessage", chat_id=chat, text="a")
    assert "from" not in sent
    with pytest.raises(AssertionError, match="Only administrators"):
        await reader.says("b")
    await owner.says("c", expect_silence=True)
    (update,) = await new(settled)
    assert update["channel_post"]["text"] == "c"


async def test_who_is_outside_sees_and_does_nothing(stage: Stage, aigul: Person) -> None:
    elena = await stage.person("Elena")
    chat = await stage.group("Жарасбай", aigul)
    with pytest.raises(AssertionError, match="not in this chat"):
        await elena.at(chat)


async def test_rights_decide_what_the_bot_may_do(settled: Api, stage: Stage, aigul: Person) -> None:
    there = await aigul.at(await stage.group("Жарасбай", aigul))
    await there.adds_bot()
    await there.says("a", expect_silence=True)
    where = {"chat_id": there.chat, "message_id": there.messages[-1]["message_id"]}
    assert "can't be deleted" in await settled.refusal("deleteMessage", **where)
    assert "not enough rights" in await settled.refusal("pinChatMessage", **where)
    await there.adds_bot("administrator")
    assert await settled("pinChatMessage", **where)
    assert await settled("deleteMessage", **where)


async def test_buttons_of_private_chats_are_refused(settled: Api, stage: Stage, aigul: Person) -> None:
    there = await aigul.at(await stage.group("Жарасбай", aigul))
    await there.adds_bot()
    contact = {"keyboard": [[{"text": "a", "request_contact": True}]]}
    refused = await settled.refusal("sendMessage", chat_id=there.chat, text="a", reply_markup=contact)
    assert "private chats only" in refused
    app = {"inline_keyboard": [[{"text": "a", "web_app": {"url": "https://e.kz"}}]]}
    refused = await settled.refusal("sendMessage", chat_id=there.chat, text="a", reply_markup=app)
    assert refused == "Bad Request: BUTTON_TYPE_INVALID"
