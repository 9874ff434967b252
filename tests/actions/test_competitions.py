"""Calls of the competition: entered, published, announced, moved, cancelled; read and asked to be reminded of."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from actions import clock
from actions.competitions import editing, importing, publishing, reading
from domain.audit import Entry
from domain.competitions.calls import Call, CallDate, CallPart, CallState, Mark, Value
from domain.outbox import Notice, NoticeState
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Role
from domain.spreadsheets import Fault, Sheet, Wrong
from storage import audiences, audit, dates, people
from storage import competitions as store
from storage.database import Connection
from storage.outbox import notices
from storage.tables.calls import call_reminders
from tests.actions.conftest import EAST, IZENDI, KARAGANDY, NURA, PERVOMAISKIY, ZHARASPAI, Council

ALMATY = ZoneInfo("Asia/Almaty")


def at(month: int, day: int, hour: int = 18) -> datetime:
    return datetime(2018, month, day, hour, tzinfo=ALMATY)


ANNOUNCE, DEADLINE, DECISION, AWARD = at(10, 16, 9), at(11, 9), at(11, 22), at(12, 6, 10)
BEFORE, OPEN = at(10, 10, 12), at(11, 1, 12)
TERMS: dict[CallPart, Value] = {
    CallPart.TITLE_KK: "Бизнес-жобалар байқауы",
    CallPart.TITLE_RU: "Конкурс бизнес-проектов",
    CallPart.TERMS_KK: "Шағын бизнес пен жеке кәсіпкерлер қатыса алады.",
    CallPart.TERMS_RU: "Участвуют малый бизнес и индивидуальные предприниматели.",
    CallPart.FUND: 12_000_000,
    CallPart.BUDGET_FROM: 500_000,
    CallPart.BUDGET_TO: 1_200_000,
    CallPart.SHARE_FROM: 10,
    CallPart.SHARE_TO: 20,
    CallPart.ANNOUNCE: ANNOUNCE,
    CallPart.DEADLINE: DEADLINE,
    CallPart.DECISION: DECISION,
    CallPart.AWARD: AWARD,
}


@pytest.fixture
def council(council: Council) -> Council:
    """The council on a day before the announcement of 2018."""
    return replace(council, now=BEFORE)


def on(council: Council, moment: datetime) -> Council:
    return replace(council, now=moment)


async def drafted(council: Council, farida: Actor, *codes: str) -> Call:
    call = await editing.begin(council.ctx(farida))
    for part, value in TERMS.items():
        call = (await editing.fill(council.ctx(farida), call.id, call.version, part, value)).call
    for code in codes or (NURA,):
        call = (await editing.choose(council.ctx(farida), call.id, call.version, code, True)).call
    return call


async def published(council: Council, farida: Actor, *codes: str) -> Call:
    call = await drafted(council, farida, *codes)
    return (await publishing.publish(council.ctx(farida), call.id, call.version)).call


async def refusal(asked: Coroutine[Any, Any, Any]) -> str:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.reason


async def now_in(council: Council, call: Call) -> Call | None:
    return await council.db.read(store.call, call.id)


async def said(council: Council, call: Call) -> list[tuple[str, str, NoticeState]]:
    found: list[Notice] = await council.db.read(notices.of_subject, "call", call.id)
    return [(notice.kind, notice.occurrence, notice.state) for notice in found[::-1]]


async def tick(council: Council) -> int:
    return (await council.db.write(clock.fire_due, council.now, ALMATY)).fired


async def log(council: Council) -> list[Entry]:
    return (await council.db.read(audit.entries, None))[::-1]


# Entering


async def test_farida_enters_the_call_of_2018(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    aigul = await council.person()
    await council.person(PERVOMAISKIY)
    call = await drafted(council, farida, NURA)
    kept = await now_in(council, call)
    assert kept == call
    assert {part: call.value(part) for part in TERMS} == TERMS
    assert call.problems(council.now) == ()
    seen = await editing.edited(council.ctx(farida), call.id)
    assert [territory.code for territory in seen.territories] == [NURA]
    assert seen.people == 2, "Aigul and Farida live in Nura rayon"
    assert await reading.shown(council.ctx(aigul)) == ()
    assert await log(council) == [], "a draft is nobody's business yet"


async def test_the_same_press_and_the_same_message_count_once(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await editing.begin(council.ctx(farida, "p:1"))
    assert await editing.begin(council.ctx(farida, "p:1")) == call
    assert len(await editing.entered(council.ctx(farida))) == 1
    first = await editing.fill(council.ctx(farida, "m:1"), call.id, 1, CallPart.FUND, 5)
    # It comes again after a kill, when something else is awaited already.
    again = await editing.fill(council.ctx(farida, "m:1"), call.id, 2, CallPart.BUDGET_FROM, 5)
    assert again == first
    assert again.call.budget_from is None
    chosen = await editing.choose(council.ctx(farida, "p:2"), call.id, 2, NURA, True)
    assert (await editing.choose(council.ctx(farida, "p:2"), call.id, 2, NURA, True)).call == chosen.call


async def test_two_who_edit_do_not_overwrite_each_other(council: Council) -> None:
    farida, gulnar = await council.with_role(Role.STAFF), await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    after = await editing.fill(council.ctx(gulnar), call.id, call.version, CallPart.FUND, 7)
    for asked in (
        editing.fill(council.ctx(farida), call.id, call.version, CallPart.FUND, 8),
        editing.choose(council.ctx(farida), call.id, call.version, EAST, True),
        publishing.publish(council.ctx(farida), call.id, call.version),
        publishing.cancel(council.ctx(farida), call.id, call.version),
    ):
        assert await refusal(asked) == "changed"
    assert await now_in(council, call) == after.call


async def test_of_two_at_the_same_moment_one_is_told(council: Council) -> None:
    farida, gulnar = await council.with_role(Role.STAFF), await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    asked = [
        editing.fill(council.ctx(who), call.id, call.version, CallPart.FUND, fund)
        for who, fund in ((farida, 7), (gulnar, 8))
    ]
    done = await asyncio.gather(*asked, return_exceptions=True)
    assert [str(one) for one in done if isinstance(one, Refused)] == ["changed"]


async def test_the_same_value_again_is_no_change(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    again = await editing.fill(council.ctx(farida), call.id, call.version, CallPart.FUND, 12_000_000)
    assert again.call == call


async def test_the_territories_are_chosen_in_the_tree(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await editing.begin(council.ctx(farida))
    top = await editing.tree(council.ctx(farida), call.id, None)
    assert set(top.marks) == {KARAGANDY, EAST}
    inside = await editing.tree(council.ctx(farida), call.id, KARAGANDY)
    assert ZHARASPAI in inside.marks
    shown = await editing.choose(council.ctx(farida), call.id, 1, ZHARASPAI, True)
    assert shown.marks[ZHARASPAI] is Mark.CHOSEN
    assert shown.marks[NURA] is Mark.PARTLY
    shown = await editing.choose(council.ctx(farida), call.id, 2, NURA, True, stay=True)
    assert shown.marks[ZHARASPAI] is Mark.INSIDE
    assert await refusal(editing.choose(council.ctx(farida), call.id, 3, ZHARASPAI, False)) == "inside_chosen"
    shown = await editing.choose(council.ctx(farida), call.id, 3, NURA, False)
    assert shown.call.places == ()
    assert await refusal(editing.choose(council.ctx(farida), call.id, 4, "nowhere", True)) == "no_such_okrug"


async def test_staff_of_an_oblast_enter_calls_for_it_alone(council: Council) -> None:
    farida = await council.with_role(Role.STAFF, KARAGANDY)
    everywhere, elena = await council.with_role(Role.STAFF), await council.with_role(Role.STAFF, EAST)
    call = await editing.begin(council.ctx(farida))
    assert set((await editing.tree(council.ctx(farida), call.id, None)).marks) >= {ZHARASPAI, IZENDI}
    assert await refusal(editing.choose(council.ctx(farida), call.id, 1, EAST, True)) == "not_allowed"
    assert await refusal(editing.edited(council.ctx(elena), call.id)) == "not_allowed"
    assert (await editing.edited(council.ctx(everywhere), call.id)).call == call
    call = await drafted(council, everywhere, NURA, EAST)
    assert await refusal(editing.fill(council.ctx(farida), call.id, call.version, CallPart.FUND, 1)) == "not_allowed"
    assert [one.id for one in await editing.entered(council.ctx(elena))] == []


# Publishing, and the clock


async def test_it_is_announced_on_its_day_and_counts_down_for_who_asked(council: Council) -> None:
    farida, aigul, berik = await council.with_role(Role.STAFF), await council.person(), await council.person()
    call = await published(council, farida)
    assert [(entry.act, entry.subject_id, entry.role) for entry in await log(council)] == [
        ("publish_call", f"call {call.id}", "staff")
    ]
    assert await said(council, call) == []
    assert await refusal(reading.read(council.ctx(aigul), call.id)) == "no_such_call"
    assert await tick(on(council, ANNOUNCE - timedelta(seconds=1))) == 0
    assert await tick(on(council, ANNOUNCE)) == 1
    assert await said(council, call) == [("call_announced", "v1:0", NoticeState.WAITING)]
    (notice,) = await council.db.read(notices.of_subject, "call", call.id)
    assert await council.db.read(audiences.size, notice.audience) == 3

    day = on(council, OPEN)
    (seen,) = await reading.shown(day.ctx(aigul))
    assert (seen.call.id, seen.eligible, seen.reminded) == (call.id, True, False)
    assert (await reading.remind(day.ctx(aigul), call.id, True)).reminded
    assert await tick(on(council, DEADLINE - timedelta(days=7))) == 1
    notice = (await council.db.read(notices.of_subject, "call", call.id))[0]
    assert (notice.kind, notice.occurrence, notice.useless_after) == ("call_deadline", f"v1:{7 * 24 * 60}", DEADLINE)
    assert await council.db.read(audiences.size, notice.audience) == 1
    await reading.remind(day.ctx(aigul), call.id, False)
    await reading.remind(day.ctx(berik), call.id, False)
    assert await council.db.read(audiences.size, notice.audience) == 0


async def test_one_whose_day_has_come_is_announced_at_once(council: Council) -> None:
    day = on(council, OPEN)
    farida = await day.with_role(Role.STAFF)
    call = await published(day, farida)
    assert [(kind, state) for kind, _, state in await said(day, call)] == [("call_announced", NoticeState.WAITING)]
    assert await tick(day) == 0


async def test_what_is_not_ready_is_not_published(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    turned = (await editing.fill(council.ctx(farida), call.id, call.version, CallPart.BUDGET_FROM, 1_300_000)).call
    assert await refusal(publishing.publish(council.ctx(farida), turned.id, turned.version)) == "call_not_ready"
    late = on(council, DEADLINE)
    assert await refusal(publishing.publish(late.ctx(farida), turned.id, turned.version)) == "call_not_ready"
    kept = await now_in(council, call)
    assert kept is not None
    assert kept.state is CallState.DRAFT
    assert await log(council) == []


async def test_publishing_twice_publishes_once(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    first = await publishing.publish(council.ctx(farida, "p:9"), call.id, call.version)
    assert await publishing.publish(council.ctx(farida, "p:9"), call.id, call.version) == first
    assert await refusal(publishing.publish(council.ctx(farida), call.id, call.version)) == "changed"
    assert len(await log(council)) == 1


async def test_what_breaks_while_publishing_leaves_a_draft(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await drafted(council, farida)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        await publishing.publish(council.ctx(farida), call.id, call.version)
    assert await now_in(council, call) == call
    assert await council.db.read(dates.coming, 10) == []
    assert await said(council, call) == []


# Moving


async def test_a_moved_deadline_is_told_once_and_counts_down_anew(council: Council) -> None:
    farida, aigul = await council.with_role(Role.STAFF), await council.person()
    call = await published(council, farida)
    await tick(on(council, ANNOUNCE))
    await reading.remind(on(council, OPEN).ctx(aigul), call.id, True)
    day = on(council, DEADLINE - timedelta(days=7))
    assert await tick(day) == 1
    later = (DEADLINE + timedelta(days=5), DECISION + timedelta(days=5), AWARD + timedelta(days=5))
    parts = (CallPart.AWARD, CallPart.DECISION, CallPart.DEADLINE)
    for part, moment in zip(parts, reversed(later), strict=True):
        call = (await editing.fill(day.ctx(farida), call.id, call.version, part, moment)).call
    told = [(kind, state) for kind, _, state in await said(council, call) if kind == "call_moved"]
    assert told == [
        ("call_moved", state) for state in (NoticeState.CANCELLED, NoticeState.CANCELLED, NoticeState.WAITING)
    ]
    newest = (await council.db.read(notices.of_subject, "call", call.id))[0]
    assert newest.occurrence == f"v{call.version}"
    assert newest.send_from == day.now + timedelta(minutes=5)
    # What was about to be said of the old deadline is not said.
    assert (await said(council, call))[1] == ("call_deadline", f"v1:{7 * 24 * 60}", NoticeState.CANCELLED)
    assert await tick(on(council, DEADLINE - timedelta(days=3))) == 0
    assert await tick(on(council, later[0] - timedelta(days=7))) == 1
    moves = [entry.details for entry in await log(council) if entry.act == "change_call"]
    assert [move["part"] for move in moves] == ["award", "decision", "deadline"]


async def test_before_the_announcement_a_move_is_told_to_nobody(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await published(council, farida)
    sooner = ANNOUNCE - timedelta(days=1)
    call = (await editing.fill(council.ctx(farida), call.id, call.version, CallPart.ANNOUNCE, sooner)).call
    assert await said(council, call) == []
    assert await tick(on(council, sooner)) == 1
    assert await tick(on(council, ANNOUNCE)) == 0


async def test_other_territories_before_the_day_hear_the_announcement(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    await council.person(PERVOMAISKIY)
    call = await published(council, farida, NURA)
    call = (await editing.choose(council.ctx(farida), call.id, call.version, EAST, True)).call
    call = (await editing.choose(council.ctx(farida), call.id, call.version, NURA, False)).call
    assert await refusal(editing.choose(council.ctx(farida), call.id, call.version, EAST, False)) == "call_not_ready"
    await tick(on(council, ANNOUNCE))
    (notice,) = await council.db.read(notices.of_subject, "call", call.id)
    assert [rule.key for rule in notice.audience.rules] == [EAST]


async def test_what_was_announced_stays_but_for_dates_and_texts(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await published(council, farida)
    day = on(council, OPEN)
    for part, value in ((CallPart.FUND, 1_000_000), (CallPart.ANNOUNCE, AWARD)):
        asked = editing.fill(day.ctx(farida), call.id, call.version, part, value)
        assert await refusal(asked) == "call_announced"
    text = await editing.fill(day.ctx(farida), call.id, call.version, CallPart.TITLE_EN, "Competition")
    assert text.call.languages_missing() == ("en",)
    assert await said(council, call) == []
    assert (await log(council))[-1].details == {"part": "title.en"}


# Cancelling, and what is over


async def test_a_cancelled_call_is_told_to_who_knew_of_it(council: Council) -> None:
    farida, aigul = await council.with_role(Role.STAFF), await council.person()
    call = await published(council, farida)
    await tick(on(council, ANNOUNCE))
    day = on(council, OPEN)
    await reading.remind(day.ctx(aigul), call.id, True)
    left = await publishing.cancel(day.ctx(farida, "p:7"), call.id, call.version)
    assert left is not None
    assert left.call.state is CallState.CANCELLED
    assert await publishing.cancel(day.ctx(farida, "p:7"), call.id, call.version) == left
    assert [(kind, state) for kind, _, state in await said(council, call)] == [
        ("call_announced", NoticeState.CANCELLED),
        ("call_cancelled", NoticeState.WAITING),
    ]
    assert await tick(on(council, DEADLINE - timedelta(days=1))) == 0
    assert await reading.shown(day.ctx(aigul)) == ()
    assert (await reading.read(day.ctx(aigul), call.id)).call.state is CallState.CANCELLED
    assert await refusal(reading.remind(day.ctx(aigul), call.id, True)) == "call_over"
    version = left.call.version
    assert await refusal(publishing.cancel(day.ctx(farida), call.id, version)) == "call_over"
    assert await refusal(editing.fill(day.ctx(farida), call.id, version, CallPart.FUND, 1)) == "call_over"


async def test_of_one_that_nobody_knew_nobody_hears(council: Council) -> None:
    farida, aigul = await council.with_role(Role.STAFF), await council.person()
    call = await published(council, farida)
    await publishing.cancel(council.ctx(farida), call.id, call.version)
    assert await tick(on(council, ANNOUNCE)) == 0
    assert await said(council, call) == []
    assert await refusal(reading.read(on(council, OPEN).ctx(aigul), call.id)) == "no_such_call"


async def test_a_draft_is_deleted(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    assert await publishing.cancel(council.ctx(farida, "p:3"), call.id, call.version) is None
    assert await publishing.cancel(council.ctx(farida, "p:3"), call.id, call.version) is None
    assert await now_in(council, call) is None
    assert await refusal(editing.edited(council.ctx(farida), call.id)) == "no_such_call"
    assert await log(council) == []


async def test_a_draft_of_a_past_call_is_kept_and_nobody_hears(council: Council) -> None:
    day = on(council, AWARD + timedelta(days=100))
    farida, aigul = await day.with_role(Role.STAFF), await day.person()
    call = await drafted(day, farida)
    assert await refusal(publishing.publish(day.ctx(farida), call.id, call.version)) == "call_not_ready"
    kept = (await publishing.keep_as_history(day.ctx(farida), call.id, call.version)).call
    assert kept.history
    assert await tick(day) == 0
    assert await said(day, call) == []
    assert await reading.shown(day.ctx(aigul)) == ()
    assert await refusal(reading.read(day.ctx(aigul), call.id)) == "no_such_call"
    assert await refusal(publishing.cancel(day.ctx(farida), call.id, kept.version)) == "call_over"
    early = await drafted(council, farida)
    asked = publishing.keep_as_history(council.ctx(farida), early.id, early.version)
    assert await refusal(asked) == "call_not_ready"


PAST: dict[CallPart, object] = {
    CallPart.TITLE_RU: "Конкурс бизнес-проектов 2018 года",
    CallPart.TERMS_RU: "Условия",
    CallPart.FUND: "12 000 000",
    CallPart.BUDGET_FROM: 500_000,
    CallPart.BUDGET_TO: 1_200_000.0,
    CallPart.SHARE_FROM: 10,
    CallPart.SHARE_TO: 20,
    CallPart.TERRITORIES: f"{NURA}, {EAST}",
    CallPart.ANNOUNCE: ANNOUNCE.date(),
    CallPart.DEADLINE: DEADLINE.date(),
    CallPart.DECISION: DECISION.date(),
    CallPart.AWARD: AWARD.date(),
}


def table(*rows: dict[CallPart, object]) -> Sheet:
    return Sheet(tuple((number, tuple(row.get(part) for part in CallPart)) for number, row in enumerate(rows, 2)))


@pytest.mark.parametrize(
    ("part", "cell", "fault"),
    [
        (CallPart.TERRITORIES, "nowhere", Fault.UNKNOWN),
        (CallPart.TERRITORIES, None, Fault.MISSING),
        (CallPart.FUND, 1, Fault.DOES_NOT_FIT),
        (CallPart.FUND, "много", Fault.NOT_MONEY),
        (CallPart.SHARE_TO, 5, Fault.DOES_NOT_FIT),
        (CallPart.SHARE_TO, 120, Fault.TOO_LARGE),
        (CallPart.DEADLINE, "01.01.2018", Fault.DOES_NOT_FIT),
        (CallPart.AWARD, "01.01.2050", Fault.NOT_YET),
        (CallPart.AWARD, "скоро", Fault.NOT_A_DATE),
        (CallPart.TITLE_RU, None, Fault.MISSING),
    ],
)
async def test_one_wrong_cell_keeps_every_past_call_out_and_is_named(
    council: Council, part: CallPart, cell: object, fault: Fault
) -> None:
    day = on(council, AWARD + timedelta(days=100))
    farida = await day.with_role(Role.STAFF)
    wrong = await importing.take_over(day.ctx(farida), "a", table(PAST, {**PAST, part: cell}))
    # A title that is there in no language is asked for in the first, a fund that is too small is seen at the budget.
    named = {CallPart.TITLE_RU: CallPart.TITLE_KK, CallPart.FUND: CallPart.BUDGET_FROM}
    column = part if fault is Fault.NOT_MONEY else named.get(part, part)
    assert wrong == (Wrong(1, 3, column, fault),)
    assert await editing.entered(day.ctx(farida)) == ()


async def test_past_calls_are_imported_all_or_none_and_once(council: Council) -> None:
    day = on(council, AWARD + timedelta(days=100))
    farida = await day.with_role(Role.STAFF)
    (call,) = await importing.take_over(day.ctx(farida), "a" * 64, table(PAST))
    assert isinstance(call, Call)
    assert await refusal(importing.take_over(day.ctx(farida), "a" * 64, table(PAST))) == "imported_already"
    assert await refusal(importing.take_over(day.ctx(farida), "b", Sheet())) == "import_empty"
    assert await now_in(day, call) == call
    assert (call.history, call.fund, call.budget_from, call.share_to) == (True, 12_000_000, 500_000, 20)
    assert call.dates[CallDate.DEADLINE].astimezone(day.shared.zone).date() == DEADLINE.date()
    assert await tick(day) == 0
    assert await said(day, call) == []
    assert [entry.act for entry in await log(day)] == ["import_calls"]
    elsewhere = await day.with_role(Role.STAFF, EAST)
    wrong = await importing.take_over(day.ctx(elsewhere), "c", table(PAST))
    assert wrong == (Wrong(1, 2, CallPart.TERRITORIES, Fault.UNKNOWN),)
    for nobody in (await day.person(), await day.with_role(Role.AKIM, ZHARASPAI)):
        assert await refusal(importing.take_over(day.ctx(nobody), "d", table(PAST))) == "not_allowed"


async def test_why_it_is_cancelled_is_kept_quietly_and_told_with_it(council: Council) -> None:
    day = on(council, ANNOUNCE + timedelta(days=1))
    farida, aigul = await day.with_role(Role.STAFF), await day.person()
    call = await published(day, farida)
    said_before = len(await said(day, call))
    reason = "Донор перенёс средства на весну"
    for _ in range(2):
        after = await publishing.give_reason(day.ctx(farida, "m:9"), call.id, call.version, reason)
    assert (after.call.reason, after.call.state) == (reason, CallState.PUBLISHED)
    assert len(await said(day, call)) == said_before
    assert await refusal(publishing.give_reason(day.ctx(aigul), call.id, after.call.version, "x")) == "not_allowed"
    assert await refusal(publishing.give_reason(day.ctx(farida), call.id, call.version, "x")) == "changed"
    long = publishing.give_reason(day.ctx(farida), call.id, after.call.version, "x" * 301)
    assert await refusal(long) == "too_long"
    await publishing.cancel(day.ctx(farida), call.id, after.call.version)
    seen = await reading.read(day.ctx(aigul), call.id)
    assert (seen.call.state, seen.call.reason) == (CallState.CANCELLED, reason)
    over = (await editing.edited(day.ctx(farida), call.id)).call
    assert await refusal(publishing.give_reason(day.ctx(farida), call.id, over.version, "x")) == "call_over"


# Residents


async def test_elena_is_told_that_it_is_not_for_her_okrug(council: Council) -> None:
    farida, elena = await council.with_role(Role.STAFF), await council.person(PERVOMAISKIY)
    call = await published(council, farida)
    day = on(council, OPEN)
    (seen,) = await reading.shown(day.ctx(elena))
    assert not seen.eligible
    assert [territory.code for territory in seen.territories] == [NURA]
    assert await refusal(reading.remind(day.ctx(elena), call.id, True)) == "not_your_call"


async def test_who_asks_twice_is_reminded_once_and_after_the_deadline_nobody(council: Council) -> None:
    farida, aigul = await council.with_role(Role.STAFF), await council.person()
    call = await published(council, farida)
    assert await refusal(reading.remind(council.ctx(aigul), call.id, True)) == "no_such_call"
    day = on(council, OPEN)
    for _ in range(2):
        await reading.remind(day.ctx(aigul), call.id, True)
    assert (await editing.edited(day.ctx(farida), call.id)).reminded == 1
    late = on(council, DEADLINE)
    assert await refusal(reading.remind(late.ctx(aigul), call.id, True)) == "call_closed"
    (seen,) = await reading.shown(late.ctx(aigul))
    assert not seen.call.is_open(late.now)
    assert not (await reading.remind(late.ctx(aigul), call.id, False)).reminded


async def test_one_who_deletes_themselves_is_not_reminded(council: Council) -> None:
    farida, aigul = await council.with_role(Role.STAFF), await council.person()
    call = await published(council, farida)
    await reading.remind(on(council, OPEN).ctx(aigul), call.id, True)

    def erase(connection: Connection) -> int:
        people.erase(connection, aigul.id, OPEN)
        people.erase(connection, farida.id, OPEN)
        return len(connection.execute(sa.select(call_reminders)).all())

    assert await council.db.write(erase) == 0
    kept = await now_in(council, call)
    assert kept is not None
    assert kept.created_by is None


@pytest.mark.parametrize("role", [None, Role.AKIM, Role.COMMITTEE, Role.JURY, Role.RAYON_OFFICIAL])
async def test_nobody_else_enters_calls(council: Council, role: Role | None) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await drafted(council, farida)
    other = await council.person() if role is None else await council.with_role(role, NURA)
    ctx, version = council.ctx(other), call.version
    for asked in (
        editing.begin(ctx),
        editing.entered(ctx),
        editing.edited(ctx, call.id),
        editing.fill(ctx, call.id, version, CallPart.FUND, 1),
        editing.tree(ctx, call.id, None),
        editing.choose(ctx, call.id, version, NURA, False),
        publishing.publish(ctx, call.id, version),
        publishing.keep_as_history(ctx, call.id, version),
        publishing.cancel(ctx, call.id, version),
        importing.take_over(ctx, "x", table(PAST)),
        publishing.give_reason(ctx, call.id, version, "why"),
        clock.state(ctx),
    ):
        assert await refusal(asked) == "not_allowed"
    assert await now_in(council, call) == call


async def test_a_stranger_registers_first(council: Council) -> None:
    stranger = await council.stranger()
    for asked in (
        reading.shown(council.ctx(stranger)),
        reading.read(council.ctx(stranger), 1),
        reading.remind(council.ctx(stranger), 1, True),
    ):
        assert await refusal(asked) == "not_registered"


# What staff see of the clock


async def test_farida_sees_what_goes_out_what_comes_and_what_was_missed(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    call = await published(council, farida)
    seen = await clock.state(council.ctx(farida))
    assert [(one.at, one.notice_kind) for one in seen.coming] == [
        (ANNOUNCE, "call_announced"),
        *((DEADLINE - timedelta(days=days), "call_deadline") for days in (14, 7, 3, 1)),
    ]
    assert {one.title for one in seen.coming} == {call.title}
    assert (seen.going, seen.missed) == ((), ())
    assert await tick(on(council, ANNOUNCE)) == 1
    late = on(council, DEADLINE - timedelta(days=2))
    assert await tick(late) == 1
    seen = await clock.state(late.ctx(farida))
    assert [one.notice_kind for one in seen.coming] == ["call_announced", "call_deadline", "call_deadline"]
    assert {one.at for one in seen.missed} == {DEADLINE - timedelta(days=days) for days in (14, 7)}
    (first, *_) = await council.db.read(notices.of_subject, "call", call.id)
    await council.db.write(notices.set_state, first.id, NoticeState.SENDING, (NoticeState.WAITING,))
    (going,) = (await clock.state(late.ctx(farida))).going
    assert (going.notice.id, going.title) == (first.id, call.title)
