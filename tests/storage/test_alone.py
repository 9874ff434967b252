"""Who may run at the same time on PostgreSQL."""

import asyncio

import pytest

from storage import alone

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"])


async def test_several_bots_run_and_nobody_restores_beside_them(empty_database_url: str) -> None:
    async with alone.running(empty_database_url), alone.running(empty_database_url):
        with pytest.raises(alone.Running):
            async with alone.nobody_running(empty_database_url):
                pass
    async with alone.nobody_running(empty_database_url):
        with pytest.raises(alone.Running):
            async with alone.running(empty_database_url):
                pass


async def test_a_second_poller_waits_for_the_first(empty_database_url: str) -> None:
    polls = []

    async def poll() -> None:
        async with alone.only_poller(empty_database_url, pause=0.01):
            polls.append(2)

    async with alone.only_poller(empty_database_url):
        second = asyncio.create_task(poll())
        done, _ = await asyncio.wait([second], timeout=0.2)
        assert not done
        polls.append(1)
    await second
    assert polls == [1, 2]
