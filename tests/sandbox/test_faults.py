"""Faults: repeatable by their seed, and each of the kind that it says."""

import aiohttp
import pytest

from sandbox.faults import Faults
from sandbox.play import Person, Stage
from tests.sandbox.conftest import Api, Clock, Refusal

EVERY = dict.fromkeys(("rate_429", "rate_500", "rate_502", "rate_cut_before", "rate_cut_after"), 0.15)


def test_a_seed_gives_the_same_faults_again() -> None:
    faults = Faults()
    faults.set({"seed": 7, **EVERY, "delay": [0.0, 2.0]})
    first = [faults.draw("sendMessage") for _ in range(200)]
    faults.set({"seed": 7, **EVERY, "delay": [0.0, 2.0]})
    assert [faults.draw("sendMessage") for _ in range(200)] == first
    assert {fault.kind for fault in first} == {None, "429", "500", "502", "cut_before", "cut_after"}
    faults.set({"seed": 8, **EVERY, "delay": [0.0, 2.0]})
    assert [faults.draw("sendMessage") for _ in range(200)] != first


def test_only_named_methods_fail() -> None:
    faults = Faults()
    faults.set({"methods": ["sendMessage"], "rate_502": 1.0})
    assert faults.draw("getUpdates").kind is None
    assert faults.draw("sendMessage").kind == "502"


async def test_429_says_when_to_try_again(api: Api, stage: Stage, aigul: Person) -> None:
    await stage.faults(rate_429=1)
    with pytest.raises(Refusal) as caught:
        await api("sendMessage", chat_id=aigul.id, text="a")
    assert caught.value.body["parameters"] == {"retry_after": 1}


async def test_500_comes_with_and_without_a_description(api: Api, stage: Stage) -> None:
    await stage.faults(rate_500=1)
    bodies = []
    for _ in range(20):
        async with api.session.post(api.address("getMe")) as response:
            assert response.status == 500
            bodies.append(await response.json())
    assert {"ok": False, "error_code": 500} in bodies
    assert {"ok": False, "error_code": 500, "description": "Internal Server Error"} in bodies


async def test_502_is_a_page(api: Api, stage: Stage) -> None:
    await stage.faults(rate_502=1)
    async with api.session.post(api.address("getMe"), data={"a": "b"}) as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize(("rate", "taken"), [("rate_cut_before", ""), ("rate_cut_after", "a")])
async def test_a_connection_is_cut_before_or_after(
    api: Api, stage: Stage, aigul: Person, rate: str, taken: str
) -> None:
    await stage.faults(**{rate: 1, "methods": ["sendMessage"]})
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=aigul.id, text="a")
    await aigul.hears()
    assert aigul.sees == taken
    errors = (await stage.get("calls"))["errors"]
    assert [error["fault"] for error in errors] == [rate.removeprefix("rate_")]


async def test_a_delay_passes_on_the_sandbox_clock(api: Api, stage: Stage, clock: Clock) -> None:
    before = clock.now
    await stage.faults(delay=[3, 5])
    await api("getMe")
    assert 3 <= clock.now - before <= 5


async def test_a_late_duplicate_comes_after_its_confirmation(settled: Api, stage: Stage, aigul: Person) -> None:
    await stage.faults(rate_late_duplicate=1)
    await aigul.says("a", expect_silence=True)
    (update,) = await settled("getUpdates")
    assert await settled("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await settled("getUpdates", offset=update["update_id"] + 1) == []


@pytest.mark.parametrize(
    "wrong", [{"seed": "a"}, {"rate_429": 2}, {"delay": [2, 1]}, {"methods": "x"}, {"rate": 1}, {"rate_500": True}]
)
async def test_wrong_faults_are_refused(stage: Stage, wrong: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="cannot be set"):
        await stage.faults(**wrong)


async def test_rates_of_one_call_are_at_most_1(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="more than 1"):
        await stage.faults(rate_429=0.6, rate_500=0.6)
