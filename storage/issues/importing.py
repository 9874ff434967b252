"""Taking past issues over: they are history, which nobody is told of, reminded of or asked about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.issues.duties import written_in
from domain.issues.imports import IssueRow
from domain.issues.states import Desk, IssueState, Privacy, StepKind
from domain.roles import Role
from domain.territories import Level, Place
from storage.issues import reading, steps
from storage.issues.reporting import next_serial
from storage.tables.issues import issues
from storage.tables.territories import territories

NOON = time(12)


def imported_already(connection: Connection, source: str) -> bool:
    """Whether a file was taken over before."""
    query = sa.select(issues.c.id).where(issues.c.source.startswith(f"{source}:", autoescape=True)).limit(1)
    return connection.execute(query).first() is not None


def okrugs(connection: Connection, codes: Collection[str]) -> Mapping[str, Place]:
    """Those of the codes that are okrugs, and where they lie."""
    query = sa.select(territories.c.code, territories.c.path).where(
        territories.c.code.in_(codes),
        territories.c.level == Level.OKRUG.value,
        territories.c.retired_at.is_(None),
    )
    return {row.code: Place(row.code, row.path) for row in connection.execute(query)}


def take_over(
    connection: Connection, rows: Iterable[IssueRow], *, source: str, by_id: int, now: datetime, zone: tzinfo
) -> int:
    """Take issues over with the serials that follow in their okrugs, by the day on which they were told; how many."""
    by_okrug: dict[str, list[IssueRow]] = defaultdict(list)
    for row in rows:
        by_okrug[row.okrug_code].append(row)
    taken = 0
    # In one order for everybody, or two who take over at once would wait for each other.
    for code in sorted(by_okrug):
        serial = next_serial(connection, code)
        for row in sorted(by_okrug[code], key=lambda one: (one.sent, one.row)):
            _one(connection, row, serial, source=f"{source}:{row.row}", by_id=by_id, now=now, zone=zone)
            serial, taken = serial + 1, taken + 1
    return taken


def _one(
    connection: Connection, row: IssueRow, serial: int, *, source: str, by_id: int, now: datetime, zone: tzinfo
) -> None:
    sent = _noon(row.sent, zone)
    answered = None if row.answered is None else _noon(row.answered, zone)
    values: dict[str, Any] = {
        "source": source,
        "state": row.state.value,
        "okrug_code": row.okrug_code,
        "serial": serial,
        "category_id": row.category_id,
        "privacy": Privacy.OPEN.value,
        "text": row.text,
        "language": written_in(row.text, None),
        "taken": [],
        "created_at": now,
        "sent_at": sent,
        "seen_from": sent,
        "let_in_at": now,
        "desk": Desk.OKRUG.value,
        "answered_at": None if row.state is IssueState.IN_REVIEW else answered,
        "solved_at": answered if row.state is IssueState.SOLVED else None,
        "done_on": row.done,
        "reached": row.reached,
        "promised_by": row.promised,
        "history": True,
    }
    number = connection.execute(issues.insert().values(values).returning(issues.c.id)).scalar_one()
    connection.execute(issues.update().where(issues.c.id == number).values(root_id=number))
    found = reading.issue(connection, number)
    if found is None:
        return
    steps.add(
        connection,
        found,
        StepKind.REPORTED,
        source=f"{source}:told",
        role="resident",
        at=sent,
        state=IssueState.NEW,
    )
    if row.state is not IssueState.NEW:
        _answer(connection, row, number, source=source, by_id=by_id, at=answered or sent)


def _answer(connection: Connection, row: IssueRow, number: int, *, source: str, by_id: int, at: datetime) -> None:
    found = reading.issue(connection, number)
    facts = {
        "done_on": None if row.done is None else row.done.isoformat(),
        "reached": row.reached,
        "promised_by": None if row.promised is None else row.promised.isoformat(),
    }
    if found is not None:
        steps.add(
            connection,
            found,
            StepKind.STATE,
            source=f"{source}:state",
            role=Role.AKIM.value,
            at=at,
            by_id=by_id,
            text=row.answer,
            language=None if row.answer is None else written_in(row.answer, None),
            facts={name: value for name, value in facts.items() if value is not None},
        )


def _noon(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, NOON, zone)
