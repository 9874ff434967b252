"""Drafts of all subjects together: what a person began, and what nobody went on with."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain import announcements as announcement
from domain.drafts import Begun, DraftKind
from domain.issues.states import SUBJECT as ISSUE
from storage.tables.announcements import announcement_parts, announcements
from storage.tables.calls import calls
from storage.tables.drafts import draft_ages
from storage.tables.files import files
from storage.tables.issues import issues
from storage.tables.meetings import meetings
from storage.tables.outbox import notices
from storage.tables.surveys import surveys

MOST, AT_ONCE = 20, 500
# Whose each draft is.
_OWNERS: Mapping[DraftKind, sa.Column[int]] = {
    DraftKind.REPORT: issues.c.author_id,
    DraftKind.ANNOUNCEMENT: announcements.c.drafted_by,
    DraftKind.MEETING: meetings.c.created_by,
    DraftKind.SURVEY: surveys.c.author_id,
    DraftKind.CALL: calls.c.created_by,
}
_FILES_OF = {DraftKind.REPORT: ISSUE, DraftKind.ANNOUNCEMENT: announcement.SUBJECT}
# A repeat that was taken back to be changed has a past, whose report people may still want.
_SAID = sa.exists().where(
    notices.c.subject == announcement.SUBJECT, notices.c.subject_id == announcements.c.id, notices.c.total > 0
)
_UNLESS = {DraftKind.ANNOUNCEMENT: (sa.not_(_SAID),)}


def begun(connection: Connection, person_id: int) -> list[Begun]:
    """What a person began and did not finish, by kind, the newest of each first."""
    return [one for kind in DraftKind for one in _begun(connection, kind, person_id)][:MOST]


def count(connection: Connection, person_id: int) -> int:
    """How many drafts a person has."""
    parts = [
        sa.select(sa.func.count()).select_from(owner.table).where(owner == person_id, owner.table.c.state == "draft")
        for owner in _OWNERS.values()
    ]
    return sum(connection.execute(sa.union_all(*parts)).scalars())


def _begun(connection: Connection, kind: DraftKind, person_id: int) -> list[Begun]:
    owner = _OWNERS[kind]
    table = owner.table
    title = table.c.title if "title" in table.c else sa.null()
    query = sa.select(table.c.id, title.label("title"), _words(kind).label("words"))
    query = query.where(owner == person_id, table.c.state == "draft").order_by(table.c.id.desc()).limit(MOST)
    return [Begun(kind, row.id, row.title, row.words or "") for row in connection.execute(query)]


def _words(kind: DraftKind) -> sa.ColumnElement[str]:
    if kind is DraftKind.REPORT:
        return issues.c.text
    if kind is DraftKind.ANNOUNCEMENT:
        its = sa.and_(announcement_parts.c.announcement_id == announcements.c.id, announcement_parts.c.text != "")
        first = sa.select(announcement_parts.c.text).where(its).order_by(announcement_parts.c.id).limit(1)
        return first.scalar_subquery()
    return sa.literal("")


def throw_away_untouched(connection: Connection, now: datetime, kept: timedelta) -> int:
    """Throw away drafts that nobody changed for so long, with their files, `AT_ONCE` of a kind at most; how many.

    How long that is, it sees by itself from look to look: a subject only raises the version of what is changed.
    """
    return sum(_throw_away(connection, kind, now, now - kept) for kind in DraftKind)


def _throw_away(connection: Connection, kind: DraftKind, now: datetime, before: datetime) -> int:
    table = _OWNERS[kind].table
    _look(connection, kind, table, now)
    untouched = sa.and_(
        draft_ages.c.kind == kind.value, draft_ages.c.draft_id == table.c.id, draft_ages.c.version == table.c.version
    )
    query = (
        sa.select(table.c.id)
        .join(draft_ages, untouched)
        .where(table.c.state == "draft", draft_ages.c.since < before, *_UNLESS.get(kind, ()))
        .order_by(table.c.id)
        .limit(AT_ONCE)
        .with_for_update(of=table)
    )
    numbers = list(connection.execute(query).scalars())
    if numbers and kind in _FILES_OF:
        connection.execute(files.delete().where(files.c.subject == _FILES_OF[kind], files.c.subject_id.in_(numbers)))
    if numbers:
        connection.execute(table.delete().where(table.c.id.in_(numbers)))
    return len(numbers)


def _look(connection: Connection, kind: DraftKind, table: sa.FromClause, now: datetime) -> None:
    """Remember since when each draft stands at its version, and forget what is no draft any more."""
    still = sa.exists().where(table.c.id == draft_ages.c.draft_id, table.c.state == "draft")
    connection.execute(draft_ages.delete().where(draft_ages.c.kind == kind.value, sa.not_(still)))
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    moment = sa.literal(now, type_=draft_ages.c.since.type)
    standing = sa.select(sa.literal(kind.value), table.c.id, table.c.version, moment).where(table.c.state == "draft")
    insert = dialect.insert(draft_ages).from_select(["kind", "draft_id", "version", "since"], standing)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["kind", "draft_id"],
            set_={"version": insert.excluded.version, "since": insert.excluded.since},
            where=draft_ages.c.version != insert.excluded.version,
        )
    )
