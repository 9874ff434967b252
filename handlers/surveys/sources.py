"""Where the questions of a survey come from: a file, a ready questionnaire, another survey; and the file of them."""

import asyncio
import io

from actions.surveys import editing, finding
from domain.contents import Content
from domain.people import Awaited
from domain.refusals import Refused
from domain.surveys.editing import Edited
from domain.surveys.importing import FormProblem, WrongForm
from handlers.surveys.editing import writes_in
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.surveys import templates
from reports.surveys.xlsform import MOST_BYTES, form_of_file, xlsform
from screens.surveys import editing as screens
from screens.surveys import editing_buttons as buttons
from screens.surveys import problems, sources
from screens.surveys.editing_buttons import MakingSide
from screens.surveys.question import PAGE

FILE = "svq_file"
_TOO_BIG = FormProblem("", 0, "", "too_big", {"most": MOST_BYTES // 1_000_000})
_NO_FILE = FormProblem("", 0, "", "unreadable", {})


async def side(visit: Visit, button: buttons.OpenMaking) -> Shown:
    """Read questions from a file, copy ready ones, or get them as a file."""
    edited = await editing.show(visit.ctx, button.survey)
    if button.side is MakingSide.FILE:
        return _wait_for_file(visit, edited)
    if button.side is MakingSide.READY:
        return await _ready(visit, edited)
    content = await asyncio.to_thread(xlsform, edited.form)
    name = f"kenes-survey-{edited.survey.id}.xlsx"
    return Reply(document=Document(name, content, sources.file_caption(visit.words, edited)))


def _wait_for_file(visit: Visit, edited: Edited) -> Reply:
    return Reply(sources.file_wanted(visit.words, edited), awaits=Awaited(FILE, edited.survey.id))


async def take_file(visit: Visit, content: Content) -> Shown:
    """A file with questions came, or something else in its place."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    edited = await editing.show(visit.ctx, awaited.row_id)
    attached, bot = content.attached, visit.event.bot
    if attached is None or bot is None or attached.kind != "document":
        return _wrong(visit, edited, (_NO_FILE,))
    if (attached.size or 0) > MOST_BYTES:
        return _wrong(visit, edited, (_TOO_BIG,))
    file = io.BytesIO()
    await bot.download(attached.file_id, destination=file)
    language, anonymous = writes_in(visit, edited.survey), edited.survey.anonymous
    try:
        found = await asyncio.to_thread(form_of_file, file.getvalue(), language, anonymous=anonymous)
    except WrongForm as wrong:
        return _wrong(visit, edited, wrong.problems)
    return screens.questions(visit.words, await editing.take_over(visit.ctx, edited.survey.id, found), 0)


def _wrong(visit: Visit, edited: Edited, found: tuple[FormProblem, ...]) -> Reply:
    rows = sources.to_questions(visit.words, edited)
    # The mended file is waited for.
    return Reply(problems.problems(visit.words, found, rows), awaits=Awaited(FILE, edited.survey.id))


async def _ready(visit: Visit, edited: Edited) -> Shown:
    offered = await asyncio.to_thread(lambda: [(name, templates.template(name)) for name in templates.NAMES])
    begun, opened, _more = await finding.mine(visit.ctx, 0)
    others = [one for one in (*begun, *opened) if one.survey.id != edited.survey.id]
    return sources.ready(visit.words, edited, offered, others)


async def copy_template(visit: Visit, button: buttons.CopyTemplate) -> Shown:
    """Copy a ready questionnaire."""
    try:
        form = await asyncio.to_thread(templates.template, button.name)
    except LookupError:
        raise Refused("old_button") from None
    return screens.questions(visit.words, await editing.copy_template(visit.ctx, button.survey, form), 0)


async def bank(visit: Visit, button: buttons.ShowBank) -> Shown:
    """The questions of another survey."""
    edited = await editing.show(visit.ctx, button.survey)
    return sources.bank(visit.words, edited, await editing.show(visit.ctx, button.source), button.page)


async def copy(visit: Visit, button: buttons.CopyQuestion) -> Shown:
    """Copy a question of another survey, or all of them."""
    edited = await editing.copy(visit.ctx, button.survey, button.version, button.source, button.place)
    if button.place is None:
        return screens.questions(visit.words, edited, 0)
    source = await editing.show(visit.ctx, button.source)
    return sources.bank(visit.words, edited, source, button.place // PAGE)


ROUTES = Routes(
    presses={
        buttons.OpenMaking: side,
        buttons.CopyTemplate: copy_template,
        buttons.ShowBank: bank,
        buttons.CopyQuestion: copy,
    },
    contents={FILE: take_file},
)
