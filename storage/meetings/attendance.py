"""Who came: by the code on the wall, ticked by name, or counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.meetings import SUBJECT, Answer, KeptFile, Meeting
from domain.registers import Attendee, Count, Entered, Turnout
from storage.audiences import condition
from storage.tables.files import files
from storage.tables.meetings import meeting_answers, meeting_attendance, meeting_counts
from storage.tables.people import people, profiles

PAPER_LIST = "meeting_list"


def came(connection: Connection, meeting_id: int, person_id: int) -> bool:
    """Whether a person is down as having come."""
    query = sa.select(
        sa.exists().where(meeting_attendance.c.meeting_id == meeting_id, meeting_attendance.c.person_id == person_id)
    )
    return bool(connection.execute(query).scalar_one())


def note(connection: Connection, meeting_id: int, person_id: int, ticked_by: int | None, now: datetime) -> bool:
    """Note that a person came, with their sex as they told it; whether it was new."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    sex = sa.select(profiles.c.sex).where(profiles.c.person_id == person_id).scalar_subquery()
    return (
        connection.execute(
            dialect.insert(meeting_attendance)
            .values(meeting_id=meeting_id, person_id=person_id, sex=sex, at=now, ticked_by=ticked_by)
            .on_conflict_do_nothing(index_elements=["meeting_id", "person_id"])
        ).rowcount
        == 1
    )


def untick(connection: Connection, meeting_id: int, person_id: int) -> None:
    """Take back what a leader ticked; who checked in themselves stays."""
    connection.execute(
        meeting_attendance.delete().where(
            meeting_attendance.c.meeting_id == meeting_id,
            meeting_attendance.c.person_id == person_id,
            meeting_attendance.c.ticked_by.isnot(None),
        )
    )


def _came(found: Meeting) -> "sa.Select[tuple[int | None]]":
    return sa.select(meeting_attendance.c.person_id).where(
        meeting_attendance.c.meeting_id == found.id, meeting_attendance.c.person_id.isnot(None)
    )


def _on_list(found: Meeting) -> sa.ColumnElement[bool]:
    said = sa.select(meeting_answers.c.person_id).where(
        meeting_answers.c.meeting_id == found.id, meeting_answers.c.answer != Answer.CANNOT.value
    )
    concerned = sa.or_(condition(found.audience), people.c.id.in_(said), people.c.id.in_(_came(found)))
    return sa.and_(profiles.c.name.isnot(None), concerned)


def invited_by_name(connection: Connection, found: Meeting, *, limit: int, offset: int) -> list[Attendee]:
    """Those with a name who are invited, said that they come, or came; by name."""
    query = (
        sa.select(people.c.id, profiles.c.name, people.c.id.in_(_came(found)).label("came"))
        .join(profiles, profiles.c.person_id == people.c.id)
        .where(_on_list(found))
        .order_by(profiles.c.name, people.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [Attendee(row.id, row.name, bool(row.came)) for row in connection.execute(query)]


def may_be_ticked(connection: Connection, found: Meeting, person_id: int) -> bool:
    """Whether a person stands on the list that the leader ticks."""
    query = (
        sa.select(people.c.id)
        .join(profiles, profiles.c.person_id == people.c.id)
        .where(people.c.id == person_id, _on_list(found))
    )
    return connection.execute(query).one_or_none() is not None


def count_others(connection: Connection, meeting_id: int, women: int, men: int, counted_by: int, now: datetime) -> None:
    """Remember how many came who have no Telegram."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"women": women, "men": men, "counted_by": counted_by, "counted_at": now}
    connection.execute(
        dialect.insert(meeting_counts)
        .values(meeting_id=meeting_id, **values)
        .on_conflict_do_update(index_elements=["meeting_id"], set_=values)
    )


def count_women(connection: Connection, meeting_id: int, women: Count, counted_by: int, now: datetime) -> None:
    """Remember how many women were among all who came."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {
        "women_in_all": women.value,
        "women_at_least": women.at_least,
        "counted_by": counted_by,
        "counted_at": now,
    }
    connection.execute(
        dialect.insert(meeting_counts)
        .values(meeting_id=meeting_id, **values)
        .on_conflict_do_update(index_elements=["meeting_id"], set_=values)
    )


def turnouts(connection: Connection, meeting_ids: Sequence[int]) -> dict[int, Turnout]:
    """Who came to each of these meetings, as far as anybody counted."""
    if not meeting_ids:
        return {}
    # Who told it only after checking in is counted too.
    sex = sa.func.coalesce(meeting_attendance.c.sex, profiles.c.sex)
    women, men = (sa.func.sum(sa.case((sex == one, 1), else_=0)) for one in ("woman", "man"))
    named = {
        row.meeting_id: row
        for row in connection.execute(
            sa.select(
                meeting_attendance.c.meeting_id,
                sa.func.count().label("people"),
                women.label("women"),
                men.label("men"),
            )
            .select_from(meeting_attendance)
            .outerjoin(profiles, profiles.c.person_id == meeting_attendance.c.person_id)
            .where(meeting_attendance.c.meeting_id.in_(meeting_ids))
            .group_by(meeting_attendance.c.meeting_id)
        )
    }
    query = sa.select(meeting_counts).where(meeting_counts.c.meeting_id.in_(meeting_ids))
    counted = {row.meeting_id: row for row in connection.execute(query)}
    return {
        number: _turnout(named.get(number), counted.get(number))
        for number in meeting_ids
        if number in named or number in counted
    }


def _turnout(named: Any, counted: Any) -> Turnout:
    if counted is not None and counted.people is not None:
        people_there = Count(counted.people, bool(counted.at_least))
        return Turnout(entered=Entered(people_there, counted.women, counted.women_percent))
    return Turnout(
        named=0 if named is None else int(named.people),
        named_women=0 if named is None else int(named.women),
        named_men=0 if named is None else int(named.men),
        counted_women=0 if counted is None else counted.women or 0,
        counted_men=0 if counted is None else counted.men or 0,
        women_in_all=(
            None
            if counted is None or counted.women_in_all is None
            else Count(counted.women_in_all, bool(counted.women_at_least))
        ),
    )


def keep_photo(connection: Connection, meeting_id: int, kept: KeptFile, owner_id: int, now: datetime) -> None:
    """Keep a photo of the paper list; the same one again changes nothing."""
    keep_file(connection, meeting_id, kept, owner_id, PAPER_LIST, now)


def keep_file(
    connection: Connection, meeting_id: int, kept: KeptFile, owner_id: int, visibility: str, now: datetime
) -> int:
    """The number of a file of a meeting; the same file is kept once."""
    same = sa.and_(
        files.c.subject == SUBJECT, files.c.subject_id == meeting_id, files.c.telegram_unique_id == kept.unique_id
    )
    found = connection.execute(sa.select(files.c.id).where(same, files.c.visibility == visibility)).scalar()
    if found is not None:
        return int(found)
    return int(
        connection.execute(
            files.insert()
            .values(
                telegram_file_id=kept.file_id,
                telegram_unique_id=kept.unique_id,
                kind=kept.kind,
                size=kept.size,
                subject=SUBJECT,
                subject_id=meeting_id,
                owner_id=owner_id,
                visibility=visibility,
                created_at=now,
            )
            .returning(files.c.id)
        ).scalar_one()
    )


def photos(connection: Connection, meeting_id: int) -> list[KeptFile]:
    """The photos of the paper list."""
    query = sa.select(files).where(
        files.c.subject == SUBJECT, files.c.subject_id == meeting_id, files.c.visibility == PAPER_LIST
    )
    return [
        KeptFile(row.kind, row.telegram_file_id, row.telegram_unique_id, row.size)
        for row in connection.execute(query.order_by(files.c.id))
    ]
