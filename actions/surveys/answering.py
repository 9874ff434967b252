"""Answering a survey: every press is stored at once, and where one stands is what the database says.

A press names the turn it belongs to. One of an earlier turn (a double tap, an old message, the other phone, what
Telegram hands over again after a crash) changes nothing and shows where one stands.
"""

from datetime import datetime

from actions.context import Context, action
from actions.surveys import works
from actions.surveys.steps import Step
from domain.contents import Attached
from domain.permissions import Act
from domain.refusals import Refused
from domain.surveys.forms import Question, QuestionKind
from domain.surveys.sessions import LONGEST_VOICE, Seat, attachment_of, spoken
from domain.surveys.survey import Survey
from storage.surveys import attachments


@action(Act.ANSWER_SURVEY)
async def pick(ctx: Context, survey_id: int, turn: int, place: int) -> Seat:
    """Answer with one choice, a number of a range, or that one has read it."""
    return await Step.at_question(ctx, survey_id, turn, works.pick(place))


@action(Act.ANSWER_SURVEY)
async def tick(ctx: Context, survey_id: int, turn: int, place: int, *, on: bool) -> Seat:
    """Tick one of several choices, or take its tick away: it says which it shall be, so twice is once."""
    return await Step.at_question(ctx, survey_id, turn, works.tick(place, on=on))


@action(Act.ANSWER_SURVEY)
async def rank(ctx: Context, survey_id: int, turn: int, position: int, place: int) -> Seat:
    """Put a choice on the next place of one's order: one that has its place, or a place that is taken, stay."""
    return await Step.at_question(ctx, survey_id, turn, works.rank(position, place))


@action(Act.ANSWER_SURVEY)
async def clear(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Begin the order or the ticks of this question anew."""
    return await Step.at_question(ctx, survey_id, turn, works.clear)


@action(Act.ANSWER_SURVEY)
async def done(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Go on from what is ready: ticks, an order, a note that was read, an answer that is there."""
    return await Step.at_question(ctx, survey_id, turn, works.done)


@action(Act.ANSWER_SURVEY)
async def skip(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Skip a question that may be: that is an answer too."""
    return await Step.at_question(ctx, survey_id, turn, works.skip)


@action(Act.ANSWER_SURVEY)
async def back(ctx: Context, survey_id: int, turn: int) -> Seat:
    """Go back to the question before, whose answer stays until another is given."""
    return await Step.at_question(ctx, survey_id, turn, works.back)


@action(Act.ANSWER_SURVEY)
async def change(ctx: Context, survey_id: int, turn: int, place: int) -> Seat:
    """Be asked a question of the form again; its answer stays until another is given."""

    def work(step: Step) -> Seat:
        questions = step.asking.form.questions
        if place >= len(questions) or not step.asking.concerns(questions[place]):
            raise Refused("old_button")
        step.move(questions[place].name)
        return step.stands()

    return await Step.at_turn(ctx, survey_id, turn, work)


# What is written or sent


@action(Act.ANSWER_SURVEY)
async def write(ctx: Context, survey_id: int, turn: int, text: str, sent_at: datetime) -> Seat:
    """Answer in words, a number, a date or a time; what it was understood as is shown with the next question."""
    return await Step.at_question(ctx, survey_id, turn, works.write(text, ctx.today), sent_at=sent_at)


@action(Act.ANSWER_SURVEY)
async def send(ctx: Context, survey_id: int, turn: int, attached: Attached, sent_at: datetime) -> Seat:
    """Answer with a voice or a photo, in a survey with names; open words can be spoken there too."""

    def work(step: Step, question: Question) -> Seat:
        wrong = _wrong_file(step.survey, question, attached)
        if wrong is not None:
            return step.wrong(question, wrong)
        before = step.response.answers.get(question.name, "")
        number = attachments.keep(step.connection, survey_id, ctx.actor.id, attached, ctx.now)
        value = spoken(number) if question.kind is QuestionKind.TEXT else str(number)
        old = attachment_of(question, before)
        if old is not None and old != number:
            attachments.drop(step.connection, survey_id, old)
        return works.echoed(step, question, value)

    return await Step.at_question(ctx, survey_id, turn, work, sent_at=sent_at)


def _wrong_file(survey: Survey, question: Question, attached: Attached) -> str | None:
    voice = attached.kind in ("voice", "audio")
    if survey.anonymous:
        return "words_only"
    if question.kind is QuestionKind.IMAGE:
        return None if attached.kind == "photo" else "photo"
    if question.kind not in (QuestionKind.TEXT, QuestionKind.AUDIO):
        return "kind"
    if not voice:
        return "voice"
    return "voice_long" if (attached.duration or 0) > LONGEST_VOICE else None


@action(Act.ANSWER_SURVEY)
async def locate(ctx: Context, survey_id: int, turn: int, latitude: float, longitude: float, sent_at: datetime) -> Seat:
    """Answer with a place on the map."""

    def work(step: Step, question: Question) -> Seat:
        if question.kind is not QuestionKind.GEOPOINT or step.survey.anonymous:
            return step.wrong(question, "kind")
        return works.echoed(step, question, f"{latitude:.5f} {longitude:.5f}")

    return await Step.at_question(ctx, survey_id, turn, work, sent_at=sent_at)
