"""Which deliveries wait: conditions that the partial indexes answer, and the notices that have any."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.tables.outbox import deliveries, notices

# As literals, since a planner that does not see the value does not use an index over rows with that value.
QUEUED = deliveries.c.state == sa.literal_column("'queued'")
IN_HAND = deliveries.c.state == sa.literal_column("'sending'")
IN_DIGEST = deliveries.c.state == sa.literal_column("'digest'")


def _with_queued() -> sa.Select[Any]:
    # Jumps from notice to notice in the index, so that 100,000 deliveries of one cost no more than one.
    first = sa.select(sa.func.min(deliveries.c.notice_id).label("id")).where(QUEUED).cte("waiting", recursive=True)
    following = sa.select(sa.func.min(deliveries.c.notice_id)).where(QUEUED, deliveries.c.notice_id > first.c.id)
    every = first.union_all(sa.select(following.scalar_subquery()).where(first.c.id.isnot(None)))
    return sa.select(notices).join(every, every.c.id == notices.c.id)


_WITH_QUEUED = _with_queued()


def notices_with_queued(connection: Connection, states: Sequence[str]) -> list[Any]:
    """The rows of the notices in one of these states that have a queued delivery."""
    return [row for row in connection.execute(_WITH_QUEUED) if row.state in states]
