"""What the verbs on calls share: who may, what was seen, what is noted and told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions.context import Context
from domain.competitions.calls import (
    SUBJECT,
    Call,
    CallEdited,
    audience,
    ladder,
)
from domain.outbox import NewNotice
from domain.permissions import Act, Allowed, scope
from domain.refusals import Refused
from domain.roles import Grant
from domain.territories import Territory
from domain.topics import Topic
from storage import audiences, audit, dates, territories
from storage import competitions as store
from storage.database import Connection
from storage.outbox import notices


def known(connection: Connection, call_id: int) -> Call:
    """The call with this number; refused when there is none."""
    call = store.call(connection, call_id)
    if call is None:
        raise Refused("no_such_call")
    return call


def require(ctx: Context, act: Act, call: Call) -> Allowed:
    """Under what the person does this to a call: they must be responsible for all of its territories.

    One that has none yet is its author's, and of those who are responsible everywhere.
    """
    if call.places:
        first, *_ = [ctx.require(act, place=place) for place in call.places]
        return first
    grants = scope(ctx.actor, act)
    if call.created_by == ctx.actor.id and grants:
        return Allowed(grants[0])
    return ctx.require(act)


def as_edited(connection: Connection, call: Call) -> CallEdited:
    """A call as who looks after it sees it."""
    return CallEdited(
        call,
        territories_of(connection, call),
        audiences.size(connection, audience(call)),
        store.count_reminded(connection, call.id),
    )


def territories_of(connection: Connection, call: Call) -> tuple[Territory, ...]:
    """The territories of a call."""
    found = (territories.territory(connection, place.code) for place in call.places)
    return tuple(territory for territory in found if territory is not None)


def to_change(connection: Connection, ctx: Context, act: Act, call_id: int, version: int) -> tuple[Call, Allowed]:
    """A call that is to be changed, and under what the person does it; refused when it is another version by now."""
    call = known(connection, call_id)
    allowed = require(ctx, act, call)
    if call.version != version:
        raise Refused("changed")
    return call, allowed


def is_repeat(connection: Connection, ctx: Context, call_id: int) -> bool:
    """Whether this very press or message made the last change: it has come twice."""
    return store.was_last_changed_by(connection, call_id, ctx.source)


def change(connection: Connection, ctx: Context, before: Call, after: Call, **moments: datetime) -> Call:
    """Write a changed call; refused when somebody was quicker."""
    if not store.change(connection, before, after, ctx.source, **moments):
        raise Refused("changed")
    return replace(after, version=before.version + 1)


def note(connection: Connection, ctx: Context, act: Act, grant: Grant | None, call: Call, **details: Any) -> None:
    """Note an act on a call in the log."""
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=call.places[0] if len(call.places) == 1 else None,
        act=act.value,
        subject_id=f"call {call.id}",
        details=details,
        source=ctx.source,
    )


def set_dates(connection: Connection, call: Call, now: datetime) -> None:
    """Set the dates of a published call with their ladders."""
    for kind, at in call.dates.items():
        dates.set_date(connection, SUBJECT, call.id, kind.value, at, ladder(call, kind), now)


def tell(connection: Connection, ctx: Context, call: Call, kind: str, after: timedelta = timedelta(0)) -> None:
    """Have the people of its territories told something of a call, once for this version of it."""
    new = NewNotice(
        kind=kind,
        subject=SUBJECT,
        subject_id=call.id,
        occurrence=f"v{call.version}",
        topic=Topic.COMPETITION,
        audience=audience(call),
        send_from=ctx.now + after,
        place=call.places[0] if len(call.places) == 1 else None,
        created_by=ctx.actor.id,
    )
    notices.add(connection, new, ctx.now)
