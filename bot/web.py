"""The bot's own web server: health, metrics and the place where the webhook is mounted."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web

from bot.metrics import Metrics
from bot.pulse import Pulse
from storage.database import Database
from storage.reach import answers

DATABASE_SECONDS = 2


def make_web(
    database: Database, pulse: Pulse, metrics: Metrics, routes: Iterable[web.AbstractRouteDef] = ()
) -> web.Application:
    """The application; `routes` is what else it serves, such as the webhook."""

    async def health(_request: web.Request) -> web.Response:
        now = datetime.now(UTC)
        troubles = pulse.troubles(now)
        if not await _database_answers(database):
            troubles.insert(0, f"the database did not answer within {DATABASE_SECONDS} seconds")
        figures = {
            "ok": not troubles,
            "troubles": troubles,
            "seconds_since_received": _seconds(pulse.received_at, now),
            "seconds_oldest_waits": _seconds(pulse.oldest_waiting_at, now),
        }
        return web.json_response(figures, status=503 if troubles else 200)

    async def show_metrics(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.add_routes([web.get("/health", health), web.get("/metrics", show_metrics), *routes])
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve `app` until the block ends; gives the port, which is a free one when 0 was asked for."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _database_answers(database: Database) -> bool:
    reading = asyncio.ensure_future(database.read(answers))
    # Left to end by itself: on SQLite a read that has begun cannot be taken back, and waiting for it is the trouble.
    done, _ = await asyncio.wait([reading], timeout=DATABASE_SECONDS)
    reading.add_done_callback(lambda task: task.cancelled() or task.exception())
    return bool(done) and reading.exception() is None


def _seconds(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else round((now - since).total_seconds(), 1)
