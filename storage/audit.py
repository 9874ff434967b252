"""The log of what officials did; it only grows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audit import Entry
from domain.roles import Grant
from domain.territories import Place
from storage.tables.roles import audit
from storage.tables.territories import lies_in, territories

COMMAND_LINE = "command line"


def record(
    connection: Connection,
    *,
    at: datetime,
    person_id: int | None,
    grant: Grant | None,
    place: Place | None,
    act: str,
    subject_id: str | int,
    details: Mapping[str, Any],
    source: str,
) -> None:
    """Note an act in the transaction that does it; the same source notes it once."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(audit)
        .values(
            at=at,
            person_id=person_id,
            role=None if grant is None else grant.role.value,
            grant_id=None if grant is None else grant.id,
            territory_code=None if place is None else place.code,
            act=act,
            subject_id=str(subject_id),
            details=dict(details),
            source=source,
        )
        .on_conflict_do_nothing(index_elements=["source", "act", "subject_id"])
    )


def entries(
    connection: Connection, within: Sequence[Place] | None, *, limit: int | None = None, before_id: int | None = None
) -> list[Entry]:
    """Acts in a territory and what lies in it (None: everywhere), the newest first."""
    query = sa.select(audit).order_by(audit.c.id.desc())
    if within is not None:
        query = query.join(territories, territories.c.code == audit.c.territory_code).where(lies_in(within))
    if before_id is not None:
        query = query.where(audit.c.id < before_id)
    if limit is not None:
        query = query.limit(limit)
    return [
        Entry(row.id, row.at, row.person_id, row.role, row.territory_code, row.act, row.subject_id, row.details)
        for row in connection.execute(query)
    ]
