"""The committee's sheet: ranks, changes since the last meeting, promises; for its committee and its territory alone."""

from datetime import timedelta

import pytest

from actions import committees
from domain.committees import focus_areas
from domain.issues.states import IssueState
from domain.people import Actor
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from storage import audit
from tests.actions.conftest import IZENDI, NURA, ZHARASPAI, Council
from tests.actions.issue_kit import a_day_later, shape, told


async def member(council: Council, area: Area = Area.ENGINEERING, where: str = ZHARASPAI) -> Actor:
    return await council.with_role(Role.COMMITTEE, where, area=area, position=Position.MEMBER)


async def test_the_sheet_has_what_neighbours_see_and_nothing_else(council: Council) -> None:
    aigul = await council.person(ZHARASPAI)
    number = (await told(council, aigul)).issue.id
    hidden = (await told(council, aigul, "Мына адам ұры", "mobile")).issue.id
    await told(council, aigul, "Дәрігер жоқ", "medical_staff")
    later = a_day_later(council)
    await shape(later, number, let_in_at=later.now, seen_from=later.now)
    await shape(later, hidden, let_in_at=later.now, seen_from=later.now, hidden_at=later.now)
    who = await member(council)
    found = await committees.sheet(later.ctx(who), ZHARASPAI, Area.ENGINEERING)
    assert [one.item.id for one in found.priorities[0].lines] == [number]
    assert [one.issue.id for one in found.changes] == [number]
    assert found.since is None


async def test_a_promise_that_is_overdue_stands_in_its_areas_sheet_only(council: Council) -> None:
    number = (await told(council, await council.person(ZHARASPAI))).issue.id
    later = a_day_later(council)
    gone = (later.now - timedelta(days=3)).date()
    await shape(later, number, state=IssueState.PLANNED.value, promised_by=gone, seen_from=later.now)
    who = await member(council)
    found = await committees.sheet(later.ctx(who), ZHARASPAI, Area.ENGINEERING)
    assert [one.id for one in found.overdue] == [number]
    social = await member(council, Area.SOCIAL)
    other = await committees.sheet(later.ctx(social), ZHARASPAI, Area.SOCIAL)
    assert other.overdue == ()
    planning = await member(council, Area.PLANNING)
    whole = await committees.sheet(later.ctx(planning), ZHARASPAI, Area.PLANNING)
    assert [one.id for one in whole.overdue] == [number]
    assert [one.area for one in whole.priorities] == list(focus_areas(Area.PLANNING))


@pytest.mark.parametrize("code", [IZENDI, NURA, "nowhere"])
async def test_a_committee_has_the_sheet_of_its_own_okrug_only(council: Council, code: str) -> None:
    who = await member(council)
    with pytest.raises(Refused, match="not_allowed"):
        await committees.sheet(council.ctx(who), code, Area.SOCIAL)


@pytest.mark.parametrize("area", [area for area in Area if area is not Area.ENGINEERING])
async def test_a_working_group_has_the_sheet_of_its_own_area_only(council: Council, area: Area) -> None:
    who = await member(council)
    with pytest.raises(Refused, match="not_allowed"):
        await committees.sheet(council.ctx(who), ZHARASPAI, area)
    assert [one for _okrug, one in await committees.areas_of(council.ctx(who), ZHARASPAI)] == [Area.ENGINEERING]
    planning = await member(council, Area.PLANNING)
    assert (await committees.sheet(council.ctx(planning), ZHARASPAI, area)).area is area


async def test_a_resident_has_no_sheet_and_who_takes_one_stands_in_the_log(council: Council) -> None:
    aigul = await council.person(ZHARASPAI)
    with pytest.raises(Refused):
        await committees.sheet(council.ctx(aigul), ZHARASPAI, Area.SOCIAL)
    who = await member(council)
    await committees.sheet(council.ctx(who), ZHARASPAI, Area.ENGINEERING)
    logged = await council.db.read(audit.entries, None, limit=10)
    assert [one.act for one in logged] == [Act.READ_COMMITTEE_SHEET.value]
    assert await committees.offered(council.ctx(who))
