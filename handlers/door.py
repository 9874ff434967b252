"""Where updates come in: who is it, what do they want, what do they get."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from aiogram import Bot, Dispatcher
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, User

from actions import loose, people
from actions.context import Context, Shared, is_passing, meet
from domain.languages import language_of
from domain.people import Actor, Step
from domain.refusals import Refused
from handlers import commands, groups, territories
from handlers.contents import content_of
from handlers.people import registration
from handlers.show import answer, send, show
from handlers.visit import ContentHandler, Reply, Routes, Shown, Visit
from screens import home, refusals
from screens import territories as tree
from screens.screen import Button, Screen, one_a_row
from texts import Words, escaped, words

logger = logging.getLogger(__name__)

# What is delivered to us; everything else Telegram keeps to itself.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
ALBUMS_REMEMBERED = 200


@dataclass(slots=True)
class Door:
    """Meets every update; the handlers it calls know nothing of Telegram but who came."""

    shared: Shared
    routes: Routes
    clock: Callable[[], datetime]
    _by_prefix: dict[str, type[CallbackData]] = field(init=False)
    _albums: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_prefix = {button.__prefix__: button for button in self.routes.presses}
        if len(self._by_prefix) != len(self.routes.presses):
            raise ValueError("two buttons have one prefix")

    def open(self, dispatcher: Dispatcher) -> None:
        """Let the updates of `dispatcher` in; no filters, since each costs more than a look into a dictionary."""
        dispatcher.callback_query.register(self.on_press)
        dispatcher.message.register(self.on_message)
        dispatcher.edited_message.register(self.on_edited)
        dispatcher.my_chat_member.register(self.on_membership)

    async def on_press(self, query: CallbackQuery, bot: Bot) -> None:
        """A button was pressed: show what it leads to, then let it go."""
        if query.message is None or query.message.chat.type != ChatType.PRIVATE:
            await answer(bot, query, None)
            return
        visit = await self._visit(query.from_user, self.shared.key.source(_press(query)), query)
        reply = await self._asked(visit, lambda: self._pressed(visit, query.data or ""))
        await self._give(bot, visit, reply)
        await answer(bot, query, reply.alert)

    async def on_message(self, message: Message, bot: Bot) -> None:
        """Something was written or sent."""
        if message.chat.type != ChatType.PRIVATE:
            await self._in_group(message, bot)
            return
        if message.from_user is None:
            return
        follows = self._is_rest_of_album(message)
        source = self.shared.key.source(f"m:{message.chat.id}:{message.message_id}")
        visit = await self._visit(message.from_user, source, message)
        if follows and self._for_contents(visit) is None:
            return
        reply = await self._asked(visit, lambda: self._written(visit, message, follows=follows))
        if reply.alert is not None:
            text = escaped(reply.alert)
            await send(bot, message.chat.id, Screen(text, () if reply.screen else home.to_menu(visit.words)))
        await self._give(bot, visit, reply)

    async def on_edited(self, message: Message, bot: Bot) -> None:
        """An earlier message was changed: nobody reads it, and the person shall know."""
        if message.chat.type == ChatType.PRIVATE and message.from_user is not None and _says_something(message):
            visit = await self._visit(message.from_user, "", message)
            await show(bot, message, Reply(home.edited(visit.words)))

    async def on_membership(self, event: ChatMemberUpdated, bot: Bot) -> None:
        """The bot was shut out or let in by a person, or added to a group."""
        status = event.new_chat_member.status
        if event.chat.type == ChatType.PRIVATE:
            actor = await meet(self.shared, event.from_user.id, self.clock())
            await people.note_blocked(self._context(actor, ""), status == "kicked")
            return
        actor = await meet(self.shared, event.from_user.id, self.clock())
        if await groups.membership(bot, self._context(actor, ""), event):
            return
        if event.chat.type != ChatType.CHANNEL and _came_in(event):
            await self._greet_group(bot, event.chat.id, event.from_user)

    async def _visit(self, user: User, source: str, event: CallbackQuery | Message) -> Visit:
        actor = await meet(self.shared, user.id, self.clock())
        language = actor.language or language_of(user.language_code) or self.shared.default_language
        return Visit(self._context(actor, source), words(language), user, event, self.routes)

    def _context(self, actor: Actor, source: str) -> Context:
        return Context(self.shared, actor, self.clock(), source=source)

    async def _asked(self, visit: Visit, handle: Callable[[], Awaitable[Shown]]) -> Reply:
        try:
            shown = await handle()
        except Refused as refused:
            return await self._refused(visit, refused)
        except Exception as error:
            if is_passing(error):
                raise
            return self._unforeseen(visit)
        return shown if isinstance(shown, Reply) else Reply(shown)

    async def _refused(self, visit: Visit, refused: Refused) -> Reply:
        alert = refusals.sentence(visit.words, refused)
        if refused.reason == "not_registered" and visit.ctx.actor.step is not Step.DONE:
            shown = await registration.begin(visit)
            return Reply(shown.screen if isinstance(shown, Reply) else shown, fresh=True, alert=alert)
        return Reply(alert=alert)

    def _unforeseen(self, visit: Visit) -> Reply:
        number = secrets.token_hex(2).upper()
        logger.exception("trouble %s", number, extra={"trouble": number, "person": visit.ctx.actor.id})
        return Reply(alert=refusals.trouble(visit.words, number))

    async def _pressed(self, visit: Visit, data: str) -> Shown:
        prefix = data.partition(":")[0]
        if prefix == "go1":
            handler = self.routes.screens.get(data.partition(":")[2])
            return await handler(visit) if handler else await self._old(visit)
        kind = self._by_prefix.get(prefix)
        if kind is None:
            return await self._old(visit)
        try:
            button = kind.unpack(data)
        except (TypeError, ValueError):
            return await self._old(visit)
        return await self.routes.presses[kind](visit, button)

    async def _old(self, visit: Visit) -> Reply:
        shown = await registration.to_menu(visit)
        screen = shown.screen if isinstance(shown, Reply) else shown
        return Reply(screen, fresh=True, alert=refusals.old_button(visit.words))

    async def _written(self, visit: Visit, message: Message, *, follows: bool) -> Shown:
        take = self._for_contents(visit)
        if message.location is not None and visit.awaited_field in self.routes.points:
            return await self._located(visit, message.location.latitude, message.location.longitude)
        content = None if take is None else content_of(message, follows=follows)
        if take is not None and content is not None and not content.text.startswith("/"):
            return await take(visit, content)
        if take is not None and content is None:
            return Reply(home.not_understood(visit.words), awaits=visit.ctx.actor.awaited)
        if message.text is not None:
            return await self._text(visit, message.text.strip())
        if message.location is not None:
            return await self._located(visit, message.location.latitude, message.location.longitude)
        if message.contact is not None:
            return home.not_your_contact(visit.words)
        if visit.ctx.actor.step is not Step.DONE:
            return await registration.begin(visit)
        return self._no_answer(visit)

    def _no_answer(self, visit: Visit) -> Shown:
        awaited = visit.ctx.actor.awaited
        if awaited is None:
            return home.not_understood(visit.words)
        return Reply(home.question_stands(visit.words), awaits=awaited)

    async def _located(self, visit: Visit, latitude: float, longitude: float) -> Shown:
        if visit.ctx.actor.step is Step.OKRUG:
            return await territories.located(visit, latitude, longitude)
        handler = self.routes.points.get(visit.awaited_field)
        if handler is not None:
            return await handler(visit, latitude, longitude)
        if visit.ctx.actor.step is not Step.DONE:
            return await registration.begin(visit)
        return self._no_answer(visit)

    def _for_contents(self, visit: Visit) -> ContentHandler | None:
        return self.routes.contents.get(visit.awaited_field)

    async def _text(self, visit: Visit, text: str) -> Shown:
        if text.startswith("/"):
            return await self._command(visit, text)
        if tree.cancels_location(text) and territories.wants_location(visit):
            return await territories.without_location(visit)
        actor = visit.ctx.actor
        if actor.step is Step.OKRUG:
            return await territories.find(visit, text)
        if actor.step is not Step.DONE:
            return await registration.begin(visit)
        handler = self.routes.texts.get(visit.awaited_field)
        if handler is not None:
            return await handler(visit, text)
        await loose.keep(visit.ctx, text)
        return home.offered(visit.words, actor, text)

    async def _command(self, visit: Visit, text: str) -> Shown:
        word, _, rest = text[1:].partition(" ")
        name = word.partition("@")[0].lower()
        if name == "start":
            return await registration.begin(visit, rest.strip().replace(" ", "") or None)
        handler = self.routes.commands.get(name)
        if visit.ctx.actor.step is not Step.DONE and name != "help":
            return await registration.begin(visit)
        return await handler(visit) if handler else home.not_awaited(visit.words)

    async def _give(self, bot: Bot, visit: Visit, reply: Reply) -> None:
        await people.expect_text(visit.ctx, reply.awaits)
        await show(bot, visit.event, reply)
        for telegram_id in reply.role_changed:
            await self._renew_commands(bot, telegram_id)

    async def _renew_commands(self, bot: Bot, telegram_id: int) -> None:
        actor = await meet(self.shared, telegram_id, self.clock())
        try:
            await commands.set_for_actor(bot, actor, self.shared.default_language)
        except TelegramAPIError:
            logger.warning("the commands of person %s could not be renewed", actor.id)

    def _is_rest_of_album(self, message: Message) -> bool:
        album = message.media_group_id
        if album is None:
            return False
        first = self._albums.setdefault(album, message.message_id)
        if len(self._albums) > ALBUMS_REMEMBERED:
            del self._albums[next(iter(self._albums))]
        # The first one may come again, when its answer could not be sent.
        return first != message.message_id

    async def _in_group(self, message: Message, bot: Bot) -> None:
        if message.chat.type == ChatType.CHANNEL or message.from_user is None:
            return
        command = (message.text or "").partition(" ")[0]
        if command.startswith("/") and await _is_ours(bot, command):
            await self._greet_group(bot, message.chat.id, message.from_user)

    async def _greet_group(self, bot: Bot, chat_id: int, user: User) -> None:
        spoken = words(language_of(user.language_code) or self.shared.default_language)
        me = await bot.me()
        rows = one_a_row(Button(_open(spoken), opens=f"https://t.me/{me.username}"))
        screen = home.in_group(spoken)
        try:
            await send(bot, chat_id, Screen(screen.text, rows))
        except TelegramAPIError as error:
            logger.info("a group could not be answered: %s", error)


def _says_something(message: Message) -> bool:
    # A shared location that moves is "edited" every few seconds.
    return bool(message.text or message.caption)


async def _is_ours(bot: Bot, command: str) -> bool:
    whose = command.partition("@")[2]
    return not whose or whose.lower() == ((await bot.me()).username or "").lower()


def _came_in(event: ChatMemberUpdated) -> bool:
    return event.old_chat_member.status in {"left", "kicked"} and event.new_chat_member.status not in {"left", "kicked"}


def _open(_: Words) -> str:
    return _.plain("Open Kenes")


def _press(query: CallbackQuery) -> str:
    """What a press is known by: the same button of the same version of a message is the same press, however often."""
    message = query.message
    if message is None:
        return f"p:{query.id}"
    version = getattr(message, "edit_date", None) or message.date
    stamp = version if isinstance(version, int) else int(version.timestamp())
    return f"p:{message.chat.id}:{message.message_id}:{stamp}:{query.data or ''}"
