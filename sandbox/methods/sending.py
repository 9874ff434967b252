"""Methods that send a text or a place."""

from typing import Any

from sandbox import entities, keyboards
from sandbox.chats import Chat, Json
from sandbox.errors import bad
from sandbox.methods.call import Call

TEXT = 4096
CAPTION = 1024
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def text_of(args: Json) -> Json:
    """Return the text and entities of a message, or Telegram's refusal."""
    text, marks = entities.formatted(
        args.get("text", ""),
        args.get("parse_mode"),
        args.get("entities"),
        limit=TEXT,
        too_long="message is too long",
    )
    if not text:
        raise bad("message text is empty")
    return {"text": text, "entities": marks} if marks else {"text": text}


def caption_of(args: Json) -> Json:
    """Return the caption and its entities, nothing for an empty one."""
    text, marks = entities.formatted(
        args.get("caption", ""),
        args.get("parse_mode"),
        args.get("caption_entities"),
        limit=CAPTION,
        too_long="message caption is too long",
    )
    if not text:
        return {}
    above = {"show_caption_above_media": True} if args.get("show_caption_above_media") else {}
    return {"caption": text, **({"caption_entities": marks} if marks else {}), **above}


def reply_of(call: Call, chat: Chat) -> Json:
    """Return what a message says about the one it answers."""
    wanted = call.get("reply_parameters")
    if wanted is None:
        return {}
    if wanted.get("chat_id", chat.id) != chat.id or "message_id" not in wanted:
        raise bad("the sandbox implements replies within one chat only")
    answered = chat.messages.get(wanted["message_id"])
    if answered is None or answered.deleted:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    body = {name: value for name, value in answered.body.items() if name != "reply_to_message"}
    quote = wanted.get("quote")
    if not quote:
        return {"reply_to_message": body}
    said = body.get("text") or body.get("caption") or ""
    if quote not in said:
        raise bad("QUOTE_TEXT_INVALID")
    position = entities.utf16(said[: said.index(quote)])
    return {"reply_to_message": body, "quote": {"text": quote, "position": position, "is_manual": True}}


def send(call: Call, content: Json) -> Json:
    """Put one message of the bot into the chat it names and return it as the API does."""
    chat = call.chat()
    markup = keyboards.checked(call.get("reply_markup"), private=chat.private)
    content = {**reply_of(call, chat), **content}
    if call.get("protect_content"):
        content["has_protected_content"] = True
    call.world.pace.take(chat.id, not chat.private, 1)
    silent = bool(call.get("disable_notification"))
    return call.world.post(chat, content, markup=markup, silent=silent).body


def send_message(call: Call) -> Json:
    """Send a text."""
    content = text_of(call.args)
    if options := call.get("link_preview_options"):
        content["link_preview_options"] = options
    return send(call, content)


def place(args: Json) -> Json:
    """Return a place on earth."""
    latitude, longitude = args["latitude"], args["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong latitude or longitude specified")
    kept = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return {"latitude": latitude, "longitude": longitude, **{k: args[k] for k in kept if k in args}}


def send_location(call: Call) -> Json:
    """Send a point on the map."""
    return send(call, {"location": place(call.args)})


def send_venue(call: Call) -> Json:
    """Send a point with its name and address."""
    location = place({name: call.args[name] for name in ("latitude", "longitude")})
    rest = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue = {"location": location, "title": call.args["title"], "address": call.args["address"]}
    venue |= {name: call.args[name] for name in rest if name in call.args}
    return send(call, {"venue": venue, "location": location})


def send_chat_action(call: Call) -> Any:
    """Show that the bot is busy."""
    chat = call.chat()
    if call.args["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    call.world.note(chat.id, "action", text=call.args["action"])
    return True
