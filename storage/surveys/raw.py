"""The answers themselves: rows of finished responses, and the words among them that somebody has to look at."""

import hashlib
from collections.abc import Collection
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain.summaries.raw import RawRow
from domain.summaries.reviews import Unread
from domain.surveys.forms import Form, QuestionKind
from domain.surveys.sessions import SPOKEN
from domain.surveys.survey import Progress
from storage.tables.surveys import answers, responses, survey_segments, word_reviews

# A moderator is shown the first; another may have been quicker with a few.
LOOKED_THROUGH = 50
_REVIEWED = sa.and_(
    word_reviews.c.survey_id == answers.c.survey_id,
    word_reviews.c.response_id == answers.c.response_id,
    word_reviews.c.question == answers.c.question,
)
_FINISHED = (
    responses.c.state == Progress.FINISHED.value,
    ~responses.c.trial,
    responses.c.keying == 0,
)


def open_words(form: Form) -> tuple[str, ...]:
    """The questions that are answered in words."""
    return tuple(question.name for question in form.questions if question.kind is QuestionKind.TEXT)


def rows(connection: Connection, survey_id: int, form: Form) -> list[RawRow]:
    """The finished responses in the order of their random numbers; open words only where they were let through."""
    words = open_words(form)
    seen = sa.or_(answers.c.question.not_in(words), word_reviews.c.let_through.is_(True))
    # Joined one after the other: a bracket of two would have SQLite look through the answers of every survey.
    query = (
        sa.select(
            responses.c.id,
            responses.c.segment,
            responses.c.form_version,
            answers.c.question,
            sa.case((seen, answers.c.value)).label("value"),
        )
        .select_from(
            responses.outerjoin(
                answers,
                sa.and_(
                    answers.c.survey_id == responses.c.survey_id,
                    answers.c.response_id == responses.c.id,
                    answers.c.counted,
                ),
            ).outerjoin(word_reviews, _REVIEWED)
        )
        .where(responses.c.survey_id == survey_id, *_FINISHED)
        .order_by(responses.c.id)
    )
    traits = _traits(connection, survey_id)
    # Most answers are names of a few choices: one text for all of them.
    same: dict[str, str] = {}
    found = []
    for (_, segment, version), listed in groupby(connection.execute(query), key=lambda row: tuple(row[:3])):
        said = {
            same.setdefault(row[3], row[3]): same.setdefault(row[4], row[4]) if len(row[4]) < LOOKED_THROUGH else row[4]
            for row in listed
            if row[4] is not None
        }
        found.append(RawRow(traits.get(segment, {}), said, version))
    return found


def _traits(connection: Connection, survey_id: int) -> dict[int, dict[str, str]]:
    query = sa.select(survey_segments).where(survey_segments.c.survey_id == survey_id)
    return {
        row.segment: {
            "@okrug": row.okrug_code or "",
            "@sex": row.sex or "",
            "@age": row.age_band or "",
            "@language": row.language or "",
            "@mode": row.mode,
        }
        for row in connection.execute(query)
    }


def let_through(connection: Connection, survey_id: int, question: str) -> list[str]:
    """The answers to a question in words that were let through, by the alphabet.

    In an order of their own two lists would show which answers to two questions came from one person.
    """
    query = (
        sa.select(answers.c.value)
        .join(word_reviews, _REVIEWED)
        .where(*_words_of(survey_id, (question,)), word_reviews.c.let_through)
    )
    return sorted(connection.execute(query).scalars())


def _words_of(survey_id: int, questions: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        answers.c.survey_id == survey_id,
        answers.c.counted,
        answers.c.question.in_(list(questions)),
        ~answers.c.value.startswith(SPOKEN, autoescape=True),
    )


def unread(connection: Connection, survey_id: int, questions: Collection[str]) -> tuple[int, list[Unread]]:
    """How many answers in words nobody has looked at, and the first of them."""
    fresh = (
        sa.select(answers.c.response_id, answers.c.question, answers.c.value)
        .outerjoin(word_reviews, _REVIEWED)
        .where(*_words_of(survey_id, questions), word_reviews.c.survey_id.is_(None))
    )
    number = connection.execute(sa.select(sa.func.count()).select_from(fresh.subquery())).scalar_one()
    # Question by question: two answers of one person never come one after the other.
    listed = fresh.order_by(answers.c.question, answers.c.response_id).limit(LOOKED_THROUGH)
    return number, [
        Unread(_mark(row.response_id, row.question), row.question, row.value, row.response_id)
        for row in connection.execute(listed)
    ]


def _mark(response_id: str, question: str) -> str:
    """What a button says of an answer: nothing by which two answers of one person could be found together."""
    return hashlib.sha256(f"{response_id}:{question}".encode()).hexdigest()[:12]


def review(connection: Connection, survey_id: int, one: Unread, *, through: bool) -> bool:
    """Write down that an answer was let through, or left out; whether nobody had done so before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(word_reviews).values(
        survey_id=survey_id, response_id=one.response_id, question=one.question, let_through=through
    )
    keys = ["survey_id", "response_id", "question"]
    return connection.execute(insert.on_conflict_do_nothing(index_elements=keys)).rowcount > 0
