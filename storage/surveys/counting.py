"""Counts finished responses and their answers by who gave them, in a few questions to the database."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.people import AgeBand, Sex
from domain.statistics.rates import Outcome, Reached
from domain.statistics.rates import reached as of_outcomes
from domain.summaries.counted import Counted
from domain.summaries.crossing import Pair
from domain.summaries.crossing import counted as counted_pairs
from domain.surveys.forms import SEVERAL, Form, Question, QuestionKind, together
from domain.surveys.sessions import SPOKEN
from domain.surveys.survey import Mode, Progress, Survey
from domain.surveys.targets import Segment
from storage.populations import populations
from storage.surveys import outcomes, participation
from storage.tables.people import people, profiles
from storage.tables.surveys import SHORT, answers, responses, survey_segments
from storage.tables.territories import territories

# Answers that are counted as they are; of the others only that there is one.
WHOLE = frozenset(
    {
        QuestionKind.SELECT_ONE,
        QuestionKind.SELECT_MULTIPLE,
        QuestionKind.RANK,
        QuestionKind.INTEGER,
        QuestionKind.DECIMAL,
        QuestionKind.RANGE,
    }
)
ANYTHING = ""
# With a snapshot what came late is finished too.
_TAKEN = (Progress.FINISHED.value, Progress.LATE.value)


def count(connection: Connection, survey: Survey, form: Form) -> Counted:
    """All that a summary of the survey is made of, with what came late and is to be taken in with the snapshot."""
    whole = [question.name for question in form.questions if question.kind in WHOLE]
    others = [question.name for question in form.asked if question.kind not in WHOLE]
    words = [question.name for question in form.questions if question.kind is QuestionKind.TEXT]
    finished = _finished(connection, survey.id)
    found: dict[str, dict[str, dict[int, int]]] = {}
    _add(connection, found, survey.id, _values(survey.id, whole, answers.c.value, short=True))
    if long := [question.name for question in form.questions if _may_be_long(question)]:
        _add(connection, found, survey.id, _values(survey.id, long, answers.c.value, short=False))
    if others:
        _add(connection, found, survey.id, _values(survey.id, others, sa.literal(ANYTHING), short=None))
    segments, invited = _segments(connection, survey.id), outcomes.kept(connection, survey.id)
    return Counted(
        segments,
        finished,
        found,
        {name: _texts(connection, survey.id, name) for name in words},
        _reached(connection, survey.id, segments, finished, invited),
        _registered(connection, survey),
        _adults(connection, survey),
        invited,
        {pair: _together(connection, survey.id, pair) for pair in counted_pairs(form, survey.options.crossed)},
    )


def _may_be_long(question: Question) -> bool:
    """Whether an answer may be longer than the index of short ones takes."""
    return question.kind in SEVERAL and len(together(choice.name for choice in question.choices)) > SHORT


def _values(
    survey_id: int, questions: Collection[str], value: sa.ColumnElement[str], *, short: bool | None
) -> sa.Select[Any]:
    """How many of each segment gave each answer; short ones lie in an index of their own."""
    query = sa.select(
        answers.c.question, value.label("value"), answers.c.segment, sa.func.count().label("number")
    ).where(answers.c.survey_id == survey_id, answers.c.question.in_(questions))
    if short is not None:
        length = sa.func.length(answers.c.value)
        query = query.where(
            length <= sa.literal_column(str(SHORT)) if short else length > sa.literal_column(str(SHORT))
        )
        return query.group_by(answers.c.question, answers.c.value, answers.c.segment)
    return query.group_by(answers.c.question, answers.c.segment)


def _add(
    connection: Connection,
    found: dict[str, dict[str, dict[int, int]]],
    survey_id: int,
    query: sa.Select[Any],
) -> None:
    # One after the other, not "or": the index holds what is counted, and late ones are few.
    for which in (answers.c.counted, _late(survey_id)):
        for row in connection.execute(query.where(which)):
            segments = found.setdefault(row[0], {}).setdefault(row[1], {})
            segments[row[2]] = segments.get(row[2], 0) + row[3]


def _late(survey_id: int) -> sa.ColumnElement[bool]:
    """The answers that came late, none of which is counted yet."""
    late = sa.select(responses.c.id).where(responses.c.survey_id == survey_id, responses.c.state == Progress.LATE.value)
    return sa.and_(~answers.c.counted, answers.c.response_id.in_(late))


def _finished(connection: Connection, survey_id: int) -> dict[int, int]:
    query = (
        sa.select(responses.c.segment, sa.func.count())
        .where(
            responses.c.survey_id == survey_id,
            responses.c.state.in_(_TAKEN),
            ~responses.c.trial,
            responses.c.keying == 0,
        )
        .group_by(responses.c.segment)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _segments(connection: Connection, survey_id: int) -> dict[int, Segment]:
    query = sa.select(survey_segments).where(survey_segments.c.survey_id == survey_id)
    return {
        row.segment: Segment(
            row.okrug_code,
            None if row.sex is None else Sex(row.sex),
            None if row.age_band is None else AgeBand(row.age_band),
            row.language,
            row.mode,
        )
        for row in connection.execute(query)
    }


def _together(connection: Connection, survey_id: int, pair: Pair) -> dict[tuple[str | None, str | None], int]:
    """How many of those who finished gave which answers to both questions, None where one has no answer."""
    first, second = answers.alias("first"), answers.alias("second")

    def said(one: Any, question: str) -> sa.ColumnElement[bool]:
        here = sa.and_(one.c.survey_id == responses.c.survey_id, one.c.response_id == responses.c.id)
        taken = sa.or_(one.c.counted, responses.c.state == Progress.LATE.value)
        return sa.and_(here, one.c.question == question, taken)

    query = (
        sa.select(first.c.value, second.c.value, sa.func.count())
        .select_from(responses.outerjoin(first, said(first, pair[0])).outerjoin(second, said(second, pair[1])))
        .where(
            responses.c.survey_id == survey_id,
            responses.c.state.in_(_TAKEN),
            ~responses.c.trial,
            responses.c.keying == 0,
        )
        .group_by(first.c.value, second.c.value)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def _texts(connection: Connection, survey_id: int, question: str) -> list[str]:
    query = sa.select(answers.c.value).where(
        answers.c.survey_id == survey_id,
        answers.c.question == question,
        sa.or_(answers.c.counted, _late(survey_id)),
        ~answers.c.value.startswith(SPOKEN, autoescape=True),
    )
    return list(connection.execute(query).scalars())


def _reached(
    connection: Connection,
    survey_id: int,
    segments: Mapping[int, Segment],
    finished: Mapping[int, int],
    invited: Mapping[Outcome, int],
) -> dict[Mode, Reached]:
    """By mode: who was asked in the chat, who came by the link, and what was typed in by others."""
    found: dict[Mode, Reached] = {}
    progress = participation.by_progress(connection, survey_id)
    for mode in dict.fromkeys(mode for mode, _ in progress):
        ended = progress.get((mode, Progress.FINISHED), 0)
        begun = ended + progress.get((mode, Progress.BEGUN), 0)
        if begun:
            found[mode] = Reached(None, None, begun, ended)
    if invited:
        told, chat = of_outcomes(invited), found.get(Mode.CHAT, Reached(None, None, 0, 0))
        found[Mode.CHAT] = Reached(told.invited, told.delivered, chat.started, chat.finished, told.started)
    for mode in (Mode.PAPER, Mode.PHONE, Mode.MEETING):
        typed = sum(number for segment, number in finished.items() if segments[segment].mode == mode.value)
        if typed and mode not in found:
            found[mode] = Reached(None, None, typed, typed)
    return found


def _registered(connection: Connection, survey: Survey) -> int | None:
    """Registered adults, and those who did not say their age, of the territory that a survey belongs to."""
    if survey.place is None:
        return None
    query = (
        sa.select(sa.func.count())
        .select_from(
            people.join(territories, territories.c.code == people.c.okrug_code).outerjoin(
                profiles, profiles.c.person_id == people.c.id
            )
        )
        .where(
            people.c.registered_at.is_not(None),
            people.c.erased_at.is_(None),
            territories.c.path.startswith(survey.place.path, autoescape=True),
            sa.or_(profiles.c.age_band.is_(None), profiles.c.age_band != AgeBand.UNDER_18.value),
        )
    )
    return connection.execute(query).scalar_one()


def _adults(connection: Connection, survey: Survey) -> int | None:
    """The adults who live in that territory, None unless they are known of every okrug that anybody registered in."""
    if survey.place is None:
        return None
    inside = territories.c.path.startswith(survey.place.path, autoescape=True)
    homes = sa.select(people.c.okrug_code).join(territories, territories.c.code == people.c.okrug_code)
    okrugs = set(connection.execute(homes.where(inside, people.c.registered_at.is_not(None)).distinct()).scalars())
    found = populations(connection, okrugs)
    if not okrugs or set(found) != okrugs:
        return None
    return sum(count for one in found.values() for band, count in one.bands.items() if band is not AgeBand.UNDER_18)
