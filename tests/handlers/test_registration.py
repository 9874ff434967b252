"""From the first word to the menu, over the real road: Telegram of the sandbox, HTTP, the dispatcher, the database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import IZENDI, ZHARASPAI, Village, registered, village


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


async def test_aigul_registers_from_a_qr_code_in_three_taps(kenes: Village) -> None:
    aigul = await kenes.aigul()
    await aigul.opens(f"t{ZHARASPAI}")
    assert aigul.buttons[0] == ["Қазақша"]
    await aigul.presses("Қазақша")
    assert "eotinish.kz" in aigul.sees
    assert "Жараспай" in aigul.sees
    await aigul.presses("✅ Келісемін, әрі қарай")
    assert "Тіркелдіңіз" in aigul.sees
    assert "Жараспай" in aigul.sees
    assert ["⚙️ Баптаулар"] in aigul.buttons


async def test_elena_registers_by_typing(kenes: Village) -> None:
    elena = await kenes.elena()
    await elena.says("/start")
    assert elena.buttons[0] == ["Русский"]
    await elena.presses("Русский")
    await elena.presses("✅ Соглашаюсь")
    await elena.says("первомайск")
    await elena.presses("Первомайский")
    assert "Вы зарегистрированы" in elena.sees


async def test_john_registers_by_the_tree(kenes: Village) -> None:
    john = await kenes.john()
    await john.says("hello")
    await john.presses("English")
    await john.presses("✅ I agree")
    await john.presses("Karagandy")
    await john.presses("Izendi")
    assert "You are registered in Izendi" in john.sees


async def test_an_old_button_moves_nobody(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    first = aigul.messages[-1]
    await aigul.presses_old(first, f"pick1:reg:{IZENDI}")
    assert "тіркеліп қойғансыз" in (aigul.alert or "")
    await aigul.presses("⚙️ Баптаулар")
    await aigul.presses("🏡 Округім мен ауылым")
    assert "Жараспай" in aigul.sees
