"""Whatever comes, in a private chat nobody meets silence or a stack trace, and in a group the bot is quiet."""

import logging
from typing import Any

import pytest

from actions import people as actions
from sandbox.play import Person
from storage import people
from tests.cast import NOON, Village, registered
from tests.handlers.conftest import refused_calls, remembered
from texts import words

kk = words("kk").plain
OLD = kk("This button is old. Here is the menu.")
NOT_UNDERSTOOD = kk("I cannot do anything with this kind of message here. Please use the buttons or write in words.")
MADE_UP = (
    "go1:nowhere",
    "go1",
    "go1:",
    "x",
    ":",
    "lang0:kk",
    "lang1:de:start",
    "pick1:set",
    "pick1::::",
    "pick1:g.king..:355243000",
    "tree1:whatever::0",
    "tree1:" + "x" * 50 + "::0",
    "tree1:set::-5",
    "loc1:" + "y" * 59,
    "roles1:" + "9" * 57,
    "end1:" + "9" * 40 + ":1",
    "sex1:third",
    "quiet1:99:-3",
    "vill1",
    "erase1:perhaps",
    "Ж" * 32,
    "🏡" * 16,
)
REFUSED = ("quiet1:99:3", "vill1:355253100", "vill1:' OR 1=1", "pick1:set:1", "pick1:reg:355253000", "tree1:reg::0")


async def inject(kenes: Village, kind: str, event: dict[str, Any]) -> None:
    """Hand the bot an update that no phone would make."""
    number = 900_000 + len(kenes.sandbox.world.events.after(0, None))
    await kenes.stage.request("POST", "updates", json={"update": {"update_id": number, kind: event}})
    assert kenes.stage.settle is not None
    await kenes.stage.settle()


async def parked(kenes: Village) -> list[object]:
    """The updates that could not be handled."""
    return [row for row in (await remembered(kenes.db))["inbox"] if "parked" in row]


async def answered(person: Person, text: str) -> None:
    assert text in person.sees, person.sees
    assert [kk("🏠 Menu")] in person.buttons


async def test_buttons_that_no_screen_has_are_answered_with_the_menu(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    before = await remembered(kenes.db)
    for data in MADE_UP:
        await aigul.presses_old(aigul.messages[-1], data)
        assert aigul.alert == OLD, data
        if not data.startswith(("tree1", "loc1", "pick1:g")):
            assert [kk("⚙️ Settings")] in aigul.buttons, data
    for data in REFUSED:
        await aigul.presses_old(aigul.messages[-1], data)
        assert aigul.alert, data
        assert aigul.alert != OLD, data
    # A message that is long gone from the phone has a button all the same.
    await aigul.presses_old({"message_id": 1}, "go1:settings")
    assert kk("🌐 Language") in str(aigul.buttons)
    after = await remembered(kenes.db)
    assert {name: rows for name, rows in after.items() if name != "inbox"} == {
        name: rows for name, rows in before.items() if name != "inbox"
    }
    assert await parked(kenes) == []
    assert refused_calls(kenes) == []


async def test_whatever_a_resident_sends_gets_a_sensible_answer(kenes: Village) -> None:
    aigul, berik = await registered(await kenes.aigul()), await kenes.berik()
    await aigul.says("Су жоқ")
    assert [kk("Nothing, to the menu")] in aigul.buttons, aigul.sees
    for command in ("/nosuch", "/", "/start@", "/MENU", "//"):
        await aigul.says(command)
        assert aigul.buttons, command
    await aigul.sends_sticker()
    await answered(aigul, NOT_UNDERSTOOD)
    await aigul.sends_voice(b"OggS")
    await answered(aigul, NOT_UNDERSTOOD)
    await aigul.sends_photo(b"\xff\xd8\xff")
    await answered(aigul, NOT_UNDERSTOOD)
    await aigul.shares_location(50.2, 71.5)
    await answered(aigul, NOT_UNDERSTOOD)
    for whose in (aigul, berik):
        await aigul.sends_contact(whose=whose)
        no_numbers = "Kenes needs no telephone numbers, yours or anybody's. I did not keep this contact."
        await answered(aigul, kk(no_numbers))
    await aigul.says("Бір")
    mine = [message for message in aigul.messages if not message["from_bot"]][-1]
    await aigul.edits(mine, "Екі")
    await answered(aigul, kk("I do not read changes of earlier messages. Please send it again as a new message."))

    # Five photos at once are one thing, and get one answer.
    before = len([message for message in aigul.messages if message["from_bot"]])
    for number in range(5):
        await aigul.sends_photo(b"\xff\xd8\xff", media_group_id="7", expect_silence=number > 0)
    assert len([message for message in aigul.messages if message["from_bot"]]) == before + 1

    # Longer than Telegram itself lets a phone write.
    chat = {"id": aigul.id, "type": "private"}
    user = {"id": aigul.id, "is_bot": False, "first_name": "Айгүл"}
    for number, text in enumerate(["ұ" * 10_000, "с " * 5_000, "/start " + "a" * 10_000, "\u0000"]):
        await inject(
            kenes, "message", {"message_id": 9000 + number, "date": 1, "chat": chat, "from": user, "text": text}
        )
        await aigul.hears()
        assert aigul.buttons, text[:20]
    assert await parked(kenes) == []
    assert refused_calls(kenes) == []


async def test_a_strangers_first_word_may_be_anything(kenes: Village) -> None:
    aigul = await kenes.aigul()
    for payload in ("", "x", "t999999999", "i" + "a" * 24, "s1", "-" * 64, "DROP_TABLE_people"):
        await aigul.opens(payload)
        assert aigul.buttons[0] == ["Қазақша"], payload
    for payload in ("<b>", "t355243000' OR 1=1 --", "т355243000", "a" * 3000):
        await aigul.says(f"/start {payload}")
        assert aigul.buttons[0] == ["Қазақша"], payload
    await aigul.sends_sticker()
    assert aigul.buttons[0] == ["Қазақша"]
    await aigul.sends_contact()
    await aigul.shares_location(50.2, 71.5)
    for data in ("go1:settings", "tree1:set::0", "go1:my_data", "sex1:woman", "go1:give_role", "log1:0", "erase1:1"):
        await aigul.presses_old(aigul.messages[-1], data)
        assert aigul.messages[-1]["from_bot"], data
    await registered(aigul)
    assert "Жараспай" in aigul.sees
    assert await parked(kenes) == []


async def test_a_location_finds_the_okrug_while_it_is_asked_and_can_be_called_off(kenes: Village) -> None:
    aigul = await kenes.aigul()
    await aigul.says("/start")
    await aigul.presses("Қазақша")
    await aigul.presses(kk("✅ I agree"))
    await aigul.presses(kk("📍 Find by my location"))
    await aigul.presses(kk("Cancel"))
    assert "Қарағанды" in str(aigul.buttons)
    await aigul.presses(kk("📍 Find by my location"))
    await aigul.shares_location(50.27, 71.5)
    await aigul.presses("Нұра")
    assert [kk("⚙️ Settings")] in aigul.buttons
    assert refused_calls(kenes) == []


async def test_in_a_group_the_bot_speaks_when_spoken_to(kenes: Village) -> None:
    aigul, berik = await registered(await kenes.aigul()), await kenes.berik()
    number = await kenes.stage.group("Жараспай", aigul, berik)
    group = await aigul.at(number)
    await group.adds_bot()
    spoken = [message for message in group.messages if message["from_bot"]]
    assert len(spoken) == 1
    assert kk("I talk with people one to one. Please open me here:") in group.sees
    assert group.buttons == [[kk("Open Kenes")]]

    there = await berik.at(number)
    for text in ("Сәлем", "/menu@some_other_bot"):
        await there.says(text, expect_silence=True)
    await there.sends_sticker(expect_silence=True)
    await there.says("/menu")
    assert len([message for message in there.messages if message["from_bot"]]) == 2
    # With an administrator's eyes it still reads over what is not for it.
    await group.adds_bot("administrator")
    for text in ("Сәлем", "/menu@some_other_bot", "/"):
        await there.says(text, expect_silence=text != "/")
    await there.presses_old(spoken[0], "go1:settings")
    assert there.alert == ""

    channel = await aigul.at(await kenes.stage.group("Арна", aigul, kind="channel"))
    await channel.adds_bot("administrator", can_post_messages=True)
    await channel.says("/menu", expect_silence=True)
    assert not [message for message in channel.messages if message["from_bot"]]
    assert await parked(kenes) == []


async def test_blocking_is_noticed_and_forgiven(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.blocks()
    met = await kenes.db.read(people.actor_of_telegram, aigul.id, NOON)
    assert met is not None
    assert met.blocked_at is not None
    await aigul.unblocks()
    met = await kenes.db.read(people.actor_of_telegram, aigul.id, NOON)
    assert met is not None
    assert met.blocked_at is None
    stranger = await kenes.elena()
    await stranger.says("/start")
    await stranger.blocks()
    assert await kenes.db.read(people.actor_of_telegram, stranger.id, NOON) is None


async def test_what_nobody_foresaw_has_a_number_for_the_person_and_a_line_in_the_log(
    kenes: Village, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    aigul = await registered(await kenes.aigul())

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("the secret inside")

    def numbers() -> list[str]:
        return [
            str(record.__dict__["trouble"])
            for record in caplog.records
            if record.levelno == logging.ERROR and "trouble" in record.__dict__
        ]

    with monkeypatch.context() as patched:
        patched.setattr(actions, "my_profile", broken)
        await aigul.says("/settings")
        with caplog.at_level(logging.ERROR):
            await aigul.presses(kk("👤 About me"))
            alert = aigul.alert
            (number,) = numbers()
    sentence = "Something went wrong on our side. Please try again. If it stays so, tell us number {number}."
    assert alert == kk(sentence, number=number)
    assert len(number) == 4
    assert "secret" not in alert
    assert "Traceback" not in str(aigul.messages)

    caplog.clear()
    with monkeypatch.context() as patched:
        patched.setattr(actions, "begin", broken)
        with caplog.at_level(logging.ERROR):
            await aigul.says("/start")
            (number,) = numbers()
    await answered(aigul, number)
    # The next press is an ordinary one.
    await aigul.presses(kk("🏠 Menu"))
    assert [kk("⚙️ Settings")] in aigul.buttons
    assert await parked(kenes) == []
