"""The sandbox as a server: on loopback only, for pages of its own only."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox import control, telegram
from sandbox.files import MEGABYTE
from sandbox.world import TOKEN, World

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
HOST = "127.0.0.1"
PAGE = Path(__file__).with_name("page")
LARGEST_REQUEST = 64 * MEGABYTE


@web.middleware
async def at_home(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse who came by another name than loopback's, and pages of others that send anything."""
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return web.json_response({"error": "The sandbox answers on this machine only."}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return web.json_response({"error": "Other pages may not use the sandbox."}, status=403)
    return await handler(request)


async def index(request: web.Request) -> web.StreamResponse:
    """Show the chat page."""
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def page_file(request: web.Request) -> web.StreamResponse:
    """Send a file of the chat page."""
    path = (PAGE / request.match_info["name"]).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


def make_app(world: World) -> web.Application:
    """Return the web application of a sandbox."""
    app = web.Application(middlewares=[at_home], client_max_size=LARGEST_REQUEST)
    app[telegram.WORLD] = world
    telegram.add_routes(app)
    control.add_routes(app)
    app.router.add_get("/", index)
    app.router.add_get("/page/{name:.+}", page_file)
    app.on_shutdown.append(close)
    return app


async def close(app: web.Application) -> None:
    """Let everybody who waits go home."""
    world = app[telegram.WORLD]
    world.closing.set()
    world.events.release()
    world.updates.release()
    await world.webhook.close()


class Sandbox:
    """A sandbox that runs inside this process: `async with Sandbox() as sandbox: sandbox.url`."""

    def __init__(self, *, port: int = 0, token: str = TOKEN, **options: Any) -> None:
        self.world = World(token, **options)
        self.token = token
        self.url = ""
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on the port, or on a free one."""
        self._runner = web.AppRunner(make_app(self.world), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
