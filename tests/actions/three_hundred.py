"""The 300 simulated people in a real database: invited, in the chat and on paper, counted by the real actions.

One okrug is small (three people), one cell of the population is empty (nobody of 65 and over answered), one answer is
so rare (two people) that it is hidden from officials, and an earlier wave of sixty people stands beside it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from actions.surveys import closing, drafting, populations, summary
from domain.audiences import Rule, RuleKind
from domain.outbox import DeliveryState
from domain.people import Actor, AgeBand
from domain.roles import Right, Role
from domain.surveys.sessions import KEY_BYTES, Response, paper_response_id, response_id, segment_number
from domain.surveys.survey import GRACE, SETTLING, Kept, Mode, Progress, Survey
from domain.surveys.targets import Segment
from storage import people as person_store
from storage.database import Connection
from storage.outbox import fanout
from storage.surveys import keys, participation, responses
from storage.tables.outbox import deliveries
from storage.tables.surveys import answers, word_reviews
from tests.actions.conftest import Council
from tests.actions.survey_kit import after, open_it, survey, version, write_form
from tests.reports.surveys.simulated import SMALL, TITLE, okrugs, people, simulated

LARGE = "355243000"
CROSSED = (("satisfied", "mobile"), ("doctor_km", "mobile"), ("engineering", "join"), ("economy", "mobile"))
Said = list[tuple[Segment, dict[str, str]]]
# Whom nobody heard of again, and to whom the invitation did not get.
SILENT, FAILED, BROKE_OFF = 120, 14, 9


@dataclass(frozen=True, slots=True)
class Village:
    """The council after it, with the number of the survey and those who look."""

    council: Council
    number: int
    staff: Actor
    akim: Actor
    answered: Actor


def said() -> Said:
    """Who answered what: most of them live in one okrug, where they are enough to be weighted."""
    codes = [code for code in okrugs() if code not in (SMALL, LARGE)]
    found: Said = []
    for number, (segment, given) in enumerate(simulated().said):
        moved = segment.okrug if segment.okrug == SMALL else LARGE if number % 2 else codes[number // 2 % len(codes)]
        found.append((replace(segment, okrug=moved), given))
    return found


def population(*, with_old: bool) -> bytes:
    """How many live where, as staff load it."""
    rows = ["territory,sex,age,population"]
    for code, found in people(with_old=with_old).items():
        rows += [f"{code},{sex},,{number}" for sex, number in found.sexes.items()]
        rows += [f"{code},,{band},{number}" for band, number in found.bands.items()]
    return "\n".join(rows).encode()


async def village(council: Council, *, with_old: bool = True, anonymous: bool = False) -> Village:
    """All of it, counted."""
    staff = await council.with_role(Role.STAFF, None, rights=frozenset({Right.RAW_ANSWERS}))
    akim = await council.with_role(Role.AKIM, LARGE, home=LARGE)
    await populations.load(council.ctx(staff), population(with_old=with_old))
    earlier, _, _ = await _asked(council, staff, said()[:60], anonymous=anonymous)
    later, number, answered = await _asked(earlier.later(timedelta(days=90)), staff, said(), anonymous=anonymous)
    return Village(later, number, staff, akim, await later.again(answered))


async def _asked(council: Council, staff: Actor, listed: Said, *, anonymous: bool) -> tuple[Council, int, Actor]:
    number = await _opened(council, staff, anonymous=anonymous)
    found = await survey(council, number)
    answered = await council.db.write(_all_answer, council, found, listed)
    later = after(council, council.now + timedelta(days=7) + GRACE + SETTLING + timedelta(seconds=1))
    await closing.keep_time(later.shared, later.now)
    assert await summary.make_due(later.shared, later.now)
    await later.db.write(_let_through, number)
    return later, number, await later.met(answered)


async def _opened(council: Council, staff: Actor, *, anonymous: bool) -> int:
    ctx = council.ctx
    number = (await drafting.begin(ctx(staff), next(iter(staff.grants)).id)).survey.id
    for language, title in TITLE.as_dict().items():
        await drafting.say(ctx(staff), number, "title", language, title)  # type: ignore[arg-type]
    await write_form(council, number, simulated().form)
    await drafting.name_people(ctx(staff), number, await version(council, staff, number), anonymous=anonymous)
    for code in okrugs():
        rule = Rule(RuleKind.TERRITORY, code)
        await drafting.ask_whom(ctx(staff), number, await version(council, staff, number), rule, on=True)
    options = {"crosses": ((Kept.SEX, Kept.AGE),), "crossed": CROSSED[:3]}
    await drafting.choose(ctx(staff), number, await version(council, staff, number), options)
    await drafting.closes(ctx(staff), number, None, council.now + timedelta(days=7))
    await open_it(council, staff, number)
    return number


def _all_answer(connection: Connection, council: Council, found: Survey, listed: Said) -> int:
    """Everybody is invited; who is not on paper answers in the chat. The Telegram id of the first of them."""
    key = keys.ensure(connection, found.id, b"k" * KEY_BYTES)
    chat = [one for one in listed if one[0].mode == Mode.CHAT.value]
    paper = [one for one in listed if one[0].mode != Mode.CHAT.value]
    ids = [_moves_in(connection, council, segment) for segment, _ in chat]
    others = [_moves_in(connection, council, chat[0][0]) for _ in range(SILENT + FAILED + BROKE_OFF)]
    fanout.begin_due(connection, council.now)
    while fanout.next_chunk(connection):
        pass
    connection.execute(deliveries.update().values(state=DeliveryState.SENT.value))
    failed = [person for person, _ in others[:FAILED]]
    connection.execute(
        deliveries.update().where(deliveries.c.person_id.in_(failed)).values(state=DeliveryState.BLOCKED.value)
    )
    day = council.now.date()
    for (person, _), (segment, given) in zip(ids, chat, strict=True):
        _answers(connection, found, response_id(key, person), segment, given, person, council)
        participation.note(connection, found.id, person, Progress.FINISHED, Mode.CHAT, day)
    for person, _ in others[FAILED : FAILED + BROKE_OFF]:
        participation.note(connection, found.id, person, Progress.BEGUN, Mode.CHAT, day)
    for serial, (segment, given) in enumerate(paper, 1):
        _answers(connection, found, paper_response_id(key, serial), segment, given, None, council)
    return ids[0][1]


def _moves_in(connection: Connection, council: Council, segment: Segment) -> tuple[int, int]:
    telegram = next(council.numbers)
    person = person_store.create(connection, telegram, council.now)
    person_store.set_language(connection, person, segment.language or "kk")  # type: ignore[arg-type]
    person_store.agree(connection, person, council.now)
    assert segment.okrug is not None
    assert person_store.settle(connection, person, segment.okrug, council.now)
    person_store.set_age(
        connection, person, AgeBand.FROM_25 if segment.age is None else segment.age, council.now.date()
    )
    return person, telegram


def _answers(
    connection: Connection,
    found: Survey,
    number: str,
    segment: Segment,
    given: dict[str, str],
    person: int | None,
    council: Council,
) -> None:
    responses.begin(
        connection,
        found,
        number,
        segment,
        person_id=person,
        position="",
        day=council.now.date(),
        state=Progress.FINISHED,
    )
    response = Response(
        found.id, number, found.form_version, Progress.FINISHED, "", 0, segment_number(segment), person_id=person
    )
    for question, value in given.items():
        responses.put(connection, response, question, value, counted=True)


def _let_through(connection: Connection, number: int) -> None:
    """Somebody looked at all answers in words and let them through."""
    there = answers.select().where(answers.c.survey_id == number, answers.c.question == "words")
    rows = [
        {"survey_id": number, "response_id": row.response_id, "question": row.question, "let_through": True}
        for row in connection.execute(there)
    ]
    connection.execute(word_reviews.insert(), rows)
