"""Answers in words: somebody looks at each before anybody else reads it."""

from actions.context import Context, action
from actions.surveys.forms import form_of
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.roles import Grant
from domain.summaries.reviews import Reviewing
from domain.surveys.survey import Survey, SurveyState
from storage import audit
from storage.database import Connection
from storage.surveys import raw as answers
from storage.surveys import surveys as store


@action(Act.REVIEW_WORDS)
async def look(ctx: Context, survey_id: int) -> Reviewing:
    """The first answer in words that nobody has looked at."""

    def read(connection: Connection) -> Reviewing:
        found, _ = _survey(connection, ctx, survey_id)
        return _next(connection, found)

    return await ctx.read(read)


def _survey(connection: Connection, ctx: Context, survey_id: int) -> tuple[Survey, Grant]:
    found = store.survey(connection, survey_id)
    if found is None or found.state is not SurveyState.CLOSED:
        raise Refused("no_such_survey")
    grant = next((grant for grant in scope(ctx.actor, Act.REVIEW_WORDS) if grant.covers(found.place)), None)
    if grant is None:
        raise Refused("no_such_survey")
    return found, grant


def _questions(connection: Connection, found: Survey) -> tuple[str, ...]:
    form = form_of(connection, found.id, found.form_version)
    return () if form is None else answers.open_words(form)


def _next(connection: Connection, found: Survey) -> Reviewing:
    form = form_of(connection, found.id, found.form_version)
    if form is None:
        return Reviewing(found, 0)
    left, listed = answers.unread(connection, found.id, answers.open_words(form))
    return Reviewing(found, left, listed[0], form.question(listed[0].question)) if listed else Reviewing(found, 0)


@action(Act.REVIEW_WORDS)
async def decide(ctx: Context, survey_id: int, mark: str, *, through: bool) -> Reviewing:
    """Let an answer through, or leave it out; then comes the next. What somebody decided before stays."""

    def write(connection: Connection) -> Reviewing:
        found, grant = _survey(connection, ctx, survey_id)
        _, listed = answers.unread(connection, found.id, _questions(connection, found))
        one = next((one for one in listed if one.mark == mark), None)
        if one is not None and answers.review(connection, found.id, one, through=through):
            audit.record(
                connection,
                at=ctx.now,
                person_id=ctx.actor.id,
                grant=grant,
                place=found.place,
                act=Act.REVIEW_WORDS.value,
                subject_id=f"survey {found.id}",
                details={"did": "let through" if through else "left out"},
                source=ctx.source,
            )
        return _next(connection, found)

    return await ctx.write(write)
