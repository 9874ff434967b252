"""What people answered to "is it solved?": one answer of a person in a round, changed as long as the round lasts."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience
from storage.audiences import condition
from storage.issues.supporting import concerned
from storage.tables.issues import issue_verdicts as table
from storage.tables.people import people


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many said yes and not yet in a round."""

    yes: int = 0
    not_yet: int = 0

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.yes + self.not_yet


def keep(connection: Connection, number: int, asked: int, person_id: int, now: datetime, *, solved: bool) -> None:
    """Keep what a person says of an issue in a round, in place of what they said before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(issue_id=number, round=asked, person_id=person_id, solved=solved, at=now)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["issue_id", "round", "person_id"], set_={"solved": solved, "at": now}
        )
    )


def said(connection: Connection, number: int, asked: int, *, but: Audience) -> Verdicts:
    """What was said in a round by others than these."""
    query = (
        sa.select(table.c.solved, sa.func.count().label("people"))
        .where(table.c.issue_id == number, table.c.round == asked, table.c.person_id.not_in(_of(but)))
        .group_by(table.c.solved)
    )
    found = {bool(row.solved): int(row.people) for row in connection.execute(query)}
    return Verdicts(found.get(True, 0), found.get(False, 0))


def of_person(connection: Connection, number: int, asked: int, person_id: int) -> bool | None:
    """What one person said in a round, None for nothing."""
    query = sa.select(table.c.solved).where(
        table.c.issue_id == number, table.c.round == asked, table.c.person_id == person_id
    )
    found: bool | None = connection.execute(query).scalar()
    return found


def concerned_people(connection: Connection, root_id: int, *, but: Audience | None = None) -> int:
    """How many people reported, share or follow an issue or one merged with it, those who left aside (and these)."""
    there = sa.select(sa.func.count()).where(people.c.id.in_(concerned([root_id])), people.c.erased_at.is_(None))
    if but is not None:
        there = there.where(people.c.id.not_in(_of(but)))
    return int(connection.execute(there.select_from(people)).scalar_one())


def _of(audience: Audience) -> sa.Select[tuple[int]]:
    return sa.select(people.c.id).where(condition(audience))
