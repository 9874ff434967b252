"""A real bot is killed while people answer a survey: its tables end as if nothing had happened."""

import asyncio
import random
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.audiences import territory
from domain.people import AgeBand, Sex
from domain.roles import Role
from domain.surveys.forms import QuestionKind
from domain.surveys.sessions import response_id
from domain.surveys.survey import SurveyState
from screens.surveys.buttons import BeginSurvey, PickChoice, RankChoice, StepKind, TakeStep, TickChoice
from storage import people
from storage.database import Connection, Database
from storage.surveys import keys
from storage.surveys import surveys as store
from storage.tables.surveys import answers, participations
from tests.actions.survey_kit import NEEDS, WATER, choices, form, question
from tests.bot.pressing import RESIDENTS, Crowd
from tests.bot.test_kills import slow, stage, waiting
from tests.cast import ZHARASPAI

KEY = b"k" * 32
ORDER = question("order", QuestionKind.RANK, choices=choices("a", "b"))
LAST = question("last", QuestionKind.SELECT_ONE, choices=choices("x", "y", "z"))


def open_survey(connection: Connection) -> int:
    now = datetime.now(UTC)
    number = store.create(
        connection,
        source="test",
        author_id=None,
        role=Role.STAFF,
        place=None,
        audience=territory(ZHARASPAI),
        code="a" * 16,
        now=now,
    )
    store.set_definition(connection, number, 1, form(WATER, NEEDS, ORDER, LAST).as_dict(), now)
    found = store.survey(connection, number)
    assert found is not None
    assert store.change(connection, found, None, state=SurveyState.OPEN, closes_at=now + timedelta(days=1))
    keys.ensure(connection, number, KEY)
    for telegram_id in RESIDENTS:
        actor = people.actor_of_telegram(connection, telegram_id, now)
        assert actor is not None
        people.set_sex(connection, actor.id, Sex.SKIPPED)
        people.set_age(connection, actor.id, AgeBand.SKIPPED, now.date())
    return number


def stream(survey: int, person: int) -> list[str]:
    """What one resident presses, in their order; turns count up from the first question."""
    last = person % 3
    presses = (
        BeginSurvey(survey=survey, code=""),
        PickChoice(survey=survey, turn=1, choice=0),
        TickChoice(survey=survey, turn=2, choice=0, on=True),
        TickChoice(survey=survey, turn=2, choice=2, on=True),
        TickChoice(survey=survey, turn=2, choice=0, on=False),
        TakeStep(survey=survey, turn=2, step=StepKind.DONE),
        RankChoice(survey=survey, turn=3, place=0, choice=1),
        RankChoice(survey=survey, turn=3, place=1, choice=0),
        TakeStep(survey=survey, turn=3, step=StepKind.BACK),
        # The order is whole already, so what is not answered yet is asked.
        TakeStep(survey=survey, turn=4, step=StepKind.DONE),
        PickChoice(survey=survey, turn=5, choice=last),
    )
    return [press.pack() for press in presses]


def expected(person: int) -> dict[str, str]:
    return {"water": "yes", "needs": "light", "order": "b a", "last": "xyz"[person % 3]}


async def press_all(crowd: Crowd, survey: int, chance: random.Random) -> None:
    """Everybody presses as they go, some twice, some what they pressed before."""
    left = {person: stream(survey, person) for person in RESIDENTS}
    done: dict[int, list[str]] = {person: [] for person in RESIDENTS}
    while any(left.values()):
        person = chance.choice([one for one, presses in left.items() if presses])
        press = left[person].pop(0)
        done[person].append(press)
        for _ in range(chance.choice((1, 1, 2))):
            crowd.press(person, 1, press)
        # Never a tick of the question that stands: who presses it means it.
        old = [one for one in done[person][:-1] if not one.startswith("svk1")]
        if old and chance.random() < 0.3:
            crowd.press(person, 1, chance.choice(old))
        await asyncio.sleep(chance.uniform(0.005, 0.03))


async def found(database: Database, survey: int) -> dict[int, dict[str, str]]:
    def look(connection: Connection) -> dict[int, dict[str, str]]:
        said: dict[str, dict[str, str]] = {}
        for row in connection.execute(sa.select(answers).where(answers.c.counted)):
            said.setdefault(row.response_id, {})[row.question] = row.value
        kept = {}
        for telegram_id in RESIDENTS:
            actor = people.actor_of_telegram(connection, telegram_id, datetime.now(UTC))
            assert actor is not None
            kept[telegram_id] = said.get(response_id(KEY, actor.id), {})
        states = connection.execute(sa.select(participations.c.state).where(participations.c.survey_id == survey))
        assert list(states.scalars()) == ["finished"] * len(RESIDENTS)
        return kept

    return await database.read(look)


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_killing_the_bot_amid_a_survey_loses_no_answer_and_makes_none(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    chance = random.Random(11)  # noqa: S311 - seeded, so that it can be repeated
    async with stage(tmp_path, database_url, database) as (bot, crowd):
        slow(bot, 0.005, 0.03)
        survey = await database.write(open_survey)
        await bot.start()
        pressing = asyncio.create_task(press_all(crowd, survey, chance))
        for _ in range(2):
            await asyncio.sleep(chance.uniform(0.2, 0.6))
            await bot.end(signal.SIGKILL)
            await bot.start()
        await pressing

        async def is_done() -> bool:
            return not bot.sandbox.world.updates.pending and await waiting(database) == 0

        await bot.comes(is_done)
        assert await bot.end(signal.SIGTERM) == 0
        assert await found(database, survey) == {person: expected(person) for person in RESIDENTS}
