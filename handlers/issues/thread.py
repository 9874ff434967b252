"""One issue: its thread, its files, sharing and following it."""

import asyncio
import io
import logging

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from actions.issues import reading, supporting
from domain.contents import Attached
from domain.issues.issue import Thread
from domain.links import LinkKind
from domain.refusals import Refused
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports.issues.archive import archive as zipped
from screens.issues import buttons
from screens.issues import thread as screens
from screens.issues.buttons import IssuePart
from screens.outgoing import Attachment, Outgoing

logger = logging.getLogger(__name__)

KEY_LENGTH = 15


def shown(visit: Visit, found: Thread) -> Shown:
    """The thread as this person sees it."""
    return screens.thread(visit.words, found, visit.ctx.shared.zone)


async def show(visit: Visit, button: buttons.ShowIssue) -> Shown:
    """An issue."""
    return shown(visit, await reading.thread(visit.ctx, button.issue))


async def open_link(visit: Visit, key: str) -> Shown:
    """An issue by its link."""
    if not (key.isascii() and key.isdigit() and len(key) <= KEY_LENGTH):
        raise Refused("no_such_issue")
    return shown(visit, await reading.thread(visit.ctx, int(key)))


async def support(visit: Visit, button: buttons.SupportIssue) -> Shown:
    """Share it, or not any more."""
    return shown(visit, await supporting.support(visit.ctx, button.issue, on=button.on))


async def follow(visit: Visit, button: buttons.FollowIssue) -> Shown:
    """Follow it, or not any more."""
    return shown(visit, await supporting.follow(visit.ctx, button.issue, on=button.on))


async def open_part(visit: Visit, button: buttons.OpenIssue) -> Shown:
    """What did not fit its screen."""
    if button.part is IssuePart.ARCHIVE:
        return await _archive(visit, button.issue)
    found = await reading.thread(visit.ctx, button.issue)
    if button.part is IssuePart.WORDS:
        return Reply(screens.whole(visit.words, found), fresh=True)
    if button.part is IssuePart.HISTORY:
        return screens.history(visit.words, found, visit.ctx.shared.zone)
    if button.part is IssuePart.PLACE:
        if found.issue.latitude is None or not found.shows_files:
            raise Refused("files_not_seen")
        return screens.map_link(visit.words, found)
    if not found.attached:
        raise Refused("files_not_seen")
    return Reply(screens.files_above(visit.words, found), messages=_as_sent(found.attached))


def _as_sent(attached: tuple[Attached, ...]) -> tuple[Outgoing, ...]:
    # Photos make an album; Telegram takes a voice only by itself.
    photos = tuple(Attachment(one.kind, one.file_id) for one in attached if one.kind == "photo")
    voices = (Outgoing(attachments=(Attachment(one.kind, one.file_id),)) for one in attached if one.kind != "photo")
    return ((Outgoing(attachments=photos),) if photos else ()) + tuple(voices)


async def _archive(visit: Visit, number: int) -> Shown:
    found, files = await reading.archive(visit.ctx, number)
    bot = visit.event.bot
    there: list[tuple[str, bytes]] = []
    for one, kept in files:
        content = kept if kept is not None or bot is None else await _bytes(bot, one)
        if content is not None:
            there.append((one.kind, content))
    zip_file = await asyncio.to_thread(zipped, there)
    caption = screens.archive(visit.words, found, len(files) - len(there))
    return Reply(document=Document(f"issue-{found.issue.id}.zip", zip_file, caption))


async def _bytes(bot: Bot, one: Attached) -> bytes | None:
    # A file of another bot, or one that Telegram lost, must not keep the others from being had.
    into = io.BytesIO()
    try:
        await bot.download(one.file_id, destination=into)
    except TelegramAPIError as error:
        logger.warning("a file could not be had from Telegram: %s", error)
        return None
    return into.getvalue()


ROUTES = Routes(
    presses={
        buttons.ShowIssue: show,
        buttons.SupportIssue: support,
        buttons.FollowIssue: follow,
        buttons.OpenIssue: open_part,
    },
    links={LinkKind.ISSUE: open_link},
)
