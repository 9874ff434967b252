"""Before the first question: what the survey is, who may answer it, and what must be known of them."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions.context import Context, action
from actions.surveys.forms import form_of, size
from actions.surveys.seats import Entry, about, asking_of, enter, mine, question_seat, reads, seat
from domain.people import AgeBand, Profile, Sex, age_is_due
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.keying import Use
from domain.surveys.sessions import (
    KEY_BYTES,
    Response,
    Seat,
    Stage,
    following,
    response_id,
)
from domain.surveys.survey import Kept, Progress, Survey, SurveyState
from domain.surveys.targets import Segment, wanted
from storage import people
from storage.database import Connection
from storage.surveys import keys, paper, participation, responses
from storage.surveys import surveys as store


@action(Act.ANSWER_SURVEY)
async def look(ctx: Context, survey_id: int, code: str = "") -> Seat:
    """Where the person stands in a survey that asks them."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def find(connection: Connection) -> Seat:
        return seat(connection, ctx, enter(connection, ctx, survey_id, code), code)

    return await ctx.read(find)


@action(Act.ANSWER_SURVEY)
async def by_link(ctx: Context, code: str) -> Seat:
    """The survey whose link was opened."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def find(connection: Connection) -> Seat:
        found = store.by_code(connection, code)
        if found is None or found.state in (SurveyState.DRAFT, SurveyState.PLANNED):
            raise Refused("no_such_survey")
        return seat(connection, ctx, enter(connection, ctx, found.id, found.code), found.code)

    return await ctx.read(find)


@action(Act.ANSWER_SURVEY)
async def begin(ctx: Context, survey_id: int, code: str = "") -> Seat:
    """Begin to answer, or go on; what is still to be known of the person is asked first."""
    return await _begin(ctx, survey_id, code, lambda _connection: None)


@action(Act.ANSWER_SURVEY)
async def tell_sex(ctx: Context, survey_id: int, sex: Sex, code: str = "") -> Seat:
    """Say one's sex, or that one would rather not, and begin."""
    return await _begin(ctx, survey_id, code, lambda connection: people.set_sex(connection, ctx.actor.id, sex))


@action(Act.ANSWER_SURVEY)
async def tell_age(ctx: Context, survey_id: int, age: AgeBand, code: str = "") -> Seat:
    """Say one's age band, or that one would rather not, and begin."""
    return await _begin(
        ctx, survey_id, code, lambda connection: people.set_age(connection, ctx.actor.id, age, ctx.today)
    )


async def _begin(ctx: Context, survey_id: int, code: str, tell: Callable[[Connection], None]) -> Seat:
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)
    key = secrets.token_bytes(KEY_BYTES)

    def write(connection: Connection) -> Seat:
        entry = enter(connection, ctx, survey_id, code, hold=True)
        if not entry.trial and not entry.survey.takes_answers(ctx.now):
            return seat(connection, ctx, entry, code)
        if entry.trial:
            made = keys.ensure(connection, survey_id, key)
            entry = replace(entry, standing=replace(entry.standing, key=made))
        before = mine(connection, ctx, entry.standing, trial=entry.trial)
        if before is not None and before.state is not Progress.FULL:
            return seat(connection, ctx, entry, code)
        tell(connection)
        return _first(connection, ctx, entry, before, code)

    return await ctx.write(write)


def _first(connection: Connection, ctx: Context, entry: Entry, before: Response | None, code: str) -> Seat:
    survey = entry.survey
    profile = people.profile(connection, ctx.actor.id)
    asks = _to_be_known(connection, ctx, survey, profile)
    if asks is not None:
        return replace(about(connection, ctx, entry, code), stage=asks)
    if profile.age is AgeBand.UNDER_18 and not survey.options.minors:
        _note(connection, ctx, entry, Progress.MINOR)
        return Seat(Stage.MINOR, survey, trial=entry.trial)
    segment = _segment(ctx, entry, profile)
    finished = responses.finished_by_segment(connection, survey.id) if survey.options.targets else {}
    if not wanted(survey.options.targets, finished, segment):
        _start(connection, ctx, entry, segment, "", Progress.FULL)
        _note(connection, ctx, entry, Progress.FULL)
        return Seat(Stage.FULL, survey, trial=entry.trial)
    return _ask_first(connection, ctx, entry, segment, before)


def _to_be_known(connection: Connection, ctx: Context, survey: Survey, profile: Profile) -> Stage | None:
    keeps = survey.options.keeps
    if Kept.SEX in keeps and profile.sex is None:
        return Stage.SEX
    if not age_is_due(profile.age_told_on, ctx.today):
        return None
    if Kept.AGE in keeps:
        return Stage.AGE
    # One question is not worth another before it: there only who said that they are under 18 is not asked.
    is_poll = size(form_of(connection, survey.id, survey.form_version)) == 1
    return None if survey.options.minors or is_poll else Stage.AGE


def _segment(ctx: Context, entry: Entry, profile: Profile) -> Segment:
    keeps = entry.survey.options.keeps
    home = ctx.actor.home
    return Segment(
        okrug=home.code if Kept.OKRUG in keeps and home is not None else None,
        sex=profile.sex if Kept.SEX in keeps else None,
        age=profile.age if Kept.AGE in keeps else None,
        language=reads(ctx, entry.survey) if Kept.LANGUAGE in keeps else None,
        mode=entry.mode.value,
    )


def _ask_first(connection: Connection, ctx: Context, entry: Entry, segment: Segment, before: Response | None) -> Seat:
    survey = entry.survey
    form = form_of(connection, survey.id, survey.form_version)
    if form is None:
        raise Refused("no_such_survey")
    if before is None:
        _start(connection, ctx, entry, segment, "", Progress.BEGUN)
    begun = mine(connection, ctx, entry.standing, trial=entry.trial)
    if begun is None:
        raise Refused("no_such_survey")
    asking = asking_of(ctx, survey, form, begun)
    first = following(asking, "")
    if first is None:
        raise Refused("no_such_survey")
    if entry.form is not None and not paper.take(connection, entry.form, Use.CHAT, day=_day(ctx, survey)):
        raise Refused("form_used")
    responses.step(connection, begun, first.name, Progress.BEGUN)
    _note(connection, ctx, entry, Progress.BEGUN)
    return question_seat(survey, asking, replace(begun, position=first.name, turn=begun.turn + 1))


def _day(ctx: Context, survey: Survey) -> date | None:
    return None if survey.anonymous else ctx.today


def _start(
    connection: Connection, ctx: Context, entry: Entry, segment: Segment, position: str, state: Progress
) -> None:
    key = entry.standing.key
    if key is None:
        raise Refused("no_such_survey")
    responses.begin(
        connection,
        entry.survey,
        response_id(key, ctx.actor.id, trial=entry.trial),
        segment,
        person_id=ctx.actor.id,
        position=position,
        day=ctx.today,
        state=state,
        trial=entry.trial,
    )


def _note(connection: Connection, ctx: Context, entry: Entry, progress: Progress) -> None:
    if not entry.trial:
        participation.note(connection, entry.survey.id, ctx.actor.id, progress, entry.mode, ctx.today)


@action(Act.ANSWER_SURVEY)
async def decline(ctx: Context, survey_id: int, code: str = "") -> Seat:
    """Say that one does not want to answer: nothing more is asked, and one may still change one's mind."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def write(connection: Connection) -> Seat:
        entry = enter(connection, ctx, survey_id, code, hold=True)
        if entry.trial or not entry.survey.takes_answers(ctx.now):
            return seat(connection, ctx, entry, code)
        if entry.standing.progress in (Progress.BEGUN, Progress.FINISHED):
            return seat(connection, ctx, entry, code)
        _note(connection, ctx, entry, Progress.DECLINED)
        return Seat(Stage.DECLINED, entry.survey, code=code)

    return await ctx.write(write)
