"""Methods about the bot itself: who it is, its commands and descriptions."""

import re
from typing import Any

from sandbox.chats import Json
from sandbox.commands import DEFAULT, Scope
from sandbox.entities import utf16
from sandbox.errors import bad
from sandbox.methods.call import Call

NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
MOST_COMMANDS = 100
LIMITS = {"description": 512, "short_description": 120}


def get_me(call: Call) -> Json:
    """Say who the bot is."""
    return {
        **call.world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def language_of(call: Call) -> str:
    """Return the call's language, "" for all others."""
    code: str = call.get("language_code", "")
    if not LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def scope_of(call: Call) -> Scope:
    """Return the scope that a call names, or Telegram's refusal."""
    scope = call.get("scope")
    if scope is None:
        return DEFAULT
    chat = call.world.chats.named(scope["chat_id"]).id if "chat_id" in scope else 0
    return scope["type"], chat, scope.get("user_id", 0)


def set_my_commands(call: Call) -> Any:
    """Set the commands of a scope and language."""
    commands = call.args["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad("too many commands specified")
    for command in commands:
        if not NAME.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = scope_of(call)
    plain = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    call.world.commands.set(scope, language_of(call), plain)
    call.world.note(scope[1] or None, "commands")
    return True


def delete_my_commands(call: Call) -> Any:
    """Forget the commands of a scope and language."""
    scope = scope_of(call)
    call.world.commands.set(scope, language_of(call), [])
    call.world.note(scope[1] or None, "commands")
    return True


def get_my_commands(call: Call) -> Any:
    """Return exactly the commands of a scope and language."""
    return call.world.commands.get(scope_of(call), language_of(call))


def set_text(call: Call, name: str) -> Any:
    """Set a text about the bot for a language; an empty one is as if it had never been set."""
    text: str = call.get(name, "")
    if utf16(text) > LIMITS[name]:
        raise bad(f"bot {name.replace('_', ' ')} is too long")
    texts, language = call.world.texts[name], language_of(call)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def set_my_description(call: Call) -> Any:
    """Set what an empty chat shows."""
    return set_text(call, "description")


def set_my_short_description(call: Call) -> Any:
    """Set what the bot's profile shows."""
    return set_text(call, "short_description")


def get_my_description(call: Call) -> Json:
    """Return what an empty chat shows in a language."""
    return {"description": call.world.texts["description"].get(language_of(call), "")}


def get_my_short_description(call: Call) -> Json:
    """Return what the bot's profile shows in a language."""
    return {"short_description": call.world.texts["short_description"].get(language_of(call), "")}
