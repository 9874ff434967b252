"""What a person who has never seen it does in the page, with the real bot behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, expect

from bot.commands.sandbox import CAST
from domain.languages import Language
from sandbox.server import Sandbox
from screens.names import LANGUAGE_NAMES
from tests.browser.pane import OpenPage, Pane, pane
from tests.cast import village
from texts import words

AIGUL, DANIYAR, FARIDA = "Айгүл", "Данияр", "Фарида"


@pytest_asyncio.fixture(loop_scope="session")
async def telegram(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox with the real bot in it, and the people whom the command lets in."""
    async with village(f"sqlite:///{tmp_path}/kenes.db", tmp_path) as kenes:
        for person in CAST:
            kenes.sandbox.world.chats.add_person(dict(person))
        yield kenes.sandbox


async def test_the_conversation_in_kazakh_with_people_side_by_side(open_page: OpenPage) -> None:
    page = await open_page("/#1001,1005,1003", locale="kk-KZ")
    kk = words("kk").plain
    aigul = await _at(page, AIGUL)
    await _begins(aigul, "kk")
    await aigul.sees_buttons("Шығыс Қазақстан облысы ›")
    await aigul.presses("Қарағанды облысы ›")
    await aigul.presses("Жараспай")
    await aigul.sees_buttons(kk("⚙️ Settings"))
    await aigul.sees("Жараспай")
    await _the_rest(page, "kk", then="ru")


async def test_the_conversation_in_russian_on_a_phone(open_page: OpenPage) -> None:
    page = await open_page("/#1001,1005,1003", width=360, height=740, locale="ru-RU")
    aigul = await _at(page, AIGUL)
    await _begins(aigul, "ru")
    await aigul.says("жараспаи")
    await aigul.presses("Жараспай (Нуринский район)")
    await aigul.sees("Жараспай")
    await _the_rest(page, "ru", then="kk")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def _at(page: Page, name: str) -> Pane:
    """The pane of a person; on a phone it is turned to first."""
    chip = page.get_by_role("navigation").get_by_role("button", name=name)
    if await chip.count():
        await chip.click()
    return pane(page, name)


async def _begins(person: Pane, language: Language) -> None:
    _ = words(language).plain
    await person.starts()
    await person.presses(LANGUAGE_NAMES[language])
    await person.sees("eotinish.kz")
    await person.presses(_("✅ I agree"))


async def _the_rest(page: Page, language: Language, then: Language) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = await _farida_invites_an_akim(await _at(page, FARIDA), language)
    await _daniyar_takes_the_role(await _at(page, DANIYAR), language, link)
    await _aigul_changes_her_language_and_leaves(await _at(page, AIGUL), language, then)


async def _farida_invites_an_akim(farida: Pane, language: Language) -> str:
    """Return the link that she copies."""
    _ = words(language).plain
    await _begins(farida, language)
    await farida.says("Киевка")
    await farida.presses({"kk": "Нұра (Нұра ауданы)", "ru": "Нура (Нуринский район)"}[language])
    await farida.presses(_("🔑 Give a role"))
    await farida.presses(_("akim"))
    await farida.presses({"kk": "Қарағанды облысы ›", "ru": "Карагандинская область ›"}[language])
    await farida.presses("Жараспай")
    await farida.presses(_("Copy the link"))
    link = str(await farida.page.evaluate("navigator.clipboard.readText()"))
    assert "?start=i" in link
    return link


async def _daniyar_takes_the_role(daniyar: Pane, language: Language, link: str) -> None:
    _ = words(language).plain
    await daniyar.opens_link(link)
    await daniyar.presses(LANGUAGE_NAMES[language])
    await daniyar.presses(_("✅ I agree"))
    await daniyar.says("Жараспай")
    await daniyar.presses({"kk": "Жараспай (Нұра ауданы)", "ru": "Жараспай (Нуринский район)"}[language])
    await daniyar.presses(_("✅ Take the role"))
    await daniyar.sees_buttons(_("🖨 Poster of the okrug"), _("👥 Who holds which role"))
    await expect(daniyar.bubble(_("akim"))).to_contain_text("Жараспай")


async def _aigul_changes_her_language_and_leaves(aigul: Pane, language: Language, then: Language) -> None:
    before, _ = words(language).plain, words(then).plain
    await aigul.presses(before("⚙️ Settings"))
    await aigul.presses(before("🌐 Language"))
    await aigul.presses(LANGUAGE_NAMES[then])
    await aigul.says("/settings")
    await aigul.presses(_("🗂 My data"))
    await aigul.presses(_("⬇️ Get my data as a file"))
    async with aigul.page.expect_download() as download:
        await aigul.log.locator("a[download]").click()
    kept = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    assert _("About you") in kept
    assert "Жараспай" in kept or "355243000" in kept
    await aigul.presses(_("🗑 Delete me"))
    await aigul.presses(_("🗑 Yes, delete me"))
    await aigul.sees(_("You are deleted: nothing about you is kept any more. To come back one day, send /start."))
    await aigul.says("/start")
    await aigul.sees_buttons(*LANGUAGE_NAMES.values())
