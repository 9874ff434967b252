"""Answering, being there, counting, minutes: allowed, refused, repeated, at the same moment."""

import asyncio
from datetime import date, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from actions import people as leaving
from actions import roles
from actions.meetings import answers, attendance, minutes, planning
from actions.people import tell_sex
from domain.meetings import Answer, Answers, Card, Invited, KeptFile, MeetingKind, MyAnswer
from domain.people import Actor, Sex
from domain.refusals import Refused
from domain.registers import Count, Share
from domain.roles import Area, Position, Role
from storage import people
from storage.audiences import condition
from storage.database import Connection
from storage.meetings import attendance as came
from storage.meetings import said as sayings
from storage.tables import people as tables
from storage.tables.meetings import meeting_answers
from tests.actions.conftest import IZENDI, PERVOMAISKIY, ZHARASPAI, Council, grant_of
from tests.actions.meeting_kit import TOMORROW_WEEK, akim, fan_out, ladder, planned, said, told

PHOTO = KeptFile("photo", "AgAC", "unique", 1000)


async def rows(council: Council) -> int:
    query = sa.select(sa.func.count()).select_from(meeting_answers)
    return int(await council.db.read(lambda connection: connection.execute(query).scalar_one()))


def at_meeting(council: Council, after: timedelta = timedelta()) -> Council:
    return council.later(TOMORROW_WEEK - council.now + after)


async def named(council: Council, actor: Actor, name: str) -> None:
    await council.db.write(people.set_name, actor.id, name)


# Answering


async def test_one_person_has_one_answer_however_often_they_press(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    for said_now in (Answer.COMING, Answer.COMING, Answer.MAYBE, Answer.CANNOT, Answer.COMING):
        card = await answers.answer(council.ctx(aigul), meeting.id, said_now)
        assert card.mine == MyAnswer(said_now)
    assert await rows(council) == 1
    assert card.answers == Answers(coming=1)


async def test_who_finds_no_place_waits_and_the_first_who_waits_gets_the_next(council: Council) -> None:
    daniyar = await akim(council)
    first, second, third = [await council.person() for _ in range(3)]
    meeting = (await planned(council, daniyar, changes={"capacity": 1})).meeting
    cards = []
    for minute, actor in enumerate((first, second, third)):
        now = council.later(timedelta(minutes=minute))
        cards.append(await answers.answer(now.ctx(actor), meeting.id, Answer.COMING))
    assert [card.mine and card.mine.waiting for card in cards] == [False, True, True]
    assert cards[2].answers == Answers(coming=1, waiting=2)
    # Pressing again loses nobody their turn.
    await answers.answer(council.later(timedelta(hours=1)).ctx(second), meeting.id, Answer.COMING)
    await answers.answer(council.later(timedelta(hours=2)).ctx(first), meeting.id, Answer.CANNOT)
    assert (await planning.one(council.ctx(second), meeting.id)).mine == MyAnswer(Answer.COMING)
    assert (await planning.one(council.ctx(third), meeting.id)).mine == MyAnswer(Answer.COMING, waiting=True)
    (place,) = [notice for notice in await said(council, meeting.id) if notice.kind == "meeting_place"]
    await fan_out(council.later(timedelta(hours=3)))
    assert await told(council, place) == {second.id}

    await planning.edit(council.later(timedelta(hours=4)).ctx(daniyar), meeting.id, meeting.version, {"capacity": 5})
    assert (await planning.one(council.ctx(third), meeting.id)).answers == Answers(coming=2, cannot=1)


async def test_the_place_of_who_deletes_themselves_goes_to_who_waits(council: Council) -> None:
    daniyar = await akim(council)
    aigul, berik = await council.person(), await council.person()
    meeting = (await planned(council, daniyar, changes={"capacity": 1})).meeting
    await answers.answer(council.ctx(aigul), meeting.id, Answer.COMING)
    await answers.answer(council.later(timedelta(minutes=1)).ctx(berik), meeting.id, Answer.COMING)
    await leaving.erase_self(council.later(timedelta(minutes=2)).ctx(aigul))
    assert (await planning.one(council.ctx(berik), meeting.id)).mine == MyAnswer(Answer.COMING)
    assert [notice for notice in await said(council, meeting.id) if notice.kind == "meeting_place"]


async def test_the_last_place_goes_to_one_of_many_who_press_at_once(council: Council) -> None:
    daniyar = await akim(council)
    meeting = (await planned(council, daniyar, changes={"capacity": 1})).meeting
    many = [await council.person() for _ in range(6)]
    await asyncio.gather(*(answers.answer(council.ctx(one), meeting.id, Answer.COMING) for one in many))
    assert (await planning.one(council.ctx(daniyar), meeting.id)).answers == Answers(coming=1, waiting=5)


async def test_no_answer_is_taken_once_it_has_begun(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    with pytest.raises(Refused, match="meeting_over"):
        await answers.answer(at_meeting(council).ctx(aigul), meeting.id, Answer.COMING)
    assert await rows(council) == 0


# Being there


async def test_the_code_on_the_wall_lets_anybody_in_once_and_in_time(council: Council) -> None:
    daniyar, elena = await akim(council), await council.person(PERVOMAISKIY)
    meeting = (await planned(council, daniyar)).meeting
    for early_or_late in (timedelta(hours=-2), timedelta(hours=6)):
        with pytest.raises(Refused, match="check_in_closed"):
            await answers.check_in(at_meeting(council, early_or_late).ctx(elena), meeting.code)
    now = at_meeting(council)
    for code in (meeting.code, f" {meeting.code.upper()} "):
        card = await answers.check_in(now.ctx(elena), code)
        assert card.came
    assert (await attendance.page(now.ctx(daniyar), meeting.id, 0)).turnout.named == 1
    with pytest.raises(Refused, match="no_such_code"):
        await answers.check_in(now.ctx(elena), "aaaaaaaa")
    with pytest.raises(Refused, match="not_registered"):
        await answers.check_in(now.ctx(await council.person(home=None)), meeting.code)
    # Who was there may read of it afterwards, though never invited.
    assert (await planning.one(now.ctx(elena), meeting.id)).came


async def test_the_code_of_a_draft_or_of_what_was_called_off_is_none(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    await planning.cancel(council.ctx(daniyar), meeting.id)
    with pytest.raises(Refused, match="no_such_code"):
        await answers.check_in(at_meeting(council).ctx(aigul), meeting.code)


async def test_a_leader_ticks_names_and_takes_back_only_their_own_ticks(council: Council) -> None:
    daniyar, nurlan = await akim(council), await council.person()
    await named(council, nurlan, "Нұрлан")
    elena = await council.person(PERVOMAISKIY)
    await named(council, elena, "Елена")
    meeting = (await planned(council, daniyar)).meeting
    with pytest.raises(Refused, match="meeting_not_yet"):
        await attendance.tick(council.ctx(daniyar), meeting.id, nurlan.id, True, 0)
    now = at_meeting(council)
    for _ in range(2):
        page = await attendance.tick(now.ctx(daniyar), meeting.id, nurlan.id, True, 0)
    assert [(one.name, one.came) for one in page.people] == [("Нұрлан", True)]
    assert page.turnout.named == 1
    with pytest.raises(Refused, match="not_allowed"):
        await attendance.tick(now.ctx(daniyar), meeting.id, elena.id, True, 0)
    assert (await attendance.tick(now.ctx(daniyar), meeting.id, nurlan.id, False, 0)).turnout.named == 0
    await answers.check_in(now.ctx(nurlan), meeting.code)
    assert (await attendance.tick(now.ctx(daniyar), meeting.id, nurlan.id, False, 0)).turnout.named == 1


async def test_people_without_telegram_are_counted_and_a_second_count_replaces_the_first(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    meeting = (await planned(council, daniyar)).meeting
    now = at_meeting(council)
    await answers.check_in(now.ctx(aigul), meeting.code)
    await tell_sex(now.ctx(aigul), Sex.WOMAN)
    for women, men in ((100, 100), (12, 9)):
        page = await attendance.count_others(now.ctx(daniyar), meeting.id, women, men)
    turnout = page.turnout
    assert (turnout.named, turnout.counted_women, turnout.counted_men) == (1, 12, 9)
    for _ in range(2):
        assert (await attendance.add_photo(now.ctx(daniyar), meeting.id, PHOTO)).photos == 1
    turnout = (await council.db.read(came.turnouts, [meeting.id]))[meeting.id]
    assert turnout.people == Count(22)
    assert turnout.women.women == 13
    assert turnout.women.base == Count(22)
    with pytest.raises(Refused, match="too_many_people"):
        await attendance.count_others(now.ctx(daniyar), meeting.id, -1, 10**9)

    def leave(connection: Connection) -> None:
        people.erase(connection, aigul.id, now.now)

    await council.db.write(leave)
    assert (await council.db.read(came.turnouts, [meeting.id]))[meeting.id].people == Count(22)


async def test_who_did_not_tell_their_sex_is_no_man_and_the_leader_may_count_the_women(council: Council) -> None:
    daniyar, aigul, berik, silent = await akim(council), *[await council.person() for _ in range(3)]
    await tell_sex(council.ctx(aigul), Sex.WOMAN)
    await tell_sex(council.ctx(berik), Sex.MAN)
    await named(council, silent, "Нұрлан")
    meeting = (await planned(council, daniyar)).meeting
    now = at_meeting(council)
    for who in (aigul, berik):
        await answers.check_in(now.ctx(who), meeting.code)
    turnout = (await attendance.tick(now.ctx(daniyar), meeting.id, silent.id, True, 0)).turnout
    assert (turnout.people, turnout.named_women, turnout.named_men, turnout.not_told) == (Count(3), 1, 1, 1)
    assert (turnout.women.base, turnout.women.percent) == (Count(2), 50)

    with pytest.raises(Refused, match="more_women_than_people"):
        await attendance.count_women(now.ctx(daniyar), meeting.id, Count(4))
    for women in (Count(1, at_least=True), Count(2)):
        turnout = (await attendance.count_women(now.ctx(daniyar), meeting.id, women)).turnout
        assert turnout.women == Share(Fraction(women.value), Count(3), women.at_least)
    # The two numbers of those without Telegram change nothing of it.
    turnout = (await attendance.count_others(now.ctx(daniyar), meeting.id, 1, 1)).turnout
    assert (turnout.people, turnout.women_in_all) == (Count(5), Count(2))
    for other in (aigul, await council.with_role(Role.AKIM, PERVOMAISKIY)):
        with pytest.raises(Refused, match=r"no_such_meeting|not_allowed"):
            await attendance.count_women(now.ctx(other), meeting.id, Count(1))


async def test_a_resident_and_another_akim_neither_count_nor_see_the_list(council: Council) -> None:
    daniyar, aigul = await akim(council), await council.person()
    other = await council.with_role(Role.AKIM, PERVOMAISKIY)
    meeting = (await planned(council, daniyar)).meeting
    now = at_meeting(council)
    for actor, reason in ((aigul, "not_allowed"), (other, "no_such_meeting")):
        for verb in (
            attendance.page(now.ctx(actor), meeting.id, 0),
            attendance.tick(now.ctx(actor), meeting.id, aigul.id, True, 0),
            attendance.count_others(now.ctx(actor), meeting.id, 1, 1),
            attendance.add_photo(now.ctx(actor), meeting.id, PHOTO),
            attendance.photos(now.ctx(actor), meeting.id),
            attendance.wall(now.ctx(actor), meeting.id),
            minutes.look(now.ctx(actor), meeting.id),
            minutes.write_text(now.ctx(actor), meeting.id, "x"),
            minutes.attach(now.ctx(actor), meeting.id, PHOTO),
            minutes.decide(now.ctx(actor), meeting.id, "x"),
            minutes.assign(now.ctx(actor), meeting.id, "x", "y", date(2026, 12, 25)),
            minutes.remove(now.ctx(actor), meeting.id, 1),
            minutes.send(now.ctx(actor), meeting.id),
        ):
            with pytest.raises(Refused, match=reason):
                await verb


# Minutes


async def written(council: Council, actor: Actor) -> Card:
    card = await planned(council, actor)
    now = at_meeting(council, timedelta(hours=3))
    await minutes.write_text(now.ctx(actor), card.meeting.id, "Су туралы сөйлестік.")
    await minutes.decide(now.ctx(actor, "m:1:1"), card.meeting.id, "Құдық қазылады")
    await minutes.decide(now.ctx(actor, "m:1:1"), card.meeting.id, "Құдық қазылады")
    return await minutes.assign(now.ctx(actor), card.meeting.id, "Смета", "Данияр", date(2026, 12, 25))


async def test_minutes_go_to_who_was_there_or_meant_to_be_once(council: Council) -> None:
    daniyar, aigul, berik = await akim(council), await council.person(), await council.person()
    coming = await council.person()
    meeting = (await planned(council, daniyar)).meeting
    await answers.answer(council.ctx(coming), meeting.id, Answer.COMING)
    await answers.answer(council.ctx(berik), meeting.id, Answer.CANNOT)
    now = at_meeting(council, timedelta(hours=3))
    await answers.check_in(now.ctx(aigul), meeting.code)
    with pytest.raises(Refused, match="meeting_not_yet"):
        await minutes.write_text(council.ctx(daniyar), meeting.id, "рано")
    with pytest.raises(Refused, match="minutes_empty"):
        await minutes.send(now.ctx(daniyar), meeting.id)
    await minutes.write_text(now.ctx(daniyar), meeting.id, "Су туралы сөйлестік.")
    assert (await planning.one(now.ctx(aigul), meeting.id)).minutes is None
    for _ in range(2):
        await minutes.send(now.ctx(daniyar), meeting.id)
    (sent,) = [notice for notice in await said(council, meeting.id) if notice.kind == "meeting_minutes"]
    await fan_out(now)
    assert await told(council, sent) == {aigul.id, coming.id}
    read = (await planning.one(now.ctx(aigul), meeting.id)).minutes
    assert read is not None
    assert read.text == "Су туралы сөйлестік."
    loaded = await council.db.read(sayings.minutes, sent)
    assert loaded is not None


async def test_a_decision_that_comes_twice_is_one_and_can_be_taken_out(council: Council) -> None:
    daniyar = await akim(council)
    card = await written(council, daniyar)
    kept = card.minutes
    assert kept is not None
    assert [one.text for one in kept.decisions] == ["Құдық қазылады"]
    assert [(one.text, one.owner, one.due_on) for one in kept.tasks] == [("Смета", "Данияр", date(2026, 12, 25))]
    now = at_meeting(council, timedelta(hours=3))
    after = await minutes.remove(now.ctx(daniyar), card.meeting.id, kept.decisions[0].id)
    assert after.minutes is not None
    assert after.minutes.decisions == ()
    attached = await minutes.attach(now.ctx(daniyar), card.meeting.id, PHOTO)
    assert attached.minutes is not None
    assert (attached.minutes.file, attached.minutes.text) == (PHOTO, "Су туралы сөйлестік.")


async def test_missing_minutes_are_asked_for_until_they_are_sent(council: Council) -> None:
    daniyar = await akim(council)
    card = await written(council, daniyar)
    due = [one for one in await ladder(council, TOMORROW_WEEK + timedelta(days=8)) if not one.is_reminder]
    assert [one.due_at - TOMORROW_WEEK for one in due] == [timedelta(days=3), timedelta(days=7)]
    (invitation,) = await said(council, card.meeting.id)
    assert await council.db.read(sayings.minutes_missing, invitation) is not None
    await minutes.send(at_meeting(council, timedelta(hours=3)).ctx(daniyar), card.meeting.id)
    assert await council.db.read(sayings.minutes_missing, invitation) is None


async def asked_for_minutes(council: Council) -> set[int]:
    due = [one for one in await ladder(council, TOMORROW_WEEK + timedelta(days=8)) if not one.is_reminder]

    def look(connection: Connection) -> set[int]:
        return {
            row.id for row in connection.execute(sa.select(tables.people.c.id).where(condition(due[0].rung.audience)))
        }

    return await council.db.read(look)


async def test_minutes_are_asked_of_who_planned_it_and_of_who_stands_in_when_they_are_gone(council: Council) -> None:
    daniyar, assistant = await akim(council), await council.with_role(Role.ASSISTANT, ZHARASPAI)
    elsewhere, staff = await council.with_role(Role.AKIM, IZENDI, home=IZENDI), await council.with_role(Role.STAFF)
    await written(council, daniyar)
    assert await asked_for_minutes(council) == {daniyar.id}
    await roles.revoke(council.ctx(staff), grant_of(daniyar, Role.AKIM).id)
    assert await asked_for_minutes(council) == {assistant.id}
    successor = await council.with_role(Role.AKIM, ZHARASPAI)
    assert await asked_for_minutes(council) == {assistant.id, successor.id}
    await leaving.erase_self(council.ctx(assistant))
    await leaving.erase_self(council.ctx(successor))
    assert await asked_for_minutes(council) == {staff.id}
    assert elsewhere.id not in await asked_for_minutes(council)


async def test_minutes_of_a_group_are_asked_of_its_next_leader(council: Council) -> None:
    first = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.LEADER)
    other = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.ECONOMY, position=Position.LEADER)
    daniyar, staff = await akim(council), await council.with_role(Role.STAFF)
    await planned(council, first, kind=MeetingKind.GROUP, area=Area.SOCIAL, whom=Invited.MEMBERS)
    assert await asked_for_minutes(council) == {first.id}
    await roles.revoke(council.ctx(staff), grant_of(first, Role.COMMITTEE).id)
    assert await asked_for_minutes(council) == {daniyar.id}
    second = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.LEADER)
    assert await asked_for_minutes(council) == {second.id}
    assert other.id not in await asked_for_minutes(council)


async def test_a_secretary_writes_the_minutes_and_moves_nothing(council: Council) -> None:
    leader = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, position=Position.LEADER)
    secretary = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.PLANNING, position=Position.SECRETARY)
    stranger = await council.with_role(Role.COMMITTEE, ZHARASPAI, area=Area.SOCIAL, position=Position.SECRETARY)
    from domain.meetings import Invited, MeetingKind

    card = await planned(council, leader, kind=MeetingKind.COMMITTEE, whom=Invited.MEMBERS)
    now = at_meeting(council)
    assert (await minutes.write_text(now.ctx(secretary), card.meeting.id, "x")).may_write
    with pytest.raises(Refused, match="not_allowed"):
        await planning.cancel(now.ctx(secretary), card.meeting.id)
    with pytest.raises(Refused, match="no_such_meeting"):
        await minutes.write_text(now.ctx(stranger), card.meeting.id, "x")
