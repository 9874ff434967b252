"""What waits for people's daily digests, and the notice that brings them."""

from datetime import datetime, time, timedelta, tzinfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.audiences import Audience, Rule, RuleKind
from domain.outbox import NewNotice, Notice, Urgency
from domain.topics import Topic
from storage.audiences import no_longer
from storage.outbox import notices as store
from storage.outbox.waiting import IN_DIGEST
from storage.tables.outbox import deliveries, notices

KIND = "digest"
_WAITING = (
    sa.select(deliveries.c.id.label("delivery_id"), notices)
    .join(notices, notices.c.id == deliveries.c.notice_id)
    .where(deliveries.c.person_id == sa.bindparam("person"), IN_DIGEST)
    .order_by(deliveries.c.id)
)


def add_due(connection: Connection, now: datetime, zone: tzinfo, hour: int) -> bool:
    """From `hour` on, local time, add the day's digest when anything waits for one; whether it was added."""
    local = now.astimezone(zone)
    if local.hour < hour or connection.execute(sa.select(deliveries.c.id).where(IN_DIGEST).limit(1)).first() is None:
        return False
    day = int(f"{local:%Y%m%d}")
    if store.of_subject(connection, KIND, day):
        return False
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(hour), zone)
    notice = NewNotice(
        kind=KIND,
        subject=KIND,
        subject_id=day,
        occurrence="1",
        topic=Topic.FOLLOWED,
        audience=Audience((Rule(RuleKind.HAS_DIGEST, ""),)),
        send_from=now,
        # What it would have told of is in the next one.
        useless_after=tomorrow,
        urgency=Urgency.DIGEST,
    )
    store.add(connection, notice, now)
    return True


def waiting(connection: Connection, person_id: int) -> list[tuple[int, Notice, bool]]:
    """What waits for a person's digest, the oldest first: the delivery's number, its notice, and whether it is theirs.

    What they were chosen for by a role that they do not hold any more is not.
    """
    found = [(row.delivery_id, store.read(row)) for row in connection.execute(_WAITING, {"person": person_id})]
    return [(number, one, not no_longer(connection, one.audience, {person_id})) for number, one in found]
