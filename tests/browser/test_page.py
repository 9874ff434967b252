"""The chat page of the sandbox, in a real browser."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from sandbox.server import Sandbox
from tests.browser.bot import Bot
from tests.browser.pane import OpenPage, pane

PAGE = Path(__file__).parents[2] / "sandbox" / "page"
AIGUL, DANIYAR, ELENA = 101, 102, 103
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def people(telegram: Sandbox) -> None:
    """Three people with phones of their own."""
    for number, name, language in ((AIGUL, "Aigul", "kk"), (DANIYAR, "Daniyar", "kk"), (ELENA, "Elena", "ru")):
        telegram.world.chats.add_person({"id": number, "first_name": name, "language_code": language})


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


async def test_a_first_visit_shows_what_the_bot_is_and_a_start_button(bot: Bot, open_page: OpenPage) -> None:
    await bot.call("setMyDescription", description="We decide together", language_code="")
    await bot.call("setMyDescription", description="Решаем вместе", language_code="ru")
    page = await open_page()
    aigul, elena = pane(page, "Aigul"), pane(page, "Elena")
    await aigul.sees("We decide together")
    await elena.sees("Решаем вместе")
    await aigul.starts()
    assert (await bot.hears())["text"] == "/start"
    await bot.says(AIGUL, "Сәлем!")
    await aigul.sees("/start", "Сәлем!")
    await aigul.sees_no("We decide together")
    await elena.sees_no("Сәлем!")


async def test_with_nobody_there_four_people_come_at_a_press(telegram: Sandbox, open_page: OpenPage) -> None:
    telegram.world.chats.people.clear()
    page = await open_page(width=1600, locale="kk-KZ")
    await page.get_by_role("button", name="Төрт адаммен бастау").click()
    await expect(page.locator(".pane")).to_have_count(4)
    await expect(page.get_by_role("region", name="Данияр")).to_contain_text("әкім")


async def test_what_people_write_is_never_markup(telegram: Sandbox, bot: Bot, open_page: OpenPage) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    telegram.world.chats.add_person({"id": 66, "first_name": evil[:64], "note": evil, "language_code": "en"})
    page = await open_page("/#66")
    mallory = pane(page, evil[:64])
    await mallory.starts()
    await mallory.says(evil)
    await mallory.sees(evil)
    button = inline([{"text": evil, "callback_data": "x"}])
    await bot.says(66, evil.replace("<", "&lt;"), reply_markup=button)
    await mallory.sees_buttons(evil)
    assert await page.locator(".pane script, .pane img").count() == 0


async def test_entities_are_drawn_where_utf16_says(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.says(
        AIGUL,
        "🐎🐎 <b>қалың <i>көлбеу</i></b> <tg-spoiler>құпия</tg-spoiler> <code>17</code>"
        "\n<blockquote>дәйексөз</blockquote><a href='https://example.org/'>сайт</a> /help",
    )
    bubble = aigul.bubble("дәйексөз")
    await expect(bubble.locator("strong")).to_have_text("қалың көлбеу")
    await expect(bubble.locator("strong em")).to_have_text("көлбеу")
    await expect(bubble.locator("blockquote")).to_have_text("дәйексөз")
    await expect(bubble.locator("code")).to_have_text("17")
    await expect(bubble.locator("a")).to_have_attribute("href", "https://example.org/")
    spoiler = bubble.locator(".spoiler")
    await spoiler.click()
    await expect(spoiler).to_have_class("spoiler shown")
    await bubble.get_by_role("button", name="/help").click()
    await expect(aigul.bubble("/help")).to_have_class(re.compile("out"))


async def test_entities_that_overlap_or_lie_are_harmless(browser_page: Page) -> None:
    drawn = await browser_page.evaluate(
        """async () => {
          const { textNodes } = await import("/page/entities.js");
          const box = document.createElement("div");
          box.append(...textNodes("abcdef", [
            { type: "text_link", offset: 0, length: 3, url: "javascript:alert(1)" },
            { type: "bold", offset: 2, length: 3 },
            { type: "unheard_of", offset: 5, length: 99 },
          ], {}));
          return [box.textContent, box.querySelectorAll("a").length];
        }"""
    )
    assert drawn == ["abcdef", 0]


async def test_a_press_waits_for_its_answer_as_a_toast_or_an_alert(bot: Bot, browser_page: Page) -> None:
    aigul, daniyar = pane(browser_page, "Aigul"), pane(browser_page, "Daniyar")
    await aigul.starts()
    await daniyar.starts()
    await bot.hears()
    await bot.hears()
    keyboard = inline(
        [{"text": "Su", "callback_data": "water", "style": "primary"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Later", "disabled": {}}],
    )
    await bot.says(AIGUL, "What is wrong?", reply_markup=keyboard)
    await expect(aigul.button("Later")).to_be_disabled()
    await aigul.button("Su").click()
    query = await bot.hears("callback_query")
    assert query["data"] == "water"
    await expect(aigul.button("Su")).to_have_attribute("aria-busy", "true")
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Written down")
    await aigul.is_told("Written down")
    await expect(aigul.button("Su")).not_to_have_attribute("aria-busy", "true")
    await aigul.button("No").click()
    query = await bot.hears("callback_query")
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Are you sure?", show_alert=True)
    await aigul.is_warned("Are you sure?")
    await expect(daniyar.toast).to_be_empty()


async def test_a_pressed_button_that_is_gone_is_said_to_be_gone(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    sent = await bot.says(AIGUL, "Choose", reply_markup=inline([{"text": "One", "callback_data": "1"}]))
    await aigul.sees_buttons("One")
    await browser_page.route("**/press", lambda route: route.fulfill(status=409, json={"error": "gone"}))
    await aigul.presses("One")
    await aigul.is_told("This button is gone")
    await bot.call("deleteMessage", chat_id=AIGUL, message_id=sent["message_id"])
    await aigul.sees_no("Choose")


async def test_the_bot_edits_in_place(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    sent = await bot.says(AIGUL, "Page 1", reply_markup=inline([{"text": "Next", "callback_data": "2"}]))
    await aigul.button("Next").focus()
    await bot.call(
        "editMessageText",
        chat_id=AIGUL,
        message_id=sent["message_id"],
        text="Page 2",
        reply_markup=inline([{"text": "Back", "callback_data": "1"}]),
    )
    await aigul.sees("Page 2")
    await aigul.sees_no("Page 1")
    await expect(aigul.button("Back")).to_be_focused()
    await expect(aigul.log.locator(".message")).to_have_count(2)


async def test_a_person_edits_their_last_message(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await aigul.says("No watr")
    await aigul.sees("No watr")
    await aigul.edits_last("No water")
    await expect(aigul.bubble("No water")).to_contain_text("edited")
    await aigul.sees_no("No watr")
    assert [(await bot.hears())["text"] for _ in range(2)] == ["/start", "No watr"]
    assert (await bot.hears("edited_message"))["text"] == "No water"


async def test_a_reply_keyboard_speaks_folds_and_goes(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    rows = [[{"text": "Nura"}, {"text": "Akmeshit"}], [{"text": "My place", "request_location": True}]]
    once = {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True, "input_field_placeholder": "Okrug"}
    await bot.says(AIGUL, "Where do you live?", reply_markup=once)
    await aigul.sees_buttons("Nura", "Akmeshit", "My place")
    await expect(aigul.field).to_have_attribute("placeholder", "Okrug")
    await aigul.presses("Nura")
    assert (await bot.hears())["text"] == "Nura"
    await expect(aigul.button("Nura")).to_be_hidden()
    await aigul.root.get_by_role("button", name="Show the buttons").click()
    await aigul.presses("My place")
    await aigul.confirms(latitude="50.5", longitude="71.25")
    assert (await bot.hears())["location"] == {"latitude": 50.5, "longitude": 71.25}
    await bot.says(AIGUL, "Thank you", reply_markup={"remove_keyboard": True})
    await aigul.sees("Thank you")
    await expect(aigul.button("Nura")).to_have_count(1)
    await expect(aigul.root.get_by_role("button", name="Show the buttons")).to_be_hidden()


async def test_a_forced_reply_answers_its_question(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    asked = await bot.says(AIGUL, "What is wrong?", reply_markup={"force_reply": True})
    await expect(aigul.root.locator(".context")).to_contain_text("What is wrong?")
    await aigul.says("No water")
    assert (await bot.hears())["reply_to_message"]["message_id"] == asked["message_id"]
    await expect(aigul.bubble("No water").locator(".quote")).to_contain_text("What is wrong?")


async def test_photos_open_large_and_documents_download(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    picture: FilePayload = {"name": "pit.png", "mimeType": "image/png", "buffer": PIXEL}
    await aigul.field.fill("A pit")
    await aigul.sends_file("photo", picture, picture)
    first, second = await bot.hears(), await bot.hears()
    assert first["caption"] == "A pit"
    assert first["media_group_id"] == second["media_group_id"]
    album = aigul.bubble("A pit").locator(".album .picture")
    await expect(album).to_have_count(2)
    await album.first.click()
    large = browser_page.locator("dialog img.large")
    await expect(large).to_have_js_property("naturalWidth", 1)
    await browser_page.keyboard.press("Escape")
    await aigul.sends_file("document", {"name": "Хаттама.txt", "mimeType": "text/plain", "buffer": b"minutes"})
    assert (await bot.hears())["document"]["file_name"] == "Хаттама.txt"
    async with browser_page.expect_download() as download:
        await aigul.log.get_by_role("link", name="Download: Хаттама.txt").click()
    saved = await download.value
    assert saved.suggested_filename == "Хаттама.txt"
    assert (await saved.path()).read_bytes() == b"minutes"


async def test_voice_contact_and_sticker_are_sent(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    await aigul.attaches("testVoice")
    assert (await bot.hears())["voice"]["duration"] == 2
    await aigul.attaches("testPhoto")
    assert (await bot.hears())["photo"][-1]["width"] == 960
    await aigul.attaches("ownContact")
    await aigul.confirms()
    assert (await bot.hears())["contact"]["user_id"] == AIGUL
    await aigul.attaches("otherContact")
    await aigul.confirms()
    assert (await bot.hears())["contact"]["user_id"] == DANIYAR
    await aigul.attaches("sticker")
    await browser_page.locator("dialog .emoji").first.click()
    assert "sticker" in await bot.hears()


async def test_deep_links_open_as_the_person_of_the_pane(bot: Bot, browser_page: Page) -> None:
    name = (await bot.call("getMe"))["username"]
    aigul, daniyar = pane(browser_page, "Aigul"), pane(browser_page, "Daniyar")
    await aigul.opens_link("t355243000")
    assert (await bot.hears())["text"] == "/start t355243000"
    await bot.says(AIGUL, "Okrug", reply_markup=inline([{"text": "Go", "url": f"https://t.me/{name}?start=q17"}]))
    await aigul.presses("Go")
    assert (await bot.hears())["text"] == "/start q17"
    await daniyar.opens_link(f"https://t.me/{name}?start=i5")
    heard = await bot.hears()
    assert (heard["from"]["id"], heard["text"]) == (DANIYAR, "/start i5")


async def test_a_link_adds_the_bot_to_a_group_with_the_rights_it_asks(bot: Bot, browser_page: Page) -> None:
    name = (await bot.call("getMe"))["username"]
    daniyar = pane(browser_page, "Daniyar")
    await daniyar.starts()
    await bot.hears()
    link = f"https://t.me/{name}?startgroup=b7&admin=pin_messages+delete_messages"
    await bot.says(DANIYAR, "Add me", reply_markup=inline([{"text": "Choose a group", "url": link}]))
    await daniyar.presses("Choose a group")
    await daniyar.confirms(title="Zharaspai")
    standing = (await bot.hears("my_chat_member"))["new_chat_member"]
    assert (standing["status"], standing["can_pin_messages"]) == ("administrator", True)
    assert "new_chat_members" in await bot.hears()
    assert (await bot.hears())["text"] == f"/start@{name} b7"
    await pane(browser_page, "Daniyar · Zharaspai").sees("b7")


async def test_links_that_leave_ask_first_and_text_is_copied(bot: Bot, browser_page: Page) -> None:
    await browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    keyboard = inline(
        [{"text": "Site", "url": "https://example.org/plan"}, {"text": "Number", "copy_text": {"text": "ZH-17"}}]
    )
    await bot.says(AIGUL, "Your report", reply_markup=keyboard)
    await aigul.presses("Site")
    await expect(browser_page.locator("dialog")).to_contain_text("https://example.org/plan")
    await browser_page.keyboard.press("Escape")
    await aigul.presses("Number")
    await aigul.is_told("Copied")
    assert await browser_page.evaluate("navigator.clipboard.readText()") == "ZH-17"


async def test_the_commands_of_the_bot_are_offered(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    commands = [{"command": "menu", "description": "Басты мәзір"}, {"command": "help", "description": "Көмек"}]
    await bot.call("setMyCommands", commands=commands)
    await aigul.root.get_by_role("button", name="Commands").click()
    await expect(aigul.root.locator(".suggestions button")).to_have_count(2)
    await aigul.root.get_by_role("button", name="Басты мәзір").click()
    assert (await bot.hears())["text"] == "/menu"


async def test_blocking_and_coming_back(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    await aigul.chooses("block")
    assert (await bot.hears("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    await expect(aigul.field).to_be_hidden()
    await aigul.starts()
    assert (await bot.hears("my_chat_member"))["new_chat_member"]["status"] == "member"
    assert (await bot.hears())["text"] == "/start"
    await expect(aigul.field).to_be_visible()


async def test_a_group_is_made_and_spoken_in(bot: Bot, browser_page: Page) -> None:
    await pane(browser_page, "Daniyar").chooses("addGroup")
    await browser_page.locator("dialog").get_by_label("Elena").check()
    await pane(browser_page, "Daniyar").confirms(title="Zharaspai")
    assert (await bot.hears("my_chat_member"))["new_chat_member"]["status"] == "member"
    assert "new_chat_members" in await bot.hears()
    group = pane(browser_page, "Daniyar · Zharaspai")
    await group.says("/help")
    await expect(group.bubble("/help")).to_have_class(re.compile("out"))
    picker = pane(browser_page, "Elena").root.get_by_role("combobox")
    await picker.focus()
    await picker.select_option(label="Zharaspai")
    seen = pane(browser_page, "Elena · Zharaspai")
    await expect(seen.bubble("/help")).to_contain_text("Daniyar")


async def test_people_stay_in_their_panes_after_a_reload(browser_page: Page) -> None:
    await pane(browser_page, "Aigul").chooses("closePane")
    await expect(browser_page.locator(".pane")).to_have_count(2)
    assert browser_page.url.endswith("#102,103")
    await browser_page.reload()
    await expect(browser_page.locator(".pane[data-ready]")).to_have_count(2)
    await expect(pane(browser_page, "Aigul").root).to_have_count(0)


async def test_what_happened_while_the_page_was_away_is_shown(bot: Bot, telegram: Sandbox, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.hears()
    port = int(telegram.url.rpartition(":")[2])
    await telegram.stop()
    await expect(browser_page.get_by_text("Lost the sandbox")).to_be_visible()
    telegram.world.closing.clear()
    telegram._port = port
    await telegram.start()
    await bot.says(AIGUL, "You were away")
    await aigul.sees("You were away")
    await expect(browser_page.get_by_text("Lost the sandbox")).to_be_hidden()


async def test_a_long_chat_draws_its_end_and_more_on_the_way_up(bot: Bot, open_page: OpenPage) -> None:
    page = await open_page("/#101")
    aigul = pane(page, "Aigul")
    await aigul.starts()
    for number in range(200):
        await bot.says(AIGUL, f"Line {number}.")
    await aigul.sees("Line 199.")
    await page.reload()
    await aigul.sees("Line 199.")
    await expect(aigul.log).to_be_visible()
    await aigul.sees_no("Line 3.")
    await aigul.log.evaluate("async (log) => { log.scrollTop = 0; }")
    await expect(aigul.log.get_by_text("Line 60.")).to_be_attached()
    assert await aigul.log.evaluate("log => log.scrollTop") > 0


@pytest.mark.parametrize("locale", ["kk-KZ", "ru-RU"])
async def test_a_phone_has_one_pane_a_switcher_and_no_sideways_scroll(
    bot: Bot, open_page: OpenPage, locale: str
) -> None:
    page = await open_page(width=360, height=740, locale=locale)
    aigul, daniyar = pane(page, "Aigul"), pane(page, "Daniyar")
    await aigul.starts()
    await expect(daniyar.root).to_have_count(0)
    wide = "Бірінші" * 30
    buttons = [{"text": "Хабарландыруларым мен жиналыстарым", "callback_data": str(i)} for i in range(3)]
    await bot.says(AIGUL, wide, reply_markup=inline(buttons))
    await aigul.sees("Бірінші")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    assert await aigul.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    await bot.call("sendMessage", chat_id=AIGUL, text="x")
    await page.get_by_role("navigation").get_by_role("button", name="Daniyar").click()
    await expect(daniyar.root).to_be_visible()
    await expect(aigul.root).to_have_count(0)
    await bot.says(AIGUL, "unseen")
    await expect(page.get_by_role("navigation").get_by_role("button", name="Aigul")).to_contain_text("1")


async def test_light_and_dark_follow_the_device_until_chosen(open_page: OpenPage) -> None:
    page = await open_page(color_scheme="dark")
    html = page.locator("html")
    await expect(html).to_have_attribute("data-theme", "dark")
    dark = await page.locator(".pane-head").first.evaluate("node => getComputedStyle(node).backgroundColor")
    await page.emulate_media(color_scheme="light")
    await expect(html).to_have_attribute("data-theme", "light")
    light = await page.locator(".pane-head").first.evaluate("node => getComputedStyle(node).backgroundColor")
    assert light != dark
    await page.get_by_role("button", name="Theme").click()
    await page.reload()
    await expect(html).to_have_attribute("data-theme", "dark")


async def test_the_page_speaks_three_languages_and_says_what_it_is(open_page: OpenPage) -> None:
    page = await open_page(locale="kk-KZ")
    notice = page.locator(".notice")
    await expect(notice).to_contain_text("ештеңе осы компьютерден сыртқа шықпайды")
    languages = page.get_by_role("combobox", name="Тіл")
    assert await languages.locator("option").all_text_contents() == ["Қазақша", "Русский", "English"]
    await languages.select_option("ru")
    await expect(notice).to_contain_text("ничего не уходит с этого компьютера")
    await expect(page.locator("html")).to_have_attribute("lang", "ru")
    await expect(page.get_by_role("button", name="НАЧАТЬ")).to_have_count(3)
    await page.reload()
    await expect(notice).to_contain_text("ничего не уходит")


async def test_faults_and_pace_are_set_from_the_menu(telegram: Sandbox, browser_page: Page) -> None:
    someone = pane(browser_page, "Aigul")
    menu = browser_page.get_by_role("button", name="Menu", exact=True)
    await menu.click()
    await browser_page.locator("[data-item=faults]").click()
    await someone.confirms(rate_429="25", delayMax="2", methods="sendMessage")
    assert telegram.world.faults.rates.rate_429 == 0.25
    assert telegram.world.faults.rates.delay == [0, 2]
    assert telegram.world.faults.rates.methods == ["sendMessage"]
    await menu.click()
    await browser_page.locator("[data-item=pace]").click()
    await browser_page.locator("dialog").get_by_label("Limits are on").check()
    await someone.confirms(global_per_second="10")
    assert telegram.world.pace.limits.on
    assert telegram.world.pace.limits.global_per_second == 10


async def test_the_transcript_shows_both_sides(bot: Bot, browser_page: Page) -> None:
    aigul = pane(browser_page, "Aigul")
    await aigul.starts()
    await bot.says(AIGUL, "Welcome", reply_markup=inline([{"text": "Yes", "callback_data": "y"}]))
    await aigul.sees("Welcome")
    await aigul.chooses("transcript")
    rows = browser_page.locator("dialog .transcript li")
    await expect(rows).to_have_text([re.compile("Aigul: /start"), re.compile(r"Welcome\s+\[Yes\]")])


async def test_every_text_of_the_page_is_in_three_languages_and_used(browser_page: Page) -> None:
    texts = await browser_page.evaluate("async () => (await import('/page/i18n.js')).TEXTS")
    blank = [key for key, three in texts.items() if len(three) != 3 or not all(three)]
    assert not blank
    holes = [
        key for key, three in texts.items() if len({tuple(sorted(re.findall(r"{\w+}", one))) for one in three}) > 1
    ]
    assert not holes
    code = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    unused = [key for key in texts if f'"{key}"' not in code and not key.startswith(("event_", "theme_"))]
    assert not unused
    missing = [key for key in re.findall(r'\bt\("(\w+)"', code) if key not in texts]
    assert not missing


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    for path in PAGE.iterdir():
        addresses = re.findall(r"https?://[\w.]+", path.read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org"}, path.name
    assert json.dumps("default-src 'self'")[1:-1] in (PAGE / "index.html").read_text(encoding="utf-8")
