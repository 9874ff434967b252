"""A bot whose lines the test speaks."""

from typing import Any

from aiohttp import ClientSession

from sandbox.server import Sandbox

Json = dict[str, Any]


class Bot:
    """A bot without a mind: the test reads its updates and says its lines."""

    def __init__(self, session: ClientSession, sandbox: Sandbox) -> None:
        self._session = session
        self._address = f"{sandbox.url}/bot{sandbox.token}"
        self._offset = 0
        self._waiting: list[Json] = []

    async def call(self, method: str, **params: Any) -> Any:
        """Call the Bot API and return the result."""
        async with self._session.post(f"{self._address}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def hears(self, kind: str = "message") -> Any:
        """Return what the next update carries; it must be of this kind."""
        if not self._waiting:
            self._waiting = await self.call("getUpdates", offset=self._offset, timeout=5)
        assert self._waiting, f"no {kind} came"
        update = self._waiting.pop(0)
        self._offset = update["update_id"] + 1
        assert kind in update, update
        return update[kind]

    async def says(self, chat: int, text: str, **params: Any) -> Json:
        """Send a text, with the HTML of the Bot API."""
        sent: Json = await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **params)
        return sent
