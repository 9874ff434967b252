"""What neighbours read: let in, held, hidden, shown again; who may not report, and how they ask."""

from datetime import timedelta
from typing import Any

import pytest

from actions.issues import answering, moderating, reporting, sending, undoing
from bot.prepare import WATCHED_WORDS
from domain.issues.duties import Why
from domain.issues.escalation import APPEALED, BANNED, HIDDEN, NEW
from domain.issues.moderation import MOST_APPEALS, Look, Reason
from domain.issues.states import IssueState, StepKind
from domain.refusals import Refused
from domain.roles import Role
from storage import people
from storage.issues import words
from storage.tables.issues import bans
from tests.actions.conftest import IZENDI, KARAGANDY, PERVOMAISKIY, ZHARASPAI, Council
from tests.actions.desk_kit import audited, heard, okrug, said, text_of, tick
from tests.actions.issue_kit import a_day_later, began, photo, seen, told


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
