"""Answering issues: who may do what, what everyone concerned hears and when, taking a step back."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from actions.issues import answering, reporting, sending, supporting, undoing
from domain.issues.cases import Case
from domain.issues.duties import LONGEST_ANSWER, MOST_REACHED, Deed, Why, read_people
from domain.issues.escalation import ANSWER, NEW, QUESTION, STEP, UNANSWERED
from domain.issues.issue import Step
from domain.issues.moderation import Pile
from domain.issues.states import SUBJECT, Desk, IssueState, Privacy, StepKind
from domain.languages import Language
from domain.outbox import NoticeState
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from storage import dates
from tests.actions.conftest import IZENDI, KARAGANDY, NURA, ZHARASPAI, Council
from tests.actions.desk_kit import Okrug, audited, heard, okrug, private, said, text_of, tick
from tests.actions.issue_kit import a_day_later, began, seen, shape, stored_issue, told

MINUTES = timedelta(minutes=6)


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=f"^{reason}$")


async def moves(where: Okrug, state: IssueState, said: str = "", **more: Any) -> Case:
    version = await where.version()
    return await answering.set_state(where.council.ctx(where.akim), where.issue, version, state, said, **more)


# Who hears of what


async def test_a_new_issue_is_told_to_its_akim_and_to_no_other(council: Council) -> None:
    akim, assistant = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.ASSISTANT, ZHARASPAI)
    await council.with_role(Role.AKIM, IZENDI)
    await council.with_role(Role.RAYON_OFFICIAL, NURA)
    await council.with_role(Role.STAFF)
    sent = await told(council, await council.person())
    await tick(council)
    assert await heard(council, sent.issue.id, NEW) == {akim.id: 1, assistant.id: 1}


async def test_what_is_for_staff_alone_is_told_to_staff_and_lies_on_their_desk(council: Council) -> None:
    akim, staff = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.STAFF, KARAGANDY)
    aigul = await council.person()
    draft = await began(council, aigul)
    draft = await reporting.choose_privacy(council.ctx(aigul), draft.issue.id, Privacy.STAFF)
    number = draft.issue.id
    await sending.send(council.ctx(aigul), number, draft.issue.version, sure=True)
    await tick(council)
    assert (await stored_issue(council, number)).desk is Desk.STAFF
    assert await heard(council, number, NEW) == {staff.id: 1}
    with refused("no_such_issue"):
        await answering.show(council.ctx(akim), number)


async def test_everyone_concerned_hears_each_step_once_in_their_own_language(council: Council) -> None:
    where = await okrug(council)
    await moves(where, IssueState.IN_REVIEW)
    await tick(where.council)
    assert await heard(where.council, where.issue, STEP) == {}
    after = where.council.later(MINUTES)
    await tick(after)
    await tick(after)
    everyone = {where.aigul.id: 1, where.berik.id: 1, where.gulnara.id: 1}
    assert await heard(after, where.issue, STEP) == everyone
    mine, followed = await said(after, where.issue, STEP)
    assert (mine.topic, followed.topic) == ("mine", "followed")
    texts = {await text_of(after, mine, language) for language in ("kk", "ru", "en")}
    assert len(texts) == 3
    later = Okrug(after, where.akim, where.aigul, where.berik, where.gulnara, where.issue)
    await moves(later, IssueState.SOLVED, "Beeline қосылды", reached=560)
    await tick(after.later(timedelta(minutes=11)))
    assert await heard(after, where.issue, STEP) == dict.fromkeys(everyone, 2)


async def test_who_shares_and_follows_hears_it_once(council: Council) -> None:
    where = await okrug(council)
    await supporting.follow(where.council.ctx(where.berik), where.issue, on=True)
    await moves(where, IssueState.IN_REVIEW)
    after = where.council.later(MINUTES)
    await tick(after)
    assert (await heard(after, where.issue, STEP))[where.berik.id] == 1


async def test_steps_of_the_same_minutes_are_told_together(council: Council) -> None:
    where = await okrug(council)
    await moves(where, IssueState.IN_REVIEW)
    version = await where.version()
    await answering.answer(where.council.ctx(where.akim), where.issue, version, "Посмотрим на неделе")
    await moves(where, IssueState.IN_PROGRESS)
    after = where.council.later(MINUTES)
    await tick(after)
    assert set((await heard(after, where.issue, STEP)).values()) == {1}
    told_of = await text_of(after, (await said(after, where.issue, STEP))[0], "en")
    assert "being looked into" in told_of
    assert "Посмотрим на неделе" in told_of
    assert "work has begun" in told_of


async def test_a_step_that_is_taken_back_is_told_to_nobody(council: Council) -> None:
    where = await okrug(council)
    before = await stored_issue(council, where.issue)
    case = await moves(where, IssueState.DECLINED, why=Why.NO_MONEY)
    assert case.undo is not None
    assert case.told == 3
    back = await undoing.take_back(where.council.ctx(where.akim), where.issue, case.undo.step.id)
    again = await stored_issue(council, where.issue)
    assert (again.state, again.answered_at, again.seen_from) == (before.state, before.answered_at, before.seen_from)
    assert back.undo is None
    after = where.council.later(timedelta(hours=1))
    await tick(after)
    assert await heard(after, where.issue, STEP) == {}
    assert [one.kind for one in (await seen(after, where.berik, where.issue)).steps] == [StepKind.REPORTED]
    # The clock that waits for an answer goes on from where it was.
    assert await council.db.read(dates.moment, SUBJECT, where.issue, ANSWER) == before.sent_at


async def test_what_people_were_told_of_cannot_be_taken_back(council: Council) -> None:
    where = await okrug(council)
    case = await moves(where, IssueState.IN_PROGRESS)
    assert case.undo is not None
    after = where.council.later(MINUTES)
    await tick(after)
    with refused("undo_late"):
        await undoing.take_back(after.ctx(where.akim), where.issue, case.undo.step.id)
    assert (await stored_issue(council, where.issue)).state is IssueState.IN_PROGRESS


async def test_a_step_is_told_by_itself_when_the_one_after_it_is_taken_back(council: Council) -> None:
    where = await okrug(council)
    await moves(where, IssueState.IN_REVIEW)
    case = await moves(where, IssueState.DECLINED, "Нет денег")
    assert case.undo is not None
    await undoing.take_back(where.council.ctx(where.akim), where.issue, case.undo.step.id)
    after = where.council.later(MINUTES)
    await tick(after)
    assert set((await heard(after, where.issue, STEP)).values()) == {1}
    told_of = await text_of(after, (await said(after, where.issue, STEP))[0], "en")
    assert "being looked into" in told_of
    assert "Нет денег" not in told_of


async def test_an_answer_is_kept_as_it_was_written_and_read_in_the_other_language_when_it_is_there(
    council: Council,
) -> None:
    where = await okrug(council)
    kazakh = "Мұнара қойылады, келесі айда байланыс болады"
    case = await answering.answer(where.council.ctx(where.akim), where.issue, await where.version(), kazakh)
    assert case.undo is not None
    assert case.undo.step.language == "kk"
    step = case.undo.step.id
    notice = (await said(council, where.issue, STEP))[0]
    assert kazakh in await text_of(council, notice, "ru")
    await answering.in_other_language(where.council.ctx(where.akim), where.issue, step, "Вышку поставят")
    expected: tuple[tuple[Language, str, str], ...] = (
        ("ru", "Вышку", "Мұнара"),
        ("kk", "Мұнара", "Вышку"),
        ("en", "Мұнара", "Вышку"),
    )
    for language, there, not_there in expected:
        text = await text_of(council, notice, language)
        assert there in text
        assert not_there not in text


# Who may do what


async def test_an_akim_of_another_okrug_sees_and_does_nothing(council: Council) -> None:
    where = await okrug(council)
    other = await council.with_role(Role.AKIM, IZENDI, home=IZENDI)
    ctx = where.council.ctx
    version = await where.version()
    for doing in (
        answering.show(ctx(other), where.issue),
        answering.set_state(ctx(other), where.issue, version, IssueState.IN_REVIEW),
        answering.answer(ctx(other), where.issue, version, "Слышим"),
        answering.pass_on(ctx(other), where.issue, version, Desk.RAYON),
        answering.promise(ctx(other), where.issue, version, date(2027, 1, 1)),
    ):
        with refused("no_such_issue"):
            await doing
    found = await answering.piles(ctx(other))
    assert set(found.sizes.values()) == {0}
    assert not (await answering.pile(ctx(other), Pile.NEW, 0)).rows
    assert (await stored_issue(council, where.issue)).state is IssueState.NEW


async def test_a_resident_and_a_committee_member_answer_nothing(council: Council) -> None:
    where = await okrug(council)
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.LEADER)
    for actor in (where.aigul, where.berik, member):
        with refused("not_allowed"):
            await answering.set_state(where.council.ctx(actor), where.issue, 1, IssueState.SOLVED, "готово")


async def test_an_issue_of_another_desk_is_seen_and_left_alone(council: Council) -> None:
    where = await okrug(council)
    rayon, staff = await council.with_role(Role.RAYON_OFFICIAL, NURA), await council.with_role(Role.STAFF)
    for actor in (rayon, staff):
        with refused("other_desk"):
            await answering.set_state(
                where.council.ctx(actor), where.issue, await where.version(), IssueState.IN_REVIEW
            )
    await answering.pass_on(where.council.ctx(where.akim), where.issue, await where.version(), Desk.RAYON)
    with refused("other_desk"):
        await moves(where, IssueState.IN_REVIEW)
    await answering.set_state(where.council.ctx(rayon), where.issue, await where.version(), IssueState.IN_REVIEW)
    await tick(where.council.later(MINUTES))
    assert await heard(council, where.issue, NEW) == {where.akim.id: 1, rayon.id: 1}
    case = await answering.pass_on(where.council.ctx(where.akim), where.issue, await where.version(), Desk.OKRUG)
    assert case.issue.desk is Desk.OKRUG
    assert {"deed": "on", "state": "new"} in await audited(council, "answer_issue")


async def test_what_was_answered_in_words_and_passed_on_waits_for_an_answer_there(council: Council) -> None:
    where = await okrug(council)
    rayon, ctx = await council.with_role(Role.RAYON_OFFICIAL, NURA), where.council.ctx
    await answering.answer(ctx(where.akim), where.issue, await where.version(), "Бұл аудандікі")
    await answering.pass_on(ctx(where.akim), where.issue, await where.version(), Desk.RAYON)
    await tick(where.council.later(timedelta(days=8)))
    assert await heard(council, where.issue, UNANSWERED) == {rayon.id: 1}


async def test_what_the_rayon_does_not_see_cannot_be_passed_to_it(council: Council) -> None:
    akim, rayon = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.RAYON_OFFICIAL, NURA)
    number = (await private(council, await council.person(), Privacy.AKIM)).issue.id
    case = await answering.show(council.ctx(akim), number)
    assert case.passes == (Desk.STAFF,)
    with refused("desk_does_not_see"):
        await answering.pass_on(council.ctx(akim), number, case.issue.version, Desk.RAYON)
    with refused("no_such_issue"):
        await answering.show(council.ctx(rayon), number)


# Two at once, twice, too late


async def test_a_write_names_the_version_it_saw(council: Council) -> None:
    where = await okrug(council)
    version = await where.version()
    await moves(where, IssueState.IN_REVIEW)
    with pytest.raises(Refused, match=r"^changed$") as caught:
        await answering.answer(where.council.ctx(where.akim), where.issue, version, "Слышим вас")
    step = caught.value.facts["step"]
    assert isinstance(step, Step)
    assert (step.state, step.role) == (IssueState.IN_REVIEW, "akim")


async def test_the_same_press_twice_takes_one_step(council: Council) -> None:
    where = await okrug(council)
    version = await where.version()
    for _ in range(2):
        ctx = where.council.ctx(where.akim, source="the same press")
        case = await answering.set_state(ctx, where.issue, version, IssueState.IN_REVIEW)
        assert case.issue.state is IssueState.IN_REVIEW
    assert [one.kind for one in case.thread.steps] == [StepKind.REPORTED, StepKind.STATE]


async def test_of_two_who_press_at_the_same_moment_one_is_told_that_it_changed(council: Council) -> None:
    where = await okrug(council)
    assistant = await council.with_role(Role.ASSISTANT, ZHARASPAI)
    version = await where.version()
    outcomes = await asyncio.gather(
        *(
            answering.set_state(where.council.ctx(actor), where.issue, version, IssueState.IN_REVIEW)
            for actor in (where.akim, assistant)
        ),
        return_exceptions=True,
    )
    refusals = [one.reason for one in outcomes if isinstance(one, Refused)]
    assert refusals == ["changed"]


async def test_a_state_that_does_not_follow_is_refused(council: Council) -> None:
    where = await okrug(council)
    for state in (IssueState.NEW, IssueState.REOPENED, IssueState.MERGED, IssueState.DRAFT):
        with refused("state_not_possible"):
            await moves(where, state)
    await moves(where, IssueState.IN_PROGRESS)
    with refused("state_not_possible"):
        await moves(where, IssueState.IN_REVIEW)


@pytest.mark.parametrize("state", [IssueState.SOLVED, IssueState.DECLINED])
async def test_what_ends_an_issue_says_why(council: Council, state: IssueState) -> None:
    where = await okrug(council)
    with refused("nothing_answered"):
        await moves(where, state, "  ")


async def test_an_answer_of_ten_thousand_letters_is_refused_and_nothing_is_lost(council: Council) -> None:
    where = await okrug(council)
    with pytest.raises(Refused, match=r"^answer_too_long$") as caught:
        await moves(where, IssueState.SOLVED, "ж" * 10_000)
    assert caught.value.facts == {"limit": LONGEST_ANSWER, "length": 10_000}
    assert (await stored_issue(council, where.issue)).state is IssueState.NEW


@pytest.mark.parametrize("typed", ["пятьсот", "-5", "5,6e3", "", "много", "12 домов"])
def test_people_reached_are_written_in_digits(typed: str) -> None:
    with refused("not_people"):
        read_people(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("560", 560), ("1 200", 1200), ("560 адам", 560), ("560 человек", 560), ("653 people", 653), ("1.000", 1000)],
)
def test_people_reached_are_read_as_people_write_them(typed: str, number: int) -> None:
    assert read_people(typed) == number


def test_more_people_than_live_anywhere_are_refused() -> None:
    with refused("too_many_reached"):
        read_people("5 000 000")
    assert read_people(str(MOST_REACHED)) == MOST_REACHED


# When it was done, until when it is promised


async def test_what_is_solved_says_what_when_and_how_many_people_in_one_message(council: Council) -> None:
    where = await okrug(council)
    case = await moves(where, IssueState.SOLVED, "Beeline поставил вышку")
    assert case.undo is not None
    step = case.undo.step.id
    with refused("done_in_future"):
        await answering.how_solved(
            where.council.ctx(where.akim), where.issue, step, done_on=where.council.ctx(where.akim).today + timedelta(1)
        )
    await answering.how_solved(where.council.ctx(where.akim), where.issue, step, done_on=date(2026, 11, 20))
    await answering.how_solved(where.council.ctx(where.akim), where.issue, step, reached=560)
    found = await stored_issue(council, where.issue)
    assert (found.done_on, found.reached, found.solved_at) == (date(2026, 11, 20), 560, where.council.now)
    after = where.council.later(timedelta(minutes=11))
    await tick(after)
    (mine, _followed) = await said(after, where.issue, STEP)
    text = await text_of(after, mine, "en")
    assert "Beeline поставил вышку" in text
    assert "November 20, 2026" in text
    assert "560" in text
    asked = await council.db.read(dates.moment, SUBJECT, where.issue, QUESTION)
    assert asked == where.council.now + timedelta(days=28)
    assert await council.db.read(dates.moment, SUBJECT, where.issue, ANSWER) is None
    # Afterwards it is put right without a second message.
    await answering.how_solved(after.ctx(where.akim), where.issue, step, reached=561)
    await tick(after.later(timedelta(hours=1)))
    assert len(await said(after, where.issue, STEP)) == 2


async def test_a_promise_has_a_day_that_is_to_come(council: Council) -> None:
    where = await okrug(council)
    await moves(where, IssueState.PLANNED)
    today = where.council.ctx(where.akim).today
    for day, reason in ((today - timedelta(1), "promise_past"), (today + timedelta(days=5000), "promise_far")):
        with refused(reason):
            await answering.promise(where.council.ctx(where.akim), where.issue, await where.version(), day)
    day = today + timedelta(days=90)
    case = await answering.promise(where.council.ctx(where.akim), where.issue, await where.version(), day)
    assert case.issue.promised_by == day
    # It belongs to the step that planned it, and is told with it.
    assert [one.kind for one in case.thread.steps] == [StepKind.REPORTED, StepKind.STATE]
    after = where.council.later(timedelta(hours=1))
    await tick(after)
    moved = await answering.promise(after.ctx(where.akim), where.issue, await where.version(), day + timedelta(days=30))
    assert len(moved.thread.steps) == 3


async def test_history_and_hidden_issues_tell_nobody(council: Council) -> None:
    for changes in ({"history": True}, {"hidden_at": council.now}):
        where = await okrug(council, **changes)
        if "history" in changes:
            await moves(where, IssueState.SOLVED, "Готово")
        else:
            with refused("state_not_possible"):
                await moves(where, IssueState.SOLVED, "Готово")
        assert await said(council, where.issue, STEP) == []
        assert await council.db.read(dates.moment, SUBJECT, where.issue, QUESTION) is None


async def test_what_was_begun_before_is_told_no_more_when_it_is_hidden(council: Council) -> None:
    where = await okrug(council)
    await moves(where, IssueState.IN_REVIEW)
    await shape(council, where.issue, hidden_at=council.now)
    assert await text_of(council, (await said(council, where.issue, STEP))[0]) == ""


async def test_passing_on_is_taken_back_with_its_notices(council: Council) -> None:
    where = await okrug(council)
    rayon = await council.with_role(Role.RAYON_OFFICIAL, NURA)
    case = await answering.pass_on(where.council.ctx(where.akim), where.issue, await where.version(), Desk.RAYON)
    assert case.undo is not None
    back = await undoing.take_back(where.council.ctx(where.akim), where.issue, case.undo.step.id)
    assert back.issue.desk is Desk.OKRUG
    await tick(where.council.later(timedelta(hours=1)))
    assert rayon.id not in await heard(council, where.issue, NEW)


async def test_the_queue_shows_what_waits_for_this_desk(council: Council) -> None:
    where = await okrug(council)
    staff = await council.with_role(Role.STAFF)
    ctx = where.council.ctx
    assert (await answering.piles(ctx(where.akim))).sizes[Pile.NEW] == 1
    assert (await answering.piles(ctx(staff))).sizes[Pile.NEW] == 0
    await answering.pass_on(ctx(where.akim), where.issue, await where.version(), Desk.STAFF)
    sizes = (await answering.piles(ctx(where.akim))).sizes
    assert (sizes[Pile.NEW], sizes[Pile.PASSED_ON]) == (0, 1)
    found = await answering.pile(ctx(staff), Pile.NEW, 0)
    assert [row.issue.id for row in found.rows] == [where.issue]


async def test_what_may_be_done_is_what_a_case_offers(council: Council) -> None:
    where = await okrug(council)
    case = await answering.show(where.council.ctx(where.akim), where.issue)
    assert {Deed.REVIEW, Deed.ANSWER, Deed.SOLVE, Deed.MERGE, Deed.HIDE, Deed.BAN} <= case.deeds
    assert Deed.RESTORE not in case.deeds
    assert Deed.UNMERGE not in case.deeds
    assert case.passes == (Desk.RAYON, Desk.STAFF)
    assert await answering.may_move(where.council.ctx(where.akim), where.issue, IssueState.SOLVED)
    assert not await answering.may_move(where.council.ctx(where.akim), where.issue, IssueState.REOPENED)
    notices = await said(council, where.issue, NEW)
    assert [one.state for one in notices] == [NoticeState.WAITING]
    assert a_day_later(council).now == where.council.now
