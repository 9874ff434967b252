"""What happens by itself: reminders, telling further up, "is it solved?", opening again; and its settings."""

from datetime import timedelta
from typing import Any

import pytest

from actions.issues import answering, merging, reporting, sending, settings, solving, supporting
from domain.issues.escalation import ASKED, ASKED_FOLLOWERS, ESCALATED, REOPENED, STEP, UNANSWERED, opens_again
from domain.issues.issue import Setting
from domain.issues.moderation import Pile
from domain.issues.states import IssueState, Privacy, StepKind
from domain.languages import Localized
from domain.refusals import Refused
from domain.roles import Area, Role
from storage.issues import queue, verdicts
from tests.actions.conftest import IZENDI, KARAGANDY, NURA, ZHARASPAI, Council
from tests.actions.desk_kit import Okrug, audited, heard, okrug, said, text_of, tick
from tests.actions.issue_kit import began, category, seen, shape, stored_issue, told

DAY = timedelta(days=1)


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=f"^{reason}$")


# Nobody answers


async def test_an_issue_that_nobody_answers_is_told_to_the_akim_then_to_the_rayon_once_each(council: Council) -> None:
    rayon, staff = await council.with_role(Role.RAYON_OFFICIAL, NURA), await council.with_role(Role.STAFF)
    where = await okrug(council)
    for days in range(1, 30):
        await tick(council.later(days * DAY))
    assert await heard(council, where.issue, UNANSWERED) == {where.akim.id: 1}
    assert await heard(council, where.issue, ESCALATED) == {rayon.id: 1}
    (notice,) = await said(council, where.issue, ESCALATED)
    assert "14" in await text_of(council, notice)
    later = council.later(30 * DAY)
    steps = (await seen(later, where.berik, where.issue)).steps
    assert [one.kind for one in steps] == [StepKind.REPORTED, StepKind.ESCALATED]
    assert (await stored_issue(council, where.issue)).escalated_at == council.now + 14 * DAY
    for actor in (where.akim, rayon, staff):
        assert (await answering.piles(later.ctx(actor))).sizes[Pile.OVERDUE] == 1, actor
    other = await council.with_role(Role.AKIM, IZENDI)
    assert (await answering.piles(later.ctx(other))).sizes[Pile.OVERDUE] == 0


async def test_where_no_rayon_official_is_staff_are_told(council: Council) -> None:
    staff = await council.with_role(Role.STAFF, KARAGANDY)
    where = await okrug(council)
    await tick(council.later(15 * DAY))
    assert await heard(council, where.issue, ESCALATED) == {staff.id: 1}


async def test_what_is_private_goes_past_the_rayon_to_staff(council: Council) -> None:
    rayon, staff = await council.with_role(Role.RAYON_OFFICIAL, NURA), await council.with_role(Role.STAFF)
    aigul = await council.person()
    draft = await reporting.choose_privacy(council.ctx(aigul), (await began(council, aigul)).issue.id, Privacy.AKIM)
    await sending.send(council.ctx(aigul), draft.issue.id, draft.issue.version, sure=True)
    await tick(council.later(15 * DAY))
    assert await heard(council, draft.issue.id, ESCALATED) == {staff.id: 1}
    assert rayon.id not in await heard(council, draft.issue.id, ESCALATED)


@pytest.mark.parametrize("how", ["answer", "planned", "hidden", "merged"])
async def test_what_was_answered_is_reminded_of_no_more(council: Council, how: str) -> None:
    await council.with_role(Role.RAYON_OFFICIAL, NURA)
    where = await okrug(council)
    ctx = where.council.ctx(where.akim)
    version = await where.version()
    if how == "answer":
        await answering.answer(ctx, where.issue, version, "Вышку обещают в мае")
    elif how == "planned":
        await answering.set_state(ctx, where.issue, version, IssueState.PLANNED)
    elif how == "hidden":
        await shape(council, where.issue, hidden_at=council.now)
    else:
        twin = await told(where.council, await council.person(), "Тоже")
        await merging.merge(ctx, where.issue, version, twin.issue.id)
    await tick(council.later(40 * DAY))
    assert await heard(council, where.issue, UNANSWERED) == {}
    assert await heard(council, where.issue, ESCALATED) == {}


async def test_taking_it_up_is_no_answer(council: Council) -> None:
    where = await okrug(council)
    ctx = where.council.ctx(where.akim)
    await answering.set_state(ctx, where.issue, await where.version(), IssueState.IN_REVIEW)
    await tick(council.later(8 * DAY))
    assert await heard(council, where.issue, UNANSWERED) == {where.akim.id: 1}


async def test_the_days_are_those_of_the_territory(council: Council) -> None:
    rayon = await council.with_role(Role.RAYON_OFFICIAL, NURA)
    await settings.arrange(council.ctx(rayon), NURA, Setting.REMIND_DAYS, 2)
    await settings.arrange(council.ctx(rayon), ZHARASPAI, Setting.ESCALATE_DAYS, 5)
    where = await okrug(council)
    await tick(council.later(3 * DAY))
    assert await heard(council, where.issue, UNANSWERED) == {where.akim.id: 1}
    await tick(council.later(6 * DAY))
    assert await heard(council, where.issue, ESCALATED) == {rayon.id: 1}


async def test_settings_are_changed_by_rayon_and_staff_in_their_territory(council: Council) -> None:
    akim, rayon = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.RAYON_OFFICIAL, NURA)
    found = await settings.of_territory(council.ctx(akim), ZHARASPAI)
    assert not found.may_change
    assert found.values[Setting.ESCALATE_DAYS] == 14
    with refused("not_allowed"):
        await settings.arrange(council.ctx(akim), ZHARASPAI, Setting.ESCALATE_DAYS, 30)
    with refused("not_allowed"):
        await settings.of_territory(council.ctx(akim), IZENDI)
    with refused("not_allowed"):
        await settings.arrange(council.ctx(rayon), KARAGANDY, Setting.ESCALATE_DAYS, 30)
    with refused("old_button"):
        await settings.arrange(council.ctx(rayon), NURA, Setting.ESCALATE_DAYS, 1000)
    await settings.arrange(council.ctx(rayon), NURA, Setting.ESCALATE_DAYS, 7)
    with refused("escalates_before_reminder"):
        await settings.arrange(council.ctx(rayon), NURA, Setting.REMIND_DAYS, 14)
    assert {"issue_escalate_days": 7} in await audited(council, "rule_issues")


# Is it solved?


async def solved(council: Council, people: int = 2) -> tuple[Okrug, Council, list[Any]]:
    """An issue that was called solved four weeks ago and is asked about, with so many more who share it."""
    where = await okrug(council)
    more = [await council.person() for _ in range(people)]
    for one in more:
        await supporting.support(where.council.ctx(one), where.issue, on=True)
    ctx = where.council.ctx(where.akim)
    await answering.set_state(ctx, where.issue, await where.version(), IssueState.SOLVED, "Подключили")
    after = where.council.later(timedelta(days=28, minutes=1))
    await tick(where.council.later(timedelta(minutes=11)))
    await tick(after)
    return where, after, more


async def test_after_four_weeks_everyone_concerned_is_asked_once(council: Council) -> None:
    where, after, more = await solved(council)
    await tick(after.later(DAY))
    sharing = {one.id: 1 for one in (where.aigul, where.berik, *more)}
    assert await heard(after, where.issue, ASKED) == sharing
    assert await heard(after, where.issue, ASKED_FOLLOWERS) == {where.gulnara.id: 1}
    found = await stored_issue(council, where.issue)
    assert (found.rounds, found.state) == (1, IssueState.SOLVED)
    steps = (await seen(after, where.berik, where.issue)).steps
    assert [one.kind for one in steps].count(StepKind.ASKED) == 1


async def test_enough_not_yet_opens_it_again_and_the_desk_is_told(council: Council) -> None:
    where, after, more = await solved(council)
    for one in (where.aigul, where.berik):
        assert not (await solving.judge(after.ctx(one), where.issue, 1, solved=False)).reopened
    # Answers change as long as it is asked.
    found = await solving.judge(after.ctx(where.berik), where.issue, 1, solved=True)
    assert (found.yes, found.not_yet) == (1, 1)
    await solving.judge(after.ctx(where.berik), where.issue, 1, solved=False)
    last = await solving.judge(after.ctx(more[0]), where.issue, 1, solved=False)
    assert last.reopened
    assert (await stored_issue(council, where.issue)).state is IssueState.REOPENED
    with refused("question_over"):
        await solving.judge(after.ctx(more[1]), where.issue, 1, solved=True)
    await tick(after.later(timedelta(minutes=6)))
    assert await heard(after, where.issue, REOPENED) == {where.akim.id: 1}
    assert (await heard(after, where.issue, STEP))[where.gulnara.id] == 2
    assert (await answering.piles(after.ctx(where.akim))).sizes[Pile.REOPENED] == 1
    # It is reminded of again when nobody answers, and asked about in a second round.
    await tick(after.later(8 * DAY))
    assert await heard(after, where.issue, UNANSWERED) == {where.akim.id: 1}
    later = after.later(9 * DAY)
    version = (await answering.show(later.ctx(where.akim), where.issue)).issue.version
    await answering.set_state(later.ctx(where.akim), where.issue, version, IssueState.SOLVED, "Теперь точно")
    second = later.later(timedelta(days=29))
    await tick(second)
    assert (await stored_issue(council, where.issue)).rounds == 2
    with refused("question_over"):
        await solving.judge(second.ctx(where.berik), where.issue, 1, solved=False)
    assert not (await solving.judge(second.ctx(where.berik), where.issue, 2, solved=False)).reopened


async def test_the_only_one_whom_it_concerns_is_enough(council: Council) -> None:
    akim, aigul = await council.with_role(Role.AKIM, ZHARASPAI), await council.person()
    sent = await told(council, aigul)
    await answering.set_state(council.ctx(akim), sent.issue.id, sent.issue.version, IssueState.SOLVED, "Готово")
    after = council.later(timedelta(days=29))
    await tick(after)
    assert (await solving.judge(after.ctx(aigul), sent.issue.id, 1, solved=False)).reopened


@pytest.mark.parametrize(
    ("not_yet", "answers", "concerned", "needed", "opens"),
    [
        (3, 9, 20, 3, True),
        (3, 10, 20, 3, False),
        (2, 2, 20, 3, False),
        (1, 1, 1, 3, True),
        (2, 2, 2, 3, True),
        (1, 2, 2, 3, False),
        (0, 0, 0, 3, False),
        (5, 5, 100, 10, False),
    ],
)
def test_how_many_open_it_again(not_yet: int, answers: int, concerned: int, needed: int, opens: bool) -> None:
    assert opens_again(not_yet, answers, concerned, needed) is opens


async def test_who_has_nothing_to_do_with_it_is_not_heard(council: Council) -> None:
    where, after, _more = await solved(council)
    stranger, elena = await council.person(), await council.person(IZENDI)
    for one in (stranger, elena, where.akim):
        with refused("no_such_issue"):
            await solving.judge(after.ctx(one), where.issue, 1, solved=False)
    for round_ in (0, 2, 999):
        with refused("question_over"):
            await solving.judge(after.ctx(where.berik), where.issue, round_, solved=False)


async def test_who_answers_for_it_does_not_judge_it(council: Council) -> None:
    akim, aigul = await council.with_role(Role.AKIM, ZHARASPAI), await council.person()
    number = (await told(council, aigul)).issue.id
    later = council.later(DAY + timedelta(hours=1))
    await supporting.support(later.ctx(akim), number, on=True)
    version = (await answering.show(later.ctx(akim), number)).issue.version
    await answering.set_state(later.ctx(akim), number, version, IssueState.SOLVED, "Готово")
    after = later.later(timedelta(days=29))
    await tick(after)
    assert await heard(after, number, ASKED) == {aigul.id: 1}
    with refused("own_work"):
        await solving.judge(after.ctx(akim), number, 1, solved=True)
    # What they said before they sat there does not count, nor do they among those who must say it.
    await council.db.write(verdicts.keep, number, 1, akim.id, after.now, solved=True)
    found = await solving.judge(after.ctx(aigul), number, 1, solved=False)
    assert (found.yes, found.not_yet, found.reopened) == (0, 1, True)


async def test_what_goes_on_before_it_is_asked_about_is_asked_about_no_more(council: Council) -> None:
    where = await okrug(council)
    ctx = where.council.ctx(where.akim)
    await answering.set_state(ctx, where.issue, await where.version(), IssueState.SOLVED, "Подключили")
    later = where.council.later(DAY)
    await answering.set_state(later.ctx(where.akim), where.issue, await where.version(), IssueState.IN_PROGRESS)
    await tick(later.later(40 * DAY))
    assert await heard(council, where.issue, ASKED) == {}
    assert (await stored_issue(council, where.issue)).rounds == 0


async def test_what_was_promised_and_is_late_is_found(council: Council) -> None:
    where = await okrug(council)
    today = where.council.ctx(where.akim).today
    ctx = where.council.ctx(where.akim)
    await answering.set_state(
        ctx, where.issue, await where.version(), IssueState.PLANNED, promised_by=today + timedelta(days=10)
    )
    for days, late in ((10, 0), (11, 1)):
        day = today + timedelta(days=days)
        assert len(await council.db.read(queue.overdue_promises, None, day)) == late
    elsewhere = (await council.with_role(Role.AKIM, IZENDI)).grants[0].place
    assert elsewhere is not None
    assert not await council.db.read(queue.overdue_promises, (elsewhere,), today + timedelta(days=99))


# Categories


async def test_staff_add_rename_and_retire_categories(council: Council) -> None:
    staff, akim = await council.with_role(Role.STAFF), await council.with_role(Role.AKIM, ZHARASPAI)
    ctx = council.ctx
    added = await settings.add_category(ctx(staff), Area.SOCIAL, "Мешіт\nМечеть\nMosque")
    assert added.names == Localized("Мешіт", "Мечеть", "Mosque")
    renamed = await settings.rename_category(ctx(staff), added.id, "Ғибадатхана\nХрам\nTemple")
    assert renamed.names.in_("ru") == "Храм"
    assert (await settings.retire_category(ctx(staff), added.id, retired=True)).retired
    assert not (await settings.retire_category(ctx(staff), added.id, retired=False)).retired
    with refused("other_stays"):
        await settings.retire_category(ctx(staff), await category(council, "other_social"), retired=True)
    for text, reason in (("Бір жол", "three_lines"), ("а\nб\n" + "в" * 41, "name_too_long")):
        with refused(reason):
            await settings.add_category(ctx(staff), Area.SOCIAL, text)
    with refused("not_allowed"):
        await settings.categories(ctx(akim), Area.SOCIAL)
    with refused("old_button"):
        await settings.category(ctx(staff), 10**9)
