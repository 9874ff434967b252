"""People for tests, benchmarks and stories: `await aigul.presses("Zharaspai")`, then look at `aigul.sees`.

Everything goes over the control API. A verb returns when the bot has reacted, or fails with the transcript.
"""

import asyncio
import json
import mimetypes
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import aiohttp

from sandbox.screen import Screen, by_bot, describe, start_payload

Json = dict[str, Any]
Settle = Callable[[], Awaitable[None]]
Until = Callable[[datetime], Awaitable[None]]
T = TypeVar("T")

TYPES = {
    "photo": ("photo.jpg", "image/jpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "document": ("document.pdf", "application/pdf"),
    "video": ("video.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "sticker": ("sticker.webp", "image/webp"),
}


def loaded(file: bytes | Path, name: str) -> tuple[str, bytes]:
    """Return a file's name and bytes; bytes alone get the name that is given."""
    return (file.name, file.read_bytes()) if isinstance(file, Path) else (name, file)


async def wait_until(moment: datetime) -> None:
    """Wait until a moment has come."""
    await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))


class Stage:
    """A sandbox seen by those who play on it.

    `settle`, if given, is awaited after each verb instead of waiting for the bot's first reaction; `timeout` is how
    long a verb waits for a reaction, `silence` how long it listens when none is expected, both in seconds. `until`
    waits for a moment; a test that has the bot's clock in its hand puts it there instead.
    """

    def __init__(
        self,
        base_url: str,
        *,
        settle: Settle | None = None,
        timeout: float = 10,
        silence: float = 0.3,
        until: Until = wait_until,
    ) -> None:
        self.url = base_url.rstrip("/")
        self.settle = settle
        self.until = until
        self.timeout = timeout
        self.silence = silence
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("A stage is used inside `async with`.")
        return self._session

    async def download(self, path: str) -> bytes:
        """Return the bytes of a file of the control API."""
        async with self._open.get(f"{self.url}/api/{path}") as response:
            if response.status != 200:
                raise AssertionError(f"GET {path}: {await response.text()}")
            return await response.read()

    async def request(self, verb: str, path: str, **options: Any) -> tuple[Json, int]:
        """Make a request of the control API and return its answer with the last event before it."""
        async with self._open.request(verb, f"{self.url}/api/{path}", **options) as response:
            body: Json = await response.json()
            if response.status != 200:
                raise AssertionError(f"{verb} {path}: {body['error']}")
            return body, int(response.headers["X-Event"])

    async def get(self, path: str, **query: Any) -> Json:
        """Return what an address of the control API shows."""
        return (await self.request("GET", path, params=query))[0]

    async def person(self, first_name: str, **details: Any) -> "Person":
        """Let somebody new in."""
        body, _ = await self.request("POST", "people", json={"first_name": first_name, **details})
        return Person(self, body, body["id"])

    async def meet(self, number: int) -> "Person":
        """Return somebody who is here already, with what was said so far."""
        people = (await self.get("state"))["people"]
        found = next((person for person in people if person["id"] == number), None)
        if found is None:
            raise AssertionError(f"Nobody here has the id {number}.")
        person = Person(self, found, number)
        await person.look()
        return person

    async def group(self, title: str, creator: "Person", *members: "Person", kind: str = "supergroup") -> int:
        """Open a group or channel and return its id."""
        numbers = [member.id for member in members]
        body, _ = await self.request(
            "POST", "chats", json={"type": kind, "title": title, "creator": creator.id, "members": numbers}
        )
        return int(body["id"])

    async def pace(self, **limits: Any) -> None:
        """Put a pace in force."""
        await self.request("PUT", "pace", json=limits)

    async def faults(self, **rates: Any) -> None:
        """Put faults in force."""
        await self.request("PUT", "faults", json=rates)


class Person(Screen):
    """Somebody in one chat with the bot: their own, or a group after `at`."""

    def __init__(self, stage: Stage, about: Json, chat: int) -> None:
        super().__init__()
        self.stage = stage
        self.about = about
        self.id: int = about["id"]
        self.chat = chat
        self._after = 0

    def __repr__(self) -> str:
        return f"<{self.about['first_name']} in {self.chat}>"

    async def at(self, chat: int) -> "Person":
        """Return the same person in another chat."""
        other = Person(self.stage, self.about, chat)
        await other.look()
        return other

    # What they do

    async def says(self, text: str, *, answers: Json | None = None, expect_silence: bool = False) -> Self:
        """Write a text."""
        body = {"text": text, **({"reply_to_message_id": answers["message_id"]} if answers else {})}
        return await self._act("messages", body, expect_silence=expect_silence)

    async def opens(self, payload: str = "", *, expect_silence: bool = False) -> Self:
        """Open a deep link of the bot and press Start."""
        return await self._act("start", {"payload": payload}, expect_silence=expect_silence)

    async def presses(self, label: str, *, expect_silence: bool = False) -> Self:
        """Press the button that reads so: on the newest message that has it, or on the reply keyboard."""
        message, button = await self._sought(lambda: self.find(label))
        if message is None:
            return await self._press_reply(button, expect_silence=expect_silence)
        if "callback_data" in button:
            return await self._press(message["message_id"], button["callback_data"], force=False)
        payload = start_payload(button.get("url", ""))
        if payload is None:
            raise AssertionError(f"This button cannot be pressed in a test: {json.dumps(button, ensure_ascii=False)}")
        return await self.opens(payload, expect_silence=expect_silence)

    async def chooses(self, data: str, ending: str = "") -> Self:
        """Press the newest button whose data begins and ends so, whatever is written on it and in which language."""
        message, whole = await self._sought(lambda: self.find_deed(data, ending))
        return await self._press(message["message_id"], whole, force=False)

    async def presses_old(self, message: Json, data: str) -> Self:
        """Press a button of an old screen, though it may not be there any more."""
        return await self._press(message["message_id"], data, force=True)

    async def shares_location(self, latitude: float, longitude: float, *, expect_silence: bool = False) -> Self:
        """Send a point on the map."""
        body = {"latitude": latitude, "longitude": longitude}
        return await self._act("location", body, expect_silence=expect_silence)

    async def sends_contact(
        self, phone_number: str = "+77010000000", *, whose: "Person | None" = None, expect_silence: bool = False
    ) -> Self:
        """Send a contact, their own if nobody is named."""
        owner = whose or self
        body = {"person": owner.id, "phone_number": phone_number, "first_name": owner.about["first_name"]}
        return await self._act("contact", body, expect_silence=expect_silence)

    async def sends_photo(self, file: bytes | Path, caption: str = "", **options: Any) -> Self:
        """Send a photo."""
        return await self._send("photo", file, caption=caption, **options)

    async def sends_document(self, file: bytes | Path, caption: str = "", **options: Any) -> Self:
        """Send a document."""
        return await self._send("document", file, caption=caption, **options)

    async def sends_voice(self, file: bytes | Path, duration: int = 5, **options: Any) -> Self:
        """Send a voice message."""
        return await self._send("voice", file, duration=duration, **options)

    async def sends_video(self, file: bytes | Path, caption: str = "", **options: Any) -> Self:
        """Send a video."""
        return await self._send("video", file, caption=caption, **options)

    async def sends_sticker(self, file: bytes | Path = b"RIFF", **options: Any) -> Self:
        """Send a sticker."""
        return await self._send("sticker", file, **options)

    async def edits(self, message: Json, text: str, *, expect_silence: bool = False) -> Self:
        """Edit a message of their own."""
        body = {"message_id": message["message_id"], "text": text}
        return await self._act("edit", body, expect_silence=expect_silence)

    async def blocks(self) -> Self:
        """Block the bot, which cannot answer."""
        return await self._move("block")

    async def unblocks(self) -> Self:
        """Unblock the bot, which need not answer."""
        return await self._move("unblock")

    async def adds_bot(self, status: str = "member", **rights: bool) -> Self:
        """Add the bot to this group or channel, or change what it is there; it need not answer."""
        body: Json = {"by": self.id, "status": status, **({"rights": rights} if rights else {})}
        await self.stage.request("POST", f"chats/{self.chat}/bot", json=body)
        return await self._rest()

    async def file(self, message: Json) -> bytes:
        """Open the file of a message and return its bytes."""
        kind = next(kind for kind in TYPES if kind in message)
        body = message[kind][-1] if kind == "photo" else message[kind]
        return await self.stage.download(f"files/{quote(body['file_id'])}")

    # How it happens

    async def look(self) -> None:
        """Read the chat anew."""
        body = await self.stage.get(f"people/{self.id}/chats/{self.chat}")
        for message in body["messages"]:
            self.keep(message, new=True)
        self._after = body["last_event"]

    async def hears(self, *, wait: float = 0) -> Self:
        """Take in what came unasked, waiting up to `wait` seconds for something of the bot if nothing is new."""
        seen = self.last
        await self._drain()
        if wait and self.last is seen:
            await self._until(by_bot, self._after, wait)
        return self

    async def _sought(self, find: Callable[[], T]) -> T:
        """Return what `find` finds; where nobody says that the bot is done, it may still be on its way."""
        clock = asyncio.get_running_loop().time
        end = clock() + (self.stage.timeout if self.stage.settle is None else 0)
        while True:
            try:
                return find()
            except AssertionError:
                if (left := end - clock()) <= 0:
                    raise
            await self._drain(wait=left)

    async def _act(self, verb: str, body: Json, *, expect_silence: bool) -> Self:
        place = {} if self.chat == self.id else {"chat_id": self.chat}
        _, event = await self.stage.request("POST", f"people/{self.id}/{verb}", json={**body, **place})
        return await self._reaction(event, expect_silence=expect_silence)

    async def _send(self, kind: str, file: bytes | Path, *, expect_silence: bool = False, **fields: Any) -> Self:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("kind", kind)
        name, data = loaded(file, fields.pop("name", TYPES[kind][0]))
        content_type = mimetypes.guess_type(name)[0] or TYPES[kind][1]
        form.add_field("file", data, filename=name, content_type=content_type)
        if self.chat != self.id:
            form.add_field("chat_id", str(self.chat))
        for field, value in fields.items():
            form.add_field(field, str(value))
        _, event = await self.stage.request("POST", f"people/{self.id}/messages", data=form)
        return await self._reaction(event, expect_silence=expect_silence)

    async def _move(self, verb: str) -> Self:
        body, _ = await self.stage.request("POST", f"people/{self.id}/{verb}", json={})
        self.about = body
        return await self._rest()

    async def _rest(self) -> Self:
        if self.stage.settle is not None:
            await self.stage.settle()
        await self._drain()
        return self

    async def _press(self, message: int, data: str, *, force: bool) -> Self:
        place = {} if self.chat == self.id else {"chat_id": self.chat}
        body = {"message_id": message, "data": data, "force": force, **place}
        answer, event = await self.stage.request("POST", f"people/{self.id}/press", json=body)
        query = answer["callback_query_id"]
        self.alert = ""
        return await self._reaction(event, wanted=lambda e: e["kind"] == "answer" and e["callback_query_id"] == query)

    async def _press_reply(self, button: Json, *, expect_silence: bool) -> Self:
        if button.get("request_contact"):
            return await self.sends_contact(expect_silence=expect_silence)
        if button.get("request_location"):
            raise AssertionError("This button asks for a location: use shares_location().")
        return await self.says(button["text"], expect_silence=expect_silence)

    async def _reaction(
        self, event: int, *, wanted: Callable[[Json], bool] | None = None, expect_silence: bool = False
    ) -> Self:
        """Wait for what the bot does after an event, then take in all that is there."""
        if self.stage.settle is not None:
            await self.stage.settle()
            new = await self._drain()
        elif expect_silence:
            new = await self._drain(wait=self.stage.silence, after=event)
        else:
            new = await self._until(wanted or by_bot, event, self.stage.timeout)
        reactions = [e for e in new if e["event"] > event and by_bot(e)]
        if expect_silence and reactions:
            raise AssertionError(f"Silence was expected, but the bot reacted:\n{await self.transcript()}")
        if not expect_silence and not any(map(wanted or by_bot, reactions)):
            raise AssertionError(f"The bot did not answer:\n{await self.transcript()}")
        return self

    async def _until(self, wanted: Callable[[Json], bool], event: int, seconds: float) -> list[Json]:
        """Take in events until a wanted one comes, or there was none for so many seconds."""
        new: list[Json] = []
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while (left := end - clock()) > 0 and not any(e["event"] > event and wanted(e) for e in new):
            new += await self._drain(wait=left, after=max(event, self._after))
        return new + await self._drain()

    async def _drain(self, wait: float = 0, after: int | None = None) -> list[Json]:
        """Take in what is new; with `wait`, first wait for something after `after`."""
        if wait:
            await self.stage.get("events", chat=self.chat, wait=wait, after=after if after is not None else self._after)
        new: list[Json] = (await self.stage.get("events", chat=self.chat, after=self._after))["events"]
        for event in new:
            self._after = event["event"]
            self.take(event)
        return new

    async def transcript(self) -> str:
        """Return what happened in the chat, a line for each event."""
        events = (await self.stage.get(f"transcript/{self.chat}"))["events"]
        return "\n".join(f"    {describe(event)}" for event in events) or "    (nothing)"
