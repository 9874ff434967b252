"""One call to Telegram and what came of it, as a value.

The library's own client builds models that nobody reads here, at several times the CPU (`benchmarks/sending.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from domain.outbox import Bad, Gone, Later, Lost, Moved, Outcome, Sent

ANSWER_SECONDS = 30.0
CONNECT_SECONDS = 10.0
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
    """Carries calls to Telegram over a few kept connections."""

    def __init__(self, api: str, connections: int) -> None:
        self._api = api
        connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=60)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS, connect=CONNECT_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)

    async def carry(self, call: Call) -> Outcome:
        """Make the call; every trouble is an outcome, none is raised."""
        try:
            async with self._session.post(f"{self._api}/{call.method}", **_body(call)) as response:
                return read_answer(response.status, await response.read())
        except aiohttp.ClientConnectorError as error:
            # Nothing was sent: the same may be tried without a twin.
            return Later(UNREACHABLE_SECONDS, type(error).__name__, everyone=True)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Lost(type(error).__name__)

    async def close(self) -> None:
        """Give the connections back."""
        await self._session.close()


def _body(call: Call) -> dict[str, Any]:
    if call.upload is None:
        return {
            "data": json.dumps(call.parameters, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"),
            "headers": {"Content-Type": "application/json"},
        }
    form = aiohttp.FormData()
    for name, value in call.parameters.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    form.add_field(call.upload.field, call.upload.content, filename=call.upload.name)
    return {"data": form}


def read_answer(status: int, body: bytes) -> Outcome:
    """What an answer of Telegram means."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return Lost(f"{status} without an answer")
    if answer.get("ok"):
        return Sent(_message_ids(answer.get("result")))
    return _refusal(status, str(answer.get("description", "")), answer.get("parameters") or {})


def _message_ids(result: Any) -> tuple[int, ...]:
    if isinstance(result, dict) and "message_id" in result:
        return (int(result["message_id"]),)
    if isinstance(result, list):
        return tuple(int(one["message_id"]) for one in result if isinstance(one, dict) and "message_id" in one)
    return ()


def _refusal(status: int, why: str, parameters: Mapping[str, Any]) -> Outcome:
    if "migrate_to_chat_id" in parameters:
        return Moved(int(parameters["migrate_to_chat_id"]))
    if status == 429 or "retry_after" in parameters:
        return Later(float(parameters.get("retry_after", 1)), "429", everyone=True)
    if why == BLOCKED or why in CLOSED:
        return Gone(why == BLOCKED, why)
    if any(done in why for done in DONE_ALREADY):
        return Sent(())
    if status in (401, 404):
        return Later(REFUSED_TOKEN_SECONDS, why, everyone=True)
    if status == 500:
        return Later(1.0, why or "500")
    if status > 500:
        return Lost(f"{status} {why}")
    return Bad(why or str(status))
