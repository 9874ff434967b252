"""The sandbox in a process of its own, with its strict pace on and people who have pressed Start."""

import asyncio
import gc
import sys

from sandbox.server import Sandbox
from tests import crowd


async def _serve(window: str, rate: float, people: int) -> None:
    async with Sandbox() as sandbox:
        crowd.arrive(sandbox, people)
        if rate:
            sandbox.world.pace.set({"on": True, "window": window, "global_per_second": rate})
        # A pause of this server would be counted as haste of the sender.
        gc.disable()
        print(sandbox.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
