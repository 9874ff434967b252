"""Having a file's bytes from Telegram."""

import io

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound


async def fetch(bot: Bot, file_id: str) -> bytes | None:
    """The bytes of a file, None when Telegram has it no more, or not for this bot; other troubles pass through."""
    into = io.BytesIO()
    try:
        await bot.download(file_id, destination=into)
    except (TelegramBadRequest, TelegramNotFound):
        return None
    return into.getvalue()
