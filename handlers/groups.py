"""Groups and channels: the bot is let in or taken out, the akim confirms in private, unbinds."""

import logging

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated

from actions import groups as actions
from actions.context import Context
from domain.permissions import Act, may_somewhere
from domain.refusals import Refused
from handlers.show import send
from handlers.visit import Reply, Routes, Shown, Visit
from screens import buttons
from screens import groups as screens
from texts import words

logger = logging.getLogger(__name__)


async def membership(bot: Bot, ctx: Context, event: ChatMemberUpdated) -> bool:
    """What the bot may do in a group changed; whether nothing more is to be said there about it."""
    if not _can_write(event):
        await actions.lose(ctx, event.chat.id)
        return True
    if not may_somewhere(ctx.actor, Act.BIND_GROUP):
        return False
    try:
        view = await actions.come_in(ctx, event.chat.id, event.chat.type, event.chat.title or "")
    except Refused:
        return False
    if view is not None:
        spoken = words(ctx.actor.language or ctx.shared.default_language)
        try:
            await send(bot, event.from_user.id, screens.confirm(spoken, view.group, view.territory))
        except TelegramAPIError as error:
            logger.info("who let the bot into a group could not be asked: %s", error)
    return True


def _can_write(event: ChatMemberUpdated) -> bool:
    member = event.new_chat_member
    if isinstance(member, ChatMemberAdministrator):
        return event.chat.type != "channel" or bool(member.can_post_messages)
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member and member.can_send_messages)
    return event.chat.type != "channel" and member.status == ChatMemberStatus.MEMBER


async def listing(visit: Visit) -> Shown:
    """The bound groups."""
    found = await actions.bound(visit.ctx)
    pairs = tuple((view.group, view.territory) for view in found.groups)
    return screens.listing(visit.words, pairs, found.bot_username)


async def show(visit: Visit, button: buttons.ShowGroup) -> Shown:
    """One group."""
    view = await actions.show(visit.ctx, button.group)
    screen = screens.one if view.group.confirmed else screens.confirm
    return screen(visit.words, view.group, view.territory)


async def placed(visit: Visit, purpose: str, code: str) -> Shown:
    """The okrug of a group was chosen: in which language shall it hear."""
    number = purpose.partition(".")[2]
    if not number.isdecimal():
        raise Refused("old_button")
    view = await actions.placed(visit.ctx, int(number), code)
    return screens.confirm(visit.words, view.group, view.territory)


async def bind(visit: Visit, button: buttons.BindGroup) -> Shown:
    """Bind a group, or have it spoken to in another language."""
    view = await actions.confirm(visit.ctx, button.group, button.code, button.language)
    return screens.one(visit.words, view.group, view.territory)


async def unbind(visit: Visit, button: buttons.UnbindGroup) -> Shown:
    """Unbind a group: asked once, then done."""
    if not button.sure:
        view = await actions.show(visit.ctx, button.group)
        return screens.unbind_sure(visit.words, view.group)
    await actions.unbind(visit.ctx, button.group)
    shown = await listing(visit)
    return shown if isinstance(shown, Reply) else Reply(shown)


ROUTES = Routes(
    presses={buttons.ShowGroup: show, buttons.BindGroup: bind, buttons.UnbindGroup: unbind},
    screens={"groups": listing},
    places={screens.PURPOSE: placed},
)
