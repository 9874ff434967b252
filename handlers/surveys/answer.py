"""Answering surveys: each press is one step of the response, and the screen is where it stands."""

from dataclasses import replace
from datetime import datetime

from aiogram.types import Message

from actions import loose
from actions.surveys import answering, beginning, reading
from domain.contents import Content, units
from domain.links import LinkKind
from domain.people import Awaited
from domain.refusals import Refused
from domain.surveys.forms import QuestionKind
from domain.surveys.sessions import ANSWER_FIELD, OVER_FIELD, Seat, Stage
from handlers.visit import Reply, Routes, Shown, Visit
from screens import home
from screens.outgoing import Attachment, Outgoing
from screens.screen import Screen
from screens.surveys import about, ask, buttons
from screens.surveys.buttons import StepKind

# Telegram cuts what is longer than this into several messages, which come one right after the other.
FULL_MESSAGE, AT_ONCE_SECONDS = 4096, 5
# What words are that do not even look like an answer to a question with buttons.
_NO_ANSWER = frozenset({"kind", "number"})
_BY_BUTTON = frozenset(
    {
        QuestionKind.SELECT_ONE,
        QuestionKind.SELECT_MULTIPLE,
        QuestionKind.RANK,
        QuestionKind.NOTE,
        QuestionKind.ACKNOWLEDGE,
    }
)


async def listing(visit: Visit) -> Shown:
    """The surveys that concern the person."""
    return about.listing(visit.words, await reading.mine_to_answer(visit.ctx), visit.ctx.shared.zone)


async def look(visit: Visit, button: buttons.AboutSurvey) -> Shown:
    """Where the person stands in a survey."""
    return shown(visit, await beginning.look(visit.ctx, button.survey, button.code))


async def arrived(visit: Visit, code: str) -> Shown:
    """The survey whose link was opened."""
    return shown(visit, await beginning.by_link(visit.ctx, code))


def shown(visit: Visit, seat: Seat, page: int = 0) -> Reply:
    """The screen of a seat, and whether something is waited for there."""
    _, zone = visit.words, visit.ctx.shared.zone
    if seat.stage is Stage.QUESTION:
        return Reply(ask.question(_, seat, page), awaits=_awaits(seat))
    return Reply(_other(visit, seat) if seat.stage is not Stage.ABOUT else about.before(_, seat, zone))


def _other(visit: Visit, seat: Seat) -> Screen:
    _, zone = visit.words, visit.ctx.shared.zone
    if seat.stage is Stage.THANKS:
        is_open = seat.trial or seat.survey.takes_answers(visit.ctx.now)
        return about.thanks(_, seat, zone, is_open=is_open)
    if seat.stage is Stage.SEX:
        return about.sex(_, seat)
    return about.age(_, seat) if seat.stage is Stage.AGE else about.ended(_, seat)


def _awaits(seat: Seat, too_long_at: datetime | None = None) -> Awaited | None:
    asked = seat.asked
    if asked is None:
        return None
    rest = "" if too_long_at is None else f":{too_long_at.timestamp():.0f}"
    return Awaited(f"{ANSWER_FIELD}:{asked.turn}{rest}", seat.survey.id)


def is_written(seat: Seat) -> bool:
    """Whether the question where a person stands is answered by writing or sending."""
    return seat.asked is not None and seat.asked.question.kind not in _BY_BUTTON and not seat.asked.steps


async def begin(visit: Visit, button: buttons.BeginSurvey) -> Shown:
    """Begin to answer, or go on."""
    return shown(visit, await beginning.begin(visit.ctx, button.survey, button.code))


async def tell_sex(visit: Visit, button: buttons.SurveySex) -> Shown:
    """Say one's sex before the first question."""
    return shown(visit, await beginning.tell_sex(visit.ctx, button.survey, button.sex, button.code))


async def tell_age(visit: Visit, button: buttons.SurveyAge) -> Shown:
    """Say one's age band before the first question."""
    return shown(visit, await beginning.tell_age(visit.ctx, button.survey, button.age, button.code))


async def decline(visit: Visit, button: buttons.DeclineSurvey) -> Shown:
    """Say that one does not want to answer."""
    return shown(visit, await beginning.decline(visit.ctx, button.survey, button.code))


async def pick(visit: Visit, button: buttons.PickChoice) -> Shown:
    """Answer with a choice."""
    return shown(visit, await answering.pick(visit.ctx, button.survey, button.turn, button.choice))


async def tick(visit: Visit, button: buttons.TickChoice) -> Shown:
    """Tick a choice, or not."""
    seat = await answering.tick(visit.ctx, button.survey, button.turn, button.choice, on=button.on)
    return shown(visit, seat, page_of(seat, button.choice))


async def rank(visit: Visit, button: buttons.RankChoice) -> Shown:
    """Put a choice on the next place."""
    seat = await answering.rank(visit.ctx, button.survey, button.turn, button.place, button.choice)
    return shown(visit, seat, page_of(seat, button.choice))


def page_of(seat: Seat, choice: int) -> int:
    """The page of the choices on which one of them stands."""
    places = () if seat.asked is None else tuple(place for place, _choice, _label in seat.asked.choices)
    return places.index(choice) // ask.PAGE if choice in places else 0


async def step(visit: Visit, button: buttons.TakeStep) -> Shown:
    """Go on, back, skip, begin anew, or stop."""
    number, turn = button.survey, button.turn
    if button.step is StepKind.STOP:
        return about.stopped(visit.words, await beginning.look(visit.ctx, number), visit.ctx.shared.zone)
    steps = {
        StepKind.DONE: answering.done,
        StepKind.BACK: answering.back,
        StepKind.SKIP: answering.skip,
        StepKind.CLEAR: answering.clear,
    }
    return shown(visit, await steps[button.step](visit.ctx, number, turn))


async def turn_page(visit: Visit, button: buttons.TurnPage) -> Shown:
    """Another page of the choices."""
    return shown(visit, await beginning.look(visit.ctx, button.survey), button.page)


async def listen(visit: Visit, button: buttons.ListenTo) -> Shown:
    """Hear the question where one stands read aloud, then see it again."""
    seat = await beginning.look(visit.ctx, button.survey)
    return _with_file(visit, seat, button.turn, "voice", None if seat.asked is None else seat.asked.voice)


async def see(visit: Visit, button: buttons.SeePicture) -> Shown:
    """See the picture of the question where one stands, then the question again."""
    seat = await beginning.look(visit.ctx, button.survey)
    return _with_file(visit, seat, button.turn, "photo", None if seat.asked is None else seat.asked.picture)


def _with_file(visit: Visit, seat: Seat, turn: int, kind: str, file_id: str | None) -> Reply:
    reply = shown(visit, seat)
    if file_id is None or seat.asked is None or seat.asked.turn != turn:
        return reply
    return replace(reply, messages=(Outgoing(attachments=(Attachment(kind, file_id),)),))


async def review(visit: Visit, button: buttons.ReviewAnswers) -> Shown:
    """One's own answers."""
    return ask.review(visit.words, await reading.review(visit.ctx, button.survey, button.page))


async def change(visit: Visit, button: buttons.ChangeAnswer) -> Shown:
    """Be asked a question again."""
    return shown(visit, await answering.change(visit.ctx, button.survey, button.turn, button.question))


# What is written or sent


async def take(visit: Visit, content: Content) -> Shown:
    """Words, a voice or a photo came for the question where the person stands."""
    number, turn, too_long_at = _awaited(visit)
    sent_at = _sent_at(visit)
    if content.follows or _is_rest(too_long_at, sent_at):
        # The other pictures of an album, or the rest of what was too long: it must not answer the next question.
        return await _again(visit, number, None if content.follows else "rest")
    if content.attached is not None:
        return shown(visit, await answering.send(visit.ctx, number, turn, content.attached, sent_at))
    seat = await answering.write(visit.ctx, number, turn, content.text, sent_at)
    if units(content.text) >= FULL_MESSAGE and seat.asked is not None and seat.asked.trouble is not None:
        return Reply(ask.question(visit.words, seat), awaits=_awaits(seat, sent_at))
    if seat.asked is not None and seat.asked.trouble in _NO_ANSWER and not is_written(seat):
        await loose.keep(visit.ctx, content.text)
        offered = home.offered(visit.words, visit.ctx.actor, content.text)
        return Reply(ask.beside(visit.words, offered, seat.survey), awaits=_awaits(seat))
    return shown(visit, seat)


def _is_rest(too_long_at: float | None, sent_at: datetime) -> bool:
    return too_long_at is not None and sent_at.timestamp() - too_long_at <= AT_ONCE_SECONDS


async def _again(visit: Visit, number: int, trouble: str | None) -> Reply:
    seat = await beginning.look(visit.ctx, number)
    if seat.asked is not None:
        seat = replace(seat, asked=replace(seat.asked, trouble=trouble))
    reply = shown(visit, seat)
    awaited = visit.ctx.actor.awaited
    return Reply(reply.screen, awaits=awaited if reply.awaits is not None else None)


async def take_late(visit: Visit, content: Content) -> Shown:
    """Something came for a question of a survey that has ended since."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    return shown(visit, await beginning.look(visit.ctx, awaited.row_id))


async def take_place(visit: Visit, latitude: float, longitude: float) -> Shown:
    """A place on the map came for the question where the person stands."""
    number, turn, _long = _awaited(visit)
    return shown(visit, await answering.locate(visit.ctx, number, turn, latitude, longitude, _sent_at(visit)))


def _awaited(visit: Visit) -> tuple[int, int, float | None]:
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    _field, turn, *rest = awaited.field.split(":")
    return awaited.row_id, int(turn), float(rest[0]) if rest else None


def _sent_at(visit: Visit) -> datetime:
    # A message carries when Telegram got it: what was written in time is taken, however late it comes to us.
    return visit.event.date if isinstance(visit.event, Message) else visit.ctx.now


ROUTES = Routes(
    presses={
        buttons.AboutSurvey: look,
        buttons.BeginSurvey: begin,
        buttons.DeclineSurvey: decline,
        buttons.SurveySex: tell_sex,
        buttons.SurveyAge: tell_age,
        buttons.PickChoice: pick,
        buttons.TickChoice: tick,
        buttons.RankChoice: rank,
        buttons.TakeStep: step,
        buttons.TurnPage: turn_page,
        buttons.ListenTo: listen,
        buttons.SeePicture: see,
        buttons.ReviewAnswers: review,
        buttons.ChangeAnswer: change,
    },
    screens={"surveys": listing},
    commands={"surveys": listing},
    contents={ANSWER_FIELD: take, OVER_FIELD: take_late},
    points={ANSWER_FIELD: take_place},
    links={LinkKind.SURVEY: arrived},
)
