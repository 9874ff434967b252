"""The register, its file, and taking past events over."""

import asyncio
import hashlib
import io
from functools import partial

from actions import territories
from actions.meetings import register as actions
from domain.contents import Attached
from domain.event_imports import Column, Imported, Known
from domain.languages import LANGUAGES
from domain.meetings import MeetingKind
from domain.permissions import Act, reach
from domain.refusals import Refused
from domain.registers import Selection
from domain.roles import Area
from handlers.meetings.common import awaiting_file
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.meetings import register as report
from reports.meetings import template
from reports.spreadsheets import MOST_BYTES, NotATable
from screens import buttons
from screens import names as common
from screens.meetings import names
from screens.meetings import register as screens
from texts import words


def _selection(visit: Visit, kind: MeetingKind | None, code: str, period: str) -> Selection:
    try:
        since, until = screens.bounds(period, visit.ctx.today)
    except ValueError as error:
        raise Refused("old_button") from error
    return Selection(kind, code or None, since, until)


async def begin(visit: Visit) -> Shown:
    """The register of everything within reach."""
    return await read(visit, buttons.ReadRegister(kind=None, code="", period=""))


async def read(visit: Visit, button: buttons.ReadRegister) -> Shown:
    """The register of a selection."""
    found = await actions.register(visit.ctx, _selection(visit, button.kind, button.code, button.period))
    return screens.register(visit.words, found, button.period)


async def choose(visit: Visit, button: buttons.ChooseInRegister) -> Shown:
    """Choose the kind, the territory or the period."""
    if button.what == "kind":
        return screens.which_kind(visit.words, button.code, button.period)
    if button.what == "period":
        found = await actions.register(visit.ctx, Selection(button.kind, button.code or None))
        years = tuple(sorted({record.day.year for record in found.records}))[-12:]
        return screens.which_period(visit.words, button.kind, button.code, years)
    if button.what != "where":
        raise Refused("old_button")
    if button.code:
        below = await territories.branch(visit.ctx, button.code)
    else:
        below = await territories.within_reach(visit.ctx, Act.READ_REGISTER)
    places = reach(visit.ctx.actor, Act.READ_REGISTER)
    mine = None if places is None else len(places)
    return screens.which_territory(visit.words, below, button.kind, button.period, mine)


async def file(visit: Visit, button: buttons.RegisterFile) -> Shown:
    """The register as a file."""
    found = await actions.download(visit.ctx, _selection(visit, button.kind, button.code, button.period))
    spoken = visit.words
    called = report.Names(
        kind=partial(names.kind, spoken),
        what=partial(names.what, spoken),
        people=partial(names.people, spoken),
        period=screens.period_name(spoken, button.period),
    )
    content = await asyncio.to_thread(report.register_xlsx, spoken, found, called)
    return Reply(document=Document(report.FILE_NAME, content, screens.file_ready(spoken)))


async def ask_file(visit: Visit) -> Shown:
    """The table for past events, and the wait for it to come back."""
    places = await actions.okrugs(visit.ctx)
    spoken = visit.words
    called = template.Names(
        columns={column: screens.column(spoken, column) for column in Column},
        kinds=[names.kind(spoken, kind) for kind in MeetingKind],
        areas=[common.area(spoken, area) for area in Area],
        yes=screens.yes(spoken),
    )
    content = await asyncio.to_thread(template.template, spoken, called, places)
    document = Document(template.FILE_NAME, content, screens.ask_file(spoken))
    return Reply(document=document, awaits=awaiting_file("import", 0))


async def filled(visit: Visit, attached: Attached) -> Shown:
    """A filled table came as a file of Telegram's."""
    bot = visit.event.bot
    if bot is None or attached.kind != "document" or (attached.size or 0) > MOST_BYTES:
        return Reply(screens.not_a_table(visit.words), awaits=visit.ctx.actor.awaited)
    content = io.BytesIO()
    await bot.download(attached.file_id, destination=content)
    return await taken_over(visit, content.getvalue())


async def taken_over(visit: Visit, content: bytes) -> Shown:
    """A filled table came: take it over, or say which cells are wrong."""
    try:
        events, figures = await asyncio.to_thread(template.read_table, content)
    except NotATable:
        return Reply(screens.not_a_table(visit.words), awaits=visit.ctx.actor.awaited)
    digest = hashlib.sha256(content).hexdigest()
    found = await actions.take_over(visit.ctx, digest, events, figures, partial(_known, visit))
    if isinstance(found, Imported):
        return screens.taken_over(visit.words, found)
    return Reply(screens.wrong(visit.words, found), awaits=visit.ctx.actor.awaited)


def _known(visit: Visit, codes: frozenset[str]) -> Known:
    yes = frozenset(screens.yes(words(language)).casefold() for language in LANGUAGES)
    return Known(screens.kinds_by_name(), screens.areas_by_name(), yes, codes, visit.ctx.today)


ROUTES = Routes(
    presses={buttons.ReadRegister: read, buttons.ChooseInRegister: choose, buttons.RegisterFile: file},
    screens={"register": begin, "import_meetings": ask_file},
)
