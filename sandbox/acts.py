"""What people do with Telegram in their hands, and what of it the bot gets to know."""

import re
import zlib
from typing import Any

from sandbox import entities, keyboards
from sandbox.chats import Chat, Json, Message, Person
from sandbox.errors import ApiError, ControlError
from sandbox.members import bot_member, rights
from sandbox.validation import Upload
from sandbox.world import World

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)
STATUSES = {"member", "administrator", "left", "kicked"}


def chat_for(world: World, person: Person, number: int | None) -> Chat:
    """Return the chat somebody acts in: their own with the bot, or one that they belong to."""
    chat = world.chats.chat(person.id if number is None else number)
    if person.id not in chat.members:
        raise ControlError(403, "This person is not in this chat.")
    return chat


def hears(world: World, chat: Chat, content: Json) -> bool:
    """Say whether the bot gets a message: in a group by the rules of privacy mode."""
    if chat.private:
        return True
    status = chat.bot["status"]
    if status == "administrator":
        return True
    if status != "member":
        return False
    answered = content.get("reply_to_message") or {}
    if answered.get("from", {}).get("id") == world.bot["id"] or any(name in content for name in SERVICE):
        return True
    text = content.get("text") or content.get("caption") or ""
    command = re.match(r"/\w+(?:@(\w+))?", text)
    return command is not None and command[1] in {None, world.bot["username"]}


def speak(world: World, person: Person, chat: Chat, content: Json) -> Message:
    """Put a person's message into a chat and hand it to the bot if it hears it."""
    if chat.private and person.blocked:
        raise ControlError(409, "This person has blocked the bot; they must unblock it first.")
    if chat.kind == "channel" and chat.members[person.id] not in {"creator", "administrator"}:
        raise ControlError(403, "Only administrators post in a channel.")
    if chat.private:
        person.started = True
    message = world.post(chat, content, sender=person.user)
    if hears(world, chat, content):
        world.updates.add("channel_post" if chat.kind == "channel" else "message", message.body)
    return message


def written(text: str, name: str = "text") -> Json:
    """Return what somebody typed as a message's content."""
    try:
        plain, marks = entities.formatted(text, None, None, limit=4096, too_long="message is too long")
    except ApiError as error:
        raise ControlError(400, error.description) from error
    if not plain and name == "text":
        raise ControlError(400, "The text is empty.")
    key = "entities" if name == "text" else "caption_entities"
    return {name: plain, **({key: marks} if marks else {})} if plain else {}


def answer_to(chat: Chat, number: int | None) -> Json:
    """Return what a message says about the one it answers."""
    if number is None:
        return {}
    answered = chat.messages.get(number)
    if answered is None or answered.deleted:
        raise ControlError(404, "There is no such message to answer.")
    body = {name: value for name, value in answered.body.items() if name != "reply_to_message"}
    return {"reply_to_message": body}


def says(world: World, person: Person, text: str, chat: int | None, answers: int | None) -> Message:
    """Let somebody write a text."""
    place = chat_for(world, person, chat)
    return speak(world, person, place, {**answer_to(place, answers), **written(text)})


def sends(world: World, person: Person, kind: str, upload: Upload, form: Json) -> Message:
    """Let somebody send a file."""
    chat = chat_for(world, person, form.get("chat_id"))
    try:
        known = "emoji" if kind == "sticker" else "duration"
        stored = world.files.add(kind, upload, **{known: form.get(known) or None})
    except ApiError as error:
        raise ControlError(400, error.description) from error
    content: Json = {kind: stored.in_message(), **written(form.get("caption") or "", "caption")}
    if form.get("media_group_id"):
        content["media_group_id"] = form["media_group_id"]
    return speak(world, person, chat, content)


def starts(world: World, person: Person, payload: str) -> Message:
    """Let somebody press Start, from a link perhaps; a blocked bot is unblocked by it."""
    if not PAYLOAD.fullmatch(payload):
        raise ControlError(400, "A start payload has at most 64 of A-Z a-z 0-9 _ -.")
    if person.blocked:
        block(world, person, blocked=False)
    return says(world, person, f"/start {payload}".strip(), None, None)


def edits(world: World, person: Person, chat: int | None, number: int, text: str) -> Message:
    """Let somebody edit what they wrote."""
    place = chat_for(world, person, chat)
    message = place.messages.get(number)
    if message is None or message.deleted:
        raise ControlError(404, "There is no such message.")
    if message.from_bot or message.body.get("from", {}).get("id", person.id) != person.id:
        raise ControlError(403, "This message is somebody else's.")
    name = "text" if "text" in message.body else "caption"
    world.edit(place, message, {"entities": None, "caption_entities": None, **written(text, name)}, None)
    if hears(world, place, message.body):
        kind = "edited_channel_post" if place.kind == "channel" else "edited_message"
        world.updates.add(kind, message.body)
    return message


def presses(world: World, person: Person, chat: int | None, number: int, data: str, *, force: bool) -> str:
    """Let somebody press an inline button and return the callback query's id."""
    place = chat_for(world, person, chat)
    message = place.messages.get(number)
    standing = message is not None and not message.deleted
    if not force and not (standing and message and keyboards.has_data(message.markup, data)):
        raise ControlError(409, "There is no such button any more.")
    query = world.ask(place.id)
    shown = message.body if standing and message else {"chat": place.info, "message_id": number, "date": 0}
    world.note(place.id, "press", callback_query_id=query, message_id=number, text=data, person=person.id)
    world.updates.add(
        "callback_query",
        {
            "id": query,
            "from": person.user,
            "message": shown,
            "chat_instance": str(zlib.crc32(str(place.id).encode())),
            "data": data,
        },
    )
    return query


def block(world: World, person: Person, *, blocked: bool) -> Person:
    """Let somebody block or unblock the bot."""
    if person.blocked != blocked:
        person.blocked = blocked
        statuses = ("member", "kicked") if blocked else ("kicked", "member")
        tell_member(world, person, world.chats.chat(person.id), *({"status": status} for status in statuses))
    return person


def tell_member(world: World, by: Person, chat: Chat, old: Json, new: Json) -> None:
    """Tell the bot that it is something else in a chat now."""
    change = {
        "chat": chat.info,
        "from": by.user,
        "date": int(world.clock()),
        "old_chat_member": bot_member(world.bot, old),
        "new_chat_member": bot_member(world.bot, new),
    }
    world.note(chat.id, "member", status=new["status"], person=by.id)
    world.updates.add("my_chat_member", change)


def place_bot(world: World, by: Person, chat: Chat, status: str, given: Json | None) -> Chat:
    """Let somebody add the bot to a group or channel, give it rights, or take it out."""
    if chat.private or status not in STATUSES:
        raise ControlError(
            400, "The bot is placed in groups and channels, as one of " + ", ".join(sorted(STATUSES)) + "."
        )
    standing = chat.members.get(by.id)
    if standing is None or (standing == "member" and (chat.kind == "channel" or status != "member")):
        raise ControlError(403, "This person may not do that in this chat.")
    if chat.kind == "channel" and status == "member":
        raise ControlError(400, "In a channel a bot can only be an administrator.")
    old, new = chat.bot, {"status": status}
    if status == "administrator":
        new |= rights(given, channel=chat.kind == "channel")
    chat.bot = new
    tell_member(world, by, chat, old, new)
    arrived = old["status"] in {"left", "kicked"} and status in {"member", "administrator"}
    if arrived and chat.kind != "channel":
        speak(world, by, chat, {"new_chat_members": [world.bot]})
    return chat


def upgrade(world: World, chat: Chat) -> Chat:
    """Let a group become a supergroup, and both say so, as Telegram has them do."""
    creator = world.chats.person(next(number for number, status in chat.members.items() if status == "creator"))
    new = world.chats.upgrade(chat)
    speak(world, creator, chat, {"migrate_to_chat_id": new.id})
    speak(world, creator, new, {"migrate_from_chat_id": chat.id})
    return new


def shares_location(world: World, person: Person, latitude: float, longitude: float, chat: int | None) -> Message:
    """Let somebody send a point on the map."""
    location: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    return speak(world, person, chat_for(world, person, chat), {"location": location})


def shares_contact(world: World, person: Person, contact: Json, chat: int | None) -> Message:
    """Let somebody send a contact, their own or another's."""
    return speak(world, person, chat_for(world, person, chat), {"contact": contact})
