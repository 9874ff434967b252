"""What becomes of a person's messages, words and places when they lose a role, or leave."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from actions import people, roles
from actions.announcements import drafts, sending
from domain.audiences import Audience, Rule, RuleKind
from domain.contents import TEXT_LIMIT, Content, in_messages, units
from domain.outbox import DeliveryState, Drop, NewNotice, NoticeState, decide
from domain.people import Actor
from domain.roles import Role
from domain.topics import Topic
from domain.turns import Turns
from storage import audiences
from storage.outbox import claiming, digests, fanout, notices
from storage.tables.announcements import announcement_parts
from storage.tables.outbox import deliveries
from tests.actions.conftest import KARAGANDY, ZHARASPAI, Council, grant_of
from tests.actions.test_announcements import TEXT, akim, confirmed, written


async def desk_notice(council: Council, **more: object) -> int:
    """Something that whoever answers for Zharaspai is told."""
    new = NewNotice(
        kind="issue_told",
        subject="issue",
        subject_id=1,
        occurrence="1",
        topic=Topic.DUTIES,
        audience=Audience((Rule(RuleKind.DESK, f"okrug.{ZHARASPAI}"),)),
        send_from=council.now,
    )
    return await council.db.write(notices.add, replace(new, **more), council.now)  # type: ignore[arg-type]


async def ended(council: Council, who: Actor, role: Role = Role.AKIM) -> None:
    farida = await council.with_role(Role.STAFF, KARAGANDY)
    await roles.revoke(council.ctx(farida), grant_of(who, role).id)


async def fanned(council: Council) -> None:
    await council.db.write(fanout.begin_due, council.now)
    await council.db.write(fanout.next_chunk)


async def test_what_an_akim_was_to_be_told_is_not_told_to_who_is_akim_no_more(council: Council) -> None:
    daniyar = await akim(council)
    await desk_notice(council)
    await fanned(council)
    await council.db.write(claiming.take_up, "me", council.now)
    await ended(council, daniyar)
    claimed = await council.db.write(claiming.claim, "me", council.now, 10, council.now, Turns())
    mine = [one for one in claimed if one.person_id == daniyar.id]
    assert [one.receiver.left_role for one in mine] == [True]
    decision = decide(mine[0].notice, mine[0].receiver, council.now, council.shared.zone)
    assert decision == Drop(DeliveryState.SKIPPED, "not theirs")


async def test_a_digest_tells_nobody_what_was_for_a_role_that_they_lost(council: Council) -> None:
    daniyar = await akim(council)
    await desk_notice(council)
    await fanned(council)
    await council.db.write(lambda c: c.execute(deliveries.update().values(state="digest")))
    assert [theirs for _n, _one, theirs in await council.db.read(digests.waiting, daniyar.id)] == [True]
    await ended(council, daniyar)
    assert [theirs for _n, _one, theirs in await council.db.read(digests.waiting, daniyar.id)] == [False]


async def test_who_belongs_by_where_they_live_is_not_asked_again(council: Council) -> None:
    aigul = await council.person(ZHARASPAI)
    everybody = Audience((Rule(RuleKind.TERRITORY, ZHARASPAI),))
    assert await council.db.read(audiences.no_longer, everybody, {aigul.id, 2**40}) == frozenset()


async def test_what_an_akim_planned_waits_for_somebody_else_when_the_role_ends(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    await drafts.choose_time(council.ctx(daniyar), view.announcement.id, None, council.now + timedelta(days=1))
    view = await confirmed(council, daniyar, await drafts.show(council.ctx(daniyar), view.announcement.id))
    assert view.notice is not None
    await ended(council, daniyar)
    await council.db.write(fanout.begin_due, council.now + timedelta(days=2))
    other = await akim(council)
    seen = await drafts.show(council.ctx(other), view.announcement.id)
    assert seen.notice is not None
    assert seen.notice.state is NoticeState.PAUSED


async def test_words_that_were_not_sent_go_with_who_wrote_them(council: Council) -> None:
    daniyar = await akim(council)
    view = await confirmed(council, daniyar, await written(council, daniyar))
    await sending.rewrite(council.ctx(daniyar), view.announcement.id, "kk", Content(900, "ТҮЗЕТУСӨЗ"))
    await people.erase_self(council.ctx(daniyar))
    left = await council.db.read(lambda c: c.execute(sa.select(announcement_parts.c.text)).scalars().all())
    assert list(left) == [TEXT.text]


def test_a_text_longer_than_a_message_is_cut_where_a_word_ends() -> None:
    text = "сөз 🏡 " * 900
    parts = in_messages(text)
    assert len(parts) > 1
    assert all(units(part) <= TEXT_LIMIT for part in parts)
    assert " ".join(parts).split() == text.split()
    assert in_messages("су жоқ") == ("су жоқ",)
    assert all(units(part) <= TEXT_LIMIT for part in in_messages("ж" * 9000))
