"""Taking the committee's sheet: by the menu, in another language, by the button of a reminder."""

import io

import pypdf

from sandbox.play import Person
from tests.cast import ZHARASPAI, Village, registered
from tests.handlers.conftest import refused_calls
from tests.handlers.test_issue_priorities import akim
from texts import words

kk, ru = words("kk").plain, words("ru").plain
SHEET = kk("📄 The committee's sheet")


async def pages(person: Person) -> str:
    assert person.last is not None
    read = pypdf.PdfReader(io.BytesIO(await person.file(person.last)))
    assert 1 <= len(read.pages) <= 2
    return " ".join(page.extract_text() for page in read.pages)


async def test_an_akim_takes_the_sheet_and_then_takes_it_in_russian(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await daniyar.says("/menu")
    await daniyar.presses(SHEET)
    await daniyar.presses(kk("planning committee").capitalize())
    assert "Жараспай" in await pages(daniyar)
    screen = daniyar.messages[-2]
    assert "📄 Русский" in str(screen)
    await daniyar.presses_old(screen, f"csheet1:{ZHARASPAI}:planning:ru")
    assert ru("Promises that are overdue") in await pages(daniyar)
    assert refused_calls(kenes) == []


async def test_a_resident_who_presses_the_button_of_a_sheet_is_told_that_it_is_not_theirs(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.presses_old(aigul.messages[-1], f"csheet1:{ZHARASPAI}:planning:kk")
    assert aigul.alert == kk("You may not do this: it belongs to another role or another territory.")
