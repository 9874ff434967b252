"""Answering over the real road: Zharaspai's mobile coverage from its report to 560 people, and what goes wrong."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from domain.issues.imports import COLUMNS
from domain.issues.issue import Issue
from domain.issues.states import IssueState
from domain.roles import Offer, Role
from domain.territories import Place
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.issues import reading
from storage.tables.issues import issue_steps, issue_supports, issues
from storage.tables.outbox import notices
from storage.tables.people import people as people_table
from storage.tables.people import quiet_hours
from tests.cast import IZENDI, ZHARASPAI, Village, registered, village
from tests.handlers.conftest import refused_calls
from tests.handlers.test_issues import NO_SIGNAL, data_of, lets_in, of_izendi, rows, tells


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    """A village where one chat need not wait a second between two messages."""
    async with village(database_url, tmp_path) as running:
        running.app.pace.chat_seconds = 0.01
        yield running


async def holds(kenes: Village, person: Person, role: Role, code: str | None) -> Person:
    def give(connection: Connection) -> None:
        now = datetime.now(UTC)
        found = people.actor_of_telegram(connection, person.id, now)
        assert found is not None
        roles.give(connection, found.id, Offer(role, None if code is None else Place(code, "")), None, now)

    await kenes.db.write(give)
    return person


async def awake(kenes: Village) -> None:
    """Let nobody have quiet hours, whatever the clock on the wall says."""

    def never_quiet(connection: Connection) -> None:
        connection.execute(quiet_hours.delete())
        for number in connection.execute(sa.select(people_table.c.id)).scalars().all():
            connection.execute(quiet_hours.insert().values(person_id=number, from_hour=0, until_hour=0))

    await kenes.db.write(never_quiet)


async def minutes_go_by(kenes: Village) -> None:
    """What waits a few minutes, so that it can be taken back, waits no more."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    await awake(kenes)
    waiting = notices.c.state == "waiting"
    await kenes.db.write(lambda c: c.execute(notices.update().where(waiting).values(send_from=past)))


async def the_issue(kenes: Village) -> Issue:
    number = await kenes.db.read(lambda c: c.execute(sa.select(sa.func.min(issues.c.id))).scalar_one())
    found = await kenes.db.read(reading.issue, number)
    assert found is not None
    return found


async def zharaspai(kenes: Village) -> tuple[Person, Person, Person]:
    """Aigul told of the missing network, Berik shares it, Daniyar is their akim."""
    daniyar = await holds(kenes, await registered(await kenes.daniyar()), Role.AKIM, ZHARASPAI)
    aigul, berik = await registered(await kenes.aigul()), await registered(await kenes.berik())
    await awake(kenes)
    await tells(aigul)
    await lets_in(kenes)
    await berik.says("/issues")
    await berik.presses("№1")
    await berik.presses("🙋 Мен де")
    await daniyar.hears(wait=15)
    return aigul, berik, daniyar


async def staff(kenes: Village) -> Person:
    """Farida of the project's staff."""
    farida = await registered(await kenes.farida(), "Русский", "✅ Соглашаюсь, дальше")
    return await holds(kenes, farida, Role.STAFF, None)


async def opens(daniyar: Person) -> Person:
    await daniyar.says("/answer")
    await daniyar.presses("🆕 Жаңа · 1")
    return await daniyar.presses("Жараспай-1")


async def test_the_akim_hears_of_it_takes_it_up_and_solves_it_for_560_people(kenes: Village) -> None:
    aigul, berik, daniyar = await zharaspai(kenes)
    assert "Жаңа мәселе: Жараспай-1" in daniyar.sees
    assert NO_SIGNAL in daniyar.sees
    await daniyar.presses("👀 Қарауға аламын")
    assert "Бұл туралы 2 адам естиді" in daniyar.sees
    await daniyar.presses("🗓 Жоспарға")
    await daniyar.presses("3 ай ішінде")
    assert (await the_issue(kenes)).state is IssueState.PLANNED
    await minutes_go_by(kenes)
    for person in (aigul, berik):
        await person.hears(wait=15)
        assert "Жаңалық: Жараспай-1" in person.sees
        # Two steps of the same minutes come in one message.
        assert "қаралып жатыр" in person.sees
        assert "жоспарда" in person.sees
    await daniyar.presses("✅ Шешілді")
    await daniyar.says("Beeline қосылды, енді ауылда байланыс бар")
    await daniyar.presses("Бүгін")
    await daniyar.says("пятьсот")
    assert "цифрмен" in daniyar.sees
    await daniyar.says("5 000 000")
    assert "сонша адам тұрмайды" in daniyar.sees
    await daniyar.says("560")
    found = await the_issue(kenes)
    assert (found.state, found.reached) == (IssueState.SOLVED, 560)
    await daniyar.presses("➕ Орысша да жазу")
    await daniyar.says("Подключили Beeline, теперь связь есть")
    await minutes_go_by(kenes)
    for person in (aigul, berik):
        before = len(person.messages)
        await person.hears(wait=15)
        assert "Beeline қосылды" in person.sees
        assert "560" in person.sees
        assert len([one for one in person.messages[before:] if one["from_bot"]]) == 1
    assert refused_calls(kenes) == []


async def test_a_step_is_taken_back_by_a_button_and_nobody_hears_of_it(kenes: Village) -> None:
    aigul, _berik, daniyar = await zharaspai(kenes)
    await opens(daniyar)
    await daniyar.presses("🚫 Істелмейді")
    await daniyar.presses("Қазір оған ақша жоқ")
    assert "істелмейді" in daniyar.sees
    await daniyar.presses("↩️ Соңғы қадамды қайтару")
    assert (await the_issue(kenes)).state is IssueState.NEW
    heard = len(aigul.messages)
    await minutes_go_by(kenes)
    await aigul.hears()
    assert len(aigul.messages) == heard
    (reported, step) = await rows(kenes, issue_steps)
    assert (reported.public, step.public) == (True, False)


async def test_what_somebody_did_meanwhile_is_said_and_shown(kenes: Village) -> None:
    _aigul, _berik, daniyar = await zharaspai(kenes)
    await opens(daniyar)
    old = daniyar.messages[-1]
    stale = data_of(daniyar, "🛠 Жұмыс басталды")
    await daniyar.presses("👀 Қарауға аламын")
    await daniyar.presses_old(old, stale)
    assert "Осы арада өзгерді: әкім" in (daniyar.alert or "")
    assert (await the_issue(kenes)).state is IssueState.IN_REVIEW
    await daniyar.presses("💬 Сөзбен жауап беру")
    version = (await the_issue(kenes)).version
    await kenes.db.write(lambda c: c.execute(issues.update().values(version=version + 1)))
    await daniyar.says("Естідік")
    assert "Осы арада" in str([one.get("text") for one in daniyar.messages[-3:]])
    assert len(await rows(kenes, issue_steps)) == 2


async def test_an_answer_that_is_too_long_is_still_waited_for(kenes: Village) -> None:
    _aigul, _berik, daniyar = await zharaspai(kenes)
    await opens(daniyar)
    await daniyar.presses("💬 Сөзбен жауап беру")
    await daniyar.says("ж" * 4000)
    assert "Тым ұзақ: ең көбі 1500 әріп, мұнда 4000" in daniyar.sees
    await daniyar.says("Келесі аптада қараймыз")
    assert "Бұл туралы 2 адам естиді" in daniyar.sees
    assert (await the_issue(kenes)).answered_at is not None


async def test_an_akim_of_another_okrug_and_a_resident_can_do_nothing_with_his_buttons(kenes: Village) -> None:
    aigul, _berik, daniyar = await zharaspai(kenes)
    elena = await holds(kenes, await of_izendi(await kenes.elena()), Role.AKIM, IZENDI)
    await opens(daniyar)
    before = await the_issue(kenes)
    labels = [label for row in daniyar.buttons for label in row]
    stolen = [data_of(daniyar, label) for label in labels if label[:1] not in "‹🏠"]
    assert len(stolen) > 8
    for person, word in ((elena, "Такой проблемы нет"), (aigul, None)):
        for data in stolen:
            if not data.startswith("is") or data.startswith("iss1"):
                continue
            await person.presses_old(person.messages[-1], data)
            assert word is None or word in (person.alert or ""), data
    assert await the_issue(kenes) == before
    for data in (
        "isdo1:1:999999:rev",
        "isdo1:1:0:king",
        "isund1:1:999",
        "isban1:1:3650:insult",
        "isq1:all:0",
        "isdk1:-1",
    ):
        await daniyar.presses_old(daniyar.messages[-1], data)
    assert await the_issue(kenes) == before
    assert refused_calls(kenes) == []


async def test_a_duplicate_is_put_together_and_its_author_told(kenes: Village) -> None:
    _aigul, berik, daniyar = await zharaspai(kenes)
    await tells(berik, "Телефон ұстамайды, байланыс жоқ")
    await lets_in(kenes)
    await daniyar.hears(wait=15)
    await daniyar.says("/answer")
    await daniyar.presses("🆕 Жаңа · 2")
    await daniyar.presses("Жараспай-2")
    await daniyar.presses("🔗 Басқасымен біріктіру")
    assert "Жараспай-1" in daniyar.sees
    await daniyar.presses("Жараспай-1")
    assert [one.state for one in await rows(kenes, issues)] == ["new", "merged"]
    await minutes_go_by(kenes)
    await berik.hears(wait=15)
    assert "мына мәселемен бірдей: Жараспай-1" in berik.sees
    await berik.presses("📋 Ашу")
    assert "Бұл 2 адамға қатысты" in berik.sees


async def test_hidden_its_author_reads_why_and_asks_staff_who_show_it_again(kenes: Village) -> None:
    aigul, _berik, daniyar = await zharaspai(kenes)
    farida = await staff(kenes)
    await opens(daniyar)
    await daniyar.presses("🙈 Жасыру")
    await daniyar.presses("Адамдардың аты аталған")
    await minutes_go_by(kenes)
    await aigul.hears(wait=15)
    assert "Себебі: Адамдардың аты аталған" in aigul.sees
    await aigul.presses("✉️ Жоба қызметкерінен сұрау")
    await aigul.says("Онда ешкімнің аты жоқ")
    assert "Жоба қызметкерлеріне айтылды" in aigul.sees
    await farida.hears(wait=15)
    assert "Онда ешкімнің аты жоқ" in farida.sees
    await farida.presses("💬 Ответить")
    await farida.presses("👁 Показать снова")
    assert (await the_issue(kenes)).hidden_at is None


async def test_a_barred_person_reads_why_and_until_when(kenes: Village) -> None:
    aigul, _berik, daniyar = await zharaspai(kenes)
    await opens(daniyar)
    await daniyar.presses("⛔️ Айтқан адамға тыйым")
    await daniyar.presses("7 күнге")
    await daniyar.presses("Біреуге тіл тигізілген")
    assert "Айтқан адам мұнда 7 күн мәселе айта алмайды" in daniyar.sees
    await aigul.hears(wait=15)
    assert "Себебі: Біреуге тіл тигізілген" in aigul.sees
    await aigul.says("/report")
    await aigul.presses("🔧 Жол, су, жарық, байланыс")
    await aigul.presses("Жолдар")
    assert "Біреуге тіл тигізілген" in (aigul.alert or "")


async def test_after_weeks_it_is_asked_whether_it_is_solved_and_not_yet_opens_it_again(kenes: Village) -> None:
    aigul, berik, _daniyar = await zharaspai(kenes)
    number = (await the_issue(kenes)).id
    solved = {"state": "solved", "solved_at": datetime.now(UTC), "rounds": 1}
    await kenes.db.write(lambda c: c.execute(issues.update().values(solved)))
    for person in (aigul, berik):
        await person.says("/mine")
        await person.presses("Жараспай-1")
        await person.presses("❌ Әлі жоқ")
    assert "қайта ашылды" in berik.sees
    assert (await the_issue(kenes)).state is IssueState.REOPENED
    await aigul.presses("✅ Иә, шешілді")
    assert "Бұл енді сұралмайды" in (aigul.alert or "")
    assert number


async def test_staff_give_past_problems_as_a_table(kenes: Village, tmp_path: Path) -> None:
    farida = await staff(kenes)
    await farida.says("/answer")
    await farida.presses("📥 Внести прошлые")
    file = tmp_path / "kenes-issues.xlsx"
    file.write_bytes(await farida.file(farida.messages[-1]))
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    assert page.max_column == len(COLUMNS)
    filled: list[Any] = [ZHARASPAI, "Мобильная связь", "Нет связи", "05.09.2017", "решено", "Да", None, "15.01.2018"]
    for column, value in enumerate((*filled, "пятьсот"), 1):
        page.cell(2, column, value)
    book.save(file)
    await farida.sends_document(file)
    assert "строка 2, столбец I «скольким людям помогло»" in farida.sees
    page.cell(2, 9, 560)
    book.save(file)
    await farida.sends_document(file)
    assert "Внесена 1 прошлая проблема" in farida.sees
    assert (await the_issue(kenes)).history
    assert await rows(kenes, issue_supports) == []
