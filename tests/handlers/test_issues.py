"""Telling of problems over the real road: buttons, albums, voices, places, links, numbers, and what goes wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import make_app, running
from bot.prepare import prepare
from domain.roles import Offer, Role
from domain.territories import Place
from sandbox.play import Person, Stage
from sandbox.server import Sandbox
from storage import people, roles
from storage.database import Connection, open_database
from storage.issues import categories
from storage.tables.files import files
from storage.tables.issues import issue_categories, issue_follows, issue_supports, issues
from storage.tables.territories import territories
from tests.cast import IZENDI, ZHARASPAI, Village, registered, settings_for, settled
from tests.handlers.conftest import refused_calls

JPEG = b"\xff\xd8\xff"
OGG = b"OggS"
NO_SIGNAL = "Ауылда ұялы байланыс жоқ, жедел жәрдем шақыра алмаймыз"
MOBILE, NEXT, OPEN, SEND = "Ұялы байланыс", "Әрі қарай ›", "👥 Округтегі бәрі", "✅ Жіберу"
ENGINEERING = "🔧 Жол, су, жарық, байланыс"


async def rows(kenes: Village, table: sa.Table) -> list[Any]:
    return await kenes.db.read(lambda c: list(c.execute(sa.select(table).order_by(*table.primary_key)).all()))


async def begins(person: Person, about: str = MOBILE) -> Person:
    await person.says("/report")
    await person.presses(ENGINEERING)
    await person.presses(about)
    return person


async def tells(person: Person, text: str = NO_SIGNAL, about: str = MOBILE) -> Person:
    await begins(person, about)
    await person.says(text)
    await person.presses(NEXT)
    await person.presses(OPEN)
    await person.presses(SEND)
    if "➕ Жоқ, өзімдікін жіберу" in [label for row in person.buttons for label in row]:
        await person.presses("➕ Жоқ, өзімдікін жіберу")
    return person


async def lets_in(kenes: Village) -> None:
    """Let everything be seen by neighbours, as a day or the akim's look does."""
    past = datetime.now(UTC) - timedelta(hours=1)
    await kenes.db.write(lambda c: c.execute(issues.update().values(seen_from=past, let_in_at=past)))


async def of_izendi(person: Person) -> Person:
    await person.opens(f"t{IZENDI}")
    await person.presses("Русский")
    await person.presses("✅ Соглашаюсь, дальше")
    return person


def data_of(person: Person, label: str) -> str:
    keyboard = (person.last or {})["reply_markup"]["inline_keyboard"]
    return str(next(button["callback_data"] for row in keyboard for button in row if button["text"] == label))


async def test_aigul_tells_of_a_problem_in_six_taps_and_gets_a_number_to_copy(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.says("/menu")
    await aigul.presses("➕ Мәселе айту")
    assert "ресми өтініш емес" in aigul.sees
    assert "eotinish.kz" in aigul.sees
    await aigul.presses(ENGINEERING)
    await aigul.presses(MOBILE)
    # It is said before a voice or a photo is sent.
    assert "Дауыстан, фотодағы адамнан не үйден кім екенін тануға болады" in aigul.sees
    await aigul.says(NO_SIGNAL)
    await aigul.presses(NEXT)
    await aigul.presses(OPEN)
    assert "Атсыз: кім жазғанын ешкім көрмейді" in aigul.sees
    await aigul.presses(SEND)
    assert "Нөмірі: Жараспай-1" in aigul.sees
    copied = (aigul.last or {})["reply_markup"]["inline_keyboard"][0][0]
    assert copied["copy_text"] == {"text": "Жараспай-1"}
    await aigul.presses("Ашу")
    assert NO_SIGNAL in aigul.sees
    assert "тұрғын: мәселені айтты" in aigul.sees
    assert "Айгүл" not in aigul.sees
    assert refused_calls(kenes) == []


async def test_an_album_a_voice_and_a_place_come_in_any_order(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    seen = len(aigul.messages)
    for number in range(3):
        await aigul.sends_photo(JPEG + bytes([number]), media_group_id="77", expect_silence=number > 0)
    assert len([one for one in aigul.messages[seen:] if one["from_bot"]]) == 1
    await aigul.sends_voice(OGG, duration=30)
    assert "📷 3 фото" in aigul.sees
    assert "🎤 1 дауыстық хабарлама" in aigul.sees
    await aigul.presses("📍 Орнын жіберу")
    await aigul.shares_location(50.4, 71.7)
    await aigul.presses(NEXT)
    await aigul.presses("🔒 Әкім мен жоба ғана")
    await aigul.presses(SEND)
    await aigul.presses("Ашу")
    await aigul.presses("📷 Фото: 3 🎤 Дауыс: 1")
    kinds = [kind for one in aigul.messages[-5:] for kind in ("photo", "voice") if kind in one]
    assert kinds == ["photo", "photo", "photo", "voice"]
    (its,) = await rows(kenes, issues)
    assert (its.latitude, its.longitude, its.privacy, its.text) == (50.4, 71.7, "akim", "")
    assert refused_calls(kenes) == []


async def test_a_place_far_away_is_asked_about_and_the_phones_keyboard_comes_back(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await kenes.db.write(_placed)
    await aigul.presses("📍 Орнын жіберу")
    await aigul.shares_location(43.24, 76.91)
    assert "Бұл жерден округке дейін" in aigul.sees
    await aigul.presses("Жоқ, алып таста")
    (its,) = await rows(kenes, issues)
    assert its.latitude is None
    await aigul.presses("📍 Орнын жіберу")
    await aigul.says("Болдырмау")
    assert "Жарайды, орнынсыз." in [one["text"] for one in aigul.messages[-3:]]
    (its,) = await rows(kenes, issues)
    assert its.text == ""


def _placed(connection: Connection) -> None:
    here = territories.c.code == ZHARASPAI
    connection.execute(territories.update().where(here).values(latitude=50.3, longitude=71.6))


async def test_what_a_report_cannot_take_is_said_clearly_and_nothing_is_lost(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await aigul.says("Байланыс жоқ")
    await aigul.sends_voice(OGG, duration=3600)
    assert "ең көбі 5 минут" in aigul.sees
    assert "✍️ Байланыс жоқ" in aigul.sees
    await aigul.sends_document(b"%PDF", "")
    assert "сөз, фото, дауыстық хабарлама" in aigul.sees
    await aigul.sends_sticker()
    await aigul.says("ұ" * 4096)
    assert "Тым ұзақ" in aigul.sees
    await aigul.says("Төбеге шығып сөйлесеміз")
    assert "✍️ Байланыс жоқ Төбеге шығып сөйлесеміз" in aigul.sees
    await aigul.presses(NEXT)
    assert len(await rows(kenes, issues)) == 1
    assert await rows(kenes, files) == []


@asynccontextmanager
async def bot_beside(sandbox: Sandbox, url: str, folder: Path) -> AsyncIterator[Stage]:
    """A bot of its own life beside a Telegram that outlives it."""
    db = open_database(url)
    try:
        await prepare(db, datetime.now(UTC))
        app = make_app(settings_for(url, folder, sandbox.url), db)
        async with running(app), Stage(sandbox.url, settle=lambda: settled(app, sandbox)) as stage:
            yield stage
    finally:
        await db.close()


async def test_a_restart_in_the_middle_of_a_report_loses_nothing(database_url: str, tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        async with bot_beside(sandbox, database_url, tmp_path) as stage:
            aigul = await begins(await registered(await stage.person("Айгүл", id=1001, language_code="kk")))
            await aigul.says("Байланыс жоқ")
            await aigul.sends_photo(JPEG)
        async with bot_beside(sandbox, database_url, tmp_path) as stage:
            aigul = await stage.meet(1001)
            await aigul.says("Төбеге шығып сөйлесеміз")
            assert "✍️ Байланыс жоқ Төбеге шығып сөйлесеміз" in aigul.sees
            assert "📷 1 фото" in aigul.sees
            await aigul.presses(NEXT)
            await aigul.presses(OPEN)
            await aigul.presses(SEND)
            assert "Жараспай-1" in aigul.sees


async def test_a_draft_survives_the_menu(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await aigul.says(NO_SIGNAL)
    await aigul.says("/settings")
    await aigul.says("/report")
    await aigul.presses(f"✏️ Жалғастыру: {NO_SIGNAL[:40]}")
    assert NO_SIGNAL in aigul.sees
    await aigul.presses(NEXT)
    await aigul.presses(OPEN)
    await aigul.presses(SEND)
    assert "Жараспай-1" in aigul.sees


async def test_a_neighbour_is_asked_whether_it_is_the_same_and_joins_with_a_tap(kenes: Village) -> None:
    await tells(await registered(await kenes.aigul()))
    await lets_in(kenes)
    berik = await begins(await registered(await kenes.berik()))
    await berik.says("уялы байланыс жок, ештене устамайды")
    await berik.presses(NEXT)
    await berik.presses(OPEN)
    await berik.presses(SEND)
    assert "Осылардың бірі емес пе?" in berik.sees
    assert "Жараспай-1" in berik.sees
    await berik.presses("🙋 Мен де: Жараспай-1")
    assert "Енді мұны 2 адам айтып тұр" in berik.sees
    assert len(await rows(kenes, issues)) == 1
    assert len(await rows(kenes, issue_supports)) == 2


async def test_me_too_and_following_are_switched_on_the_thread(kenes: Village) -> None:
    await tells(await registered(await kenes.aigul()))
    await lets_in(kenes)
    berik = await registered(await kenes.berik())
    await berik.says("/issues")
    await berik.presses("№1")
    await berik.presses("🔔 Бақылап жүру ғана")
    assert "Сіз бақылап жүрсіз" in berik.sees
    await berik.presses("🙋 Мен де")
    assert "Бұл 2 адамға қатысты" in berik.sees
    await berik.presses("✔️ Мен де (қайтарып алу)")
    assert "Бұл 1 адамға қатысты" in berik.sees
    await berik.presses("🔕 Енді бақыламау")
    assert await rows(kenes, issue_follows) == []


async def test_a_category_retired_while_berik_chooses_is_chosen_anew(kenes: Village) -> None:
    berik = await registered(await kenes.berik())
    await berik.says("/report")
    await berik.presses(ENGINEERING)
    (mobile,) = [one.id for one in await rows(kenes, issue_categories) if one.key == "mobile"]
    await kenes.db.write(categories.retire, mobile, datetime.now(UTC))
    await berik.presses(MOBILE)
    assert berik.alert == "Мұны енді таңдауға болмайды. Қайта таңдаңыз; жібергеніңіз сақтаулы."
    assert "Нақты не туралы?" in berik.sees
    assert MOBILE not in [label for row in berik.buttons for label in row]
    await berik.presses("Интернет")
    assert "Жараспай · Интернет" in berik.sees


async def test_elena_of_another_okrug_sees_nothing_by_guessed_numbers_buttons_and_links(kenes: Village) -> None:
    aigul = await tells(await registered(await kenes.aigul()))
    await aigul.presses("Ашу")
    await lets_in(kenes)
    (its,) = await rows(kenes, issues)
    elena = await of_izendi(await kenes.elena())
    nothing = "Такой проблемы нет, или она не вашего округа."
    await elena.says("/menu")
    menu = elena.messages[-1]
    for data in (
        f"iss1:{its.id}",
        f"issup1:{its.id}:1",
        f"isfol1:{its.id}:1",
        f"isp1:{its.id}:words",
        f"isp1:{its.id}:files",
        f"isrep1:{its.id}:say",
        f"isjn1:1:{its.id}",
        "iss1:9007199254740991",
    ):
        await elena.presses_old(menu, data)
        assert elena.alert == nothing, data
    await elena.presses_old(menu, f"isl1:{ZHARASPAI}::all:support:0")
    assert elena.alert == "Это может только человек с другой ролью или территорией." or "Жараспай" not in elena.sees
    await elena.opens(f"q{its.id}")
    assert nothing in elena.sees or nothing in [one["text"] for one in elena.messages[-2:]]
    await elena.says("/issues")
    await elena.presses("🔎 Найти по номеру или словам")
    await elena.says("Жараспай-1")
    assert NO_SIGNAL not in elena.sees
    assert await rows(kenes, issue_follows) == []
    assert len(await rows(kenes, issue_supports)) == 1


async def test_berik_cannot_go_on_with_aiguls_draft_by_a_forwarded_button(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await aigul.says(NO_SIGNAL)
    data = data_of(aigul, NEXT)
    berik = await registered(await kenes.berik())
    await berik.presses_old(berik.messages[-1], data)
    assert berik.alert == "Мұндай мәселе жоқ немесе ол басқа округтікі."
    assert NO_SIGNAL not in berik.sees


async def test_tampered_buttons_lead_to_the_menu(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    for data in ("iss1:-1", "isl1::nowhere:all:support:0", "issnd1:1:1:maybe", "isar1:0:planet", "isrep1:1:fly"):
        await aigul.presses_old(aigul.messages[-1], data)
        assert aigul.alert == "Бұл батырма ескірген. Міне, мәзір."


async def test_a_repeated_send_and_an_old_draft_button_lead_to_the_one_issue(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await aigul.says(NO_SIGNAL)
    draft, go_on = aigul.messages[-1], data_of(aigul, NEXT)
    await aigul.presses(NEXT)
    await aigul.presses(OPEN)
    message, send = aigul.messages[-1], data_of(aigul, SEND)
    await aigul.presses(SEND)
    await aigul.presses_old(message, send)
    assert len(await rows(kenes, issues)) == 1
    await aigul.presses_old(draft, go_on)
    assert aigul.alert == "Бұл жіберіліп қойған. Оны «Менің айтқандарым» деген жерден табасыз."


async def test_a_link_to_an_issue_brings_a_newcomer_into_its_okrug_and_to_it(kenes: Village) -> None:
    await tells(await registered(await kenes.aigul()))
    await lets_in(kenes)
    (its,) = await rows(kenes, issues)
    berik = await kenes.berik()
    await berik.opens(f"q{its.id}")
    await berik.presses("Қазақша")
    assert "Жараспай" in berik.sees
    await berik.presses("✅ Келісемін, әрі қарай")
    assert NO_SIGNAL in berik.sees
    assert "🙋 Мен де" in [label for row in berik.buttons for label in row]


async def test_a_number_is_typed_in_the_readers_language(kenes: Village) -> None:
    await tells(await registered(await kenes.aigul()))
    await lets_in(kenes)
    berik = await registered(await kenes.berik(), "Русский", "✅ Соглашаюсь, дальше")
    await berik.says("/issues")
    await berik.presses("🔎 Найти по номеру или словам")
    await berik.says("жараспай 1")
    assert "Жараспай-1 · Мобильная связь" in berik.sees
    await berik.says("/issues")
    await berik.presses("🔎 Найти по номеру или словам")
    await berik.says("нет связи")
    assert "Вот что нашлось" in berik.sees


async def test_the_name_stands_only_where_aigul_said_so(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await aigul.says(NO_SIGNAL)
    await aigul.presses(NEXT)
    await aigul.presses(OPEN)
    await aigul.presses("Атым көрінсін: Айгүл")
    assert "👤 Айгүл" in aigul.sees
    await aigul.presses(SEND)
    await lets_in(kenes)
    berik = await registered(await kenes.berik())
    await berik.says("/issues")
    await berik.presses("№1")
    assert "👤 Айгүл" in berik.sees
    await aigul.says("/settings")


async def test_staff_take_the_files_of_an_issue_along(kenes: Village) -> None:
    aigul = await begins(await registered(await kenes.aigul()))
    await aigul.sends_photo(JPEG)
    await aigul.presses(NEXT)
    await aigul.presses(OPEN)
    await aigul.presses(SEND)
    (its,) = await rows(kenes, issues)
    farida = await registered(await kenes.farida(), "Русский", "✅ Соглашаюсь, дальше")
    await farida.opens(f"q{its.id}")
    await farida.presses("🗄 Файлы для архива")
    assert (farida.last or {})["document"]["file_name"] == f"issue-{its.id}.zip"
    content = await farida.file(farida.last or {})
    assert b"photo-1.jpg" in content
    assert JPEG in content


async def test_an_akim_of_another_okrug_sees_nothing(kenes: Village) -> None:
    await tells(await registered(await kenes.aigul()))
    (its,) = await rows(kenes, issues)
    elena = await of_izendi(await kenes.elena())

    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, elena.id, datetime.now(UTC))
        assert found is not None
        roles.give(connection, found.id, Offer(Role.AKIM, Place(IZENDI, "")), None, datetime.now(UTC))

    await kenes.db.write(give)
    await elena.presses_old(elena.messages[-1], f"iss1:{its.id}")
    assert elena.alert == "Такой проблемы нет, или она не вашего округа."
