"""What each answer of Telegram means for what is sent next."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientTimeout, web

from bot.sending.courier import REFUSED_TOKEN_SECONDS, UNREACHABLE_SECONDS, Call, Courier, read_answer
from domain.outbox import Bad, Gone, Later, Lost, Moved, Outcome, Sent


def refused(status: int, why: str, **parameters: Any) -> tuple[int, bytes]:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": why}
    return status, json.dumps({**body, **({"parameters": parameters} if parameters else {})}).encode()


def ok(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def everyone(seconds: float, why: str) -> Later:
    return Later(seconds, why, everyone=True)


BLOCKED = "Forbidden: bot was blocked by the user"
CLOSED = (
    "Forbidden: user is deactivated",
    "Forbidden: bot can't initiate conversation with a user",
    "Forbidden: bot was kicked from the group chat",
    "Forbidden: bot was kicked from the supergroup chat",
    "Forbidden: bot was kicked from the channel chat",
    "Forbidden: bot is not a member of the group chat",
    "Forbidden: bot is not a member of the supergroup chat",
    "Forbidden: bot is not a member of the channel chat",
    "Forbidden: the group chat was deleted",
    "Bad Request: chat not found",
)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (ok({"message_id": 5, "date": 1}), Sent((5,))),
        (ok([{"message_id": 5}, {"message_id": 6}]), Sent((5, 6))),
        (ok(True), Sent(())),
        # What is newer than we are was done all the same
        (ok({"something": "else"}), Sent(())),
        (ok({"message_id": "five"}), Sent(())),
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), everyone(7.0, "429")),
        (refused(429, "Too Many Requests"), everyone(1.0, "429")),
        (refused(429, "Too Many Requests", retry_after="soon"), everyone(1.0, "429")),
        (refused(400, "Flood", retry_after=3), everyone(3.0, "429")),
        (refused(403, BLOCKED), Gone(blocked=True, why=BLOCKED)),
        *((refused(int(why.startswith("F")) * 3 + 400, why), Gone(blocked=False, why=why)) for why in CLOSED),
        # An unknown 403 disables nobody
        (
            refused(403, "Forbidden: nobody has seen this"),
            Bad("Forbidden: nobody has seen this"),
        ),
        (refused(403, ""), Bad("403")),
        (
            refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007),
            Moved(-1007),
        ),
        (refused(400, "Bad Request: message text is empty"), Bad("Bad Request: message text is empty")),
        (refused(400, "Bad Request: message is not modified: specified new …"), Sent(())),
        (refused(400, "Bad Request: message to delete not found"), Sent(())),
        (refused(400, "Bad Request: message can't be deleted"), Bad("Bad Request: message can't be deleted")),
        (refused(413, "Request Entity Too Large"), Bad("Request Entity Too Large")),
        (refused(401, "Unauthorized"), everyone(REFUSED_TOKEN_SECONDS, "Unauthorized")),
        (refused(404, "Not Found"), everyone(REFUSED_TOKEN_SECONDS, "Not Found")),
        # Nobody knows whether it was taken
        (refused(500, "Internal Server Error"), Lost("500 Internal Server Error")),
        ((500, b'{"ok":false,"error_code":500}'), Lost("500")),
        ((502, b"<html>502 Bad Gateway</html>"), Lost("502 without an answer")),
        ((504, b""), Lost("504 without an answer")),
        ((200, b'{"ok":tr'), Lost("200 without an answer")),
        ((200, b"[]"), Lost("200 without an answer")),
        ((200, b"\xff\xfe"), Lost("200 without an answer")),
        # A page of something between us and Telegram
        ((413, b"<html>too large</html>"), Bad("413 without an answer")),
        ((429, b"<html>slow down</html>"), everyone(1.0, "429 without an answer")),
        ((407, b"<html>who are you?</html>"), everyone(REFUSED_TOKEN_SECONDS, "407 without an answer")),
    ],
)
def test_an_answer_means(answer: tuple[int, bytes], outcome: Outcome) -> None:
    assert read_answer(*answer) == outcome


async def test_who_cannot_be_reached_has_taken_nothing() -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    courier = Courier(f"http://127.0.0.1:{port}/bot1:x", 5)
    outcome = await courier.carry(Call("sendMessage", {"chat_id": 1, "text": "x"}))
    assert outcome == everyone(UNREACHABLE_SECONDS, "unreachable: ClientConnectorError")
    await courier.close()


async def test_who_breaks_off_or_never_answers_may_have_taken_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sending.courier.FOR_TEXT", ClientTimeout(total=0.05))

    over = asyncio.Event()

    async def breaks_off(request: web.Request) -> web.Response:
        if request.path.endswith("sendMessage") and request.transport is not None:
            request.transport.abort()
        else:
            await over.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/{path:.*}", breaks_off)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    courier = Courier(f"http://127.0.0.1:{runner.addresses[0][1]}/bot1:x", 5)
    for method in ("sendMessage", "sendPhoto"):
        assert isinstance(await courier.carry(Call(method, {"chat_id": 1})), Lost)
    over.set()
    await courier.close()
    await runner.cleanup()


async def test_a_text_with_half_a_letter_is_sent_all_the_same() -> None:
    async def echo(request: web.Request) -> web.Response:
        assert (await request.json())["text"] == "a?b"
        return web.json_response({"ok": True, "result": {"message_id": 1}})

    app = web.Application()
    app.router.add_post("/{path:.*}", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    courier = Courier(f"http://127.0.0.1:{runner.addresses[0][1]}/bot1:x", 5)
    assert await courier.carry(Call("sendMessage", {"chat_id": 1, "text": "a\ud800b"})) == Sent((1,))
    await courier.close()
    await runner.cleanup()
