"""Turning a screen into what Telegram shows."""

import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers.visit import Document, Reply
from screens.outgoing import Outgoing
from screens.screen import Button, Rows, Screen

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_MEDIA: dict[str, Any] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


async def show(bot: Bot, event: CallbackQuery | Message, reply: Reply) -> None:
    """Show a reply to who pressed or wrote; a person who shut the bot out meanwhile is no trouble."""
    chat = event.message.chat.id if isinstance(event, CallbackQuery) and event.message else None
    chat_id = event.chat.id if isinstance(event, Message) else chat
    if chat_id is None:
        return
    try:
        for message in reply.messages:
            await post(bot, chat_id, message)
        if reply.screen is not None:
            await _show_screen(bot, chat_id, event, reply.screen, fresh=reply.fresh or bool(reply.messages))
        if reply.picture is not None:
            picture = BufferedInputFile(reply.picture.content, reply.picture.name)
            await bot.send_photo(chat_id, picture, caption=reply.picture.caption)
        if reply.document is not None:
            await _send_document(bot, chat_id, reply.document)
    except TelegramForbiddenError:
        logger.info("the person shut the bot out before the answer came")


async def _show_screen(bot: Bot, chat_id: int, event: CallbackQuery | Message, screen: Screen, *, fresh: bool) -> None:
    pressed = event.message if isinstance(event, CallbackQuery) else None
    markup = inline(screen)
    if pressed is None or fresh or isinstance(pressed, InaccessibleMessage) or screen.keyboard:
        await send(bot, chat_id, screen)
        return
    try:
        await bot.edit_message_text(
            screen.text,
            chat_id=chat_id,
            message_id=pressed.message_id,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
        )
    except TelegramBadRequest as error:
        if "message is not modified" in error.message:
            return
        # The message is gone, or is one that cannot be edited: the person shall have the screen all the same.
        await send(bot, chat_id, screen)


async def send(bot: Bot, chat_id: int, screen: Screen) -> None:
    """Send a screen as a new message, after the line that gives the phone its own keyboard back."""
    if screen.first is not None:
        await bot.send_message(chat_id, screen.first, reply_markup=ReplyKeyboardRemove(remove_keyboard=True))
    await bot.send_message(chat_id, screen.text, reply_markup=markup_of(screen), link_preview_options=NO_PREVIEW)


async def post(bot: Bot, chat_id: int, message: Outgoing) -> None:
    """Send a message to who asked to see it, as the outbox sends it to everybody."""
    words: dict[str, Any] = {}
    entities = None if message.entities is None else [MessageEntity(**one) for one in message.entities]
    markup = inline_rows(message.rows)
    if not message.attachments:
        if entities is not None:
            words = {"entities": entities, "parse_mode": None}
        await bot.send_message(chat_id, message.text, reply_markup=markup, link_preview_options=NO_PREVIEW, **words)
        return
    if entities is not None:
        words = {"caption_entities": entities, "parse_mode": None}
    caption = {"caption": message.text, **words} if message.text else {}
    if len(message.attachments) == 1:
        (one,) = message.attachments
        send_one = getattr(bot, f"send_{one.kind}")
        await send_one(chat_id, one.file_id, reply_markup=markup, **caption)
        return
    album = [
        _MEDIA[one.kind](media=one.file_id, **(caption if number == 0 else {}))
        for number, one in enumerate(message.attachments)
    ]
    await bot.send_media_group(chat_id, album)


async def _send_document(bot: Bot, chat_id: int, document: Document) -> None:
    file = BufferedInputFile(document.content, document.name)
    await bot.send_document(chat_id, file, caption=document.caption)


async def answer(bot: Bot, query: CallbackQuery, alert: str | None) -> None:
    """Stop the press from waiting; one that is too old to be answered was acted on all the same."""
    try:
        await bot.answer_callback_query(query.id, text=alert, show_alert=alert is not None)
    except TelegramBadRequest as error:
        logger.info("a press could not be answered: %s", error.message)


def markup_of(screen: Screen) -> Markup:
    """The keyboard of a screen that is sent, inline or in place of the phone's."""
    if screen.keyboard is not None:
        rows = [
            [KeyboardButton(text=screen.keyboard.location, request_location=True)],
            [KeyboardButton(text=screen.keyboard.cancel)],
        ]
        return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    return inline(screen)


def inline(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons under a message, None when there are none."""
    return inline_rows(screen.rows)


def inline_rows(rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of buttons, None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.does is not None:
        return InlineKeyboardButton(text=button.text, callback_data=button.does.pack())
    if button.copies is not None:
        return InlineKeyboardButton(text=button.text, copy_text=CopyTextButton(text=button.copies))
    return InlineKeyboardButton(text=button.text, url=button.opens)
