"""Making questions over the real road: three taps to a question, a file with mistakes, a translation, a copy."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Offer, Role
from domain.surveys.forms import Form, read_form
from domain.territories import Place
from reports.surveys.xlsform import form_of_file, xlsform
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.tables.surveys import answers, survey_forms, surveys
from tests.cast import ZHARASPAI, Village, registered, village
from tests.handlers.conftest import refused_calls
from texts import words

NEEDS = Path(__file__).parents[2] / "seed" / "surveys" / "needs.md"
kk, ru = words("kk").plain, words("ru").plain
OPEN_RU = ru("✅ Open, only in: {language}", language="Русский")
OPEN_KK = kk("✅ Open, only in: {language}", language="Қазақша")


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


async def form(kenes: Village) -> Form:
    return read_form((await rows(kenes, survey_forms))[-1].definition)


async def board(daniyar: Person) -> None:
    await daniyar.says("/menu")
    await daniyar.presses(kk("📝 Surveys"))
    await daniyar.presses(kk("🗂 Surveys that I look after"))


async def draft(daniyar: Person) -> None:
    await board(daniyar)
    await daniyar.presses(kk("➕ New survey"))
    await daniyar.presses(kk("❓ Questions"))


async def test_an_akim_asks_one_question_in_three_taps_and_a_resident_answers(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await board(daniyar)
    await daniyar.presses(kk("⚡ One question"))
    await daniyar.says("Ауылда су бар ма?")
    await daniyar.presses(kk("👍 Yes or no"))
    assert "1. Иә / Да" in daniyar.sees
    await daniyar.presses(OPEN_KK)
    assert "🟢" in daniyar.sees
    aigul = await registered(await kenes.aigul())
    await aigul.says("/menu")
    for label in (kk("📝 Surveys"), "📝 Ауылда су бар ма?", kk("▶️ Begin"), kk("Yes")):
        await aigul.presses(label)
    assert [row.value for row in await rows(kenes, answers)] == ["c1"]
    assert refused_calls(kenes) == []


async def test_choices_are_written_line_by_line_and_mistakes_are_told(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await draft(daniyar)
    await daniyar.presses(kk("➕ Add a question"))
    await daniyar.says("Не керек?")
    await daniyar.presses(kk("☑️ Several of them"))
    await daniyar.says("Су")
    assert kk("Please write at least two choices, each on a line of its own.") in daniyar.sees
    await daniyar.says("Су\nЖол\nМектеп")
    assert "3. Мектеп / —" in daniyar.sees
    await daniyar.presses(kk("‹ All questions"))
    await daniyar.presses(kk("🌐 Write in {language}", language="Русский"))
    for said in ("Что нужно?", "Вода", "Дорога", "Школа"):
        await daniyar.says(said)
    assert [choice.label.ru for choice in (await form(kenes)).questions[0].choices] == ["Вода", "Дорога", "Школа"]
    assert kk("🌐 Write in {language}", language="Русский") not in daniyar.sees
    assert refused_calls(kenes) == []


async def test_a_file_with_mistakes_is_refused_by_row_and_the_mended_one_is_taken(
    kenes: Village, tmp_path: Path
) -> None:
    daniyar = await akim(kenes)
    await draft(daniyar)
    await daniyar.presses(kk("📄 From a file"))
    await daniyar.says("міне")
    assert (
        kk("I could not read this file. Please send an .xlsx file with the sheets survey and choices") in daniyar.sees
    )
    broken = tmp_path / "needs.md"
    broken.write_text(NEEDS.read_text().replace("| | rank area |", "| | begin_repeat |"))
    await daniyar.sends_document(broken)
    assert kk("sheet {sheet}, row {row}, column {column}", sheet="survey", row=12, column="type") in daniyar.sees
    assert await rows(kenes, survey_forms) == []
    whole = form_of_file(NEEDS.read_bytes()).form
    mended = tmp_path / "needs.xlsx"
    mended.write_bytes(xlsform(whole))
    await daniyar.sends_document(mended)
    assert kk("Questions: {number}", number=12) in daniyar.sees
    assert (await form(kenes)).questions == whole.questions
    await daniyar.presses(kk("⬇️ As an XLSX file"))
    assert daniyar.last is not None
    written = await daniyar.file(daniyar.last)
    assert form_of_file(written).form == await form(kenes)
    assert refused_calls(kenes) == []


async def test_a_ready_questionnaire_and_single_questions_are_copied(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await draft(daniyar)
    await daniyar.presses(kk("📚 Ready ones"))
    await daniyar.presses("📚 Мәселе шешілді ме? (2)")
    assert kk("Questions: {number}", number=2) in daniyar.sees
    await draft(daniyar)
    await daniyar.presses(kk("📚 Ready ones"))
    await daniyar.presses("📋 Мәселе шешілді ме?")
    await daniyar.presses("➕ Не қалды?")
    assert [question.name for question in (await form(kenes)).questions] == ["solved", "left"]
    await daniyar.presses(kk("‹ All questions"))
    await daniyar.presses("1. Мәселе шешілді ме?")
    await daniyar.presses("🗑")
    await daniyar.presses(kk("🗑 Take out for good"))
    assert "left" in daniyar.sees
    assert len((await form(kenes)).questions) == 2
    assert refused_calls(kenes) == []


async def test_words_of_an_open_survey_are_corrected_by_a_new_version(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await board(daniyar)
    await daniyar.presses(kk("⚡ One question"))
    await daniyar.says("Ауылда су бар мм?")
    await daniyar.presses(kk("👍 Yes or no"))
    await daniyar.presses(OPEN_KK)
    await daniyar.presses(kk("✏️ Correct the words"))
    await daniyar.presses("1. Ауылда су бар мм?")
    await daniyar.presses(kk("✏️ Words: {language}", language="Қазақша"))
    await daniyar.says("Ауылда су бар ма?")
    assert "Ауылда су бар ма?" in daniyar.sees
    kept = [row.definition["questions"][0]["label"]["kk"] for row in await rows(kenes, survey_forms)]
    assert kept == ["Ауылда су бар мм?", "Ауылда су бар ма?"]
    assert await rows(kenes, answers) == []


async def test_a_question_is_moved_required_and_answered_otherwise(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await draft(daniyar)
    for said in ("Бірінші?", "Екінші?"):
        await daniyar.presses(kk("➕ Add a question") if said == "Бірінші?" else "➕ Келесі сұрақ")
        await daniyar.says(said)
        await daniyar.presses(kk("💬 In words"))
    await daniyar.presses("⬆️")
    await daniyar.presses(kk("☐ Must be answered"))
    await daniyar.presses(kk("How it is answered"))
    await daniyar.presses(kk("⭐ A mark, 1 to 5"))
    [first, second] = (await form(kenes)).questions
    assert (first.name, first.required, first.kind.value) == ("q2", "true()", "range")
    assert (second.name, second.required) == ("q1", None)


async def test_a_question_is_asked_only_if_an_earlier_one_has_an_answer(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await draft(daniyar)
    await daniyar.presses(kk("➕ Add a question"))
    await daniyar.says("Ауылда су бар ма?")
    await daniyar.presses(kk("👍 Yes or no"))
    await daniyar.presses("➕ Келесі сұрақ")
    await daniyar.says("Неге жоқ?")
    await daniyar.presses(kk("💬 In words"))
    await daniyar.presses(kk("↪️ Ask it only if…"))
    assert kk("It is always asked.") in daniyar.sees
    await daniyar.presses("1. Ауылда су бар ма?")
    await daniyar.presses(f"⬜ {kk('No')}")
    expected = kk("Asked only if the answer to question {number} is: {answers}", number=1, answers=kk("No"))
    assert expected in daniyar.sees
    assert (await form(kenes)).questions[1].relevant == "${q1} = 'c2'"
    await daniyar.presses(kk("✅ Ready"))
    assert expected in daniyar.sees
    # What decides can be taken away only after that.
    await daniyar.presses(kk("‹ All questions"))
    await daniyar.presses("1. Ауылда су бар ма?")
    await daniyar.presses("🗑")
    await daniyar.presses(kk("🗑 Take out for good"))
    assert len((await form(kenes)).questions) == 2
    await daniyar.presses(kk("‹ All questions"))
    await daniyar.presses("2. Неге жоқ?")
    await daniyar.presses(kk("↪️ Ask it only if…"))
    await daniyar.presses(kk("Ask it always"))
    assert (await form(kenes)).questions[1].relevant is None
    assert refused_calls(kenes) == []


async def test_answers_are_wanted_from_an_okrug_and_from_groups(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await board(daniyar)
    await daniyar.presses(kk("➕ New survey"))
    await daniyar.presses(kk("⚙️ More"))
    await daniyar.presses(kk("🎯 How many answers are wanted"))
    await daniyar.says("60")
    await daniyar.presses(kk("⚙️ More"))
    await daniyar.presses(kk("What is kept of who answers"))
    await daniyar.presses(f"✔️ {kk('sex')}")
    await daniyar.presses("‹ Артқа")
    await daniyar.presses(kk("🎯 How many answers are wanted"))
    await daniyar.presses(kk("👥 From women, men or an age"))
    await daniyar.presses(kk("woman"))
    await daniyar.presses("18–24")
    await daniyar.says("көп")
    assert "⚠️" in daniyar.sees
    await daniyar.says("15")
    assert "Жараспай: 60" in daniyar.sees
    assert f"{kk('woman')}, 18–24: 15" in daniyar.sees
    [made] = await rows(kenes, surveys)
    wanted = {(one["okrug"], one["sex"], one["age"]): one["number"] for one in made.options["targets"]}
    assert wanted == {(ZHARASPAI, None, None): 60, (None, "woman", "18_24"): 15}
    # What is wanted by is kept; without it nobody could be counted.
    assert made.options["keeps"] == ["okrug", "sex", "age", "language"]
    await daniyar.presses(kk("👥 From women, men or an age"))
    await daniyar.presses(kk("woman"))
    await daniyar.presses("18–24")
    await daniyar.presses(kk("As many as come"))
    [made] = await rows(kenes, surveys)
    assert [one["number"] for one in made.options["targets"]] == [60]
    await daniyar.presses("‹ Артқа")
    await daniyar.presses(kk("What is kept of who answers"))
    await daniyar.presses(f"✔️ {kk('okrug')}")
    [made] = await rows(kenes, surveys)
    assert made.options["targets"] == []
    assert refused_calls(kenes) == []


async def test_pairs_of_the_results_are_declared_by_a_tap(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await board(daniyar)
    await daniyar.presses(kk("➕ New survey"))
    await daniyar.presses(kk("⚙️ More"))
    await daniyar.presses(kk("🔀 Pairs in the results"))
    await daniyar.presses(f"{kk('sex')} × {kk('age group')}")
    await daniyar.presses(f"✔️ {kk('sex')} × {kk('age group')}")
    await daniyar.presses(f"{kk('okrug')} × {kk('sex')}")
    [made] = await rows(kenes, surveys)
    assert made.options["crosses"] == [["okrug", "sex"]]
    assert refused_calls(kenes) == []


async def test_staff_say_whom_they_ask_before_their_question_goes_out(kenes: Village) -> None:
    farida = await registered(await kenes.farida(), "Русский", "✅ Соглашаюсь, дальше")
    await farida.says("/menu")
    await farida.presses(ru("📝 Surveys"))
    await farida.presses(ru("🗂 Surveys that I look after"))
    await farida.presses(ru("⚡ One question"))
    await farida.says("Есть ли вода?")
    await farida.presses(ru("👍 Yes or no"))
    assert OPEN_RU not in str(farida.last)
    await farida.presses(ru("👥 Whom it asks"))
    assert refused_calls(kenes) == []
