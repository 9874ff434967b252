"""Keying forms: by a code or a number, or what somebody says; each press is one step, as in a chat."""

from actions.surveys import keying as actions
from actions.surveys import paper as desks
from domain.links import LinkKind
from domain.people import Awaited
from domain.refusals import Refused
from domain.surveys.keying import CODE_FIELD, KEY_FIELD, FormAt, KeyDeed, KeySeat, KeyStage, PaperForm
from handlers.surveys import answer
from handlers.visit import Reply, Routes, Shown, Visit
from screens.refusals import sentence
from screens.surveys import keying as screens
from screens.surveys import paper_buttons as buttons

# What another code can put right.
_TRY_AGAIN = {"not_a_form", "no_such_form", "form_of_another", "form_keyed", "form_used_in_chat", "form_keyed_by_you"}


async def arrived(visit: Visit, code: str) -> Shown:
    """The code of a form was opened: by who may key it, or by who answers in the chat."""
    found = await actions.open_code(visit.ctx, code)
    if not isinstance(found, PaperForm):
        return answer.shown(visit, found)
    return await _sought(visit, found.survey_id, found.code)


async def take_code(visit: Visit, text: str) -> Shown:
    """The code or the number of a form was written."""
    return await _sought(visit, _awaited(visit)[0], text)


async def _sought(visit: Visit, survey_id: int, typed: str) -> Shown:
    try:
        return shown(visit, await actions.find(visit.ctx, survey_id, typed))
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        survey = (await desks.desk(visit.ctx, survey_id)).survey
        screen = screens.wanted(visit.words, survey, trouble=sentence(visit.words, refused))
        return Reply(screen, awaits=Awaited(CODE_FIELD, survey_id))


def shown(visit: Visit, seat: KeySeat, page: int = 0) -> Reply:
    """The screen of a form that is keyed, and whether something is waited for there."""
    _ = visit.words
    if seat.stage is KeyStage.MODE:
        return Reply(screens.mode(_, seat))
    if seat.stage is KeyStage.DONE:
        screen = screens.compare(_, seat) if seat.keying else screens.wanted(_, seat.survey, seat)
        return Reply(screen, awaits=Awaited(CODE_FIELD, seat.survey.id))
    if seat.stage is not KeyStage.QUESTION:
        return Reply(screens.trait(_, seat, page))
    return Reply(screens.question(_, seat, page), awaits=_awaits(seat))


def _awaits(seat: KeySeat) -> Awaited | None:
    if seat.seat is None or not answer.is_written(seat.seat):
        return None
    return Awaited(f"{KEY_FIELD}:{seat.form.serial}:{seat.keying}:{seat.turn}", seat.survey.id)


async def interview(visit: Visit, button: buttons.KeyInterview) -> Shown:
    """Key what somebody says by telephone or at a meeting."""
    return shown(visit, await actions.interview(visit.ctx, button.survey, button.mode))


async def open_form(visit: Visit, button: buttons.OpenForm) -> Shown:
    """Go on with a form, or key it a second time."""
    return shown(visit, await actions.look(visit.ctx, FormAt(button.survey, button.serial, button.keying)))


async def begin(visit: Visit, button: buttons.BeginForm) -> Shown:
    """Begin to key a form."""
    at = FormAt(button.survey, button.serial, button.keying)
    return shown(visit, await actions.begin(visit.ctx, at, button.mode))


async def tell(visit: Visit, button: buttons.KeyTrait) -> Shown:
    """Tell okrug, sex or age of who filled a form in."""
    at = FormAt(button.survey, button.serial, button.keying)
    return shown(visit, await actions.tell(visit.ctx, at, button.turn, button.stage, button.value))


async def turn_okrugs(visit: Visit, button: buttons.TurnOkrugs) -> Shown:
    """Another page of the okrugs."""
    at = FormAt(button.survey, button.serial, button.keying)
    return shown(visit, await actions.look(visit.ctx, at), button.page)


async def press(visit: Visit, button: buttons.KeyAnswer) -> Shown:
    """Do at the question what the button says."""
    at = FormAt(button.survey, button.serial, button.keying)
    if button.deed is KeyDeed.STOP:
        return screens.stopped(visit.words, await actions.look(visit.ctx, at))
    if button.deed is KeyDeed.PAGE:
        return shown(visit, await actions.look(visit.ctx, at), button.choice)
    seat = await actions.press(visit.ctx, at, button.turn, button.deed, button.choice, button.place)
    stays = button.deed in (KeyDeed.TICK, KeyDeed.UNTICK, KeyDeed.RANK)
    return shown(visit, seat, answer.page_of(seat.seat, button.choice) if stays and seat.seat is not None else 0)


async def take_answer(visit: Visit, text: str) -> Shown:
    """Words, a number, a date or a time were written for a question of a form."""
    number, (serial, keying, turn) = _awaited(visit)
    return shown(visit, await actions.write(visit.ctx, FormAt(number, serial, keying), turn, text))


def _awaited(visit: Visit) -> tuple[int, list[int]]:
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    return awaited.row_id, [int(one) for one in awaited.field.split(":")[1:]]


ROUTES = Routes(
    presses={
        buttons.KeyInterview: interview,
        buttons.OpenForm: open_form,
        buttons.BeginForm: begin,
        buttons.KeyTrait: tell,
        buttons.TurnOkrugs: turn_okrugs,
        buttons.KeyAnswer: press,
    },
    texts={CODE_FIELD: take_code, KEY_FIELD: take_answer},
    links={LinkKind.PAPER: arrived},
)
