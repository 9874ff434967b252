"""What an author says of a survey before it opens: what it is called, whom it asks, until when, named or not."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.context import Context, action
from actions.surveys.common import change, check_audience, draft, in_hand, is_repeat
from actions.surveys.finding import view_of
from actions.surveys.forms import form_of
from actions.territories import branch_of
from domain.audiences import Audience, Rule, RuleKind, territory
from domain.contents import Attached
from domain.languages import LANGUAGES, Language, Localized
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.roles import Area, Grant, Role
from domain.surveys.forms import Form
from domain.surveys.sessions import ALOUD, LONGEST_VOICE, PICTURE
from domain.surveys.survey import LIVE_STEP, LONGEST_ABOUT, LONGEST_OPEN, LONGEST_TITLE, Survey, SurveyView
from domain.surveys.targets import Target
from domain.territories import Branch, Level, Territory
from storage import territories
from storage.database import Connection
from storage.surveys import surveys as store

_LISTED = {"title": LONGEST_TITLE, "about": LONGEST_ABOUT}
# Rules that an author chooses by a button.
_CHOSEN = frozenset({RuleKind.TERRITORY, RuleKind.VILLAGE, RuleKind.LANGUAGE, RuleKind.INTEREST, RuleKind.MEMBERS})
# So many okrugs can be wanted from in one press; groups come on top.
MOST_WANTED, MOST_TARGETS = 100_000, 300


@action(Act.MAKE_SURVEY)
async def begin(ctx: Context, grant_id: int) -> SurveyView:
    """Begin a draft under one of one's roles; the same press begins the same one."""
    grant = next((one for one in scope(ctx.actor, Act.MAKE_SURVEY) if one.id == grant_id), None)
    if grant is None:
        raise Refused("not_allowed")

    def start(connection: Connection) -> SurveyView:
        return view_of(connection, ctx, begin_under(connection, ctx, grant))

    return await ctx.write(start)


def begin_under(connection: Connection, ctx: Context, grant: Grant) -> int:
    """The number of a new draft, which asks everybody where the role is held; the same act gives the same one."""
    place = grant.place
    return store.create(
        connection,
        source=ctx.source,
        author_id=ctx.actor.id,
        role=grant.role,
        place=place,
        audience=Audience() if place is None else territory(place.code),
        code=new_code(),
        now=ctx.now,
    )


def new_code() -> str:
    """What stands in a survey's link: nobody can guess it."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


async def _change(
    ctx: Context, survey_id: int, seen: int | None, work: Callable[[Connection, Survey, Grant], dict[str, Any]]
) -> SurveyView:
    def write(connection: Connection) -> SurveyView:
        if is_repeat(connection, ctx, survey_id):
            return view_of(connection, ctx, survey_id)
        found, grant = draft(connection, ctx, survey_id, seen)
        values = work(connection, found, grant)
        if any(getattr(found, name) != value for name, value in values.items()):
            change(connection, ctx, found, **values)
        return view_of(connection, ctx, survey_id)

    return await ctx.write(write)


@action(Act.MAKE_SURVEY)
async def say(ctx: Context, survey_id: int, part: str, language: Language, text: str) -> SurveyView:
    """Say what the survey is called (`title`) or why it is asked (`about`) in a language."""
    if part not in _LISTED or language not in LANGUAGES:
        raise Refused("old_button")
    said = " ".join(text.split()) if part == "title" else text.strip()
    if not said or len(said) > _LISTED[part]:
        raise Refused("too_long" if said else "nothing_said")

    def work(_connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        before: Localized | None = getattr(found, part)
        values = {} if before is None else before.as_dict()
        return {part: Localized(**{**values, language: said})}

    return await _change(ctx, survey_id, None, work)


@action(Act.MAKE_SURVEY)
async def name_people(ctx: Context, survey_id: int, seen: int, *, anonymous: bool) -> SurveyView:
    """Ask with names, or without: it cannot be changed once it is open."""
    return await _change(ctx, survey_id, seen, lambda *_: {"anonymous": anonymous})


@action(Act.MAKE_SURVEY)
async def ask_whom(ctx: Context, survey_id: int, seen: int, rule: Rule, *, on: bool) -> SurveyView:
    """Let a rule choose whom it asks, or not."""
    if rule.kind not in _CHOSEN:
        raise Refused("old_button")

    def work(connection: Connection, found: Survey, grant: Grant) -> dict[str, Any]:
        audience = found.audience.with_rule(rule) if on else found.audience.without(rule)
        if not audience.including() and found.place is not None:
            audience = territory(found.place.code)
        check_audience(connection, grant, replace(found, audience=audience))
        return {"audience": audience}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def ask_members(ctx: Context, survey_id: int, seen: int) -> SurveyView:
    """Ask the planning committee and its working groups alone."""

    def work(connection: Connection, found: Survey, grant: Grant) -> dict[str, Any]:
        if found.place is None:
            raise Refused("old_button")
        areas = tuple(Area) if grant.role is not Role.COMMITTEE or grant.area is Area.PLANNING else (grant.area,)
        rules = [Rule(RuleKind.MEMBERS, f"{area}.{found.place.code}") for area in areas if area is not None]
        return {"audience": Audience(tuple(rules))}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def ask_everybody(ctx: Context, survey_id: int, seen: int) -> SurveyView:
    """Ask everybody where the survey is made; one of no one territory then asks nobody until some are chosen."""

    def work(_connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        return {"audience": Audience() if found.place is None else territory(found.place.code)}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def closes(ctx: Context, survey_id: int, seen: int | None, at: datetime) -> SurveyView:
    """Choose when it closes."""

    def work(_connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        begins = max(ctx.now, found.opens_at or ctx.now)
        if not begins < at <= begins + LONGEST_OPEN:
            raise Refused("survey_closes_when")
        return {"closes_at": at}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def opens(ctx: Context, survey_id: int, seen: int | None, at: datetime | None) -> SurveyView:
    """Choose when it opens; None is as soon as it is confirmed."""

    def work(_connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        if at is not None and not ctx.now < at <= ctx.now + LONGEST_OPEN:
            raise Refused("past_time")
        if at is not None and found.closes_at is not None and at >= found.closes_at:
            raise Refused("survey_closes_when")
        return {"opens_at": at}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def choose(ctx: Context, survey_id: int, seen: int, chosen: Mapping[str, Any]) -> SurveyView:
    """Choose some of the `Options`, by their names."""

    def work(_connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        return {"options": replace(found.options, **chosen).tidied()}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def want(ctx: Context, survey_id: int, seen: int | None, number: int | None) -> SurveyView:
    """Want so many answers from each okrug that it asks, or (None) as many as come."""
    if number is not None and not 1 <= number <= MOST_WANTED:
        raise Refused("not_a_number")

    def work(connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        others = tuple(one for one in found.options.targets if one.sex is not None or one.age is not None)
        codes = _okrugs(connection, found) if number is not None else ()
        wanted = tuple(Target(number, okrug=code) for code in codes if number is not None)
        return {"options": found.options.wanting((*wanted, *others))}

    return await _change(ctx, survey_id, seen, work)


@action(Act.MAKE_SURVEY)
async def want_from(ctx: Context, survey_id: int, seen: int | None, wanted: Target) -> SurveyView:
    """Want so many answers from one okrug, a sex or an age; 0 is as many as come."""
    if not 0 <= wanted.number <= MOST_WANTED:
        raise Refused("not_a_number")
    if 0 < wanted.number < LIVE_STEP and (wanted.sex is not None or wanted.age is not None):
        # Whoever is thanked and not asked would learn that somebody like them has answered.
        raise Refused("survey_wants_more", least=LIVE_STEP)

    def work(connection: Connection, found: Survey, _grant: Grant) -> dict[str, Any]:
        if wanted.okrug is not None and wanted.okrug not in _okrugs(connection, found):
            raise Refused("old_button")
        others = [one for one in found.options.targets if not one.is_for(wanted)]
        targets = [*others, wanted] if wanted.number else others
        if len(targets) > MOST_TARGETS:
            raise Refused("survey_targets")
        return {"options": found.options.wanting(targets)}

    return await _change(ctx, survey_id, seen, work)


def _okrugs(connection: Connection, found: Survey) -> list[str]:
    including = found.audience.including()
    codes = [*including.get(RuleKind.TERRITORY, ())]
    codes += [key.rpartition(".")[2] for key in including.get(RuleKind.MEMBERS, ())]
    chosen = [place for code in dict.fromkeys(codes) if (place := territories.territory(connection, code)) is not None]
    okrugs = [one.code for one in chosen if one.level is Level.OKRUG]
    for one in chosen:
        if one.level is not Level.OKRUG:
            raise Refused("survey_wants_okrugs")
    if not okrugs and found.place is not None:
        okrugs = [found.place.code]
    return okrugs


@action(Act.MAKE_SURVEY)
async def villages(ctx: Context, survey_id: int) -> tuple[SurveyView, tuple[Territory, ...]]:
    """A survey with the villages of its okrug."""

    def look(connection: Connection) -> tuple[SurveyView, tuple[Territory, ...]]:
        view = view_of(connection, ctx, survey_id)
        place = view.survey.place
        found = [] if place is None else territories.villages(connection, place.code)
        return view, tuple(found)

    return await ctx.read(look)


@action(Act.MAKE_SURVEY)
async def tree(ctx: Context, survey_id: int, code: str | None) -> tuple[SurveyView, Branch]:
    """A survey with a part of the tree in which the territories that it asks are chosen."""

    def look(connection: Connection) -> tuple[SurveyView, Branch]:
        found, grant = in_hand(connection, ctx, survey_id)
        top = found.place or grant.place
        return view_of(connection, ctx, survey_id), branch_of(connection, code or (None if top is None else top.code))

    return await ctx.read(look)


@action(Act.MAKE_SURVEY)
async def questions(ctx: Context, survey_id: int) -> tuple[SurveyView, Form | None]:
    """A survey with its questions."""

    def look(connection: Connection) -> tuple[SurveyView, Form | None]:
        view = view_of(connection, ctx, survey_id)
        return view, form_of(connection, survey_id, view.survey.form_version)

    return await ctx.read(look)


@action(Act.MAKE_SURVEY)
async def read_aloud(
    ctx: Context, survey_id: int, place: int, language: Language, attached: Attached
) -> tuple[SurveyView, Form | None]:
    """Keep a question of one's draft read aloud in a language, or its picture, in place of what was there before."""
    kind = {"voice": ALOUD, "photo": PICTURE}.get(attached.kind)
    if kind is None or (attached.duration or 0) > LONGEST_VOICE:
        raise Refused("survey_voice")

    def write(connection: Connection) -> tuple[SurveyView, Form | None]:
        found, _grant = draft(connection, ctx, survey_id)
        form = form_of(connection, survey_id, found.form_version)
        if form is None or place >= len(form.questions):
            raise Refused("old_button")
        question = form.questions[place]
        before = question.media.get(kind)
        files = Localized(**{**({} if before is None else before.as_dict()), language: attached.file_id})
        after = replace(question, media={**question.media, kind: files})
        form = replace(form, questions=(*form.questions[:place], after, *form.questions[place + 1 :]))
        store.set_definition(connection, survey_id, found.form_version, form.as_dict(), ctx.now)
        change(connection, ctx, found)
        return view_of(connection, ctx, survey_id), form

    return await ctx.write(write)
