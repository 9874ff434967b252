"""Keyboards under messages: Telegram's limits on them and its refusals."""

import re
from typing import Any

from sandbox.entities import utf16
from sandbox.errors import bad

Json = dict[str, Any]

IN_ROW = 8
IN_ALL = 100
DATA_BYTES = 64
LOOKS = {"text", "icon_custom_emoji_id", "style"}
PRIVATE_ONLY = ("request_contact", "request_location", "request_poll", "web_app")
LINK = re.compile(r"tg://\S+|(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?")


def checked(markup: Json | None, *, private: bool) -> Json | None:
    """Return a keyboard that Telegram would take, None for none or an empty one."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        rows = [row for row in markup["inline_keyboard"] if row]
        check_size(rows)
        for row in rows:
            for button in row:
                check_inline(button, private=private)
        return {**markup, "inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        rows = [row for row in markup["keyboard"] if row]
        if not rows:
            raise bad("reply keyboard must not be empty")
        check_size(rows)
        for row in rows:
            for button in row:
                check_reply(button, private=private)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad("input field placeholder is too long")
    return markup


def check_size(rows: list[list[Json]]) -> None:
    """Refuse more buttons than clients can show."""
    if any(len(row) > IN_ROW for row in rows):
        raise bad(f"REPLY_MARKUP_TOO_LONG: more than {IN_ROW} buttons in a row")
    if sum(map(len, rows)) > IN_ALL:
        raise bad("REPLY_MARKUP_TOO_LONG")


def check_inline(button: Json, *, private: bool) -> None:
    """Refuse an inline button that Telegram would refuse."""
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: the text of a button must be non-empty")
    actions = [name for name in button if name not in LOOKS]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"can't parse inline keyboard button: more than one action: {', '.join(actions)}")
    action, value = actions[0], button[actions[0]]
    if action == "callback_data" and not 1 <= len(value.encode()) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if action == "url" and not LINK.fullmatch(value):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text" and not 1 <= utf16(value["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if action == "web_app":
        check_web_app(value["url"])
        if not private:
            raise bad("BUTTON_TYPE_INVALID")


def check_reply(button: Json, *, private: bool) -> None:
    """Refuse a reply button that Telegram would refuse."""
    if not button["text"].strip():
        raise bad("can't parse keyboard button: the text of a button must be non-empty")
    actions = [name for name in button if name not in LOOKS and button[name] is not False]
    if len(actions) > 1:
        raise bad(f"can't parse keyboard button: more than one action: {', '.join(actions)}")
    for name in PRIVATE_ONLY:
        if name in actions and not private:
            raise bad(f"{name.replace('_', ' ')}: this button can be used in private chats only")
    if "web_app" in actions:
        check_web_app(button["web_app"]["url"])


def check_web_app(url: str) -> None:
    """Refuse a web app that is not served over HTTPS."""
    if not url.startswith("https://"):
        raise bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def has_data(markup: Json | None, data: str) -> bool:
    """Say whether an inline keyboard has a button with this data."""
    rows = (markup or {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == data for row in rows for button in row)
