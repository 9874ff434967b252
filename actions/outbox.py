"""What the clock does to the outbox; each step is one transaction, and doing one twice changes nothing."""

from datetime import datetime

from actions import clock
from actions.context import Shared
from storage.database import Connection
from storage.outbox import fanout, sending


async def bring_due(shared: Shared, now: datetime) -> bool:
    """Turn every date, repeat and notice whose moment has come into something to be sent; whether there was any."""

    def due(connection: Connection) -> bool:
        fired = clock.fire_due(connection, now, shared.zone)
        return bool(fanout.begin_due(connection, now)) or fired.more

    return await shared.db.write(due)


async def fan_out_some(shared: Shared, now: datetime) -> bool:
    """Make one chunk of deliveries; whether there was one to make."""
    return await shared.db.write(fanout.next_chunk, now)


async def finish(shared: Shared, now: datetime) -> list[int]:
    """Skip what is not wanted any more and close what is through; the notices that were closed."""

    def close(connection: Connection) -> list[int]:
        sending.drop_stopped(connection)
        return sending.finish_through(connection, now)

    return await shared.db.write(close)
