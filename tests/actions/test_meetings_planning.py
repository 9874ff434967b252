"""Beginning, inviting, moving, calling off: allowed, refused, repeated, rolled back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions.meetings import answers, inviting, planning
from domain.audiences import Rule, RuleKind
from domain.meetings import Answer, Invited, Meeting, MeetingKind, MeetingState, Wanted
from domain.outbox import NoticeState
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Position, Role
from storage import audiences, audit, people
from storage.database import Connection
from storage.meetings import planning as store
from storage.tables.meetings import meetings
from tests.actions.conftest import (
    EAST,
    IZENDI,
    KARAGANDY,
    NOW,
    NURA,
    PERVOMAISKIY,
    ZHARASPAI,
    ZHARASPAI_VILLAGE,
    Council,
)
from tests.actions.meeting_kit import TOMORROW_WEEK, akim, delivered, draft, fan_out, ladder, planned, said, told


async def leader(council: Council, area: Area = Area.SOCIAL, position: Position = Position.LEADER) -> Actor:
    return await council.with_role(Role.COMMITTEE, ZHARASPAI, area=area, position=position)


async def count(council: Council) -> int:
    query = sa.select(sa.func.count()).select_from(meetings)
    return int(await council.db.read(lambda connection: connection.execute(query).scalar_one()))


# Beginning


async def test_the_same_press_begins_one_draft(council: Council) -> None:
    daniyar = await akim(council)
    first = await planning.begin(council.ctx(daniyar, "p:1"), MeetingKind.FORUM, None, ZHARASPAI)
    again = await planning.begin(council.ctx(daniyar, "p:1"), MeetingKind.FORUM, None, ZHARASPAI)
    assert first.meeting == again.meeting
    assert await count(council) == 1
    assert first.meeting.code != (await draft(council, daniyar)).meeting.code


@pytest.mark.parametrize("code", [IZENDI, PERVOMAISKIY, NURA, KARAGANDY, None])
async def test_an_akim_holds_meetings_in_the_okrug_only(council: Council, code: str | None) -> None:
    daniyar = await akim(council)
    with pytest.raises(Refused, match="not_allowed"):
        await planning.begin(council.ctx(daniyar), MeetingKind.TRAINING, None, code)
    with pytest.raises(Refused, match="no_such_okrug"):
        await planning.begin(council.ctx(daniyar), MeetingKind.TRAINING, None, "nowhere")
    assert await count(council) == 0


async def test_who_leads_a_group_holds_its_meetings_and_a_member_none(council: Council) -> None:
    zhanar = await leader(council)
    assert await planning.kinds(council.ctx(zhanar)) == (MeetingKind.GROUP,)
    assert await planning.areas(council.ctx(zhanar)) == (Area.SOCIAL,)
    await planning.begin(council.ctx(zhanar), MeetingKind.GROUP, Area.SOCIAL, ZHARASPAI)
    for kind, area in ((MeetingKind.GROUP, Area.ECONOMY), (MeetingKind.COMMITTEE, None), (MeetingKind.FORUM, None)):
        with pytest.raises(Refused, match="not_allowed"):
            await planning.begin(council.ctx(zhanar), kind, area, ZHARASPAI)
    for position in (Position.MEMBER, Position.SECRETARY):
        member = await leader(council, position=position)
        with pytest.raises(Refused, match="not_allowed"):
            await planning.begin(council.ctx(member), MeetingKind.GROUP, Area.SOCIAL, ZHARASPAI)


async def test_staff_of_an_oblast_hold_nothing_elsewhere_nor_everywhere(council: Council) -> None:
    farida = await council.with_role(Role.STAFF, KARAGANDY)
    await planning.begin(council.ctx(farida), MeetingKind.STEERING, None, KARAGANDY)
    for code in (EAST, PERVOMAISKIY, None):
        with pytest.raises(Refused, match="not_allowed"):
            await planning.begin(council.ctx(farida), MeetingKind.STEERING, None, code)


# Seeing


async def test_an_outsider_and_a_guessed_number_see_nothing(council: Council) -> None:
    daniyar, elena = await akim(council), await council.person(PERVOMAISKIY)
    other_akim = await council.with_role(Role.AKIM, PERVOMAISKIY, home=PERVOMAISKIY)
    card = await planned(council, daniyar)
    version = card.meeting.version
    for actor in (elena, other_akim):
        for number in (card.meeting.id, card.meeting.id + 1, 0):
            with pytest.raises(Refused, match="no_such_meeting"):
                await planning.one(council.ctx(actor), number)
            with pytest.raises(Refused, match="no_such_meeting"):
                await answers.answer(council.ctx(actor), number, Answer.COMING)
        assert (await planning.listing(council.ctx(actor))).coming == ()
    for verb in (
        planning.edit(council.ctx(other_akim), card.meeting.id, version, {"where": "клуб"}),
        planning.publish(council.ctx(other_akim), card.meeting.id),
        planning.cancel(council.ctx(other_akim), card.meeting.id),
        planning.discard(council.ctx(other_akim), card.meeting.id),
        inviting.villages(council.ctx(other_akim), card.meeting.id),
        inviting.invite_whom(council.ctx(other_akim), card.meeting.id, version, Invited.EVERYONE),
        inviting.invite_village(council.ctx(other_akim), card.meeting.id, version, ZHARASPAI_VILLAGE),
        planning.name_it(council.ctx(other_akim), card.meeting.id, version, "ru", "x"),
    ):
        with pytest.raises(Refused, match="no_such_meeting"):
            await verb
    assert await council.db.read(store.meeting, card.meeting.id) == card.meeting


async def test_a_draft_is_seen_by_who_leads_and_nobody_else(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    card = await draft(council, daniyar)
    with pytest.raises(Refused, match="no_such_meeting"):
        await planning.one(council.ctx(aigul), card.meeting.id)
    assert [one.meeting.id for one in (await planning.listing(council.ctx(daniyar))).drafts] == [card.meeting.id]
    assert (await planning.listing(council.ctx(aigul))).drafts == ()


async def test_a_resident_sees_what_comes_to_their_okrug(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    card = await planned(council, daniyar)
    found = await planning.listing(council.ctx(aigul))
    assert [one.meeting.id for one in found.coming] == [card.meeting.id]
    assert not found.may_hold
    assert found.coming[0].invited is None


async def test_only_members_are_invited_to_their_group(council: Council) -> None:
    zhanar, aigul = await leader(council), await council.person()
    member = await leader(council, position=Position.MEMBER)
    far = await council.with_role(
        Role.COMMITTEE, ZHARASPAI, home=PERVOMAISKIY, area=Area.SOCIAL, position=Position.MEMBER
    )
    other = await leader(council, area=Area.ECONOMY, position=Position.MEMBER)
    card = await planned(council, zhanar, kind=MeetingKind.GROUP, area=Area.SOCIAL, whom=Invited.MEMBERS)
    await fan_out(council)
    (invitation,) = await said(council, card.meeting.id)
    assert await told(council, invitation) == {zhanar.id, member.id, far.id}
    assert [len((await planning.listing(council.ctx(one))).coming) for one in (far, other, aigul)] == [1, 0, 0]
    again = await draft(council, zhanar, kind=MeetingKind.GROUP, area=Area.SOCIAL, whom=Invited.MEMBERS)
    with pytest.raises(Refused, match="not_allowed"):
        await inviting.invite_whom(council.ctx(zhanar), again.meeting.id, again.meeting.version, Invited.EVERYONE)


async def test_villages_are_chosen_and_taken_back(council: Council) -> None:
    daniyar = await akim(council)
    card = await draft(council, daniyar)
    version = card.meeting.version
    chosen = await inviting.invite_village(council.ctx(daniyar), card.meeting.id, version, ZHARASPAI_VILLAGE)
    assert chosen.meeting.audience.rules == (Rule(RuleKind.VILLAGE, ZHARASPAI_VILLAGE),)
    assert [village.code for village in chosen.villages] == [ZHARASPAI_VILLAGE]
    with pytest.raises(Refused, match="changed"):
        await inviting.invite_village(council.ctx(daniyar), card.meeting.id, version, ZHARASPAI_VILLAGE)
    with pytest.raises(Refused, match="not_allowed"):
        await inviting.invite_village(council.ctx(daniyar), card.meeting.id, chosen.meeting.version, IZENDI)


# Filling in, inviting


async def test_two_who_edit_at_once_do_not_overwrite_each_other(council: Council) -> None:
    daniyar, assistant = await akim(council), await council.with_role(Role.ASSISTANT, ZHARASPAI)
    seen = (await draft(council, daniyar)).meeting
    await planning.edit(council.ctx(assistant), seen.id, seen.version, {"where": "клуб"})
    with pytest.raises(Refused, match="changed"):
        await planning.edit(council.ctx(daniyar), seen.id, seen.version, {"where": "мешіт"})
    again = await planning.edit(council.ctx(daniyar), seen.id, seen.version, {"where": "клуб"})
    assert again.meeting.version == seen.version + 1


async def test_nothing_is_published_that_lacks_something_or_is_past(council: Council) -> None:
    daniyar = await akim(council)
    begun = await planning.begin(council.ctx(daniyar), MeetingKind.TRAINING, None, ZHARASPAI)
    with pytest.raises(Refused, match="meeting_unfinished"):
        await planning.publish(council.ctx(daniyar), begun.meeting.id)
    with pytest.raises(Refused, match="meeting_past"):
        await planning.edit(council.ctx(daniyar), begun.meeting.id, 1, {"starts_at": NOW - timedelta(minutes=1)})
    card = await draft(council, daniyar, starts_at=NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="meeting_past"):
        await planning.publish(council.later(timedelta(hours=2)).ctx(daniyar), card.meeting.id)
    assert await said(council, card.meeting.id) == []


async def test_inviting_twice_says_it_once_and_is_noted_once(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    elena = await council.person(PERVOMAISKIY)
    card = await planned(council, daniyar)
    await planning.publish(council.ctx(daniyar), card.meeting.id)
    await fan_out(council)
    (invitation,) = await said(council, card.meeting.id)
    assert (invitation.kind, invitation.topic.value) == ("meeting_invitation", "meetings")
    assert invitation.useless_after == TOMORROW_WEEK
    assert await told(council, invitation) == {daniyar.id, aigul.id}
    assert elena.id not in await told(council, invitation)
    log = await council.db.read(audit.entries, None)
    assert [(entry.act, entry.details["did"]) for entry in log] == [("hold_meeting", "invited")]


async def test_a_broken_transaction_invites_nobody(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    daniyar = await akim(council)
    card = await draft(council, daniyar)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the light went out")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        await planning.publish(council.ctx(daniyar), card.meeting.id)
    assert await said(council, card.meeting.id) == []
    assert await ladder(council, TOMORROW_WEEK + timedelta(days=30)) == []
    assert await council.db.read(store.meeting, card.meeting.id) == card.meeting


async def test_a_draft_is_thrown_away_and_a_meeting_is_not(council: Council) -> None:
    daniyar = await akim(council)
    card = await draft(council, daniyar)
    await planning.discard(council.ctx(daniyar), card.meeting.id)
    assert await count(council) == 0
    with pytest.raises(Refused, match="no_such_meeting"):
        await planning.discard(council.ctx(daniyar), card.meeting.id)
    kept = await planned(council, daniyar)
    with pytest.raises(Refused, match="meeting_fixed"):
        await planning.discard(council.ctx(daniyar), kept.meeting.id)


# The ladder, moving, calling off


async def test_the_ladder_has_three_reminders_and_asks_for_minutes_twice(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    card = await planned(council, daniyar)
    due = await ladder(council, TOMORROW_WEEK + timedelta(days=30))
    assert [(one.rung.minutes_before, one.rung.notice_kind) for one in due] == [
        (10080, "meeting_reminder"),
        (1440, "meeting_reminder"),
        (180, "meeting_reminder"),
        (-4320, "minutes_missing"),
        (-10080, "minutes_missing"),
    ]
    await answers.answer(council.ctx(aigul), card.meeting.id, Answer.CANNOT)
    from storage.audiences import size

    sizes = [await council.db.read(size, one.rung.audience) for one in due]
    # The akim has said nothing: the early ones, not the last; then the minutes, as it is the akim's meeting.
    assert sizes == [1, 1, 0, 1, 1]
    await answers.answer(council.ctx(aigul), card.meeting.id, Answer.MAYBE)
    assert [await council.db.read(size, one.rung.audience) for one in due] == [2, 2, 1, 1, 1]


async def test_a_meeting_has_its_own_reminders(council: Council) -> None:
    daniyar = await akim(council)
    await planned(council, daniyar, changes={"reminders": (60,)})
    due = await ladder(council, TOMORROW_WEEK)
    assert [one.rung.minutes_before for one in due] == [60]


async def test_moving_tells_everyone_once_and_drops_what_was_about_to_be_said(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    await fan_out(council)
    later = TOMORROW_WEEK + timedelta(days=1)
    for _ in range(2):
        moved = await planning.edit(council.ctx(daniyar), meeting.id, meeting.version, {"starts_at": later})
    assert moved.meeting.sequence == 1
    await fan_out(council)
    _, changed = await said(council, meeting.id)
    assert (changed.kind, changed.useless_after) == ("meeting_changed", later)
    assert await told(council, changed) == {daniyar.id, aigul.id}
    assert {due.at for due in await ladder(council, later + timedelta(days=30))} == {later}

    meeting = moved.meeting
    await planning.edit(council.ctx(daniyar), meeting.id, meeting.version, {"where": "клуб"})
    states = [(notice.kind, notice.state) for notice in await said(council, meeting.id)]
    assert states[1:] == [("meeting_changed", NoticeState.CANCELLED), ("meeting_changed", NoticeState.WAITING)]


async def test_a_change_before_anybody_was_told_is_not_said(council: Council) -> None:
    daniyar = await akim(council)
    meeting = (await planned(council, daniyar)).meeting
    await planning.edit(council.ctx(daniyar), meeting.id, meeting.version, {"where": "клуб"})
    assert [notice.kind for notice in await said(council, meeting.id)] == ["meeting_invitation"]


async def test_an_agenda_changes_quietly_and_the_invited_do_not(council: Council) -> None:
    daniyar = await akim(council)
    meeting = (await planned(council, daniyar)).meeting
    await fan_out(council)
    card = await planning.edit(council.ctx(daniyar), meeting.id, meeting.version, {"agenda": ("су", "жол")})
    assert (card.meeting.sequence, card.meeting.agenda) == (0, ("су", "жол"))
    assert len(await said(council, meeting.id)) == 1
    with pytest.raises(Refused, match="meeting_fixed"):
        await inviting.invite_village(council.ctx(daniyar), meeting.id, card.meeting.version, ZHARASPAI_VILLAGE)


async def test_how_long_it_takes_is_told_as_a_change_of_time_and_calendars_hear_of_it(council: Council) -> None:
    daniyar = await akim(council)
    meeting = (await planned(council, daniyar)).meeting
    assert meeting.minutes == 120
    await fan_out(council)
    after = (await planning.edit(council.ctx(daniyar), meeting.id, meeting.version, {"minutes": 90})).meeting
    assert (after.minutes, after.sequence) == (90, 1)
    assert [notice.kind for notice in await said(council, meeting.id)] == ["meeting_invitation", "meeting_changed"]


# Other invitees

EVERYONE, VILLAGE = Wanted(Invited.EVERYONE), Wanted(village=ZHARASPAI_VILLAGE)


async def reinvites(council: Council, actor: Actor, meeting_id: int, wanted: Wanted) -> Meeting:
    now = (await planning.one(council.ctx(actor), meeting_id)).meeting
    return (await inviting.reinvite(council.ctx(actor), meeting_id, now.version, wanted)).meeting


async def to_whom(council: Council, meeting_id: int) -> list[tuple[str, set[int]]]:
    return [(notice.kind, await told(council, notice)) for notice in await said(council, meeting_id)]


async def test_who_is_added_is_invited_and_nobody_hears_it_twice(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, position=Position.MEMBER)
    meeting = (await planned(council, daniyar, kind=MeetingKind.COMMITTEE, whom=Invited.MEMBERS)).meeting
    await delivered(council)
    seen = await inviting.preview(council.ctx(daniyar), meeting.id, EVERYONE)
    assert (seen.added, seen.removed) == (2, 0)
    after = await reinvites(council, daniyar, meeting.id, EVERYONE)
    assert (after.audience.including(), after.sequence) == ({RuleKind.TERRITORY: (ZHARASPAI,)}, 0)
    await delivered(council)
    assert await to_whom(council, meeting.id) == [
        ("meeting_invitation", {member.id}),
        ("meeting_invitation", {daniyar.id, aigul.id}),
        ("meeting_uninvited", set()),
    ]
    with pytest.raises(Refused, match="changed"):
        await inviting.reinvite(council.ctx(daniyar), meeting.id, meeting.version, Wanted(Invited.MEMBERS))
    await inviting.reinvite(council.ctx(daniyar), meeting.id, meeting.version, EVERYONE)
    assert len(await said(council, meeting.id)) == 3


async def test_who_is_not_invited_any_more_hears_it_once_and_is_not_reminded(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, position=Position.MEMBER)
    changes = {"capacity": 1}
    meeting = (await planned(council, daniyar, kind=MeetingKind.COMMITTEE, changes=changes)).meeting
    await delivered(council)
    await answers.answer(council.ctx(aigul), meeting.id, Answer.COMING)
    waits = await answers.answer(council.ctx(member), meeting.id, Answer.COMING)
    assert waits.mine is not None
    assert waits.mine.waiting
    for _ in range(2):
        await reinvites(council, daniyar, meeting.id, Wanted(Invited.MEMBERS))
        await delivered(council)
    invitation, again, uninvited, place = await to_whom(council, meeting.id)
    assert (invitation[1], again) == ({daniyar.id, aigul.id, member.id}, ("meeting_invitation", set()))
    assert uninvited == ("meeting_uninvited", {daniyar.id, aigul.id})
    assert place == ("meeting_place", {member.id})
    with pytest.raises(Refused, match="no_such_meeting"):
        await planning.one(council.ctx(aigul), meeting.id)
    # Only who is still invited is reminded, hears of a move, or that it is called off.
    due = await ladder(council, TOMORROW_WEEK)
    sizes = [await council.db.read(audiences.size, one.rung.audience) for one in due]
    assert sizes == [1, 1, 1]
    now = (await planning.one(council.ctx(daniyar), meeting.id)).meeting
    later = {"starts_at": TOMORROW_WEEK + timedelta(hours=1)}
    await planning.edit(council.ctx(daniyar), meeting.id, now.version, later)
    await delivered(council)
    assert (await to_whom(council, meeting.id))[-1] == ("meeting_changed", {member.id})
    await planning.cancel(council.ctx(daniyar), meeting.id)
    await delivered(council)
    assert (await to_whom(council, meeting.id))[-1] == ("meeting_cancelled", {member.id})


async def test_who_is_taken_back_in_is_invited_again(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar, kind=MeetingKind.COMMITTEE)).meeting
    await delivered(council)
    await reinvites(council, daniyar, meeting.id, Wanted(Invited.MEMBERS))
    await delivered(council)
    await reinvites(council, daniyar, meeting.id, EVERYONE)
    await delivered(council)
    assert (await to_whom(council, meeting.id))[-2:] == [
        ("meeting_invitation", {daniyar.id, aigul.id}),
        ("meeting_uninvited", set()),
    ]


async def test_a_wrong_choice_put_right_before_anybody_heard_is_heard_by_nobody(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    member = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, position=Position.MEMBER)
    meeting = (await planned(council, daniyar, kind=MeetingKind.COMMITTEE)).meeting
    # It is quiet: the invitations wait for the morning.
    await fan_out(council)
    await reinvites(council, daniyar, meeting.id, Wanted(Invited.MEMBERS))
    await delivered(council)
    assert aigul.id in (await to_whom(council, meeting.id))[0][1]
    assert (await to_whom(council, meeting.id))[1:] == [
        ("meeting_invitation", {member.id}),
        ("meeting_uninvited", set()),
    ]


async def test_other_invitees_are_the_leaders_to_choose_and_only_before_it_begins(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    other = await council.with_role(Role.AKIM, PERVOMAISKIY, home=PERVOMAISKIY)
    for actor in (aigul, other):
        with pytest.raises(Refused, match=r"no_such_meeting|not_allowed"):
            await inviting.reinvite(council.ctx(actor), meeting.id, meeting.version, VILLAGE)
        with pytest.raises(Refused, match=r"no_such_meeting|not_allowed"):
            await inviting.preview(council.ctx(actor), meeting.id, VILLAGE)
    with pytest.raises(Refused, match="not_allowed"):
        await inviting.reinvite(council.ctx(daniyar), meeting.id, meeting.version, Wanted(village=PERVOMAISKIY))
    with pytest.raises(Refused, match="not_allowed"):
        await inviting.reinvite(council.ctx(daniyar), meeting.id, meeting.version, Wanted(Invited.MEMBERS))
    begun = council.later(TOMORROW_WEEK - council.now)
    with pytest.raises(Refused, match="meeting_fixed"):
        await inviting.reinvite(begun.ctx(daniyar), meeting.id, meeting.version, VILLAGE)


async def test_a_meeting_that_is_over_cannot_be_called_off(council: Council) -> None:
    daniyar = await akim(council)
    meeting = (await planned(council, daniyar)).meeting
    assert meeting.ends_at is not None
    later = council.later(meeting.ends_at - council.now)
    with pytest.raises(Refused, match="meeting_fixed"):
        await planning.cancel(later.ctx(daniyar), meeting.id)


async def test_calling_off_silences_every_reminder_and_tells_once(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    await delivered(council)
    for _ in range(2):
        card = await planning.cancel(council.ctx(daniyar), meeting.id)
    assert (card.meeting.state, card.meeting.sequence) == (MeetingState.CANCELLED, 1)
    await fan_out(council)
    invitation, cancelled = await said(council, meeting.id)
    assert (invitation.state, cancelled.kind) == (NoticeState.CANCELLED, "meeting_cancelled")
    assert await told(council, cancelled) == {daniyar.id, aigul.id}
    assert await ladder(council, TOMORROW_WEEK + timedelta(days=30)) == []
    with pytest.raises(Refused, match="meeting_cancelled"):
        await planning.edit(council.ctx(daniyar), meeting.id, card.meeting.version, {"where": "клуб"})
    with pytest.raises(Refused, match="meeting_cancelled"):
        await planning.publish(council.ctx(daniyar), meeting.id)
    with pytest.raises(Refused, match="meeting_cancelled"):
        await answers.answer(council.ctx(aigul), meeting.id, Answer.COMING)


async def test_who_leaves_leaves_the_meeting_without_a_name(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    await answers.answer(council.ctx(aigul), meeting.id, Answer.COMING)

    def leave(connection: Connection) -> None:
        people.erase(connection, aigul.id, council.now)
        people.erase(connection, daniyar.id, council.now)

    await council.db.write(leave)
    left = await council.db.read(store.meeting, meeting.id)
    assert left is not None
    assert left.created_by is None
