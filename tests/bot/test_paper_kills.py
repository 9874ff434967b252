"""A real bot is killed while forms are keyed: each is counted once, as if nothing had happened."""

import asyncio
import random
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.roles import Offer, Role
from domain.surveys.keying import KeyDeed, KeyStage, code_of
from domain.surveys.sessions import paper_response_id
from domain.surveys.survey import Mode
from screens.surveys.paper_buttons import BeginForm, KeyAnswer, KeyTrait
from storage import people, roles
from storage.database import Connection, Database
from storage.surveys import paper
from storage.tables.surveys import answers, paper_forms, responses
from tests.bot.pressing import RESIDENTS, Crowd
from tests.bot.test_kills import slow, stage, waiting
from tests.bot.test_survey_kills import KEY, open_survey

KEYERS, FORMS = RESIDENTS[:2], 12


def with_forms(connection: Connection) -> int:
    number = open_survey(connection)
    paper.add(connection, number, 1, [code_of(KEY, "test", place) for place in range(FORMS)])
    for telegram_id in KEYERS:
        actor = people.actor_of_telegram(connection, telegram_id, datetime.now(UTC))
        assert actor is not None
        roles.give(connection, actor.id, Offer(Role.STAFF, None), None, datetime.now(UTC))
    return number


def stream(survey: int, serial: int) -> list[str]:
    """What is pressed for one form, in its order; turns count up from the first thing told of the person."""
    at = {"survey": survey, "serial": serial, "keying": 0}

    def answer(turn: int, deed: KeyDeed, choice: int = 0, place: int = 0) -> KeyAnswer:
        return KeyAnswer(**at, turn=turn, deed=deed, choice=choice, place=place)

    presses = (
        BeginForm(**at, mode=Mode.PAPER),
        KeyTrait(**at, turn=1, stage=KeyStage.SEX, value="woman"),
        KeyTrait(**at, turn=2, stage=KeyStage.AGE, value="35_44"),
        answer(3, KeyDeed.PICK, 0),
        answer(4, KeyDeed.TICK, 0),
        answer(4, KeyDeed.TICK, 2),
        answer(4, KeyDeed.UNTICK, 0),
        answer(4, KeyDeed.DONE),
        answer(5, KeyDeed.RANK, 1, 0),
        answer(5, KeyDeed.RANK, 0, 1),
        answer(5, KeyDeed.DONE),
        answer(6, KeyDeed.PICK, serial % 3),
    )
    return [press.pack() for press in presses]


def expected(serial: int) -> dict[str, str]:
    return {"water": "yes", "needs": "light", "order": "b a", "last": "xyz"[serial % 3]}


async def press_all(crowd: Crowd, survey: int, chance: random.Random) -> None:
    """Two people key, each their own half, form after form; some presses come twice, and some old ones once more."""
    left = {
        keyer: [press for serial in range(1 + at, FORMS + 1, len(KEYERS)) for press in stream(survey, serial)]
        for at, keyer in enumerate(KEYERS)
    }
    done: dict[int, list[str]] = {keyer: [] for keyer in KEYERS}
    while any(left.values()):
        keyer = chance.choice([one for one, presses in left.items() if presses])
        press = left[keyer].pop(0)
        done[keyer].append(press)
        for _ in range(chance.choice((1, 1, 2))):
            crowd.press(keyer, 1, press)
        # Never what is pressed at the question that stands: who presses it means it.
        old = [one for one in done[keyer][:-5] if one.startswith("svpk1")]
        if old and chance.random() < 0.3:
            crowd.press(keyer, 1, chance.choice(old))
        await asyncio.sleep(chance.uniform(0.005, 0.03))


async def found(database: Database, survey: int) -> dict[int, dict[str, str]]:
    def look(connection: Connection) -> dict[int, dict[str, str]]:
        said: dict[str, dict[str, str]] = {}
        for row in connection.execute(sa.select(answers).where(answers.c.counted)):
            said.setdefault(row.response_id, {})[row.question] = row.value
        assert set(connection.execute(sa.select(paper_forms.c.used)).scalars()) == {"keyed"}
        assert set(connection.execute(sa.select(responses.c.state)).scalars()) == {"finished"}
        return {serial: said.pop(paper_response_id(KEY, serial), {}) for serial in range(1, FORMS + 1)} | (
            {0: {}} if said else {}
        )

    return await database.read(look)


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_killing_the_bot_amid_keying_loses_no_form_and_counts_none_twice(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    chance = random.Random(7)  # noqa: S311 - seeded, so that it can be repeated
    async with stage(tmp_path, database_url, database) as (bot, crowd):
        slow(bot, 0.005, 0.03)
        survey = await database.write(with_forms)
        await bot.start()
        pressing = asyncio.create_task(press_all(crowd, survey, chance))
        for _ in range(2):
            await asyncio.sleep(chance.uniform(0.3, 0.8))
            await bot.end(signal.SIGKILL)
            await bot.start()
        await pressing

        async def is_done() -> bool:
            return not bot.sandbox.world.updates.pending and await waiting(database) == 0

        await bot.comes(is_done)
        assert await bot.end(signal.SIGTERM) == 0
        assert await found(database, survey) == {serial: expected(serial) for serial in range(1, FORMS + 1)}
