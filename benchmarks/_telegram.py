"""A Bot API server that takes everything and checks nothing: what is measured against it is our own time."""

import asyncio
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

_numbers = itertools.count(1)


async def _take(request: web.Request) -> web.Response:
    await request.read()
    sent = {"message_id": next(_numbers), "date": 1700000000, "chat": {"id": 7, "type": "private"}, "text": "x"}
    result: object = sent if request.path.rsplit("/", 1)[-1].startswith(("send", "edit")) else True
    return web.json_response({"ok": True, "result": result})


async def _serve() -> None:
    app = web.Application()
    app.router.add_post("/{path:.*}", _take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(json.dumps(runner.addresses[0][1]), flush=True)
    await asyncio.Event().wait()


@contextmanager
def bare_telegram() -> Iterator[str]:
    """The address of such a server in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks._telegram"], stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError("the server says nothing")
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_serve())
