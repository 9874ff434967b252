"""Issues in figures: each official counts what they may see, and every figure is the one that was put in."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from actions.issues import counting as actions
from domain.issues.counts import IssueCounts, Selection
from domain.issues.states import IssueState, Privacy
from domain.people import Actor
from domain.permissions import Act
from domain.refusals import Refused
from domain.registers import Count
from domain.roles import Area, Position, Role
from storage.tables.roles import audit
from tests.actions.conftest import EAST, IZENDI, KARAGANDY, NURA, PERVOMAISKIY, ZHARASPAI, Council
from tests.issue_rows import issue

EVERYTHING = Selection()


async def story(council: Council) -> None:
    """Zharaspai: mobile coverage was solved, a doctor is planned, a road waits, two are not for everybody."""
    aigul, berik = await council.person(), await council.person()
    ago = {days: council.now - timedelta(days=days) for days in (2, 20, 40, 100, 400)}
    mobile = await issue(
        council,
        area=Area.ENGINEERING,
        category="mobile",
        supported_by=(aigul, berik),
        sent_at=ago[100],
        answered_at=ago[100] + timedelta(days=3),
        state=IssueState.SOLVED.value,
        solved_at=ago[40],
        done_on=date(2026, 10, 15),
        reached=560,
    )
    await issue(
        council,
        area=Area.ENGINEERING,
        category="mobile",
        state=IssueState.MERGED.value,
        root_id=mobile,
        supported_by=(berik,),
        sent_at=ago[40],
    )
    await issue(
        council,
        category="doctor",
        supported_by=(aigul,),
        sent_at=ago[40],
        answered_at=ago[40] + timedelta(days=6),
        state=IssueState.PLANNED.value,
    )
    await issue(council, area=Area.ENGINEERING, category="road", sent_at=ago[20])
    await issue(council, category="doctor", privacy=Privacy.AKIM.value, sent_at=ago[2], let_in_at=None)
    await issue(council, category="doctor", privacy=Privacy.STAFF.value, sent_at=ago[2], let_in_at=None)
    await issue(council, category="doctor", hidden_at=council.now)
    await issue(council, category="doctor", state=IssueState.DRAFT.value, serial=None, root_id=None, sent_at=ago[2])
    await issue(council, okrug=IZENDI, category="doctor", sent_at=ago[400])
    await issue(council, okrug=PERVOMAISKIY, area=Area.ECONOMY, category="pasture", sent_at=ago[20])


async def counted(council: Council, actor: Actor, selection: Selection = EVERYTHING) -> IssueCounts:
    return await actions.counts(council.ctx(actor), selection)


async def test_an_akim_counts_their_okrug(council: Council) -> None:
    await story(council)
    found = await counted(council, await council.with_role(Role.AKIM, ZHARASPAI))
    assert found.okrug is not None
    assert found.okrug.code == ZHARASPAI
    total = found.total
    assert (total.issues, total.still_open, total.solved, total.supports) == (4, 3, 1, 3)
    assert (found.reports, found.private) == (5, 1)
    assert [(area, its.issues) for area, its in found.by_area] == [(Area.SOCIAL, 2), (Area.ENGINEERING, 2)]
    assert {one.key: (its.issues, its.supports) for one, its in found.by_category} == {
        "doctor-social": (2, 1),
        "mobile-engineering": (1, 2),
        "road-engineering": (1, 0),
    }
    assert dict(found.by_state) == {IssueState.NEW: 2, IssueState.PLANNED: 1, IssueState.SOLVED: 1}
    assert found.by_territory == ()
    assert (found.first_answer.median, found.first_answer.of, found.first_answer.waiting) == (4.5, 2, 2)
    assert found.solution.median == pytest.approx(60)
    assert (found.solution.of, found.solution.waiting) == (1, 3)
    assert found.open_over == ((30, 1), (90, 0))
    assert (found.reached, found.reached_known) == (Count(560), 1)
    months = dict(found.by_month)
    assert len(months) == 12
    assert {month: number for month, number in months.items() if number} == {
        date(2026, 8, 1): 1,
        date(2026, 10, 1): 1,
        date(2026, 11, 1): 2,
    }
    assert [one.area for one in found.rankings] == [Area.SOCIAL, Area.ENGINEERING, Area.ECONOMY]


async def test_a_number_of_people_is_at_least_where_a_solution_has_none(council: Council) -> None:
    await story(council)
    await issue(council, state=IssueState.SOLVED.value, solved_at=council.now)
    found = await counted(council, await council.with_role(Role.AKIM, ZHARASPAI))
    assert (found.reached, found.reached_known, found.total.solved) == (Count(560, at_least=True), 1, 2)


async def test_each_role_counts_what_it_may_see(council: Council) -> None:
    await story(council)
    numbers = {}
    for name, role, where in (
        ("staff", Role.STAFF, None),
        ("staff of an oblast", Role.STAFF, KARAGANDY),
        ("rayon", Role.RAYON_OFFICIAL, NURA),
        ("akim", Role.AKIM, ZHARASPAI),
        ("assistant", Role.ASSISTANT, ZHARASPAI),
        ("elsewhere", Role.AKIM, IZENDI),
    ):
        found = await counted(council, await council.with_role(role, where))
        numbers[name] = (found.total.issues, found.private)
    assert numbers == {
        "staff": (7, 2),
        "staff of an oblast": (6, 2),
        "rayon": (4, 0),
        "akim": (4, 1),
        "assistant": (4, 1),
        "elsewhere": (1, 0),
    }


async def test_a_committee_counts_its_own_area_and_the_planning_committee_all(council: Council) -> None:
    await story(council)
    details = {"position": Position.MEMBER}
    social = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, **details)
    found = await counted(council, social)
    assert (found.total.issues, found.areas) == (1, (Area.SOCIAL,))
    assert [one.area for one in found.rankings] == [Area.SOCIAL]
    with pytest.raises(Refused, match="not_allowed"):
        await counted(council, social, Selection(area=Area.ENGINEERING))
    planning = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, **details)
    found = await counted(council, planning)
    assert found.total.issues == 3
    assert set(found.areas) == {Area.SOCIAL, Area.ENGINEERING, Area.ECONOMY}


async def test_a_selection_narrows_what_is_counted(council: Council) -> None:
    await story(council)
    staff = await council.with_role(Role.STAFF)
    for selection, issues in (
        (Selection(ZHARASPAI), 5),
        (Selection(NURA), 6),
        (Selection(EAST), 1),
        (Selection(area=Area.ENGINEERING), 2),
        (Selection(ZHARASPAI, Area.ENGINEERING), 2),
        (Selection(since=date(2026, 11, 1)), 4),
        (Selection(until=date(2026, 8, 16)), 2),
        (Selection(until=date(2026, 8, 15)), 1),
    ):
        assert (await counted(council, staff, selection)).total.issues == issues, selection


async def test_territories_stand_one_level_below_what_is_counted(council: Council) -> None:
    await story(council)
    staff = await council.with_role(Role.STAFF)
    seen = {
        code: {one.code: its.issues for one, its in (await counted(council, staff, Selection(code))).by_territory}
        for code in (None, KARAGANDY, NURA, ZHARASPAI)
    }
    assert seen == {
        None: {KARAGANDY: 6, EAST: 1},
        KARAGANDY: {NURA: 6},
        NURA: {ZHARASPAI: 5, IZENDI: 1},
        ZHARASPAI: {},
    }
    two = await council.with_role(Role.AKIM, ZHARASPAI)
    await council.give(two, Role.AKIM, IZENDI)
    found = await counted(council, await council.again(two))
    assert {one.code: its.issues for one, its in found.by_territory} == {ZHARASPAI: 4, IZENDI: 1}
    assert found.okrug is None


async def test_what_lies_elsewhere_is_refused_like_what_is_not_there(council: Council) -> None:
    await story(council)
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    for code in (IZENDI, NURA, "000000000"):
        for verb in (actions.counts, actions.download):
            with pytest.raises(Refused, match="not_allowed"):
                await verb(council.ctx(akim), Selection(code))
    for outsider in (await council.person(), await council.with_role(Role.JURY)):
        with pytest.raises(Refused, match="not_allowed"):
            await counted(council, outsider)


async def test_the_table_holds_nothing_personal_and_words_only_where_all_may_read_them(council: Council) -> None:
    await story(council)
    await issue(council, text="held by a word", seen_from=None)
    await issue(council, text="nobody looked at it", let_in_at=None)
    staff = await council.with_role(Role.STAFF)
    found = await actions.download(council.ctx(staff), Selection(ZHARASPAI))
    assert found.records is not None
    assert len(found.records) == found.total.issues == 7
    assert [one.text is None for one in found.records] == [False, False, False, True, True, True, True]
    by_number = {one.serial: one for one in found.records}
    assert (by_number[1].supports, by_number[1].reached, by_number[1].days_to_answer) == (2, 560, 3)
    names = set(type(found.records[0]).__slots__)
    assert not names & {"author", "author_id", "latitude", "longitude", "name", "person"}
    assert sum(one.supports for one in found.records) == found.total.supports


async def test_taking_the_table_is_in_the_log_once(council: Council) -> None:
    await story(council)
    akim = await council.with_role(Role.AKIM, ZHARASPAI)
    ctx = council.ctx(akim)
    for _ in range(2):
        await actions.download(ctx, EVERYTHING)
    await actions.counts(ctx, EVERYTHING)
    rows = await council.db.read(lambda c: c.execute(sa.select(audit)).all())
    assert [(row.act, row.territory_code, row.role) for row in rows] == [
        (Act.COUNT_ISSUES.value, ZHARASPAI, Role.AKIM.value)
    ]


async def test_history_counts_but_tells_nothing_of_how_quickly_anybody_answered(council: Council) -> None:
    past = council.now - timedelta(days=3000)
    await issue(
        council,
        history=True,
        sent_at=past,
        answered_at=past,
        solved_at=past,
        state=IssueState.SOLVED.value,
        reached=560,
    )
    found = await counted(council, await council.with_role(Role.AKIM, ZHARASPAI))
    assert (found.total.solved, found.reached) == (1, Count(560))
    assert (found.first_answer.median, found.solution.median) == (None, None)


async def test_nothing_told_is_nothing_counted(council: Council) -> None:
    found = await counted(council, await council.with_role(Role.AKIM, ZHARASPAI))
    assert (found.reports, found.total.issues, found.reached, found.first_answer.median) == (0, 0, Count(0), None)
