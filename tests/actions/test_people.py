"""Registering, changing what is kept, taking it away, leaving."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions import people, roles
from domain.keys import code_hash
from domain.links import Link, LinkKind
from domain.people import Actor, AgeBand, Awaited, Sex, Step
from domain.refusals import Refused
from domain.roles import Offer, Role
from domain.territories import Place
from domain.topics import Mode, Quiet, Topic
from storage import people as store
from storage import roles as stored_roles
from storage.database import Connection
from storage.tables import metadata
from storage.tables.people import people as people_table
from storage.tables.territories import territories
from tests.actions.conftest import IZENDI, NURA, PERVOMAISKIY, ZHARASPAI, ZHARASPAI_VILLAGE, Council


async def how_many(council: Council) -> int:
    return await council.db.read(lambda c: c.execute(sa.select(sa.func.count()).select_from(people_table)).scalar_one())


# Registering


async def test_a_stranger_who_only_starts_is_not_kept(council: Council) -> None:
    stranger = await council.stranger()
    for payload in (None, "", "<b>", "x1", "t" * 65):
        arrival = await people.begin(council.ctx(stranger), payload)
        assert (arrival.actor, arrival.okrug, arrival.link) == (stranger, None, None)
    assert await how_many(council) == 0


async def test_aigul_registers_from_a_link_in_three_steps(council: Council) -> None:
    stranger = await council.stranger()
    arrival = await people.begin(council.ctx(stranger), f"t{ZHARASPAI}")
    assert arrival.okrug is not None
    assert arrival.okrug.code == ZHARASPAI
    assert arrival.actor.step is Step.LANGUAGE
    aigul = await council.met(stranger.telegram_id or 0)
    arrival = await people.choose_language(council.ctx(aigul), "kk")
    assert (arrival.actor.step, arrival.okrug and arrival.okrug.code) == (Step.CONSENT, ZHARASPAI)
    aigul = await council.again(aigul)
    arrival = await people.agree(council.ctx(aigul), ZHARASPAI)
    assert arrival.actor.step is Step.DONE
    aigul = await council.again(aigul)
    assert aigul == arrival.actor
    assert aigul.registered_at == council.now
    await people.forget_arrival(council.ctx(aigul))
    assert (await council.again(aigul)).arrived_by is None


async def test_a_repeated_step_makes_nobody_a_second_time(council: Council) -> None:
    stranger = await council.stranger()
    for _ in range(2):
        await people.choose_language(council.ctx(stranger), "ru")
    assert await how_many(council) == 1


async def test_a_link_of_what_is_no_okrug_names_none(council: Council) -> None:
    for code in (NURA, ZHARASPAI_VILLAGE, "999999999"):
        arrival = await people.begin(council.ctx(await council.stranger()), f"t{code}")
        assert arrival.okrug is None
        assert arrival.link == Link(LinkKind.TERRITORY, code)


async def test_who_agrees_to_a_place_that_is_gone_has_agreed_to_nothing(council: Council) -> None:
    stranger = await council.stranger()
    await people.choose_language(council.ctx(stranger), "kk")
    aigul = await council.met(stranger.telegram_id or 0)
    with pytest.raises(Refused, match="no_such_okrug"):
        await people.agree(council.ctx(aigul), NURA)
    assert await council.again(aigul) == aigul


async def test_nothing_is_agreed_before_the_language_is_known(council: Council) -> None:
    stranger = await council.stranger()
    with pytest.raises(Refused, match="not_registered"):
        await people.agree(council.ctx(stranger), ZHARASPAI)
    elena = await council.person(home=None)
    with pytest.raises(Refused, match="not_registered"):
        await people.choose_first_home(council.ctx(replace(elena, agreed_at=None)), ZHARASPAI)


async def test_an_old_button_of_registering_moves_nobody(council: Council) -> None:
    aigul = await council.person()
    with pytest.raises(Refused, match="registered_already"):
        await people.choose_first_home(council.ctx(aigul), IZENDI)
    await people.agree(council.ctx(aigul), IZENDI)
    assert await council.again(aigul) == aigul


async def test_the_first_home_is_an_okrug_that_lives(council: Council) -> None:
    elena = await council.person(home=None)
    for code in (NURA, ZHARASPAI_VILLAGE, "", "' OR 1=1"):
        with pytest.raises(Refused, match="no_such_okrug"):
            await people.choose_first_home(council.ctx(elena), code)
    arrival = await people.choose_first_home(council.ctx(elena), PERVOMAISKIY)
    assert arrival.actor == await council.again(elena)


# Settings


async def test_moving_takes_the_village_back_and_a_wrong_place_changes_nothing(council: Council) -> None:
    aigul = await council.person()
    where = await people.choose_village(council.ctx(aigul), ZHARASPAI_VILLAGE)
    assert where.village is not None
    aigul = await council.again(aigul)
    with pytest.raises(Refused, match="no_such_okrug"):
        await people.move(council.ctx(aigul), NURA)
    assert (await council.again(aigul)).village_code == ZHARASPAI_VILLAGE
    where = await people.move(council.ctx(aigul), IZENDI)
    assert [territory.code for territory in where.chain][-1] == IZENDI
    assert where.village is None
    moved = await council.again(aigul)
    assert (moved.village_code, moved.home and moved.home.code) == (None, IZENDI)


async def test_a_village_of_another_okrug_is_nobodys_here(council: Council) -> None:
    aigul = await council.person()
    assert [village.code for village in await people.my_villages(council.ctx(aigul))] == [ZHARASPAI_VILLAGE]
    for code in ("355253100", ZHARASPAI, "x"):
        with pytest.raises(Refused, match="no_such_okrug"):
            await people.choose_village(council.ctx(aigul), code)
    await people.choose_village(council.ctx(aigul), ZHARASPAI_VILLAGE)
    where = await people.choose_village(council.ctx(await council.again(aigul)), None)
    assert where.village is None
    assert (await people.my_home(council.ctx(await council.again(aigul)))).village is None


async def test_sex_and_age_are_asked_once_and_age_again_after_years(council: Council) -> None:
    aigul = await council.person()
    assert await people.profile_question(council.ctx(aigul)) == "sex"
    await people.tell_sex(council.ctx(aigul), Sex.SKIPPED)
    assert await people.profile_question(council.ctx(aigul)) == "age"
    told = await people.tell_age(council.ctx(aigul), AgeBand.SKIPPED)
    assert (told.sex, told.age, told.age_told_on) == (Sex.SKIPPED, AgeBand.SKIPPED, council.now.date())
    assert await people.profile_question(council.ctx(aigul)) is None
    assert await people.profile_question(council.later(timedelta(days=5 * 365)).ctx(aigul)) == "age"
    assert await people.my_profile(council.ctx(aigul)) == told


async def test_notifications_are_chosen_and_a_repeat_changes_nothing(council: Council) -> None:
    aigul, berik = await council.person(), await council.person()
    for _ in range(2):
        await people.choose_topic(council.ctx(aigul, "p:1"), Topic.SURVEYS, Mode.OFF)
        chosen = await people.choose_quiet(council.ctx(aigul, "p:2"), Quiet(20, 9))
    assert chosen == await people.my_notifications(council.ctx(aigul))
    assert (chosen.mode(Topic.SURVEYS), chosen.quiet) == (Mode.OFF, Quiet(20, 9))
    assert (await people.my_notifications(council.ctx(berik))).modes == {}


async def test_settings_belong_to_the_registered(council: Council) -> None:
    for actor in (await council.person(home=None), await council.stranger()):
        ctx = council.ctx(actor)
        for asked in (
            people.my_home(ctx),
            people.move(ctx, IZENDI),
            people.my_villages(ctx),
            people.choose_village(ctx, None),
            people.my_profile(ctx),
            people.profile_question(ctx),
            people.tell_sex(ctx, Sex.WOMAN),
            people.tell_age(ctx, AgeBand.FROM_25),
            people.my_notifications(ctx),
            people.choose_topic(ctx, Topic.MINE, Mode.OFF),
            people.choose_quiet(ctx, Quiet(0, 0)),
        ):
            with pytest.raises(Refused, match="not_registered"):
                await asked


async def test_blocking_is_noted_and_taken_back(council: Council) -> None:
    aigul = await council.person()
    await people.note_blocked(council.ctx(aigul), True)
    assert (await council.again(aigul)).blocked_at == council.now
    await people.note_blocked(council.ctx(aigul), False)
    assert (await council.again(aigul)).blocked_at is None
    await people.note_blocked(council.ctx(await council.stranger()), True)
    assert await how_many(council) == 1


async def test_one_text_is_awaited_at_a_time_and_nothing_of_a_stranger(council: Council) -> None:
    aigul = await council.person()
    await people.expect_text(council.ctx(aigul), Awaited("where:set", 0))
    aigul = await council.again(aigul)
    assert aigul.awaited == Awaited("where:set", 0)
    await people.expect_text(council.ctx(aigul), None)
    assert (await council.again(aigul)).awaited is None
    # Who deleted themselves and presses an old button is a stranger again.
    await people.expect_text(council.ctx(await council.stranger()), Awaited("where:set", 0))


# Leaving


async def everything_of(council: Council, actor: Actor) -> list[str]:
    """The tables in which a person's number or Telegram id still stands."""

    def look(connection: Connection) -> list[str]:
        found = []
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                named = {
                    column.name
                    for column in table.c
                    if any(key.column.table.name == "people" for key in column.foreign_keys)
                    and row[column.name] == actor.id
                }
                if named or actor.telegram_id in row.values():
                    found.append(table.name)
        return found

    return await council.db.read(look)


async def test_daniyar_leaves_and_nothing_of_him_is_left_but_what_the_log_must_keep(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    berik = await council.person()
    ctx = council.ctx(daniyar)
    made = await roles.invite(ctx, Offer(Role.ASSISTANT, Place(ZHARASPAI, "")))
    await roles.take(council.ctx(berik), made.code, "Берік")
    await roles.invite(council.ctx(daniyar), Offer(Role.ASSISTANT, Place(ZHARASPAI, "")))
    await people.tell_sex(ctx, Sex.MAN)
    await people.choose_topic(ctx, Topic.MINE, Mode.OFF)
    await people.choose_quiet(ctx, Quiet(0, 0))
    await people.expect_text(ctx, Awaited("where:set", 0))
    kept = await people.own_data(ctx)
    assert {heading for heading, rows in kept.items() if rows} >= {"about_you", "notifications", "roles", "invites"}

    await people.erase_self(council.ctx(await council.again(daniyar)))

    assert set(await everything_of(council, daniyar)) == {"audit"}
    # A link that nobody has taken is worth nothing without who gave it, and what was taken stays.
    assert await council.db.read(stored_roles.open_invites, None, council.now) == []
    assert [grant.role for grant in (await council.again(berik)).grants] == [Role.ASSISTANT]
    listed = council.shared.erasures.path.read_text().splitlines()
    assert len(listed) == 1
    assert council.shared.key.who(daniyar.telegram_id or 0) in listed[0]

    await people.choose_language(council.ctx(Actor(0, daniyar.telegram_id)), "kk")
    back = await council.met(daniyar.telegram_id or 0)
    assert back.id not in (daniyar.id, berik.id)
    assert (back.grants, back.home, back.agreed_at) == ((), None, None)
    kept = await people.own_data(council.ctx(back))
    assert [heading for heading, rows in kept.items() if rows] == ["about_you"]


async def test_a_repeated_farewell_is_harmless_and_a_strangers_one_too(council: Council) -> None:
    aigul = await council.person()
    for _ in range(2):
        await people.erase_self(council.ctx(aigul, "p:1"))
    await people.erase_self(council.ctx(await council.stranger()))
    assert await everything_of(council, aigul) == []


async def test_a_farewell_that_breaks_is_listed_and_can_be_asked_for_again(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    aigul = await council.person()
    with monkeypatch.context() as patched:
        patched.setattr(store, "erase", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await people.erase_self(council.ctx(aigul))
    assert await council.again(aigul) == aigul
    assert council.shared.erasures.times() == {council.shared.key.who(aigul.telegram_id or 0): council.now}
    await people.erase_self(council.ctx(aigul))
    assert await everything_of(council, aigul) == []


async def test_who_lives_in_a_retired_okrug_stays_a_resident_of_it(council: Council) -> None:
    aigul = await council.person()
    retire = territories.update().where(territories.c.code == ZHARASPAI).values(retired_at=council.now)
    await council.db.write(lambda c: c.execute(retire))
    where = await people.my_home(council.ctx(await council.again(aigul)))
    assert where.chain[-1].code == ZHARASPAI
    arrival = await people.begin(council.ctx(await council.stranger()), f"t{ZHARASPAI}")
    assert arrival.okrug is None


async def test_an_invite_waits_until_the_person_is_registered(council: Council) -> None:
    stranger = await council.stranger()
    code = council.shared.key.invite_code("p:1")
    arrival = await people.begin(council.ctx(stranger), f"i{code}")
    assert arrival.link == Link(LinkKind.INVITE, code)
    assert (await council.met(stranger.telegram_id or 0)).arrived_by == f"i{code}"
    assert code_hash(arrival.link.key) == code_hash(code)


async def test_own_data_is_nobodys_who_was_never_kept(council: Council) -> None:
    with pytest.raises(Refused, match="not_registered"):
        await people.own_data(council.ctx(await council.stranger()))
