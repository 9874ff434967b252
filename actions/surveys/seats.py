"""Finding where a person stands in a survey, and whether they may be there at all."""

from dataclasses import dataclass

from actions.context import Context
from actions.surveys.common import grant_for
from actions.surveys.forms import form_of, size
from domain.languages import Language
from domain.refusals import Refused
from domain.surveys.flow import Asking
from domain.surveys.forms import Form
from domain.surveys.keying import PaperForm
from domain.surveys.sessions import (
    Asked,
    Response,
    Seat,
    Stage,
    Standing,
    asked_of,
    response_id,
)
from domain.surveys.survey import Mode, Progress, Survey, SurveyState
from storage import territories
from storage.database import Connection
from storage.surveys import paper, participation, responses

_NOT_OPEN = (SurveyState.DRAFT, SurveyState.PLANNED)
_ENDED: dict[Progress, Stage] = {
    Progress.FINISHED: Stage.THANKS,
    Progress.FULL: Stage.FULL,
    Progress.MINOR: Stage.MINOR,
    Progress.DECLINED: Stage.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """That a person may be in a survey: how they came to it, and whether it is their own trial.

    `form` is the form on paper whose code they opened: who begins by it uses it.
    """

    standing: Standing
    mode: Mode
    trial: bool
    form: PaperForm | None = None

    @property
    def survey(self) -> Survey:
        """The survey."""
        return self.standing.survey


def enter(connection: Connection, ctx: Context, survey_id: int, code: str = "", *, hold: bool = False) -> Entry:
    """Let a person in whom the survey asks, or who took part already; to others it is not there.

    Whoever comes by its link learns that it is for others; whoever was given a form on paper is asked by that.
    """
    found = responses.standing(connection, survey_id, ctx.actor.id, hold=hold)
    if found is None:
        raise Refused("no_such_survey")
    survey = found.survey
    if survey.state in _NOT_OPEN:
        if survey.author_id != ctx.actor.id or grant_for(ctx, survey) is None:
            raise Refused("no_such_survey")
        return Entry(found, Mode.CHAT, trial=True)
    if found.progress in (Progress.BEGUN, Progress.FINISHED):
        return Entry(found, Mode.CHAT, trial=False)
    form = _form_in_hand(connection, survey, code)
    if participation.is_asked(connection, survey.audience, ctx.actor.id):
        return Entry(found, Mode.CHAT, trial=False, form=form)
    if form is not None:
        return Entry(found, Mode.LINK, trial=False, form=form)
    if code != survey.code:
        raise Refused("no_such_survey")
    if not survey.options.open_link:
        raise Refused("survey_not_yours")
    return Entry(found, Mode.LINK, trial=False)


def _form_in_hand(connection: Connection, survey: Survey, code: str) -> PaperForm | None:
    """The form of this survey whose code somebody came by; refused when it was used."""
    form = None if code in ("", survey.code) else paper.by_code(connection, code)
    if form is None or form.survey_id != survey.id:
        return None
    if form.used is not None:
        raise Refused("form_used")
    return form


def mine(connection: Connection, ctx: Context, found: Standing, *, trial: bool) -> Response | None:
    """The person's own response, None when there is none or when nobody can find it any more."""
    if found.key is None:
        return None
    number = response_id(found.key, ctx.actor.id, trial=trial)
    return responses.response(connection, found.survey.id, number)


def answered_form(connection: Connection, ctx: Context, response: Response) -> Form:
    """The form that a response is to; one of a trial may still be changed by its author."""
    if not response.trial:
        return ctx.shared.forms.answered(connection, response.survey_id, response.form_version)
    form = form_of(connection, response.survey_id, response.form_version)
    if form is None:
        raise Refused("no_such_survey")
    return form


def asking_of(ctx: Context, survey: Survey, form: Form, response: Response) -> Asking:
    """A form and the answers of a response, as this person reads them now."""
    return Asking(
        form,
        response.answers,
        ctx.now.astimezone(ctx.shared.zone).replace(tzinfo=None),
        reads(ctx, survey),
        response.seed,
        ctx.actor.language,
    )


def reads(ctx: Context, survey: Survey) -> Language:
    """The language in which a person is asked."""
    return survey.options.one_language or ctx.actor.language or ctx.shared.default_language


def question_seat(survey: Survey, asking: Asking, response: Response, *, trouble: str | None = None) -> Seat:
    """The seat of a response: the question it stands at, thanks at its end."""
    question = None if response.position == "" else asking.form.question(response.position)
    asked: Asked | None = None
    if question is not None:
        asked = asked_of(asking, question, response.turn, trouble=trouble)
    stage = Stage.THANKS if asked is None else Stage.QUESTION
    return Seat(stage, survey, asked=asked, trial=response.trial)


def about(connection: Connection, ctx: Context, entry: Entry, code: str) -> Seat:
    """What is said of a survey before its first question."""
    survey = entry.survey
    place = None if survey.place is None else territories.territory(connection, survey.place.code)
    questions = size(form_of(connection, survey.id, survey.form_version))
    stage = Stage.ABOUT if entry.trial or survey.takes_answers(ctx.now) else Stage.OVER
    return Seat(stage, survey, place, questions, code=code, trial=entry.trial)


def seat(connection: Connection, ctx: Context, entry: Entry, code: str) -> Seat:
    """Where a person stands: before the survey, at a question, or at its end."""
    survey, progress = entry.survey, entry.standing.progress
    is_open = entry.trial or survey.takes_answers(ctx.now)
    response = mine(connection, ctx, entry.standing, trial=entry.trial) if is_open else None
    if response is not None and response.state in (Progress.BEGUN, Progress.FINISHED):
        form = answered_form(connection, ctx, response)
        return question_seat(survey, asking_of(ctx, survey, form, response), response)
    if not is_open and progress in _ENDED:
        is_counted = progress is Progress.FINISHED and survey.state is not SurveyState.CANCELLED
        return Seat(Stage.THANKS if is_counted else Stage.OVER, survey)
    return about(connection, ctx, entry, code)
