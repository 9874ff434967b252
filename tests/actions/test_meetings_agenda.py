"""Residents' issues on the agenda of a meeting: chosen by who leads it, moved on after it by who answers them."""

from datetime import timedelta

import pytest

from actions.issues import answering
from actions.meetings import agenda, planning
from domain.agendas import MOST_ISSUES, Linked
from domain.issues.states import IssueState, Privacy
from domain.meetings import Card, MeetingKind
from domain.outbox import Notice
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from storage.issues import supporting
from storage.meetings import agenda as store
from storage.meetings import said as sayings
from storage.outbox import notices
from tests.actions.conftest import PERVOMAISKIY, ZHARASPAI, Council
from tests.actions.issue_kit import a_day_later, shape, stored_issue, told
from tests.actions.meeting_kit import TOMORROW_WEEK, akim, draft, planned

WORDS = (
    "нет воды в колонке",
    "яма на дороге",
    "не работает фонарь",
    "мост сломан",
    "мусор не вывозят",
    "нет врача",
    "x",
)


async def on_agenda(council: Council, who: Actor, meeting_id: int) -> list[int]:
    return [row.issue.id for row in (await planning.one(council.ctx(who), meeting_id)).issues]


async def begun(council: Council, actor: Actor, card: Card) -> tuple[Council, tuple[Linked, ...]]:
    now = council.later(TOMORROW_WEEK - council.now + timedelta(minutes=5))
    return now, (await agenda.linked(now.ctx(actor), card.meeting.id))[1]


async def test_open_issues_of_the_okrug_are_chosen_by_support_and_everyone_invited_sees_them(council: Council) -> None:
    daniyar, aigul, berik = await akim(council), await council.person(), await council.person()
    elena = await council.person(PERVOMAISKIY)
    few, many = await told(council, aigul, WORDS[0]), await told(council, aigul, WORDS[1])
    elsewhere = await told(council, elena, WORDS[2])
    closed = await told(council, aigul, WORDS[3])
    await shape(council, closed.issue.id, state=IssueState.DECLINED.value)
    hidden = await told(council, aigul, WORDS[4])
    await shape(council, hidden.issue.id, hidden_at=council.now)
    secret = await told(council, aigul, WORDS[5])
    await shape(council, secret.issue.id, privacy=Privacy.AKIM.value)
    await council.db.write(supporting.support, many.issue.id, berik.id, council.now)
    now = a_day_later(council)
    card = await planned(now, daniyar, starts_at=TOMORROW_WEEK)
    page = await agenda.choices(now.ctx(daniyar), card.meeting.id, 0)
    assert [row.issue.id for row in page.rows] == [many.issue.id, few.issue.id]
    for _ in range(2):
        page = await agenda.put(now.ctx(daniyar), card.meeting.id, many.issue.id, True, 0)
    assert [row.issue.id for row in page.card.issues] == [many.issue.id]
    assert await on_agenda(now, berik, card.meeting.id) == [many.issue.id]
    (invitation,) = await now.db.read(notices.of_subject, "meeting", card.meeting.id)
    assert isinstance(invitation, Notice)
    said = await now.db.read(sayings.planned, invitation)
    assert said is not None
    assert [row.issue.id for row in said.issues] == [many.issue.id]
    for other in (hidden, secret, closed, elsewhere):
        with pytest.raises(Refused, match="no_such_issue"):
            await agenda.put(now.ctx(daniyar), card.meeting.id, other.issue.id, True, 0)
    # What is hidden afterwards is read by nobody on the agenda.
    await shape(now, many.issue.id, hidden_at=now.now)
    assert await on_agenda(now, berik, card.meeting.id) == []


async def test_the_agenda_is_the_leaders_and_holds_only_so_many(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    other = await council.with_role(Role.AKIM, PERVOMAISKIY, home=PERVOMAISKIY)
    numbers = [(await told(council, aigul, f"{text} {number}")).issue.id for number, text in enumerate(WORDS[:4])]
    berik = await council.person()
    numbers += [(await told(council, berik, f"{text} {number}")).issue.id for number, text in enumerate(WORDS[:3])]
    now = a_day_later(council)
    meeting = (await draft(now, daniyar, starts_at=TOMORROW_WEEK)).meeting
    for number in numbers[:MOST_ISSUES]:
        await agenda.put(now.ctx(daniyar), meeting.id, number, True, 0)
    with pytest.raises(Refused, match="agenda_full"):
        await agenda.put(now.ctx(daniyar), meeting.id, numbers[MOST_ISSUES], True, 0)
    await agenda.put(now.ctx(daniyar), meeting.id, numbers[0], True, 0)
    await agenda.put(now.ctx(daniyar), meeting.id, numbers[0], False, 0)
    assert await on_agenda(now, daniyar, meeting.id) == numbers[1:MOST_ISSUES]
    for stranger in (aigul, other):
        with pytest.raises(Refused, match=r"no_such_meeting|not_allowed"):
            await agenda.put(now.ctx(stranger), meeting.id, numbers[0], True, 0)
        with pytest.raises(Refused, match=r"no_such_meeting|not_allowed"):
            await agenda.choices(now.ctx(stranger), meeting.id, 0)
        with pytest.raises(Refused, match=r"no_such_meeting|not_allowed"):
            await agenda.linked(now.ctx(stranger), meeting.id)
    # A draft that is thrown away takes its agenda with it.
    await planning.discard(now.ctx(daniyar), meeting.id)
    assert await now.db.read(store.of_meeting, meeting.id) == ()


async def test_after_the_meeting_the_akim_brings_its_issues_on_and_a_leader_of_a_group_only_reads(
    council: Council,
) -> None:
    daniyar, aigul = await akim(council), await council.person()
    leader = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.LEADER)
    issue = (await told(council, aigul, WORDS[5])).issue
    now = a_day_later(council)
    details = {"kind": MeetingKind.GROUP, "area": Area.SOCIAL, "starts_at": TOMORROW_WEEK}
    card = await planned(now, daniyar, **details)
    await agenda.put(now.ctx(leader), card.meeting.id, issue.id, True, 0)
    with pytest.raises(Refused, match="meeting_not_yet"):
        await agenda.linked(now.ctx(daniyar), card.meeting.id)
    later, (linked,) = await begun(now, daniyar, card)
    assert IssueState.PLANNED in linked.states
    _, (read_only,) = await begun(now, leader, card)
    assert (read_only.states, read_only.answers) == ((), False)
    its = linked.row.issue
    await answering.set_state(later.ctx(daniyar), its.id, its.version, IssueState.PLANNED, "Жиналыста шешілді")
    assert (await stored_issue(later, issue.id)).state is IssueState.PLANNED
    _, (after,) = await begun(now, daniyar, card)
    assert IssueState.PLANNED not in after.states
    with pytest.raises(Refused):
        await answering.set_state(later.ctx(leader), its.id, its.version, IssueState.IN_PROGRESS)


async def test_an_issue_that_goes_on_as_another_stands_on_the_agenda_as_that_one(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    one, two = (await told(council, aigul, WORDS[0])).issue, (await told(council, aigul, WORDS[1])).issue
    now = a_day_later(council)
    meeting = (await planned(now, daniyar, starts_at=TOMORROW_WEEK)).meeting
    for number in (one.id, two.id):
        await agenda.put(now.ctx(daniyar), meeting.id, number, True, 0)
    await shape(now, one.id, state=IssueState.MERGED.value, root_id=two.id)
    assert await on_agenda(now, daniyar, meeting.id) == [two.id]
    page = await agenda.put(now.ctx(daniyar), meeting.id, two.id, False, 0)
    assert page.card.issues == ()
