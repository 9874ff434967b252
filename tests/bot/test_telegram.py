"""What an answer of Telegram means, and what is tried again."""

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, Response, SendMessage
from aiogram.types import Message

from bot.metrics import Metrics
from bot.telegram import LONGEST_PAUSE, TRIES, Session, TryAgain, again_after

BOT = Bot("1000001:nobody")
SEND = SendMessage(chat_id=1, text="hello")
CHAT = {"id": 1, "type": "private"}


def check(status: int, content: Any, method: Any = SEND) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    return Session().check_response(BOT, method, status, text).result


@pytest.mark.parametrize(
    ("status", "content", "kind", "after"),
    [
        (500, {"ok": False, "error_code": 500}, TelegramServerError, 0),
        (500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}, TelegramServerError, 0),
        (502, "<html><h1>502 Bad Gateway</h1></html>", TelegramServerError, 0),
        (504, "", TelegramServerError, 0),
        (200, "", TelegramServerError, 0),
        (200, "[]", TelegramServerError, 0),
        (200, '{"ok": tr', TelegramServerError, 0),
        (403, "<html>a wall of the office</html>", TelegramServerError, 0),
        (
            429,
            {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}},
            TelegramRetryAfter,
            7,
        ),
        (429, {"ok": False, "description": "Too Many Requests"}, TelegramRetryAfter, 1),
        (429, {"ok": False}, TelegramRetryAfter, 1),
        (429, {"ok": False, "parameters": {"retry_after": "soon"}}, TelegramRetryAfter, 1),
        (400, {"ok": False, "description": "Bad Request: chat not found"}, TelegramBadRequest, None),
        (400, {"ok": False}, TelegramBadRequest, None),
        (401, {"ok": False, "description": "Unauthorized"}, TelegramUnauthorizedError, None),
        (403, {"ok": False, "description": "Forbidden: something nobody has seen yet"}, TelegramForbiddenError, None),
        (404, {"ok": False, "description": "Not Found"}, TelegramNotFound, None),
        (413, {"ok": False, "description": "Request Entity Too Large"}, TelegramEntityTooLarge, None),
        (418, {"ok": False}, TelegramAPIError, None),
    ],
)
def test_each_failure_has_its_name_and_says_whether_it_passes(
    status: int, content: Any, kind: type[Exception], after: float | None
) -> None:
    with pytest.raises(AiogramError) as caught:
        check(status, content)
    assert type(caught.value) is kind
    assert again_after(caught.value) == after


@pytest.mark.parametrize("content", [{"ok": False}, {"ok": False, "description": None}])
def test_a_refusal_without_words_can_be_read_like_any_other(content: Any) -> None:
    with pytest.raises(TelegramBadRequest) as caught:
        check(400, content)
    assert caught.value.message == "HTTP 400"


def test_an_answer_is_what_telegram_said() -> None:
    message = check(200, {"ok": True, "result": {"message_id": 5, "date": 1, "chat": CHAT}})
    assert isinstance(message, Message)
    assert message.message_id == 5
    assert check(200, {"ok": True, "result": True}, AnswerCallbackQuery(callback_query_id="1")) is True


def test_what_was_done_is_not_done_again_because_its_answer_has_new_words() -> None:
    new = {"ok": True, "result": {"message_id": 5, "date": 1, "chat": {"id": 1, "type": "a kind of next year"}}}
    message = check(200, new)
    assert message.message_id == 5
    assert check(200, new, EditMessageText(text="hello")).message_id == 5
    assert check(200, {"ok": True, "result": {"id": "x"}}, GetMe()).id == "x"
    assert check(200, {"ok": True, "result": [1]}) == [1]


def test_aiogram_alone_would_have_it_sent_twice_or_lose_its_way() -> None:
    from aiogram.client.session.aiohttp import AiohttpSession

    with pytest.raises(TypeError):
        AiohttpSession().check_response(BOT, SEND, 500, '{"ok": false}')
    with pytest.raises(ClientDecodeError):
        AiohttpSession().check_response(BOT, SEND, 200, '{"ok": true, "result": {"message_id": 5}}')


@pytest.mark.parametrize(
    ("error", "after"),
    [
        (TelegramNetworkError(SEND, "Request timeout error"), 0),
        (UnicodeDecodeError("utf-8", b"\xcf", 0, 1, "not utf-8"), 0),
        (TypeError("a mistake of ours"), None),
        (ValueError("a mistake of ours"), None),
    ],
)
def test_only_what_comes_of_the_network_passes(error: Exception, after: float | None) -> None:
    assert again_after(error) == after


class Calls:
    """A call that fails so and so, then goes through."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.made = 0
        self.slept: list[float] = []
        self.metrics = Metrics()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def make(self, bot: Bot, method: Any) -> Any:
        self.made += 1
        if self.failures:
            raise self.failures.pop(0)
        return Response[bool](ok=True, result=True)

    async def run(self) -> Any:
        return await TryAgain(self.metrics, self.sleep)(self.make, BOT, SEND)

    def counted(self, outcome: str) -> float | None:
        labels = {"method": "SendMessage", "outcome": outcome}
        return self.metrics.registry.get_sample_value("kenes_telegram_calls_total", labels)


SERVER = TelegramServerError(SEND, "HTTP 502")


async def test_a_call_that_goes_through_is_made_once() -> None:
    calls = Calls()
    await calls.run()
    assert (calls.made, calls.slept, calls.counted("sent")) == (1, [], 1)


async def test_passing_trouble_is_waited_out_longer_each_time() -> None:
    calls = Calls(SERVER, TelegramNetworkError(SEND, "cut"), SERVER)
    await calls.run()
    assert (calls.made, calls.slept) == (4, [0.5, 1, 2])
    assert (calls.counted("later"), calls.counted("sent"), calls.counted("refused")) == (3, 1, None)


async def test_telegram_says_how_long_to_wait() -> None:
    calls = Calls(TelegramRetryAfter(SEND, "Too Many Requests", 11))
    await calls.run()
    assert (calls.made, calls.slept) == (2, [11])


async def test_a_long_wait_is_left_to_the_caller() -> None:
    calls = Calls(TelegramRetryAfter(SEND, "Too Many Requests", int(LONGEST_PAUSE) + 1))
    with pytest.raises(TelegramRetryAfter):
        await calls.run()
    assert (calls.made, calls.slept, calls.counted("later")) == (1, [], 1)


async def test_trouble_that_does_not_pass_is_given_up() -> None:
    calls = Calls(*[SERVER] * 20)
    with pytest.raises(TelegramServerError):
        await calls.run()
    assert (calls.made, calls.slept) == (TRIES, [0.5, 1, 2, 4])
    assert (calls.counted("later"), calls.counted("sent")) == (TRIES, None)


@pytest.mark.parametrize(
    "refusal",
    [
        TelegramForbiddenError(SEND, "Forbidden: something nobody has seen yet"),
        TelegramBadRequest(SEND, "Bad Request: can't parse entities"),
        TelegramEntityTooLarge(SEND, "Request Entity Too Large"),
        TypeError("a mistake of ours"),
    ],
)
async def test_a_refusal_is_not_repeated(refusal: Exception) -> None:
    calls = Calls(refusal)
    with pytest.raises(type(refusal)):
        await calls.run()
    assert (calls.made, calls.slept, calls.counted("refused"), calls.counted("later")) == (1, [], 1, None)
