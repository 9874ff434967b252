"""The lists of surveys with a hundred of them and the whole country loaded: python -m benchmarks.survey_lists."""

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from actions.context import Context, Shared, meet
from actions.surveys import finding, reading, results, summary
from benchmarks.answers import form
from domain.audiences import territory
from domain.keys import Key
from domain.languages import Localized
from domain.roles import Offer, Role
from domain.surveys.survey import Mode, Progress, Survey, SurveyState
from domain.surveys.targets import Segment
from domain.territories import Level, Place
from storage import migrate, people, roles, territories, territory_files
from storage.database import Connection, open_database
from storage.erasures import Erasures
from storage.surveys import responses
from storage.surveys import surveys as store
from tests.country import kato_csv

SURVEYS, ANSWERED, OKRUGS, ROUNDS, PAGE = 100, 200, 25, 40, 8
STAFF, RESIDENT = 1_001, 1_002
NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
Press = Callable[[], Awaitable[object]]


def _fill(connection: Connection, okrugs: list[Place]) -> None:
    for number, okrug in zip(range(SURVEYS), itertools.cycle(okrugs), strict=False):
        survey = _survey(connection, number, okrug)
        for person in range(ANSWERED):
            _answer(connection, survey, okrug.code, person)
    for telegram_id in (STAFF, RESIDENT):
        person = people.create(connection, telegram_id, NOW)
        people.set_language(connection, person, "ru")
        people.agree(connection, person, NOW)
        people.settle(connection, person, okrugs[0].code, NOW)
        if telegram_id == STAFF:
            roles.give(connection, person, Offer(Role.STAFF), None, NOW)


def _survey(connection: Connection, number: int, okrug: Place) -> Survey:
    created = store.create(
        connection,
        source=f"bench:{number}",
        author_id=None,
        role=Role.STAFF,
        place=okrug,
        audience=territory(okrug.code),
        code=f"{number:016d}",
        now=NOW,
    )
    store.set_definition(connection, created, 1, form().as_dict(), NOW)
    state = SurveyState.CLOSED if number % 2 else SurveyState.OPEN
    title = Localized(kk=f"Сауалнама {number}", ru=f"Опрос {number}")
    ends = NOW + timedelta(days=7)
    store.change(connection, _found(connection, created), None, title=title, state=state, opened_at=NOW, closes_at=ends)
    return _found(connection, created)


def _found(connection: Connection, number: int) -> Survey:
    found = store.survey(connection, number)
    if found is None:
        raise LookupError(number)
    return found


def _answer(connection: Connection, survey: Survey, okrug: str, person: int) -> None:
    segment = Segment(okrug, None, None, "kk", Mode.CHAT.value)
    number = f"{survey.id:016d}{person:016d}"
    done = Progress.FINISHED
    responses.begin(connection, survey, number, segment, person_id=None, position="", day=NOW.date(), state=done)
    begun = responses.response(connection, survey.id, number)
    if begun is None:
        raise LookupError(number)
    for at in range(3):
        responses.put(connection, begun, f"q{at}", f"c{(person + at) % 5}", counted=True)


def _place(connection: Connection, code: str) -> Place:
    found = territories.territory(connection, code)
    if found is None:
        raise LookupError(code)
    return Place(found.code, found.path)


async def _timed(press: Press) -> str:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await press()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return f"p50 {statistics.median(taken):.1f} ms, p95 {taken[int(len(taken) * 0.95)]:.1f} ms"


async def _run() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="kenes-bench-") as folder:
        database = open_database(f"sqlite:///{folder}/kenes.db")
        await database.migrate(migrate.upgrade)
        edition = territory_files.read(kato_csv())
        await database.write(territories.load, edition, NOW)
        codes = [row.code for row in edition.rows if row.level is Level.OKRUG][:OKRUGS]
        await database.write(_fill, [await database.read(_place, code) for code in codes])
        key = Key(b"benchmark")
        shared = Shared(database, key, UTC, Erasures(Path(folder), key))
        while await summary.make_due(shared, NOW):
            pass
        staff = Context(shared, await meet(shared, STAFF, NOW), NOW, source="")
        resident = Context(shared, await meet(shared, RESIDENT, NOW), NOW, source="")
        counted = (await results.counted(staff, 0))[0][0].survey.id
        lists: dict[str, Press] = {
            "staff: surveys they look after, first page": lambda: finding.mine(staff, 0),
            "staff: the same, last page": lambda: finding.mine(staff, SURVEYS // PAGE - 1),
            "staff: results, first page": lambda: results.counted(staff, 0),
            "staff: results, last page": lambda: results.counted(staff, SURVEYS // 2 // PAGE - 1),
            "staff: one survey's card": lambda: finding.show(staff, 1),
            "staff: one survey's results": lambda: results.look(staff, counted),
            "resident: surveys that ask them": lambda: reading.mine_to_answer(resident),
        }
        lines = [f"{name}: {await _timed(press)}" for name, press in lists.items()]
        await database.close()
    return [f"{SURVEYS} surveys of {ANSWERED} answers each, {len(edition.rows):,} territories, SQLite:", *lines]


def run() -> list[str]:
    """Measure; a line each."""
    return asyncio.run(_run())


if __name__ == "__main__":
    print("\n".join(run()))
