"""The list of commands behind the phone's menu button: by language, and by role."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from domain.languages import LANGUAGES, Language
from domain.people import Actor
from domain.permissions import Act, may_somewhere
from texts import Words, words


def for_everyone(_: Words) -> list[BotCommand]:
    """The commands of a resident."""
    return [
        BotCommand(command="menu", description=_.plain("Menu")),
        BotCommand(command="report", description=_.plain("Tell of a problem")),
        BotCommand(command="issues", description=_.plain("Problems of my okrug")),
        BotCommand(command="mine", description=_.plain("My reports, what I share and follow")),
        BotCommand(command="meetings", description=_.plain("Meetings")),
        BotCommand(command="surveys", description=_.plain("Surveys for me")),
        BotCommand(command="competition", description=_.plain("Business competition")),
        BotCommand(command="settings", description=_.plain("Language, okrug, notifications, my data")),
        BotCommand(command="help", description=_.plain("What Kenes is")),
    ]


def for_actor(_: Words, actor: Actor) -> list[BotCommand]:
    """The commands of this person with their roles."""
    by_role = (
        (Act.ANSWER_ISSUE, "answer", _.plain("Problems to answer")),
        (Act.WRITE_ANNOUNCEMENT, "announce", _.plain("Announcements")),
        (Act.GIVE_ROLE, "invite", _.plain("Give a role")),
        (Act.LIST_ROLES, "roles", _.plain("Who holds which role")),
        (Act.MAKE_POSTER, "poster", _.plain("Poster of the okrug")),
        (Act.READ_AUDIT, "log", _.plain("Log of officials' acts")),
    )
    own = [BotCommand(command=name, description=text) for act, name, text in by_role if may_somewhere(actor, act)]
    return for_everyone(_) + own


async def set_for_actor(bot: Bot, actor: Actor, default: Language) -> None:
    """Show an official's commands in their own chat, and take them away when the role has ended."""
    if actor.telegram_id is None:
        return
    scope = BotCommandScopeChat(chat_id=actor.telegram_id)
    if actor.grants:
        await bot.set_my_commands(for_actor(words(actor.language or default), actor), scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)


async def introduce(bot: Bot, default: Language) -> None:
    """Tell Telegram the commands and the description in every language; who reads another one sees `default`'s."""
    for code, language in ((None, default), *((language, language) for language in LANGUAGES)):
        spoken = words(language)
        await bot.set_my_commands(for_everyone(spoken), scope=BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_description(description(spoken), language_code=code)
        await bot.set_my_short_description(short_description(spoken), language_code=code)


def description(_: Words) -> str:
    """What stands in an empty chat, above the button that starts it."""
    return _.plain(
        "Kenes means council. Here the people of your okrug and the akimat plan together. "
        "Press Start: it takes three taps.\n\nThis is not for official appeals."
    )


def short_description(_: Words) -> str:
    """What stands on the bot's profile."""
    return _.plain("Your okrug's council in Telegram")
