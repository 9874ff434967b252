"""What became of those invited, as counts: taken at the closing, before unfinished responses are thrown away."""

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import DeliveryState, Task
from domain.statistics.rates import Outcome, outcome
from domain.surveys.sessions import response_id
from domain.surveys.survey import OPENED, SUBJECT, Progress
from storage.surveys import keys
from storage.tables.outbox import deliveries, notices
from storage.tables.surveys import answers, participations, responses, surveys

_WAITS = (DeliveryState.QUEUED.value, DeliveryState.SENDING.value, DeliveryState.DIGEST.value)
# Too young, or enough people like them had answered: not of those whose answers were wanted.
_NOT_WANTED = (Progress.MINOR, Progress.FULL)


def keep(connection: Connection, survey_id: int) -> None:
    """Count them, and remember the counts beside the survey."""
    found = {one.value: number for one, number in sorted(count(connection, survey_id).items())}
    connection.execute(surveys.update().where(surveys.c.id == survey_id).values(outcomes=found))


def kept(connection: Connection, survey_id: int) -> dict[Outcome, int]:
    """What was counted at the closing."""
    found: Mapping[str, int] | None = connection.execute(
        sa.select(surveys.c.outcomes).where(surveys.c.id == survey_id)
    ).scalar()
    return {Outcome(one): number for one, number in (found or {}).items()}


def count(connection: Connection, survey_id: int) -> Counter[Outcome]:
    """How many of those invited by name ended in which way; each has one outcome."""
    found: Counter[Outcome] = Counter()
    for told, progress, number in _invited(connection, survey_id):
        if progress is not Progress.BEGUN:
            found[_outcome(told, progress, 0)] += number
    begun = _begun(connection, survey_id)
    answered = _with_an_answer(connection, survey_id, begun)
    found[Outcome.PARTIAL] += answered
    found[Outcome.BREAK_OFF] += len(begun) - answered
    return +found


def _outcome(told: bool | None, progress: Progress | None, said: int) -> Outcome:
    return outcome(
        told=told,
        refused=progress is Progress.DECLINED,
        ineligible=progress in _NOT_WANTED,
        started=progress is Progress.BEGUN,
        answers=said,
        finished=progress is Progress.FINISHED,
    )


def _of_the_invitation(survey_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        notices.c.kind == OPENED,
        notices.c.subject == SUBJECT,
        notices.c.subject_id == survey_id,
        deliveries.c.group_id.is_(None),
    )


def _joined(survey_id: int) -> sa.FromClause:
    mine = sa.and_(participations.c.survey_id == survey_id, participations.c.person_id == deliveries.c.person_id)
    return deliveries.join(notices, notices.c.id == deliveries.c.notice_id).outerjoin(participations, mine)


def _invited(connection: Connection, survey_id: int) -> list[tuple[bool | None, Progress | None, int]]:
    """Whether they were told (None: it still waits) and how far they are, with how many there are of each."""
    # What is just being changed was sent all the same.
    sent = sa.or_(deliveries.c.state == DeliveryState.SENT.value, deliveries.c.task != Task.SEND.value)
    told = sa.case((sent, "told"), (deliveries.c.state.in_(_WAITS), "waits"), else_="failed").label("told")
    query = (
        sa.select(told, participations.c.state, sa.func.count())
        .select_from(_joined(survey_id))
        .where(*_of_the_invitation(survey_id))
        .group_by(told, participations.c.state)
    )
    known = {"told": True, "failed": False, "waits": None}
    return [(known[row[0]], None if row[1] is None else Progress(row[1]), row[2]) for row in connection.execute(query)]


def _begun(connection: Connection, survey_id: int) -> list[int]:
    """Who was invited and began."""
    query = (
        sa.select(deliveries.c.person_id)
        .select_from(_joined(survey_id))
        .where(*_of_the_invitation(survey_id), participations.c.state == Progress.BEGUN.value)
    )
    return list(connection.execute(query).scalars())


def _with_an_answer(connection: Connection, survey_id: int, begun: list[int]) -> int:
    """How many of them said anything; which of them is written nowhere."""
    key = keys.key(connection, survey_id)
    if key is None or not begun:
        return 0
    query = (
        sa.select(responses.c.id)
        .join(answers, sa.and_(answers.c.survey_id == survey_id, answers.c.response_id == responses.c.id))
        .where(
            responses.c.survey_id == survey_id,
            responses.c.state == Progress.BEGUN.value,
            ~responses.c.trial,
            answers.c.value != "",
        )
        .distinct()
    )
    said = set(connection.execute(query).scalars())
    return sum(response_id(key, person) in said for person in begun)
