"""The table of past issues: given empty, taken back filled."""

import asyncio
import hashlib
import io
from collections.abc import Mapping
from functools import partial

from actions.issues import importing as actions
from domain.contents import Content
from domain.issues.imports import STATES, Column, Known
from domain.people import Awaited
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.issues import template
from reports.spreadsheets import MOST_BYTES, NotATable
from screens.issues import importing as screens
from screens.issues import names

FILE = "issue_file"


async def ask_file(visit: Visit) -> Shown:
    """The empty table, and the wait for it to come back."""
    okrugs, categories = await actions.lists(visit.ctx)
    spoken = visit.words
    called = template.Names(
        columns={column: screens.column(spoken, column) for column in Column},
        categories=[names.category(spoken, one) for one in categories if not one.retired],
        states=[screens.state(spoken, one) for one in STATES],
    )
    content = await asyncio.to_thread(template.template, spoken, called, okrugs)
    document = Document(template.FILE_NAME, content, screens.ask_file(spoken))
    return Reply(document=document, awaits=Awaited(FILE, 0))


async def sent(visit: Visit, content: Content) -> Shown:
    """Something came: the filled table, or not."""
    bot, attached = visit.event.bot, content.attached
    if bot is None or attached is None or attached.kind != "document" or (attached.size or 0) > MOST_BYTES:
        return Reply(screens.not_a_table(visit.words), awaits=visit.ctx.actor.awaited)
    filled = io.BytesIO()
    await bot.download(attached.file_id, destination=filled)
    return await taken_over(visit, filled.getvalue())


async def taken_over(visit: Visit, content: bytes) -> Shown:
    """Take it over, or say which cells are wrong."""
    try:
        sheet = await asyncio.to_thread(template.read_table, content)
    except NotATable:
        return Reply(screens.not_a_table(visit.words), awaits=visit.ctx.actor.awaited)
    digest = hashlib.sha256(content).hexdigest()
    found = await actions.take_over(visit.ctx, digest, sheet, partial(_known, visit))
    if isinstance(found, int):
        return screens.taken_over(visit.words, found)
    return Reply(screens.wrong(visit.words, found), awaits=visit.ctx.actor.awaited)


def _known(visit: Visit, codes: frozenset[str], categories: Mapping[str, int]) -> Known:
    return Known(categories, screens.states_by_name(), codes, visit.ctx.today)


ROUTES = Routes(screens={"import_issues": ask_file}, contents={FILE: sent})
