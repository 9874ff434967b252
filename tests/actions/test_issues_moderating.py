"""What neighbours read: let in, held, hidden, shown again; who may not report, and how they ask."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions.issues import answering, moderating, reporting, sending, undoing
from bot.prepare import WATCHED_WORDS
from domain.issues.duties import Why
from domain.issues.escalation import APPEALED, ASKED, BANNED, HIDDEN, NEW, STEP, UNANSWERED
from domain.issues.moderation import MOST_APPEALS, Look, Reason
from domain.issues.states import IssueState, StepKind
from domain.outbox import NOTHING_TO_SAY, DeliveryState
from domain.refusals import Refused
from domain.roles import Role
from storage import people
from storage.database import Connection
from storage.issues import words
from storage.tables.issues import bans
from storage.tables.outbox import deliveries
from tests.actions.conftest import IZENDI, KARAGANDY, PERVOMAISKIY, ZHARASPAI, Council
from tests.actions.desk_kit import Okrug, audited, heard, okrug, said, text_of, tick
from tests.actions.issue_kit import a_day_later, began, photo, seen, stored_issue, told


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=f"^{reason}$")


async def test_what_is_let_in_is_seen_at_once_with_its_photos(council: Council) -> None:
    akim, aigul, berik = await council.with_role(Role.AKIM, ZHARASPAI), await council.person(), await council.person()
    draft = await began(council, aigul)
    await reporting.take(council.ctx(aigul), draft.issue.id, photo(900))
    version = (await reporting.show(council.ctx(aigul), draft.issue.id)).issue.version
    await sending.send(council.ctx(aigul), draft.issue.id, version, sure=True)
    number = draft.issue.id
    with refused("no_such_issue"):
        await seen(council, berik, number)
    case = await answering.show(council.ctx(akim), number)
    # Answering shows the words; the photo is let in by a look of its own.
    case = await answering.set_state(council.ctx(akim), number, case.issue.version, IssueState.IN_REVIEW)
    assert (await seen(council, berik, number)).attached == ()
    await moderating.let_in(council.ctx(akim), number, case.issue.version)
    assert len((await seen(council, berik, number)).attached) == 1
    assert {"deed": "in", "state": "in_review"} in await audited(council, "hide_issue")


async def test_a_word_to_watch_holds_a_report_for_a_look_of_akim_or_staff(council: Council) -> None:
    akim, staff = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.STAFF, KARAGANDY)
    far = await council.with_role(Role.STAFF, "630000000")
    admin = await council.with_role(Role.ADMINISTRATOR)
    berik = await council.person()
    await moderating.watch(council.ctx(admin), "ақымақ, дурак")
    sent = await told(council, await council.person(), "Ақымақтар жолды жөндемейді", "roads")
    await tick(council)
    assert await heard(council, sent.issue.id, NEW) == {akim.id: 1, staff.id: 1, admin.id: 1}
    with refused("no_such_issue"):
        await seen(a_day_later(council), berik, sent.issue.id)
    looks = await moderating.looks(council.ctx(staff))
    assert looks.looks is not None
    assert looks.looks[Look.HELD] == 1
    assert [row.issue.id for row in (await moderating.look(council.ctx(staff), Look.HELD, 0)).rows] == [sent.issue.id]
    assert not (await moderating.look(council.ctx(far), Look.HELD, 0)).rows
    await moderating.let_in(council.ctx(staff), sent.issue.id, sent.issue.version)
    assert (await seen(council, berik, sent.issue.id)).issue.id == sent.issue.id


async def test_hiding_tells_the_author_why_and_nobody_else(council: Council) -> None:
    where = await okrug(council)
    ctx = where.council.ctx
    reason = Reason(Why.NAMES)
    case = await moderating.hide(ctx(where.akim), where.issue, await where.version(), reason)
    assert case.issue.hidden_at == where.council.now
    with refused("no_such_issue"):
        await seen(where.council, where.berik, where.issue)
    after = where.council.later(timedelta(minutes=6))
    await tick(after)
    assert await heard(after, where.issue, HIDDEN) == {where.aigul.id: 1}
    assert "It names people" in await text_of(after, (await said(after, where.issue, HIDDEN))[0], "en")


async def test_hiding_that_is_taken_back_is_told_to_nobody(council: Council) -> None:
    where = await okrug(council)
    case = await moderating.hide(where.council.ctx(where.akim), where.issue, await where.version(), Reason(Why.INSULT))
    assert case.undo is not None
    await undoing.take_back(where.council.ctx(where.akim), where.issue, case.undo.step.id)
    after = where.council.later(timedelta(hours=1))
    await tick(after)
    assert await heard(after, where.issue, HIDDEN) == {}
    assert (await seen(after, where.berik, where.issue)).issue.hidden_at is None


async def test_staff_see_every_hidden_one_are_asked_by_its_author_and_show_it_again(council: Council) -> None:
    where = await okrug(council)
    staff, far = await council.with_role(Role.STAFF, KARAGANDY), await council.with_role(Role.STAFF, "630000000")
    ctx = where.council.ctx
    await moderating.hide(ctx(where.akim), where.issue, await where.version(), Reason(None, "Имена людей"))
    with refused("no_such_issue"):
        await moderating.ask_staff(ctx(where.berik), where.issue, "Почему скрыли?")
    for _ in range(2):
        await moderating.ask_staff(ctx(where.aigul, source="one message"), where.issue, "Имён там нет")
    await tick(where.council)
    assert await heard(council, where.issue, APPEALED) == {staff.id: 1}
    found = await moderating.look(ctx(staff), Look.APPEALS, 0)
    assert [row.issue.id for row in found.rows] == [where.issue]
    with refused("no_such_issue"):
        await moderating.restore(ctx(far), where.issue, found.rows[0].issue.version)
    with refused("not_allowed"):
        await moderating.restore(ctx(where.akim), where.issue, found.rows[0].issue.version)
    case = await moderating.restore(ctx(staff), where.issue, found.rows[0].issue.version)
    assert case.issue.hidden_at is None
    shown = await seen(where.council, where.berik, where.issue)
    assert StepKind.APPEAL not in [one.kind for one in shown.steps]


async def test_what_an_author_asks_staff_is_read_by_these_two_alone(council: Council) -> None:
    where = await okrug(council)
    staff, ctx = await council.with_role(Role.STAFF, KARAGANDY), where.council.ctx
    version = await where.version()
    await moderating.hide(ctx(where.akim), where.issue, version, Reason(Why.NOTHING))
    await moderating.ask_staff(ctx(where.aigul), where.issue, "Әкім өзі туралы жазғанымды жасырды")
    for who, reads in ((where.akim, False), (staff, True), (where.aigul, True)):
        steps = (await seen(where.council, who, where.issue)).steps
        assert (StepKind.APPEAL in [one.kind for one in steps]) is reads, who
    assert StepKind.APPEAL not in [
        one.kind for one in (await answering.show(ctx(where.akim), where.issue)).thread.steps
    ]
    with pytest.raises(Refused, match=r"^changed$") as caught:
        await moderating.hide(ctx(where.akim), where.issue, version, Reason(Why.NOTHING))
    told: Any = caught.value.facts["step"]
    assert told.kind is StepKind.HIDDEN


def _run(connection: Connection, query: sa.Update) -> None:
    connection.execute(query)


async def hidden_and_shown(where: Okrug, at: Council, until: Council) -> None:
    """The akim hides the issue, and staff show it again later."""
    staff = await at.with_role(Role.STAFF, KARAGANDY)
    version = (await answering.show(at.ctx(where.akim), where.issue)).issue.version
    case = await moderating.hide(at.ctx(where.akim), where.issue, version, Reason(Why.NOTHING))
    await tick(until)
    await moderating.restore(until.ctx(staff), where.issue, case.issue.version)


async def test_what_was_open_again_and_hidden_has_its_clock_after_it_is_shown(council: Council) -> None:
    where = await okrug(council, state=IssueState.REOPENED.value, answered_at=council.now)
    await hidden_and_shown(where, where.council, where.council.later(timedelta(days=1)))
    await tick(where.council.later(timedelta(days=9)))
    assert where.akim.id in await heard(council, where.issue, UNANSWERED)


async def test_what_was_to_be_asked_while_it_was_hidden_is_asked_after_it_is_shown_once(council: Council) -> None:
    where = await okrug(council)
    ctx = where.council.ctx(where.akim)
    await answering.set_state(ctx, where.issue, await where.version(), IssueState.SOLVED, "Подключили")
    shown = where.council.later(timedelta(days=30))
    await hidden_and_shown(where, where.council.later(timedelta(days=20)), shown)
    await tick(shown)
    assert await heard(council, where.issue, ASKED) == {}
    asked = shown.later(timedelta(days=2))
    await tick(asked)
    assert set(await heard(council, where.issue, ASKED)) == {where.aigul.id, where.berik.id}
    # Who was asked is not asked again because it was hidden once more.
    await hidden_and_shown(where, asked, asked.later(timedelta(days=1)))
    await tick(asked.later(timedelta(days=9)))
    assert (await stored_issue(council, where.issue)).rounds == 1


async def skipped(council: Council, number: int) -> None:
    """What the sender does with that of which nothing is to be said."""
    for notice in await said(council, number, STEP):
        if not await text_of(council, notice):
            query = deliveries.update().where(deliveries.c.notice_id == notice.id)
            values = {"state": DeliveryState.SKIPPED.value, "why": NOTHING_TO_SAY}
            await council.db.write(_run, query.values(values))


async def test_an_answer_that_nobody_heard_since_it_was_hidden_is_told_with_showing_it_again(council: Council) -> None:
    where = await okrug(council)
    staff, ctx = await council.with_role(Role.STAFF, KARAGANDY), where.council.ctx
    await answering.answer(ctx(where.akim), where.issue, await where.version(), "Мачта тұрғызылады")
    case = await moderating.hide(ctx(where.akim), where.issue, await where.version(), Reason(Why.NOTHING))
    after = where.council.later(timedelta(hours=1))
    await tick(after)
    await skipped(after, where.issue)
    case = await moderating.restore(after.ctx(staff), where.issue, case.issue.version)
    await tick(after.later(timedelta(minutes=6)))
    told_of = [one for one in await said(council, where.issue, STEP) if await text_of(council, one)]
    text = await text_of(council, max(told_of, key=lambda one: one.id))
    assert "Мачта тұрғызылады" in text
    # Hidden and shown once more, it is not told twice.
    later = after.later(timedelta(hours=1))
    case = await moderating.hide(later.ctx(where.akim), where.issue, case.issue.version, Reason(Why.NOTHING))
    case = await moderating.restore(later.ctx(staff), where.issue, case.issue.version)
    newest = max(await said(council, where.issue, STEP), key=lambda one: one.id)
    assert "Мачта тұрғызылады" not in await text_of(council, newest)


async def test_hiding_that_is_taken_back_takes_no_answer_with_it(council: Council) -> None:
    where = await okrug(council)
    ctx = where.council.ctx
    await answering.answer(ctx(where.akim), where.issue, await where.version(), "Мачта тұрғызылады")
    soon = where.council.later(timedelta(minutes=3))
    case = await moderating.hide(soon.ctx(where.akim), where.issue, await where.version(), Reason(Why.NOTHING))
    assert case.undo is not None
    late = where.council.later(timedelta(minutes=7))
    await tick(late)
    assert await heard(late, where.issue, STEP) == {}
    await undoing.take_back(late.ctx(where.akim), where.issue, case.undo.step.id)
    await tick(where.council.later(timedelta(hours=1)))
    assert await heard(council, where.issue, STEP) == {one.id: 1 for one in (where.aigul, where.berik, where.gulnara)}


async def test_an_author_asks_three_times_at_most(council: Council) -> None:
    where = await okrug(council)
    with refused("nothing_to_ask"):
        await moderating.ask_staff(where.council.ctx(where.aigul), where.issue, "Почему?")
    await moderating.hide(where.council.ctx(where.akim), where.issue, await where.version(), Reason(Why.NOTHING))
    for number in range(MOST_APPEALS):
        await moderating.ask_staff(where.council.ctx(where.aigul), where.issue, f"Посмотрите, {number}")
    with refused("asked_enough"):
        await moderating.ask_staff(where.council.ctx(where.aigul), where.issue, "Ещё раз")


async def test_a_ban_names_nobody_says_why_and_until_when_and_ends(council: Council) -> None:
    where = await okrug(council)
    ctx = where.council.ctx
    await moderating.ban(ctx(where.akim), where.issue, 7, Reason(Why.INSULT, "и угрозы"))
    await tick(where.council)
    assert await heard(council, where.issue, BANNED) == {where.aigul.id: 1}
    text = await text_of(council, (await said(council, where.issue, BANNED))[0], "en")
    assert "It insults somebody. и угрозы" in text
    assert "December 2" in text
    with pytest.raises(Refused, match=r"^banned$") as caught:
        await reporting.begin(ctx(where.aigul), 1)
    assert caught.value.facts["until"] == where.council.now + timedelta(days=7)
    await began(where.council, where.berik)
    rows = await council.db.read(lambda c: list(c.execute(bans.select())))
    assert len(rows[0].whom) == 64
    assert str(where.aigul.telegram_id) not in str(rows)
    await began(where.council.later(timedelta(days=8)), where.aigul)
    assert await audited(council, "ban_reporter") == [{"deed": "ban", "state": "new"}]


async def test_a_ban_outlives_erasing_oneself_and_holds_in_its_okrug_alone(council: Council) -> None:
    where = await okrug(council)
    await moderating.ban(where.council.ctx(where.akim), where.issue, 30, Reason(Why.ADVERT))
    telegram_id = where.aigul.telegram_id
    assert telegram_id is not None

    await council.db.write(people.erase, where.aigul.id, council.now)

    def return_as_new(connection: Any) -> int:
        number = people.create(connection, telegram_id, council.now)
        people.set_language(connection, number, "kk")
        people.agree(connection, number, council.now)
        people.settle(connection, number, ZHARASPAI, council.now)
        return number

    await council.db.write(return_as_new)
    again = await council.met(telegram_id)
    with refused("banned"):
        await began(where.council, again)
    await council.db.write(people.settle, again.id, IZENDI, council.now)
    await began(where.council, await council.met(telegram_id))


async def test_staff_lift_a_ban_where_they_look_after_it(council: Council) -> None:
    where = await okrug(council)
    staff, far = await council.with_role(Role.STAFF, KARAGANDY), await council.with_role(Role.STAFF, PERVOMAISKIY)
    ctx = where.council.ctx
    await moderating.ban(ctx(where.akim), where.issue, 90, Reason(None, "Оскорбления"))
    (line, _where) = (await moderating.standing(ctx(staff), 0)).lines[0]
    assert (await moderating.standing(ctx(far), 0)).lines == ()
    with refused("old_button"):
        await moderating.lift(ctx(far), line.id)
    with refused("not_allowed"):
        await moderating.lift(ctx(where.akim), line.id)
    assert (await moderating.lift(ctx(staff), line.id)).total == 0
    await began(where.council, where.aigul)


@pytest.mark.parametrize("days", [0, 8, 36500])
async def test_a_ban_of_no_such_length_is_an_old_button(council: Council, days: int) -> None:
    where = await okrug(council)
    with refused("old_button"):
        await moderating.ban(where.council.ctx(where.akim), where.issue, days, Reason(Why.INSULT))


async def test_words_to_watch_are_staffs_who_act_everywhere(council: Council) -> None:
    staff, oblast = await council.with_role(Role.STAFF), await council.with_role(Role.STAFF, KARAGANDY)
    found = await moderating.watch(council.ctx(staff), "Дурак\nақымақ, idiot")
    assert (found.added, {(one.folded, one.language) for one in found.words}) == (
        3,
        {("дурак", "kk"), ("акымак", "kk"), ("idiot", "en")},
    )
    with refused("not_allowed"):
        await moderating.watched(council.ctx(oblast), 0)
    for typed, reason in (("жа", "not_a_word"), ("два слова", "not_a_word"), ("  ", "nothing_answered")):
        with refused(reason):
            await moderating.watch(council.ctx(staff), typed)
    with refused("too_many_words"):
        await moderating.watch(council.ctx(staff), "\n".join(f"слово{number}" for number in range(60)))
    left = await moderating.watch_no_more(council.ctx(staff), found.words[0].mark, 0)
    assert left.total == 2


async def test_the_seed_of_words_is_laid_once(council: Council) -> None:
    seed = words.read_seed(WATCHED_WORDS)
    assert {one.language for one in seed} == {"kk", "ru", "en"}
    await council.db.write(words.seed, seed)
    await council.db.write(words.drop, seed[0].folded)
    await council.db.write(words.seed, seed)
    assert len(await council.db.read(words.every)) == len(seed) - 1
