"""Summaries of closed surveys: made once as a snapshot, then read by everyone as far as they may."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from actions.context import Context, Shared, action, is_passing
from actions.surveys.closing import sweep
from actions.surveys.common import in_hand, is_exact, known, note
from actions.surveys.forms import form_of
from domain.audiences import Audience, Rule, RuleKind
from domain.outbox import NewNotice
from domain.permissions import Act
from domain.refusals import Refused
from domain.statistics.population import BANDS, People
from domain.statistics.suppression.values import TooFew
from domain.summaries.counted import Counted
from domain.summaries.figures import Reader, make
from domain.summaries.keeping import as_dict, read_figures
from domain.summaries.reading import summarise
from domain.summaries.results import RESULTS
from domain.summaries.summary import Summary, facts
from domain.summaries.tabulating import shown_places
from domain.surveys.forms import Form
from domain.surveys.survey import SUBJECT, Progress, Survey, SurveyState
from domain.topics import Topic
from storage import populations, territories
from storage.database import Connection
from storage.outbox import notices
from storage.surveys import counting, paper, responses, sealing, snapshots
from storage.surveys import surveys as store

logger = logging.getLogger("kenes.surveys")

AT_ONCE = 20


async def make_due(shared: Shared, now: datetime) -> bool:
    """Make the snapshots of surveys that closed and have none yet; whether any was made.

    One that cannot be made is tried again at the next tick, and keeps no other from being made.
    """
    made = False
    for survey_id in await shared.db.read(snapshots.lacking, AT_ONCE):
        try:
            made |= await _make(shared, survey_id, now)
        except Exception as error:
            if is_passing(error):
                raise
            logger.exception("the answers of survey %d could not be counted", survey_id)
    return made


async def _make(shared: Shared, survey_id: int, now: datetime) -> bool:
    """Count in one transaction, work it out in none, keep it in another: nobody who answers waits for it."""
    taken = await shared.db.read(_take, survey_id)
    if taken is None:
        return False
    found, form, counted, places, population, last, late = taken
    before = None if last is None else read_figures(last.figures)
    figures = await asyncio.to_thread(make, counted, form, found.options, places, population, before)
    kept = as_dict(figures)
    if last is not None and kept["survey"] == last.figures["survey"]:
        return False
    number = 1 if last is None else last.number + 1
    day = now.astimezone(shared.zone).date()
    return await shared.db.write(_keep, found, number, day, kept, now, late)


def _keep(
    connection: Connection,
    found: Survey,
    number: int,
    day: date,
    kept: Mapping[str, Any],
    now: datetime,
    late: frozenset[str],
) -> bool:
    """Keep a snapshot, and take in what came late and was counted in it.

    After the first, who answered hears what came out, if its author said so.
    """
    if not snapshots.keep(connection, found.id, number, day, kept):
        return False
    if late:
        paper.take_in(connection, found.id, late)
        if found.anonymous:
            sealing.write_anew(connection, found.id)
            paper.sweep_again(connection, found.id)
    if number == 1 and found.options.results:
        new = NewNotice(
            kind=RESULTS,
            subject=SUBJECT,
            subject_id=found.id,
            occurrence="1",
            topic=Topic.SURVEYS,
            audience=Audience((Rule(RuleKind.ANSWERED_SURVEY, str(found.id)),)),
            send_from=now,
            place=found.place,
        )
        notices.add(connection, new, now)
    return True


Taken = tuple[Survey, Form, Counted, dict[str, str], dict[str, People], snapshots.Snapshot | None, frozenset[str]]


def _take(connection: Connection, survey_id: int) -> Taken | None:
    found = store.survey(connection, survey_id)
    if found is None or found.state is not SurveyState.CLOSED:
        return None
    form = form_of(connection, found.id, found.form_version)
    if form is None:
        return None
    counted = counting.count(connection, found, form)
    okrugs = {segment.okrug for segment in counted.segments.values() if segment.okrug is not None}
    chains = territories.chains(connection, okrugs)
    ways = {code: tuple(one.code for one in chain[:-1]) for code, chain in chains.items()}
    population = _of_those_asked(found, populations.populations(connection, okrugs))
    late = paper.late(connection, found.id)
    return found, form, counted, shown_places(okrugs, ways), population, snapshots.latest(connection, survey_id), late


def _of_those_asked(found: Survey, everyone: Mapping[str, People]) -> dict[str, People]:
    """The population without those under 18, where they are not asked; unknown where that cannot be told."""
    bands = BANDS if found.options.minors else BANDS[1:]
    return {code: people for code, whole in everyone.items() if (people := whole.of(bands)) is not None}


@action(Act.MAKE_SURVEY)
async def look(ctx: Context, survey_id: int) -> Summary:
    """The summary of a closed survey for who looks after it; small groups are hidden from all but project staff."""

    def read(connection: Connection) -> Summary:
        found, _grant = in_hand(connection, ctx, survey_id)
        reader = Reader.STAFF if is_exact(ctx, found.place) else Reader.OFFICIALS
        return summary_of(connection, found, reader)

    return await ctx.read(read)


@action(Act.SEE_SURVEYS)
async def results(ctx: Context, survey_id: int) -> Summary:
    """The results for somebody who answered, where its author promised them."""
    ctx.require(Act.SEE_SURVEYS, owner=ctx.actor.id)

    def read(connection: Connection) -> Summary:
        found = known(connection, survey_id)
        standing = responses.standing(connection, survey_id, ctx.actor.id)
        if not found.options.results or standing is None or standing.progress is not Progress.FINISHED:
            raise Refused("no_such_survey")
        return summary_of(connection, found, Reader.PUBLIC)

    return await ctx.read(read)


def summary_of(connection: Connection, found: Survey, reader: Reader) -> Summary:
    """The newest summary of a survey for a reader, inside a transaction that is open; refused while there is none."""
    last = snapshots.latest(connection, found.id)
    if last is None:
        raise Refused("survey_not_counted")
    form = form_of(connection, found.id, found.form_version)
    if form is None:
        raise Refused("survey_not_counted")
    return summarise(read_figures(last.figures), form, facts(found, last.number, last.made_on), reader)


@action(Act.MAKE_SURVEY)
async def count_again(ctx: Context, survey_id: int) -> Summary:
    """Make a new snapshot with what was added since; refused while that is so little that it would show who it was."""

    def check(connection: Connection) -> None:
        found, grant = in_hand(connection, ctx, survey_id)
        if snapshots.latest(connection, survey_id) is None:
            raise Refused("survey_not_counted")
        note(connection, ctx, grant, found, "counted again")

    await ctx.write(check)
    try:
        await _make(ctx.shared, survey_id, ctx.now)
    except TooFew:
        raise Refused("survey_few_new") from None
    await sweep(ctx.shared)
    return await look(ctx, survey_id)
