"""A form that is keyed: whether somebody may, where its response stands, and what is asked of its person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from actions.context import Context
from actions.surveys.common import grant_for
from actions.surveys.seats import question_seat
from actions.surveys.steps import Step
from domain.audiences import RuleKind
from domain.refusals import Refused
from domain.surveys.keying import (
    TRAITS,
    FormAt,
    KeySeat,
    KeyStage,
    PaperForm,
    Use,
    asked_of_person,
    is_due,
    keyer,
    on_paper,
    stage_at,
)
from domain.surveys.sessions import Response, Seat, following, paper_response_id
from domain.surveys.survey import Kept, Mode, Progress, Survey, SurveyState
from domain.surveys.targets import Segment, wanted
from domain.territories import Place, Territory
from storage import territories
from storage.database import Connection
from storage.surveys import paper, responses


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of an open survey in the hands of somebody who may key it."""

    survey: Survey
    key: bytes
    form: PaperForm
    keying: int

    @property
    def number(self) -> str:
        """The number of its response."""
        return paper_response_id(self.key, self.form.serial, self.keying)


def sheet_at(connection: Connection, ctx: Context, at: FormAt, *, hold: bool = False) -> Sheet:
    """A form that the person may key; with `hold` nobody else keys it meanwhile, and the survey is not closed."""
    survey, key = in_hands(connection, ctx, at.survey, hold=hold)
    form = paper.form(connection, survey.id, at.serial, hold=hold)
    if form is None:
        raise Refused("no_such_form")
    sheet = Sheet(survey, key, form, at.keying)
    if at.keying and not keyed_twice(connection, survey, key, [form]):
        raise Refused("old_button")
    if at.keying and form.keyed_by == keyer(key, ctx.actor.id):
        raise Refused("form_keyed_by_you")
    return sheet


def in_hands(connection: Connection, ctx: Context, survey_id: int, *, hold: bool = False) -> tuple[Survey, bytes]:
    """An open survey that the person looks after, and its key."""
    found = responses.standing(connection, survey_id, ctx.actor.id, hold=hold)
    if found is None or grant_for(ctx, found.survey) is None:
        raise Refused("no_such_survey")
    if found.survey.state in (SurveyState.DRAFT, SurveyState.PLANNED):
        raise Refused("survey_not_open")
    if found.key is None or not found.survey.takes_answers(ctx.now):
        raise Refused("survey_closed")
    return found.survey, found.key


def keyed_twice(connection: Connection, survey: Survey, key: bytes, forms: Iterable[PaperForm]) -> list[PaperForm]:
    """Those of the forms that are keyed twice: a tenth of what came on paper; nobody can key again what was said."""
    due = {
        paper_response_id(key, form.serial): form
        for form in forms
        if form.used is Use.KEYED and is_due(key, form.serial)
    }
    modes = paper.modes(connection, survey.id, due)
    return [form for number, form in due.items() if modes.get(number) is Mode.PAPER]


def response_of(connection: Connection, sheet: Sheet) -> Response | None:
    """What was keyed of a form so far."""
    return responses.response(connection, sheet.survey.id, sheet.number)


def okrugs_of(connection: Connection, survey: Survey) -> list[Territory]:
    """The okrugs in which those live whom a survey asks."""
    codes = survey.audience.including().get(RuleKind.TERRITORY, ())
    places: Sequence[Place] = [one.place for code in codes if (one := territories.territory(connection, code))]
    if not places and survey.place is not None:
        places = [survey.place]
    return territories.okrugs(connection, places or None)


class Keying(Step):
    """One step in keying a form; what a second keying says is counted nowhere."""

    def __init__(self, connection: Connection, ctx: Context, sheet: Sheet, response: Response) -> None:
        super().__init__(connection, ctx, sheet.survey, response)
        self.sheet = sheet
        self.asking = replace(self.asking, form=on_paper(self.asking.form))
        self.question = self.asking.form.question(response.position)

    def _count(self) -> None:
        if self.sheet.keying == 0:
            super()._count()

    def _note_finished(self) -> None:
        if self.sheet.keying == 0:
            take(self.connection, self.ctx, self.sheet.survey, self.sheet.form, Use.KEYED, self.sheet.key)

    def seat(self, seat: Seat | None = None) -> KeySeat:
        """Where the keying stands; `seat` is what the step just led to."""
        response, sheet = self.response, self.sheet
        whose = paper.segment(self.connection, sheet.survey.id, response.segment)
        twice = whose.mode == Mode.PAPER.value and is_due(sheet.key, sheet.form.serial)
        found = KeySeat(
            KeyStage.QUESTION,
            sheet.survey,
            sheet.form,
            sheet.keying,
            response.turn,
            Mode(whose.mode),
            twice=twice,
        )
        if response.state is Progress.FINISHED:
            keyed = paper.uses(self.connection, sheet.survey.id).get(Use.KEYED, 0)
            return replace(found, stage=KeyStage.DONE, keyed=keyed)
        stage = stage_at(response.position)
        if stage is KeyStage.QUESTION:
            return replace(found, seat=seat or question_seat(sheet.survey, self.asking, response))
        okrugs = okrugs_of(self.connection, sheet.survey) if stage is KeyStage.OKRUG else ()
        return replace(found, stage=stage, okrugs=tuple(okrugs))

    def ask_next(self, whose: Segment, told: KeyStage | None) -> KeySeat:
        """Ask what is still to be told of the person, then the first question, unless enough like them answered."""
        sheet = self.sheet
        stages = asked_of_person(sheet.survey, len(okrugs_of(self.connection, sheet.survey)))
        rest = stages if told is None else stages[stages.index(told) + 1 :]
        if rest:
            self.move(TRAITS[rest[0]])
            return self.seat()
        targets = sheet.survey.options.targets
        if targets and sheet.keying == 0:
            finished = responses.finished_by_segment(self.connection, sheet.survey.id)
            if not wanted(targets, finished, whose):
                raise Refused("form_not_wanted")
        first = following(self.asking, "")
        if first is None:
            raise Refused("no_such_survey")
        self.move(first.name)
        return self.seat()


def begun(connection: Connection, ctx: Context, sheet: Sheet, mode: Mode) -> KeySeat:
    """Begin to key a form, or go on where it stands."""
    there = response_of(connection, sheet)
    if there is not None:
        return Keying(connection, ctx, sheet, there).seat()
    check_unused(sheet)
    whose = person_of(connection, sheet.survey, mode)
    survey = replace(sheet.survey, form_version=sheet.form.form_version)
    responses.begin(
        connection, survey, sheet.number, whose, person_id=None, position="", day=ctx.today, keying=sheet.keying
    )
    response = response_of(connection, sheet)
    if response is None:
        raise Refused("no_such_form")
    return Keying(connection, ctx, sheet, response).ask_next(whose, None)


def check_unused(sheet: Sheet) -> None:
    """Refuse a form that was used already, unless it is keyed a second time."""
    if sheet.keying == 0 and sheet.form.used is not None:
        raise Refused(_used(sheet.form))


def _used(form: PaperForm) -> str:
    return "form_used_in_chat" if form.used is Use.CHAT else "form_keyed"


def person_of(connection: Connection, survey: Survey, mode: Mode) -> Segment:
    """Who a form is of, before anything is told of them."""
    keeps, okrugs = survey.options.keeps, okrugs_of(connection, survey)
    return Segment(
        okrug=okrugs[0].code if Kept.OKRUG in keeps and len(okrugs) == 1 else None,
        language=survey.options.one_language if Kept.LANGUAGE in keeps else None,
        mode=mode.value,
    )


def take(connection: Connection, ctx: Context, survey: Survey, form: PaperForm, use: Use, key: bytes | None) -> None:
    """Use a form, once; of an anonymous survey no day is written down. Refused when it was used meanwhile."""
    day = None if survey.anonymous else ctx.today
    by = keyer(key, ctx.actor.id) if use is Use.KEYED and key is not None else None
    if not paper.take(connection, form, use, day=day, keyed_by=by):
        now = paper.form(connection, form.survey_id, form.serial)
        raise Refused(_used(form if now is None else now))
