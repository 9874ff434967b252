"""Paper over the real road: an akim prints forms, keys what came back, takes a table; a resident uses the QR code."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
import sqlalchemy as sa

from domain.roles import Role
from domain.surveys.keying import PaperForm, is_due, shown_code
from handlers import files
from sandbox.play import Person
from storage import people
from storage.database import Connection
from storage.surveys import keys, paper
from storage.tables.people import awaited
from storage.tables.surveys import answers, paper_forms, participations, responses
from tests.cast import IZENDI, ZHARASPAI, Village, registered, village
from tests.handlers.test_survey_results import with_role
from tests.handlers.test_surveys import HOW_MANY, NEEDS, WATER, WORDS, makes


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


async def rows(kenes: Village, table: sa.Table) -> list[Any]:
    return list(await kenes.db.read(lambda connection: connection.execute(sa.select(table)).all()))


async def opened(kenes: Village) -> tuple[Person, int]:
    daniyar = await registered(await kenes.daniyar())
    await with_role(kenes, daniyar, Role.AKIM, ZHARASPAI)
    number = await makes(kenes, daniyar, WATER, NEEDS, HOW_MANY, WORDS)
    await daniyar.presses("✅ Сауалнаманы ашу")
    return daniyar, number


async def desk(person: Person, number: int) -> None:
    await person.says("/surveys")
    await person.chooses("go1", "make_survey")
    await person.chooses(f"sv1:{number}")
    await person.chooses("svpa1", "desk")


async def prints(kenes: Village, daniyar: Person, number: int, how_many: str = "30") -> list[PaperForm]:
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "print")
    await daniyar.says(how_many)
    return await kenes.db.read(paper.forms, number)


async def says_all(person: Person) -> None:
    """Keys a form whose mode is told: a woman of 35 to 44; no water, a road, 3,5 hectares, a bridge."""
    await person.chooses("svpt1", "woman")
    await person.chooses("svpt1", "35_44")
    await person.presses("Жоқ")
    await person.presses("⬜ Жол")
    await person.presses("✅ Дайын")
    await person.says("3,5")
    await person.says("Көпір керек")


async def test_forms_are_printed_and_keyed_with_few_taps(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "print")
    await daniyar.says("көп")
    assert "1 мен 500 аралығындағы" in daniyar.sees
    await daniyar.says("12")
    pdf = pypdf.PdfReader(io.BytesIO(await daniyar.file(daniyar.messages[-1])))
    forms = await kenes.db.read(paper.forms, number)
    assert (len(forms), len(pdf.pages)) == (12, 12)
    first = " ".join(pdf.pages[0].extract_text().split())
    assert "Ауыз су бар ма?" in first
    assert "Вода есть?" in first
    assert shown_code(forms[0].code) in first

    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "key")
    await daniyar.says("99")
    assert "Мұндай нөмірі не коды бар парақ жоқ" in daniyar.sees
    await daniyar.says(shown_code(forms[0].code))
    assert f"№ 1 · {shown_code(forms[0].code)}" in daniyar.sees
    await daniyar.presses("📄 Қағазда")
    before = len(daniyar.messages)
    await daniyar.chooses("svpt1", "woman")
    await daniyar.chooses("svpt1", "35_44")
    await daniyar.presses("Жоқ")
    # One message that changes, as in a chat.
    assert len(daniyar.messages) == before
    await daniyar.presses("⏸ Тоқтап, кейін жалғастыру")
    assert "әзірге есептелмейді" in daniyar.sees
    await daniyar.presses("▶️ Жалғастыру")
    await daniyar.presses("⬜ Жол")
    await daniyar.presses("✅ Дайын")
    await daniyar.says("көп")
    assert "Санды түсінбедім" in daniyar.sees
    await daniyar.says("3,5")
    assert "Жазып алдым: 3,5" in daniyar.sees
    await daniyar.says("Көпір керек")
    assert "Енгізілді: № 1. Барлығы: 1" in daniyar.sees
    # The next number can be written at once.
    await daniyar.says("1")
    assert "Бұл парақ енгізіліп қойған" in daniyar.sees
    await daniyar.says("2")
    assert "№ 2 ·" in daniyar.sees
    found = {row.question: (row.value, row.counted) for row in await rows(kenes, answers)}
    assert found == {
        "water": ("no", True),
        "needs": ("road", True),
        "many": ("3.5", True),
        "words": ("Көпір керек", True),
    }
    assert await rows(kenes, participations) == []
    assert [row.person_id for row in await rows(kenes, responses)] == [None]


async def test_many_forms_are_made_beside_everything_else(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    await prints(kenes, daniyar, number, "61")
    assert await rows(kenes, paper_forms) == []
    await daniyar.presses("🖨 Иә: 61")
    await files.all_done()
    await daniyar.hears(wait=5)
    (name,) = [one["document"]["file_name"] for one in daniyar.messages if "document" in one]
    assert name.endswith("-1-61.pdf")
    assert len(await rows(kenes, paper_forms)) == 61


async def test_a_resident_opens_the_qr_code_and_the_paper_counts_no_more(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    forms = await prints(kenes, daniyar, number)
    # Somebody who is new here comes by it, and lives where it was printed.
    aigul = await kenes.aigul()
    await aigul.opens(f"p{forms[4].code}")
    await aigul.presses("Қазақша")
    await aigul.presses("✅ Келісемін, әрі қарай")
    assert "Сұрайтын: әкімдік, Жараспай" in aigul.sees
    await aigul.presses("▶️ Бастау")
    await aigul.presses("әйел")
    await aigul.presses("35–44")
    assert "4 сұрақтың 1-сұрағы" in aigul.sees
    assert [row.used for row in await rows(kenes, paper_forms) if row.serial == 5] == ["chat"]
    await daniyar.opens(f"p{forms[4].code}")
    assert "чатта жауап берілді не беріліп жатыр" in daniyar.sees
    berik = await registered(await kenes.berik())
    await berik.opens(f"p{forms[4].code}")
    assert "пайдаланылып қойған" in berik.sees
    await berik.opens("p483920177570")
    assert "Мұндай нөмірі не коды бар парақ жоқ" in berik.sees
    # Keyed, then opened.
    await daniyar.opens(f"p{forms[5].code}")
    await daniyar.presses("📄 Қағазда")
    await says_all(daniyar)
    await berik.opens(f"p{forms[5].code}")
    assert "пайдаланылып қойған" in berik.sees
    # Who keys can answer one of their own in the chat.
    await daniyar.opens(f"p{forms[6].code}")
    await daniyar.presses("🙋 Менікі, осында жауап беремін")
    await daniyar.presses("▶️ Бастау")
    await daniyar.presses("ер адам")
    await daniyar.presses("55–64")
    assert "4 сұрақтың 1-сұрағы" in daniyar.sees
    assert sorted(row.used for row in await rows(kenes, paper_forms) if row.used) == ["chat", "chat", "keyed"]


async def test_an_interview_gets_a_code_to_be_told(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "key")
    await daniyar.presses("📞 Телефонмен: жаңа нөмір")
    await says_all(daniyar)
    (form,) = await kenes.db.read(paper.forms, number)
    assert f"Бұл адамның коды: {shown_code(form.code)}" in daniyar.sees
    aigul = await registered(await kenes.aigul())
    await aigul.opens(f"p{form.code}")
    assert "пайдаланылып қойған" in aigul.sees


async def test_a_table_is_taken_as_a_whole_or_not_at_all(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    forms = await prints(kenes, daniyar, number)
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "table")
    book = openpyxl.load_workbook(io.BytesIO(await daniyar.file(daniyar.messages[-1])))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]

    def fill(row: int, code: str, **more: object) -> None:
        for head, value in {"@code": code, "@mode": "қағазда", **more}.items():
            sheet.cell(row, heads.index(head) + 1).value = value

    def saved() -> bytes:
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    await daniyar.says("кейін")
    assert "файлды оқи алмадым" in daniyar.sees
    fill(3, shown_code(forms[0].code), water="yes", many="көп")
    fill(4, "123", water="no", many=2)
    await daniyar.sends_document(saved(), name="f.xlsx")
    assert "3-жол, H бағаны" in daniyar.sees
    assert "4-жол, A бағаны" in daniyar.sees
    assert await rows(kenes, responses) == []
    fill(3, shown_code(forms[0].code), water="yes", many=2.5)
    fill(4, forms[1].code, water="no", many=2)
    await daniyar.sends_document(saved(), name="f.xlsx")
    assert "Қабылданды: 2 парақ" in daniyar.sees
    said = sorted((row.question, row.value) for row in await rows(kenes, answers) if row.counted)
    assert said == [("many", "2"), ("many", "2.5"), ("water", "no"), ("water", "yes")]
    # The same file once more.
    await daniyar.chooses("svpa1", "table")
    await daniyar.sends_document(saved(), name="f.xlsx")
    assert "3-жол, A бағаны" in daniyar.sees
    assert len(await rows(kenes, responses)) == 2


async def test_a_tenth_is_keyed_twice_and_what_differs_is_settled(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    key = await kenes.db.read(keys.key, number)
    assert key is not None
    forms = await prints(kenes, daniyar, number, "60")
    one = next((form for form in forms if is_due(key, form.serial)), None)
    if one is None:
        pytest.skip("by chance none of sixty is due")
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "key")
    await daniyar.says(str(one.serial))
    await daniyar.presses("📄 Қағазда")
    await says_all(daniyar)
    assert "әріптесіңіз екінші рет енгізеді" in daniyar.sees
    elena = await registered(await kenes.elena())
    await with_role(kenes, elena, Role.ASSISTANT, ZHARASPAI)
    await desk(elena, number)
    await elena.chooses("svpa1", "twice")
    await elena.presses(f"⌨️ № {one.serial}")
    await elena.presses("▶️ Бастау")
    await elena.chooses("svpt1", "woman")
    await elena.chooses("svpt1", "35_44")
    await elena.presses("Бар")
    await elena.presses("⬜ Жол")
    await elena.presses("✅ Дайын")
    await elena.says("3,5")
    await elena.says("Көпір керек")
    await elena.presses("🔍 Айырмашылығы")
    assert "1️⃣ Жоқ" in elena.sees
    assert "2️⃣ Бар" in elena.sees
    await elena.presses("1. 2️⃣")
    assert "Екі рет енгізілгені бірдей" in elena.sees
    said = [row.value for row in await rows(kenes, answers) if row.counted and row.question == "water"]
    assert said == ["yes"]


async def test_who_does_not_look_after_the_survey_gets_nowhere(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    await prints(kenes, daniyar, number)
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "key")
    seen = daniyar.last
    assert seen is not None
    elena = await registered(await kenes.elena())
    await with_role(kenes, elena, Role.AKIM, IZENDI)
    aigul = await registered(await kenes.aigul())
    for stranger in (elena, aigul):
        await stranger.says("/menu")
        message = stranger.last
        assert message is not None
        for data in (
            f"svpa1:{number}:desk",
            f"svpa1:{number}:table",
            f"svpf1:{number}:10",
            f"svpi1:{number}:phone",
            f"svpb1:{number}:1:0:paper",
            f"svpk1:{number}:1:0:1:p:0:0",
            f"svps1:{number}:1:0:0:1",
        ):
            await stranger.presses_old(message, data)
            assert stranger.alert in (
                "Сізге арналған мұндай сауалнама жоқ.",
                "Мұны рөлі немесе аумағы басқа адам ғана істей алады.",
            )
    assert len(await rows(kenes, paper_forms)) == 30
    assert await rows(kenes, responses) == []


async def test_what_is_waited_for_from_who_keys_ends_with_the_survey(kenes: Village) -> None:
    daniyar, number = await opened(kenes)
    await prints(kenes, daniyar, number)
    await desk(daniyar, number)
    await daniyar.chooses("svpa1", "key")
    await daniyar.says("1")
    await daniyar.presses("📄 Қағазда")
    await daniyar.chooses("svpt1", "woman")
    await daniyar.chooses("svpt1", "35_44")
    await daniyar.presses("Жоқ")
    await daniyar.presses("Өткізіп жіберу ›")
    (waits,) = await rows(kenes, awaited)
    assert (waits.row_id, waits.field.split(":")[:3]) == (number, ["answer_form", "1", "0"])

    def seal(connection: Connection) -> None:
        from storage.surveys import sealing

        sealing.seal(connection, number, anonymous=True, day=datetime.now(UTC).date())

    await kenes.db.write(seal)
    assert await rows(kenes, awaited) == []
    assert await kenes.db.read(people.actor_of_telegram, daniyar.id, datetime.now(UTC)) is not None
