"""How calls of the business competition are remembered, and who asked to be reminded of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.competitions.calls import Call, CallDate, CallState
from domain.territories import Place
from storage.tables.calls import call_reminders, call_territories, calls
from storage.tables.territories import territories


def create(connection: Connection, source: str, created_by: int | None, now: datetime) -> int:
    """The number of a new draft; the same `source` gives the one that is there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(calls)
        .values(
            state=CallState.DRAFT.value,
            source=source,
            changed_by_source=source,
            created_by=created_by,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["source"])
    )
    return int(connection.execute(sa.select(calls.c.id).where(calls.c.source == source)).scalar_one())


def call(connection: Connection, call_id: int) -> Call | None:
    """The call with this number."""
    found = _calls(connection, calls.c.id == call_id)
    return found[0] if found else None


def all_calls(connection: Connection) -> list[Call]:
    """Every call, the newest first; there are a few in a year."""
    return _calls(connection, sa.true())


def published(connection: Connection) -> list[Call]:
    """Every published call that is not history, the newest first."""
    return _calls(connection, sa.and_(calls.c.state == CallState.PUBLISHED.value, calls.c.history.is_(False)))


def was_last_changed_by(connection: Connection, call_id: int, source: str) -> bool:
    """Whether this very press or message made the last change: then it has come twice."""
    query = sa.select(calls.c.id).where(calls.c.id == call_id, calls.c.changed_by_source == source)
    return connection.execute(query).scalar() is not None


def change(connection: Connection, before: Call, after: Call, source: str, **moments: datetime) -> bool:
    """Write what differs and raise the version; False when somebody changed it after `before` was read."""
    values = {name: value for name, value in _columns(after).items() if value != _columns(before)[name]}
    changed = connection.execute(
        calls.update()
        .where(calls.c.id == before.id, calls.c.version == before.version)
        .values(**values, **moments, version=before.version + 1, changed_by_source=source)
    ).rowcount
    if changed and after.places != before.places:
        _set_territories(connection, before.id, after.places)
    return changed == 1


def discard(connection: Connection, draft: Call) -> bool:
    """Delete a draft; False when somebody changed it meanwhile."""
    deleted = connection.execute(
        calls.delete().where(
            calls.c.id == draft.id, calls.c.version == draft.version, calls.c.state == CallState.DRAFT.value
        )
    )
    return deleted.rowcount == 1


def _set_territories(connection: Connection, call_id: int, places: Iterable[Place]) -> None:
    connection.execute(call_territories.delete().where(call_territories.c.call_id == call_id))
    rows = [{"call_id": call_id, "territory_code": place.code} for place in places]
    if rows:
        connection.execute(call_territories.insert(), rows)


def remind(connection: Connection, call_id: int, person_id: int, now: datetime) -> None:
    """Remember that a person asked to be reminded of a call's deadline."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(call_reminders)
        .values(call_id=call_id, person_id=person_id, asked_at=now)
        .on_conflict_do_nothing(index_elements=["call_id", "person_id"])
    )


def do_not_remind(connection: Connection, call_id: int, person_id: int) -> None:
    """Forget that a person asked."""
    connection.execute(
        call_reminders.delete().where(call_reminders.c.call_id == call_id, call_reminders.c.person_id == person_id)
    )


def reminded_of(connection: Connection, person_id: int) -> set[int]:
    """The numbers of the calls of which a person asked to be reminded."""
    query = sa.select(call_reminders.c.call_id).where(call_reminders.c.person_id == person_id)
    return set(connection.execute(query).scalars())


def count_reminded(connection: Connection, call_id: int) -> int:
    """How many asked to be reminded of a call."""
    query = sa.select(sa.func.count()).where(call_reminders.c.call_id == call_id)
    return int(connection.execute(query).scalar_one())


def _calls(connection: Connection, condition: sa.ColumnElement[bool]) -> list[Call]:
    rows = connection.execute(sa.select(calls).where(condition).order_by(calls.c.id.desc())).all()
    places = _places(connection, [row.id for row in rows])
    return [_call(row, places.get(row.id, ())) for row in rows]


def _places(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Place, ...]]:
    query = (
        sa.select(call_territories.c.call_id, territories.c.code, territories.c.path)
        .join(territories, territories.c.code == call_territories.c.territory_code)
        .where(call_territories.c.call_id.in_(numbers))
        .order_by(territories.c.path)
    )
    found: dict[int, tuple[Place, ...]] = {}
    for row in connection.execute(query):
        found[row.call_id] = (*found.get(row.call_id, ()), Place(row.code, row.path))
    return found


_NUMBERS = ("fund", "budget_from", "budget_to", "share_from", "share_to")


def _call(row: Any, places: tuple[Place, ...]) -> Call:
    at = {kind: getattr(row, f"{kind.value}_at") for kind in CallDate}
    return Call(
        id=row.id,
        state=CallState(row.state),
        version=row.version,
        title=row.title,
        terms=row.terms,
        **{name: getattr(row, name) for name in _NUMBERS},
        places=places,
        dates={kind: moment for kind, moment in at.items() if moment is not None},
        history=row.history,
        created_by=row.created_by,
        reason=row.cancel_reason,
    )


def _columns(its: Call) -> dict[str, Any]:
    return {
        "state": its.state.value,
        "title": its.title,
        "terms": its.terms,
        **{name: getattr(its, name) for name in _NUMBERS},
        **{f"{kind.value}_at": its.dates.get(kind) for kind in CallDate},
        "history": its.history,
        "cancel_reason": its.reason,
    }
