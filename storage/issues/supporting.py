"""Who shares an issue and who follows it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from storage.tables.issues import issue_follows, issue_supports, issues


def support(connection: Connection, number: int, person_id: int, now: datetime) -> None:
    """Let a person share an issue, once."""
    _add(connection, issue_supports, number, person_id, now)


def follow(connection: Connection, number: int, person_id: int, now: datetime) -> None:
    """Let a person hear of an issue without sharing it, once."""
    _add(connection, issue_follows, number, person_id, now)


def leave(connection: Connection, root_id: int, person_id: int) -> bool:
    """Take back that a person shares an issue or one merged with it; whether they did."""
    return _take(connection, issue_supports, root_id, person_id)


def unfollow(connection: Connection, root_id: int, person_id: int) -> bool:
    """Let a person follow an issue and those merged with it no more; whether they did."""
    return _take(connection, issue_follows, root_id, person_id)


def concerned(root_ids: sa.Select[tuple[int]] | list[int]) -> sa.CompoundSelect[tuple[int]]:
    """The people who reported, share or follow these root issues or one merged with them, each once."""
    group = issues.c.root_id.in_(root_ids)
    authors = sa.select(issues.c.author_id.label("person_id")).where(group, issues.c.author_id.isnot(None))
    return authors.union(*(_of_group(table, group) for table in (issue_supports, issue_follows)))


def _of_group(table: sa.Table, group: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    return sa.select(table.c.person_id).join(issues, issues.c.id == table.c.issue_id).where(group)


def _add(connection: Connection, table: sa.Table, number: int, person_id: int, now: datetime) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(issue_id=number, person_id=person_id, since=now)
    connection.execute(insert.on_conflict_do_nothing(index_elements=["issue_id", "person_id"]))


def _take(connection: Connection, table: sa.Table, root_id: int, person_id: int) -> bool:
    group = sa.select(issues.c.id).where(issues.c.root_id == root_id)
    gone = table.delete().where(table.c.person_id == person_id, table.c.issue_id.in_(group))
    return connection.execute(gone).rowcount > 0
