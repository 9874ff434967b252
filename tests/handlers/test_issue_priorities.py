"""Comparing and counting over the real road: buttons in Kazakh and Russian, a restart, a picture, a table."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import openpyxl
from PIL import Image

from bot.app import make_app, running
from bot.prepare import prepare
from domain.issues.priorities import ItemKind
from domain.issues.states import IssueState
from domain.people import Actor
from domain.roles import Area, Offer, Role
from domain.statistics.pairs import LEAST_PEOPLE
from domain.territories import Place
from sandbox.play import Person, Stage
from sandbox.server import Sandbox
from storage import people, roles
from storage.database import Connection, Database, open_database
from storage.issues import categories
from tests.cast import IZENDI, NOON, ZHARASPAI, Village, registered, settings_for, settled
from tests.handlers.conftest import refused_calls
from tests.issue_rows import change, choices, issue, said

TEXTS = ("Ауылда ұялы байланыс жоқ", "Дәрігер жоқ", "Мектептің шатыры ағып тұр", "Дәріхана керек")


@dataclass(frozen=True, slots=True)
class Here:
    """Where issues are put: the village's database, now."""

    db: Database
    now: datetime


def here(kenes: Village) -> Here:
    return Here(kenes.db, datetime.now(UTC))


async def told(kenes: Village, texts: tuple[str, ...] = TEXTS) -> list[int]:
    return [await issue(here(kenes), text=text, category="doctor") for text in texts]


async def as_actor(kenes: Village, person: Person) -> Actor:
    found = await kenes.db.read(people.actor_of_telegram, person.id, datetime.now(UTC))
    assert found is not None
    return found


async def akim(kenes: Village, where: str = ZHARASPAI) -> Person:
    daniyar = await registered(await kenes.daniyar())
    actor = await as_actor(kenes, daniyar)
    offer = Offer(Role.AKIM, Place(where, ""))
    await kenes.db.write(lambda c: roles.give(c, actor.id, offer, None, datetime.now(UTC)))
    return daniyar


async def rows(kenes: Village, kind: ItemKind = ItemKind.ISSUE) -> list[tuple[int, int, int | None, bool]]:
    return await choices(here(kenes), kind=kind)


async def test_aigul_compares_five_pairs_and_is_asked_whether_to_go_on(kenes: Village) -> None:
    await told(kenes)
    aigul = await registered(await kenes.aigul())
    await aigul.presses("⚖️ Қайсысы маңыздырақ?")
    await aigul.presses("🏥")
    await aigul.presses("📋 Айтылған мәселелерді")
    for step in range(1, 5):
        assert f"{step}/5" in aigul.sees
        await aigul.presses("1️⃣")
        assert "Жазып алдым: Жараспай-" in aigul.sees
    await aigul.presses("🤷 Айта алмаймын")
    assert "5 жұпқа жауап бердіңіз" in aigul.sees
    await aigul.presses("▶️ Тағы жұптар")
    await aigul.presses("2️⃣")
    assert "Осы бағыттағы барлық жұпқа" in aigul.sees
    kept = await rows(kenes)
    assert len(kept) == 6
    assert sum(skipped for *_, skipped in kept) == 1
    await aigul.presses("📊 Мұнда не маңызды")
    assert "кемінде 10 адам салыстыруы керек, қазір: 5-тен аз" in aigul.sees
    assert refused_calls(kenes) == []


async def test_a_double_tap_an_old_button_and_a_forwarded_one_change_nothing(kenes: Village) -> None:
    await told(kenes)
    aigul, berik = await registered(await kenes.aigul()), await registered(await kenes.berik())
    await aigul.presses("⚖️")
    await aigul.presses("🏥")
    await aigul.presses("📋 Айтылған мәселелерді")
    ((first, second, _, _),) = await rows(kenes)
    asked = aigul.messages[-1]
    for _ in range(3):
        await aigul.presses_old(asked, f"ispick1:{first}:{second}:{first}")
        assert "2/5" in aigul.sees
    await aigul.presses_old(asked, f"ispick1:{first}:{second}:{second}")
    assert (first, second, first, False) in await rows(kenes)
    assert len(await rows(kenes)) == 2
    await berik.presses_old(berik.messages[-1], f"ispick1:{first}:{second}:{second}")
    assert "енді салыстырылмайды" in (berik.alert or "")
    for made_up in ("ispick1:1:2:3", "ispick1:9007199254740991:2:0", "ispick1:0:0:0"):
        await berik.presses_old(berik.messages[-1], made_up)
        assert berik.alert
    assert len(await rows(kenes)) == 2


async def test_elena_of_another_okrug_sees_nothing_of_zharaspai(kenes: Village) -> None:
    await told(kenes)
    elena = await kenes.elena()
    await elena.opens(f"t{IZENDI}")
    await elena.presses("Русский")
    await elena.presses("✅ Соглашаюсь")
    await elena.presses("⚖️ Что важнее?")
    await elena.presses("🏥")
    assert "1️⃣" in elena.sees, "she compares the categories: nothing was told in her okrug"
    for data in (
        f"isprio1:{ZHARASPAI}:social",
        f"iscprio1:{ZHARASPAI}:social",
        f"iscnt1:{ZHARASPAI}::",
        "iscnt1:::",
        f"iscfl1:table:{ZHARASPAI}::",
    ):
        await elena.presses_old(elena.messages[-1], data)
        assert elena.alert, data
        assert not any(text in elena.sees for text in TEXTS)


async def test_an_issue_that_is_solved_while_it_is_shown_is_said_in_words(kenes: Village) -> None:
    await told(kenes)
    aigul = await registered(await kenes.aigul())
    await aigul.presses("⚖️")
    await aigul.presses("🏥")
    await aigul.presses("📋 Айтылған мәселелерді")
    ((first, _, _, _),) = await rows(kenes)
    await change(here(kenes), first, state=IssueState.SOLVED.value)
    await aigul.presses("1️⃣")
    assert "енді салыстырылмайды" in aigul.sees
    assert "1/5" in aigul.sees
    assert all(first not in pair for pair in ((row[0], row[1]) for row in await rows(kenes)))


async def test_the_pair_is_there_again_after_a_restart_and_its_button_still_works(
    database_url: str, tmp_path: Path
) -> None:
    database = open_database(database_url)
    try:
        await prepare(database, NOON)
        async with Sandbox() as sandbox:
            settings = settings_for(database_url, tmp_path, sandbox.url)
            app = make_app(settings, database)
            async with running(app), Stage(sandbox.url, settle=lambda: settled(app, sandbox)) as stage:
                kenes = Village(app, sandbox, stage)
                await told(kenes)
                aigul = await registered(await kenes.aigul())
                await aigul.presses("⚖️")
                await aigul.presses("🏥")
                await aigul.presses("📋 Айтылған мәселелерді")
                before, seen = await rows(kenes), aigul.sees
            again = make_app(settings, database)
            async with running(again), Stage(sandbox.url, settle=lambda: settled(again, sandbox)) as stage:
                kenes = Village(again, sandbox, stage)
                aigul = await stage.meet(1001)
                await aigul.says("/menu")
                await aigul.presses("⚖️")
                await aigul.presses("🏥")
                await aigul.presses("📋 Айтылған мәселелерді")
                assert (await rows(kenes), aigul.sees) == (before, seen)
                await aigul.presses("1️⃣")
                assert "2/5" in aigul.sees
    finally:
        await database.close()


async def test_an_akim_sees_the_order_the_picture_and_the_table(kenes: Village) -> None:
    numbers = await told(kenes, TEXTS[:3])
    daniyar = await akim(kenes)
    await crowd(kenes, numbers)
    await daniyar.says("/menu")
    await daniyar.presses("📈 Мәселелер санмен")
    assert "Мәселе саны: 3; шешімін күтіп тұрғаны 3" in daniyar.sees
    await daniyar.presses("📈 Сурет түрінде")
    assert daniyar.last is not None
    assert "Мәселелер санмен: Жараспай" in daniyar.last["caption"]
    photo = Image.open(io.BytesIO(await daniyar.file(daniyar.last)))
    assert (photo.format, photo.width) == ("PNG", 1080)
    await daniyar.says("/menu")
    await daniyar.presses("📈")
    await daniyar.presses("📄 Кесте түрінде")
    assert daniyar.last is not None
    book = openpyxl.load_workbook(io.BytesIO(await daniyar.file(daniyar.last)))
    assert book.sheetnames == ["Қорытынды", "Бөлініс", "Не маңызды", "Мәселелер"]
    await daniyar.says("/menu")
    await daniyar.presses("📈")
    await daniyar.presses("⚖️ Мұнда не маңызды")
    assert "Салыстырған адам: 12, таңдау саны: 36" in daniyar.sees
    assert "1–2. Ауылда ұялы байланыс жоқ" in daniyar.sees
    assert refused_calls(kenes) == []


async def test_berik_compares_what_problems_are_about_where_few_were_told(kenes: Village) -> None:
    await told(kenes, TEXTS[:3])
    berik = await registered(await kenes.berik())
    await berik.presses("⚖️ Қайсысы маңыздырақ?")
    await berik.presses("🏥")
    assert "1/5" in berik.sees
    assert not any(text in berik.sees for text in TEXTS)
    for step in range(2, 6):
        await berik.presses("1️⃣")
        assert "Жазып алдым: " in berik.sees
        assert f"{step}/5" in berik.sees
    await berik.presses("🤷 Айта алмаймын")
    assert "5 жұпқа жауап бердіңіз" in berik.sees
    await berik.presses("📊 Мұнда не маңызды")
    assert "мәселе түрлері" in berik.sees
    assert "кемінде 10 адам салыстыруы керек, қазір: 5-тен аз" in berik.sees
    await berik.presses("📋 Айтылған мәселелердің реті")
    assert TEXTS[0] in berik.sees
    await berik.presses("⚖️ Салыстыру")
    assert "1/5" in berik.sees
    assert not any(text in berik.sees for text in TEXTS), "three problems are too few for a round"
    await berik.presses("2️⃣")
    kept = await rows(kenes, ItemKind.CATEGORY)
    assert sum(chosen is not None for _, _, chosen, _ in kept) == 5
    assert await rows(kenes) == []
    assert refused_calls(kenes) == []


async def test_where_both_can_be_compared_one_chooses_and_an_old_button_finds_what_is_left(kenes: Village) -> None:
    numbers = await told(kenes)
    aigul = await registered(await kenes.aigul())
    await aigul.presses("⚖️ Қайсысы маңыздырақ?")
    await aigul.presses("🏥")
    assert "Нені салыстырғыңыз келеді?" in aigul.sees
    asked = aigul.messages[-1]
    await aigul.presses("🗂 Мәселе түрлерін")
    assert not any(text in aigul.sees for text in TEXTS)
    await change(here(kenes), numbers[0], state=IssueState.SOLVED.value)
    await aigul.presses_old(asked, "iscmp1:social")
    assert "1/5" in aigul.sees
    assert len(await rows(kenes, ItemKind.CATEGORY)) == 1
    for number, _, _, _ in await rows(kenes, ItemKind.CATEGORY):
        await kenes.db.write(categories.retire, number, datetime.now(UTC))
    await aigul.presses("1️⃣")
    assert "ол тізімнен алынды" in aigul.sees


async def test_an_akim_sees_the_order_of_categories_beside_that_of_problems(kenes: Village) -> None:
    daniyar = await akim(kenes)
    found = await kenes.db.read(lambda c: categories.categories(c, Area.SOCIAL))
    for one in found[3:]:
        await kenes.db.write(categories.retire, one.id, datetime.now(UTC))
    await crowd(kenes, [one.id for one in found[:3]], ItemKind.CATEGORY)
    await daniyar.says("/menu")
    await daniyar.presses("📈 Мәселелер санмен")
    await daniyar.presses("📈 Сурет түрінде")
    assert daniyar.last is not None
    assert Image.open(io.BytesIO(await daniyar.file(daniyar.last))).format == "PNG"
    await daniyar.says("/menu")
    await daniyar.presses("📈")
    await daniyar.presses("📄 Кесте түрінде")
    assert daniyar.last is not None
    book = openpyxl.load_workbook(io.BytesIO(await daniyar.file(daniyar.last)))
    first = [cell.value for cell in book["Не маңызды, түрлері бойынша"][2]]
    assert first[1:4] == [1, 2, found[0].names.kk]
    await daniyar.says("/menu")
    await daniyar.presses("📈")
    await daniyar.presses("⚖️ Мұнда не маңызды")
    await daniyar.presses("🗂 Мәселе түрлерінің реті")
    assert "Салыстырған адам: 12, таңдау саны: 36" in daniyar.sees
    assert f"1–2. {found[0].names.kk}" in daniyar.sees
    assert refused_calls(kenes) == []


async def crowd(kenes: Village, numbers: list[int], kind: ItemKind = ItemKind.ISSUE) -> None:
    def come(connection: Connection, telegram_id: int) -> None:
        person_id = people.create(connection, telegram_id, datetime.now(UTC))
        people.set_language(connection, person_id, "kk")
        people.agree(connection, person_id, datetime.now(UTC))
        people.settle(connection, person_id, ZHARASPAI, datetime.now(UTC))

    for telegram_id in range(5001, 5001 + LEAST_PEOPLE + 2):
        await kenes.db.write(come, telegram_id)
        actor = await kenes.db.read(people.actor_of_telegram, telegram_id, datetime.now(UTC))
        assert actor is not None
        for winner, loser in combinations(numbers, 2):
            await said(here(kenes), actor, winner, loser, kind=kind)


async def test_staff_choose_the_area_the_territory_and_the_period_in_russian(kenes: Village) -> None:
    await told(kenes)
    await issue(here(kenes), area=Area.ENGINEERING, category="road", okrug=IZENDI)
    farida = await registered(await kenes.farida(), "Русский", "✅ Соглашаюсь")
    await farida.presses("📈 Проблемы в цифрах")
    assert "Проблем: 5" in farida.sees
    await farida.presses("Направление")
    await farida.presses("🔧")
    assert "Проблем: 1" in farida.sees
    await farida.presses("Территория")
    await farida.presses("Карагандинская")
    await farida.presses("✔️")
    assert "Нуринский район" in farida.sees
    await farida.presses("Период")
    await farida.presses("прошлый год")
    assert "ни о чём не сообщили" in farida.sees
    await farida.presses_old(farida.messages[-1], "iscnt1:::y9")
    assert "стар" in (farida.alert or "")
    await farida.presses_old(farida.messages[-1], "iscfl1:virus:::")
    assert farida.alert
