"""Results of closed surveys: on the screen, as pictures and files, as a message; words that are looked through."""

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import replace

from aiogram.types import CallbackQuery, InaccessibleMessage

from actions.surveys import populations as population_actions
from actions.surveys import results as actions
from actions.surveys import summary, wording
from domain.contents import Content
from domain.people import Awaited
from domain.refusals import Refused
from domain.summaries.printed import Block, Printed
from domain.summaries.raw import RawRow
from domain.summaries.results import ResultFile, Results, Taken
from handlers import files
from handlers.visit import Document, Picture, Reply, Routes, Shown, Visit
from reports.surveys.printed import printed as put_into_words
from reports.surveys.results import files as reports
from reports.surveys.results import pictures, spss
from reports.surveys.waves import waves
from screens.outgoing import Outgoing
from screens.surveys import populations as population_screens
from screens.surveys import result_buttons as buttons
from screens.surveys import results as screens
from screens.surveys import trends
from texts import Words, words

# So many rows are a matter of a second; more are made beside everything else.
AT_ONCE = 2_000
MOST_KEPT = 64
MOST_POPULATION_BYTES = 5_000_000
POPULATION = "sv_people"

# A survey that a village answered is looked at by hundreds within an hour, who all get the same picture.
_PICTURES: dict[tuple[object, ...], bytes] = {}


def _printed(spoken: Words, results: Results) -> Printed:
    return put_into_words(spoken, results.summary, screens.called(spoken, results.territories))


async def board(visit: Visit) -> Shown:
    """The surveys that were counted in one's territories."""
    return await turn(visit, buttons.ListResults(page=0))


async def turn(visit: Visit, button: buttons.ListResults) -> Shown:
    """Another page of them."""
    found, more = await actions.counted(visit.ctx, button.page)
    return screens.listing(visit.words, found, button.page, more=more)


async def overview(visit: Visit, button: buttons.ShowResults) -> Shown:
    """The results at one look."""
    found = await actions.look(visit.ctx, button.survey)
    return screens.overview(visit.words, found, _printed(visit.words, found))


async def again(visit: Visit, button: buttons.CountAgain) -> Shown:
    """Have it counted again."""
    await summary.count_again(visit.ctx, button.survey)
    return await overview(visit, buttons.ShowResults(survey=button.survey))


async def question(visit: Visit, button: buttons.ResultQuestion) -> Shown:
    """One question."""
    found = await actions.look(visit.ctx, button.survey)
    printed = _printed(visit.words, found)
    _block(printed, button.place)
    return screens.question(visit.words, found, printed, button.place)


def _block(printed: Printed, place: int) -> Block:
    if place >= len(printed.blocks):
        raise Refused("old_button")
    return printed.blocks[place]


async def cross(visit: Visit, button: buttons.ResultCross) -> Shown:
    """A question by a trait."""
    found = await actions.look(visit.ctx, button.survey)
    printed = _printed(visit.words, found)
    grids = _block(printed, button.place).grids
    if button.cross >= len(grids) or button.page * screens.COLUMNS >= len(grids[button.cross].heads):
        raise Refused("old_button")
    return screens.cross(visit.words, found, printed, button.place, button.cross, button.page)


async def method(visit: Visit, button: buttons.ResultMethod) -> Shown:
    """How it was counted."""
    found = await actions.look(visit.ctx, button.survey)
    return screens.method(visit.words, found, _printed(visit.words, found))


async def listing(visit: Visit, button: buttons.ResultFiles) -> Shown:
    """The files that can be had."""
    found = await actions.look(visit.ctx, button.survey)
    if not found.official:
        raise Refused("not_allowed")
    return screens.files(visit.words, found, spss=spss.there())


async def forward(visit: Visit, button: buttons.ForwardResults) -> Shown:
    """The results as a message."""
    found = await actions.look(visit.ctx, button.survey)
    if not found.official:
        raise Refused("not_allowed")
    spoken = words(button.language)
    return Reply(messages=(Outgoing(screens.forwarded(spoken, _printed(spoken, found))),))


async def draw(visit: Visit, button: buttons.DrawQuestion) -> Shown:
    """One question as a picture."""
    found = await actions.look(visit.ctx, button.survey)
    printed = _printed(visit.words, found)
    block = _block(printed, button.place)
    return await _picture(visit.words, found, printed, (block,), button.place)


async def _picture(
    spoken: Words, found: Results, printed: Printed, blocks: Sequence[Block], place: int | None
) -> Reply:
    facts, reader = found.summary.facts, found.summary.reader
    key = (facts.id, facts.number, reader, spoken.language, place)
    content = _PICTURES.get(key)
    if content is None:
        try:
            content = await asyncio.to_thread(pictures.picture, printed, tuple(blocks))
        except ValueError:
            raise Refused("nothing_to_draw") from None
        while len(_PICTURES) >= MOST_KEPT:
            _PICTURES.pop(next(iter(_PICTURES)))
        _PICTURES[key] = content
    name = reports.name(facts.id, ResultFile.PICTURE, spoken.language)
    return Reply(picture=Picture(name, content, screens.ready(spoken, printed)))


async def take(visit: Visit, button: buttons.TakeResults) -> Shown:
    """The results as a file."""
    if button.file is ResultFile.SPSS and not spss.there():
        raise Refused("no_spss")
    if files.job_of(visit.ctx.actor.id) is not None:
        raise Refused("file_in_the_making")
    taken = await actions.take(visit.ctx, button.survey, button.file)
    spoken = words(button.language)
    printed = _printed(spoken, taken.results)
    if taken.trend is not None:
        printed = replace(printed, waves=waves(spoken, taken.trend))
    if button.file is ResultFile.PICTURE:
        return await _picture(spoken, taken.results, printed, pictures.drawn(printed), None)
    if taken.raw is not None and len(taken.raw.rows) > AT_ONCE:
        begun = _begin(visit, taken, printed, spoken, button.file)
        if begun is not None:
            return begun
    document = await asyncio.to_thread(_document(taken, printed, spoken, button.file))
    if len(document.content) > files.MOST_BYTES:
        return screens.too_big(visit.words, button.survey)
    return Reply(document=document)


def _document(taken: Taken, printed: Printed, spoken: Words, which: ResultFile) -> Callable[[], Document]:
    number = taken.results.survey.id

    def make() -> Document:
        names = screens.called(spoken, {**taken.results.territories, **taken.territories})
        content = reports.made(spoken, printed, taken.raw, names, which)
        return Document(reports.name(number, which, spoken.language), content, screens.ready(spoken, printed))

    return make


def _begin(visit: Visit, taken: Taken, printed: Printed, spoken: Words, which: ResultFile) -> Reply | None:
    pressed = visit.event.message if isinstance(visit.event, CallbackQuery) else None
    bot = visit.event.bot
    if pressed is None or isinstance(pressed, InaccessibleMessage) or bot is None or taken.raw is None:
        return None
    job, number, rows = files.Job(visit.ctx.actor.id), taken.results.survey.id, len(taken.raw.rows)
    watched: Sequence[RawRow] = files.Watched(taken.raw.rows, job)
    make = _document(replace(taken, raw=replace(taken.raw, rows=watched)), printed, spoken, which)
    _ = visit.words
    said = files.Screens(
        making=lambda done, of: screens.making(_, job.number, done, of),
        made=screens.made(_, number),
        stopped=screens.stopped(_, number),
        failed=screens.failed(_, number),
        too_big=screens.too_big(_, number),
    )
    files.begin(bot, job, pressed.chat.id, pressed.message_id, rows, make, said)
    return Reply(said.making(0, rows))


async def stop(visit: Visit, button: buttons.StopFile) -> Shown:
    """Stop a file that is being made."""
    if not files.stop(visit.ctx.actor.id, button.job):
        raise Refused("old_button")
    return Reply()


# Words


async def listed(visit: Visit, button: buttons.ResultWords) -> Shown:
    """Answers in words that were let through."""
    found = await actions.look(visit.ctx, button.survey)
    block = _block(_printed(visit.words, found), button.place)
    page = await actions.words(visit.ctx, button.survey, block.name, button.page)
    return screens.words(visit.words, page, button.place)


async def review(visit: Visit, button: buttons.ReviewWords) -> Shown:
    """The first answer in words that nobody has looked at."""
    return screens.review(visit.words, await wording.look(visit.ctx, button.survey))


async def decide(visit: Visit, button: buttons.DecideWords) -> Shown:
    """Let it through, or leave it out."""
    found = await wording.decide(visit.ctx, button.survey, button.mark, through=button.through)
    return screens.review(visit.words, found)


async def compare(visit: Visit, button: buttons.CompareSurveys) -> Shown:
    """The survey beside earlier ones."""
    return trends.trend(visit.words, await actions.compare(visit.ctx, button.survey), button.place)


# Population


async def ask_population(visit: Visit) -> Shown:
    """Ask for the file of the population."""
    await population_actions.begin(visit.ctx)
    return Reply(population_screens.ask(visit.words), awaits=Awaited(POPULATION, 0))


async def take_population(visit: Visit, content: Content) -> Shown:
    """The file of the population came, or something else."""
    attached, bot = content.attached, visit.event.bot
    unfit = attached is None or attached.kind != "document" or (attached.size or 0) > MOST_POPULATION_BYTES
    if attached is None or bot is None or unfit:
        return Reply(population_screens.ask(visit.words), awaits=Awaited(POPULATION, 0))
    file = io.BytesIO()
    await bot.download(attached.file_id, destination=file)
    done = await population_actions.load(visit.ctx, file.getvalue())
    if done.wrong:
        return Reply(population_screens.wrong(visit.words, done.wrong), awaits=Awaited(POPULATION, 0))
    return population_screens.loaded(visit.words, done.territories, done.people)


ROUTES = Routes(
    presses={
        buttons.ListResults: turn,
        buttons.ShowResults: overview,
        buttons.CountAgain: again,
        buttons.ResultQuestion: question,
        buttons.ResultCross: cross,
        buttons.ResultMethod: method,
        buttons.ResultFiles: listing,
        buttons.ForwardResults: forward,
        buttons.DrawQuestion: draw,
        buttons.TakeResults: take,
        buttons.StopFile: stop,
        buttons.ResultWords: listed,
        buttons.ReviewWords: review,
        buttons.DecideWords: decide,
        buttons.CompareSurveys: compare,
    },
    screens={"survey_results": board, "population": ask_population},
    contents={POPULATION: take_population},
)
