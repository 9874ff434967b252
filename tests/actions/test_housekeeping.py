"""What nobody needs any more is thrown away, and nothing else."""

from datetime import timedelta

import sqlalchemy as sa

from actions.housekeeping import tidy
from domain.people import Actor
from storage.tables.inbox import inbox
from tests.actions.conftest import Council


async def test_a_registration_that_was_begun_and_left_is_forgotten_after_a_month(council: Council) -> None:
    elena, aigul = await council.person(home=None), await council.person()
    assert (await tidy(council.shared, council.now + timedelta(days=30))).registrations == 0
    assert (await tidy(council.shared, council.now + timedelta(days=30, seconds=1))).registrations == 1
    assert (await tidy(council.shared, council.now + timedelta(days=31))).registrations == 0
    assert await council.again(aigul) == aigul
    assert await council.again(elena) == Actor(elena.id, None)


async def test_handled_updates_are_forgotten_after_two_days_and_others_never(council: Council) -> None:
    rows = [
        {"update_id": number, "line": 1001, "state": state, "received_at": council.now}
        for number, state in enumerate(("done", "waiting", "parked"), 1)
    ]
    await council.db.write(lambda c: c.execute(inbox.insert(), rows))
    assert (await tidy(council.shared, council.now + timedelta(days=2))).updates == 0
    assert (await tidy(council.shared, council.now + timedelta(days=2, seconds=1))).updates == 1
    left = await council.db.read(lambda c: set(c.execute(sa.select(inbox.c.state)).scalars()))
    assert left == {"waiting", "parked"}
