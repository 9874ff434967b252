"""Who said that they come, and who has a place."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.audiences import Audience, outside
from domain.meetings import Answer, Answers, MeetingState, MyAnswer
from storage.audiences import condition
from storage.tables.meetings import meeting_answers, meetings
from storage.tables.people import people


def mine(connection: Connection, meeting_id: int, person_id: int) -> MyAnswer | None:
    """What a person said, None when they did not yet."""
    row = connection.execute(
        sa.select(meeting_answers.c.answer, meeting_answers.c.waiting).where(
            meeting_answers.c.meeting_id == meeting_id, meeting_answers.c.person_id == person_id
        )
    ).one_or_none()
    return None if row is None else MyAnswer(Answer(row.answer), row.waiting)


def give(connection: Connection, meeting_id: int, person_id: int, answer: MyAnswer, now: datetime) -> None:
    """Remember what a person says: one row for each, however often they change their mind."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"answer": answer.answer.value, "waiting": answer.waiting, "answered_at": now}
    connection.execute(
        dialect.insert(meeting_answers)
        .values(meeting_id=meeting_id, person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["meeting_id", "person_id"], set_=values)
    )


def totals(connection: Connection, meeting_id: int) -> Answers:
    """How many said what."""
    rows = connection.execute(
        sa.select(meeting_answers.c.answer, meeting_answers.c.waiting, sa.func.count().label("number"))
        .where(meeting_answers.c.meeting_id == meeting_id)
        .group_by(meeting_answers.c.answer, meeting_answers.c.waiting)
    ).all()
    found = {("waiting" if row.waiting else str(row.answer)): int(row.number) for row in rows}
    return Answers(**found)


def places_held(connection: Connection, person_id: int, now: datetime) -> list[int]:
    """The meetings still to come in which a person has a place."""
    query = (
        sa.select(meeting_answers.c.meeting_id)
        .join(meetings, meetings.c.id == meeting_answers.c.meeting_id)
        .where(
            meeting_answers.c.person_id == person_id,
            meeting_answers.c.answer == Answer.COMING.value,
            meeting_answers.c.waiting.is_(False),
            meetings.c.state == MeetingState.PLANNED.value,
            meetings.c.starts_at > now,
        )
    )
    return list(connection.execute(query).scalars())


def forget_outside(connection: Connection, meeting_id: int, before: Audience, after: Audience) -> None:
    """Forget what those said who were invited before and are not any more: their places are free."""
    gone = sa.select(people.c.id).where(condition(Audience((*before.rules, outside(after)))))
    connection.execute(
        meeting_answers.delete().where(
            meeting_answers.c.meeting_id == meeting_id, meeting_answers.c.person_id.in_(gone)
        )
    )


def let_in_next(connection: Connection, meeting_id: int, places: int | None) -> list[int]:
    """Give free places to those who wait, the first who asked first; who got one. None: there is room for all."""
    taken = totals(connection, meeting_id).coming
    query = (
        sa.select(meeting_answers.c.person_id)
        .where(meeting_answers.c.meeting_id == meeting_id, meeting_answers.c.waiting)
        .order_by(meeting_answers.c.answered_at, meeting_answers.c.person_id)
    )
    if places is not None:
        query = query.limit(max(places - taken, 0))
    lucky = [int(number) for number in connection.execute(query).scalars()]
    connection.execute(
        meeting_answers.update()
        .where(meeting_answers.c.meeting_id == meeting_id, meeting_answers.c.person_id.in_(lucky))
        .values(waiting=False)
    )
    return lucky
