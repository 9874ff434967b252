"""Health and metrics as whoever watches the bot asks for them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.metrics import Metrics
from bot.pulse import SILENCE, WAIT, Pulse
from bot.web import make_web, serving
from storage.database import Database

SECOND = timedelta(seconds=1)


def _now() -> datetime:
    return datetime.now(UTC)


async def _get(app: web.Application, path: str) -> tuple[int, Any]:
    async with (
        serving(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await (answer.json() if answer.content_type == "application/json" else answer.text())


async def test_a_bot_that_hears_telegram_is_healthy(database: Database) -> None:
    pulse = Pulse(received_at=_now())
    status, said = await _get(make_web(database, pulse, Metrics()), "/health")
    assert (status, said["ok"], said["troubles"]) == (200, True, [])
    assert said["seconds_since_received"] < 60
    assert said["seconds_oldest_waits"] is None


@pytest.mark.parametrize(
    ("pulse", "why"),
    [
        (lambda: Pulse(received_at=_now() - SILENCE - SECOND), "getUpdates"),
        (lambda: Pulse(started_at=_now() - SILENCE - SECOND), "getUpdates"),
        (lambda: Pulse(polling=False, oldest_waiting_at=_now() - WAIT - SECOND), "waiting"),
    ],
)
async def test_what_stands_still_is_not_healthy(pulse: Callable[[], Pulse], why: str, database: Database) -> None:
    status, said = await _get(make_web(database, pulse(), Metrics()), "/health")
    assert status == 503
    assert why in said["troubles"][0]


def test_a_quiet_night_with_a_webhook_is_healthy() -> None:
    assert Pulse(polling=False, received_at=_now() - timedelta(hours=9)).troubles(_now()) == []


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_database_that_does_not_answer_is_not_healthy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = asyncio.Event()

    async def hang(*_: object) -> None:
        await released.wait()

    monkeypatch.setattr(database, "read", hang)
    monkeypatch.setattr("bot.web.DATABASE_SECONDS", 0.01)
    status, said = await _get(make_web(database, Pulse(), Metrics()), "/health")
    assert status == 503
    assert "database" in said["troubles"][0]
    released.set()


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_database_that_is_broken_is_not_healthy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(database, "read", fail)
    status, _ = await _get(make_web(database, Pulse(), Metrics()), "/health")
    assert status == 503


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_metrics_are_there_for_prometheus(database: Database) -> None:
    metrics = Metrics()
    metrics.watch(database)
    metrics.updates.labels("message").inc()
    metrics.handling.labels("message").observe(0.002)
    metrics.calls.labels("sendMessage", "sent").inc()
    metrics.queue.labels("inbox").set(3)
    status, said = await _get(make_web(database, Pulse(), metrics), "/metrics")
    assert status == 200
    assert 'kenes_updates_total{kind="message"} 1.0' in said
    assert 'kenes_handling_seconds_bucket{kind="message",le="0.0025"} 1.0' in said
    assert 'kenes_telegram_calls_total{method="sendMessage",outcome="sent"} 1.0' in said
    assert 'kenes_queue_length{queue="inbox"} 3.0' in said
    assert 'kenes_storage_operations_total{kind="writes"} 0.0' in said


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_other_routes_can_be_mounted(database: Database) -> None:
    async def hook(_request: web.Request) -> web.Response:
        return web.Response(text="stored")

    app = make_web(database, Pulse(), Metrics(), [web.get("/telegram", hook)])
    assert await _get(app, "/telegram") == (200, "stored")
