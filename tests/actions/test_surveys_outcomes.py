"""What became of each invited person, and the four rates with their bases: a village where everything happens once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions.surveys import beginning, closing, populations, results, summary
from domain.outbox import DeliveryState
from domain.people import Actor, AgeBand, Sex
from domain.roles import Role
from domain.statistics.rates import Outcome, Rate, Share
from domain.summaries.figures import Reader
from domain.surveys.survey import GRACE, OPENED, SETTLING, Mode
from domain.surveys.targets import Target
from reports.surveys.printed import printed
from screens.surveys.results import called
from storage.database import Connection
from storage.outbox import fanout
from storage.surveys import outcomes, snapshots
from storage.tables.outbox import deliveries, notices
from tests.actions.conftest import ZHARASPAI, Council
from tests.actions.survey_kit import after, akim, answer, answers_all, opened, resident, survey
from texts import words

POPULATION = "territory,sex,age,population\n" + "".join(
    f"{ZHARASPAI},{sex},{age},{number}\n"
    for sex, age, number in (("woman", "18_24", 10), ("woman", "35_44", 10), ("man", "18_24", 8), ("man", "35_44", 12))
)


async def fan_out(council: Council) -> None:
    """Everybody who is asked now gets an invitation, which waits."""

    def work(connection: Connection) -> None:
        fanout.begin_due(connection, council.now)
        while fanout.next_chunk(connection):
            pass

    await council.db.write(work)


async def delivered(council: Council, person: Actor, state: DeliveryState) -> None:
    """What became of the invitation to a person."""
    invitation = sa.select(notices.c.id).where(notices.c.kind == OPENED)
    change = (
        deliveries.update()
        .where(deliveries.c.notice_id.in_(invitation), deliveries.c.person_id == person.id)
        .values(state=state.value)
    )
    assert (await council.db.write(lambda connection: connection.execute(change))).rowcount == 1


async def over(council: Council) -> Council:
    """The survey is closed and counted."""
    later = after(council, council.now + timedelta(days=7) + GRACE + SETTLING + timedelta(seconds=1))
    await closing.keep_time(later.shared, later.now)
    await summary.make_due(later.shared, later.now)
    return later


async def story(council: Council, *, anonymous: bool) -> tuple[Council, int, Actor]:
    """One akim, and: 2 wait, 3 failed, 4 say nothing, 1 declines, 2 break off, 3 stop half-way, 9 finish, 2 may not."""
    author = await akim(council)
    ends = {
        "waits": 2,
        "failed": 3,
        "silent": 4,
        "declines": 1,
        "breaks_off": 2,
        "half": 3,
        "finishes": 9,
        "young": 1,
        "late": 1,
    }
    people = {
        end: [
            await resident(council, sex=Sex.WOMAN, age=AgeBand.UNDER_18 if end == "young" else AgeBand.FROM_35)
            for _ in range(many)
        ]
        for end, many in ends.items()
    }
    number = await opened(council, author, anonymous=anonymous, targets=(Target(10, okrug=ZHARASPAI),))
    await fan_out(council)
    # The akim lives there too and is asked: nobody ever told them.
    await delivered(council, author, DeliveryState.SKIPPED)
    for end, listed in people.items():
        for person in listed:
            if end != "waits":
                failed = DeliveryState.BLOCKED if end == "failed" else DeliveryState.SENT
                await delivered(council, person, failed)
    for person in people["declines"]:
        await beginning.decline(council.ctx(person), number)
    for person in (*people["breaks_off"], *people["half"], *people["young"]):
        seat = await beginning.begin(council.ctx(person), number)
        if person in people["half"]:
            await answer(council, person, seat, 0)
    # Somebody who moved in after the invitations found it in the list.
    newcomer = await resident(council)
    # Whose invitation failed found it there too.
    for person in (newcomer, *people["finishes"][1:], people["failed"][0]):
        await answers_all(council, person, number)
    for person in people["late"]:
        await beginning.begin(council.ctx(person), number)
    return council, number, author


@pytest.mark.parametrize("anonymous", [True, False])
async def test_each_invited_person_has_one_outcome_and_each_rate_its_base(council: Council, anonymous: bool) -> None:
    _, number, author = await story(council, anonymous=anonymous)
    staff = await council.with_role(Role.STAFF, None)
    await populations.load(council.ctx(staff), POPULATION.encode())
    later = await over(council)
    assert await later.db.read(outcomes.kept, number) == {
        Outcome.QUEUED: 2,
        # Two of the three, and the akim.
        Outcome.FAILED: 3,
        # One of the nine who were to finish said nothing.
        Outcome.UNRESPONSIVE: 5,
        Outcome.REFUSED: 1,
        Outcome.BREAK_OFF: 2,
        Outcome.PARTIAL: 3,
        # Eight, and one whose invitation failed.
        Outcome.COMPLETED: 9,
        Outcome.INELIGIBLE: 2,
    }
    found = await results.look(later.ctx(staff), number)
    its = printed(words("en"), found.summary, called(words("en"), found.territories))
    if anonymous:
        # Who refused is one person, and who began without an invitation is one.
        assert found.summary.outcomes == {}
        assert set(found.summary.rates) == {Rate.COVERAGE, Rate.DELIVERY, Rate.COMPLETION}
    else:
        assert sum(one.count for one in found.summary.outcomes.values()) == 27
        assert {one.base for one in found.summary.outcomes.values()} == {27}
        assert found.summary.rates == {
            # Twenty-five of those who were there are of age or did not say, with the akim, the newcomer and staff.
            Rate.COVERAGE: Share(28, 40),
            Rate.DELIVERY: Share(22, 27),
            Rate.PARTICIPATION: Share(14, 22),
            # With the newcomer, whom nobody had invited.
            Rate.COMPLETION: Share(10, 15),
        }
        assert ("Said that they do not want to answer", "1 of 27") in its.outcomes
        assert ("Began, of those who got it", "14 of 22") in its.rates
    # In an okrug two refusals would be two people.
    seen = await results.look(later.ctx(author), number)
    assert (seen.summary.reader, seen.summary.outcomes) == (Reader.OFFICIALS, {})
    assert (await survey(later, number)).over


async def test_outcomes_of_the_closing_stay_when_people_leave(council: Council) -> None:
    _, number, _ = await story(council, anonymous=True)
    later = await over(council)
    before = await later.db.read(outcomes.kept, number)
    await later.db.write(lambda connection: connection.execute(deliveries.delete()))
    assert await later.db.read(outcomes.kept, number) == before
    kept = await later.db.read(snapshots.latest, number)
    assert kept is not None
    assert kept.figures["outcomes"] == {one.value: count for one, count in before.items()}
    assert sum((await later.db.read(outcomes.count, number)).values()) == 0


async def test_an_open_link_has_completion_only(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, open_link=True)
    code = (await survey(council, number)).code
    for index in range(15):
        stranger = await resident(council, "355253000")
        seat = await beginning.begin(council.ctx(stranger), number, code)
        if index < 10:
            for one in (0, (0, 2), (2, 0, 1), "7"):
                seat = await answer(council, stranger, seat, one)
    later = await over(council)
    found = (await results.look(later.ctx(author), number)).summary
    assert found.rates == {Rate.COMPLETION: Share(10, 15)}
    assert set(found.by_mode) <= {Mode.LINK}
