"""Writing, sending, approving, changing and taking back an announcement: allowed, refused, repeated, undone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions import clock
from actions.announcements import drafts, due, progress, sending
from domain.announcements import AnnouncementView, State
from domain.audiences import Rule, RuleKind
from domain.contents import Attached, Content
from domain.outbox import DeliveryState, NoticeState, Task, Urgency
from domain.people import Actor
from domain.permissions import Act
from domain.refusals import Refused
from domain.repeats import Every
from domain.roles import Right, Role
from storage import announcements as store
from storage import audit, groups, people, territory_settings
from storage.database import Connection
from storage.outbox import fanout, notices
from storage.tables.announcements import announcement_parts, announcements, progress_messages
from storage.tables.files import files
from storage.tables.outbox import deliveries
from storage.tables.outbox import notices as notices_table
from tests.actions.conftest import (
    IZENDI,
    KARAGANDY,
    NURA,
    PERVOMAISKIY,
    ZHARASPAI,
    ZHARASPAI_VILLAGE,
    Council,
    grant_of,
)

HOUR = timedelta(hours=1)
TEXT = Content(501, "Ертең су болмайды", ({"type": "bold", "offset": 0, "length": 5},))
PHOTO = Content(502, attached=Attached("photo", "AgAC", "u1", 1000, "image/jpeg"))


async def akim(council: Council, where: str = ZHARASPAI) -> Actor:
    return await council.with_role(Role.AKIM, where)


async def begun(council: Council, who: Actor, role: Role = Role.AKIM) -> AnnouncementView:
    return await drafts.begin(council.ctx(who), grant_of(who, role).id)


async def written(council: Council, who: Actor, role: Role = Role.AKIM, *contents: Content) -> AnnouncementView:
    number = (await begun(council, who, role)).announcement.id
    for content in contents or (TEXT,):
        await drafts.write(council.ctx(who), number, "kk", content)
    return await drafts.show(council.ctx(who), number)


async def confirmed(council: Council, who: Actor, view: AnnouncementView, **more: Any) -> AnnouncementView:
    its = view.announcement
    return await sending.confirm(council.ctx(who), its.id, its.version, **more)


async def count(council: Council, table: sa.Table) -> int:
    return await council.db.read(lambda c: int(c.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()))


async def refused(why: str, deed: Any) -> None:
    with pytest.raises(Refused) as caught:
        await deed
    assert caught.value.reason == why


# Writing


async def test_an_akim_begins_with_their_okrug(council: Council) -> None:
    await council.person(ZHARASPAI)
    await council.person(IZENDI)
    daniyar = await akim(council)
    view = await begun(council, daniyar)
    assert view.announcement.audience.rules == (Rule(RuleKind.TERRITORY, ZHARASPAI),)
    assert (view.people, view.exact, view.may_urgent) == (2, False, True)
    assert view.okrug is not None
    assert view.okrug.code == ZHARASPAI


async def test_the_same_press_begins_one_draft(council: Council) -> None:
    daniyar = await akim(council)
    ctx = council.ctx(daniyar, "p:1")
    first = await drafts.begin(ctx, grant_of(daniyar, Role.AKIM).id)
    again = await drafts.begin(ctx, grant_of(daniyar, Role.AKIM).id)
    assert first.announcement.id == again.announcement.id


async def test_a_resident_begins_none(council: Council) -> None:
    aigul = await council.person()
    await refused("not_allowed", drafts.begin(council.ctx(aigul), 1))


async def test_nobody_begins_under_the_role_of_another(council: Council) -> None:
    daniyar, other = await akim(council), await akim(council, IZENDI)
    await refused("not_allowed", drafts.begin(council.ctx(other), grant_of(daniyar, Role.AKIM).id))


async def test_a_draft_is_its_authors_alone(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    for outsider in (await akim(council), await council.with_role(Role.STAFF)):
        await refused("no_such_announcement", drafts.show(council.ctx(outsider), view.announcement.id))
        await refused("no_such_announcement", drafts.write(council.ctx(outsider), view.announcement.id, "kk", TEXT))
        assert (await drafts.mine(council.ctx(outsider)))[0] == ()
    found, _waiting, _roles = await drafts.mine(council.ctx(daniyar))
    assert [one.announcement.id for one in found] == [view.announcement.id]


async def test_messages_become_one_text_and_files_in_order(council: Council) -> None:
    daniyar = await akim(council)
    later = Content(503, "Дайын болыңыз 💧 бәрі", ({"type": "italic", "offset": 14, "length": 7},))
    view = await written(council, daniyar, Role.AKIM, later, PHOTO, TEXT)
    said = view.announcement.said["kk"]
    assert said.text == "Ертең су болмайды\n\nДайын болыңыз 💧 бәрі"
    assert [one["offset"] for one in said.entities] == [0, 19 + 14]
    assert [one.file_id for one in said.attachments] == ["AgAC"]
    assert view.announcement.missing == ("ru", "en")


async def test_a_message_that_comes_twice_is_one_part(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar, Role.AKIM, TEXT, TEXT, PHOTO, PHOTO)
    assert view.announcement.version == 3
    assert await count(council, announcement_parts) == 2
    assert await count(council, files) == 1


async def test_what_is_too_long_is_refused_and_nothing_is_kept(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    long = Content(504, "я" * 4090)
    await refused("announcement_too_long", drafts.write(council.ctx(daniyar), view.announcement.id, "kk", long))
    for number in range(10):
        await drafts.write(council.ctx(daniyar), view.announcement.id, "kk", replace(PHOTO, message_id=600 + number))
    await refused(
        "too_many_files",
        drafts.write(council.ctx(daniyar), view.announcement.id, "kk", replace(PHOTO, message_id=700)),
    )
    assert await count(council, announcement_parts) == 11


async def test_clearing_and_throwing_away_leave_nothing(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar, Role.AKIM, TEXT, PHOTO)
    number = view.announcement.id
    await refused("changed", drafts.clear(council.ctx(daniyar), number, 1, "kk"))
    view = await drafts.clear(council.ctx(daniyar), number, view.announcement.version, "kk")
    assert view.announcement.said == {}
    assert await count(council, files) == 0
    await drafts.write(council.ctx(daniyar), number, "ru", PHOTO)
    view = await drafts.show(council.ctx(daniyar), number)
    await drafts.throw_away(council.ctx(daniyar), number, view.announcement.version)
    await drafts.throw_away(council.ctx(daniyar), number, view.announcement.version)
    assert [await count(council, table) for table in (announcements, announcement_parts, files)] == [0, 0, 0]


async def test_who_leaves_takes_their_drafts_along_and_leaves_what_was_sent(council: Council) -> None:
    daniyar = await akim(council)
    sent = await confirmed(council, daniyar, await written(council, daniyar, Role.AKIM, TEXT, PHOTO))
    await written(council, daniyar, Role.AKIM, replace(PHOTO, message_id=800))
    await council.db.write(people.erase, daniyar.id, council.now)
    left = await council.db.read(store.announcement, sent.announcement.id)
    assert left is not None
    assert left.author_id is None
    assert left.said["kk"].attachments != ()
    assert [await count(council, announcements), await count(council, files)] == [1, 1]


# For whom


async def chosen(council: Council, who: Actor, view: AnnouncementView, rule: Rule, on: bool = True) -> AnnouncementView:
    its = view.announcement
    return await drafts.choose_audience(council.ctx(who), its.id, its.version, rule, on=on)


async def test_the_audience_is_narrowed_and_widened(council: Council) -> None:
    daniyar = await akim(council)
    reader = await council.person(language="ru")
    view = await written(council, daniyar)
    view = await chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "ru"))
    assert view.people == 1
    view = await chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "ru"), on=False)
    view = await chosen(council, daniyar, view, Rule(RuleKind.VILLAGE, ZHARASPAI_VILLAGE))
    assert view.people == 0
    await council.db.write(people.set_village, reader.id, ZHARASPAI_VILLAGE)
    assert (await drafts.show(council.ctx(daniyar), view.announcement.id)).people == 1


@pytest.mark.parametrize("code", [IZENDI, NURA, KARAGANDY])
async def test_an_akim_reaches_nobody_beyond_the_okrug(council: Council, code: str) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    await refused("not_allowed", chosen(council, daniyar, view, Rule(RuleKind.TERRITORY, code)))


@pytest.mark.parametrize("kind", [RuleKind.PERSON, RuleKind.ROLE, RuleKind.GROUP, RuleKind.INTEREST, RuleKind.VILLAGE])
async def test_a_made_up_rule_is_refused(council: Council, kind: RuleKind) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    with pytest.raises(Refused):
        await chosen(council, daniyar, view, Rule(kind, "1"))


async def test_staff_choose_territories_and_leave_some_out(council: Council) -> None:
    await council.person(ZHARASPAI)
    await council.person(IZENDI)
    farida = await council.with_role(Role.STAFF, home=PERVOMAISKIY)
    view = await written(council, farida, Role.STAFF)
    assert view.announcement.audience.rules == ()
    await refused("no_audience", confirmed(council, farida, view))
    view = await chosen(council, farida, view, Rule(RuleKind.TERRITORY, NURA))
    assert (view.people, view.exact) == (2, True)
    view = await chosen(council, farida, view, Rule(RuleKind.TERRITORY, IZENDI, excludes=True))
    assert view.people == 1
    view = await confirmed(council, farida, view)
    assert view.announcement.state is State.CONFIRMED


async def test_two_who_edit_do_not_overwrite_each_other(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    await chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "ru"))
    await refused("changed", chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "kk")))


async def bound(council: Council, who: Actor, chat_id: int, *, confirm: bool = True) -> Rule:
    """A group of Zharaspai."""

    def bind(connection: Connection) -> int:
        place: dict[str, Any] = {"place_code": ZHARASPAI, "language": "kk", "bound_by": who.id, "now": council.now}
        number, _waits = groups.come_in(connection, chat_id=chat_id, kind="channel", title="Ауыл", **place)
        if confirm:
            groups.confirm(connection, number, ZHARASPAI, "kk", council.now)
        return number

    return Rule(RuleKind.GROUP, str(await council.db.write(bind)))


async def test_a_bound_group_hears_it_unless_it_is_taken_out(council: Council) -> None:
    daniyar = await akim(council)
    group = await bound(council, daniyar, -100)
    await bound(council, daniyar, -200, confirm=False)
    view = await written(council, daniyar)
    assert view.announcement.audience.rules == (Rule(RuleKind.TERRITORY, ZHARASPAI), group)
    view = await chosen(council, daniyar, view, group, on=False)
    assert view.announcement.audience.groups() == ()
    view = await chosen(council, daniyar, view, Rule(RuleKind.LANGUAGE, "ru"))
    assert view.announcement.audience.groups() == ()


async def test_the_groups_of_an_okrug_come_and_go_with_it(council: Council) -> None:
    group = await bound(council, await akim(council), -100)
    farida = await council.with_role(Role.STAFF)
    okrug = Rule(RuleKind.TERRITORY, ZHARASPAI)
    view = await chosen(council, farida, await written(council, farida, Role.STAFF), okrug)
    assert view.announcement.audience.groups() == (int(group.key),)
    view = await chosen(council, farida, view, okrug, on=False)
    assert view.announcement.audience.rules == ()


# When


async def test_a_past_time_is_refused(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    its = view.announcement
    await refused("past_time", drafts.choose_time(council.ctx(daniyar), its.id, its.version, council.now))
    view = await drafts.choose_time(council.ctx(daniyar), its.id, its.version, council.now + HOUR)
    await refused("past_time", confirmed(council.later(2 * HOUR), daniyar, view))


async def test_a_repeat_needs_a_time_and_an_end(council: Council) -> None:
    daniyar = await akim(council)
    its = (await written(council, daniyar)).announcement
    ctx = council.ctx(daniyar)
    await refused("repeat_needs_time", drafts.choose_repeat(ctx, its.id, None, Every.WEEK))
    await drafts.choose_time(ctx, its.id, None, council.now + HOUR)
    await refused("past_until", drafts.choose_repeat(ctx, its.id, None, Every.WEEK, date(2026, 11, 1)))
    view = await drafts.choose_repeat(ctx, its.id, None, Every.WEEK)
    assert view.announcement.repeat is not None
    assert view.announcement.repeat.first_day == date(2026, 11, 24)
    view = await drafts.choose_time(ctx, its.id, None, None)
    assert view.announcement.repeat is None


async def test_the_clock_shows_what_waits_for_its_moment_and_where(council: Council) -> None:
    daniyar, farida = await akim(council), await council.with_role(Role.STAFF)
    for every in (None, Every.WEEK):
        its = (await written(council, daniyar)).announcement
        await drafts.choose_time(council.ctx(daniyar), its.id, None, council.now + HOUR)
        view = await drafts.choose_repeat(council.ctx(daniyar), its.id, None, every)
        await confirmed(council, daniyar, view)
    coming = (await clock.state(council.ctx(farida))).coming
    assert [(one.notice_kind, one.at) for one in coming] == [("announcement", council.now + HOUR)] * 2
    assert [one.title and one.title.in_("kk") for one in coming] == ["Жараспай"] * 2


# Sending


async def test_confirming_makes_one_notice_in_the_same_transaction(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    done = await confirmed(council, daniyar, view, message_id=77)
    again = await confirmed(council, daniyar, view, message_id=77)
    assert (done.announcement.state, again.announcement.version) == (State.CONFIRMED, done.announcement.version)
    (notice,) = again.notices
    assert (notice.kind, notice.subject, notice.subject_id, notice.occurrence) == (
        "announcement",
        "announcement",
        view.announcement.id,
        "1",
    )
    assert (notice.send_from, notice.urgency, notice.created_by) == (council.now, Urgency.NORMAL, daniyar.id)
    row = await council.db.read(lambda c: c.execute(sa.select(progress_messages)).one())
    assert (row.notice_id, row.person_id, row.message_id) == (notice.id, daniyar.id, 77)
    logged = [entry for entry in await council.db.read(audit.entries, None) if entry.act == "write_announcement"]
    assert [entry.role for entry in logged] == ["akim"]


async def test_nothing_said_is_not_sent(council: Council) -> None:
    daniyar = await akim(council)
    await refused("nothing_said", confirmed(council, daniyar, await begun(council, daniyar)))


async def test_a_rollback_leaves_nothing(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        await confirmed(council, daniyar, view)
    assert (await drafts.show(council.ctx(daniyar), view.announcement.id)).announcement.state is State.DRAFT
    assert await count(council, notices_table) == 0


async def test_who_lost_the_role_sends_nothing(council: Council) -> None:
    daniyar = await akim(council)
    view = await written(council, daniyar)
    bare = replace(daniyar, grants=())
    await refused("not_allowed", confirmed(council, bare, view))


async def test_urgent_is_the_akims_twice_a_week(council: Council) -> None:
    daniyar = await akim(council)

    async def urgent(council: Council) -> AnnouncementView:
        its = (await written(council, daniyar)).announcement
        view = await drafts.choose_urgent(council.ctx(daniyar), its.id, its.version, on=True)
        return await confirmed(council, daniyar, view)

    assert (await urgent(council)).notices[0].urgency is Urgency.URGENT
    await urgent(council)
    await refused("urgent_used_up", urgent(council))
    await council.db.write(territory_settings.set_setting, ZHARASPAI, "urgent_a_week", "3")
    await urgent(council)
    await refused("urgent_used_up", urgent(council))
    await urgent(council.later(timedelta(days=8)))
    assert {entry.act for entry in await council.db.read(audit.entries, None)} == {"write_announcement", "send_urgent"}


async def test_an_assistant_sends_but_not_urgent(council: Council) -> None:
    assistant = await council.with_role(Role.ASSISTANT, ZHARASPAI)
    its = (await written(council, assistant, Role.ASSISTANT)).announcement
    await refused("not_allowed", drafts.choose_urgent(council.ctx(assistant), its.id, its.version, on=True))
    entitled = await council.with_role(Role.ASSISTANT, ZHARASPAI, rights=frozenset({Right.URGENT}))
    its = (await written(council, entitled, Role.ASSISTANT)).announcement
    assert (await drafts.choose_urgent(council.ctx(entitled), its.id, its.version, on=True)).announcement.urgent


# A second person


async def with_approval(council: Council) -> tuple[Actor, AnnouncementView]:
    await council.db.write(territory_settings.set_setting, ZHARASPAI, "approve_announcements", "yes")
    daniyar = await akim(council)
    return daniyar, await written(council, daniyar)


async def test_a_second_person_is_asked_and_approves(council: Council) -> None:
    daniyar, view = await with_approval(council)
    await refused("no_approver", confirmed(council, daniyar, view))
    farida, bystander = await council.with_role(Role.STAFF), await akim(council, IZENDI)
    waits = await confirmed(council, daniyar, view)
    its = waits.announcement
    assert (its.state, waits.notices) == (State.APPROVING, ())
    asked = await council.db.read(notices.of_subject, "announcement", its.id)
    assert [rule.key for rule in asked[0].audience.rules] == [str(farida.id)]
    assert asked[0].kind == "announcement_approval"
    for outsider in (daniyar, bystander):
        await refused("not_allowed", sending.approve(council.ctx(outsider), its.id, its.version))
    assert [one.announcement.id for one in (await drafts.mine(council.ctx(farida)))[1]] == [its.id]
    done = await sending.approve(council.ctx(farida), its.id, its.version)
    again = await sending.approve(council.ctx(farida), its.id, its.version)
    assert done.announcement.state is again.announcement.state is State.CONFIRMED
    assert len(again.notices) == 1


async def test_what_is_returned_is_a_draft_again_with_the_reason(council: Council) -> None:
    daniyar, view = await with_approval(council)
    farida = await council.with_role(Role.STAFF)
    its = (await confirmed(council, daniyar, view)).announcement
    await sending.give_back(council.ctx(farida), its.id, " Күнін жазыңыз ")
    await refused("announcement_left", sending.give_back(council.ctx(farida), its.id, "Тағы"))
    back = (await drafts.show(council.ctx(daniyar), its.id)).announcement
    assert (back.state, back.returned_because) == (State.DRAFT, "Күнін жазыңыз")
    kinds = [one.kind for one in await council.db.read(notices.of_subject, "announcement", its.id)]
    assert kinds == ["announcement_decision", "announcement_approval"]


async def test_only_akims_and_staff_arrange_approval(council: Council) -> None:
    daniyar = await akim(council)
    assistant, other = await council.with_role(Role.ASSISTANT, ZHARASPAI), await akim(council, IZENDI)
    for outsider in (assistant, other):
        await refused("not_allowed", sending.set_rule(council.ctx(outsider), ZHARASPAI, approved=True))
    assert (await sending.set_rule(council.ctx(daniyar), ZHARASPAI, approved=True))[1]
    assert (await sending.rules(council.ctx(daniyar), ZHARASPAI))[1]
    assert not (await sending.set_rule(council.ctx(daniyar), ZHARASPAI, approved=False))[1]


# What went


async def gone(council: Council) -> tuple[Actor, AnnouncementView]:
    """An announcement that arrived at everybody."""
    daniyar = await akim(council)
    view = await confirmed(council, daniyar, await written(council, daniyar))

    def arrive(connection: Connection) -> None:
        fanout.begin_due(connection, council.now)
        while fanout.next_chunk(connection):
            pass
        connection.execute(deliveries.update().values(state="sent", sent_at=council.now, content_version=1))

    await council.db.write(arrive)
    return daniyar, await drafts.show(council.ctx(daniyar), view.announcement.id)


async def test_what_is_no_draft_is_not_looked_at_before_it_goes(council: Council) -> None:
    daniyar = await akim(council)
    await refused(
        "nothing_said", drafts.to_look_at(council.ctx(daniyar), (await begun(council, daniyar)).announcement.id)
    )
    view = await written(council, daniyar)
    assert (await drafts.to_look_at(council.ctx(daniyar), view.announcement.id)).announcement.said
    await confirmed(council, daniyar, view)
    await refused("announcement_left", drafts.to_look_at(council.ctx(daniyar), view.announcement.id))


async def test_what_was_stopped_is_told_apart_from_what_was_not_wanted(council: Council) -> None:
    await council.person()
    daniyar, view = await gone(council)
    assert view.reached == 2
    (listed,), _more = await drafts.sent(council.ctx(daniyar), 0)
    assert listed.notice == view.notice
    notice = view.notices[0]
    skipped = deliveries.update().where(deliveries.c.person_id == daniyar.id)
    await council.db.write(lambda c: c.execute(skipped.values(state="skipped", why="stopped")))
    report = await progress.report(council.ctx(daniyar), notice.id)
    assert (report.registered, report.states, report.reasons) == (2, {DeliveryState.SENT: 1}, [])
    assert report.halted == {"stopped": 1}


async def test_other_words_reach_what_arrived(council: Council) -> None:
    daniyar, view = await gone(council)
    number = view.announcement.id
    await refused("only_text_changes", sending.rewrite(council.ctx(daniyar), number, "kk", PHOTO))
    edit = await sending.rewrite(council.ctx(daniyar), number, "kk", Content(900, "Ертең су болады"))
    assert edit.announcement.said["kk"].text == TEXT.text
    assert (await sending.edited(council.ctx(daniyar), number)).said["kk"].text == "Ертең су болады"
    seen = edit.announcement.version
    await refused("changed", sending.send_edit(council.ctx(daniyar), number, seen - 1))
    await sending.send_edit(council.ctx(daniyar), number, seen)
    done = await sending.send_edit(council.ctx(daniyar), number, seen)
    assert done.announcement.said["kk"].text == "Ертең су болады"
    assert done.notices[0].content_version == 2
    await council.db.write(fanout.next_change)
    rows = await council.db.read(lambda c: c.execute(sa.select(deliveries.c.task, deliveries.c.state)).all())
    assert {tuple(row) for row in rows} == {(Task.EDIT.value, "queued")}


async def test_other_words_can_be_dropped(council: Council) -> None:
    daniyar, view = await gone(council)
    edit = await sending.rewrite(council.ctx(daniyar), view.announcement.id, "kk", Content(900, "Басқа"))
    left = await sending.drop_edit(council.ctx(daniyar), view.announcement.id, edit.announcement.version)
    assert left.announcement.edited_version is None
    assert await count(council, announcement_parts) == 1


async def test_withdrawing_deletes_what_arrived_and_is_for_the_okrugs_own(council: Council) -> None:
    daniyar, view = await gone(council)
    its = view.announcement
    other = await akim(council, IZENDI)
    await refused("not_allowed", sending.withdraw(council.ctx(other), its.id, its.version))
    assistant = await council.with_role(Role.ASSISTANT, ZHARASPAI)
    done = await sending.withdraw(council.ctx(assistant), its.id, its.version)
    again = await sending.withdraw(council.ctx(daniyar), its.id, its.version)
    assert done.announcement.state is again.announcement.state is State.WITHDRAWN
    assert done.notices[0].state is NoticeState.WITHDRAWN
    await council.db.write(fanout.next_change)
    tasks = await council.db.read(lambda c: set(c.execute(sa.select(deliveries.c.task)).scalars()))
    assert tasks == {Task.DELETE.value}


async def test_before_it_goes_it_is_taken_back_and_changed(council: Council) -> None:
    daniyar = await akim(council)
    its = (await written(council, daniyar)).announcement
    view = await drafts.choose_time(council.ctx(daniyar), its.id, its.version, council.now + HOUR)
    view = await confirmed(council, daniyar, view)
    back = await sending.take_back(council.ctx(daniyar), its.id, view.announcement.version)
    assert (back.announcement.state, back.notices[0].state) == (State.DRAFT, NoticeState.CANCELLED)
    view = await confirmed(council, daniyar, back)
    assert [(one.occurrence, one.state) for one in view.notices] == [
        ("2", NoticeState.WAITING),
        ("1", NoticeState.CANCELLED),
    ]
    _daniyar, left = await gone(council)
    await refused(
        "announcement_left", sending.take_back(council.ctx(_daniyar), left.announcement.id, left.announcement.version)
    )


# Repeating


async def test_it_is_repeated_once_for_each_time_and_once_after_a_stop(council: Council) -> None:
    daniyar = await akim(council)
    its = (await written(council, daniyar)).announcement
    await drafts.choose_time(council.ctx(daniyar), its.id, None, council.now + HOUR)
    view = await drafts.choose_repeat(council.ctx(daniyar), its.id, None, Every.WEEK, date(2027, 1, 5))
    view = await confirmed(council, daniyar, view)
    assert (view.notices, view.announcement.next_at) == ((), council.now + HOUR)
    zone = council.shared.zone

    async def tick(after: timedelta) -> list[str]:
        await council.db.write(due, council.now + after, zone)
        found = await drafts.show(council.ctx(daniyar), its.id)
        return [one.occurrence for one in found.notices]

    assert await tick(timedelta(0)) == []
    assert await tick(HOUR) == ["2026-11-24"]
    assert await tick(HOUR) == ["2026-11-24"]
    assert await tick(timedelta(days=23)) == ["2026-12-01", "2026-11-24"]
    assert await tick(timedelta(days=23)) == ["2026-12-01", "2026-11-24"]
    assert (await drafts.show(council.ctx(daniyar), its.id)).announcement.next_at == council.now + HOUR + timedelta(28)
    assert len(await tick(timedelta(days=60))) == 3
    assert (await drafts.show(council.ctx(daniyar), its.id)).announcement.next_at is None


# How it goes


async def test_pause_resume_stop_are_for_the_okrugs_own(council: Council) -> None:
    daniyar = await akim(council)
    view = await confirmed(council, daniyar, await written(council, daniyar))
    notice = view.notices[0].id
    await council.db.write(fanout.begin_due, council.now)
    other = await akim(council, IZENDI)
    for deed in (progress.pause, progress.resume, progress.stop, progress.report):
        await refused("not_allowed", deed(council.ctx(other), notice))
    assert (await progress.pause(council.ctx(daniyar), notice)).notice.state is NoticeState.PAUSED
    assert (await progress.pause(council.ctx(daniyar), notice)).notice.state is NoticeState.PAUSED
    assert (await progress.resume(council.ctx(daniyar), notice)).notice.state is NoticeState.FANNING
    assert (await progress.stop(council.ctx(daniyar), notice)).notice.state is NoticeState.STOPPED
    await refused("no_such_announcement", progress.watch(council.ctx(daniyar), 999))


async def test_the_report_counts_and_hides_small_numbers_from_officials(council: Council) -> None:
    readers = [await council.person(language="ru") for _ in range(5)]
    daniyar, view = await gone(council)
    notice = view.notices[0].id
    assert await progress.have_read(council.ctx(readers[0]), notice)
    assert not await progress.have_read(council.ctx(readers[0]), notice)

    def block(connection: Connection) -> None:
        mine = (deliveries.c.notice_id == notice, deliveries.c.person_id == readers[1].id)
        connection.execute(deliveries.update().where(*mine).values(state="blocked", why="blocked"))

    await council.db.write(block)
    its = await progress.report(council.ctx(daniyar), notice)
    assert (its.registered, its.reached, its.read) == (6, 5, 1)
    assert (its.shown(its.reached), its.shown(its.read)) == (5, None)
    assert [(row.key, row.sent, row.total) for row in its.by_language] == [("kk", 1, 1), ("ru", 4, 5)]
    farida = await council.with_role(Role.STAFF)
    assert (await progress.report(council.ctx(farida), notice)).shown(1) == 1


async def test_every_verb_declares_its_act() -> None:
    from actions.context import DECLARED

    assert DECLARED[sending.approve] is Act.APPROVE_ANNOUNCEMENT
    assert DECLARED[drafts.choose_urgent] is Act.SEND_URGENT
