"""The same trouble told twice: put together, counted once, taken apart."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from actions.issues import answering, merging, supporting, undoing
from domain.issues.duties import Deed
from domain.issues.escalation import STEP
from domain.issues.issue import Thread
from domain.issues.states import IssueState, Privacy, StepKind
from domain.refusals import Refused
from domain.roles import Role
from tests.actions.conftest import IZENDI, NURA, ZHARASPAI, Council
from tests.actions.desk_kit import Okrug, heard, okrug, private, tick
from tests.actions.issue_kit import a_day_later, seen, shape, stored_issue, told


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=f"^{reason}$")


async def second(where: Okrug, text: str = "Байланыс жоқ, телефон ұстамайды") -> Thread:
    """The same told by somebody else, in Kazakh."""
    return await told(where.council, await where.council.person(), text)


async def test_the_likeliest_come_first_and_others_can_be_found_by_number(council: Council) -> None:
    where = await okrug(council)
    twin = await second(where)
    await told(where.council, await where.council.person(), "Көше қараңғы, шам жоқ", "street_lighting")
    found = await merging.alike(where.council.ctx(where.akim), twin.issue.id)
    assert [row.issue.id for row in found.rows][:1] == [where.issue]
    typed = await merging.by_number(where.council.ctx(where.akim), twin.issue.id, "Жараспай-1")
    assert [row.issue.id for row in typed.rows] == [where.issue]
    for text, reason in (("99", "no_such_number"), ("ұқсас", "no_such_number"), ("2", "merge_with_itself")):
        with refused(reason):
            await merging.by_number(where.council.ctx(where.akim), twin.issue.id, text)


async def test_supporters_are_counted_over_both_and_given_back_when_taken_apart(council: Council) -> None:
    where = await okrug(council)
    twin = await second(where)
    # Berik shares both: he is one person.
    await supporting.support(a_day_later(where.council).ctx(where.berik), twin.issue.id, on=True)
    case = await merging.merge(where.council.ctx(where.akim), twin.issue.id, twin.issue.version, where.issue)
    assert (case.issue.state, case.issue.root_id) == (IssueState.MERGED, where.issue)
    root = await seen(where.council, where.akim, where.issue)
    assert root.supporters == 3
    assert [one.kind for one in root.steps][-1] is StepKind.MERGED
    assert root.steps[-1].facts["serial"] == twin.issue.serial
    apart = await merging.unmerge(where.council.ctx(where.akim), twin.issue.id, case.issue.version)
    assert (apart.issue.state, apart.issue.root_id) == (IssueState.NEW, twin.issue.id)
    assert (await seen(where.council, where.akim, where.issue)).supporters == 2
    assert apart.thread.supporters == 2


async def test_only_those_who_told_of_the_other_hear_where_it_goes_on(council: Council) -> None:
    where = await okrug(council)
    twin = await second(where)
    await merging.merge(where.council.ctx(where.akim), twin.issue.id, twin.issue.version, where.issue)
    after = where.council.later(timedelta(minutes=6))
    await tick(after)
    author = (await stored_issue(council, twin.issue.id)).author_id
    assert await heard(after, twin.issue.id, STEP) == {author: 1}
    # From now on they hear what becomes of the one that goes on.
    version = (await answering.show(after.ctx(where.akim), where.issue)).issue.version
    await answering.set_state(after.ctx(where.akim), where.issue, version, IssueState.IN_PROGRESS)
    later = after.later(timedelta(minutes=6))
    await tick(later)
    assert set(await heard(later, where.issue, STEP)) == {author, where.aigul.id, where.berik.id, where.gulnara.id}


async def test_what_was_merged_with_it_comes_along_and_goes_back_with_it(council: Council) -> None:
    where = await okrug(council)
    twin, third = await second(where), await second(where, "Ұялы байланыс нашар")
    ctx = where.council.ctx
    await merging.merge(ctx(where.akim), third.issue.id, third.issue.version, twin.issue.id)
    case = await merging.merge(ctx(where.akim), twin.issue.id, twin.issue.version, where.issue)
    assert (await stored_issue(council, third.issue.id)).root_id == where.issue
    assert (await seen(where.council, where.akim, where.issue)).supporters == 4
    await merging.unmerge(ctx(where.akim), twin.issue.id, case.issue.version)
    assert (await stored_issue(council, third.issue.id)).root_id == twin.issue.id


async def test_merging_is_taken_back_within_minutes_with_all_it_moved(council: Council) -> None:
    where = await okrug(council)
    twin, third = await second(where), await second(where, "Ұялы байланыс нашар")
    ctx = where.council.ctx
    await merging.merge(ctx(where.akim), third.issue.id, third.issue.version, twin.issue.id)
    case = await merging.merge(ctx(where.akim), twin.issue.id, twin.issue.version, where.issue)
    assert case.undo is not None
    back = await undoing.take_back(ctx(where.akim), twin.issue.id, case.undo.step.id)
    assert (back.issue.state, back.issue.root_id) == (IssueState.NEW, twin.issue.id)
    assert (await stored_issue(council, third.issue.id)).root_id == twin.issue.id
    root = await seen(where.council, where.berik, where.issue)
    assert StepKind.MERGED not in [one.kind for one in root.steps]


async def test_what_cannot_go_on_there_is_refused(council: Council) -> None:
    where = await okrug(council)
    twin = await second(where)
    ctx = where.council.ctx
    hidden = await second(where, "тағы")
    await shape(council, hidden.issue.id, hidden_at=council.now)
    closed = await private(where.council, await council.person(), Privacy.AKIM)
    held = await second(where, "және")
    await shape(council, held.issue.id, seen_from=None)
    elsewhere = await told(council, await council.person(IZENDI), "Связи нет")
    version = twin.issue.version
    for other, reason in (
        (hidden.issue.id, "merge_into_private"),
        (closed.issue.id, "merge_into_private"),
        (held.issue.id, "let_in_first"),
        (elsewhere.issue.id, "no_such_issue"),
        (twin.issue.id, "merge_with_itself"),
        (10**9, "no_such_issue"),
    ):
        with refused(reason):
            await merging.merge(ctx(where.akim), twin.issue.id, version, other)
    await merging.merge(ctx(where.akim), twin.issue.id, version, where.issue)
    late = await second(where, "кейін")
    with refused("merged_meanwhile"):
        await merging.merge(ctx(where.akim), late.issue.id, late.issue.version, twin.issue.id)


async def test_what_only_staff_see_goes_on_by_itself(council: Council) -> None:
    where = await okrug(council)
    staff, ctx = await council.with_role(Role.STAFF), where.council.ctx
    secret = (await private(where.council, await council.person(), Privacy.STAFF, desk="staff")).issue
    for doing in (
        merging.alike(ctx(staff), secret.id),
        merging.by_number(ctx(staff), secret.id, "1"),
        merging.merge(ctx(staff), secret.id, secret.version, where.issue),
    ):
        with refused("merge_staff_only"):
            await doing
    assert Deed.MERGE not in (await answering.show(ctx(staff), secret.id)).deeds
    with refused("no_such_issue"):
        await merging.merge(ctx(where.akim), secret.id, secret.version, where.issue)


async def test_a_private_one_that_goes_on_as_an_open_one_is_named_to_those_who_see_it_alone(council: Council) -> None:
    where = await okrug(council)
    staff, rayon = await council.with_role(Role.STAFF), await council.with_role(Role.RAYON_OFFICIAL, NURA)
    secret = (await private(where.council, await council.person(), Privacy.AKIM)).issue
    await merging.merge(where.council.ctx(where.akim), secret.id, secret.version, where.issue)
    for who, reads in ((where.akim, True), (staff, True), (rayon, False), (where.aigul, False), (where.berik, False)):
        thread = await seen(where.council, who, where.issue)
        assert (secret.id in [one.id for one in thread.merged]) is reads, who
        assert (StepKind.MERGED in [one.kind for one in thread.steps]) is reads, who


async def test_two_who_merge_crosswise_do_not_lose_both(council: Council) -> None:
    where = await okrug(council)
    assistant = await council.with_role(Role.ASSISTANT, ZHARASPAI)
    twin = await second(where)
    first = await stored_issue(council, where.issue)
    outcomes = await asyncio.gather(
        merging.merge(where.council.ctx(where.akim), twin.issue.id, twin.issue.version, where.issue),
        merging.merge(where.council.ctx(assistant), where.issue, first.version, twin.issue.id),
        return_exceptions=True,
    )
    assert [one.reason for one in outcomes if isinstance(one, Refused)] == ["merged_meanwhile"]
    states = {(await stored_issue(council, number)).state for number in (where.issue, twin.issue.id)}
    assert states == {IssueState.NEW, IssueState.MERGED}


async def test_who_joins_a_merged_issue_joins_the_one_that_goes_on(council: Council) -> None:
    where = await okrug(council)
    twin = await second(where)
    await merging.merge(where.council.ctx(where.akim), twin.issue.id, twin.issue.version, where.issue)
    dana = await council.person()
    thread = await supporting.support(a_day_later(where.council).ctx(dana), twin.issue.id, on=True)
    assert thread.issue.id == where.issue
    assert thread.supported
