"""HTTP as it comes over the wire: in pieces, in chunks, cut off."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sending.wire import HEADERS_LIMIT, Reading, Unreachable, Unreadable, Wire

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + b'{"ok":true}'
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b'4;x=1\r\n{"ok\r\n7\r\n":true}\r\n0\r\n\r\n'
ENDLESS = b"HTTP/1.0 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html>"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@given(st.sampled_from([PLAIN, CHUNKED]), st.lists(st.integers(1, 200), max_size=12))
def test_an_answer_is_read_however_it_is_cut(raw: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(raw), *(cut for cut in cuts if cut < len(raw))})
    reading = Reading()
    answers = [reading.feed(raw[a:b]) for a, b in zip(places, places[1:], strict=False)]
    assert answers[:-1] == [None] * (len(answers) - 1)
    assert answers[-1] == (200, b'{"ok":true}')
    assert reading.keeps_open


def test_an_answer_without_a_length_lasts_until_the_connection_ends() -> None:
    reading = Reading()
    assert reading.feed(ENDLESS) is None
    assert reading.end() == (502, b"<html>")


@pytest.mark.parametrize("raw", [PLAIN[:-1], CHUNKED[:-3], b"HTTP/1.1 200 OK\r\n"])
def test_half_an_answer_is_none(raw: bytes) -> None:
    reading = Reading()
    assert reading.feed(raw) is None
    assert reading.end() is None


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        PLAIN + b"more",
        b"x" * (HEADERS_LIMIT + 1),
    ],
)
def test_what_is_not_http_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        Reading().feed(raw)


@asynccontextmanager
async def server(talk: Talk) -> AsyncIterator[Wire]:
    async def hang_up_at_the_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    listening = await asyncio.start_server(hang_up_at_the_end, "127.0.0.1", 0)
    wire = Wire(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot1:x", 2, kept=15, connect=5, answer=0.2)
    yield wire
    wire.close()
    listening.close()


async def asked(reader: asyncio.StreamReader) -> bytes:
    """One request; empty at the end."""
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    return head + (await reader.readexactly(2) if head else b"")


async def test_a_connection_is_used_again_and_the_request_is_whole() -> None:
    connections: list[list[bytes]] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append([])
        for _ in range(3):
            connections[-1].append(await asked(reader))
            writer.write(PLAIN)

    async with server(talk) as wire:
        for _ in range(3):
            assert await wire.post("/bot1:x/getMe", b"{}") == (200, b'{"ok":true}')
    assert [len(requests) for requests in connections] == [3]
    first = connections[0][0].split(b"\r\n")
    assert first[0] == b"POST /bot1:x/getMe HTTP/1.1"
    assert b"Content-Length: 2" in first
    assert first[-1] == b"{}"


async def test_a_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    seen = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        seen += 1
        await asked(reader)
        writer.write(PLAIN)

    async with server(talk) as wire:
        assert (await wire.post("/", b"{}"))[0] == 200
        while wire._resting and wire._resting[0].is_open:
            await asyncio.sleep(0)
        assert (await wire.post("/", b"{}"))[0] == 200
    assert seen == 2


@pytest.mark.parametrize("said", [b"", PLAIN[:40]])
async def test_a_connection_that_breaks_leaves_the_answer_unknown(said: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(said)

    async with server(talk) as wire:
        with pytest.raises(OSError, match="closed"):
            await wire.post("/", b"{}")


async def test_an_answer_that_does_not_come_is_waited_for_no_longer() -> None:
    async def talk(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        await reader.read()

    async with server(talk) as wire:
        with pytest.raises(TimeoutError):
            await wire.post("/", b"{}")
        assert not wire._resting


async def test_no_more_connections_are_opened_than_allowed() -> None:
    opened, most = 0, 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened, most
        opened += 1
        most = max(most, opened)
        for _ in range(5):
            await asked(reader)
            writer.write(PLAIN)
        opened -= 1

    async with server(talk) as wire:
        answers = await asyncio.gather(*(wire.post("/", b"{}") for _ in range(10)))
    assert [status for status, _ in answers] == [200] * 10
    assert most <= 2


async def test_who_is_not_there_is_unreachable() -> None:
    listening = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    listening.close()
    await listening.wait_closed()
    with pytest.raises(Unreachable):
        await Wire(f"http://127.0.0.1:{port}", 1, kept=1, connect=1, answer=1).post("/", b"{}")
