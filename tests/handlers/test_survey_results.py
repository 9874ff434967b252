"""Results over the real road: an akim reads and takes them, who answered is told, large files can be stopped."""

import asyncio
import io
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
import sqlalchemy as sa

from actions.surveys import closing, summary
from domain.people import Actor, AgeBand, Sex
from domain.roles import Offer, Right, Role
from domain.surveys.survey import GRACE, SETTLING
from domain.territories import Place
from handlers import files
from handlers.surveys import results as handlers
from sandbox.play import Person
from storage import people, roles
from storage.database import Connection
from storage.surveys import snapshots
from storage.tables.surveys import surveys
from tests.actions.conftest import Council
from tests.actions.survey_kit import answers_all, opened, resident
from tests.cast import ZHARASPAI, Village, registered, village


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


async def known(kenes: Village, person: Person) -> Actor:
    found = await kenes.db.read(people.actor_of_telegram, person.id, datetime.now(UTC))
    assert found is not None
    return found


async def with_role(kenes: Village, person: Person, role: Role, where: str | None = None, *rights: Right) -> Actor:
    actor = await known(kenes, person)
    place = None if where is None else Place(where, "")
    await kenes.db.write(roles.give, actor.id, Offer(role, place, rights=frozenset(rights)), None, datetime.now(UTC))
    return await known(kenes, person)


async def counted(kenes: Village, daniyar: Person, answering: Actor, *, anonymous: bool = False) -> int:
    """A survey that 24 people answered, one of them in the chat of the test, and that was counted."""
    council = Council(kenes.app.shared, datetime.now(UTC), itertools.count(500_000))
    author = await with_role(kenes, daniyar, Role.AKIM, ZHARASPAI)
    number = await opened(council, author, anonymous=anonymous)
    await kenes.db.write(people.set_sex, answering.id, Sex.WOMAN)
    await kenes.db.write(people.set_age, answering.id, AgeBand.FROM_35, datetime.now(UTC).date())
    others = [await resident(council) for _ in range(23)]
    for at, person in enumerate([answering, *others]):
        said = (1, "=HYPERLINK(1) құбыр ескі", (0, 2), (2, 0, 1), str(20 + at)) if at % 4 == 0 else ()
        await answers_all(council, person, number, said)

    def over(connection: Connection) -> None:
        ended = datetime.now(UTC) - GRACE - SETTLING - timedelta(seconds=1)
        connection.execute(surveys.update().where(surveys.c.id == number).values(closes_at=ended))

    await kenes.db.write(over)
    # The village's own clock may be just about to do the same.
    while await kenes.db.read(snapshots.latest, number) is None:
        await closing.keep_time(kenes.app.shared, datetime.now(UTC))
        await summary.make_due(kenes.app.shared, datetime.now(UTC))
        await asyncio.sleep(0.01)
    return number


async def test_an_akim_reads_results_and_takes_them_and_who_answered_hears_of_them(kenes: Village) -> None:
    daniyar, aigul = await registered(await kenes.daniyar()), await registered(await kenes.aigul())
    number = await counted(kenes, daniyar, await known(kenes, aigul))
    await daniyar.says("/surveys")
    await daniyar.chooses("go1", "survey_results")
    await daniyar.chooses("svres1")
    assert "24 адам жауап берді" in daniyar.sees
    await daniyar.chooses("svrq1")
    assert "Сұрақ water" in daniyar.sees
    assert "Жауап бергені: 24." in daniyar.sees
    assert "Жауап yes — 18" in daniyar.sees
    await daniyar.chooses("svrp1")
    assert (await daniyar.file(daniyar.messages[-1])).startswith(b"\x89PNG")
    await daniyar.says("/surveys")
    await daniyar.chooses("go1", "survey_results")
    await daniyar.chooses("svres1")
    # Nothing came since.
    await daniyar.chooses("svagn1")
    assert "24 адам жауап берді" in daniyar.sees
    await daniyar.chooses("svrl1")
    assert not [button for button in str(daniyar.messages[-1]).split('"') if "sav" in button or "CSV, " in button]
    await daniyar.chooses("svrf1", "pdf:kk")
    pdf = pypdf.PdfReader(io.BytesIO(await daniyar.file(daniyar.messages[-1])))
    assert "24 адам жауап берді" in " ".join(pdf.pages[0].extract_text().split())
    # Aigul, who answered.
    while "24 адам жауап берді" not in aigul.sees:
        await aigul.hears(wait=20)
    assert aigul.sees.count("24 адам жауап берді") == 1
    await aigul.chooses("svrf1")
    assert (await aigul.file(aigul.messages[-1])).startswith(b"\x89PNG")
    # The old invitation leads to the results as well.
    assert aigul.last is not None
    await aigul.presses_old(aigul.last, f"sva1:{number}:")
    assert "Сауалнама аяқталды." in aigul.sees
    assert "айтамын" not in aigul.sees
    await aigul.chooses("svres1")
    assert "24 адам жауап берді" in aigul.sees
    await aigul.says("/surveys")
    await aigul.chooses("svres1")
    await aigul.chooses("svrq1")
    # Six said no: the public sees no group of fewer than ten.
    assert "Жауап yes + Жауап no — 24" in aigul.sees


async def test_words_are_let_through_one_by_one(kenes: Village) -> None:
    daniyar, aigul = await registered(await kenes.daniyar()), await registered(await kenes.aigul())
    elena = await registered(await kenes.elena())
    await with_role(kenes, elena, Role.STAFF, None)
    number = await counted(kenes, daniyar, await known(kenes, aigul))
    await elena.says("/surveys")
    await elena.chooses("go1", "survey_results")
    await elena.chooses("svres1")
    await elena.chooses("svmod1")
    assert "құбыр ескі" in elena.sees
    for _ in range(5):
        await elena.chooses("svmdd1", "1")
    await elena.chooses("svmdd1", "0")
    assert "құбыр" not in elena.sees
    # The akim reads what staff let through, and looks through nothing.
    await daniyar.says("/surveys")
    await daniyar.chooses("go1", "survey_results")
    await daniyar.chooses("svres1")
    assert f"svmod1:{number}" not in str(daniyar.messages[-1])
    assert "алдымен жобаның қызметкерлері қарап шығады" in daniyar.sees
    await daniyar.chooses("svrw1", "0")
    assert daniyar.sees.count("=HYPERLINK(1) құбыр ескі") == 5
    await aigul.says("/surveys")
    await aigul.chooses("svres1")
    assert f"svmod1:{number}" not in str(aigul.messages[-1])


async def test_a_large_file_is_made_beside_everything_else_and_can_be_stopped(
    kenes: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "AT_ONCE", 5)
    daniyar, elena = await registered(await kenes.daniyar()), await registered(await kenes.elena())
    await with_role(kenes, elena, Role.STAFF, None, Right.RAW_ANSWERS)
    berik = await registered(await kenes.berik())
    await counted(kenes, daniyar, await known(kenes, berik))
    await elena.says("/surveys")
    await elena.chooses("go1", "survey_results")
    await elena.chooses("svres1")
    await elena.chooses("svrl1")
    await elena.chooses("svrf1", "csv:kk")
    await files.all_done()
    await elena.hears(wait=2)
    names = [message.get("document", {}).get("file_name") for message in elena.messages]
    assert any(name and name.endswith("-kk-codes.csv") for name in names)

    # One that nobody wants any more ends at the next row.
    begun = files.Job(7)
    rows = files.Watched([1, 2, 3], begun)
    assert (len(rows), rows[0], list(rows), begun.read) == (3, 1, [1, 2, 3], 3)
    begun.stop.set()
    with pytest.raises(files.Stopped):
        list(rows)
    assert not files.stop(7, begun.number)


async def test_nobody_stops_the_file_of_another(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    job = files.Job(person_id=(await known(kenes, aigul)).id + 1)
    files._JOBS[job.number] = job
    try:
        assert files.job_of(job.person_id) is job
        assert not files.stop(job.person_id - 1, job.number)
        assert files.stop(job.person_id, job.number)
        assert job.stop.is_set()
    finally:
        files._JOBS.clear()
    assert await kenes.db.read(lambda c: c.execute(sa.select(surveys)).all()) == []
