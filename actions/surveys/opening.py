"""Opening a survey: now, or by the clock at a moment that was chosen."""

import secrets
from dataclasses import replace
from datetime import datetime

from actions.context import Context, action
from actions.surveys import forms
from actions.surveys.common import change, check_audience, draft, in_hand, is_repeat, note
from actions.surveys.finding import view_of
from domain.languages import Language
from domain.outbox import NewNotice
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.sessions import KEY_BYTES
from domain.surveys.survey import CLOSES, OPENED, REMINDER, SUBJECT, Survey, SurveyState, SurveyView
from domain.topics import Topic
from storage import dates
from storage.database import Connection
from storage.outbox import notices
from storage.surveys import keys, responses
from storage.surveys import surveys as store

AT_ONCE = 20


@action(Act.MAKE_SURVEY)
async def open_survey(ctx: Context, survey_id: int, seen: int, signed: Language | None = None) -> SurveyView:
    """Open one's draft: at once, or at its moment; the wording stays from the first answer on.

    With `signed` its author says in the same breath that it is asked in this one language only.
    """

    def write(connection: Connection) -> SurveyView:
        if is_repeat(connection, ctx, survey_id):
            return view_of(connection, ctx, survey_id)
        found, grant = draft(connection, ctx, survey_id, seen)
        if signed is not None:
            found = _signed(connection, ctx, found, signed)
        form = forms.form_of(connection, found.id, found.form_version)
        if found.missing(questions=forms.size(form), now=ctx.now) or forms.hindrances(form, found):
            raise Refused("survey_not_ready")
        check_audience(connection, grant, found)
        later = found.opens_at is not None and found.opens_at > ctx.now
        if later:
            change(connection, ctx, found, state=SurveyState.PLANNED)
        else:
            _open(connection, found, ctx.now, ctx.source)
        note(connection, ctx, grant, found, "planned" if later else "opened")
        return view_of(connection, ctx, survey_id)

    return await ctx.write(write)


def _signed(connection: Connection, ctx: Context, found: Survey, language: Language) -> Survey:
    change(connection, ctx, found, options=replace(found.options, one_language=language))
    again, _grant = draft(connection, ctx, found.id)
    return again


def open_due(connection: Connection, now: datetime) -> int:
    """Open what was to open by now; how many."""
    found = store.to_open(connection, now, AT_ONCE)
    for one in found:
        _open(connection, one, now, None)
    return len(found)


def _open(connection: Connection, found: Survey, now: datetime, source: str | None) -> None:
    # The trial had a key of its own, which ends with it.
    responses.delete_trials(connection, found.id)
    keys.destroy(connection, found.id)
    keys.ensure(connection, found.id, secrets.token_bytes(KEY_BYTES))
    if not store.change(connection, found, source, state=SurveyState.OPEN, opened_at=now):
        raise Refused("changed")
    set_closing(connection, found, now)
    if found.audience.including():
        notices.add(connection, _announced(found, now), now)


def set_closing(connection: Connection, found: Survey, now: datetime) -> None:
    """Put the closing on the clock with its reminders; of an earlier moment nothing more is said."""
    if found.closes_at is None:
        return
    notices.cancel(connection, SUBJECT, found.id, (REMINDER,))
    ladder = found.ladder() if found.audience.including() else []
    dates.set_date(connection, SUBJECT, found.id, CLOSES, found.closes_at, ladder, now)


def _announced(found: Survey, now: datetime) -> NewNotice:
    return NewNotice(
        kind=OPENED,
        subject=SUBJECT,
        subject_id=found.id,
        occurrence="1",
        topic=Topic.SURVEYS,
        audience=found.unfinished(),
        send_from=now,
        useless_after=found.closes_at,
        place=found.place,
        created_by=found.author_id,
    )


@action(Act.MAKE_SURVEY)
async def take_back(ctx: Context, survey_id: int, seen: int) -> SurveyView:
    """Make a draft again of what has not opened yet."""

    def again(connection: Connection) -> SurveyView:
        if is_repeat(connection, ctx, survey_id):
            return view_of(connection, ctx, survey_id)
        found, grant = in_hand(connection, ctx, survey_id, hold=True)
        if found.state is not SurveyState.PLANNED:
            raise Refused("survey_left")
        if found.version != seen:
            raise Refused("changed")
        if found.author_id != ctx.actor.id:
            raise Refused("not_allowed")
        change(connection, ctx, found, state=SurveyState.DRAFT)
        note(connection, ctx, grant, found, "taken back")
        return view_of(connection, ctx, survey_id)

    return await ctx.write(again)
