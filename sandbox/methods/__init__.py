"""The methods of the Bot API that the sandbox implements; the table is the whole list."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import about_bot, about_chats, editing, media, receiving, sending
from sandbox.methods.call import Call

Handler = Callable[[Call], Any]
"""Takes a checked call, returns what stands under `result` or an awaitable of it, or raises `ApiError`."""

HANDLERS: dict[str, Handler] = {
    "getMe": about_bot.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": media.sender_of("photo"),
    "sendDocument": media.sender_of("document"),
    "sendVoice": media.sender_of("voice"),
    "sendVideo": media.sender_of("video"),
    "sendAudio": media.sender_of("audio"),
    "sendMediaGroup": media.send_media_group,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "setMyCommands": about_bot.set_my_commands,
    "deleteMyCommands": about_bot.delete_my_commands,
    "getMyCommands": about_bot.get_my_commands,
    "setMyDescription": about_bot.set_my_description,
    "setMyShortDescription": about_bot.set_my_short_description,
    "getMyDescription": about_bot.get_my_description,
    "getMyShortDescription": about_bot.get_my_short_description,
    "getFile": media.get_file,
    "getChat": about_chats.get_chat,
    "getChatMember": about_chats.get_chat_member,
    "getChatMemberCount": about_chats.get_chat_member_count,
    "setMessageReaction": about_chats.set_message_reaction,
    "leaveChat": about_chats.leave_chat,
    "pinChatMessage": about_chats.pin_chat_message,
}
