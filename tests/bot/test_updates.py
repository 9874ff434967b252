"""Updates as Telegram hands them over: confirmed only when stored, whatever they look like."""

import asyncio
import io
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import updates as module
from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.trouble import Trouble
from bot.updates import FIRST_PAUSE, LONGEST_PAUSE, SECRET_HEADER, Polling, arrived, webhook
from bot.web import make_web, serving
from sandbox.server import Sandbox
from storage import inbox
from storage.database import Database
from storage.inbox import Arrived
from tests.bot.kit import Time, die, press, receiving_with, rows, states, until
from tests.cast import NOON, Village, registered, village

ALLOWED = ["message", "callback_query"]


@pytest.fixture
def clock() -> Time:
    return Time()


# What is stored of an update


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("a\0b", "ab"),
        ("\0\0\0", ""),
        ("a\\u0000b", "a\\u0000b"),
        ("a\\\0b", "a\\b"),
        ("a\\\\\0b", "a\\\\b"),
        ("a\ud800b", "a?b"),
        ("\U0001f600 қазақша", "\U0001f600 қазақша"),
    ],
)
def test_what_the_databases_refuse_is_taken_out_and_nothing_else(said: str, stored: str) -> None:
    body = arrived({"update_id": 1, "message": {"text": said, said: [said]}}).body
    assert json.loads(body) == {"update_id": 1, "message": {"text": stored, stored: [stored]}}


@pytest.mark.parametrize(
    ("update", "line"),
    [
        (press(1, 1001), 1001),
        ({"update_id": 1, "message": {"from": {"id": 7}, "chat": {"id": -100}}}, 7),
        ({"update_id": 1, "channel_post": {"chat": {"id": -100}}}, -100),
        ({"update_id": 1, "poll": {"id": "5"}}, 0),
        ({"update_id": 1, "message": {"from": {"id": 2**63}}}, 0),
        ({"update_id": 1, "message": {"from": {"id": True}}}, 0),
        ({"update_id": 1, "message": {"from": {"id": "7"}}}, 0),
        ({"update_id": 1, "message": {"from": [7]}}, 0),
        ({"update_id": 1, "message": None}, 0),
        ([1, 2], 0),
        (None, 0),
    ],
)
def test_an_update_stands_in_the_line_of_who_acted(update: Any, line: int) -> None:
    assert arrived(update).line == line


@pytest.mark.parametrize("number", [None, "7", 7.0, True, -5, 0, 2**63, 10**30])
def test_what_has_no_usable_number_is_known_by_what_it_says(number: Any) -> None:
    one = arrived({"update_id": number, "message": {"text": "a"}})
    assert one == arrived({"update_id": number, "message": {"text": "a"}})
    assert -(2**63) < one.update_id < 0
    assert one.update_id != arrived({"update_id": number, "message": {"text": "b"}}).update_id


def garbage(chance: random.Random, depth: int = 4) -> Any:
    """Anything that JSON can say."""
    letters = ["a", "ж", "\0", "\\", '"', "\ud83d", "\udfff", "\U0001f600", "\u2028", "\x7f", "u0000"]
    if depth and chance.random() < 0.6:
        if chance.random() < 0.5:
            return [garbage(chance, depth - 1) for _ in range(chance.randrange(4))]
        names = ["update_id", "from", "chat", "id", "message", garbage(chance, 0)]
        return {str(chance.choice(names)): garbage(chance, depth - 1) for _ in range(chance.randrange(5))}
    return chance.choice(
        [None, True, chance.randrange(-(2**70), 2**70), 1e308 * 10, chance.random(), ""]
        + ["".join(chance.choices(letters, k=chance.randrange(12)))] * 4
    )


async def test_whatever_comes_can_be_stored(database: Database) -> None:
    chance = random.Random(11)  # noqa: S311 - garbage, not secrets
    many = [arrived(garbage(chance)) for _ in range(1000)]
    stored = await database.write(inbox.store, many, NOON, "a", NOON)
    assert len(stored) == len({one.update_id for one in many})
    assert {one.body for one in stored} == {one.body for one in many}


# Polling


class Telegram:
    """Answers `getUpdates` from a script and remembers what was asked; at its end it is silent."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.asked: list[dict[str, Any]] = []
        self.url = ""
        self.ended = asyncio.Event()
        self.closing = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        if not self.script:
            self.ended.set()
            await self.closing.wait()
            return web.Response()
        step = self.script.pop(0)
        if step == "cut" and request.transport is not None:
            request.transport.abort()
            return web.Response()
        if isinstance(step, web.Response):
            return step
        return web.json_response(step)

    @property
    def offsets(self) -> list[int | None]:
        return [asked.get("offset") for asked in self.asked]


@asynccontextmanager
async def telegram_of(*script: Any) -> AsyncIterator[Telegram]:
    telegram = Telegram(*script)
    app = web.Application()
    app.router.add_post("/bot1/getUpdates", telegram.answer)
    async with serving(app, "127.0.0.1", 0) as port:
        telegram.url = f"http://127.0.0.1:{port}/bot1"
        try:
            yield telegram
        finally:
            telegram.closing.set()


class Kept:
    """Takes the place of `Receiving`: remembers what it was given, after failing as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.updates: list[Arrived] = []
        self.failures = failures

    async def keep(self, updates: list[Arrived]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        self.updates += updates

    @property
    def numbers(self) -> list[int]:
        return [update.update_id for update in self.updates]


def polling(url: str, kept: Any, clock: Time, pulse: Pulse | None = None, metrics: Metrics | None = None) -> Polling:
    return Polling(url, kept, pulse or Pulse(), metrics or Metrics(), ALLOWED, clock.now, clock.sleep)


async def poll(telegram: Telegram, kept: Any, clock: Time, **changes: Any) -> None:
    """Poll to the end of the script."""
    running = asyncio.create_task(polling(telegram.url, kept, clock, **changes).run())
    ended = asyncio.create_task(telegram.ended.wait())
    async with asyncio.timeout(30):
        await asyncio.wait([running, ended], return_when=asyncio.FIRST_COMPLETED)
    await die(ended)
    if running.done():
        await running
    await die(running)


def given(*numbers: int) -> dict[str, Any]:
    return {"ok": True, "result": [press(number, 1001) for number in numbers]}


async def test_what_is_stored_is_confirmed_by_the_next_question_and_once(clock: Time) -> None:
    kept, pulse = Kept(), Pulse()
    async with telegram_of(given(5, 6), given(7), given(), given(8), given()) as telegram:
        await poll(telegram, kept, clock, pulse=pulse)
    assert kept.numbers == [5, 6, 7, 8]
    assert telegram.offsets == [None, 7, 8, None, 9, None]
    assert telegram.asked[0] == {"timeout": module.POLL_SECONDS, "limit": 100, "allowed_updates": ALLOWED}
    assert pulse.received_at == clock.now()
    assert clock.slept == []


async def test_numbers_that_begin_anew_lower_are_taken_and_not_confirmed_unseen(clock: Time) -> None:
    kept = Kept()
    async with telegram_of(given(900), given(), given(12, 13), given()) as telegram:
        await poll(telegram, kept, clock)
    assert kept.numbers == [900, 12, 13]
    assert telegram.offsets == [None, 901, None, 14, None]


async def test_what_cannot_be_stored_is_not_confirmed(clock: Time) -> None:
    kept, metrics = Kept(failures=2), Metrics()
    async with telegram_of(given(5), given(5), given(5, 6)) as telegram:
        await poll(telegram, kept, clock, metrics=metrics)
    assert kept.numbers == [5, 6]
    assert telegram.offsets == [None, None, None, 7]
    assert clock.slept == [FIRST_PAUSE, FIRST_PAUSE * 2]
    assert metrics.registry.get_sample_value("kenes_updates_total", {"kind": "callback_query"}) == 2


@pytest.mark.parametrize(
    ("trouble", "slept"),
    [
        ("cut", FIRST_PAUSE),
        (web.Response(text="<html>502</html>", status=502), FIRST_PAUSE),
        (web.Response(text="<html>404</html>", status=404), FIRST_PAUSE),
        (web.Response(body=b"\xff\xfe{", status=200), FIRST_PAUSE),
        (web.Response(text="[" * 100_000, status=200), FIRST_PAUSE),
        ([], FIRST_PAUSE),
        ({"ok": True}, FIRST_PAUSE),
        ({"ok": False}, FIRST_PAUSE),
        ({"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates"}, FIRST_PAUSE),
        ({"ok": False, "error_code": 429, "parameters": {"retry_after": 17}}, 17),
        ({"ok": False, "error_code": 429, "parameters": [17]}, FIRST_PAUSE),
        ({"ok": False, "error_code": 429, "parameters": {"retry_after": "x"}}, FIRST_PAUSE),
    ],
)
async def test_trouble_of_telegram_is_waited_out_and_loses_nothing(trouble: Any, slept: float, clock: Time) -> None:
    kept = Kept()
    async with telegram_of(given(5), trouble, given(6)) as telegram:
        await poll(telegram, kept, clock)
    assert kept.numbers == [5, 6]
    assert telegram.offsets == [None, 6, 6, 7]
    assert clock.slept == [slept]


async def test_the_pauses_grow_to_their_limit_and_begin_anew(clock: Time) -> None:
    async with telegram_of(*["cut"] * 9, given(), "cut") as telegram:
        await poll(telegram, Kept(), clock)
    assert clock.slept == [0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, 0.5]


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_telegram_does_not_know_ends_it_with_a_sentence(code: int, clock: Time) -> None:
    async with telegram_of({"ok": False, "error_code": code, "description": "Unauthorized"}) as telegram:
        with pytest.raises(Trouble, match="BotFather"):
            await poll(telegram, Kept(), clock)


async def test_garbage_among_updates_is_kept_and_confirmed_with_them(clock: Time) -> None:
    kept, metrics = Kept(), Metrics()
    wild: list[Any] = [None, 5, [], "x", {"update_id": 2**70}, {"\ud800": 1}, press(7, 1001)]
    async with telegram_of({"ok": True, "result": wild}, {"ok": True, "result": [None]}, given(8)) as telegram:
        await poll(telegram, kept, clock, metrics=metrics)
    assert telegram.offsets == [None, 8, None, 9]
    assert len(kept.updates) == 9
    assert clock.slept == [FIRST_PAUSE]
    assert b'kind="unknown"' in metrics.text()


# The check that nothing is lost, and that it would see it


class ConfirmsFirst(Polling):
    """What most bots do: the next question goes out, and confirms, while what came is still on its way."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.on_the_way: set[asyncio.Task[None]] = set()

    async def _store(self, updates: list[Any]) -> None:
        self._offset = int(updates[-1]["update_id"]) + 1
        self.on_the_way.add(asyncio.create_task(super()._store(updates)))


async def lost_in_kills(kind: type[Polling], db: Database, clock: Time) -> set[int]:
    """The presses that are lost when the process dies twice while it stores what came."""
    in_hand = asyncio.Event()

    class Dying(Kept):
        async def keep(self, updates: list[Arrived]) -> None:
            in_hand.set()
            await asyncio.Event().wait()

    handled: set[int] = set()

    async def handle(body: str) -> None:
        handled.add(json.loads(body)["update_id"])

    async with Sandbox() as sandbox:
        api = f"{sandbox.url}/bot{sandbox.token}"
        updates = sandbox.world.updates
        for number in (0, 15):
            for later in range(1, 16):
                updates.put(press(number + later, 1000 + later % 3))
            first = kind(api, Dying(), Pulse(), Metrics(), ALLOWED, clock.now, clock.sleep)  # type: ignore[arg-type]
            running = asyncio.create_task(first.run())
            await until(in_hand.is_set)
            in_hand.clear()
            await until(lambda: isinstance(first, ConfirmsFirst) <= (not updates.pending))  # noqa: B023
            await die(running)
            for task in getattr(first, "on_the_way", ()):
                await die(task)
        async with receiving_with(db, handle, clock) as receiving:
            running = asyncio.create_task(polling(api, receiving, clock).run())
            updates.put(press(31, 1001))
            await until(lambda: not updates.pending and 31 in handled)
            await receiving.idle()
            await die(running)
    return set(range(1, 32)) - handled


async def test_nothing_is_lost_when_the_process_dies_before_it_has_stored(database: Database, clock: Time) -> None:
    assert await lost_in_kills(Polling, database, clock) == set()


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_the_same_check_sees_what_is_lost_when_the_confirmation_comes_first(
    database: Database, clock: Time
) -> None:
    assert await lost_in_kills(ConfirmsFirst, database, clock) == set(range(1, 31))


async def test_a_stop_during_the_question_confirms_nothing_and_loses_nothing(database: Database, clock: Time) -> None:
    handled: list[int] = []

    async def handle(body: str) -> None:
        handled.append(json.loads(body)["update_id"])

    async with Sandbox() as sandbox:
        api = f"{sandbox.url}/bot{sandbox.token}"
        updates = sandbox.world.updates
        for number in (1, 2):
            async with receiving_with(database, handle, clock) as receiving:
                running = asyncio.create_task(polling(api, receiving, clock).run())
                await until(lambda: updates._waiting is not None)
                updates.put(press(number, 1001))
                await die(running)
                await receiving.stop(5)
        async with receiving_with(database, handle, clock) as receiving:
            running = asyncio.create_task(polling(api, receiving, clock).run())
            await until(lambda: not updates.pending)
            await receiving.idle()
            await die(running)
    assert sorted(handled) == [1, 2]


# The webhook

SECRET = "a-secret-of-the-tests"


@asynccontextmanager
async def hook(receiving: Any, path: str = "/telegram/hook") -> AsyncIterator[Callable[..., Any]]:
    """The webhook as Telegram sees it: call it with a body and get the status."""
    metrics = Metrics()
    route = webhook(path, SECRET, receiving, Pulse(polling=False), metrics, lambda: NOON)
    app = make_web(None, Pulse(), metrics, [route])  # type: ignore[arg-type]
    async with serving(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:

        async def call(body: Any, secret: str | bytes | None = SECRET, at: str = path, **headers: str) -> int:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            if secret is not None:
                headers[SECRET_HEADER] = secret if isinstance(secret, str) else secret.decode("latin-1")
            async with session.post(f"http://127.0.0.1:{port}{at}", data=io.BytesIO(data), headers=headers) as answer:
                return answer.status

        yield call


async def test_a_webhook_is_answered_when_the_update_is_stored_and_not_before() -> None:
    stored = asyncio.Event()
    asked = asyncio.Event()

    class Slow(Kept):
        async def keep(self, updates: list[Arrived]) -> None:
            asked.set()
            await stored.wait()
            await super().keep(updates)

    kept = Slow()
    async with hook(kept) as call:
        calling = asyncio.create_task(call(press(5, 1001)))
        await asked.wait()
        done, _ = await asyncio.wait([calling], timeout=0.05)
        assert not done
        stored.set()
        assert await calling == 200
    assert kept.numbers == [5]


async def test_a_webhook_that_cannot_store_says_so_and_is_called_again() -> None:
    kept = Kept(failures=1)
    async with hook(kept) as call:
        assert [await call(press(5, 1001)), await call(press(5, 1001))] == [503, 200]
    assert kept.numbers == [5]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "жк".encode(), b"\xff\xfe"])
async def test_who_does_not_know_the_secret_is_refused(secret: str | bytes | None) -> None:
    kept = Kept()
    async with hook(kept) as call:
        assert await call(press(5, 1001), secret) == 403
    assert kept.updates == []


async def test_a_webhook_is_at_its_path_only() -> None:
    kept = Kept()
    async with hook(kept) as call:
        assert [await call(press(5, 1001), at=path) for path in ("/", "/telegram", "/telegram/hook/")] == [404] * 3
    assert kept.updates == []


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"update_id=5"])
async def test_what_is_not_json_is_refused(body: bytes) -> None:
    kept = Kept()
    async with hook(kept) as call:
        assert await call(body) == 400
    assert kept.updates == []


async def test_whatever_json_telegram_sends_is_taken_once_and_for_all() -> None:
    kept = Kept()
    wild: list[Any] = [[], None, 5, {}, {"update_id": "x"}, press(5, 1001, "x" * 3_000_000)]
    async with hook(kept) as call:
        assert [await call(update) for update in wild] == [200] * 6
        assert await call(press(6, 1001), **{"Content-Type": "application/json; charset=klingon"}) == 200
        assert await call(b'{"update_id": 7, "message": {"text": "\xff"}}') == 200
    assert len(kept.updates) == 8


# Through the whole bot


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


def nested(depth: int) -> dict[str, Any]:
    return {} if depth == 0 else {"a": nested(depth - 1)}


CHAT = {"id": 1001, "type": "private"}
PERSON = {"id": 1001, "is_bot": False, "first_name": "А"}
MESSAGE = {"message_id": 1, "date": 1, "chat": CHAT, "from": PERSON}
UNREADABLE: list[dict[str, Any]] = [
    {"hologram": {"from": PERSON, "chat": CHAT}},
    {},
    {"message": None},
    {"message": 5},
    {"message": []},
    {"message": {**MESSAGE, "date": "yesterday"}},
    {"message": {**MESSAGE, "chat": {"id": 1001}}},
    {"message": {**MESSAGE, "from": {**PERSON, "id": "x"}}},
    {"message": {"message_id": 1}},
    {"message": {**MESSAGE, "entities": [{"type": 1}]}},
    {"message": {**MESSAGE, "reply_to_message": nested(300)}},
    {"callback_query": {"id": "1", "from": PERSON}},
    {"callback_query": {"id": 1, "from": PERSON, "chat_instance": "1", "data": "\ud800\0"}},
    {"my_chat_member": {"chat": CHAT, "from": PERSON, "date": 1}},
    {"message": {**MESSAGE, "from": {**PERSON, "id": 10**30}, "chat": {**CHAT, "id": 10**30}, "text": "a"}},
    {"message": {**MESSAGE, "photo": "x" * 900_000}},
    {"\0\ud800": {"\0": "\udfff"}},
]


async def test_what_cannot_be_read_is_set_aside_with_its_body_and_reason_and_delays_nobody(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    for number, update in enumerate(UNREADABLE):
        await kenes.stage.request("POST", "updates", json={"update": {"update_id": 1000 + number, **update}})
    await aigul.presses("⚙️ Баптаулар")
    assert "Тіл" in str(aigul.buttons)
    parked = {row.update_id: row for row in await rows(kenes.db) if row.state == "parked"}
    assert sorted(parked) == [1000 + number for number in range(len(UNREADABLE))]
    assert all(row.trouble and json.loads(row.body)["update_id"] == number for number, row in parked.items())
    assert set((await states(kenes.db)).values()) == {"done", "parked"}


async def test_what_is_allowed_but_unknown_is_answered_sensibly(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    unknown = [
        {"message": {**MESSAGE, "message_id": 900, "hologram": {"a": 1}}},
        {"message": {**MESSAGE, "message_id": 901, "dice": {"emoji": "🎲", "value": 1}, "new": "x"}},
    ]
    for number, update in enumerate(unknown):
        before = len(aigul.messages)
        await kenes.stage.request("POST", "updates", json={"update": {"update_id": 2000 + number, **update}})
        await aigul.hears(wait=5)
        assert len(aigul.messages) == before + 1
    await aigul.presses_old(aigul.messages[-1], "hologram9:1:2:3")
    assert aigul.alert
    await aigul.presses_old(aigul.messages[-1], "lang1")
    assert aigul.alert
    assert "parked" not in (await states(kenes.db)).values()


async def test_a_late_repeat_is_not_answered_again(kenes: Village) -> None:
    aigul = await registered(await kenes.aigul())
    await aigul.presses("⚙️ Баптаулар")
    seen = kenes.sandbox.world.events.last
    for row in await rows(kenes.db):
        await kenes.stage.request("POST", "updates/duplicate", json={"update_id": row.update_id})
    await kenes.stage.settle()  # type: ignore[misc]
    assert kenes.sandbox.world.events.last == seen
