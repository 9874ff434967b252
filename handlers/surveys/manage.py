"""Looking after surveys: the card, its sides, opening and closing."""

from collections.abc import Awaitable
from datetime import UTC, datetime

from actions.surveys import closing, drafting, finding, opening
from domain.audiences import Rule
from domain.contents import Content
from domain.languages import Language, language_of
from domain.moments import read_day, read_moment
from domain.people import Awaited
from domain.refusals import Refused
from domain.surveys.survey import Kept, SurveyState, SurveyView
from handlers.surveys import wanted
from handlers.visit import Reply, Routes, Shown, Visit
from screens.refusals import sentence
from screens.screen import Screen
from screens.surveys import buttons, card, sides
from screens.surveys.buttons import SurveyDeed, SurveyOption, SurveySide

WORDS, CLOSES, OPENS, VOICE = "sv_words", "sv_closes", "sv_opens", "sv_voice"
# What a person can put right by writing again.
_TRY_AGAIN = {"too_long", "nothing_said", "not_a_date", "past_time", "survey_closes_when", "not_a_number"}


async def board(visit: Visit) -> Shown:
    """The surveys that one looks after."""
    return await _page(visit, 0)


async def turn(visit: Visit, button: buttons.ListSurveys) -> Shown:
    """Another page of them."""
    return await _page(visit, button.page)


async def _page(visit: Visit, page: int) -> Screen:
    drafts, opened, more = await finding.mine(visit.ctx, page)
    return card.board(visit.words, drafts, opened, await finding.roles(visit.ctx), page, more=more)


async def begin(visit: Visit, button: buttons.NewSurvey) -> Shown:
    """Begin a draft."""
    return _card(visit, await drafting.begin(visit.ctx, button.grant))


async def show(visit: Visit, button: buttons.ShowSurvey) -> Shown:
    """One survey."""
    return _card(visit, await finding.show(visit.ctx, button.survey))


def _card(visit: Visit, view: SurveyView) -> Screen:
    return card.card(visit.words, view, visit.ctx.now, visit.ctx.shared.zone)


async def side(visit: Visit, button: buttons.OpenSide) -> Shown:
    """One side of it."""
    return await _side(visit, await finding.show(visit.ctx, button.survey), button.side)


async def _side(visit: Visit, view: SurveyView, which: SurveySide, trouble: str | None = None) -> Shown:
    _, now, zone, number = visit.words, visit.ctx.now, visit.ctx.shared.zone, view.survey.id
    if which is SurveySide.CLOSES and view.survey.closing(now):
        raise Refused("survey_closing")
    if which is SurveySide.CLOSES:
        return Reply(sides.closes(_, view, now, zone, trouble), awaits=Awaited(CLOSES, number))
    if which is SurveySide.OPENS:
        return Reply(sides.opens(_, view, now, zone, trouble), awaits=Awaited(OPENS, number))
    if which is SurveySide.TARGET:
        return wanted.shown(visit, view, trouble)
    if which is SurveySide.VILLAGES:
        return sides.villages(_, *await drafting.villages(visit.ctx, number))
    if which is SurveySide.ALOUD:
        return sides.aloud(_, *await drafting.questions(visit.ctx, number))
    if which is SurveySide.CHECK:
        return card.check(_, view, zone)
    plain = {
        SurveySide.NAMED: sides.named,
        SurveySide.WHO: sides.who,
        SurveySide.LANGUAGES: sides.languages,
        SurveySide.MORE: sides.more,
        SurveySide.KEEPS: sides.keeps,
        SurveySide.CROSSES: sides.crosses,
        SurveySide.REMIND: sides.reminders,
        SurveySide.LINK: card.link,
    }
    return plain[which](_, view)


async def say(visit: Visit, button: buttons.SayOfSurvey) -> Shown:
    """Ask what it is called, or why it is asked."""
    view = await finding.show(visit.ctx, button.survey)
    if button.part not in ("title", "about"):
        raise Refused("old_button")
    return _ask_words(visit, view, button)


def _ask_words(visit: Visit, view: SurveyView, button: buttons.SayOfSurvey, trouble: str | None = None) -> Reply:
    screen = sides.ask_words(visit.words, view, button.part, button.language, trouble)
    return Reply(screen, awaits=Awaited(f"{WORDS}:{button.part}:{button.language}", view.survey.id))


async def take_words(visit: Visit, text: str) -> Shown:
    """What it is called, or why it is asked."""
    number, (part, code) = _awaited(visit)
    language = language_of(code)
    if language is None:
        raise Refused("old_button")
    try:
        return _card(visit, await drafting.say(visit.ctx, number, part, language, text))
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        view = await finding.show(visit.ctx, number)
        button = buttons.SayOfSurvey(survey=number, part=part, language=language)
        return _ask_words(visit, view, button, sentence(visit.words, refused))


def _awaited(visit: Visit) -> tuple[int, list[str]]:
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    return awaited.row_id, awaited.field.split(":")[1:]


async def take_closing(visit: Visit, text: str) -> Shown:
    """When it closes, as it was written."""
    number, _rest = _awaited(visit)
    return await _typed(visit, number, SurveySide.CLOSES, _close_at(visit, number, _closing(visit, text)))


def _closing(visit: Visit, text: str) -> datetime | None:
    zone = visit.ctx.shared.zone
    day = read_day(text, visit.words.language, visit.ctx.now.astimezone(zone).date())
    return _moment(visit, text) if day is None else datetime.combine(day, sides.EVENING, zone)


async def _close_at(visit: Visit, number: int, at: datetime | None) -> SurveyView:
    if at is None:
        raise Refused("not_a_date")
    view = await finding.show(visit.ctx, number)
    if view.survey.state is SurveyState.OPEN:
        return await closing.move_closing(visit.ctx, number, view.survey.version, at)
    return await drafting.closes(visit.ctx, number, None, at)


async def take_opening(visit: Visit, text: str) -> Shown:
    """When it opens, as it was written."""
    number, _rest = _awaited(visit)
    return await _typed(visit, number, SurveySide.OPENS, _open_at(visit, number, _moment(visit, text)))


async def _open_at(visit: Visit, number: int, at: datetime | None) -> SurveyView:
    if at is None:
        raise Refused("not_a_date")
    return await drafting.opens(visit.ctx, number, None, at)


def _moment(visit: Visit, text: str) -> datetime | None:
    here = visit.ctx.now.astimezone(visit.ctx.shared.zone)
    return read_moment(text, visit.words.language, here)


async def take_target(visit: Visit, text: str) -> Shown:
    """How many answers are wanted, as it was written."""
    number, _rest = _awaited(visit)
    asked = drafting.want(visit.ctx, number, None, wanted.how_many(text) or 0)
    return await _typed(visit, number, SurveySide.TARGET, asked)


async def _typed(visit: Visit, number: int, which: SurveySide, done: Awaitable[SurveyView]) -> Shown:
    try:
        view = await done
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        again = await finding.show(visit.ctx, number)
        return await _side(visit, again, which, sentence(visit.words, refused))
    return _card(visit, view)


async def rule(visit: Visit, button: buttons.SurveyRule) -> Shown:
    """Let a rule choose whom it asks, or not."""
    chosen = Rule(button.kind, button.key)
    view = await drafting.ask_whom(visit.ctx, button.survey, button.version, chosen, on=button.on)
    where = {"village": SurveySide.VILLAGES, "language": SurveySide.LANGUAGES}.get(button.kind.value)
    if where is not None:
        return await _side(visit, view, where)
    return await tree(visit, buttons.SurveyTree(survey=button.survey, code=await _above(visit, button), page=0))


async def _above(visit: Visit, button: buttons.SurveyRule) -> str:
    _view, branch = await drafting.tree(visit.ctx, button.survey, button.key)
    return "" if len(branch.chain) < 2 else branch.chain[-2].code


async def tree(visit: Visit, button: buttons.SurveyTree) -> Shown:
    """A part of the tree in which its territories are chosen."""
    view, branch = await drafting.tree(visit.ctx, button.survey, button.code or None)
    return sides.tree(visit.words, view, branch, button.page)


async def close_at(visit: Visit, button: buttons.SurveyCloses) -> Shown:
    """Let it close at a moment that was chosen."""
    at = datetime.fromtimestamp(button.at * 60, UTC)
    view = await finding.show(visit.ctx, button.survey)
    if view.survey.state is SurveyState.OPEN:
        return _card(visit, await closing.move_closing(visit.ctx, button.survey, button.version, at))
    return _card(visit, await drafting.closes(visit.ctx, button.survey, button.version, at))


async def open_at(visit: Visit, button: buttons.SurveyOpens) -> Shown:
    """Let it open at a moment that was chosen."""
    at = datetime.fromtimestamp(button.at * 60, UTC) if button.at else None
    return _card(visit, await drafting.opens(visit.ctx, button.survey, button.version, at))


async def switch(visit: Visit, button: buttons.SwitchOption) -> Shown:
    """Switch one option."""
    number, seen, on = button.survey, button.version, button.on
    if button.option is SurveyOption.ANONYMOUS:
        view = await drafting.name_people(visit.ctx, number, seen, anonymous=on)
        return sides.named(visit.words, view)
    options = (await finding.show(visit.ctx, number)).survey.options
    if button.option is SurveyOption.KEEPS:
        kept = Kept(button.key)
        keeps = tuple(one for one in Kept if (one is kept and on) or (one is not kept and one in options.keeps))
        return sides.keeps(visit.words, await drafting.choose(visit.ctx, number, seen, {"keeps": keeps}))
    if button.option is SurveyOption.CROSS:
        pair = _pair(button.key)
        left = tuple(known for known in options.crosses if known != pair)
        crosses = (*left, pair) if on else left
        return sides.crosses(visit.words, await drafting.choose(visit.ctx, number, seen, {"crosses": crosses}))
    if button.option is SurveyOption.REMINDER:
        minutes = int(button.key)
        others = [one for one in options.reminders if one != minutes]
        reminders = tuple(sorted([*others, minutes] if on else others, reverse=True))
        return sides.reminders(visit.words, await drafting.choose(visit.ctx, number, seen, {"reminders": reminders}))
    if button.option is SurveyOption.LINK:
        return sides.who(visit.words, await drafting.choose(visit.ctx, number, seen, {"open_link": on}))
    if button.option is SurveyOption.ONE_LANGUAGE:
        chosen = language_of(button.key) if on else None
        return sides.more(visit.words, await drafting.choose(visit.ctx, number, seen, {"one_language": chosen}))
    name = "results" if button.option is SurveyOption.RESULTS else "minors"
    return sides.more(visit.words, await drafting.choose(visit.ctx, number, seen, {name: on}))


def _pair(key: str) -> tuple[Kept, Kept]:
    one, _, other = key.partition(".")
    try:
        return Kept(one), Kept(other)
    except ValueError:
        raise Refused("old_button") from None


async def record(visit: Visit, button: buttons.RecordQuestion) -> Shown:
    """Ask for a question read aloud."""
    return await _ask_voice(visit, button.survey, button.place, button.language)


async def _ask_voice(visit: Visit, number: int, place: int, language: Language, trouble: str | None = None) -> Shown:
    view, form = await drafting.questions(visit.ctx, number)
    if form is None or place >= len(form.questions):
        raise Refused("old_button")
    label = form.questions[place].label
    words = form.questions[place].name if label is None else label.in_(language)
    screen = sides.ask_voice(visit.words, view, words, language, trouble)
    return Reply(screen, awaits=Awaited(f"{VOICE}:{place}:{language}", number))


async def take_voice(visit: Visit, content: Content) -> Shown:
    """A question was read aloud."""
    number, (place, code) = _awaited(visit)
    language = language_of(code)
    if language is None:
        raise Refused("old_button")
    try:
        if content.attached is None:
            raise Refused("survey_voice")
        done = await drafting.read_aloud(visit.ctx, number, int(place), language, content.attached)
    except Refused as refused:
        if refused.reason != "survey_voice":
            raise
        return await _ask_voice(visit, number, int(place), language, sentence(visit.words, refused))
    return sides.aloud(visit.words, *done)


async def do(visit: Visit, button: buttons.DoSurvey) -> Shown:
    """Do something with a survey as a whole."""
    number, seen = button.survey, button.version
    asked = {SurveyDeed.ASK_CALL_OFF: SurveyDeed.CALL_OFF, SurveyDeed.ASK_CLOSE: SurveyDeed.CLOSE}
    if button.deed in asked:
        return card.sure(visit.words, await finding.show(visit.ctx, number), asked[button.deed])
    if button.deed is SurveyDeed.CALL_OFF:
        left = await closing.call_off(visit.ctx, number, seen)
        return await board(visit) if left is None else _card(visit, left)
    deeds = {
        SurveyDeed.OPEN: opening.open_survey,
        SurveyDeed.TAKE_BACK: opening.take_back,
        SurveyDeed.MEMBERS: drafting.ask_members,
        SurveyDeed.EVERYBODY: drafting.ask_everybody,
    }
    if button.deed is SurveyDeed.CLOSE:
        view = await closing.move_closing(visit.ctx, number, seen, visit.ctx.now)
    elif button.deed is SurveyDeed.NO_TARGET:
        view = await drafting.want(visit.ctx, number, seen, None)
    else:
        view = await deeds[button.deed](visit.ctx, number, seen)
    if button.deed in (SurveyDeed.MEMBERS, SurveyDeed.EVERYBODY):
        return sides.who(visit.words, view)
    return _card(visit, view)


ROUTES = Routes(
    presses={
        buttons.NewSurvey: begin,
        buttons.ListSurveys: turn,
        buttons.ShowSurvey: show,
        buttons.OpenSide: side,
        buttons.SayOfSurvey: say,
        buttons.SurveyRule: rule,
        buttons.SurveyTree: tree,
        buttons.SurveyCloses: close_at,
        buttons.SurveyOpens: open_at,
        buttons.SwitchOption: switch,
        buttons.DoSurvey: do,
        buttons.RecordQuestion: record,
    },
    screens={"make_survey": board},
    contents={VOICE: take_voice},
    texts={WORDS: take_words, CLOSES: take_closing, OPENS: take_opening, wanted.TARGET: take_target},
)
