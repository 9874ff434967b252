"""What the clock does to the outbox; each step is one transaction, and doing one twice changes nothing."""

from datetime import datetime

from actions import announcements, clock
from actions.context import Shared
from storage.database import Connection
from storage.outbox import digests, fanout, recording

AT_ONCE = 2000


async def say_due(shared: Shared, now: datetime) -> bool:
    """Turn the rungs and repeats whose moment has come into notices, some at a time; whether there may be more."""

    def say(connection: Connection) -> bool:
        repeated = announcements.due(connection, now, shared.zone)
        return clock.fire_due(connection, now, shared.zone).more or repeated > 0

    return await shared.db.write(say)


async def begin_due(shared: Shared, now: datetime) -> bool:
    """Begin the fan-out of what is to be said now, of the day's digest too; whether there was any."""

    def begin(connection: Connection) -> bool:
        digests.add_due(connection, now, shared.zone, shared.digest_hour)
        return fanout.begin_due(connection, now) > 0

    return await shared.db.write(begin)


async def fan_out_some(shared: Shared) -> bool:
    """Make one chunk of deliveries, or change one chunk of what was sent; whether there was one."""

    def chunk(connection: Connection) -> bool:
        return fanout.next_chunk(connection) or fanout.next_change(connection)

    return await shared.db.write(chunk)


async def finish(shared: Shared, now: datetime) -> bool:
    """Skip some of what is not wanted any more and close what is through; whether there is more to skip."""

    def close(connection: Connection) -> bool:
        dropped = recording.drop_stopped(connection, AT_ONCE)
        recording.finish_through(connection, now)
        return dropped == AT_ONCE

    return await shared.db.write(close)
