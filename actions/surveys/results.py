"""Results of closed surveys: who may see what of them, the answers themselves, and a line of the log for each file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from actions.context import Context, action
from actions.surveys.common import grant_for, is_exact
from actions.surveys.forms import form_of
from actions.surveys.summary import summary_of
from domain.permissions import Act, reach, scope
from domain.refusals import Refused
from domain.roles import Grant
from domain.statistics.words import most_used
from domain.summaries.figures import Reader
from domain.summaries.raw import Raw, coarsened, traits_of
from domain.summaries.results import RAW, ResultFile, Results, Taken, Trend, Wave
from domain.summaries.reviews import WordsPage
from domain.summaries.summary import Summary
from domain.summaries.trending import alike, trend
from domain.surveys.forms import Form, QuestionKind
from domain.surveys.survey import Listed, Progress, Survey, SurveyState
from domain.territories import Territory
from storage import audit, territories
from storage.database import Connection
from storage.surveys import raw as answers
from storage.surveys import responses, waves
from storage.surveys import surveys as store

# So many earlier surveys are looked at, and so many stand side by side.
LOOKED_AT, MOST_WAVES = 20, 4
WORDS_PAGE = 8
PAGE = 8


@action(Act.SEE_SURVEYS)
async def look(ctx: Context, survey_id: int) -> Results:
    """The results as far as the person may see them: by a role there, or because they answered and were promised."""
    ctx.require(Act.SEE_SURVEYS, owner=ctx.actor.id)
    return await ctx.read(_results, ctx, survey_id)


@action(Act.READ_RESULTS)
async def counted(ctx: Context, page: int) -> tuple[tuple[Listed, ...], bool]:
    """A page of the counted surveys of the territories where one has a role, and whether there is more."""

    def read(connection: Connection) -> tuple[tuple[Listed, ...], bool]:
        reached = reach(ctx.actor, Act.READ_RESULTS)
        found = waves.counted(connection, reached, limit=PAGE + 1, offset=page * PAGE)
        where = _territories(connection, {one.place.code for one in found if one.place is not None})
        listed = tuple(Listed(one, None if one.place is None else where.get(one.place.code)) for one in found[:PAGE])
        return listed, len(found) > PAGE

    return await ctx.read(read)


def _results(connection: Connection, ctx: Context, survey_id: int) -> Results:
    found = store.survey(connection, survey_id)
    if found is None or found.state is not SurveyState.CLOSED:
        raise Refused("no_such_survey")
    grant = _grant(ctx, Act.READ_RESULTS, found)
    if grant is None:
        return _for_who_answered(connection, ctx, found)
    form = _form(connection, found)
    reader = Reader.STAFF if is_exact(ctx, found.place) else Reader.OFFICIALS
    moderates = _grant(ctx, Act.REVIEW_WORDS, found) is not None
    words = answers.open_words(form)
    return replace(
        results_of(connection, found, form, reader),
        official=True,
        raw=_grant(ctx, Act.TAKE_RAW_ANSWERS, found) is not None,
        moderates=moderates and bool(words),
        unread=answers.unread(connection, found.id, words)[0] if moderates and words else 0,
        earlier=bool(_earlier(connection, found, form)),
        looks_after=grant_for(ctx, found) is not None,
    )


def _for_who_answered(connection: Connection, ctx: Context, found: Survey) -> Results:
    standing = responses.standing(connection, found.id, ctx.actor.id)
    if not found.options.results or standing is None or standing.progress is not Progress.FINISHED:
        raise Refused("no_such_survey")
    return results_of(connection, found, _form(connection, found), Reader.PUBLIC)


def results_for_who_answered(connection: Connection, survey_id: int) -> Results | None:
    """What those who answered are told, None where that was not promised or nothing was counted."""
    found = store.survey(connection, survey_id)
    if found is None or found.state is not SurveyState.CLOSED or not found.options.results:
        return None
    try:
        return results_of(connection, found, _form(connection, found), Reader.PUBLIC)
    except Refused:
        return None


def _grant(ctx: Context, act: Act, found: Survey) -> Grant | None:
    return next((grant for grant in scope(ctx.actor, act) if grant.covers(found.place)), None)


def _form(connection: Connection, found: Survey) -> Form:
    form = form_of(connection, found.id, found.form_version)
    if form is None:
        raise Refused("survey_not_counted")
    return form


def results_of(connection: Connection, found: Survey, form: Form, reader: Reader) -> Results:
    """The results for a kind of reader, with the names of territories; words are those that somebody let through."""
    summary = summary_of(connection, found, reader)
    said = {name: answers.let_through(connection, found.id, name) for name in answers.open_words(form)}
    shown = tuple(
        replace(one, words=most_used(said[one.name], summary.threshold)) if one.name in said else one
        for one in summary.questions
    )
    lists_words = reader is not Reader.PUBLIC and summary.respondents is not None
    return Results(
        found,
        replace(summary, questions=shown),
        named(connection, summary),
        listed={name: len(texts) for name, texts in said.items() if texts and lists_words},
    )


def named(connection: Connection, summary: Summary) -> dict[str, Territory]:
    """The territories that a summary speaks of."""
    codes = {value for row in summary.traits.get("@okrug", ()) for value in row.values}
    if summary.method is not None:
        codes |= {one.territory for one in summary.method.empty} | set(summary.method.unweighted)
    return _territories(connection, codes)


def _territories(connection: Connection, codes: Iterable[str]) -> dict[str, Territory]:
    found = territories.chains(connection, [code for code in sorted(codes) if code])
    return {code: chain[-1] for code, chain in found.items() if chain}


# Files


@action(Act.SEE_SURVEYS)
async def take(ctx: Context, survey_id: int, what: ResultFile) -> Taken:
    """What a file is made of; an official's taking it is written into the log, with what it was made of."""
    ctx.require(Act.SEE_SURVEYS, owner=ctx.actor.id)

    def write(connection: Connection) -> Taken:
        results = _results(connection, ctx, survey_id)
        wants_raw = what in RAW or (what is ResultFile.BOOK and results.raw)
        if wants_raw and not results.raw:
            raise Refused("not_allowed")
        if not results.official and what is not ResultFile.PICTURE:
            raise Refused("not_allowed")
        taken = _with_raw(connection, results) if wants_raw else Taken(results)
        if what is ResultFile.BOOK:
            taken = replace(taken, trend=_trend(connection, results, lambda one: _grant(ctx, Act.READ_RESULTS, one)))
        if results.official:
            act = Act.TAKE_RAW_ANSWERS if wants_raw else Act.READ_RESULTS
            _log(connection, ctx.now, taken, what, act, ctx.source, ctx.actor.id, _grant(ctx, act, results.survey))
        return taken

    return await ctx.write(write)


def take_at_terminal(connection: Connection, survey_id: int, what: ResultFile, now: datetime) -> Taken:
    """What a file is made of, for who runs the bot; the log knows it as the command line."""
    found = store.survey(connection, survey_id)
    if found is None or found.state is not SurveyState.CLOSED:
        raise Refused("no_such_survey")
    results = replace(results_of(connection, found, _form(connection, found), Reader.STAFF), official=True, raw=True)
    with_raw = what in RAW or what is ResultFile.BOOK
    taken = _with_raw(connection, results) if with_raw else Taken(results)
    if what is ResultFile.BOOK:
        taken = replace(taken, trend=_trend(connection, results, lambda _one: True))
    act = Act.TAKE_RAW_ANSWERS if with_raw else Act.READ_RESULTS
    _log(connection, now, taken, what, act, f"{audit.COMMAND_LINE} {now.isoformat()}", None, None)
    return taken


def _log(
    connection: Connection,
    at: datetime,
    taken: Taken,
    what: ResultFile,
    act: Act,
    source: str,
    person_id: int | None,
    grant: Grant | None,
) -> None:
    survey = taken.results.survey
    audit.record(
        connection,
        at=at,
        person_id=person_id,
        grant=grant,
        place=survey.place,
        act=act.value,
        subject_id=f"survey {survey.id}",
        details={"file": what.value, "snapshot": taken.results.summary.facts.number},
        source=source,
    )


def _with_raw(connection: Connection, results: Results) -> Taken:
    """The rows of a survey with names as they are; of an anonymous one without what could point at somebody."""
    survey = results.survey
    form = _form(connection, survey)
    traits = traits_of(survey.options.keeps)
    rows = answers.rows(connection, survey.id, form)
    rows = coarsened(rows, traits) if survey.anonymous else rows
    okrugs = {row.traits.get("@okrug", "") for row in rows}
    return Taken(results, Raw(form, traits, rows), _territories(connection, okrugs))


# Words


@action(Act.READ_RESULTS)
async def words(ctx: Context, survey_id: int, question: str, page: int) -> WordsPage:
    """A page of the answers in words that were let through."""

    def read(connection: Connection) -> WordsPage:
        found, form = _closed(connection, ctx, survey_id)
        asked = form.question(question)
        if asked is None or asked.kind is not QuestionKind.TEXT:
            raise Refused("old_button")
        said = answers.let_through(connection, found.id, question)
        start = page * WORDS_PAGE
        return WordsPage(found, asked, tuple(said[start : start + WORDS_PAGE]), page, len(said) > start + WORDS_PAGE)

    return await ctx.read(read)


def _closed(connection: Connection, ctx: Context, survey_id: int) -> tuple[Survey, Form]:
    found = store.survey(connection, survey_id)
    if found is None or found.state is not SurveyState.CLOSED or _grant(ctx, Act.READ_RESULTS, found) is None:
        raise Refused("no_such_survey")
    return found, _form(connection, found)


# Waves


def _earlier(connection: Connection, found: Survey, form: Form) -> list[tuple[Survey, Form]]:
    """The earlier surveys of the territory that asked something alike, the newest first."""
    if found.opened_at is None:
        return []
    before = waves.earlier(connection, found, LOOKED_AT)
    listed = [(one, form_of(connection, one.id, one.form_version)) for one in before]
    return [(one, its) for one, its in listed if its is not None and alike(its, form)]


def _trend(connection: Connection, its: Results, may_read: Callable[[Survey], object]) -> Trend | None:
    """The survey beside the earlier ones that may be read, each as far as this reader sees it; None without any."""
    form = _form(connection, its.survey)
    others = [(one, earlier) for one, earlier in _earlier(connection, its.survey, form) if may_read(one)]
    if not others:
        return None
    listed = [*reversed(others[: MOST_WAVES - 1]), (its.survey, form)]
    seen = [Wave(one, summary_of(connection, one, its.summary.reader)) for one, _ in listed]
    return trend(seen, [asked for _, asked in listed])


@action(Act.READ_RESULTS)
async def compare(ctx: Context, survey_id: int) -> Trend:
    """The survey beside earlier ones of its territory that asked the same; each as far as this reader may see it."""

    def read(connection: Connection) -> Trend:
        found, form = _closed(connection, ctx, survey_id)
        reader = Reader.STAFF if is_exact(ctx, found.place) else Reader.OFFICIALS
        its = results_of(connection, found, form, reader)
        beside = _trend(connection, its, lambda one: _grant(ctx, Act.READ_RESULTS, one))
        if beside is None:
            raise Refused("no_earlier_survey")
        return beside

    return await ctx.read(read)
