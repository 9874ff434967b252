"""What residents read of surveys: those that concern them, and their own answers."""

from actions.context import Context, action
from actions.surveys.seats import answered_form, asking_of, enter, mine
from domain.permissions import Act, scope
from domain.refusals import Refused
from domain.surveys.flow import Asking
from domain.surveys.forms import WITH_CHOICES, Question, names
from domain.surveys.sessions import ANSWERS_PAGE, Answers, Said
from domain.surveys.survey import Offer, OfferList, Progress, SurveyState, soonest
from storage.database import Connection
from storage.surveys import participation
from storage.surveys import surveys as store

# So many surveys can be open in the whole country at once; of one person's far fewer are shown.
MOST_OPEN, SHOWN = 200, 8
_TOUCHED = (SurveyState.OPEN, SurveyState.CLOSED)


@action(Act.SEE_SURVEYS)
async def mine_to_answer(ctx: Context) -> OfferList:
    """The surveys that ask the person, those they began, and those they answered."""
    ctx.require(Act.SEE_SURVEYS, owner=ctx.actor.id)

    def look(connection: Connection) -> OfferList:
        taken = {one.survey.id: one for one in participation.taken_part(connection, ctx.actor.id, _TOUCHED, 50)}
        open_now = [one for one in store.open_ones(connection, MOST_OPEN) if one.takes_answers(ctx.now)]
        fresh = [one for one in open_now if one.id not in taken]
        asked = [Offer(one) for one in participation.asked(connection, fresh, ctx.actor.id)]
        begun = [one for one in taken.values() if one.progress is Progress.BEGUN and one.survey in open_now]
        done = [one for one in taken.values() if one.progress is Progress.FINISHED]
        return OfferList(
            open=_in_order(asked),
            begun=_in_order(begun),
            done=tuple(done[:SHOWN]),
            may_make=bool(scope(ctx.actor, Act.MAKE_SURVEY)),
            may_read=bool(scope(ctx.actor, Act.READ_RESULTS)),
        )

    return await ctx.read(look)


def _in_order(offers: list[Offer]) -> tuple[Offer, ...]:
    by_number = {one.survey.id: one for one in offers}
    return tuple(by_number[one.id] for one in soonest([offer.survey for offer in offers]))[:SHOWN]


@action(Act.ANSWER_SURVEY)
async def review(ctx: Context, survey_id: int, page: int) -> Answers:
    """A page of one's own answers, as long as they can be found."""
    ctx.require(Act.ANSWER_SURVEY, owner=ctx.actor.id)

    def look(connection: Connection) -> Answers:
        entry = enter(connection, ctx, survey_id)
        response = mine(connection, ctx, entry.standing, trial=entry.trial)
        if response is None:
            raise Refused("survey_closed")
        form = answered_form(connection, ctx, response)
        asking = asking_of(ctx, entry.survey, form, response)
        lines = [_line(asking, place, one) for place, one in enumerate(form.questions) if _is_said(asking, one)]
        return Answers(
            entry.survey,
            tuple(lines[page * ANSWERS_PAGE : (page + 1) * ANSWERS_PAGE]),
            page,
            len(lines) > (page + 1) * ANSWERS_PAGE,
            response.turn,
            response.state is Progress.FINISHED,
            entry.trial or entry.survey.takes_answers(ctx.now),
        )

    return await ctx.read(look)


def _is_said(asking: Asking, question: Question) -> bool:
    return question.asks and asking.concerns(question) and question.name in asking.answers


def _line(asking: Asking, place: int, question: Question) -> Said:
    label = question.name if question.label is None else asking.said(question.label)
    return Said(question, place, label, in_words(asking, question, asking.answers[question.name]))


def in_words(asking: Asking, question: Question, value: str) -> str:
    """An answer with the names of its choices in words."""
    if question.kind not in WITH_CHOICES:
        return value
    labels = {choice.name: asking.choice_said(question, choice) for choice in question.choices}
    return ", ".join(labels.get(name, name) for name in names(value))
