"""Making the questions of a survey by hand, word for word."""

from actions.surveys import editing, opening
from domain.languages import Language, language_of
from domain.people import Awaited
from domain.refusals import Refused
from domain.surveys.editing import LONGEST, TO_BE_WRITTEN, Edited
from domain.surveys.importing import LONGEST_CHOICE
from domain.surveys.survey import LONGEST_TITLE, Part, Survey, SurveyState
from domain.surveys.translations import BOTH, Said, Spot, lacking, lacks
from handlers.visit import Reply, Routes, Shown, Visit
from screens.refusals import sentence
from screens.surveys import card, conditions, polls
from screens.surveys import editing as screens
from screens.surveys import editing_buttons as buttons
from screens.surveys import question as one
from screens.surveys.editing_buttons import QuestionDeed, QuestionPart

NEW, PART, SPOT, POLL = "svq_new", "svq_part", "svq_spot", "svq_poll"
# What a person can put right by writing again.
_TRY_AGAIN = frozenset(
    {"too_long", "nothing_said", "choice_twice", "choices_as_many", "choices_how_many", "question_needed"}
)


def writes_in(visit: Visit, survey: Survey | None = None) -> Language:
    """The language in which an author writes first: the one of the survey, or their own if it is asked in it."""
    signed = None if survey is None else survey.options.one_language
    return signed or (visit.words.language if visit.words.language in BOTH else BOTH[0])


async def listing(visit: Visit, button: buttons.QuestionsOf) -> Shown:
    """The questions of a survey."""
    return screens.questions(visit.words, await editing.show(visit.ctx, button.survey), button.page)


async def show(visit: Visit, button: buttons.ShowQuestion) -> Shown:
    """One question."""
    return one.question(visit.words, await editing.show(visit.ctx, button.survey, button.place))


async def add(visit: Visit, button: buttons.AddQuestion) -> Shown:
    """Ask for the words of one more question."""
    edited = await editing.show(visit.ctx, button.survey)
    if edited.survey.state is not SurveyState.DRAFT:
        raise Refused("survey_left")
    return _ask_new(visit, edited)


def _ask_new(visit: Visit, edited: Edited, trouble: str | None = None) -> Reply:
    language = writes_in(visit, edited.survey)
    screen = screens.ask_question(visit.words, edited, language, trouble)
    return Reply(screen, awaits=Awaited(NEW, edited.survey.id))


async def take_new(visit: Visit, text: str) -> Shown:
    """The words of one more question."""
    number, _rest = _awaited(visit)
    before = await editing.show(visit.ctx, number)
    try:
        edited = await editing.add(visit.ctx, number, writes_in(visit, before.survey), text)
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        return _ask_new(visit, before, sentence(visit.words, refused))
    return screens.ways(visit.words, edited)


def _awaited(visit: Visit) -> tuple[int, list[str]]:
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    return awaited.row_id, awaited.field.split(":")[1:]


async def choose_way(visit: Visit, button: buttons.ChooseWay) -> Shown:
    """Let a question be answered this way; choices that are not ready are asked for."""
    ready = screens.ready_choices(button.way)
    edited = await editing.answer_by(visit.ctx, button.survey, button.version, button.place, button.way, ready)
    if button.way in TO_BE_WRITTEN:
        return _ask_part(visit, edited, QuestionPart.CHOICES, writes_in(visit, edited.survey))
    return _after(visit, edited)


def _after(visit: Visit, edited: Edited) -> Shown:
    """What is shown after a question was touched: one that is alone, and could go at once, with its button to open."""
    survey = edited.survey
    alone = len(edited.form.questions) == 1 and survey.state is SurveyState.DRAFT and survey.closes_at is not None
    alone = alone and Part.CHOICES not in edited.view.missing
    signs = could_sign(edited) if alone else ()
    if not signs:
        return one.question(visit.words, edited)
    return polls.poll(visit.words, edited, visit.ctx.shared.zone, signs)


def could_sign(edited: Edited) -> tuple[Language | None, ...]:
    """The languages in which a survey could open as it is; None alone when it has both."""
    survey, form = edited.survey, edited.form
    texts = [text for text in (survey.title, survey.about) if text is not None]
    whole = tuple(
        code for code in BOTH if not any(lacking(form, code)) and not any(lacks(text, (code,)) for text in texts)
    )
    return (None,) if len(whole) == len(BOTH) else whole


async def write(visit: Visit, button: buttons.WriteQuestion) -> Shown:
    """Ask for a part of a question in a language."""
    edited = await editing.show(visit.ctx, button.survey, button.place)
    return _ask_part(visit, edited, button.part, button.language)


def _ask_part(
    visit: Visit, edited: Edited, part: QuestionPart, language: Language, trouble: str | None = None
) -> Reply:
    most = LONGEST.get(part.value, LONGEST_CHOICE)
    screen = screens.ask_part(visit.words, edited, part, language, most, trouble)
    # The version is that of what the person has before their eyes.
    field = f"{PART}:{part.value}:{language}:{edited.place}:{edited.survey.version}"
    return Reply(screen, awaits=Awaited(field, edited.survey.id))


async def take_part(visit: Visit, text: str) -> Shown:
    """A part of a question, as it was written."""
    number, (kind, code, place, version) = _awaited(visit)
    part, language = QuestionPart(kind), language_of(code)
    if language is None:
        raise Refused("old_button")
    try:
        if part is QuestionPart.CHOICES:
            edited = await editing.write_choices(visit.ctx, number, int(version), int(place), language, text)
        else:
            spot = Spot(int(place), Said(part.value))
            edited = await editing.say(visit.ctx, number, int(version), spot, language, text)
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        before = await editing.show(visit.ctx, number, int(place))
        return _ask_part(visit, before, part, language, sentence(visit.words, refused))
    return _after(visit, edited)


async def do(visit: Visit, button: buttons.DoQuestion) -> Shown:
    """Do something with a question."""
    number, seen, place, deed = button.survey, button.version, button.place, button.deed
    try:
        match deed:
            case QuestionDeed.WAYS:
                return screens.ways(visit.words, await editing.show(visit.ctx, number, place))
            case QuestionDeed.CONDITION:
                return conditions.deciding(visit.words, await editing.show(visit.ctx, number, place))
            case QuestionDeed.ALWAYS:
                edited = await editing.ask_always(visit.ctx, number, seen, place)
            case QuestionDeed.ASK_REMOVE:
                return one.sure(visit.words, await editing.show(visit.ctx, number, place))
            case QuestionDeed.REMOVE:
                edited = await editing.remove(visit.ctx, number, seen, place)
                return screens.questions(visit.words, edited, edited.place // one.PAGE)
            case QuestionDeed.UP | QuestionDeed.DOWN:
                by = -1 if deed is QuestionDeed.UP else 1
                edited = await editing.move(visit.ctx, number, seen, place, by)
            case _:
                on = deed is QuestionDeed.REQUIRE
                edited = await editing.require(visit.ctx, number, seen, place, on=on)
    except Refused as refused:
        if refused.reason != "question_needed":
            raise
        again = await editing.show(visit.ctx, number, place)
        return one.question(visit.words, again, sentence(visit.words, refused))
    return one.question(visit.words, edited)


async def decided_by(visit: Visit, button: buttons.DecidedBy) -> Shown:
    """The answers of an earlier question that may decide whether this one is asked."""
    return conditions.answers(visit.words, await editing.show(visit.ctx, button.survey, button.place), button.other)


async def ask_if(visit: Visit, button: buttons.AskIf) -> Shown:
    """Ask a question if an earlier one has this answer, or not."""
    number, place, other = button.survey, button.place, button.other
    edited = await editing.ask_if(visit.ctx, number, button.version, place, other, button.choice, on=button.on)
    return conditions.answers(visit.words, edited, other)


async def translate(visit: Visit, button: buttons.TranslateNext) -> Shown:
    """Ask for the next text that is missing in a language."""
    return _ask_next(visit, await editing.show(visit.ctx, button.survey), button.language, button.skip)


def _ask_next(visit: Visit, edited: Edited, language: Language, skip: int, trouble: str | None = None) -> Shown:
    spots = list(lacking(edited.form, language))
    if skip >= len(spots):
        return _after(visit, edited) if len(edited.form.questions) == 1 else screens.questions(visit.words, edited, 0)
    spot = spots[skip]
    screen = screens.translate(visit.words, edited, spot, language, skip, len(spots) - skip, trouble)
    where = f"{spot.question}:{spot.said.value}:{spot.choice}"
    field = f"{SPOT}:{language}:{where}:{edited.survey.version}:{skip}"
    return Reply(screen, awaits=Awaited(field, edited.survey.id))


async def take_spot(visit: Visit, text: str) -> Shown:
    """A text that was missing; the next one is asked for."""
    number, (code, place, said, choice, version, skip) = _awaited(visit)
    language, spot = language_of(code), Spot(int(place), Said(said), int(choice))
    if language is None:
        raise Refused("old_button")
    try:
        edited = await editing.say(visit.ctx, number, int(version), spot, language, text)
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        before = await editing.show(visit.ctx, number, int(place))
        return _ask_next(visit, before, language, int(skip), sentence(visit.words, refused))
    return _ask_next(visit, edited, language, int(skip))


# One question


async def new_poll(visit: Visit, button: buttons.NewPoll) -> Shown:
    """Ask for the one question."""
    return _ask_poll(visit, button.grant)


def _ask_poll(visit: Visit, grant: int, trouble: str | None = None) -> Reply:
    screen = polls.ask_poll(visit.words, grant, writes_in(visit), LONGEST_TITLE, trouble)
    return Reply(screen, awaits=Awaited(POLL, grant))


async def take_poll(visit: Visit, text: str) -> Shown:
    """The one question: next, how it is answered."""
    grant, _rest = _awaited(visit)
    try:
        edited = await editing.begin_poll(visit.ctx, grant, writes_in(visit), text)
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        return _ask_poll(visit, grant, sentence(visit.words, refused))
    return screens.ways(visit.words, edited)


async def open_poll(visit: Visit, button: buttons.OpenPoll) -> Shown:
    """Open it now, and sign that it is in one language only when it is."""
    view = await opening.open_survey(visit.ctx, button.survey, button.version, button.language)
    return card.card(visit.words, view, visit.ctx.now, visit.ctx.shared.zone)


ROUTES = Routes(
    presses={
        buttons.QuestionsOf: listing,
        buttons.ShowQuestion: show,
        buttons.AddQuestion: add,
        buttons.ChooseWay: choose_way,
        buttons.WriteQuestion: write,
        buttons.DoQuestion: do,
        buttons.DecidedBy: decided_by,
        buttons.AskIf: ask_if,
        buttons.TranslateNext: translate,
        buttons.NewPoll: new_poll,
        buttons.OpenPoll: open_poll,
    },
    texts={NEW: take_new, PART: take_part, SPOT: take_spot, POLL: take_poll},
)
