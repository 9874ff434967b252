"""getUpdates, and an unmodified aiogram behind it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    Update,
)

from sandbox.play import Person, Stage
from sandbox.server import Sandbox
from tests.sandbox.conftest import Api


async def test_an_offset_confirms_what_comes_before(settled: Api, aigul: Person) -> None:
    for text in ("1", "2", "3"):
        await aigul.says(text, expect_silence=True)
    first, second, third = await settled("getUpdates")
    assert first["update_id"] < second["update_id"] < third["update_id"]
    assert await settled("getUpdates", limit=1) == [first]
    assert await settled("getUpdates", offset=second["update_id"]) == [second, third]
    assert await settled("getUpdates") == [second, third]
    assert await settled("getUpdates", offset=-1) == [third]
    assert await settled("getUpdates", offset=third["update_id"] + 1) == []


async def test_a_call_waits_for_an_update(settled: Api, aigul: Person) -> None:
    waiting = asyncio.ensure_future(settled("getUpdates", timeout=20))
    await settled("getMe")
    assert not waiting.done()
    await aigul.says("сәлем", expect_silence=True)
    (update,) = await waiting
    assert update["message"]["text"] == "сәлем"


async def test_a_second_call_ends_the_first(settled: Api, sandbox: Sandbox) -> None:
    first = asyncio.ensure_future(settled.refusal("getUpdates", timeout=20))
    await settled("getMe")
    second = asyncio.ensure_future(settled("getUpdates", timeout=20))
    assert (await first).startswith("Conflict: terminated by other getUpdates request")
    sandbox.world.updates.put({"message": {}})
    assert len(await second) == 1


async def test_only_kinds_that_were_asked_for_come(settled: Api, aigul: Person) -> None:
    await settled("getUpdates", allowed_updates=["message"])
    await aigul.blocks()
    await aigul.opens(expect_silence=True)
    assert [set(update) for update in await settled("getUpdates")] == [{"update_id", "message"}]
    await settled("getUpdates", allowed_updates=[])
    await aigul.blocks()
    assert "my_chat_member" in (await settled("getUpdates"))[-1]


async def test_an_update_is_handed_over_once_more_when_asked(settled: Api, aigul: Person, stage: Stage) -> None:
    await aigul.says("a", expect_silence=True)
    (update,) = await settled("getUpdates")
    assert await settled("getUpdates", offset=update["update_id"] + 1) == []
    await stage.request("POST", "updates/duplicate", json={"update_id": update["update_id"]})
    assert await settled("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await settled("getUpdates", offset=update["update_id"] + 1) == []


async def test_a_raw_update_goes_as_it_is(settled: Api, stage: Stage) -> None:
    odd = {"update_id": 5, "future_kind": {"a": 1}}
    await stage.request("POST", "updates", json={"update": odd})
    assert await settled("getUpdates") == [odd]


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    server = TelegramAPIServer.from_base(sandbox.url)
    async with Bot(sandbox.token, session=AiohttpSession(api=server)) as bot:
        yield bot


@pytest.fixture
async def played(sandbox: Sandbox, bot: Bot) -> AsyncIterator[Stage]:
    """A stage with a small aiogram bot, polling."""
    dispatcher = Dispatcher()
    go = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Алға", callback_data="go")]])

    async def start(message: Message) -> None:
        await message.answer("<b>Сәлем</b>, " + (message.text or ""), parse_mode="HTML", reply_markup=go)

    async def photo(message: Message, bot: Bot) -> None:
        assert message.photo
        saved = await bot.download(message.photo[-1])
        assert saved is not None
        await message.answer_document(BufferedInputFile(saved.read(), "copy.png"), caption="көшірме")

    async def menu(message: Message) -> None:
        keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Телефон", request_contact=True)]])
        await message.answer("мәзір", reply_markup=keyboard)

    async def contact(message: Message) -> None:
        assert message.contact
        own = message.contact.user_id == message.chat.id
        await message.answer("өз нөмірі" if own else "басқанікі")

    async def press(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("болды")
        await query.answer("рахмет")

    async def member(change: ChatMemberUpdated, bot: Bot) -> None:
        if change.new_chat_member.status == "member" and change.chat.type != "private":
            await bot.send_message(change.chat.id, "топта")

    dispatcher.message.register(menu, F.text == "мәзір")
    dispatcher.message.register(photo, F.photo)
    dispatcher.message.register(contact, F.contact)
    dispatcher.message.register(start, F.text.startswith("/start"))
    dispatcher.callback_query.register(press)
    dispatcher.my_chat_member.register(member)
    polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    async with Stage(sandbox.url, silence=0.05) as stage:
        yield stage
    await dispatcher.stop_polling()
    await polling


async def test_a_conversation_with_aiogram(played: Stage) -> None:
    aigul = await played.person("Aigul")
    await aigul.opens("t355243000")
    assert aigul.sees == "Сәлем, /start t355243000"
    assert aigul.buttons == [["Алға"]]
    await aigul.presses("Ал")
    assert (aigul.sees, aigul.alert, aigul.buttons) == ("болды", "рахмет", [])
    await aigul.says("үнсіз", expect_silence=True)
    with pytest.raises(AssertionError, match="There is no button 'Алға'"):
        await aigul.presses("Алға")
    with pytest.raises(AssertionError, match="Silence was expected"):
        await aigul.opens(expect_silence=True)
    await aigul.presses_old(aigul.messages[-1], "go")
    await aigul.says("мәзір")
    await aigul.presses("Телефон")
    assert aigul.sees == "өз нөмірі"
    again = await played.meet(aigul.id)
    assert again.sees == "өз нөмірі"


async def test_files_go_through_aiogram_both_ways(played: Stage) -> None:
    aigul = await played.person("Aigul")
    await aigul.sends_photo(b"\x89PNG" + bytes(100), caption="жол")
    assert aigul.sees == "көшірме"
    assert await aigul.file(aigul.messages[-1]) == b"\x89PNG" + bytes(100)


async def test_aiogram_reads_every_answer(bot: Bot, stage: Stage, aigul: Person) -> None:
    photo = await bot.send_photo(aigul.id, BufferedInputFile(b"\xff\xd8a", "a.jpg"))
    assert photo.photo
    album = await bot.send_media_group(
        aigul.id,
        [
            InputMediaPhoto(media=photo.photo[-1].file_id, caption="a"),
            InputMediaPhoto(media=BufferedInputFile(b"\xff\xd8b", "b.jpg")),
        ],
    )
    assert len({message.media_group_id for message in album}) == 1
    for send, kind in (
        (bot.send_voice, "v.ogg"),
        (bot.send_video, "v.mp4"),
        (bot.send_audio, "a.mp3"),
        (bot.send_document, "d.pdf"),
    ):
        assert (await send(aigul.id, BufferedInputFile(b"abc", kind))).message_id
    assert (await bot.get_chat(aigul.id)).first_name == "Aigul"
    group = await stage.group("Жарасбай", aigul)
    await (await aigul.at(group)).adds_bot("administrator", can_pin_messages=True)
    assert (await bot.get_chat_member(group, bot.id)).status == "administrator"
    assert (await bot.get_chat_member(group, aigul.id)).status == "creator"
    assert await bot.get_chat_member_count(group) == 2
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.pin_chat_message(group, 1)
    assert await bot.leave_chat(group)


async def test_aiogram_reads_every_kind_of_update(bot: Bot, api: Api, stage: Stage, aigul: Person) -> None:
    await aigul.sends_voice(b"OggS", expect_silence=True)
    await aigul.sends_document(b"%PDF", expect_silence=True)
    await aigul.sends_video(b"mp4", expect_silence=True)
    await aigul.sends_sticker(expect_silence=True)
    await aigul.shares_location(54.2, 69.5, expect_silence=True)
    await aigul.sends_contact(expect_silence=True)
    await aigul.edits(aigul.messages[0], "/start again", expect_silence=True)
    sent = await bot.send_message(aigul.id, "a")
    with pytest.raises(AssertionError):
        await aigul.presses_old({"message_id": sent.message_id}, "go")
    with pytest.raises(AssertionError):
        await aigul.presses_old({"message_id": 999}, "go")
    await aigul.blocks()
    for kind, status in (("group", "member"), ("supergroup", "administrator"), ("channel", "administrator")):
        chat = await stage.group("Жарасбай", aigul, kind=kind)
        there = await aigul.at(chat)
        await there.adds_bot(status)
        await there.says("/start", expect_silence=True)
        await there.adds_bot("kicked")
    updates = [Update.model_validate(update) for update in await api("getUpdates")]
    kinds = {update.event_type for update in updates}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member", "channel_post"}


async def test_a_group_is_greeted(played: Stage) -> None:
    aigul = await played.person("Aigul")
    there = await aigul.at(await played.group("Жарасбай", aigul))
    await there.adds_bot()
    await there.hears(wait=5)
    assert there.sees == "топта"
