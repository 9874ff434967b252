"""The limits of Telegram's documentation."""

from typing import Any

import pytest

from sandbox.play import Person
from tests.sandbox.conftest import Api


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(data: str = "a", text: str = "a") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


async def test_a_text_has_4096_units_after_the_tags(api: Api, aigul: Person) -> None:
    marked = "<b>" + "ә" * 4094 + "</b>😀"
    assert (await api("sendMessage", chat_id=aigul.id, text=marked, parse_mode="HTML"))["entities"]
    longer = marked + "!"
    refused = await api.refusal("sendMessage", chat_id=aigul.id, text=longer, parse_mode="HTML")
    assert refused == "Bad Request: message is too long"


@pytest.mark.parametrize("text", ["", "  \n ", "<b></b>", "<b> </b>"])
async def test_a_text_is_not_empty(api: Api, aigul: Person, text: str) -> None:
    refused = await api.refusal("sendMessage", chat_id=aigul.id, text=text, parse_mode="HTML")
    assert refused == "Bad Request: message text is empty"


async def test_a_caption_has_1024_units(api: Api, aigul: Person) -> None:
    files = {"photo": ("a.jpg", b"\xff\xd8")}
    sent = await api.upload("sendPhoto", files, chat_id=str(aigul.id), caption="a" * 1024)
    refused = await api.refusal("sendPhoto", chat_id=aigul.id, photo=sent["photo"][0]["file_id"], caption="a" * 1025)
    assert refused == "Bad Request: message caption is too long"


@pytest.mark.parametrize("data", ["a" * 64, "ә" * 32])
async def test_callback_data_may_have_64_bytes(api: Api, aigul: Person, data: str) -> None:
    assert await api("sendMessage", chat_id=aigul.id, text="a", reply_markup=inline([button(data)]))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline([button("")]), "BUTTON_DATA_INVALID"),
        (inline([button("a" * 65)]), "BUTTON_DATA_INVALID"),
        (inline([button("ә" * 33)]), "BUTTON_DATA_INVALID"),
        (inline([{"text": "a"}]), "Text buttons are unallowed in the inline keyboard"),
        (inline([{**button(), "url": "https://e.kz"}]), "more than one action"),
        (inline([button(text=" ")]), "must be non-empty"),
        (inline([button()] * 9), "more than 8 buttons in a row"),
        (inline(*[[button()] * 8] * 12, [button()] * 5), "REPLY_MARKUP_TOO_LONG"),
        (inline([{"text": "a", "url": "ftp://e.kz"}]), "Wrong HTTP URL"),
        (inline([{"text": "a", "url": "http://localhost/a"}]), "Wrong HTTP URL"),
        (inline([{"text": "a", "copy_text": {"text": "a" * 257}}]), "BUTTON_COPY_TEXT_INVALID"),
        (inline([{"text": "a", "web_app": {"url": "http://e.kz"}}]), "Only HTTPS links are allowed"),
        ({"keyboard": []}, "must not be empty"),
        ({"keyboard": [[{"text": "a"}] * 9]}, "more than 8 buttons in a row"),
        ({"keyboard": [[{"text": "a"}]], "input_field_placeholder": "a" * 65}, "placeholder is too long"),
    ],
)
async def test_a_keyboard_that_telegram_refuses(api: Api, aigul: Person, markup: dict[str, Any], reason: str) -> None:
    assert reason in await api.refusal("sendMessage", chat_id=aigul.id, text="a", reply_markup=markup)


async def test_a_full_keyboard_of_every_kind_of_button_is_echoed(api: Api, aigul: Person) -> None:
    kinds: list[dict[str, Any]] = [
        {"text": "a", "url": "https://e.kz/x?start=a"},
        {"text": "a", "url": "t.me/kenes_bot?start=a"},
        {"text": "a", "copy_text": {"text": "+7 701"}},
        {"text": "a", "web_app": {"url": "https://e.kz"}},
        {"text": "a", "disabled": {}},
        {"text": "a", "callback_data": "a", "style": "danger"},
    ]
    markup = inline(kinds, *[[button()] * 8] * 11, [button()] * 6)
    sent = await api("sendMessage", chat_id=aigul.id, text="a", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_an_album_has_two_to_ten_items(api: Api, aigul: Person) -> None:
    items = [{"type": "photo", "media": "attach://a"}]
    assert "2-10 items" in await api.refusal("sendMediaGroup", chat_id=aigul.id, media=items)
    assert "2-10 items" in await api.refusal("sendMediaGroup", chat_id=aigul.id, media=items * 11)
    mixed = [*items, {"type": "document", "media": "attach://a"}]
    assert "same type" in await api.refusal("sendMediaGroup", chat_id=aigul.id, media=mixed)


@pytest.mark.parametrize(
    ("command", "description", "reason"),
    [
        ("Start", "a", "BOT_COMMAND_INVALID"),
        ("бастау", "a", "BOT_COMMAND_INVALID"),
        ("a" * 33, "a", "BOT_COMMAND_INVALID"),
        ("", "a", "BOT_COMMAND_INVALID"),
        ("start", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("start", "a" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_command_that_telegram_refuses(api: Api, command: str, description: str, reason: str) -> None:
    commands = [{"command": command, "description": description}]
    assert reason in await api.refusal("setMyCommands", commands=commands)


async def test_a_list_has_100_commands(api: Api) -> None:
    commands = [{"command": f"c{i}", "description": "a"} for i in range(101)]
    assert await api("setMyCommands", commands=commands[:100])
    assert "too many" in await api.refusal("setMyCommands", commands=commands)


async def test_descriptions_have_512_and_120(api: Api) -> None:
    await api("setMyDescription", description="ә" * 512, language_code="kk")
    await api("setMyShortDescription", short_description="ә" * 120)
    assert (await api("getMyDescription", language_code="kk"))["description"] == "ә" * 512
    assert (await api("getMyDescription"))["description"] == ""
    assert (await api("getMyShortDescription"))["short_description"] == "ә" * 120
    assert "too long" in await api.refusal("setMyDescription", description="ә" * 513)
    assert "too long" in await api.refusal("setMyShortDescription", short_description="ә" * 121)


async def test_a_start_payload_has_64_of_few_signs(aigul: Person) -> None:
    await aigul.opens("aZ0_-" + "a" * 59, expect_silence=True)
    for wrong in ("a" * 65, "ә", "a b"):
        with pytest.raises(AssertionError, match="payload"):
            await aigul.opens(wrong)


async def test_the_bot_reacts_with_one_known_emoji(api: Api, aigul: Person) -> None:
    thumb = {"type": "emoji", "emoji": "👍"}
    assert await api("setMessageReaction", chat_id=aigul.id, message_id=1, reaction=[thumb])
    await aigul.look()
    assert aigul.messages[0]["reaction"] == "👍"
    many = await api.refusal("setMessageReaction", chat_id=aigul.id, message_id=1, reaction=[thumb, thumb])
    assert many == "Bad Request: REACTIONS_TOO_MANY"
    assert "one of" in await api.refusal(
        "setMessageReaction", chat_id=aigul.id, message_id=1, reaction=[{"type": "emoji", "emoji": "🐑"}]
    )
    assert await api("setMessageReaction", chat_id=aigul.id, message_id=1)
    await aigul.look()
    assert "reaction" not in aigul.messages[0]


async def test_an_action_is_one_that_telegram_knows(api: Api, aigul: Person) -> None:
    assert await api("sendChatAction", chat_id=aigul.id, action="typing")
    assert "wrong parameter action" in await api.refusal("sendChatAction", chat_id=aigul.id, action="dancing")


async def test_a_place_lies_on_earth(api: Api, aigul: Person) -> None:
    assert (await api("sendLocation", chat_id=aigul.id, latitude=54.2, longitude=69.5))["location"]
    sent = await api("sendVenue", chat_id=aigul.id, latitude=54.2, longitude=69.5, title="Клуб", address="Абай 1")
    assert sent["venue"]["title"] == "Клуб"
    assert "wrong latitude" in await api.refusal("sendLocation", chat_id=aigul.id, latitude=91, longitude=0)
