"""A needs assessment from its XLSX to its results: twelve questions, three languages, a weak link, a day in between."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from domain.roles import Offer, Role
from domain.surveys.survey import GRACE, REMINDER, SETTLING, SurveyState
from domain.territories import Place
from reports.surveys.templates import template
from reports.surveys.xlsform import xlsform
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.tables.outbox import deliveries, notices
from storage.tables.people import accounts
from storage.tables.surveys import answers, participations, survey_keys, surveys
from tests.cast import ZHARASPAI, Village, registered, village
from texts import words

kk, ru = words("kk").plain, words("ru").plain
NOW = datetime.now(UTC)
# Where it is about noon now: quiet hours are tested elsewhere.
ZONE = ZoneInfo(f"Etc/GMT{NOW.hour - 12:+d}")
TITLE, TITLE_RU = "Округімізге не керек?", "Что нужно нашему округу?"
METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "sendVoice"]
# Answers are lost on their way, updates come twice.
LOSES = {
    "seed": 5,
    "methods": METHODS,
    "rate_500": 0.08,
    "rate_502": 0.05,
    "rate_cut_before": 0.1,
    "rate_cut_after": 0.1,
    "rate_late_duplicate": 0.4,
}
# A call takes as long as the bot waits, or longer.
PATIENCE = 0.3
SLOW = {"seed": 5, "methods": METHODS, "rate_late_duplicate": 0.4, "delay": [0.0, 0.4]}
Act = Callable[[], Awaitable[object]]


class Clock:
    """The bot's clock, put forward instead of waiting."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def put(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("bot.app.utc_now", made.now)
    monkeypatch.setattr("bot.telegram.FIRST_PAUSE", 0.01)
    return made


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path, clock: Clock) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path, timezone=ZONE.key) as running:
        yield running


async def rows(kenes: Village, table: sa.Table) -> list[Any]:
    return list(await kenes.db.read(lambda c: c.execute(sa.select(table)).all()))


async def akim(kenes: Village) -> Person:
    daniyar = await registered(await kenes.daniyar())

    def give(connection: Connection) -> None:
        found = people.actor_of_telegram(connection, daniyar.id, datetime.now(UTC))
        assert found is not None
        roles.give(connection, found.id, Offer(Role.AKIM, Place(ZHARASPAI, "")), None, datetime.now(UTC))

    await kenes.db.write(give)
    return daniyar


async def opens(daniyar: Person) -> None:
    """The akim sends the form as a file, has a question read in two languages, wants 60 answers, and opens it."""
    await daniyar.says("/menu")
    for label in ("📝 Surveys", "🗂 Surveys that I look after", "➕ New survey", "❓ Questions", "📄 From a file"):
        await daniyar.presses(kk(label))
    await daniyar.sends_document(xlsform(template("needs")), name="needs.xlsx")
    assert kk("Questions: {number}", number=12) in daniyar.sees
    await daniyar.chooses("sv1")
    assert TITLE in daniyar.sees
    await daniyar.presses(kk("🏁 Closes"))
    await daniyar.says(f"{NOW.astimezone(ZONE) + timedelta(days=7):%d.%m} 20:00")
    await daniyar.presses(kk("⚙️ More"))
    await daniyar.presses(kk("🎤 Read the questions aloud"))
    for code in ("kk", "ru"):
        await daniyar.chooses("svrec1", f"1:{code}")
        await daniyar.sends_voice(f"years in {code}".encode(), duration=7)
    await daniyar.presses("‹ Артқа")
    await daniyar.presses(kk("🎯 How many answers are wanted"))
    await daniyar.says("60")
    await daniyar.presses(kk("✅ Look over and open"))
    await daniyar.presses(kk("✅ Open the survey"))
    assert "🟢" in daniyar.sees


class OnWeakLink:
    """Somebody whose link is weak: who sees nothing new looks up where they stand, and tries again."""

    def __init__(self, person: Person, survey: int) -> None:
        self.person, self.survey = person, survey

    async def does(self, act: Act, sees: str) -> None:
        """Do it until this is to be seen."""
        for _attempt in range(15):
            await quietly(act)
            if await self._sees(sees):
                return
        raise AssertionError(f"{self.person} never saw {sees!r}:\n{await self.person.transcript()}")

    async def _sees(self, words: str) -> bool:
        await self.person.hears()
        if words in str(self.person):
            return True
        await quietly(lambda: self.person.says("/surveys"))
        await quietly(lambda: self.person.chooses("sva1", f"{self.survey}:"))
        return words in str(self.person)

    async def begins(self, sex: str, age: str, *, sees: tuple[str, str, str, str]) -> None:
        """Read what it is about, say who they are, read the first note."""
        await self.does(lambda: self.person.says("/surveys"), sees[0])
        await self.does(lambda: self.person.chooses("svgo1"), sees[1])
        await self.does(lambda: self.person.chooses("svsex1", f"{sex}:"), sees[2])
        await self.does(lambda: self.person.chooses("svage1", f"{age}:"), sees[3])

    async def goes_on(self, sees: str) -> None:
        await self.does(lambda: self.person.chooses("svm1", "done"), sees)

    async def steps(self, step: str, sees: str) -> None:
        await self.does(lambda: self.person.chooses("svm1", step), sees)

    async def picks(self, place: int, sees: str) -> None:
        await self.does(lambda: self.person.chooses("svq1", str(place)), sees)

    async def ticks(self, *places: int, labels: tuple[str, ...]) -> None:
        for place in places:
            await self.does(partial(self.person.chooses, "svk1", f"{place}:1"), f"☑️ {labels[place]}")

    async def ranks(self, *places: int) -> None:
        for number, place in enumerate(places, 1):
            await self.does(partial(self.person.chooses, "svn1", str(place)), f"[{number}] ")

    async def says(self, text: str, sees: str) -> None:
        await self.does(lambda: self.person.says(text), sees)

    async def listens(self) -> bytes:
        """Hear the question read aloud, and see it again."""
        await self.does(lambda: self.person.chooses("svear1"), "🔊")
        for _attempt in range(15):
            voices = [message for message in self.person.messages if "voice" in message]
            if voices:
                return await self.person.file(voices[-1])
            await quietly(lambda: self.person.chooses("svear1"))
        raise AssertionError("nothing was to be heard")


async def quietly(act: Act) -> None:
    """Act; what the link swallowed is seen afterwards."""
    with suppress(AssertionError):
        await act()


ECONOMY = ("Жұмыс орны", "Өнімді сататын жер", "Жайылым", "Мал дәрігері", "Қолжетімді несие", "Бәрі жеткілікті")
ENGINEERING_RU = ("Чистая питьевая вода", "Дороги", "Мобильная связь", "Интернет")
FIRST_KK = (TITLE, "Сіз әйелсіз бе", "Жасыңыз нешеде", "Округімізде алдымен")
THANKS_KK, THANKS_RU = "Жауаптарыңыз есепке алынды", "Ваши ответы учтены"


async def aigul_answers(aigul: OnWeakLink) -> None:
    """She mistypes, ticks too many, turns back and changes her mind; what does not concern her is not asked."""
    await aigul.begins("woman", "35_44", sees=FIRST_KK)
    await aigul.goes_on("Осы ауылда тұрғаныңызға неше жыл болды?")
    assert await aigul.listens() == b"years in kk"
    await aigul.says("жиырма", "⚠️")
    await aigul.says("200", "0-ден 100-ге дейінгі сан жазыңыз.")
    await aigul.says("21", "Алдымен қай бағытқа")
    await aigul.picks(0, "Экономика мен ауыл шаруашылығында")
    await aigul.ticks(0, 1, 2, 3, labels=ECONOMY)
    await aigul.goes_on("Үшеуден көп белгілемеңіз.")
    await aigul.does(lambda: aigul.person.chooses("svk1", "3:0"), f"⬜ {ECONOMY[3]}")
    # Neither the social question nor the one about roads concerns her.
    await aigul.goes_on("Үйіңізде ұялы байланыс")
    await aigul.picks(1, "дәрігерге көріну керек болды ма?")
    await aigul.steps("back", "Үйіңізде ұялы байланыс")
    await aigul.picks(2, "дәрігерге көріну керек болды ма?")
    await aigul.picks(1, "Ауылдағы өмірге қаншалықты")
    await aigul.picks(2, "Үш бағытты маңызына қарай")
    await aigul.ranks(1, 0, 2)
    await aigul.goes_on("Жұмыс тобына қатысар ма")
    await aigul.picks(0, "Тағы не айтқыңыз келеді?")
    await aigul.says("Көпір керек", THANKS_KK)


async def gulnar_begins(gulnar: OnWeakLink) -> None:
    """She reads Russian, and stops after three questions."""
    first = (TITLE_RU, ru("Are you a woman or a man?"), ru("How old are you?"), "Давайте вместе поймём")
    await gulnar.begins("woman", "55_64", sees=first)
    await gulnar.goes_on("Сколько лет вы живёте в этом селе?")
    assert await gulnar.listens() == b"years in ru"
    await gulnar.says("57", "Какому направлению")
    await gulnar.picks(2, "Чего не хватает: дорог, воды, связи?")
    await gulnar.ticks(0, 2, labels=ENGINEERING_RU)
    await gulnar.does(lambda: gulnar.person.chooses("svm1", "stop"), ru("▶️ Go on"))


async def gulnar_goes_on(gulnar: OnWeakLink) -> None:
    """The next day her ticks are still there."""
    await gulnar.does(lambda: gulnar.person.says("/surveys"), f"☑️ {ENGINEERING_RU[2]}")
    await gulnar.goes_on("Как дома ловит мобильная связь?")
    await gulnar.picks(1, "Нужен ли вам был врач")
    await gulnar.picks(0, "Сколько километров пришлось ехать")
    await gulnar.says("1600", "Напишите число от 0 до 1500.")
    await gulnar.says("87", "Довольны ли вы жизнью в селе?")
    await gulnar.picks(1, "Расставьте три направления")
    await gulnar.steps("skip", "участвовать в рабочей группе?")
    await gulnar.picks(1, "Что ещё вы хотели бы сказать?")
    await gulnar.steps("skip", THANKS_RU)


async def berik_answers(berik: OnWeakLink) -> None:
    """He is reminded, and answers from the reminder on."""
    await berik.does(lambda: berik.person.chooses("sva1", f"{berik.survey}:"), kk("▶️ Begin"))
    await berik.does(lambda: berik.person.chooses("svgo1"), FIRST_KK[1])
    await berik.does(lambda: berik.person.chooses("svsex1", "man:"), FIRST_KK[2])
    await berik.does(lambda: berik.person.chooses("svage1", "45_54:"), FIRST_KK[3])
    await berik.goes_on("Осы ауылда тұрғаныңызға неше жыл болды?")
    await the_rest(berik)


async def neighbours_answer(kenes: Village, survey: int) -> None:
    """Seven more, whose link is good: small groups are told to nobody."""
    for number in range(7):
        person = await registered(await kenes.stage.person(f"Көрші {number}", language_code="kk"))
        neighbour = OnWeakLink(person, survey)
        await neighbour.begins("man", "25_34", sees=FIRST_KK)
        await neighbour.goes_on("Осы ауылда тұрғаныңызға неше жыл болды?")
        await the_rest(neighbour)


async def the_rest(person: OnWeakLink) -> None:
    await person.says("46", "Алдымен қай бағытқа")
    await person.picks(1, "Әлеуметтік салада не жетіспейді?")
    await person.ticks(0, labels=("Дәрігер мен медбике",))
    await person.goes_on("Үйіңізде ұялы байланыс")
    await person.picks(0, "дәрігерге көріну керек болды ма?")
    await person.picks(0, "неше шақырым жол жүрдіңіз?")
    await person.steps("skip", "Ауылдағы өмірге қаншалықты")
    await person.picks(0, "Үш бағытты маңызына қарай")
    await person.steps("skip", "Жұмыс тобына қатысар ма")
    await person.steps("skip", "Тағы не айтқыңыз келеді?")
    await person.steps("skip", THANKS_KK)


EXPECTED: list[dict[str, str]] = [
    {
        "years": "21",
        "first_area": "economy",
        "economy": "jobs market pasture",
        "mobile": "none",
        "doctor": "no",
        "satisfied": "s3",
        "order": "social economy engineering",
        "join": "yes",
        "words": "Көпір керек",
    },
    {
        "years": "57",
        "first_area": "engineering",
        "engineering": "water mobile",
        "mobile": "poor",
        "doctor": "yes",
        "doctor_km": "87",
        "satisfied": "s4",
        "join": "maybe",
    },
    *(
        {
            "years": "46",
            "first_area": "social",
            "social": "doctor",
            "mobile": "good",
            "doctor": "yes",
            "satisfied": "s5",
        }
        for _person in range(8)
    ),
]


async def counted(kenes: Village) -> list[dict[str, str]]:
    """What each said and is counted; whose it is nobody can tell."""
    found: dict[str, dict[str, str]] = {}
    for row in await rows(kenes, answers):
        if row.counted:
            found.setdefault(row.response_id, {})[row.question] = row.value
    return in_order(list(found.values()))


def in_order(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(found, key=lambda one: json.dumps(one, sort_keys=True))


async def hears(person: Person, words: str) -> None:
    """Wait until these words have come unasked."""
    for _attempt in range(60):
        if heard(person, words):
            return
        await person.hears(wait=0.5)
    raise AssertionError(f"{person} never heard {words!r}:\n{await person.transcript()}")


def heard(person: Person, words: str) -> int:
    return sum(words in message.get("text", "") for message in person.messages if message["from_bot"])


async def reminded(kenes: Village) -> set[int]:
    """Whom a reminder was for, by their number in Telegram."""
    told = deliveries.join(notices, notices.c.id == deliveries.c.notice_id)
    query = sa.select(accounts.c.telegram_id).select_from(
        told.join(accounts, accounts.c.person_id == deliveries.c.person_id)
    )
    return set(await kenes.db.read(lambda c: c.execute(query.where(notices.c.kind == REMINDER)).scalars().all()))


async def state(kenes: Village) -> SurveyState:
    (found,) = await rows(kenes, surveys)
    return SurveyState(found.state)


async def test_a_needs_assessment_goes_from_its_file_over_a_weak_link_to_its_results(
    kenes: Village, clock: Clock
) -> None:
    daniyar = await akim(kenes)
    aigul = await registered(await kenes.aigul())
    berik = await registered(await kenes.berik())
    gulnar = await kenes.stage.person("Гүлнар", id=1007, language_code="ru")
    await registered(gulnar, "Русский", "✅ Соглашаюсь, дальше")
    await opens(daniyar)
    (survey,) = await rows(kenes, surveys)
    for person, title in ((aigul, TITLE), (berik, TITLE), (gulnar, TITLE_RU)):
        await hears(person, title)

    await neighbours_answer(kenes, survey.id)
    await kenes.stage.faults(**LOSES)
    await aigul_answers(OnWeakLink(aigul, survey.id))
    await gulnar_begins(OnWeakLink(gulnar, survey.id))
    clock.put(NOW + timedelta(days=1))
    kenes.app.bot.session.timeout = PATIENCE
    await kenes.stage.faults(**SLOW)
    await gulnar_goes_on(OnWeakLink(gulnar, survey.id))
    await kenes.stage.faults(**LOSES)
    faults = {one.get("fault") for one in kenes.sandbox.world.calls.errors}
    assert faults >= {"500", "502", "cut_before", "cut_after"}

    # A day before the end who has not answered is reminded, and nobody else.
    clock.put(survey.closes_at - timedelta(days=1) + timedelta(minutes=1))
    await hears(berik, "жауабыңыз әлі жоқ")
    await berik_answers(OnWeakLink(berik, survey.id))
    await kenes.stage.faults()
    assert await reminded(kenes) == {berik.id, daniyar.id}
    assert await counted(kenes) == in_order(EXPECTED)
    assert [row.state for row in await rows(kenes, participations)] == ["finished"] * 10
    await daniyar.says("/menu")
    await daniyar.presses(kk("📝 Surveys"))
    await daniyar.presses(kk("🗂 Surveys that I look after"))
    await daniyar.presses(f"🟢 {TITLE}")
    assert kk("{where}: {number} of {target}", where="Жараспай", number=10, target=60) in daniyar.sees

    # It takes answers until the end of its grace, and closes at that minute.
    clock.put(survey.closes_at + GRACE)
    await daniyar.says("/menu")
    assert await state(kenes) is SurveyState.OPEN
    clock.put(survey.closes_at + GRACE + SETTLING + timedelta(seconds=1))
    await daniyar.says("/menu")
    await hears(daniyar, kk("🏁 Your survey has closed: {title}", title=TITLE))
    assert await state(kenes) is SurveyState.CLOSED
    assert await rows(kenes, survey_keys) == []
    assert await counted(kenes) == in_order(EXPECTED)
    await results(daniyar)
    await hears(aigul, "10 адам жауап берді")


async def results(daniyar: Person) -> None:
    """The akim reads them: how many answered, and a question with its shares."""
    await daniyar.presses(kk("📊 Look at it"))
    await daniyar.presses(kk("📊 Results"))
    assert f"📊 {TITLE}" in daniyar.sees
    assert "10 адам жауап берді" in daniyar.sees
