"""Keying forms from paper, telephone and meetings: each press is kept at once, as in a chat.

Where a form stands is found again by its number under the survey's key, by whoever may key it; nothing says who did.
"""

from collections.abc import Callable
from dataclasses import replace

from actions.context import Context, action
from actions.surveys import works
from actions.surveys.common import grant_for, in_hand
from actions.surveys.seats import enter, seat
from actions.surveys.sheets import (
    Keying,
    Sheet,
    begun,
    check_unused,
    in_hands,
    keyed_twice,
    okrugs_of,
    response_of,
    sheet_at,
)
from domain.people import AgeBand
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.keying import (
    INTERVIEWS,
    MOST_FORMS,
    FormAt,
    KeyDeed,
    KeySeat,
    KeyStage,
    PaperForm,
    Use,
    code_of,
    is_like_code,
    keyer,
    read_code,
    read_serial,
    stage_at,
    with_trait,
)
from domain.surveys.paper import KEYED_MODES
from domain.surveys.sessions import Seat
from domain.surveys.survey import Mode, Progress, SurveyState
from storage.database import Connection
from storage.surveys import paper
from storage.surveys import surveys as store


@action(Act.ANSWER_SURVEY)
async def open_code(ctx: Context, typed: str) -> Seat | PaperForm:
    """The form whose code was opened: for who looks after its survey to be keyed, for others to be answered."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def find(connection: Connection) -> Seat | PaperForm:
        form = _by_code(connection, typed)
        found = store.survey(connection, form.survey_id)
        if found is None or found.state is SurveyState.DRAFT:
            raise Refused("no_such_form")
        if grant_for(ctx, found) is not None:
            return form
        return seat(connection, ctx, enter(connection, ctx, found.id, form.code), form.code)

    return await ctx.read(find)


def _by_code(connection: Connection, typed: str) -> PaperForm:
    code = read_code(typed)
    form = None if code is None else paper.by_code(connection, code)
    if form is None:
        raise Refused("no_such_form")
    return form


@action(Act.MAKE_SURVEY)
async def find(ctx: Context, survey_id: int, typed: str) -> KeySeat:
    """The form of a survey whose code or number was typed: where its keying stands, the second one when that is due."""

    def work(connection: Connection) -> KeySeat:
        in_hands(connection, ctx, survey_id)
        serial = read_serial(typed)
        if serial is None and not is_like_code(typed):
            raise Refused("not_a_form")
        form = _by_code(connection, typed) if serial is None else paper.form(connection, survey_id, serial)
        if form is None:
            raise Refused("no_such_form")
        if form.survey_id != survey_id:
            raise Refused("form_of_another")
        return _opened(connection, ctx, form)

    return await ctx.read(work)


@action(Act.MAKE_SURVEY)
async def look(ctx: Context, at: FormAt) -> KeySeat:
    """Where the keying of a form stands."""

    def work(connection: Connection) -> KeySeat:
        sheet = sheet_at(connection, ctx, at)
        if at.keying == 0 and sheet.form.used is Use.KEYED:
            return _opened(connection, ctx, sheet.form)
        return _stands(connection, ctx, sheet)

    return await ctx.read(work)


def _opened(connection: Connection, ctx: Context, form: PaperForm) -> KeySeat:
    sheet = sheet_at(connection, ctx, FormAt(form.survey_id, form.serial))
    mine = form.keyed_by == keyer(sheet.key, ctx.actor.id)
    if not mine and keyed_twice(connection, sheet.survey, sheet.key, [form]):
        again = sheet_at(connection, ctx, FormAt(form.survey_id, form.serial, 1))
        there = response_of(connection, again)
        if there is None or there.state is not Progress.FINISHED:
            return _stands(connection, ctx, again)
    check_unused(sheet)
    return _stands(connection, ctx, sheet)


def _stands(connection: Connection, ctx: Context, sheet: Sheet) -> KeySeat:
    response = response_of(connection, sheet)
    if response is not None:
        return Keying(connection, ctx, sheet, response).seat()
    first = None
    if sheet.keying:
        there = response_of(connection, Sheet(sheet.survey, sheet.key, sheet.form, 0))
        first = None if there is None else Mode(paper.segment(connection, sheet.survey.id, there.segment).mode)
    return KeySeat(KeyStage.MODE, sheet.survey, sheet.form, sheet.keying, mode=first)


@action(Act.MAKE_SURVEY)
async def begin(ctx: Context, at: FormAt, mode: Mode) -> KeySeat:
    """Begin to key a form, or go on."""
    if mode not in KEYED_MODES:
        raise Refused("old_button")
    return await ctx.write(lambda connection: begun(connection, ctx, sheet_at(connection, ctx, at, hold=True), mode))


@action(Act.MAKE_SURVEY)
async def interview(ctx: Context, survey_id: int, mode: Mode) -> KeySeat:
    """Key what somebody says by telephone or at a meeting, under a number of its own, which they can be told."""
    if mode not in INTERVIEWS:
        raise Refused("old_button")

    def work(connection: Connection) -> KeySeat:
        found, _grant = in_hand(connection, ctx, survey_id, hold=True)
        _survey, key = in_hands(connection, ctx, survey_id)
        code = code_of(key, ctx.source, 0)
        form = next(iter(paper.of_codes(connection, survey_id, [code])), None)
        if form is None:
            if sum(paper.uses(connection, survey_id).values()) >= MOST_FORMS:
                raise Refused("forms_used_up", limit=MOST_FORMS)
            (form,) = paper.add(connection, survey_id, found.form_version, [code])
        return begun(connection, ctx, Sheet(found, key, form, 0), mode)

    return await ctx.write(work)


@action(Act.MAKE_SURVEY)
async def tell(ctx: Context, at: FormAt, turn: int, stage: KeyStage, value: str) -> KeySeat:
    """Tell okrug, sex or age of who filled the form in (empty: it does not say)."""

    def work(keying: Keying) -> KeySeat:
        survey, connection = keying.survey, keying.connection
        if stage_at(keying.response.position) is not stage or stage is KeyStage.QUESTION:
            raise Refused("old_button")
        if stage is KeyStage.OKRUG and value not in {one.code for one in okrugs_of(connection, survey)}:
            raise Refused("old_button")
        before = paper.segment(connection, survey.id, keying.response.segment)
        try:
            whose = with_trait(before, stage, value)
        except ValueError:
            raise Refused("old_button") from None
        if whose.age is AgeBand.UNDER_18 and not survey.options.minors:
            raise Refused("old_button")
        paper.set_segment(connection, keying.response, whose)
        again = response_of(connection, keying.sheet)
        if again is None:
            raise Refused("no_such_form")
        return Keying(connection, ctx, keying.sheet, again).ask_next(whose, stage)

    return await _at_turn(ctx, at, turn, work)


@action(Act.MAKE_SURVEY)
async def press(ctx: Context, at: FormAt, turn: int, deed: KeyDeed, choice: int, place: int) -> KeySeat:
    """Do at the question what its button says; `place` is the next one of an order."""
    if deed is KeyDeed.ANEW:
        return await _at_turn(ctx, at, turn, _anew)
    deeds = {
        KeyDeed.PICK: works.pick(choice),
        KeyDeed.TICK: works.tick(choice, on=True),
        KeyDeed.UNTICK: works.tick(choice, on=False),
        KeyDeed.RANK: works.rank(place, choice),
        KeyDeed.DONE: works.done,
        KeyDeed.SKIP: works.skip,
        KeyDeed.BACK: works.back,
        KeyDeed.CLEAR: works.clear,
    }
    if deed not in deeds:
        raise Refused("old_button")
    return await _at_turn(ctx, at, turn, lambda keying: _at_question(keying, deeds[deed]))


@action(Act.MAKE_SURVEY)
async def write(ctx: Context, at: FormAt, turn: int, text: str) -> KeySeat:
    """Key words, a number, a date or a time."""
    work = works.write(text, ctx.today)
    return await _at_turn(ctx, at, turn, lambda keying: _at_question(keying, work), written=True)


def _at_question(keying: Keying, work: works.Work) -> KeySeat:
    if keying.question is None:
        return keying.seat()
    return keying.seat(work(keying, keying.question))


async def _at_turn(
    ctx: Context, at: FormAt, turn: int, work: Callable[[Keying], KeySeat], *, written: bool = False
) -> KeySeat:
    """Do something with what is keyed if it is still at this turn; else show where it stands."""

    def write(connection: Connection) -> KeySeat:
        sheet = sheet_at(connection, ctx, at, hold=True)
        response = response_of(connection, sheet)
        if response is None or response.state is not Progress.FINISHED:
            check_unused(sheet)
        if response is None:
            return _stands(connection, ctx, sheet)
        keying = Keying(connection, ctx, sheet, response)
        if response.state is Progress.FINISHED:
            return keying.seat()
        if response.turn != turn:
            there = keying.seat()
            return there if there.seat is None else replace(there, seat=replace(there.seat, missed=written))
        return work(keying)

    return await ctx.write(write)


def _anew(keying: Keying) -> KeySeat:
    paper.drop(keying.connection, keying.response)
    return _stands(keying.connection, keying.ctx, keying.sheet)
