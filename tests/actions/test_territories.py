"""Finding an okrug, and its poster."""

import pytest

from actions import territories
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Role
from storage import audit, facts
from tests.actions.conftest import EAST, IZENDI, KARAGANDY, NURA, PERVOMAISKIY, ZHARASPAI, Council


async def test_a_stranger_walks_down_the_tree_and_a_single_way_is_not_asked(council: Council) -> None:
    ctx = council.ctx(await council.stranger())
    top = await territories.branch(ctx, None)
    assert ({one.code for one in top.children}, top.chain) == ({KARAGANDY, EAST}, ())
    # Karagandy has one rayon: its okrugs are shown at once.
    okrugs = await territories.branch(ctx, KARAGANDY)
    assert [one.code for one in okrugs.chain] == [KARAGANDY, NURA]
    assert {ZHARASPAI, IZENDI} <= {one.code for one in okrugs.children}
    only = (await territories.branch(ctx, ZHARASPAI)).only
    assert only is not None
    assert only.code == ZHARASPAI
    assert (await territories.branch(ctx, "nowhere")).children == ()


async def test_a_name_and_a_place_find_an_okrug(council: Council) -> None:
    ctx = council.ctx(await council.stranger())
    (found,) = await territories.find(ctx, "Киевка")
    assert [one.code for one in found.chain] == [KARAGANDY, NURA, "355230000"]
    assert await territories.find(ctx, "<script>") == ()
    near = await territories.near(ctx, 50.27, 71.5)
    assert near[0].okrug.code == "355230000"
    assert near[0].kilometres is not None
    assert await territories.near(ctx, 0, 0) == ()


async def test_an_official_sees_where_the_roles_reach(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    only = (await territories.within_reach(council.ctx(daniyar), Act.MAKE_POSTER)).only
    assert only is not None
    assert only.code == ZHARASPAI
    await council.give(daniyar, Role.ASSISTANT, PERVOMAISKIY)
    both = await territories.within_reach(council.ctx(await council.again(daniyar)), Act.MAKE_POSTER)
    assert {one.code for one in both.children} == {ZHARASPAI, PERVOMAISKIY}
    staff = await council.with_role(Role.STAFF, KARAGANDY)
    okrugs = await territories.within_reach(council.ctx(staff), Act.MAKE_POSTER)
    assert [one.code for one in okrugs.chain] == [KARAGANDY, NURA]
    farida = await council.with_role(Role.ADMINISTRATOR)
    everything = await territories.within_reach(council.ctx(farida), Act.MAKE_POSTER)
    assert {one.code for one in everything.children} == {KARAGANDY, EAST}


async def test_who_reaches_nowhere_is_refused_and_not_shown_an_empty_list(council: Council) -> None:
    for actor, reason in [(await council.person(), "not_allowed"), (await council.stranger(), "not_registered")]:
        with pytest.raises(Refused, match=reason):
            await territories.within_reach(council.ctx(actor), Act.MAKE_POSTER)


async def test_the_akim_makes_the_poster_of_the_own_okrug_and_the_log_has_it_once(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    with pytest.raises(Refused, match="bot_unknown"):
        await territories.poster(council.ctx(daniyar), ZHARASPAI)
    await council.db.write(facts.set_fact, facts.BOT_USERNAME, "kenes_bot")
    for _ in range(2):
        made = await territories.poster(council.ctx(daniyar, "p:1"), ZHARASPAI)
    assert made.link == "https://t.me/kenes_bot?start=t355243000"
    for code, reason in [(IZENDI, "not_allowed"), (NURA, "no_such_okrug"), ("x", "no_such_okrug")]:
        with pytest.raises(Refused, match=reason):
            await territories.poster(council.ctx(daniyar), code)
    (entry,) = await council.db.read(audit.entries, None)
    assert (entry.act, entry.role, entry.territory_code) == ("make_poster", "akim", ZHARASPAI)


async def test_back_leads_out_of_a_level_that_was_walked_through(council: Council) -> None:
    ctx = council.ctx(await council.stranger())
    shown = await territories.branch(ctx, KARAGANDY)
    assert [one.code for one in shown.chain] == [KARAGANDY, NURA]
    assert shown.above == ""
    assert (await territories.branch(ctx, None)).above is None
    assert (await territories.branch(ctx, "634000000")).above == EAST
