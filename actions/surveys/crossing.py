"""Pairs of questions by which results will be shown: named by the author before the survey opens."""

from actions.context import Context, action
from actions.surveys import drafting
from domain.languages import Localized
from domain.permissions import Act
from domain.refusals import Refused
from domain.summaries import crossing
from domain.surveys.editing import empty
from domain.surveys.forms import Form
from domain.surveys.survey import SurveyView


@action(Act.MAKE_SURVEY)
async def look(ctx: Context, survey_id: int) -> tuple[SurveyView, Form]:
    """A survey with its questions; of the pairs those that its questions still allow."""
    view, form = await drafting.questions(ctx, survey_id)
    return view, form or empty(survey_id, view.survey.title or Localized(kk="—"))


@action(Act.MAKE_SURVEY)
async def cross(ctx: Context, survey_id: int, seen: int, row: int, column: int, *, on: bool) -> tuple[SurveyView, Form]:
    """Show a question by another one, or not any more; both by their places in the form."""
    view, form = await look(ctx, survey_id)
    places = range(len(form.questions))
    if row not in places or column not in places:
        raise Refused("old_button")
    pair = (form.questions[row].name, form.questions[column].name)
    left = tuple(one for one in crossing.usable(form, view.survey.options.crossed) if one != pair)
    wanted = (*left, pair) if on else left
    if crossing.usable(form, wanted) != wanted:
        raise Refused("old_button")
    return await drafting.choose(ctx, survey_id, seen, {"crossed": wanted}), form
