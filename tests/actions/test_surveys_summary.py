"""Summaries: made once after the closing, read by each as far as they may, on both engines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions.surveys import closing, summary
from domain.people import Actor, AgeBand, Sex
from domain.refusals import Refused
from domain.roles import Role
from domain.statistics.rates import Rate, Share
from domain.summaries.figures import Reader
from domain.surveys.survey import GRACE, SETTLING
from storage.database import Connection
from storage.surveys import snapshots
from storage.tables.surveys import answers, responses, survey_segments
from tests.actions.conftest import Council
from tests.actions.survey_kit import after, akim, answers_all, opened, resident

AGES = (AgeBand.FROM_18, AgeBand.FROM_35)


async def closed(council: Council, author: Actor, people: int, **options: object) -> tuple[Council, int, list[Actor]]:
    """A survey that so many answered and that is over: the later council, its number, who answered."""
    number = await opened(council, author, **options)
    answered = []
    for index in range(people):
        person = await resident(council, sex=Sex.MAN if index % 3 else Sex.WOMAN, age=AGES[index % 2])
        # Everyone says yes and needs a road and a light, but every fourth has no water.
        said = (1, "құбыр ескі", (0, 2), (2, 0, 1), str(20 + index)) if index % 4 == 0 else ()
        await answers_all(council, person, number, said)
        answered.append(person)
    later = after(council, council.now + timedelta(days=7) + GRACE + SETTLING + timedelta(seconds=1))
    await closing.keep_time(later.shared, later.now)
    return later, number, answered


async def test_a_closed_survey_gets_one_snapshot_by_itself(council: Council) -> None:
    author = await akim(council)
    later, number, _ = await closed(council, author, 12)
    with pytest.raises(Refused, match="survey_not_counted"):
        await summary.look(later.ctx(author), number)
    assert await summary.make_due(later.shared, later.now)
    assert not await summary.make_due(later.shared, later.now)
    found = await summary.look(later.ctx(author), number)
    assert (found.respondents, found.facts.number, found.reader) == (12, 1, Reader.OFFICIALS)
    needs, years = found.question("needs"), found.question("years")
    assert needs is not None
    assert {row.values: row.figure.count for row in needs.rows} == {("road",): 12, ("school",): 0, ("light",): 12}
    assert years is not None
    assert years.base == 12


async def test_an_akim_does_not_see_small_groups_and_staff_do_where_names_are(council: Council) -> None:
    author, staff = await akim(council), await council.with_role(Role.STAFF, None)
    later, number, _ = await closed(council, author, 12, anonymous=False)
    await summary.make_due(later.shared, later.now)
    water = (await summary.look(later.ctx(author), number)).question("water")
    assert water is not None
    # Three said no: fewer than five, so that the two answers stand together.
    assert [(row.values, row.figure.count) for row in water.rows] == [(("yes", "no"), 12)]
    water = (await summary.look(later.ctx(staff), number)).question("water")
    assert water is not None
    assert [(row.values, row.figure.count) for row in water.rows] == [(("yes",), 9), (("no",), 3)]


async def test_staff_see_no_more_of_an_anonymous_survey_than_officials(council: Council) -> None:
    author, staff = await akim(council), await council.with_role(Role.STAFF, None)
    later, number, _ = await closed(council, author, 12)
    await summary.make_due(later.shared, later.now)
    water = (await summary.look(later.ctx(staff), number)).question("water")
    assert water is not None
    assert [row.values for row in water.rows] == [("yes", "no")]


async def test_an_outsider_learns_nothing_not_even_that_it_is_there(council: Council) -> None:
    author, elsewhere = await akim(council), await akim(council, "355253000")
    later, number, _ = await closed(council, author, 12)
    await summary.make_due(later.shared, later.now)
    for who in (elsewhere, await resident(council)):
        with pytest.raises(Refused) as refused:
            await summary.look(later.ctx(who), number)
        assert refused.value.reason in ("no_such_survey", "not_allowed")
        with pytest.raises(Refused, match="no_such_survey"):
            await summary.results(later.ctx(who), number)


async def test_who_answered_gets_the_public_results_if_they_were_promised(council: Council) -> None:
    author = await akim(council)
    later, number, answered = await closed(council, author, 12)
    await summary.make_due(later.shared, later.now)
    found = await summary.results(later.ctx(answered[0]), number)
    assert (found.reader, found.respondents) == (Reader.PUBLIC, 12)
    assert found.method is None


async def test_results_that_were_not_promised_are_not_given(council: Council) -> None:
    author = await akim(council)
    later, number, answered = await closed(council, author, 12, results=False)
    await summary.make_due(later.shared, later.now)
    with pytest.raises(Refused, match="no_such_survey"):
        await summary.results(later.ctx(answered[0]), number)


async def test_rates_count_who_began_and_who_finished(council: Council) -> None:
    author = await akim(council)
    later, number, _ = await closed(council, author, 12)
    await summary.make_due(later.shared, later.now)
    found = await summary.look(later.ctx(author), number)
    assert found.rates[Rate.COMPLETION] == Share(12, 12)


async def test_a_few_late_answers_make_no_new_snapshot_and_enough_do(council: Council) -> None:
    author = await akim(council)
    later, number, _ = await closed(council, author, 20)
    await summary.make_due(later.shared, later.now)
    await council.db.write(_late, number, 4)
    with pytest.raises(Refused, match="survey_few_new"):
        await summary.count_again(later.ctx(author), number)
    await council.db.write(_late, number, 12, 4)
    found = await summary.count_again(later.ctx(author), number)
    assert (found.respondents, found.facts.number) == (36, 2)
    assert (await summary.count_again(later.ctx(author), number)).facts.number == 2


async def test_late_answers_of_a_few_do_not_give_away_what_was_hidden(council: Council) -> None:
    author = await akim(council)
    later, number, _ = await closed(council, author, 12)
    await summary.make_due(later.shared, later.now)
    await council.db.write(_late, number, 12)
    water = (await summary.count_again(later.ctx(author), number)).question("water")
    assert water is not None
    assert [row.values for row in water.rows] == [("yes", "no")]


async def test_trials_and_second_typings_are_not_counted(council: Council) -> None:
    author = await akim(council)
    later, number, _ = await closed(council, author, 12)
    await council.db.write(_late, number, 1, keying=1)
    await summary.make_due(later.shared, later.now)
    kept = await council.db.read(snapshots.latest, number)
    assert kept is not None
    assert kept.figures["survey"]["respondents"] == 12


def _late(connection: Connection, number: int, many: int, start: int = 0, keying: int = 0) -> None:
    """So many more responses to a closed survey, as paper brings them."""
    segment = (
        connection.execute(sa.select(survey_segments.c.segment).order_by(survey_segments.c.segment)).scalars().first()
    )
    for index in range(start, start + many):
        at = f"late{index:04}{keying}"
        connection.execute(
            responses.insert().values(
                survey_id=number, id=at, form_version=1, state="finished", segment=segment, keying=keying
            )
        )
        connection.execute(
            answers.insert().values(
                survey_id=number, response_id=at, question="water", segment=segment, value="yes", counted=not keying
            )
        )
