"""Delivery to the bot's own address."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sandbox.play import Person, Stage
from sandbox.server import HOST
from tests.sandbox.conftest import Api


class Receiver:
    """An address that takes updates, or refuses those of one chat at first."""

    def __init__(self) -> None:
        self.url = ""
        self.updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.secrets: set[str | None] = set()
        self.refuse: dict[int, int] = {}
        """How many deliveries are refused still, by chat."""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = await request.json()
        chat = update["message"]["chat"]["id"]
        if self.refuse.get(chat, 0) > 0:
            self.refuse[chat] -= 1
            return web.Response(status=500)
        self.updates.put_nowait(update)
        return web.Response()

    async def texts(self, count: int) -> list[str]:
        """Return the texts of the next updates that were taken."""
        async with asyncio.timeout(5):
            return [(await self.updates.get())["message"]["text"] for _ in range(count)]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    receiver.url = f"http://{HOST}:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_delivered_in_order_with_the_secret(settled: Api, aigul: Person, receiver: Receiver) -> None:
    await settled("setWebhook", url=receiver.url, secret_token="s-1", allowed_updates=["message"])
    sent = [str(number) for number in range(20)]
    for text in sent:
        await aigul.says(text, expect_silence=True)
    assert await receiver.texts(20) == sent
    assert receiver.secrets == {"s-1"}
    info = await settled("getWebhookInfo")
    assert (info["url"], info["allowed_updates"], info["max_connections"]) == (receiver.url, ["message"], 40)


async def test_a_refused_update_is_sent_again_and_holds_up_only_its_chat(
    settled: Api, aigul: Person, stage: Stage, receiver: Receiver
) -> None:
    receiver.refuse[aigul.id] = 3
    await settled("setWebhook", url=receiver.url)
    await aigul.says("a", expect_silence=True)
    await aigul.says("b", expect_silence=True)
    berik = await stage.person("Berik")
    await berik.says("c", expect_silence=True)
    texts = await receiver.texts(3)
    assert sorted(texts) == ["a", "b", "c"]
    assert texts.index("a") < texts.index("b")
    info = await settled("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_polling_and_a_webhook_exclude_each_other(settled: Api, receiver: Receiver) -> None:
    waiting = asyncio.ensure_future(settled.refusal("getUpdates", timeout=20))
    await settled("getMe")
    await settled("setWebhook", url=receiver.url)
    assert await waiting == "Conflict: terminated by setWebhook request"
    assert await settled.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await settled("deleteWebhook", drop_pending_updates=True)
    assert await settled("getUpdates") == []


async def test_what_waited_is_delivered_and_repeats_too(
    settled: Api, aigul: Person, stage: Stage, receiver: Receiver
) -> None:
    await aigul.says("a", expect_silence=True)
    await settled("setWebhook", url=receiver.url)
    first = await receiver.updates.get()
    await stage.request("POST", "updates/duplicate", json={"update_id": first["update_id"]})
    assert await receiver.updates.get() == first
    await stage.faults(rate_late_duplicate=1)
    await aigul.says("b", expect_silence=True)
    assert await receiver.texts(2) == ["b", "b"]
    assert receiver.updates.empty()


async def test_only_this_machine_is_delivered_to(settled: Api) -> None:
    assert "this machine only" in await settled.refusal("setWebhook", url="https://e.kz/hook")
    assert "secret token" in await settled.refusal("setWebhook", url="", secret_token="a b")
