"""Giving by invites, taking, listing, ending, handing over: allowed, refused, repeated, at the same moment."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions import people, roles
from domain.audit import Entry
from domain.people import Actor
from domain.refusals import Refused
from domain.roles import Area, Offer, Offered, Position, Right, Role, Taken
from domain.territories import Place
from storage import audit, facts
from storage import roles as store
from storage.tables.roles import grants as grants_table
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
    grant_of,
)

AKIM_OF_ZHARASPAI = Offer(Role.AKIM, Place(ZHARASPAI, ""))
SEAT = Offer(Role.COMMITTEE, Place(ZHARASPAI, ""), Area.SOCIAL, Position.LEADER)
ZHARASPAI_PATH = "/350000000/355200000/355243000/"


async def log(council: Council) -> list[Entry]:
    return (await council.db.read(audit.entries, None))[::-1]


async def held(council: Council, actor: Actor) -> list[tuple[Role, str | None]]:
    grants = (await council.again(actor)).grants
    return [(grant.role, None if grant.place is None else grant.place.code) for grant in grants]


async def invited(council: Council, offer: Offer = AKIM_OF_ZHARASPAI) -> Offered:
    farida = await council.with_role(Role.STAFF)
    return await roles.invite(council.ctx(farida), offer)


# Giving


async def test_farida_gives_and_daniyar_takes_and_both_are_in_the_log(council: Council) -> None:
    farida, daniyar = await council.with_role(Role.STAFF), await council.person()
    await council.db.write(facts.set_fact, facts.BOT_USERNAME, "kenes_bot")
    made = await roles.invite(council.ctx(farida), AKIM_OF_ZHARASPAI)
    assert made.offer.place == Place(ZHARASPAI, ZHARASPAI_PATH)
    assert made.territory is not None
    assert (made.bot_username, made.expires_at) == ("kenes_bot", NOW + timedelta(days=7))
    offer, territory = await roles.offered(council.ctx(daniyar), made.code)
    assert (offer, territory) == (made.offer, made.territory)

    taken = await roles.take(council.ctx(daniyar), made.code, "Данияр")
    assert not taken.again
    daniyar = await council.again(daniyar)
    assert daniyar.grants == (taken.grant,)
    given, took = await log(council)
    assert (given.person_id, given.role, given.act) == (farida.id, "staff", "give_role")
    assert (took.person_id, took.role, took.act) == (daniyar.id, "akim", "take_role")
    assert {given.territory_code, took.territory_code} == {ZHARASPAI}
    assert took.details == {"role": "akim", "area": None, "position": None}
    assert took.subject_id == f"grant {taken.grant.id}"
    assert made.code not in repr(await log(council))
    holder = await council.db.read(store.holder, taken.grant.id, NOW)
    assert holder is not None
    assert (holder.name, holder.person_id) == ("Данияр", daniyar.id)
    by = await council.db.read(lambda c: c.execute(sa.select(grants_table.c.given_by, grants_table.c.since)).all()[-1])
    assert tuple(by) == (farida.id, NOW)


async def test_the_same_press_makes_the_same_link_and_is_noted_once(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    first = await roles.invite(council.ctx(farida, "p:1"), AKIM_OF_ZHARASPAI)
    assert await roles.invite(council.later(timedelta(hours=1)).ctx(farida, "p:1"), AKIM_OF_ZHARASPAI) == first
    assert len(await log(council)) == 1
    assert (await roles.invite(council.ctx(farida, "p:2"), AKIM_OF_ZHARASPAI)).code != first.code


TOO_MUCH = [
    (Role.AKIM, ZHARASPAI, Offer(Role.STAFF)),
    (Role.AKIM, ZHARASPAI, Offer(Role.STAFF, Place(ZHARASPAI, ""))),
    (Role.AKIM, ZHARASPAI, AKIM_OF_ZHARASPAI),
    (Role.AKIM, ZHARASPAI, replace(SEAT, place=Place(IZENDI, ""))),
    (Role.AKIM, ZHARASPAI, replace(SEAT, place=Place(NURA, ""))),
    (Role.AKIM, ZHARASPAI, replace(SEAT, place=None)),
    (Role.AKIM, ZHARASPAI, replace(SEAT, rights=frozenset({Right.APPROVE}))),
    (Role.STAFF, KARAGANDY, Offer(Role.AKIM, Place(PERVOMAISKIY, ""))),
    (Role.STAFF, KARAGANDY, Offer(Role.AKIM, Place(EAST, ""))),
    (Role.STAFF, KARAGANDY, Offer(Role.JURY)),
    (Role.STAFF, None, Offer(Role.STAFF)),
    (Role.STAFF, None, Offer(Role.ADMINISTRATOR)),
    (Role.STAFF, None, Offer(Role.AKIM)),
    (Role.ADMINISTRATOR, KARAGANDY, Offer(Role.ADMINISTRATOR)),
]


async def test_nobody_gives_more_than_they_hold(council: Council) -> None:
    for role, where, offer in TOO_MUCH:
        giver = await council.with_role(role, where)
        with pytest.raises(Refused, match="not_allowed"):
            await roles.invite(council.ctx(giver), offer)
    assert await council.db.read(store.open_invites, None, NOW) == []
    assert await log(council) == []


async def test_a_path_that_a_button_made_up_is_not_believed(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    lie = replace(SEAT, place=Place(PERVOMAISKIY, f"{ZHARASPAI_PATH}{PERVOMAISKIY}/"))
    with pytest.raises(Refused, match="not_allowed"):
        await roles.invite(council.ctx(daniyar), lie)
    with pytest.raises(Refused, match="no_such_okrug"):
        await roles.invite(council.ctx(daniyar), replace(SEAT, place=Place("nowhere", ZHARASPAI_PATH)))


async def test_an_akim_gives_seats_in_the_okrug_and_its_villages(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    assert await roles.givable_roles(council.ctx(daniyar)) == (Role.ASSISTANT, Role.COMMITTEE)
    for code in (ZHARASPAI, ZHARASPAI_VILLAGE):
        await roles.invite(council.ctx(daniyar), replace(SEAT, place=Place(code, "")))
    assert [entry.role for entry in await log(council)] == ["akim", "akim"]


async def test_who_has_two_roles_gives_under_the_one_that_allows_it(council: Council) -> None:
    giver = await council.with_role(Role.AKIM, ZHARASPAI)
    await council.give(giver, Role.STAFF, EAST)
    giver = await council.again(giver)
    await roles.invite(council.ctx(giver), SEAT)
    await roles.invite(council.ctx(giver), Offer(Role.AKIM, Place(PERVOMAISKIY, "")))
    assert [entry.role for entry in await log(council)] == ["akim", "staff"]
    with pytest.raises(Refused, match="not_allowed"):
        await roles.invite(council.ctx(giver), AKIM_OF_ZHARASPAI)


async def test_the_command_line_gives_and_the_log_says_so(council: Council) -> None:
    made = await roles.invite_from_command_line(
        council.shared, Offer(Role.ADMINISTRATOR), "cli:1", NOW, timedelta(hours=1)
    )
    farida = await council.person()
    await roles.take(council.ctx(farida), made.code, "Фарида")
    given, took = await log(council)
    assert (given.person_id, given.role, given.details["by"]) == (None, None, "command line")
    assert (took.person_id, took.role) == (farida.id, "administrator")


# Taking


async def test_an_invite_works_once(council: Council) -> None:
    made = await invited(council)
    daniyar, elena = await council.person(), await council.person(PERVOMAISKIY)
    await roles.take(council.ctx(daniyar), made.code, "Данияр")
    for asked in (roles.offered(council.ctx(elena), made.code), roles.take(council.ctx(elena), made.code, "Елена")):
        with pytest.raises(Refused) as refused:
            await asked
        assert refused.value.reason == "invite_used"
    assert await held(council, elena) == []
    assert len(await log(council)) == 2


async def test_the_same_person_again_changes_nothing(council: Council) -> None:
    made = await invited(council)
    daniyar = await council.person()
    first = await roles.take(council.ctx(daniyar, "p:1"), made.code, "Данияр")
    daniyar = await council.again(daniyar)
    for source in ("p:1", "p:2"):
        assert await roles.take(council.ctx(daniyar, source), made.code, "Другой") == replace(first, again=True)
    with pytest.raises(Refused, match="invite_used_by_you"):
        await roles.offered(council.ctx(daniyar), made.code)
    assert len(await held(council, daniyar)) == 1
    assert len(await log(council)) == 2


async def test_a_repeated_press_that_was_read_before_the_first_ended_is_harmless(council: Council) -> None:
    made = await invited(council)
    daniyar = await council.person()
    await roles.take(council.ctx(daniyar, "p:1"), made.code, "Данияр")
    with pytest.raises(Refused):
        await roles.take(council.ctx(daniyar, "p:1"), made.code, "Данияр")
    assert len(await held(council, daniyar)) == 1


async def test_a_role_that_was_ended_does_not_come_back_by_its_old_link(council: Council) -> None:
    made = await invited(council)
    daniyar, farida = await council.person(), await council.with_role(Role.STAFF)
    taken = await roles.take(council.ctx(daniyar), made.code, "Данияр")
    await roles.revoke(council.ctx(farida), taken.grant.id)
    with pytest.raises(Refused, match="invite_used"):
        await roles.take(council.ctx(await council.again(daniyar)), made.code, "Данияр")
    assert await held(council, daniyar) == []


async def test_an_old_an_ended_and_a_made_up_link_give_nothing(council: Council) -> None:
    farida, daniyar = await council.with_role(Role.STAFF), await council.person()
    old = await roles.invite(council.ctx(farida), AKIM_OF_ZHARASPAI)
    later = council.later(timedelta(days=7))
    ended = await roles.invite(later.ctx(farida), AKIM_OF_ZHARASPAI)
    (open_one,) = (await roles.roles(later.ctx(farida), 0)).invites
    await roles.revoke_invite(later.ctx(farida), open_one[0].id)
    for code, reason in [(old.code, "invite_expired"), (ended.code, "no_such_invite"), ("a" * 24, "no_such_invite")]:
        for asked in (roles.offered(later.ctx(daniyar), code), roles.take(later.ctx(daniyar), code, "Данияр")):
            with pytest.raises(Refused, match=reason):
                await asked
    assert await held(council, daniyar) == []
    with pytest.raises(Refused, match="no_such_invite"):
        await roles.revoke_invite(later.ctx(farida), open_one[0].id)


async def test_a_link_is_worth_no_more_than_who_gave_it_is_today(council: Council) -> None:
    farida, berik = await council.with_role(Role.STAFF), await council.person()
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    made = await roles.invite(council.ctx(daniyar), SEAT)
    await roles.revoke(council.ctx(farida), grant_of(daniyar, Role.AKIM).id)
    for asked in (roles.offered(council.ctx(berik), made.code), roles.take(council.ctx(berik), made.code, "Берік")):
        with pytest.raises(Refused, match="no_such_invite"):
            await asked
    assert await held(council, berik) == []


async def test_who_is_not_registered_takes_no_role(council: Council) -> None:
    made = await invited(council)
    for actor in (await council.stranger(), await council.person(home=None)):
        with pytest.raises(Refused, match="not_registered"):
            await roles.take(council.ctx(actor), made.code, "?")


async def test_two_who_take_one_link_at_the_same_moment_do_not_both_get_it(council: Council) -> None:
    made = await invited(council)
    several = [await council.person() for _ in range(4)]
    taken = await asyncio.gather(
        *(roles.take(council.ctx(one), made.code, f"№{one.id}") for one in several), return_exceptions=True
    )
    assert sum(isinstance(one, Taken) for one in taken) == 1
    assert {one.reason for one in taken if isinstance(one, Refused)} == {"invite_used"}
    assert sorted([len(await held(council, one)) for one in several]) == [0, 0, 0, 1]
    assert [entry.act for entry in await log(council)] == ["give_role", "take_role"]


async def test_who_breaks_off_in_the_middle_holds_nothing_and_the_link_still_works(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await invited(council)
    daniyar = await council.person()
    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await roles.take(council.ctx(daniyar), made.code, "Данияр")
    assert await held(council, daniyar) == []
    assert (await people.my_profile(council.ctx(daniyar))).name is None
    await roles.take(council.ctx(daniyar), made.code, "Данияр")
    assert await held(council, daniyar) == [(Role.AKIM, ZHARASPAI)]


# Seeing


async def test_each_sees_who_holds_what_where_they_may(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    elsewhere = await council.with_role(Role.AKIM, PERVOMAISKIY)
    staff = await council.with_role(Role.STAFF, KARAGANDY)
    farida = await council.with_role(Role.ADMINISTRATOR)
    seat = await roles.invite(council.ctx(daniyar), SEAT)
    await roles.invite(council.ctx(farida), Offer(Role.JURY))

    async def seen(actor: Actor) -> tuple[set[int], int]:
        page = await roles.roles(council.ctx(actor), 0)
        return {one.holder.person_id for one in page.held}, len(page.invites)

    assert await seen(daniyar) == ({daniyar.id}, 1)
    assert await seen(elsewhere) == ({elsewhere.id}, 0)
    assert await seen(staff) == ({daniyar.id, staff.id}, 1)
    assert await seen(farida) == ({daniyar.id, elsewhere.id, staff.id, farida.id}, 2)
    assert seat.code not in repr(await roles.roles(council.ctx(farida), 0))

    mine = await roles.role(council.ctx(daniyar), grant_of(daniyar, Role.AKIM).id)
    assert (mine.mine, mine.may_end) == (True, False)
    his = await roles.role(council.ctx(staff), grant_of(daniyar, Role.AKIM).id)
    assert (his.mine, his.may_end) == (False, True)
    with pytest.raises(Refused, match="not_allowed"):
        await roles.role(council.ctx(daniyar), grant_of(elsewhere, Role.AKIM).id)
    with pytest.raises(Refused, match="role_ended"):
        await roles.role(council.ctx(daniyar), 999)


async def test_many_roles_come_in_pages_and_the_invites_on_the_first(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    for _ in range(roles.PAGE):
        await council.with_role(Role.AKIM, ZHARASPAI)
    await roles.invite(council.ctx(farida), SEAT)
    first, second = [await roles.roles(council.ctx(farida), page) for page in (0, 1)]
    assert (len(first.held), first.more, len(first.invites)) == (roles.PAGE, True, 1)
    assert (len(second.held), second.more, len(second.invites)) == (1, False, 0)
    assert not {one.holder.grant.id for one in first.held} & {one.holder.grant.id for one in second.held}


# Ending


async def test_a_role_ends_once_and_the_log_says_under_which_role(council: Council) -> None:
    daniyar, staff = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.STAFF, KARAGANDY)
    grant = grant_of(daniyar, Role.AKIM)
    ended = await roles.revoke(council.ctx(staff, "p:1"), grant.id)
    assert (ended.person_id, ended.telegram_id) == (daniyar.id, daniyar.telegram_id)
    assert await held(council, daniyar) == []
    with pytest.raises(Refused, match="role_ended"):
        await roles.revoke(council.ctx(staff, "p:1"), grant.id)
    (entry,) = await log(council)
    assert (entry.act, entry.role, entry.subject_id) == ("revoke_role", "staff", f"grant {grant.id}")


OUT_OF_REACH = [
    (Role.AKIM, ZHARASPAI, Role.STAFF, KARAGANDY),
    (Role.AKIM, ZHARASPAI, Role.AKIM, ZHARASPAI),
    (Role.AKIM, ZHARASPAI, Role.COMMITTEE, IZENDI),
    (Role.STAFF, KARAGANDY, Role.AKIM, PERVOMAISKIY),
    (Role.STAFF, None, Role.STAFF, KARAGANDY),
    (Role.STAFF, None, Role.ADMINISTRATOR, None),
]


async def test_nobody_ends_what_they_could_not_give(council: Council) -> None:
    for role, where, victim, over in OUT_OF_REACH:
        actor, other = await council.with_role(role, where), await council.with_role(victim, over)
        with pytest.raises(Refused, match="not_allowed"):
            await roles.revoke(council.ctx(actor), grant_of(other, victim).id)
        assert await held(council, other) == [(victim, over)]
    assert await log(council) == []


async def test_an_invite_is_ended_by_who_could_have_given_it(council: Council) -> None:
    farida = await council.with_role(Role.STAFF, KARAGANDY)
    daniyar, other = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.AKIM, IZENDI)
    await roles.invite(council.ctx(farida), SEAT)
    ((open_one, _),) = (await roles.roles(council.ctx(farida), 0)).invites
    with pytest.raises(Refused, match="not_allowed"):
        await roles.revoke_invite(council.ctx(other), open_one.id)
    with pytest.raises(Refused, match="no_such_invite"):
        await roles.revoke_invite(council.ctx(daniyar), 999)
    await roles.revoke_invite(council.ctx(daniyar), open_one.id)
    assert (await roles.roles(council.ctx(farida), 0)).invites == ()
    assert [(entry.act, entry.role) for entry in await log(council)][-1] == ("revoke_role", "akim")


# Handing over


async def test_the_old_role_ends_as_the_new_one_begins(council: Council) -> None:
    daniyar, successor = await council.with_role(Role.AKIM, ZHARASPAI), await council.person()
    made = await roles.hand_over(council.ctx(daniyar), grant_of(daniyar, Role.AKIM).id)
    assert await held(council, daniyar) == [(Role.AKIM, ZHARASPAI)]
    taken = await roles.take(council.ctx(successor), made.code, "Жаңа әкім")
    assert taken.was_held_by == daniyar.telegram_id
    assert await held(council, daniyar) == []
    assert await held(council, successor) == [(Role.AKIM, ZHARASPAI)]
    assert [(entry.act, entry.person_id) for entry in await log(council)] == [
        ("hand_over_role", daniyar.id),
        ("take_role", successor.id),
    ]


async def test_a_handing_over_that_breaks_leaves_the_old_holder_in_office(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    daniyar, successor = await council.with_role(Role.AKIM, ZHARASPAI), await council.person()
    made = await roles.hand_over(council.ctx(daniyar), grant_of(daniyar, Role.AKIM).id)
    with monkeypatch.context() as patched:
        patched.setattr(store, "give", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await roles.take(council.ctx(successor), made.code, "Жаңа әкім")
    assert await held(council, daniyar) == [(Role.AKIM, ZHARASPAI)]
    await roles.take(council.ctx(successor), made.code, "Жаңа әкім")
    assert await held(council, daniyar) == []


async def test_what_is_no_longer_held_cannot_be_handed_over(council: Council) -> None:
    farida = await council.with_role(Role.STAFF)
    daniyar, successor = await council.with_role(Role.AKIM, ZHARASPAI), await council.person()
    grant = grant_of(daniyar, Role.AKIM)
    made = await roles.hand_over(council.ctx(daniyar), grant.id)
    await roles.revoke(council.ctx(farida), grant.id)
    with pytest.raises(Refused, match="no_such_invite"):
        await roles.take(council.ctx(successor), made.code, "Жаңа әкім")
    assert await held(council, successor) == []
    with pytest.raises(Refused, match="role_ended"):
        await roles.hand_over(council.ctx(await council.again(daniyar)), grant.id)


async def test_nobody_hands_over_anothers_role_or_the_settings_one(council: Council) -> None:
    daniyar, elena = await council.with_role(Role.AKIM, ZHARASPAI), await council.with_role(Role.AKIM, PERVOMAISKIY)
    for grant_id in (grant_of(daniyar, Role.AKIM).id, 0, 999):
        with pytest.raises(Refused, match="role_ended"):
            await roles.hand_over(council.ctx(elena), grant_id)


async def test_who_offered_to_hand_over_can_think_better_of_it(council: Council) -> None:
    daniyar, successor = await council.with_role(Role.AKIM, ZHARASPAI), await council.person()
    made = await roles.hand_over(council.ctx(daniyar), grant_of(daniyar, Role.AKIM).id)
    ((open_one, _),) = (await roles.roles(council.ctx(daniyar), 0)).invites
    await roles.revoke_invite(council.ctx(daniyar), open_one.id)
    with pytest.raises(Refused, match="no_such_invite"):
        await roles.take(council.ctx(successor), made.code, "Жаңа әкім")
    assert await held(council, daniyar) == [(Role.AKIM, ZHARASPAI)]


async def test_my_roles_are_mine_with_their_places(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    ((grant, territory),) = await roles.my_roles(council.ctx(daniyar))
    assert grant == grant_of(daniyar, Role.AKIM)
    assert territory is not None
    assert territory.code == ZHARASPAI
    assert await roles.my_roles(council.ctx(await council.person())) == ()


# Every verb at once


async def test_who_holds_no_role_that_gives_sees_and_changes_nothing(council: Council) -> None:
    grant = grant_of(await council.with_role(Role.AKIM, ZHARASPAI), Role.AKIM)
    await invited(council)
    verbs: list[Callable[[Any], Any]] = [
        roles.givable_roles,
        lambda ctx: roles.invite(ctx, SEAT),
        lambda ctx: roles.roles(ctx, 0),
        lambda ctx: roles.role(ctx, grant.id),
        lambda ctx: roles.revoke(ctx, grant.id),
        lambda ctx: roles.revoke_invite(ctx, 1),
    ]
    before = await log(council)
    for role in (Role.ASSISTANT, Role.RAYON_OFFICIAL, Role.COMMITTEE, Role.JURY):
        outsider = await council.with_role(role, None if role is Role.JURY else ZHARASPAI)
        for verb in verbs:
            with pytest.raises(Refused, match="not_allowed"):
                await verb(council.ctx(outsider))
    assert await log(council) == before
    assert len(await council.db.read(store.open_invites, None, NOW)) == 1
