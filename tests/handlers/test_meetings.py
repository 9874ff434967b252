"""Meetings over the real road: an akim holds one, residents answer, and what stands in the database is looked at."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from actions.context import Context, meet
from actions.issues import reporting, sending
from bot.kinds import all_kinds
from domain.contents import Content
from domain.issues.issue import Issue
from domain.issues.states import IssueState
from domain.meetings import Meeting
from domain.outbox import Receiver
from domain.roles import Area, Offer, Position, Role
from domain.territories import Place
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.issues import reading
from storage.meetings import planning
from storage.outbox import notices
from storage.tables.issues import issue_categories
from storage.tables.meetings import meeting_answers, meeting_attendance, meeting_counts, meeting_outcomes, meetings
from tests.cast import ZHARASPAI, Village, registered, village
from texts import words

ALMATY = ZoneInfo("Asia/Almaty")
DAY = datetime.now(ALMATY) + timedelta(days=40)


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


async def holds(kenes: Village, person: Person, offer: Offer, name: str | None = None) -> None:
    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, person.id, datetime.now(UTC))
        assert found is not None
        roles.give(connection, found.id, offer, None, datetime.now(UTC))
        if name:
            people.set_name(connection, found.id, name)

    await kenes.db.write(give)


async def akim(kenes: Village) -> Person:
    daniyar = await registered(await kenes.daniyar())
    await holds(kenes, daniyar, Offer(Role.AKIM, Place(ZHARASPAI, "")), "Данияр")
    return daniyar


async def the_meeting(kenes: Village) -> Meeting:
    number = await kenes.db.read(lambda c: c.execute(sa.select(sa.func.max(meetings.c.id))).scalar_one())
    found = await kenes.db.read(planning.meeting, number)
    assert found is not None
    return found


async def rows(kenes: Village, table: sa.Table) -> list[Any]:
    return list(await kenes.db.read(lambda c: c.execute(sa.select(table)).all()))


async def makes_a_training(daniyar: Person) -> None:
    """Fills a draft in, in Kazakh: a title, a typed time, a place, everyone."""
    await daniyar.presses("📅 Жиналыстар")
    await daniyar.presses("➕ Жаңа жиналыс")
    await daniyar.presses("Дөңгелек үстел")
    await daniyar.presses("Атауы")
    await daniyar.says("Ауыз су туралы")
    await daniyar.presses("Қашан")
    await daniyar.says(f"{DAY:%d.%m.%Y} 15:00")
    await daniyar.presses("Қайда")
    await daniyar.says("мектеп, акт залы")
    await daniyar.presses("Кім шақырылады")
    await daniyar.presses("Бәрі: Жараспай")


async def begins_now(kenes: Village, meeting_id: int) -> None:
    """The day of the meeting comes."""
    await kenes.db.write(
        lambda c: c.execute(
            meetings.update()
            .where(meetings.c.id == meeting_id)
            .values(starts_at=datetime.now(UTC) - timedelta(minutes=5))
        )
    )


async def test_an_akim_invites_in_kazakh_and_residents_answer(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    assert "Ауыз су туралы" in daniyar.sees
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    meeting = await the_meeting(kenes)
    assert meeting.starts_at == DAY.replace(hour=15, minute=0, second=0, microsecond=0).astimezone(UTC)
    assert (meeting.where, meeting.title and meeting.title.kk) == ("мектеп, акт залы", "Ауыз су туралы")

    await aigul.says("/meetings")
    await aigul.presses("Ауыз су туралы")
    await aigul.presses("✅ Барамын")
    assert "жазып алдым" in aigul.alert
    await aigul.presses("✅ Барамын")
    ((_, _, answer, waiting, _),) = await rows(kenes, meeting_answers)
    assert (answer, waiting) == ("coming", False)
    await aigul.presses("📅 Күнтізбеме қосу")
    assert aigul.last is not None
    assert b"BEGIN:VEVENT" in await aigul.file(aigul.last)
    await daniyar.says("/meetings")
    await daniyar.presses("Ауыз су туралы")
    assert "Келеді: 1" in daniyar.sees


async def test_a_leader_chooses_the_day_from_a_calendar_in_russian(kenes: Village) -> None:
    elena = await kenes.elena()
    await registered(elena, "Русский", "✅ Соглашаюсь")
    await holds(kenes, elena, Offer(Role.COMMITTEE, Place(ZHARASPAI, ""), Area.SOCIAL, Position.LEADER), "Елена")
    await elena.says("/meetings")
    await elena.presses("➕ Новое собрание")
    await elena.presses("Тематическая рабочая группа")
    await elena.presses("Когда")
    await elena.presses("»")
    await elena.presses("15")
    await elena.presses("18:30")
    meeting = await the_meeting(kenes)
    assert meeting.area is Area.SOCIAL
    assert meeting.starts_at is not None
    local = meeting.starts_at.astimezone(ALMATY)
    assert (local.day, local.hour, local.minute) == (15, 18, 30)
    await elena.presses("Когда")
    await elena.says("когда-нибудь")
    assert "Не понял" in elena.sees
    await elena.says("завтра 9:00")
    moved = (await the_meeting(kenes)).starts_at
    assert moved is not None
    assert moved.astimezone(ALMATY).hour == 9
    await elena.presses("Где")
    await elena.says("клуб")
    await elena.presses("Где")
    await elena.shares_location(50.3, 71.5)
    assert (await the_meeting(kenes)).point == (50.3, 71.5)
    await elena.presses("О чём")
    await elena.says("вода\nдороги")
    await elena.presses("Сколько мест")
    await elena.says("много")
    await elena.says("12")
    await elena.presses("Напоминания")
    await elena.presses("за 7 дней")
    meeting = await the_meeting(kenes)
    assert (meeting.agenda, meeting.capacity, meeting.reminders) == (("вода", "дороги"), 12, (1440, 180))


async def test_a_corrected_answer_is_taken_after_a_wrong_one(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("Қашан")
    await daniyar.says("кеше 9:00")
    assert "өтіп кет" in daniyar.sees
    await daniyar.says("31.02.2027 10:00")
    assert "Күнтізбеде мұндай күн жоқ" in daniyar.sees
    await daniyar.says(f"{DAY:%d.%m.%Y} 16:00")
    starts_at = (await the_meeting(kenes)).starts_at
    assert starts_at is not None
    assert starts_at.astimezone(ALMATY).hour == 16
    await daniyar.presses("Не туралы")
    await daniyar.says("ұ" * 121)
    await daniyar.says("су")
    assert (await the_meeting(kenes)).agenda == ("су",)


async def test_an_answer_to_an_older_state_is_asked_for_once_more(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("Орын саны")
    await kenes.db.write(lambda c: planning.change(c, _of(c), agenda=("жол",)))
    await daniyar.says("12")
    assert (await the_meeting(kenes)).capacity is None
    await daniyar.says("12")
    assert ((await the_meeting(kenes)).capacity, (await the_meeting(kenes)).agenda) == (12, ("жол",))


def _of(connection: Connection) -> Meeting:
    found = planning.meeting(connection, connection.execute(sa.select(sa.func.max(meetings.c.id))).scalar_one())
    assert found is not None
    return found


async def test_a_place_in_words_and_a_point_come_in_a_row(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("Қайда")
    await daniyar.says("клуб")
    await daniyar.shares_location(50.3, 71.5)
    meeting = await the_meeting(kenes)
    assert (meeting.where, meeting.point) == ("клуб", (50.3, 71.5))
    await daniyar.presses("Қайда")
    await daniyar.says("мектеп")
    await daniyar.says("рахмет")
    assert (await the_meeting(kenes)).where == "мектеп"


async def test_a_point_may_come_before_the_place_in_words(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await daniyar.says("/meetings")
    await daniyar.presses("➕ Жаңа жиналыс")
    await daniyar.presses("Дөңгелек үстел")
    await daniyar.presses("Қайда")
    await daniyar.shares_location(50.3, 71.5)
    await daniyar.says("клуб")
    meeting = await the_meeting(kenes)
    assert (meeting.where, meeting.point) == ("клуб", (50.3, 71.5))


async def test_a_meeting_is_not_moved_into_the_past(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    before = (await the_meeting(kenes)).starts_at
    await daniyar.presses("✏️ Өзгерту")
    await daniyar.presses("🗓")
    await daniyar.says("кеше 9:00")
    assert "өтіп кет" in daniyar.sees
    await daniyar.says(f"{DAY:%d.%m.%Y} 17:00")
    await daniyar.presses("Иә, ауыстыру")
    after = (await the_meeting(kenes)).starts_at
    assert before is not None
    assert after == before + timedelta(hours=2)


async def test_how_long_it_takes_is_chosen_or_typed_and_the_calendar_knows_it(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("Қанша уақытқа созылады")
    await daniyar.presses("4 сағат")
    assert "(4 сағат)" in daniyar.sees
    await daniyar.presses("Қанша уақытқа созылады")
    await daniyar.says("ұзақ")
    assert "түсінбедім" in daniyar.sees
    await daniyar.says("бір жарым сағат")
    assert "(1 сағат 30 минут)" in daniyar.sees
    assert (await the_meeting(kenes)).minutes == 90
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    await daniyar.presses("✏️ Өзгерту")
    await daniyar.presses("Қанша уақытқа созылады")
    assert "Шақырылғандардың бәріне айтамын" in daniyar.sees
    await daniyar.says("3 сағат")
    await daniyar.presses("📅 Күнтізбеме қосу")
    assert daniyar.last is not None
    (event,) = Calendar.from_ical(await daniyar.file(daniyar.last)).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=3)


async def test_others_are_invited_after_a_question(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    # The invitation comes to him too, below the meeting.
    while "Сізді шақырамыз" not in daniyar.sees:
        await daniyar.hears(wait=5)
    await daniyar.says("/meetings")
    await daniyar.presses("Ауыз су туралы")
    await daniyar.presses("✏️ Өзгерту")
    await daniyar.presses("👥 Кім шақырылады")
    await daniyar.presses("Комитет пен барлық топ")
    assert "Басқаларды шақырамыз ба?" in daniyar.sees
    before = await the_meeting(kenes)
    asked = daniyar.messages[-1]
    await daniyar.presses("Иә, өзгерту")
    after = await the_meeting(kenes)
    assert (after.version, after.audience != before.audience) == (before.version + 1, True)
    whole = next(
        one["callback_data"] for row in asked["reply_markup"]["inline_keyboard"] for one in row if "minv1" in str(one)
    )
    await aigul.presses_old(aigul.messages[-1], whole)
    assert aigul.alert
    await daniyar.presses_old(asked, whole)
    assert (await the_meeting(kenes)) == after


async def tells_of_water(kenes: Village, aigul: Person) -> int:
    """Aigul told of a problem two days ago, and her neighbours see it."""
    then = datetime.now(UTC) - timedelta(days=2)
    actor = await meet(kenes.app.shared, aigul.id, then)

    def ctx(step: str) -> Context:
        return Context(kenes.app.shared, actor, then, source=f"test:{step}")

    category = await kenes.db.read(lambda c: c.execute(sa.select(sa.func.min(issue_categories.c.id))).scalar_one())
    begun = await reporting.begin(ctx("1"), category)
    written = await reporting.take(ctx("2"), begun.issue.id, Content(1, "Колонкадан екі апта су ақпайды"))
    await sending.send(ctx("3"), written.issue.id, written.issue.version, sure=True)
    return written.issue.id


async def test_a_problem_of_the_okrug_is_talked_about_and_moves_on(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    daniyar = await akim(kenes)
    number = await tells_of_water(kenes, aigul)
    await makes_a_training(daniyar)
    await daniyar.presses("Талқыланатын мәселелер")
    await daniyar.presses("▫️ Жараспай-1")
    await daniyar.presses("✅ Дайын")
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    meeting = await the_meeting(kenes)
    await aigul.opens(f"e{meeting.code}")
    assert "Колонкадан екі апта су ақпайды" in aigul.sees
    assert ["🔎 Жараспай-1"] in aigul.buttons
    await begins_now(kenes, meeting.id)
    await daniyar.says("/meetings")
    await daniyar.presses("Ауыз су туралы")
    await daniyar.presses("📝 Хаттама")
    await daniyar.presses("📌 Мәселелер енді не болады")
    asked = daniyar.messages[-1]
    version = (await issue_now(kenes, number)).version
    planned = f"mmov1:{meeting.id}:{number}:{version}:planned"
    await aigul.presses_old(aigul.messages[-1], planned)
    assert (await issue_now(kenes, number)).state is IssueState.NEW
    await daniyar.chooses(f"mmov1:{meeting.id}", "planned")
    assert "Жараспай-1" in daniyar.alert
    issue = await issue_now(kenes, number)
    assert issue.state is IssueState.PLANNED
    (*_, step) = await kenes.db.read(lambda c: reading.steps(c, number, public_only=True))
    assert step.text == "Жиналыста шешілді: Ауыз су туралы"
    # Pressed again it does nothing, nor does it bring what a meeting may not: that needs words.
    for data in (planned, planned.replace("planned", "solved"), planned.replace(f":{number}:", ":999:")):
        await daniyar.presses_old(asked, data)
    assert await issue_now(kenes, number) == issue


async def issue_now(kenes: Village, number: int) -> Issue:
    found = await kenes.db.read(reading.issue, number)
    assert found is not None
    return found


async def test_the_register_of_an_akim_is_headed_by_the_okrug_and_knows_no_made_up_period(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await daniyar.presses_old(daniyar.messages[-1], "go1:register")
    assert "Жараспай" in daniyar.sees
    assert words("kk").plain("all territories") not in daniyar.sees
    await daniyar.presses_old(daniyar.messages[-1], "mreg1:::y7")
    assert "ескі" in (daniyar.alert or "")


async def test_the_draft_is_there_after_something_else_and_can_be_gone_on_with(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.says("/settings")
    await daniyar.says("/meetings")
    await daniyar.presses("✏️ Жалғастыру: Ауыз су туралы")
    await daniyar.presses("🗑 Қаралама керек емес")
    await daniyar.presses("Иә, керек емес")
    assert await rows(kenes, meetings) == []


async def test_elena_elsewhere_cannot_open_it_by_a_guessed_button(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    elena = await kenes.elena()
    await elena.opens("t636857000")
    await elena.presses("Русский")
    await elena.presses("✅ Соглашаюсь")
    number = (await the_meeting(kenes)).id
    for data in (
        f"meet1:{number}",
        f"mans1:{number}:coming",
        f"moff1:{number}:1",
        f"matt1:{number}:0",
        "mnew1:forum::-",
    ):
        await elena.presses_old(elena.messages[-1], data)
        assert elena.alert
    assert await rows(kenes, meeting_answers) == []
    await elena.says("/meetings")
    assert "никуда не приглашали" in elena.sees


async def test_at_the_meeting_and_after_it(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    meeting = await the_meeting(kenes)
    await aigul.opens(f"e{meeting.code}")
    assert "Ауыз су туралы" in aigul.sees
    assert await rows(kenes, meeting_attendance) == []

    await begins_now(kenes, meeting.id)
    await aigul.opens(f"e{meeting.code}")
    assert "Келгеніңізді белгіледім" in aigul.sees
    await aigul.presses("Әйел не ер екенімді айту")
    await aigul.presses("Әйел")
    await aigul.presses("🏠")
    await aigul.presses("📅 Жиналыстар")
    await aigul.presses("✋ Мен келдім: код теру")
    await aigul.says("не то")
    await aigul.says(meeting.code.upper())
    assert len(await rows(kenes, meeting_attendance)) == 1

    await daniyar.says("/meetings")
    await daniyar.presses("Ауыз су туралы")
    await daniyar.presses("✋ Кім келді")
    await daniyar.presses("▫️ Данияр")
    await daniyar.presses("🔢 Telegram-сыз")
    await daniyar.says("12, 9")
    assert "Telegram-сыз: әйел: 12, ер адам: 9" in daniyar.sees
    assert "әйел: 1, ер адам: 0, айтпаған: 1" in daniyar.sees
    await daniyar.presses("👩 Барлығы неше әйел")
    assert "айтпаған: 1" in daniyar.sees
    await daniyar.says("көп")
    await daniyar.says("кемінде 24")
    assert "Әйелдер саны бүкіл келгендерден көп" in daniyar.sees
    await daniyar.says("кемінде 14")
    assert "Барлығы әйел: кемінде 14" in daniyar.sees
    await daniyar.presses("📷 Қағаз тізімнің суреті")
    await daniyar.sends_photo(b"\xff\xd8 a list")
    await daniyar.presses("🖼 Фотоны көру: 1")
    assert "Бұл — қағаз тізім" in daniyar.sees
    assert daniyar.messages[-2]["photo"]
    number = (await the_meeting(kenes)).id
    await aigul.presses_old(aigul.messages[-1], f"mpap1:{number}")
    assert aigul.alert
    await daniyar.presses("‹ Артқа")
    assert len(await rows(kenes, meeting_attendance)) == 2
    assert len(await rows(kenes, meeting_counts)) == 1

    await daniyar.presses("‹ Артқа")
    await daniyar.presses("📝 Хаттама")
    await daniyar.presses("✏️ Жазу не файл жіберу")
    await daniyar.says("Су туралы сөйлестік.")
    await daniyar.presses("✏️ Жазу не файл жіберу")
    await daniyar.sends_document(b"%PDF-1.4")
    await daniyar.presses("➕ Кім, не істейді")
    await daniyar.says("смета")
    await daniyar.says("смета\nДанияр\n25.12.2027")
    await daniyar.presses("📨 Қатысқандарға жіберу")
    await daniyar.presses("Иә, жіберу")
    ((_, _, _, text, owner, due_on),) = await rows(kenes, meeting_outcomes)
    assert (text, owner, due_on.isoformat()) == ("смета", "Данияр", "2027-12-25")
    await aigul.says("/meetings")
    await aigul.presses("Ауыз су туралы")
    assert "Су туралы сөйлестік." in aigul.sees


async def test_every_notice_of_a_meeting_is_shown_in_three_languages(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes_a_training(daniyar)
    await daniyar.presses("✉️ Шақыру")
    await daniyar.presses("Иә, шақыру")
    number = (await the_meeting(kenes)).id
    (invitation, *_) = await kenes.db.read(notices.of_subject, "meeting", number)
    kinds = {name: kind for name, kind in all_kinds(ALMATY).items() if "meeting" in name or "minutes" in name}
    assert len(kinds) == 8
    for name, kind in kinds.items():
        loaded = await kenes.db.read(kind.load, invitation)
        if name in ("meeting_cancelled", "meeting_minutes"):
            assert loaded is None
            continue
        for language in ("kk", "ru", "en"):
            shown = kind.show(words(language), loaded, Receiver(1, language))
            assert "Ауыз су туралы" in shown[0].text
            assert "Ауыз су туралы" in kind.line(words(language), loaded)


async def test_staff_read_the_register_and_take_past_events_over(kenes: Village, tmp_path: Path) -> None:
    farida = await registered(await kenes.farida(), "Русский", "✅ Соглашаюсь")
    await farida.presses("📊 Реестр собраний")
    assert "Собраний и мероприятий: 0" in farida.sees
    await farida.says("/meetings")
    await farida.presses("📥 Занести прошлые мероприятия")
    assert farida.last is not None
    table = tmp_path / "events.xlsx"
    table.write_bytes(await farida.file(farida.last))
    await farida.sends_document(table, media_type="application/vnd.ms-excel")
    assert "В реестре теперь на 0" in farida.sees
    fill(table, kind="тренинг", people="семьдесят")
    await farida.presses_old(farida.messages[-1], "go1:import_meetings")
    await farida.sends_document(table)
    assert "лист 1, строка 2, столбец J «людей»: не целое число" in farida.sees
    fill(table, kind="тренинг", people=70)
    await farida.sends_document(table)
    assert "В реестре теперь на 1 прошлое мероприятие больше" in farida.sees
    await farida.presses("📊 Реестр")
    assert "не меньше 70" in farida.sees
    assert "женщины 40 % (пол известен: не меньше 70)" in farida.sees
    await farida.presses("Период")
    await farida.presses("2017")
    await farida.presses("Территория")
    await farida.presses("Карагандинская")
    await farida.presses("✔️")
    assert "Собраний и мероприятий: 0" in farida.sees
    await farida.presses("📄 Таблицей (XLSX)")
    assert farida.last is not None
    assert (await farida.file(farida.last)).startswith(b"PK")


def fill(path: Path, *, kind: str, people: object) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    values = {1: kind, 5: "Тренинг для акимов", 7: datetime(2017, 6, 22), 10: people, 11: "да", 13: 40}  # noqa: DTZ001
    for column, value in values.items():
        sheet.cell(2, column, value)
    book.save(path)
