"""A resident answers a survey with her thumb: every kind of screen of it on a phone, in Kazakh and in Russian."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from domain.languages import Language
from domain.roles import Offer, Role
from domain.territories import Place
from sandbox.history import surveys as story
from sandbox.history.cast import DANIYAR
from sandbox.server import Sandbox
from storage import people, roles
from storage.database import Connection
from tests.browser.pane import OpenPage, Pane, pane
from tests.cast import ZHARASPAI, Village, registered, village
from texts import words

WIDTH = 360
AGREE = {"kk": "✅ Келісемін, әрі қарай", "ru": "✅ Соглашаюсь, дальше"}
NAMES = {"kk": "Қазақша", "ru": "Русский"}
SAYS = {
    "kk": {
        "years": "Осы ауылда тұрғаныңызға неше жыл болды?",
        "social": "Дәрігер мен медбике",
        "good": "Жақсы",
        "scale": "Орташа",
        "join": "Иә, қатысар едім",
        "words": "Көпір керек",
    },
    "ru": {
        "years": "Сколько лет вы живёте в этом селе?",
        "social": "Врач и медсестра",
        "good": "Хорошо",
        "scale": "Средне",
        "join": "Да, хочу",
        "words": "Нужен мост",
    },
}


@pytest_asyncio.fixture(loop_scope="session")
async def kenes(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(f"sqlite:///{tmp_path}/kenes.db", tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def telegram(kenes: Village) -> Sandbox:
    """The sandbox with the real bot in it."""
    return kenes.sandbox


async def survey_is_open(kenes: Village) -> None:
    """Daniyar, akim of Zharaspai, asks his okrug what it needs."""
    daniyar = await registered(await kenes.daniyar())
    assert daniyar.id == DANIYAR

    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, daniyar.id, datetime.now(UTC))
        assert found is not None
        roles.give(connection, found.id, Offer(Role.AKIM, Place(ZHARASPAI, "")), None, datetime.now(UTC))

    await kenes.db.write(give)
    await story.daniyar_asks_his_okrug(kenes.stage)


async def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert await page.evaluate("document.documentElement.scrollWidth") == WIDTH


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_resident_answers_on_her_phone(kenes: Village, open_page: OpenPage, language: Language) -> None:
    await survey_is_open(kenes)
    person = await kenes.stage.person("Айгүл", id=1001, language_code=language)
    await registered(person, NAMES[language], AGREE[language])
    page = await open_page("/#1001", width=WIDTH, height=740, locale={"kk": "kk-KZ", "ru": "ru-RU"}[language])
    aigul, _, said = pane(page, "Айгүл"), words(language).plain, SAYS[language]
    await aigul.says("/surveys")
    await aigul.presses(f"📝 {story.TITLE_KK if language == 'kk' else story.TITLE_RU}")
    await fits(page)
    for label in (_("▶️ Begin"), _("woman"), "35–44", _("Go on ›")):
        await aigul.presses(label)
        await fits(page)
    await answers(aigul, language)
    await aigul.sees(_("✅ Thank you! Your answers are counted."))
    await aigul.presses(_("🔍 Look at my answers"))
    await fits(page)
    await aigul.sees(said["years"])


async def answers(aigul: Pane, language: Language) -> None:
    """A number that does not fit, one that does, a choice, ticks, a scale, an order, words."""
    _, said = words(language).plain, SAYS[language]
    await aigul.sees(said["years"])
    await aigul.says("200")
    await aigul.sees({"kk": "0-ден 100-ге дейінгі сан жазыңыз.", "ru": "Напишите число от 0 до 100."}[language])
    await aigul.says("21")
    await aigul.sees(_("✔️ Written down: {value}", value="21"))
    for label in ("2", f"⬜ {said['social']}", _("✅ Ready"), said["good"], _("No"), said["scale"]):
        await aigul.presses(label)
        await fits(aigul.page)
    for label in ("2", "1", "3", _("✅ Ready"), said["join"]):
        await aigul.presses(label)
        await fits(aigul.page)
    await aigul.says(said["words"])
