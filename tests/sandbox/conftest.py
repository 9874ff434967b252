"""A sandbox in this process, a clock that stands still, and a bare client of the Bot API."""

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from sandbox.play import Person, Stage
from sandbox.server import Sandbox


class Clock:
    """Time that moves only when told to."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.now += seconds


@dataclass
class Refusal(Exception):
    """What the Bot API refused."""

    status: int
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.body["description"])


class Api:
    """Calls of the Bot API with nothing in between."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    def address(self, method: str) -> str:
        return f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"

    async def __call__(self, method: str, **parameters: Any) -> Any:
        """Return the result of a call made with a form, as bots make it."""
        form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items()}
        async with self.session.post(self.address(method), data=form) as response:
            return result_of(response.status, await response.json())

    async def upload(self, method: str, files: dict[str, tuple[str, bytes]], **parameters: str) -> Any:
        """Return the result of a call that carries files."""
        form = aiohttp.FormData(quote_fields=False)
        for name, (file_name, data) in files.items():
            form.add_field(name, io.BytesIO(data), filename=file_name)
        for name, value in parameters.items():
            form.add_field(name, value)
        async with self.session.post(self.address(method), data=form) as response:
            return result_of(response.status, await response.json())

    async def refusal(self, method: str, **parameters: Any) -> str:
        """Return the description with which a call is refused."""
        with pytest.raises(Refusal) as caught:
            await self(method, **parameters)
        return caught.value.text


def result_of(status: int, body: dict[str, Any]) -> Any:
    """Return the result of an answer or raise its refusal."""
    if not body["ok"]:
        assert status == body["error_code"]
        raise Refusal(status, body)
    assert status == 200
    return body["result"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock, sleep=clock.sleep) as sandbox:
        yield sandbox


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(sandbox, session)


@pytest.fixture
async def stage(sandbox: Sandbox) -> AsyncIterator[Stage]:
    """A stage without a bot: verbs do not wait for an answer."""

    async def nobody_answers() -> None:
        """There is nothing to wait for."""

    async with Stage(sandbox.url, settle=nobody_answers) as stage:
        yield stage


@pytest.fixture
async def aigul(stage: Stage) -> Person:
    """A resident who has pressed Start; message 1 is hers."""
    person = await stage.person("Aigul", username="aigul", language_code="kk")
    return await person.opens(expect_silence=True)


@pytest.fixture
async def settled(sandbox: Sandbox, api: Api, aigul: Person) -> Api:
    """The Bot API after Aigul's start was received."""
    updates = await api("getUpdates")
    await api("getUpdates", offset=updates[-1]["update_id"] + 1)
    return api
