"""Calls a webhook as Telegram does, from a process of its own: python -m benchmarks._load PORT FIRST NUMBER."""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator

from benchmarks._updates import SECRET, raw

CONNECTIONS = 40


def request(number: int) -> bytes:
    """A call of the webhook, ready to be written."""
    body = json.dumps(raw(number)).encode()
    head = (
        f"POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _call(port: int, requests: Iterator[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for one in requests:
        writer.write(one)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
    writer.close()


async def main(port: int, first: int, number: int) -> float:
    """Make the calls; the seconds that they took."""
    ready = [request(one) for one in range(first, first + number)]
    requests = itertools.chain(ready)
    started = time.perf_counter()
    await asyncio.gather(*(_call(port, requests) for _ in range(CONNECTIONS)))
    return time.perf_counter() - started


if __name__ == "__main__":
    print(asyncio.run(main(*map(int, sys.argv[1:]))))
