"""The control API: what people and tests do, as `docs/sandbox.md` describes it."""

import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import quote

from aiohttp import web

from sandbox import acts
from sandbox.chats import Json, Person
from sandbox.errors import ControlError
from sandbox.telegram import WORLD, uploaded
from sandbox.validation import Upload
from sandbox.world import World

LONGEST_WAIT = 25.0
KINDS = {"photo", "document", "voice", "video", "audio", "sticker"}
CHATS = {"group", "supergroup", "channel"}
SHOWN = re.compile(r"image/(png|jpeg|webp|gif)|audio/|video/|application/pdf|text/plain")
"""Types of files that a browser may show; others are saved, so that nothing of them runs."""
LAST_EVENT = "X-Event"
"""The header that names the last event as an answer was made, so that what follows can be told apart."""

Act = Callable[[World, web.Request], Awaitable[Any]]
T = TypeVar("T")


def said(body: Json, name: str, kind: type[T] | tuple[type[T], ...], default: Any = ...) -> Any:
    """Return a field of a request, 400 when it is missing or of another type."""
    value = body.get(name)
    if value is None and default is not ...:
        return default
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ControlError(400, f"{name!r} is missing or wrong.")
    return value


async def body_of(request: web.Request) -> Json:
    """Return the JSON object of a request, empty for no body."""
    if not request.body_exists:
        return {}
    if request.content_type != "application/json":
        raise ControlError(400, "JSON is expected.")
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise ControlError(400, "This is not JSON.") from None
    if not isinstance(body, dict):
        raise ControlError(400, "A JSON object is expected.")
    return body


def number(text: str) -> int:
    """Return a number of an address, 400 for anything else."""
    try:
        return int(text)
    except ValueError:
        raise ControlError(400, f"{text!r} is not a number.") from None


def person_of(world: World, request: web.Request) -> Person:
    """Return the person that an address names."""
    return world.chats.person(number(request.match_info["person"]))


async def state(world: World, request: web.Request) -> Json:
    """Show who and what there is."""
    return {
        "bot": {**world.bot, **world.texts},
        "started": world.started,
        "people": [person.view() for person in world.chats.people.values()],
        "chats": [chat.view() for chat in world.chats.groups()],
        "pace": world.pace.view(),
        "faults": world.faults.view(),
        "last_event": world.events.last,
    }


async def add_person(world: World, request: web.Request) -> Json:
    """Let somebody in."""
    body = await body_of(request)
    said(body, "first_name", str)
    said(body, "id", int, None)
    for name in ("last_name", "username", "language_code", "note"):
        said(body, name, str, None)
    return world.chats.add_person(body).view()


async def add_chat(world: World, request: web.Request) -> Json:
    """Open a group or a channel."""
    body = await body_of(request)
    kind = said(body, "type", str)
    if kind not in CHATS:
        raise ControlError(400, "A chat is a group, a supergroup or a channel.")
    members = said(body, "members", list, [])
    title, creator = said(body, "title", str), said(body, "creator", int)
    return world.chats.add_chat(kind, title, creator, members, said(body, "username", str, None)).view()


async def place_bot(world: World, request: web.Request) -> Json:
    """Add the bot to a chat, give it rights or take it out."""
    body = await body_of(request)
    chat = world.chats.chat(number(request.match_info["chat"]))
    by = world.chats.person(said(body, "by", int))
    return acts.place_bot(world, by, chat, said(body, "status", str), said(body, "rights", dict, None)).view()


async def upgrade(world: World, request: web.Request) -> Json:
    """Let a group become a supergroup."""
    return acts.upgrade(world, world.chats.chat(number(request.match_info["chat"]))).view()


async def send(world: World, request: web.Request) -> Json:
    """Let somebody write or send a file."""
    person = person_of(world, request)
    if request.content_type == "multipart/form-data":
        return await send_file(world, person, request)
    body = await body_of(request)
    chat, answers = said(body, "chat_id", int, None), said(body, "reply_to_message_id", int, None)
    return acts.says(world, person, said(body, "text", str), chat, answers).view()


async def send_file(world: World, person: Person, request: web.Request) -> Json:
    """Let somebody send a file of a form."""
    fields: Json = {}
    upload: Upload | None = None
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            upload = uploaded(value)
        else:
            fields[name] = value
    if upload is None or fields.get("kind") not in KINDS:
        raise ControlError(400, "A file and its kind are expected.")
    for name in ("chat_id", "duration"):
        if name in fields:
            fields[name] = number(fields[name])
    return acts.sends(world, person, fields["kind"], upload, fields).view()


async def start(world: World, request: web.Request) -> Json:
    """Let somebody press Start or open a link."""
    body = await body_of(request)
    return acts.starts(world, person_of(world, request), said(body, "payload", str, "")).view()


async def location(world: World, request: web.Request) -> Json:
    """Let somebody share a place."""
    body = await body_of(request)
    latitude, longitude = (float(said(body, name, (int, float))) for name in ("latitude", "longitude"))
    chat = said(body, "chat_id", int, None)
    return acts.shares_location(world, person_of(world, request), latitude, longitude, chat).view()


async def contact(world: World, request: web.Request) -> Json:
    """Let somebody share a contact."""
    body, person = await body_of(request), person_of(world, request)
    whose = said(body, "person", int, person.id)
    card: Json = {"phone_number": said(body, "phone_number", str), "first_name": said(body, "first_name", str)}
    if whose:
        card["user_id"] = whose
    return acts.shares_contact(world, person, card, said(body, "chat_id", int, None)).view()


async def edit(world: World, request: web.Request) -> Json:
    """Let somebody edit what they wrote."""
    body, person = await body_of(request), person_of(world, request)
    chat, message = said(body, "chat_id", int, None), said(body, "message_id", int)
    return acts.edits(world, person, chat, message, said(body, "text", str)).view()


async def press(world: World, request: web.Request) -> Json:
    """Let somebody press a button."""
    body, person = await body_of(request), person_of(world, request)
    chat, message = said(body, "chat_id", int, None), said(body, "message_id", int)
    data, force = said(body, "data", str), said(body, "force", bool, False)
    return {"callback_query_id": acts.presses(world, person, chat, message, data, force=force)}


async def block(world: World, request: web.Request) -> Json:
    """Let somebody block the bot."""
    return acts.block(world, person_of(world, request), blocked=True).view()


async def unblock(world: World, request: web.Request) -> Json:
    """Let somebody unblock the bot."""
    return acts.block(world, person_of(world, request), blocked=False).view()


async def chat_of_person(world: World, request: web.Request) -> Json:
    """Show a chat as somebody sees it."""
    person = person_of(world, request)
    chat = acts.chat_for(world, person, number(request.match_info["chat"]))
    return {
        "messages": [message.view() for message in chat.messages.values()],
        "commands": world.commands.seen(chat, person.id, person.user.get("language_code", "")),
        "pinned": chat.pinned,
        "last_event": world.events.last,
    }


async def events(world: World, request: web.Request) -> Json:
    """Show what happened after an event, waiting for it if asked to."""
    chat = number(request.query["chat"]) if "chat" in request.query else None
    try:
        seconds = min(float(request.query.get("wait", "0")), LONGEST_WAIT)
    except ValueError:
        raise ControlError(400, "'wait' is a number of seconds.") from None
    found = await world.events.wait(number(request.query.get("after", "0")), chat, seconds)
    return {"events": found, "last_event": world.events.last}


async def transcript(world: World, request: web.Request) -> Json:
    """Show all that happened in a chat."""
    chat = world.chats.chat(number(request.match_info["chat"]))
    return {"chat": chat.view(), "events": world.events.after(0, chat.id)}


async def calls(world: World, request: web.Request) -> Json:
    """Show what the bot has called."""
    return world.calls.view()


async def set_pace(world: World, request: web.Request) -> Json:
    """Put a pace in force."""
    return world.pace.set(await body_of(request))


async def set_faults(world: World, request: web.Request) -> Json:
    """Put faults in force."""
    view = world.faults.set(await body_of(request))
    world.updates.duplicate_rate = world.faults.rates.rate_late_duplicate
    world.updates.random.seed(world.faults.rates.seed)
    return view


async def add_update(world: World, request: web.Request) -> Json:
    """Queue an update as it is."""
    world.updates.put(said(await body_of(request), "update", dict))
    return {}


async def repeat_update(world: World, request: web.Request) -> Json:
    """Hand an update over once more."""
    world.updates.repeat(said(await body_of(request), "update_id", int))
    return {}


async def file(world: World, request: web.Request) -> web.Response:
    """Show a file."""
    found = world.files.find(request.match_info["file"])
    if found is None:
        raise ControlError(404, "There is no such file.")
    name = found.body.get("file_name") or "file"
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f"{'inline' if SHOWN.match(found.content_type) else 'attachment'}; "
        f"filename*=UTF-8''{quote(name)}",
    }
    return web.Response(body=found.data, content_type=found.content_type, headers=headers)


async def stream(request: web.Request) -> web.StreamResponse:
    """Send events as they happen, for a page."""
    world = request.app[WORLD]
    after = number(request.headers.get("Last-Event-ID") or request.query.get("after", "0"))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    # A page that was closed is no trouble: there is nobody to tell any more.
    with suppress(ConnectionResetError):
        await response.prepare(request)
        await response.write(b": here\n\n")
        while not world.closing.is_set() and request.transport is not None and not request.transport.is_closing():
            found = await world.events.wait(after, None, LONGEST_WAIT)
            if not found:
                await response.write(b": still here\n\n")
            for event in found:
                after = event["event"]
                await response.write(f"id: {after}\ndata: {json.dumps(event)}\n\n".encode())
    return response


ROUTES: tuple[tuple[str, str, Act], ...] = (
    ("GET", "/api/state", state),
    ("POST", "/api/people", add_person),
    ("POST", "/api/chats", add_chat),
    ("POST", "/api/chats/{chat}/bot", place_bot),
    ("POST", "/api/chats/{chat}/upgrade", upgrade),
    ("POST", "/api/people/{person}/messages", send),
    ("POST", "/api/people/{person}/start", start),
    ("POST", "/api/people/{person}/location", location),
    ("POST", "/api/people/{person}/contact", contact),
    ("POST", "/api/people/{person}/edit", edit),
    ("POST", "/api/people/{person}/press", press),
    ("POST", "/api/people/{person}/block", block),
    ("POST", "/api/people/{person}/unblock", unblock),
    ("GET", "/api/people/{person}/chats/{chat}", chat_of_person),
    ("GET", "/api/events", events),
    ("GET", "/api/transcript/{chat}", transcript),
    ("GET", "/api/calls", calls),
    ("PUT", "/api/pace", set_pace),
    ("PUT", "/api/faults", set_faults),
    ("POST", "/api/updates", add_update),
    ("POST", "/api/updates/duplicate", repeat_update),
    ("GET", "/api/files/{file}", file),
)


def answering(act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return a handler that answers with what an act returns, or with its refusal."""

    async def handle(request: web.Request) -> web.StreamResponse:
        world = request.app[WORLD]
        status = 200
        try:
            result = await act(world, request)
        except ControlError as error:
            result, status = {"error": error.sentence}, error.status
        if isinstance(result, web.StreamResponse):
            return result
        body = json.dumps(result, ensure_ascii=False).encode()
        headers = {LAST_EVENT: str(world.events.last)}
        return web.Response(body=body, status=status, content_type="application/json", headers=headers)

    return handle


def add_routes(app: web.Application) -> None:
    """Put the control API under its addresses."""
    for verb, path, act in ROUTES:
        app.router.add_route(verb, path, answering(act))
    app.router.add_get("/api/stream", stream)
