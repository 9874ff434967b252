"""Tables of keyed forms: all of one or nothing, full targets, and paper that comes after the closing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.surveys import paper, results, summary
from actions.surveys.closing import keep_time
from domain.people import Actor, AgeBand, Sex
from domain.refusals import Refused
from domain.roles import Right, Role
from domain.summaries.results import ResultFile
from domain.surveys.keying import LATE, PaperForm
from domain.surveys.paper import Keyed, KeyedForm
from domain.surveys.survey import GRACE, SETTLING, Mode
from domain.surveys.targets import Target
from storage.tables.roles import audit
from storage.tables.surveys import paper_forms, responses, survey_segments, survey_snapshots
from tests.actions.conftest import IZENDI, ZHARASPAI, Council
from tests.actions.paper_kit import begun, counted, keyed, made, rows, used
from tests.actions.survey_kit import after, akim, answers_all, opened, resident, survey

SAID = {"water": "no", "why": "құбыр ескі", "first": "a b c", "years": "8"}


def row(form: PaperForm, at: int = 3, **more: Any) -> KeyedForm:
    """A row of a table."""
    values = {"mode": Mode.PAPER, "okrug": None, "sex": Sex.MAN, "age": AgeBand.FROM_65, "answers": SAID}
    return KeyedForm(at, form.code, **{**values, **more})


async def no(work: object) -> str:
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    return refused.value.reason


async def test_a_table_is_taken_over_as_a_whole(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, anonymous=False)
    forms = await made(council, author, number, 3)
    table = await paper.table(council.ctx(author), number)
    assert table.free == {form.code for form in forms}
    assert [one.code for one in table.okrugs] == [ZHARASPAI]
    given = Keyed((row(forms[0]), row(forms[2], mode=Mode.MEETING, sex=None, age=None)))
    desk = await paper.take_over(council.ctx(author), number, given)
    assert (desk.keyed, desk.late) == (2, False)
    assert await counted(council) == [SAID, SAID]
    whose = {one.segment: one for one in await rows(council, survey_segments)}
    found = sorted((whose[one.segment].mode, whose[one.segment].sex or "") for one in await rows(council, responses))
    assert found == [("meeting", ""), ("paper", "man")]
    assert {one.okrug_code for one in whose.values()} == {ZHARASPAI}
    table = await paper.table(council.ctx(author), number)
    assert table.free == {forms[1].code}
    assert table.used == {forms[0].code, forms[2].code}
    assert [one.details for one in await rows(council, audit) if one.details["did"] == "imported"] == [
        {"did": "imported", "forms": 2}
    ]


async def test_one_form_that_was_used_meanwhile_takes_the_whole_table_back(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 3)
    await keyed(council, author, forms[1])
    given = Keyed(tuple(row(form) for form in forms))
    assert await no(paper.take_over(council.ctx(author), number, given)) == "form_keyed"
    assert len(await counted(council)) == 1
    assert [await used(council, serial) for serial in (1, 2, 3)] == [None, "keyed", None]
    unknown = PaperForm(number, 9, "000000000001", 1)
    assert await no(paper.take_over(council.ctx(author), number, Keyed((row(unknown),)))) == "no_such_form"


async def test_a_form_that_is_half_keyed_can_come_in_a_table(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    (form,) = await made(council, author, number, 1)
    await begun(council, author, form)
    await paper.take_over(council.ctx(author), number, Keyed((row(form),)))
    assert await counted(council) == [SAID]
    assert [one.state for one in await rows(council, responses)] == ["finished"]


async def test_a_table_does_not_go_beyond_a_target(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author, targets=(Target(2, ZHARASPAI),))
    forms = await made(council, author, number, 3)
    given = Keyed(tuple(row(form, at) for at, form in enumerate(forms, start=3)))
    with pytest.raises(Refused) as refused:
        await paper.take_over(council.ctx(author), number, given)
    assert (refused.value.reason, refused.value.facts["row"]) == ("row_not_wanted", 5)
    assert await counted(council) == []
    await paper.take_over(council.ctx(author), number, Keyed(given.forms[:2]))
    assert len(await counted(council)) == 2


async def test_nobody_else_takes_a_table_over(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 1)
    for other in (await resident(council), await akim(council, IZENDI)):
        work = paper.take_over(council.ctx(other), number, Keyed((row(forms[0]),)))
        assert await no(work) in ("no_such_survey", "not_allowed")
    assert await counted(council) == []


async def closed(council: Council, number: int) -> datetime:
    ended = (await survey(council, number)).closes_at
    assert ended is not None
    now = ended + GRACE + SETTLING
    await keep_time(council.shared, now)
    return now


async def staff_with_rights(council: Council) -> Actor:
    return await council.with_role(Role.STAFF, None, rights=frozenset({Right.RAW_ANSWERS}))


@pytest.mark.parametrize("anonymous", [True, False])
async def test_paper_that_comes_late_makes_a_new_snapshot(council: Council, anonymous: bool) -> None:
    author = await akim(council)
    number = await opened(council, author, anonymous=anonymous)
    forms = await made(council, author, number, 30)
    for _ in range(12):
        await answers_all(council, await resident(council), number)
    late = after(council, await closed(council, number))
    assert await summary.make_due(late.shared, late.now)
    assert await no(paper.print_forms(late.ctx(author), number, 10)) == "survey_closed"
    assert (await paper.desk(late.ctx(author), number)).late
    done = await paper.take_over(late.ctx(author), number, Keyed(tuple(row(form) for form in forms[:15])))
    assert (done.keyed, done.late) == (15, True)
    staff = await staff_with_rights(council)

    async def told() -> tuple[int | None, int, int]:
        """How many the summary counts, how many rows the raw file has, how many words wait to be looked through."""
        taken = await results.take(late.ctx(staff), number, ResultFile.CODES)
        assert taken.raw is not None
        seen = await results.look(late.ctx(staff), number)
        return seen.summary.respondents, len(taken.raw.rows), seen.unread

    # Nobody is told of them before all of them are counted.
    before = await told()
    assert before[:2] == (12, 12)
    assert len(await counted(council)) == 12
    assert {one.used_on is None for one in await rows(council, paper_forms) if one.used} == {anonymous}
    assert {one.keyed_by for one in await rows(council, paper_forms)} == {None}
    found = await summary.count_again(late.ctx(author), number)
    assert found.respondents == 27
    assert await told() == (27, 27, before[2] + 15)
    assert len(await counted(council)) == 27
    assert [one.number for one in await rows(council, survey_snapshots)] == [1, 2]
    # A form that was taken is used now as well.
    assert await no(paper.take_over(late.ctx(author), number, Keyed((row(forms[0]),)))) == "form_keyed"


async def test_so_little_late_paper_that_it_would_show_who_it_was_is_not_shown(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 2)
    for _ in range(12):
        await answers_all(council, await resident(council), number)
    late = after(council, await closed(council, number))
    assert await summary.make_due(late.shared, late.now)
    staff = await staff_with_rights(council)
    before = await results.take(late.ctx(staff), number, ResultFile.CODES)
    await paper.take_over(late.ctx(author), number, Keyed((row(forms[0]),)))
    assert await no(summary.count_again(late.ctx(author), number)) == "survey_few_new"
    # Two downloads would differ by that very form.
    after_it = await results.take(late.ctx(staff), number, ResultFile.CODES)
    assert before.raw is not None
    assert after_it.raw is not None
    assert after_it.raw.rows == before.raw.rows
    assert [one.number for one in await rows(council, survey_snapshots)] == [1]


async def test_paper_that_comes_too_late_is_not_taken(council: Council) -> None:
    author = await akim(council)
    number = await opened(council, author)
    forms = await made(council, author, number, 1)
    ended = await closed(council, number)
    late = after(council, ended + LATE + timedelta(minutes=1))
    assert await no(paper.table(late.ctx(author), number)) == "survey_closed"
    assert await no(paper.take_over(late.ctx(author), number, Keyed((row(forms[0]),)))) == "survey_closed"
