"""The Bot API over HTTP: read a call, perhaps spoil it, check it, hand it to its method."""

import inspect
import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import ApiError, bad
from sandbox.faults import Fault
from sandbox.files import LARGEST_UPLOAD
from sandbox.methods import HANDLERS
from sandbox.methods.call import Call
from sandbox.validation import Upload, facts, method
from sandbox.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)

NAMES = {name.lower(): name for name in HANDLERS}
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


def answer(body: dict[str, Any], status: int = 200) -> web.Response:
    """Return JSON as Telegram sends it."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def uploaded(field: web.FileField) -> Upload:
    """Return a file of a form, or Telegram's refusal of one that is too large."""
    data = field.file.read(LARGEST_UPLOAD + 1)
    field.file.close()
    if len(data) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return Upload(field.filename, field.content_type, data)


async def read_multipart(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the fields and the files of a multipart form."""
    fields: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = uploaded(value)
        else:
            fields[name] = value.decode() if isinstance(value, (bytes, bytearray)) else value
    return fields, files


async def read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the parameters and the files of a call, in whichever of the four forms they came."""
    raw: dict[str, Any] = dict(request.query) if request.query_string else {}
    if request.method == "GET" or not request.body_exists:
        return raw, {}
    kind = request.content_type
    if kind == "multipart/form-data":
        fields, files = await read_multipart(request)
        return raw | fields, files
    text = (await request.read()).decode()
    if kind == "application/json":
        loaded = json.loads(text)
        if not isinstance(loaded, dict):
            raise bad("can't parse request JSON object")
        return raw | loaded, {}
    return raw | dict(parse_qsl(text, keep_blank_values=True)), {}


def find(name: str) -> str:
    """Return a method's proper name: 404 for what is not in the Bot API, 501 for what the sandbox lacks."""
    proper = NAMES.get(name.lower())
    if proper is not None:
        return proper
    if name.lower() in {known.lower() for known in facts()["names"]}:
        raise ApiError(501, f"Not Implemented: the sandbox does not implement {name}")
    raise ApiError(404, "Not Found")


async def perform(world: World, name: str, request: web.Request) -> Any:
    """Check one call and let its method answer."""
    try:
        raw, files = await read(request)
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise bad("can't parse the request") from None
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    check = method(name)
    direct = {key: file for key, file in files.items() if key in check.checks}
    result = HANDLERS[name](Call(world, check(raw | direct), files))
    return await result if inspect.isawaitable(result) else result


def cut(request: web.Request) -> web.Response:
    """Break the connection off; the answer that is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def spoil(world: World, fault: Fault, request: web.Request) -> web.Response | None:
    """Return what a fault answers instead of the method, None when the method is to be called."""
    if fault.kind in {None, "cut_after"}:
        return None
    await request.read()
    if fault.kind == "cut_before":
        return cut(request)
    if fault.kind == "502":
        return web.Response(text=BAD_GATEWAY, status=502, content_type="text/html")
    if fault.kind == "429":
        return answer(ApiError(429, "Too Many Requests: retry after 1", 1).body(), 429)
    body: dict[str, Any] = {"ok": False, "error_code": 500}
    return answer(body if fault.bare else {**body, "description": "Internal Server Error"}, 500)


def note_fault(world: World, name: str, code: int, fault: Fault) -> None:
    """Write down that a call was spoiled, with code 0 when its method was performed all the same."""
    description = f"fault {fault.kind}"
    world.calls.errors.append({"method": name, "code": code, "description": description, "fault": fault.kind})


async def call(request: web.Request) -> web.Response:
    """Answer one call of the bot."""
    world = request.app[WORLD]
    name = request.match_info["method"]
    try:
        if request.match_info["token"] != world.token:
            raise ApiError(401, "Unauthorized")
        name = find(name)
        world.calls.methods[name] += 1
        fault = world.faults.draw(name)
        if fault.delay:
            await world.sleep(fault.delay)
        spoiled = await spoil(world, fault, request)
        if spoiled is not None:
            note_fault(world, name, spoiled.status, fault)
            return spoiled
        result = await perform(world, name, request)
    except ApiError as error:
        world.calls.errors.append({"method": name, "code": error.code, "description": error.description})
        return answer(error.body(), error.code)
    except ConnectionResetError:
        # The bot was killed in the middle of its call: nobody reads an answer.
        return web.Response()
    if fault.kind == "cut_after":
        note_fault(world, name, 0, fault)
        return cut(request)
    return answer({"ok": True, "result": result})


async def download(request: web.Request) -> web.Response:
    """Answer a download of what `getFile` named."""
    world = request.app[WORLD]
    file = world.files.at(request.match_info["path"])
    if request.match_info["token"] != world.token or file is None:
        return answer(ApiError(404, "Not Found").body(), 404)
    return web.Response(body=file.data, content_type="application/octet-stream")


def add_routes(app: web.Application) -> None:
    """Put the Bot API under its addresses."""
    for verb in ("GET", "POST"):
        app.router.add_route(verb, "/bot{token}/{method}", call)
    app.router.add_get("/file/bot{token}/{path:.+}", download)
