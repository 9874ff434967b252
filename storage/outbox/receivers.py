"""Who deliveries are for, as they are at the moment of sending."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import Receiver, Urgency
from domain.topics import DEFAULT_QUIET, Mode, Notifications, Quiet, Topic
from storage.outbox.waiting import IN_HAND
from storage.tables.outbox import deliveries, groups, notices
from storage.tables.people import accounts, notification_choices, people, quiet_hours

# What a delivery that went with a digest is marked with: it was no message of its own.
IN_DIGEST = "digest"

_NUMBERS: sa.BindParameter[int] = sa.bindparam("numbers", expanding=True)
_PEOPLE = (
    sa.select(
        people.c.id,
        people.c.language,
        people.c.village_code,
        people.c.okrug_code,
        accounts.c.telegram_id,
        accounts.c.blocked_at,
        quiet_hours.c.from_hour,
        quiet_hours.c.until_hour,
    )
    .outerjoin(accounts, accounts.c.person_id == people.c.id)
    .outerjoin(quiet_hours, quiet_hours.c.person_id == people.c.id)
    .where(people.c.id.in_(_NUMBERS))
)
_CHOICES = sa.select(notification_choices).where(notification_choices.c.person_id.in_(_NUMBERS))
_UNASKED = (
    sa.select(deliveries.c.id, deliveries.c.person_id)
    .join(notices, notices.c.id == deliveries.c.notice_id)
    .where(deliveries.c.person_id.in_(_NUMBERS), notices.c.urgency == Urgency.NORMAL.value)
)
_HEARD = _UNASKED.where(
    deliveries.c.sent_at >= sa.bindparam("day_began", type_=deliveries.c.sent_at.type),
    deliveries.c.why.is_distinct_from(IN_DIGEST),
).union_all(_UNASKED.where(IN_HAND, deliveries.c.task == "send"))
_GROUPS = sa.select(groups).where(groups.c.id.in_(_NUMBERS))


def receivers(connection: Connection, rows: Sequence[Any], day_began: datetime) -> dict[int, Receiver]:
    """For each row of `deliveries`, all of them just claimed, who it is for."""
    persons = sorted({row.person_id for row in rows if row.person_id is not None})
    found = {row.id: row for row in connection.execute(_PEOPLE, {"numbers": persons})} if persons else {}
    modes = _modes(connection, persons)
    heard = _heard(connection, persons, {row.id for row in rows}, day_began)
    chats = _chats(connection, {row.group_id for row in rows if row.group_id is not None})
    made = {}
    for row in rows:
        if row.group_id is not None:
            made[row.id] = _group(chats[row.group_id])
        else:
            made[row.id] = _person(row, found, modes, heard)
            # Of two that are claimed together the second comes after the first.
            heard[row.person_id] = heard.get(row.person_id, 0) + 1
    return made


def _modes(connection: Connection, persons: Sequence[int]) -> dict[int, dict[Topic, Mode]]:
    modes: dict[int, dict[Topic, Mode]] = {}
    for row in connection.execute(_CHOICES, {"numbers": persons}) if persons else ():
        modes.setdefault(row.person_id, {})[Topic(row.topic)] = Mode(row.mode)
    return modes


def _heard(
    connection: Connection, persons: Sequence[int], claimed: Collection[int], day_began: datetime
) -> dict[int, int]:
    """How many unasked messages each person has had since `day_began`, or is just being sent."""
    heard: dict[int, int] = {}
    for row in connection.execute(_HEARD, {"numbers": persons, "day_began": day_began}) if persons else ():
        if row.id not in claimed:
            heard[row.person_id] = heard.get(row.person_id, 0) + 1
    return heard


def _chats(connection: Connection, numbers: Collection[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    return {row.id: row for row in connection.execute(_GROUPS, {"numbers": sorted(numbers)})}


def _group(row: Any) -> Receiver:
    chat_id = row.telegram_chat_id if row.unbound_at is None and row.confirmed_at is not None else None
    return Receiver(chat_id, row.language, village_or_okrug=row.territory_code)


def _person(row: Any, found: dict[int, Any], modes: dict[int, dict[Topic, Mode]], heard: dict[int, int]) -> Receiver:
    who = found.get(row.person_id)
    if who is None:
        return Receiver(None, "kk")
    quiet = DEFAULT_QUIET if who.from_hour is None else Quiet(who.from_hour, who.until_hour)
    return Receiver(
        chat_id=who.telegram_id,
        language=who.language or "kk",
        blocked=who.blocked_at is not None,
        notifications=Notifications(modes.get(who.id, {}), quiet),
        unasked_today=heard.get(who.id, 0),
        village_or_okrug=who.village_code or who.okrug_code,
    )
