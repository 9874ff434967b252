"""Farida enters the call of the competition, Aigul reads it and asks to be reminded, Elena learns it is not for her."""

import io
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from actions.competitions import editing, publishing
from actions.context import Context, meet
from domain.competitions.calls import MONEY, Call, CallDate, CallPart, CallState
from domain.competitions.typed import read_value
from sandbox.play import Person
from storage import competitions
from storage.outbox import notices
from tests.cast import FARIDA, ZHARASPAI, Village, registered, village
from tests.handlers.conftest import refused_calls
from texts import words

kk, ru = words("kk").plain, words("ru").plain
NOW = datetime.now(UTC)
# Where it is about noon now: quiet hours are tested elsewhere.
ZONE = ZoneInfo(f"Etc/GMT{NOW.hour - 12:+d}")
KARAGANDY = "350000000"
TITLE_KK, TITLE_RU = "2018 жылғы байқау", "Конкурс 2018 года"


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path, timezone=ZONE.key) as running:
        yield running


def day(days: int) -> str:
    return f"{NOW.astimezone(ZONE) + timedelta(days=days):%d.%m.%Y}"


NOT_OURS = "I cannot read this file as our table. Please take the table from here, fill it in and send it as XLSX."
NONE_NOW = "There is no competition now. When one is announced for your okrug, I will tell you."
TYPED = {
    CallPart.TITLE_KK: TITLE_KK,
    CallPart.TITLE_RU: TITLE_RU,
    CallPart.TITLE_EN: None,
    CallPart.TERMS_KK: "Шағын бизнес қатысады <b>",
    CallPart.TERMS_RU: "Участвует малый бизнес <b>",
    CallPart.TERMS_EN: None,
    CallPart.FUND: "12 млн",
    CallPart.BUDGET_FROM: "500 000",
    CallPart.BUDGET_TO: "1,200,000 ₸",
    CallPart.SHARE_FROM: "10 %",
    CallPart.SHARE_TO: "20",
}
DATES = {CallPart.ANNOUNCE: -1, CallPart.DEADLINE: 20, CallPart.DECISION: 30, CallPart.AWARD: 40}


async def at_work(kenes: Village) -> Person:
    return await registered(await kenes.farida(), "Русский", ru("✅ I agree, go on"))


async def to_calls(farida: Person) -> Person:
    await farida.says("/menu")
    return await farida.presses(ru("🗂 Competition calls"))


async def enters(farida: Person, *, until: CallPart | None = None) -> None:
    """Fill a new call in, as it is asked part by part, and stop before one."""
    await to_calls(farida)
    await farida.presses(ru("➕ New call"))
    for part, text in TYPED.items():
        if part is until:
            return
        await (farida.presses(ru("Leave it open, go on ›")) if text is None else farida.says(text))
        if part in MONEY:
            await farida.presses(ru("✅ Yes, it is right"))
    await chooses_nura(farida)
    for days in DATES.values():
        await farida.says(f"{day(days)} 9:00")


async def chooses_nura(farida: Person) -> None:
    rows = [row for row in farida.buttons if "Карагандинская область" in row[0]]
    assert rows == [["◽ Карагандинская область"], ["↳ Карагандинская область ›"]]
    await farida.presses("◽ Карагандинская область")
    assert ["✅ Карагандинская область"] in farida.buttons
    await farida.presses("↳ Карагандинская область ›")
    # The oblast has one rayon here, which is opened at once.
    assert farida.buttons[0] == ["☑️ Вся территория: Нуринский район"]
    await farida.presses("☑️ Жараспай")
    assert "Сначала уберите её" in (farida.alert or "")
    await farida.presses(ru("‹ Back"))
    assert ["✅ Карагандинская область"] in farida.buttons
    await farida.presses(ru("Done ›"))


async def entered(kenes: Village, *, published: bool = True) -> Call:
    """The same call, entered by Farida without her presses."""
    actor = await meet(kenes.app.shared, FARIDA, NOW)

    def ctx() -> Context:
        return Context(kenes.app.shared, actor, NOW, source=f"test:{next(numbers)}")

    numbers = itertools.count()
    local = NOW.astimezone(ZONE)
    call = await editing.begin(ctx())
    texts = {part: text for part, text in TYPED.items() if text is not None}
    for part, text in (texts | {part: f"{day(days)} 9:00" for part, days in DATES.items()}).items():
        value = read_value(part, text, "ru", local)
        call = (await editing.fill(ctx(), call.id, call.version, part, value)).call
    call = (await editing.choose(ctx(), call.id, call.version, KARAGANDY, True)).call
    return (await publishing.publish(ctx(), call.id, call.version)).call if published else call


async def publishes(farida: Person) -> None:
    await farida.presses(ru("👁 Look it over and publish"))
    assert ru("English") in farida.sees
    await farida.presses(ru("✅ Publish"))


async def test_farida_enters_the_call_and_aigul_hears_of_it(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.presses(kk("💼 Business competition"))
    assert "байқау жоқ" in aigul.sees
    farida = await at_work(kenes)
    await enters(farida)
    assert "12 000 000 ₸" in farida.sees.replace("\N{NO-BREAK SPACE}", " ")
    await publishes(farida)

    await aigul.hears(wait=10)
    assert TITLE_KK in aigul.sees
    await aigul.presses(kk("📄 Read the terms"))
    assert "Шағын бизнес қатысады <b>" in aigul.sees
    await aigul.presses(kk("🔔 Remind me of the deadline"))
    assert "14, 7, 3, 1" in aigul.sees
    assert aigul.buttons[0] == [kk("🔕 Do not remind me")]
    await aigul.presses(kk("🔕 Do not remind me"))
    assert aigul.buttons[0] == [kk("🔔 Remind me of the deadline")]

    elena = await kenes.elena()
    await elena.says("/start")
    await elena.presses("Русский")
    await elena.presses(ru("✅ I agree"))
    await elena.says("первомайск")
    await elena.presses("Первомайский")
    await elena.presses(ru("💼 Business competition"))
    assert "не для вашего округа" in elena.sees
    assert elena.buttons == [[ru("🏠 Menu")]]
    assert refused_calls(kenes) == []


async def test_farida_goes_on_with_a_draft_after_a_mistake_and_a_pause(kenes: Village) -> None:
    farida = await at_work(kenes)
    await enters(farida, until=CallPart.FUND)
    await farida.says("много")
    assert ru("I did not understand the amount. Please write it in digits, for example: 1 200 000") in farida.sees
    await farida.says("/menu")
    await farida.says("12 млн")
    assert "12 000 000" not in farida.sees, "nothing was awaited any more"
    await to_calls(farida)
    await farida.presses(ru("✏️ Go on: {title}", title=TITLE_RU))
    await farida.presses(ru("👁 Look it over and publish"))
    assert ru("the fund is missing") in farida.sees
    await farida.presses(ru("‹ To the whole call"))
    await farida.presses(ru("🗑 Delete the draft"))
    await farida.presses(ru("Yes, delete it"))
    assert farida.buttons == [[ru("➕ New call")], [ru("📥 Take past calls over")], [ru("🏠 Menu")]]
    assert await kenes.db.read(competitions.all_calls) == []


async def test_who_was_slower_sees_what_it_is_now(kenes: Village) -> None:
    farida = await at_work(kenes)
    await entered(kenes, published=False)
    await to_calls(farida)
    await farida.presses(ru("✏️ Go on: {title}", title=TITLE_RU))
    before = farida.messages[-1]
    await farida.presses(ru("👁 Look it over and publish"))
    review = farida.messages[-1]
    await to_calls(farida)
    await farida.presses(ru("✏️ Go on: {title}", title=TITLE_RU))
    await farida.presses(ru("Fund of the competition"))
    await farida.says("13 млн")
    await farida.presses(ru("✅ Yes, it is right"))
    assert "13 000 000" in farida.sees.replace("\N{NO-BREAK SPACE}", " ")
    (call,) = await kenes.db.read(competitions.all_calls)
    await farida.presses_old(review, f"callo1:{call.id}:{call.version - 1}:1")
    assert "изменил кто-то другой" in (farida.alert or "")
    (still,) = await kenes.db.read(competitions.all_calls)
    assert still == call
    await farida.presses_old(before, f"callx1:{call.id}:{call.version}:1")
    assert await kenes.db.read(competitions.all_calls) == []


async def test_the_deadline_moves_and_the_call_is_cancelled(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    farida = await at_work(kenes)
    await entered(kenes)
    await aigul.hears(wait=10)
    await to_calls(farida)
    await farida.presses(f"📣 {TITLE_RU}")
    await farida.presses(ru("Deadline"))
    await farida.says(f"{day(35)} 9:00")
    assert ru("The dates would be out of order. Move the later ones first: awards, decision, deadline.") in farida.sees
    await farida.says("31.02 10:00")
    assert "Такого дня в календаре нет" in farida.sees
    await farida.says(f"{day(24)} 9:00")
    assert "Перенести эту дату?" in farida.sees
    await farida.says(f"{day(25)} 9:00")
    (call,) = await kenes.db.read(competitions.all_calls)
    assert call.dates[CallDate.DEADLINE].astimezone(ZONE).date() == (NOW.astimezone(ZONE) + timedelta(days=20)).date()
    await farida.presses(ru("Yes, move it"))
    assert "через пять минут" in farida.sees
    (call,) = await kenes.db.read(competitions.all_calls)
    assert call.dates[CallDate.DEADLINE].astimezone(ZONE).date() == (NOW.astimezone(ZONE) + timedelta(days=25)).date()
    told = await kenes.db.read(notices.of_subject, "call", call.id)
    assert [notice.kind for notice in told] == ["call_moved", "call_announced"]
    await farida.presses(ru("✖️ Cancel the competition"))
    await farida.presses(ru("Yes, cancel and tell everyone"))
    await aigul.hears(wait=10)
    assert kk("✖️ This competition was cancelled: {title}", title=TITLE_KK) in aigul.sees


async def test_a_date_that_was_left_unmoved_stays(kenes: Village) -> None:
    farida = await at_work(kenes)
    call = await entered(kenes)
    await to_calls(farida)
    await farida.presses(f"📣 {TITLE_RU}")
    await farida.presses(ru("Deadline"))
    await farida.says(f"{day(25)} 9:00")
    await farida.presses(ru("No"))
    assert not any(ru("Yes, move it") in row for row in farida.buttons)
    assert await kenes.db.read(competitions.all_calls) == [call]
    # A made-up button of a date that is past moves nothing either, nor does one of another version.
    for to, version in ((1_500_000_000, call.version), (4_000_000_000, call.version - 1)):
        await farida.presses_old(farida.messages[-1], f"callm1:{call.id}:{version}:deadline:{to}")
    assert await kenes.db.read(competitions.all_calls) == [call]


async def test_an_amount_is_seen_in_words_before_it_is_kept(kenes: Village) -> None:
    farida = await at_work(kenes)
    await enters(farida, until=CallPart.BUDGET_FROM)
    await farida.says("5000000")
    assert "5 миллионов тенге" in farida.sees.replace("\N{NO-BREAK SPACE}", " ")
    await farida.says("500 тыс")
    assert "500 тысяч тенге" in farida.sees.replace("\N{NO-BREAK SPACE}", " ")
    (call,) = await kenes.db.read(competitions.all_calls)
    assert call.budget_from is None
    await farida.presses(ru("✅ Yes, it is right"))
    (call,) = await kenes.db.read(competitions.all_calls)
    assert call.budget_from == 500_000
    for part, tenge in (("title.kk", 5), ("share_to", 5), ("fund", 10**13)):
        await farida.presses_old(farida.messages[-1], f"calla1:{call.id}:{call.version}:{part}:{tenge}")
        assert farida.alert
    assert await kenes.db.read(competitions.all_calls) == [call]


async def test_a_call_is_cancelled_with_a_reason_that_people_read(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    farida = await at_work(kenes)
    await entered(kenes)
    await aigul.hears(wait=10)
    await to_calls(farida)
    await farida.presses(f"📣 {TITLE_RU}")
    await farida.presses(ru("✖️ Cancel the competition"))
    await farida.says("Ұ" * 301)
    assert ru("That is too long: at most {most} letters. Please shorten it.", most=300) in farida.sees
    await farida.says("Қаражат көктемге шегерілді")
    assert "Қаражат көктемге шегерілді" in farida.sees
    (call,) = await kenes.db.read(competitions.all_calls)
    assert call.state is CallState.PUBLISHED
    await farida.presses(ru("Yes, cancel and tell everyone"))
    await aigul.hears(wait=10)
    assert "Себебі: Қаражат көктемге шегерілді" in aigul.sees
    assert refused_calls(kenes) == []


async def test_past_calls_come_in_by_a_table(kenes: Village, tmp_path: Path) -> None:
    farida = await at_work(kenes)
    await to_calls(farida)
    await farida.presses(ru("📥 Take past calls over"))
    assert farida.last is not None
    book = openpyxl.load_workbook(io.BytesIO(await farida.file(farida.last)))
    sheet = book.worksheets[0]
    row = ("2018 жылғы байқау", None, None, "Шарттар", None, None, 12_000_000, "500 мың", 1_200_000, 10, 20)
    sheet.append((*row, ZHARASPAI, "16.10.2018", "15.11.2018", "22.11.2018", "06.12.2018"))
    sheet.cell(row=2, column=7).value = "көп"
    book.save(tmp_path / "calls.xlsx")
    await farida.sends_document(tmp_path / "calls.xlsx")
    assert "строка 2, столбец G «Фонд конкурса»: это не сумма в тенге" in farida.sees
    assert await kenes.db.read(competitions.all_calls) == []
    sheet.cell(row=2, column=7).value = 12_000_000
    book.save(tmp_path / "calls.xlsx")
    await farida.says("минутку")
    assert ru(NOT_OURS)[:20] in farida.sees
    await farida.sends_document(tmp_path / "calls.xlsx")
    (call,) = await kenes.db.read(competitions.all_calls)
    assert (call.history, call.fund, call.budget_from) == (True, 12_000_000, 500_000)
    await farida.says("/competition")
    assert ru(NONE_NOW)[:20] in farida.sees


async def test_what_is_awaited_stays_when_somebody_else_was_quicker(kenes: Village) -> None:
    farida = await at_work(kenes)
    call = await entered(kenes, published=False)
    await to_calls(farida)
    await farida.presses(ru("✏️ Go on: {title}", title=TITLE_RU))
    await farida.presses(ru("Fund of the competition"))
    other = Context(kenes.app.shared, await meet(kenes.app.shared, FARIDA, NOW), NOW, source="test:other")
    await editing.fill(other, call.id, call.version, CallPart.SHARE_TO, 30)
    await farida.says("13 млн")
    await farida.presses(ru("✅ Yes, it is right"))
    assert "изменил кто-то другой" in (farida.alert or "")
    await farida.presses(ru("Fund of the competition"))
    await farida.says("13 млн")
    await farida.presses(ru("✅ Yes, it is right"))
    (after,) = await kenes.db.read(competitions.all_calls)
    assert (after.fund, after.share_to) == (13_000_000, 30)


async def test_a_resident_cannot_press_what_only_staff_sees(kenes: Village) -> None:
    await at_work(kenes)
    call = await entered(kenes, published=False)
    aigul = await registered(await kenes.aigul())
    menu = aigul.messages[-1]
    for data in (f"calle1:{call.id}", f"callo1:{call.id}:{call.version}:1", f"callx1:{call.id}:{call.version}:1"):
        await aigul.presses_old(menu, data)
        assert aigul.alert == kk("You may not do this: it belongs to another role or another territory.")
    await aigul.presses_old(menu, f"call1:{call.id}")
    assert aigul.alert == kk("There is no such competition any more.")
    assert await kenes.db.read(competitions.all_calls) == [call]


async def test_farida_looks_at_the_clock(kenes: Village) -> None:
    farida = await at_work(kenes)
    await farida.presses(ru("⏰ What comes, what was missed"))
    assert farida.sees.count(ru("Nothing.")) == 3
    await entered(kenes)
    await farida.presses(ru("🔄 Look again"))
    assert ru("the deadline of a competition is near") in farida.sees
    assert TITLE_RU in farida.sees
    assert refused_calls(kenes) == []
