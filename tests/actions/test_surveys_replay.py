"""Presses that come twice, late, from two phones or again after a crash: the tables end as if they had not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.context import Context
from actions.surveys import answering, beginning, drafting
from domain.audiences import territory
from domain.people import Actor
from domain.roles import Role
from domain.surveys.forms import QuestionKind
from domain.surveys.sessions import Asked, Seat
from domain.surveys.survey import SurveyState
from storage.database import Connection
from storage.surveys import keys
from storage.surveys import surveys as store
from storage.tables.surveys import answers, participations, responses
from tests.actions.conftest import ZHARASPAI, Council
from tests.actions.survey_kit import akim, form, resident

TWO_HOURS = timedelta(hours=2)
LONGEST_WALK = 16
_Act = Callable[[Context, int], Awaitable[Seat]]


@dataclass(frozen=True)
class Press:
    """One press or message as it leaves a phone: what it says, and the turn that stood on its screen."""

    verb: str
    turn: int
    values: tuple[Any, ...] = ()

    async def reach(self, ctx: Context, survey: int) -> Seat:
        """Arrive at the bot."""
        if self.verb == "tick":
            place, on = self.values
            return await answering.tick(ctx, survey, self.turn, place, on=on)
        if self.verb == "write":
            return await answering.write(ctx, survey, self.turn, self.values[0], ctx.now)
        verbs: dict[str, Any] = {
            "pick": answering.pick,
            "rank": answering.rank,
            "done": answering.done,
            "skip": answering.skip,
            "back": answering.back,
            "clear": answering.clear,
            "change": answering.change,
        }
        found: Seat = await verbs[self.verb](ctx, survey, self.turn, *self.values)
        return found


def pressable(asked: Asked) -> list[Press]:
    """What a person could press or write at this question, right or wrong."""
    kind, turn = asked.question.kind, asked.turn
    found = [Press("back", turn), Press("skip", turn), Press("done", turn)]
    places = range(len(asked.choices))
    if kind is QuestionKind.SELECT_ONE:
        found += [Press("pick", turn, (place,)) for place in places] * 3
    if kind is QuestionKind.SELECT_MULTIPLE:
        found += [Press("tick", turn, (place, on)) for place in places for on in (True, False)]
    if kind is QuestionKind.RANK:
        taken = len(asked.chosen)
        found += [Press("rank", turn, (taken, place)) for place in places] * 2 + [Press("clear", turn)]
    if kind in (QuestionKind.INTEGER, QuestionKind.TEXT):
        found += [Press("write", turn, (text,)) for text in ("7", "120", "көп", "1000")] * 2
    return found


async def walk(council: Council, person: Actor, survey: int, data: st.DataObject) -> list[Press]:
    """Answer as it comes, each press when the one before has been answered: the stream as it should be."""
    stream: list[Press] = []
    seat = await beginning.begin(council.ctx(person), survey)
    while len(stream) < LONGEST_WALK:
        if seat.asked is None:
            (turn,) = await turns(council, survey)
            changes = [Press("change", turn, (place,)) for place in range(5)]
            press = data.draw(st.sampled_from([*changes, None]))
            if press is None:
                break
        else:
            press = data.draw(st.sampled_from(pressable(seat.asked)))
        try:
            seat = await press.reach(council.ctx(person), survey)
        except Exception:  # noqa: S112 (a refused press is no part of the stream)
            continue
        stream.append(press)
    return stream


TROUBLES = ("nothing", "twice", "crash", "phone", "late", "gap", "begin")


async def disturbed(council: Council, person: Actor, survey: int, stream: list[Press], data: st.DataObject) -> None:
    """The same stream on a bad day."""
    seat = await beginning.begin(council.ctx(person), survey)
    arrived: list[Press] = []
    stale: list[Press] = []
    for press in stream:
        after = await press.reach(council.ctx(person), survey)
        arrived.append(press)
        if seat.asked is not None and (after.asked is None or after.asked.turn != seat.asked.turn):
            # The other phone still shows the question before.
            stale += pressable(seat.asked)
        seat = after
        what = data.draw(st.sampled_from(TROUBLES))
        again = _again(what, arrived, stale, after, data)
        if what == "gap":
            council = replace(council, now=council.now + TWO_HOURS)
        elif what == "begin":
            await beginning.begin(council.ctx(person), survey)
        for one in again:
            await _reached(one, council.ctx(person), survey)


def _again(what: str, arrived: list[Press], stale: list[Press], seat: Seat, data: st.DataObject) -> list[Press]:
    """What reaches the bot once more, or for nothing."""
    if what == "twice":
        return arrived[-1:]
    if what == "crash":
        # What was handled and not yet marked as handled is handled again, in its order.
        return arrived[-data.draw(st.integers(1, 6)) :]
    if what == "late":
        # Of this very question the same ticks may come in their order only: that is what "crash" does.
        stale = [one for one in arrived if seat.asked is None or one.turn < seat.asked.turn]
    if what in ("phone", "late") and stale:
        return [data.draw(st.sampled_from(stale))]
    return []


async def _reached(press: Press, ctx: Context, survey: int) -> None:
    try:
        await press.reach(ctx, survey)
    except Exception as refused:
        assert "old_button" in str(refused)  # noqa: PT017


async def turns(council: Council, survey: int) -> list[int]:
    query = sa.select(responses.c.turn).where(responses.c.survey_id == survey)
    return list(await council.db.read(lambda connection: connection.execute(query).scalars().all()))


async def tables(council: Council, survey: int) -> tuple[Any, ...]:
    """What the tables say of the one who answered, without the numbers that differ from survey to survey."""

    def look(connection: Connection) -> tuple[Any, ...]:
        said = connection.execute(sa.select(answers).where(answers.c.survey_id == survey))
        stands = connection.execute(sa.select(responses).where(responses.c.survey_id == survey))
        took = connection.execute(sa.select(participations).where(participations.c.survey_id == survey))
        return (
            sorted((row.question, row.value, row.counted, row.segment) for row in said),
            [(row.state, row.position, row.turn, row.segment, row.form_version) for row in stands],
            [(row.state, row.mode) for row in took],
        )

    return await council.db.read(look)


async def opened(council: Council, author: Actor) -> int:
    """An open survey, made in one transaction: there are many in this test."""
    code, source = drafting.new_code(), council.ctx(author).source

    def make(connection: Connection) -> int:
        number = store.create(
            connection,
            source=source,
            author_id=author.id,
            role=Role.AKIM,
            place=author.home,
            audience=territory(ZHARASPAI),
            code=code,
            now=council.now,
        )
        store.set_definition(connection, number, 1, form().as_dict(), council.now)
        found = store.survey(connection, number)
        assert found is not None
        assert store.change(connection, found, None, state=SurveyState.OPEN, closes_at=council.now + timedelta(days=9))
        keys.ensure(connection, number, b"k" * 32)
        return number

    return await council.db.write(make)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_a_disturbed_stream_of_presses_ends_in_the_tables_of_the_clean_one(
    council: Council, data: st.DataObject
) -> None:
    author = await akim(council)
    clean, rough = await opened(council, author), await opened(council, author)
    person = await resident(council)
    stream = await walk(council, person, clean, data)
    await disturbed(council, person, rough, stream, data)
    assert await tables(council, rough) == await tables(council, clean)


async def test_the_property_would_be_broken_without_the_turn(council: Council) -> None:
    # A double tap on an answer, were it taken, would answer the question behind it too.
    number = await opened(council, await akim(council))
    person = await resident(council)
    seat = await beginning.begin(council.ctx(person), number)
    assert seat.asked is not None
    press = Press("skip", seat.asked.turn + 1)
    await answering.pick(council.ctx(person), number, seat.asked.turn, 0)
    await press.reach(council.ctx(person), number)
    before = await tables(council, number)
    await press.reach(council.ctx(person), number)
    assert await tables(council, number) == before
    await replace(press, turn=press.turn + 1).reach(council.ctx(person), number)
    assert await tables(council, number) != before
