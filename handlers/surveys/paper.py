"""Surveys on paper: a survey's forms, printing them, tables of keyed ones, a tenth keyed twice."""

import asyncio
import io
from collections.abc import Callable

from aiogram.types import CallbackQuery, InaccessibleMessage

from actions.surveys import paper as actions
from actions.surveys import twice
from domain.contents import Content
from domain.links import Link, LinkKind, link_url
from domain.people import Awaited
from domain.refusals import Refused
from domain.surveys.keying import CODE_FIELD, MOST_AT_ONCE, PRINTED_AT_ONCE, PaperForm, shown_code
from domain.surveys.paper import Keyed, PaperNames, PaperSheet, TemplateTrouble, TroubleKind, Troubles
from handlers import files
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.spreadsheets import MOST_BYTES
from reports.surveys.paper.form import paper_pdf
from reports.surveys.paper.template import FILE_NAME, read_template, write_template
from screens.refusals import sentence
from screens.surveys import keying as key_screens
from screens.surveys import paper as screens
from screens.surveys import paper_buttons as buttons
from screens.surveys.paper_buttons import PaperSide
from screens.surveys.paper_names import paper_names

NUMBER, TABLE = "sv_forms", "sv_table"
LONGEST_NUMBER = 9
# So many forms are a matter of seconds.
AT_ONCE = max(PRINTED_AT_ONCE)
_TRY_AGAIN = {"forms_how_many", "forms_used_up"}


async def side(visit: Visit, button: buttons.OpenPaper) -> Shown:
    """One side of a survey's forms."""
    number = button.survey
    if button.side is PaperSide.TABLE:
        return await _empty_table(visit, number)
    if button.side is PaperSide.TWICE:
        return screens.twice(visit.words, await twice.board(visit.ctx, number))
    found = await actions.desk(visit.ctx, number)
    if button.side is PaperSide.DESK or found.late:
        return screens.desk(visit.words, found, visit.ctx.shared.zone)
    if button.side is PaperSide.PRINT:
        return Reply(screens.how_many(visit.words, found.survey), awaits=Awaited(NUMBER, number))
    return Reply(key_screens.wanted(visit.words, found.survey), awaits=Awaited(CODE_FIELD, number))


async def print_forms(visit: Visit, button: buttons.PrintForms) -> Shown:
    """Print so many forms."""
    return await _print(visit, button.survey, button.number)


async def take_number(visit: Visit, text: str) -> Shown:
    """How many forms shall be printed, as it was written."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    digits = "".join(text.split())
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < LONGEST_NUMBER else 0
    try:
        if AT_ONCE < number <= MOST_AT_ONCE:
            # Many are made beside everything else, and told of in the message of the button.
            return screens.sure(visit.words, (await actions.desk(visit.ctx, awaited.row_id)).survey, number)
        return await _print(visit, awaited.row_id, number)
    except Refused as refused:
        if refused.reason not in _TRY_AGAIN:
            raise
        found = await actions.desk(visit.ctx, awaited.row_id)
        screen = screens.how_many(visit.words, found.survey, sentence(visit.words, refused))
        return Reply(screen, awaits=awaited)


async def _print(visit: Visit, survey_id: int, number: int) -> Reply:
    if files.job_of(visit.ctx.actor.id) is not None:
        raise Refused("file_in_the_making")
    made = await actions.print_forms(visit.ctx, survey_id, number)
    if made.bot_username is None:
        raise Refused("bot_unknown")
    make = _document(visit, made, made.bot_username)
    if len(made.forms) > AT_ONCE:
        begun = _begin(visit, made, make)
        if begun is not None:
            return begun
    return Reply(document=await asyncio.to_thread(make))


def _document(visit: Visit, made: actions.Printing, username: str) -> Callable[[], Document]:
    survey, forms, zone = made.survey, made.forms, visit.ctx.shared.zone
    sheets = [_sheet(username, form) for form in forms]

    def make() -> Document:
        names = paper_names(survey, made.territory, made.okrugs)
        content = paper_pdf(survey, made.form, sheets, names, zone)
        name = f"kenes-forms-{survey.id}-{forms[0].serial}-{forms[-1].serial}.pdf"
        return Document(name, content, screens.printed(visit.words, survey, forms))

    return make


def _begin(visit: Visit, made: actions.Printing, make: Callable[[], Document]) -> Reply | None:
    pressed = visit.event.message if isinstance(visit.event, CallbackQuery) else None
    bot = visit.event.bot
    if pressed is None or isinstance(pressed, InaccessibleMessage) or bot is None:
        return None
    _, survey, number = visit.words, made.survey, len(made.forms)
    making, no = screens.making(_, survey, number), screens.not_made(_, survey)
    said = files.Screens(
        making=lambda _done, _of: making, made=screens.made(_, survey), stopped=no, failed=no, too_big=no
    )
    files.begin(bot, files.Job(visit.ctx.actor.id), pressed.chat.id, pressed.message_id, number, make, said)
    return Reply(making)


def _sheet(username: str, form: PaperForm) -> PaperSheet:
    link = link_url(username, Link(LinkKind.PAPER, form.code))
    return PaperSheet(form.serial, shown_code(form.code), link)


# Tables


async def _empty_table(visit: Visit, survey_id: int) -> Reply:
    made = await actions.table(visit.ctx, survey_id)
    content = await asyncio.to_thread(write_template, made.form, visit.words.language, _names(made))
    document = Document(FILE_NAME, content, screens.table(visit.words, made.survey))
    return Reply(document=document, awaits=Awaited(TABLE, survey_id))


def _names(made: actions.Table) -> PaperNames:
    return paper_names(made.survey, made.territory, made.okrugs)


async def take_table(visit: Visit, content: Content) -> Shown:
    """A filled table came, or something else in its place."""
    awaited = visit.ctx.actor.awaited
    if awaited is None:
        raise Refused("old_button")
    made = await actions.table(visit.ctx, awaited.row_id)
    attached, bot = content.attached, visit.event.bot
    if attached is None or bot is None or attached.kind != "document" or (attached.size or 0) > MOST_BYTES:
        return _wrong(visit, made, (TemplateTrouble(0, "", TroubleKind.NOT_A_WORKBOOK),))
    file = io.BytesIO()
    await bot.download(attached.file_id, destination=file)
    local = visit.ctx.now.astimezone(visit.ctx.shared.zone).replace(tzinfo=None)

    def read() -> Keyed | Troubles:
        return read_template(made.form, file.getvalue(), _names(made), local, free=made.free, used=made.used)

    found = await asyncio.to_thread(read)
    if isinstance(found, Troubles):
        return _wrong(visit, made, found.found)
    taken = await actions.take_over(visit.ctx, awaited.row_id, found)
    return screens.desk(visit.words, taken, visit.ctx.shared.zone, len(found.forms))


def _wrong(visit: Visit, made: actions.Table, found: tuple[TemplateTrouble, ...]) -> Reply:
    # The mended file is waited for.
    return Reply(screens.wrong(visit.words, made.survey, found), awaits=visit.ctx.actor.awaited)


# A tenth twice


async def compare(visit: Visit, button: buttons.CompareForm) -> Shown:
    """What differs between both keyings of a form."""
    return screens.compared(visit.words, await twice.compare(visit.ctx, button.survey, button.serial))


async def settle(visit: Visit, button: buttons.SettleForm) -> Shown:
    """Say which keying is right at one question."""
    found = await twice.settle(visit.ctx, button.survey, button.serial, button.turn, button.place, button.right)
    return screens.compared(visit.words, found)


ROUTES = Routes(
    presses={
        buttons.OpenPaper: side,
        buttons.PrintForms: print_forms,
        buttons.CompareForm: compare,
        buttons.SettleForm: settle,
    },
    texts={NUMBER: take_number},
    contents={TABLE: take_table},
)
