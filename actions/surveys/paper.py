"""Surveys on paper: forms with a number of their own to be printed, and tables of keyed forms taken over."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.context import Context, action
from actions.surveys.closing import sweep
from actions.surveys.common import in_hand, note
from actions.surveys.forms import form_of
from actions.surveys.sheets import in_hands, keyed_twice, okrugs_of, person_of, take
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.flow import Asking
from domain.surveys.forms import Form
from domain.surveys.keying import (
    MOST_AT_ONCE,
    MOST_FORMS,
    PaperDesk,
    PaperForm,
    Use,
    code_of,
    on_paper,
    takes_late,
)
from domain.surveys.paper import Keyed, KeyedForm
from domain.surveys.sessions import ID_LETTERS, paper_response_id
from domain.surveys.survey import Progress, Survey, SurveyState
from domain.surveys.targets import Segment, wanted
from domain.territories import Territory
from storage import facts, territories
from storage.database import Connection
from storage.surveys import keys, paper, responses, sealing

HALF_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Printing:
    """Forms to be printed, with all that stands on them."""

    survey: Survey
    form: Form
    forms: tuple[PaperForm, ...]
    territory: Territory | None
    okrugs: tuple[Territory, ...]
    bot_username: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """What the table of keyed forms is made of, and which of its codes can still be keyed."""

    survey: Survey
    form: Form
    territory: Territory | None
    okrugs: tuple[Territory, ...]
    free: frozenset[str]
    used: frozenset[str]


@action(Act.MAKE_SURVEY)
async def desk(ctx: Context, survey_id: int) -> PaperDesk:
    """A survey's forms at one look."""
    return await ctx.read(lambda connection: _desk(connection, ctx, survey_id))


def _desk(connection: Connection, ctx: Context, survey_id: int) -> PaperDesk:
    found, late = _taking(connection, ctx, survey_id)
    forms, key = paper.forms(connection, survey_id), keys.key(connection, survey_id)
    used = Counter(form.used for form in forms)
    if key is None or late:
        return PaperDesk(found, len(forms), used[Use.KEYED], used[Use.CHAT], late=True)
    numbers = {paper_response_id(key, form.serial): form for form in forms if form.used is None}
    half = sorted((numbers[one] for one in paper.states(connection, survey_id, numbers)), key=lambda form: form.serial)
    again = keyed_twice(connection, found, key, forms)
    twice = {paper_response_id(key, form.serial, 1) for form in again}
    done = [one for one, state in paper.states(connection, survey_id, twice).items() if state is Progress.FINISHED]
    return PaperDesk(
        found, len(forms), used[Use.KEYED], used[Use.CHAT], tuple(half[:HALF_SHOWN]), len(twice) - len(done)
    )


def _taking(connection: Connection, ctx: Context, survey_id: int, *, hold: bool = False) -> tuple[Survey, bool]:
    """A survey that the person looks after and that takes paper, and whether only what comes late."""
    found, _grant = in_hand(connection, ctx, survey_id, hold=hold)
    if found.state in (SurveyState.DRAFT, SurveyState.PLANNED):
        raise Refused("survey_not_open")
    late = takes_late(found, ctx.now)
    if not late and not found.takes_answers(ctx.now):
        raise Refused("survey_closed")
    return found, late


@action(Act.MAKE_SURVEY)
async def print_forms(ctx: Context, survey_id: int, number: int) -> Printing:
    """Make so many forms, each with a number and a code; the same press gives the same forms."""
    if not 1 <= number <= MOST_AT_ONCE:
        raise Refused("forms_how_many", limit=MOST_AT_ONCE)

    def work(connection: Connection) -> Printing:
        found, grant = in_hand(connection, ctx, survey_id, hold=True)
        _survey, key = in_hands(connection, ctx, survey_id)
        codes = [code_of(key, ctx.source, place) for place in range(number)]
        made = paper.of_codes(connection, survey_id, codes)
        if not made:
            if sum(paper.uses(connection, survey_id).values()) + number > MOST_FORMS:
                raise Refused("forms_used_up", limit=MOST_FORMS)
            made = paper.add(connection, survey_id, found.form_version, codes)
            also = {"forms": number, "first": made[0].serial, "last": made[-1].serial}
            note(connection, ctx, grant, found, "printed", also)
        return _printing(connection, found, made)

    return await ctx.write(work)


def _printing(connection: Connection, found: Survey, made: Sequence[PaperForm]) -> Printing:
    return Printing(
        found,
        _form(connection, found),
        tuple(made),
        _territory(connection, found),
        tuple(okrugs_of(connection, found)),
        facts.fact(connection, facts.BOT_USERNAME),
    )


def _form(connection: Connection, found: Survey) -> Form:
    form = form_of(connection, found.id, found.form_version)
    if form is None:
        raise Refused("no_such_survey")
    return on_paper(form)


def _territory(connection: Connection, found: Survey) -> Territory | None:
    return None if found.place is None else territories.territory(connection, found.place.code)


@action(Act.MAKE_SURVEY)
async def table(ctx: Context, survey_id: int) -> Table:
    """What the table of keyed forms is made of."""

    def work(connection: Connection) -> Table:
        found, _late = _taking(connection, ctx, survey_id)
        forms = paper.forms(connection, survey_id)
        return Table(
            found,
            _form(connection, found),
            _territory(connection, found),
            tuple(okrugs_of(connection, found)),
            frozenset(form.code for form in forms if form.used is None),
            frozenset(form.code for form in forms if form.used is not None),
        )

    return await ctx.read(work)


@action(Act.MAKE_SURVEY)
async def take_over(ctx: Context, survey_id: int, keyed: Keyed) -> PaperDesk:
    """Take all forms of a table over, or none of them.

    After the closing there is no key: what comes late gets random numbers, and all rows are written anew. It is in
    no screen and no file before the snapshot that counts it.
    """

    def work(connection: Connection) -> PaperDesk:
        found, late = _taking(connection, ctx, survey_id, hold=True)
        found, grant = in_hand(connection, ctx, survey_id)
        taking = _Taking(connection, ctx, found, None if late else keys.key(connection, survey_id))
        for one in keyed.forms:
            taking.take(one)
        note(connection, ctx, grant, found, "imported", {"forms": len(keyed.forms)})
        if late and found.anonymous:
            sealing.write_anew(connection, survey_id)
            paper.sweep_again(connection, survey_id)
        return _desk(connection, ctx, survey_id)

    done = await ctx.write(work)
    if done.late:
        await sweep(ctx.shared)
    return done


class _Taking:
    """Takes forms of a table one by one, in one transaction."""

    def __init__(self, connection: Connection, ctx: Context, survey: Survey, key: bytes | None) -> None:
        self.connection, self.ctx, self.survey, self.key = connection, ctx, survey, key
        self.form = _form(connection, survey)
        self.forms = {form.code: form for form in paper.forms(connection, survey.id)}
        self.targets = survey.options.targets
        self.finished = Counter(responses.finished_by_segment(connection, survey.id, late=True) if self.targets else {})

    def take(self, one: KeyedForm) -> None:
        form = self.forms.get(one.code)
        if form is None:
            raise Refused("no_such_form")
        whose = self._whose(one)
        if not wanted(self.targets, self.finished, whose):
            raise Refused("row_not_wanted", row=one.row)
        self.finished[whose] += 1
        take(self.connection, self.ctx, self.survey, form, Use.KEYED, self.key)
        number = secrets.token_hex(ID_LETTERS // 2) if self.key is None else paper_response_id(self.key, form.serial)
        half = responses.response(self.connection, self.survey.id, number)
        if half is not None:
            paper.drop(self.connection, half)
        survey = replace(self.survey, form_version=form.form_version)
        responses.begin(
            self.connection,
            survey,
            number,
            whose,
            person_id=None,
            position="",
            day=self.ctx.today,
            state=Progress.LATE if self.key is None else Progress.FINISHED,
        )
        begun = responses.response(self.connection, self.survey.id, number)
        if begun is None:
            raise Refused("no_such_form")
        local = self.ctx.now.astimezone(self.ctx.shared.zone).replace(tzinfo=None)
        asking = Asking(self.form, one.answers, local, self.survey.options.one_language or "kk")
        paper.put_all(self.connection, begun, dict(asking.counted()))

    def _whose(self, one: KeyedForm) -> Segment:
        plain = person_of(self.connection, self.survey, one.mode)
        return replace(plain, okrug=one.okrug or plain.okrug, sex=one.sex, age=one.age)
