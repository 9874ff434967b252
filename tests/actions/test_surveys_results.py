"""Results: who may see what, nobody reads words before somebody looked at them, each file stands in the log."""

import pytest
import sqlalchemy as sa

from actions.surveys import populations, results, summary, wording
from bot.commands import export
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Position, Right, Role
from domain.statistics.population import Fault
from domain.summaries.figures import Reader
from domain.summaries.results import RAW, RESULTS, ResultFile
from reports.surveys.printed import printed
from reports.surveys.results import files
from storage.database import Connection
from storage.tables.outbox import notices
from storage.tables.roles import audit
from tests.actions.conftest import IZENDI, ZHARASPAI, Council
from tests.actions.survey_kit import akim
from tests.actions.test_surveys_summary import closed
from texts import words

WORDS = "құбыр ескі"


async def counted(council: Council, people: int = 12, **options: object) -> tuple[Council, int, list[Actor], Actor]:
    """A survey that so many answered, a quarter of them in words, and that is counted; its akim."""
    author = await akim(council)
    later, number, answered = await closed(council, author, people, **options)
    await summary.make_due(later.shared, later.now)
    return later, number, answered, author


async def logged(council: Council) -> list[tuple[str, int | None, dict[str, object]]]:
    def read(connection: Connection) -> list[tuple[str, int | None, dict[str, object]]]:
        query = sa.select(audit.c.act, audit.c.person_id, audit.c.details).order_by(audit.c.id)
        query = query.where(audit.c.act.in_(["read_results", "take_raw_answers", "review_words", "load_population"]))
        return [tuple(row) for row in connection.execute(query)]

    return await council.db.read(read)


async def staff_with_rights(council: Council) -> Actor:
    return await council.with_role(Role.STAFF, None, rights=frozenset({Right.RAW_ANSWERS}))


async def test_an_akim_sees_the_own_okrug_and_a_committee_its_territory(council: Council) -> None:
    later, number, answered, author = await counted(council)
    member = await council.with_role(
        Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, position=Position.MEMBER, home=ZHARASPAI
    )
    for actor in (author, member):
        found = await results.look(later.ctx(actor), number)
        assert (found.official, found.raw, found.summary.reader) == (True, False, Reader.OFFICIALS)
        assert [one.survey.id for one in (await results.counted(later.ctx(actor), 0))[0]] == [number]
    others = [
        await akim(council, IZENDI),
        await council.with_role(Role.COMMITTEE, IZENDI, area=Area.PLANNING, position=Position.LEADER, home=IZENDI),
        await council.with_role(Role.JURY, ZHARASPAI),
        await council.person(),
    ]
    for actor in others:
        for survey in (number, number + 1):
            with pytest.raises(Refused, match="no_such_survey"):
                await results.look(later.ctx(actor), survey)
            with pytest.raises(Refused, match="no_such_survey"):
                await results.take(later.ctx(actor), survey, ResultFile.PICTURE)
    assert (await results.counted(later.ctx(others[0]), 0))[0] == ()
    # Who answered sees what everybody may see, and takes the picture only.
    mine = await results.look(later.ctx(answered[0]), number)
    assert (mine.official, mine.listed, mine.summary.reader) == (False, {}, Reader.PUBLIC)
    await results.take(later.ctx(answered[0]), number, ResultFile.PICTURE)
    for which in set(ResultFile) - {ResultFile.PICTURE}:
        with pytest.raises(Refused, match="not_allowed"):
            await results.take(later.ctx(answered[0]), number, which)
    assert await logged(later) == []


async def test_who_answered_sees_nothing_that_was_not_promised(council: Council) -> None:
    later, number, answered, _ = await counted(council, results=False)
    with pytest.raises(Refused, match="no_such_survey"):
        await results.look(later.ctx(answered[0]), number)
    assert await told(later) == []


async def told(council: Council) -> list[tuple[str, int]]:
    query = sa.select(notices.c.occurrence, notices.c.subject_id).where(notices.c.kind == RESULTS)
    return await council.db.read(lambda connection: [tuple(row) for row in connection.execute(query)])


async def test_who_answered_is_told_once_when_it_is_counted(council: Council) -> None:
    later, number, _, _ = await counted(council)
    assert await told(later) == [("1", number)]
    await summary.make_due(later.shared, later.now)
    assert await told(later) == [("1", number)]
    found = await later.db.read(results.results_for_who_answered, number)
    assert found is not None
    assert found.summary.reader is Reader.PUBLIC


async def test_the_answers_themselves_are_for_staff_with_the_right_and_each_file_is_logged(council: Council) -> None:
    later, number, _, author = await counted(council, anonymous=False)
    plain, trusted = await council.with_role(Role.STAFF, None), await staff_with_rights(council)
    # The right beside another role is worth nothing.
    official = await council.with_role(Role.AKIM, ZHARASPAI, rights=frozenset({Right.RAW_ANSWERS}))
    for actor in (author, plain, official):
        for which in RAW:
            with pytest.raises(Refused, match="not_allowed"):
                await results.take(later.ctx(actor), number, which)
        taken = await results.take(later.ctx(actor), number, ResultFile.BOOK)
        assert taken.raw is None
    ctx = later.ctx(trusted)
    taken = await results.take(ctx, number, ResultFile.CODES)
    assert taken.raw is not None
    assert len(taken.raw.rows) == 12
    # The same press that comes twice is one line.
    await results.take(ctx, number, ResultFile.CODES)
    details = {"file": "xlsx", "snapshot": 1}
    assert await logged(later) == [
        ("read_results", author.id, details),
        ("read_results", plain.id, details),
        ("read_results", official.id, details),
        ("take_raw_answers", trusted.id, {"file": "csv", "snapshot": 1}),
    ]
    assert set(taken.raw.traits) == {"@okrug", "@sex", "@age", "@language", "@mode"}
    assert all(set(row.answers) <= {"water", "needs", "first", "years"} for row in taken.raw.rows)


async def test_rows_of_an_anonymous_survey_are_coarsened(council: Council) -> None:
    later, number, _, _ = await counted(council, people=24)
    taken = await results.take(later.ctx(await staff_with_rights(council)), number, ResultFile.CODES)
    assert taken.raw is not None
    seen = [tuple(row.traits.get(name, "") for name in taken.raw.traits) for row in taken.raw.rows]
    assert all(seen.count(one) >= 5 for one in seen)
    assert len(set(seen)) > 1


async def test_nobody_reads_words_before_somebody_let_them_through(council: Council) -> None:
    later, number, _, author = await counted(council, people=24, anonymous=False)
    trusted = await staff_with_rights(council)

    async def seen() -> str:
        """Everything that anybody can have of the survey."""
        texts = []
        for actor in (author, trusted):
            found = await results.look(later.ctx(actor), number)
            texts.append(repr(found))
            taken = await results.take(later.ctx(actor), number, ResultFile.BOOK)
            texts.append(repr(taken))
            its = printed(words("en"), taken.results.summary, {})
            texts.append(repr(its))
            texts.append(repr(await results.words(later.ctx(actor), number, "why", 0)))
        taken = await results.take(later.ctx(trusted), number, ResultFile.LABELS)
        texts.append(
            files.made(
                words("en"), printed(words("en"), taken.results.summary, {}), taken.raw, {}, ResultFile.LABELS
            ).decode()
        )
        return " ".join(texts)

    assert "құбыр" not in await seen()
    # Those who answered were promised that the akim does not.
    with pytest.raises(Refused, match="not_allowed"):
        await wording.look(later.ctx(author), number)
    assert (await results.look(later.ctx(author), number)).unread == 0
    reviewing = await wording.look(later.ctx(trusted), number)
    assert reviewing.one is not None
    assert (reviewing.left, reviewing.one.words) == (6, WORDS)
    reviewing = await wording.decide(later.ctx(trusted), number, reviewing.one.mark, through=False)
    assert "құбыр" not in await seen()
    first = reviewing.one
    assert first is not None
    for _ in range(5):
        assert reviewing.one is not None
        reviewing = await wording.decide(later.ctx(trusted), number, reviewing.one.mark, through=True)
    assert (reviewing.left, reviewing.one) == (0, None)
    # What was decided stays.
    await wording.decide(later.ctx(trusted), number, first.mark, through=False)
    assert (await results.words(later.ctx(author), number, "why", 0)).answers == (WORDS,) * 5
    found = await results.look(later.ctx(author), number)
    assert found.listed == {"why": 5}
    why = found.summary.question("why")
    assert why is not None
    assert {one.word: one.answers for one in why.words} == {"құбыр": 5, "ескі": 5}
    taken = await results.take(later.ctx(trusted), number, ResultFile.LABELS)
    assert taken.raw is not None
    assert sum(row.answers.get("why") == WORDS for row in taken.raw.rows) == 5
    decided = [details["did"] for act, _, details in await logged(later) if act == "review_words"]
    assert decided == ["left out", *["let through"] * 5]


async def test_words_of_an_anonymous_survey_are_looked_at_by_staff_only(council: Council) -> None:
    later, number, _, author = await counted(council, people=24)
    staff = await council.with_role(Role.STAFF, None)
    with pytest.raises(Refused, match="not_allowed"):
        await wording.look(later.ctx(author), number)
    reviewing = await wording.look(later.ctx(staff), number)
    assert reviewing.one is not None
    with pytest.raises(Refused, match="not_allowed"):
        await wording.decide(later.ctx(author), number, reviewing.one.mark, through=True)
    elsewhere = await council.with_role(Role.STAFF, IZENDI)
    with pytest.raises(Refused, match="no_such_survey"):
        await wording.look(later.ctx(elsewhere), number)
    assert (await results.look(later.ctx(author), number)).unread == 0
    assert (await results.look(later.ctx(staff), number)).unread == reviewing.left


async def test_a_survey_stands_beside_an_earlier_one_that_asked_the_same(council: Council) -> None:
    later, number, _, author = await counted(council, people=32)
    with pytest.raises(Refused, match="no_earlier_survey"):
        await results.compare(later.ctx(author), number)
    again, second, _ = await closed(later, author, 30)
    await summary.make_due(again.shared, again.now)
    assert (await results.look(again.ctx(author), second)).earlier
    trend = await results.compare(again.ctx(author), second)
    assert [wave.survey.id for wave in trend.waves] == [number, second]
    (water,) = (one for one in trend.questions if one.name == "water")
    assert water.bases == (32, 30)
    assert [cells for _, cells in water.rows] == [((24, 75), (22, 73)), ((8, 25), (8, 27))]
    # An earlier one has nothing before it.
    assert not (await results.look(again.ctx(author), number)).earlier


async def test_a_file_at_the_terminal_is_logged_as_such(council: Council) -> None:
    later, number, _, _ = await counted(council, people=24)
    taken = await later.db.write(results.take_at_terminal, number, ResultFile.BOOK, later.now)
    assert taken.raw is not None
    assert await logged(later) == [("take_raw_answers", None, {"file": "xlsx", "snapshot": 1})]
    for which in ResultFile:
        assert len(export._made(taken, which, "kk")) > 100
    with pytest.raises(Refused, match="no_such_survey"):
        await later.db.write(results.take_at_terminal, number + 1, ResultFile.BOOK, later.now)


PEOPLE = b"territory,sex,age,population\n355243000,woman,18_24,5\n355243000,man,18_24,6\n"


async def test_staff_load_a_population_where_they_are_staff_all_of_it_or_nothing(council: Council) -> None:
    staff, elsewhere = await council.with_role(Role.STAFF, None), await council.with_role(Role.STAFF, IZENDI)
    done = await populations.load(council.ctx(staff), PEOPLE)
    assert (done.territories, done.people, done.wrong) == (1, 11, ())
    with pytest.raises(Refused, match="not_allowed"):
        await populations.load(council.ctx(elsewhere), PEOPLE)
    with pytest.raises(Refused, match="not_allowed"):
        await populations.load(council.ctx(await akim(council)), PEOPLE)
    done = await populations.load(council.ctx(staff), PEOPLE + b"355243000,man,18_24,x\n1,man,18_24,6\n")
    assert [(one.row, one.fault) for one in done.wrong] == [(4, Fault.NOT_A_NUMBER), (5, Fault.UNKNOWN)]
    assert await logged(council) == [("load_population", staff.id, {"territories": 1, "people": 11})]
