"""Surveys over the real road: an akim opens one, residents answer it in their chats, and strangers get nowhere."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Offer, Role
from domain.surveys.forms import Choice, Form, Question, QuestionKind
from domain.territories import Place
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.surveys import surveys as store
from storage.tables.surveys import answers, participations, responses, surveys
from tests.actions.survey_kit import text
from tests.cast import ZHARASPAI, Village, registered, village

WATER = Question(
    "water",
    QuestionKind.SELECT_ONE,
    text("Ауыз су бар ма?", "Вода есть?"),
    required="true()",
    choices=(Choice("yes", text("Бар", "Есть")), Choice("no", text("Жоқ", "Нет"))),
)
NEEDS = Question(
    "needs",
    QuestionKind.SELECT_MULTIPLE,
    text("Не керек?", "Что нужно?"),
    choices=(Choice("road", text("Жол", "Дорога")), Choice("school", text("Мектеп", "Школа"))),
)
HOW_MANY = Question("many", QuestionKind.DECIMAL, text("Неше гектар?", "Сколько гектаров?"), required="true()")
WORDS = Question("words", QuestionKind.TEXT, text("Тағы не айтасыз?", "Что ещё скажете?"))


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


async def akim(kenes: Village) -> Person:
    daniyar = await registered(await kenes.daniyar())

    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, daniyar.id, datetime.now(UTC))
        assert found is not None
        roles.give(connection, found.id, Offer(Role.AKIM, Place(ZHARASPAI, "")), None, datetime.now(UTC))

    await kenes.db.write(give)
    return daniyar


async def rows(kenes: Village, table: sa.Table) -> list[Any]:
    return list(await kenes.db.read(lambda c: c.execute(sa.select(table)).all()))


async def newest(kenes: Village) -> int:
    return int(max(row.id for row in await rows(kenes, surveys)))


async def makes(kenes: Village, daniyar: Person, *questions: Question, named: bool = False) -> int:
    """Has a draft with a title and an end, in the author's own taps; the questions are put in at once."""
    await daniyar.says("/menu")
    await daniyar.presses("📝 Сауалнамалар")
    await daniyar.presses("🗂 Мен жүргізетін сауалнамалар")
    await daniyar.presses("➕ Жаңа сауалнама")
    await daniyar.presses("🏷 Қазақша")
    await daniyar.says("Ауылға не керек?")
    await daniyar.presses("🏷 Русский")
    await daniyar.says("Что нужно селу?")
    await daniyar.presses("🏁 Жабылуы")
    await daniyar.chooses("svc1")
    if named:
        await daniyar.presses("🙈 Аты-жөнімен бе")
        await daniyar.presses("👤 Аты-жөнімен")
        await daniyar.presses("‹ Артқа")
    number = await newest(kenes)
    form = Form("f", text("Ауылға не керек?", "Что нужно селу?"), questions=questions)
    await kenes.db.write(store.set_definition, number, 1, form.as_dict(), datetime.now(UTC))
    await daniyar.chooses("svp1", "check")
    return number


async def opens(kenes: Village, *questions: Question, named: bool = False) -> tuple[Person, int]:
    daniyar = await akim(kenes)
    number = await makes(kenes, daniyar, *questions, named=named)
    await daniyar.presses("✅ Сауалнаманы ашу")
    assert "🟢" in daniyar.sees
    return daniyar, number


async def begins(person: Person, title: str = "📝 Ауылға не керек?") -> None:
    await person.says("/surveys")
    await person.presses(title)
    await person.presses("▶️ Бастау")
    await person.presses("әйел")
    await person.presses("35–44")


async def test_an_akim_opens_a_survey_and_a_resident_answers_it(kenes: Village) -> None:
    await opens(kenes, WATER, NEEDS, HOW_MANY, WORDS)
    aigul = await registered(await kenes.aigul())
    await aigul.says("/surveys")
    await aigul.presses("📝 Ауылға не керек?")
    for said in ("Аты-жөнсіз", "әкімдік, Жараспай", "кілт жойылады", "өзіңіз өшіре аласыз"):
        assert said in aigul.sees
    await aigul.presses("▶️ Бастау")
    await aigul.presses("әйел")
    await aigul.presses("35–44")
    assert "4 сұрақтың 1-сұрағы" in aigul.sees
    await aigul.presses("Жоқ")
    await aigul.presses("⬜ Жол")
    await aigul.presses("⬜ Мектеп")
    await aigul.presses("✅ Дайын")
    await aigul.says("3,5")
    assert "Жазып алдым: 3,5" in aigul.sees
    assert "Тағы не айтасыз?" in aigul.sees
    await aigul.says("Көпір керек")
    assert "Жауаптарыңыз есепке алынды" in aigul.sees
    found = {row.question: (row.value, row.counted) for row in await rows(kenes, answers)}
    assert found == {
        "water": ("no", True),
        "needs": ("road school", True),
        "many": ("3.5", True),
        "words": ("Көпір керек", True),
    }
    assert [row.state for row in await rows(kenes, participations)] == ["finished"]


async def test_one_question_is_one_message_that_changes(kenes: Village) -> None:
    await opens(kenes, WATER, NEEDS)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    before = len(aigul.messages)
    await aigul.presses("Бар")
    await aigul.presses("⬜ Жол")
    assert len(aigul.messages) == before


async def test_an_old_message_and_a_second_phone_change_nothing(kenes: Village) -> None:
    await opens(kenes, WATER, NEEDS)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    message = aigul.last
    assert message is not None
    (turn,) = {row.turn for row in await rows(kenes, responses)}
    number = await newest(kenes)
    await aigul.presses("Бар")
    await aigul.presses_old(message, f"svq1:{number}:{turn}:1")
    assert "Не керек?" in aigul.sees
    assert [(row.question, row.value) for row in await rows(kenes, answers)] == [("water", "yes")]


async def test_a_sticker_a_photo_and_a_long_text_are_no_answers(kenes: Village) -> None:
    await opens(kenes, WORDS, HOW_MANY)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await aigul.sends_sticker()
    await aigul.sends_photo(b"x")
    assert "тек сөзбен" in aigul.sees
    # Telegram cuts five thousand letters in two: the rest must not be taken for the answer.
    await aigul.says("а" * 4096)
    assert "тым ұзын" in aigul.sees
    await aigul.says("б" * 904)
    assert await rows(kenes, answers) == []
    assert "Тағы не айтасыз?" in aigul.sees


async def test_a_voice_answers_open_words_when_names_are_known(kenes: Village) -> None:
    await opens(kenes, WORDS, HOW_MANY, named=True)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await aigul.sends_voice(b"x", duration=3600)
    assert "5 минуттан аспасын" in aigul.sees
    await aigul.sends_voice(b"x", duration=20)
    assert "дауыстық хабар" in aigul.sees
    (answer,) = await rows(kenes, answers)
    assert answer.value.startswith("voice:")


async def test_a_stranger_with_a_guessed_number_or_another_okrugs_link_gets_nowhere(kenes: Village) -> None:
    _daniyar, number = await opens(kenes, WATER)
    elena = await kenes.elena()
    await elena.opens("t636857000")
    await elena.presses("Русский")
    await elena.presses("✅ Соглашаюсь, дальше")
    message = elena.last
    assert message is not None
    for data in (f"sva1:{number}:", f"svgo1:{number}:", f"svq1:{number}:1:0", f"sv1:{number}", "sva1:999999:"):
        alert = (await elena.presses_old(message, data)).sees
        assert "Ауылға" not in alert
        assert "Что нужно" not in alert
    (survey,) = await rows(kenes, surveys)
    await elena.opens(f"s{survey.code}")
    assert "Что нужно" not in elena.sees
    assert await rows(kenes, participations) == []


async def test_stopping_and_going_on_later(kenes: Village) -> None:
    await opens(kenes, WATER, NEEDS)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await aigul.presses("Бар")
    await aigul.presses("⏸ Тоқтап, кейін жалғастыру")
    assert "Жауаптарыңыз сақталды" in aigul.sees
    await aigul.says("/surveys")
    await aigul.presses("▶️ Ауылға не керек?")
    assert "Не керек?" in aigul.sees


async def test_answers_are_looked_over_and_changed(kenes: Village) -> None:
    await opens(kenes, WATER, HOW_MANY)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await aigul.presses("Бар")
    await aigul.says("2")
    await aigul.presses("🔍 Жауаптарымды қарау")
    assert "— Бар" in aigul.sees
    await aigul.presses("✏️ 1")
    await aigul.presses("Жоқ")
    assert "Жауаптарыңыз есепке алынды" in aigul.sees
    found = {row.question: row.value for row in await rows(kenes, answers)}
    assert found == {"water": "no", "many": "2"}


async def test_an_answer_to_a_survey_that_was_called_off(kenes: Village) -> None:
    daniyar, _number = await opens(kenes, WATER, NEEDS)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await daniyar.presses("✖️ Сауалнаманы тоқтату")
    await daniyar.presses("✖️ Тоқтатып, өшіру")
    await aigul.presses("Бар")
    assert "тоқтатылды" in aigul.sees
    assert await rows(kenes, answers) == []


async def test_who_comes_by_the_link_registers_in_its_okrug_by_three_taps_and_reads_it(kenes: Village) -> None:
    await opens(kenes, WATER)
    (survey,) = await rows(kenes, surveys)
    aigul = await kenes.aigul()
    await aigul.opens(f"s{survey.code}")
    await aigul.presses("Қазақша")
    await aigul.presses("✅ Келісемін, әрі қарай")
    assert "Аты-жөнсіз" in aigul.sees
    await aigul.presses("▶️ Бастау")


async def test_a_question_that_its_author_read_aloud_can_be_heard(kenes: Village) -> None:
    daniyar = await akim(kenes)
    number = await makes(kenes, daniyar, WATER, NEEDS)
    await daniyar.presses("‹ Артқа")
    await daniyar.presses("⚙️ Тағы")
    await daniyar.chooses("svp1", "aloud")
    await daniyar.chooses("svrec1", "0:kk")
    await daniyar.says("сөзбен")
    assert "дауыстық хабар" in daniyar.sees
    await daniyar.sends_voice(b"x", duration=9)
    await daniyar.chooses("svrec1", "0:kk")
    await daniyar.sends_photo(b"a picture of the well")
    await daniyar.chooses("svp1", "more")
    await daniyar.chooses("sv1")
    await daniyar.chooses("svp1", "check")
    await daniyar.presses("✅ Сауалнаманы ашу")
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    before = len(aigul.messages)
    await aigul.chooses("svear1")
    assert len(aigul.messages) == before + 2
    assert "voice" in aigul.messages[-2]
    await aigul.chooses("svsee1")
    assert await aigul.file(aigul.messages[-2]) == b"a picture of the well"
    await aigul.presses("Бар")
    assert "Не керек?" in aigul.sees
    assert number


async def test_what_is_typed_at_a_question_with_buttons_answers_it_or_is_offered_beside_the_way_back(
    kenes: Village,
) -> None:
    mark = Question("mark", QuestionKind.RANGE, text("Баға?", "Оценка?"), parameters={"start": "1", "end": "5"})
    await opens(kenes, WATER, NEEDS, mark)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await aigul.says("Көпір құлап жатыр")
    assert "Көпір құлап жатыр" in aigul.sees
    assert "сұрағыңызда тұр" in aigul.sees
    await aigul.presses("📝 Сұраққа оралу")
    assert "Ауыз су бар ма?" in aigul.sees
    await aigul.says("бар")
    assert "Жазып алдым: Бар" in aigul.sees
    await aigul.says("мектеп")
    assert "☑️ Мектеп" in str(aigul.buttons)
    await aigul.presses("✅ Дайын")
    await aigul.says("6")
    assert "Баға?" in aigul.sees
    await aigul.says("4")
    kept = {row.question: row.value for row in await rows(kenes, answers)}
    assert kept == {"water": "yes", "needs": "school", "mark": "4"}


async def test_what_follows_an_answer_that_was_too_long_is_not_swallowed_in_silence(kenes: Village) -> None:
    await opens(kenes, WORDS, HOW_MANY)
    aigul = await registered(await kenes.aigul())
    await begins(aigul)
    await aigul.says("а" * 4096)
    await aigul.says("Қысқа жауап")
    assert "Қайта жіберіңізші" in aigul.sees
    assert await rows(kenes, answers) == []


async def test_a_day_without_an_hour_closes_it_that_evening(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await makes(kenes, daniyar, WATER)
    await daniyar.chooses("sv1")
    await daniyar.presses("🏁 Жабылуы")
    day = (datetime.now(UTC) + timedelta(days=40)).date()
    await daniyar.says(f"{day:%d.%m.%Y}")
    (found,) = await rows(kenes, surveys)
    assert found.closes_at == datetime.combine(day, time(20), timezone(timedelta(hours=5)))
