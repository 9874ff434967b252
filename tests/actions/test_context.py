"""Deny by default: what is asked before an action begins."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

import actions
from actions.context import DECLARED, Context, Shared, action, meet, with_settings
from domain.people import Actor
from domain.permissions import RULES, Act, Reach
from domain.refusals import Refused
from domain.roles import Grant, Role
from storage import people
from storage.database import Connection
from tests.actions.conftest import ZHARASPAI, Council

for module in pkgutil.iter_modules(actions.__path__, "actions."):
    importlib.import_module(module.name)
FOR_ROLES = sorted(
    (function for function, act in DECLARED.items() if RULES[act].people is Reach.NOBODY),
    key=lambda function: (function.__module__, function.__name__),
)


def nothing_for(function: Callable[..., Any]) -> list[None]:
    """An argument for each parameter after the context: what is refused never looks at them."""
    return [None] * (len(inspect.signature(function).parameters) - 1)


async def refusal(asked: Coroutine[Any, Any, Any]) -> str:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.reason


async def test_an_outsider_is_refused_before_anything_is_looked_at(council: Council) -> None:
    aigul, elena, stranger = await council.person(), await council.person(home=None), await council.stranger()
    before = council.db.counted.statements
    assert len(FOR_ROLES) >= 8
    for function in FOR_ROLES:
        nothing = nothing_for(function)
        assert await refusal(function(council.ctx(aigul), *nothing)) == "not_allowed", function
        assert await refusal(function(council.ctx(elena), *nothing)) == "not_registered", function
        assert await refusal(function(council.ctx(stranger), *nothing)) == "not_registered", function
    assert council.db.counted.statements == before


async def test_a_refused_action_does_not_begin(council: Council) -> None:
    begun = []

    @action(Act.READ_AUDIT)
    async def look(ctx: Context, what: str) -> str:
        begun.append(what)
        return what

    try:
        assert DECLARED[look] is Act.READ_AUDIT
        assert await refusal(look(council.ctx(await council.person()), "x")) == "not_allowed"
        assert begun == []
        assert await look(council.ctx(await council.with_role(Role.STAFF)), "y") == "y"
    finally:
        DECLARED.pop(look)


async def test_an_action_whose_act_has_no_rule_is_refused_to_administrators(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    farida = await council.with_role(Role.ADMINISTRATOR)
    monkeypatch.setattr("domain.permissions.RULES", {})
    for function in DECLARED:
        assert await refusal(function(council.ctx(farida), *nothing_for(function))) == "not_allowed", function


async def test_a_role_that_has_run_out_allows_nothing_any_more(council: Council) -> None:
    until = council.now + timedelta(days=1)
    daniyar = await council.with_role(Role.STAFF, until=until)
    assert len(daniyar.grants) == 1
    tomorrow = council.later(timedelta(days=1))
    left = await tomorrow.again(daniyar)
    assert left.grants == ()
    assert await refusal(FOR_ROLES[0](tomorrow.ctx(left), *nothing_for(FOR_ROLES[0]))) == "not_allowed"


async def test_whose_id_stands_in_the_settings_is_administrator(council: Council) -> None:
    shared = Shared(
        council.db, council.shared.key, council.shared.zone, council.shared.erasures, admin_ids=frozenset({5})
    )
    assert with_settings(shared, Actor(1, 5)).grants == (Grant(0, Role.ADMINISTRATOR),)
    assert with_settings(shared, Actor(1, 6)).grants == ()
    assert with_settings(shared, Actor(1, None)).grants == ()
    assert (await meet(shared, 5, council.now)).grants == (Grant(0, Role.ADMINISTRATOR),)


async def test_a_stranger_has_no_number_and_is_not_kept(council: Council) -> None:
    assert await meet(council.shared, 77, council.now) == Actor(0, 77)
    assert await council.db.read(people.actor_of_telegram, 77, council.now) is None


async def test_require_says_under_which_role_and_refuses_with_the_right_word(council: Council) -> None:
    daniyar = await council.with_role(Role.AKIM, ZHARASPAI)
    (grant,) = daniyar.grants
    allowed = council.ctx(daniyar).require(Act.MAKE_POSTER, place=grant.place)
    assert allowed.grant == grant
    with pytest.raises(Refused, match="not_allowed"):
        council.ctx(daniyar).require(Act.MAKE_POSTER)
    with pytest.raises(Refused, match="not_registered"):
        council.ctx(await council.person(home=None)).require(Act.MAKE_POSTER)


async def test_an_action_that_breaks_leaves_nothing(council: Council) -> None:
    aigul = await council.person()

    def broken(connection: Connection) -> None:
        people.set_language(connection, aigul.id, "en")
        people.set_name(connection, aigul.id, "Айгүл")
        raise RuntimeError("the light went out")

    with pytest.raises(RuntimeError):
        await council.ctx(aigul).write(broken)
    assert await council.again(aigul) == aigul
    assert (await council.db.read(people.profile, aigul.id)).name is None


async def test_a_day_is_a_local_one(council: Council) -> None:
    late = council.later(timedelta(hours=12, minutes=1))
    assert late.ctx(await council.stranger()).today.isoformat() == "2026-11-25"
