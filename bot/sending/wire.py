"""HTTP as plainly as sending needs it: a POST of JSON over kept connections, and an answer.

The library's client spends on a message three times what everything else about it costs (`benchmarks/sending.py`).
"""

import asyncio
import ssl
from collections import deque
from urllib.parse import urlsplit

Answer = tuple[int, bytes]

HEADERS_LIMIT = 64 * 1024


class Unreachable(Exception):
    """There was no connection, so nothing was sent."""


class Unreadable(Exception):
    """What came back is not HTTP as we know it."""


class Reading:
    """Reads one answer, however its bytes are cut."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._headers_end = -1
        self._length: int | None = None
        self._chunked = False
        self.status = 0
        self.keeps_open = True

    def feed(self, data: bytes) -> Answer | None:
        """Take bytes; the answer when it is whole. Raises `Unreadable`."""
        self._bytes += data
        if self._headers_end < 0 and not self._read_headers():
            return None
        body = self._bytes[self._headers_end :]
        if self._chunked:
            whole = _joined(body)
            return None if whole is None else (self.status, whole)
        if self._length is None or len(body) < self._length:
            return None
        if len(body) > self._length:
            raise Unreadable("more than was announced")
        return self.status, bytes(body)

    def end(self) -> Answer | None:
        """The answer, when it was to last until the connection ends."""
        if self._headers_end < 0 or self._chunked or self._length is not None:
            return None
        return self.status, bytes(self._bytes[self._headers_end :])

    def _read_headers(self) -> bool:
        end = self._bytes.find(b"\r\n\r\n")
        if end < 0:
            if len(self._bytes) > HEADERS_LIMIT:
                raise Unreadable("endless headers")
            return False
        first, *lines = bytes(self._bytes[:end]).split(b"\r\n")
        try:
            self.status = int(first[9:12]) if first.startswith(b"HTTP/1.") else 0
            self._read_fields(lines)
        except ValueError as error:
            raise Unreadable("odd headers") from error
        if self.status < 200:
            raise Unreadable("no status")
        self._headers_end = end + 4
        return True

    def _read_fields(self, lines: list[bytes]) -> None:
        for line in lines:
            name, _, value = line.partition(b":")
            match name.lower():
                case b"content-length":
                    self._length = int(value)
                case b"transfer-encoding":
                    self._chunked = b"chunked" in value.lower()
                case b"connection":
                    self.keeps_open = b"close" not in value.lower()


def _joined(body: bytearray) -> bytes | None:
    """What a chunked body says, None while its end is missing."""
    parts, at = [], 0
    while (line_end := body.find(b"\r\n", at)) >= 0:
        try:
            size = int(bytes(body[at:line_end]).partition(b";")[0], 16)
        except ValueError as error:
            raise Unreadable("odd chunk") from error
        at = line_end + 2
        if size == 0:
            return b"".join(parts) if body.endswith(b"\r\n\r\n") else None
        parts.append(bytes(body[at : at + size]))
        at += size + 2
    return None


class _Connection(asyncio.Protocol):
    """One connection, on which one call at a time is made."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.rests_since = 0.0
        self._answer: asyncio.Future[Answer] | None = None
        self._reading = Reading()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (for the types: a stream gives no other)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            # Nobody asked.
            self.close()
            return
        try:
            answer = self._reading.feed(data)
        except Unreadable as error:
            self._end(error)
            self.close()
            return
        if answer is not None:
            if not self._reading.keeps_open:
                self.close()
            self._end(answer)

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        whole = self._reading.end()
        self._end(whole if whole is not None and error is None else error or ConnectionResetError("closed"))

    def _end(self, outcome: Answer | Exception) -> None:
        waiting, self._answer = self._answer, None
        if waiting is None or waiting.done():
            return
        if isinstance(outcome, Exception):
            waiting.set_exception(outcome)
        else:
            waiting.set_result(outcome)

    def ask(self, request: bytes, loop: asyncio.AbstractEventLoop) -> "asyncio.Future[Answer]":
        """Send a request; its answer comes, or what went wrong."""
        self._answer = answer = loop.create_future()
        self._reading = Reading()
        if self.transport is None:
            self._end(ConnectionResetError("closed"))
        else:
            self.transport.write(request)
        return answer

    @property
    def is_open(self) -> bool:
        """Whether another call may be made on it."""
        return self.transport is not None and not self.transport.is_closing()

    def close(self) -> None:
        """Break it off."""
        if self.transport is not None:
            self.transport.abort()


class Wire:
    """Calls one server, over `connections` connections at most; one that rested `kept` seconds is not used again."""

    def __init__(self, address: str, connections: int, *, kept: float, connect: float, answer: float) -> None:
        parts = urlsplit(address)
        self._host, self._tls = parts.hostname or "", parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._head = f"Host: {parts.netloc.rpartition('@')[2]}\r\nContent-Type: application/json\r\nContent-Length: "
        self._kept, self._connect_seconds, self._answer_seconds = kept, connect, answer
        self._free = asyncio.Semaphore(connections)
        self._resting: deque[_Connection] = deque()
        self._context: ssl.SSLContext | None = None

    async def post(self, path: str, body: bytes) -> Answer:
        """The status and body that came back.

        Raises `Unreachable` when nothing was sent; `OSError`, `TimeoutError` or `Unreadable` when nobody knows.
        """
        async with self._free:
            connection = self._rested() or await self._open()
            request = f"POST {path} HTTP/1.1\r\n{self._head}{len(body)}\r\n\r\n".encode() + body
            loop = asyncio.get_running_loop()
            answer = connection.ask(request, loop)
            patience = loop.call_later(self._answer_seconds, _too_late, answer)
            try:
                return await answer
            except BaseException:
                connection.close()
                raise
            finally:
                patience.cancel()
                if connection.is_open:
                    connection.rests_since = loop.time()
                    self._resting.append(connection)

    def _rested(self) -> _Connection | None:
        now = asyncio.get_running_loop().time()
        while self._resting:
            connection = self._resting.pop()
            if connection.is_open and now - connection.rests_since < self._kept:
                return connection
            connection.close()
        return None

    async def _open(self) -> _Connection:
        loop = asyncio.get_running_loop()
        if self._tls and self._context is None:
            self._context = await loop.run_in_executor(None, ssl.create_default_context)
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, connection = await loop.create_connection(
                    _Connection, self._host, self._port, ssl=self._context, happy_eyeballs_delay=0.25
                )
        except (OSError, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from error
        return connection

    def close(self) -> None:
        """Break every connection off."""
        while self._resting:
            self._resting.pop().close()


def _too_late(answer: "asyncio.Future[Answer]") -> None:
    if not answer.done():
        answer.set_exception(TimeoutError("no answer"))
