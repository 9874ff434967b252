"""One call to Telegram and what came of it, as a value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from domain.outbox import Bad, Gone, Later, Lost, Moved, Outcome, Sent

CONNECT_SECONDS = 10.0
FOR_TEXT = aiohttp.ClientTimeout(total=30.0, connect=CONNECT_SECONDS)
FOR_UPLOAD = aiohttp.ClientTimeout(total=120.0, connect=CONNECT_SECONDS)
# A connection that rested longer may be closed at the other end, and what is written into it is lost.
KEPT_SECONDS = 15.0
UNREACHABLE_SECONDS = 2.0
REFUSED_TOKEN_SECONDS = 30.0

# Exactly these mean that a chat is closed to us; an unknown 403 disables nobody.
BLOCKED = "Forbidden: bot was blocked by the user"
CLOSED = frozenset(
    {
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
    }
)
# What was asked for is so already.
DONE_ALREADY = ("message is not modified", "message to delete not found")


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes that go with a call, under the name of their parameter."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method of the Bot API with its parameters."""

    method: str
    parameters: Mapping[str, Any]
    upload: Upload | None = None


class Courier:
    """Carries calls to Telegram over kept connections, `connections` of them at most."""

    def __init__(self, api: str, connections: int) -> None:
        self._api = api
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        # Reading an address anew at each call would cost more than writing the message.
        self._addresses: dict[str, URL] = {}

    async def carry(self, call: Call) -> Outcome:
        """Make the call; every trouble is an outcome, none is raised."""
        address = self._addresses.get(call.method) or self._address(call.method)
        timeout = FOR_TEXT if call.upload is None else FOR_UPLOAD
        try:
            async with self._opened().post(address, timeout=timeout, **_body(call)) as response:
                return read_answer(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            # Nothing was sent: the same may be tried without a twin.
            return Later(UNREACHABLE_SECONDS, f"unreachable: {type(error).__name__}", everyone=True)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Lost(type(error).__name__)

    def _address(self, method: str) -> URL:
        return self._addresses.setdefault(method, URL(f"{self._api}/{method}", encoded=True))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()
        self._session = None


def _body(call: Call) -> dict[str, Any]:
    if call.upload is None:
        return {"data": _json(call.parameters), "headers": {"Content-Type": "application/json"}}
    # Names of files are in Kazakh: Telegram shows them as they come.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in call.parameters.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    form.add_field(call.upload.field, call.upload.content, filename=call.upload.name)
    return {"data": form}


def _json(parameters: Mapping[str, Any]) -> bytes:
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def read_answer(status: int, body: bytes) -> Outcome:
    """What an answer of Telegram means."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return _without_answer(status)
    if answer.get("ok"):
        return Sent(_message_ids(answer.get("result")))
    parameters = answer.get("parameters")
    return _refusal(status, str(answer.get("description", "")), parameters if isinstance(parameters, dict) else {})


def _without_answer(status: int) -> Outcome:
    """What a page in place of an answer means: something between us and Telegram has written it."""
    why = f"{status} without an answer"
    if status == 413:
        return Bad(why)
    if status == 429:
        return Later(1.0, why, everyone=True)
    return Later(REFUSED_TOKEN_SECONDS, why, everyone=True) if 400 <= status < 500 else Lost(why)


def _message_ids(result: Any) -> tuple[int, ...]:
    found = result if isinstance(result, list) else [result]
    return tuple(one["message_id"] for one in found if isinstance(one, dict) and isinstance(one.get("message_id"), int))


def _refusal(status: int, why: str, parameters: Mapping[str, Any]) -> Outcome:
    moved = parameters.get("migrate_to_chat_id")
    if isinstance(moved, int):
        return Moved(moved)
    if status == 429 or "retry_after" in parameters:
        seconds = parameters.get("retry_after")
        return Later(float(seconds) if isinstance(seconds, int | float) else 1.0, "429", everyone=True)
    if why == BLOCKED or why in CLOSED:
        return Gone(why == BLOCKED, why)
    if any(done in why for done in DONE_ALREADY):
        return Sent(())
    if status in (401, 404):
        return Later(REFUSED_TOKEN_SECONDS, why, everyone=True)
    if status >= 500:
        # Telegram does not say whether it had taken the message.
        return Lost(f"{status} {why}".strip())
    return Bad(why or str(status))
