"""Who somebody is in a chat, in the Bot API's words."""

from typing import Any

from sandbox.validation import facts

Json = dict[str, Any]


def rights_of_administrators() -> dict[str, bool]:
    """Return every right that the API always tells of an administrator, none of them given."""
    fields = facts()["types"]["ChatMemberAdministrator"]
    return {name.removesuffix("!"): False for name, kind in fields.items() if name.endswith("!") and kind == "Boolean"}


def rights(given: Json | None, *, channel: bool) -> Json:
    """Return an administrator's rights: those given, or the usual ones of a chat's kind."""
    known = {name.removesuffix("!") for name in facts()["types"]["ChatMemberAdministrator"]}
    if given is None:
        given = dict.fromkeys(("can_delete_messages", "can_invite_users", "can_change_info"), True)
        own = ("can_post_messages", "can_edit_messages") if channel else ("can_pin_messages",)
        given |= dict.fromkeys(own, True)
    kept = {name: bool(value) for name, value in given.items() if name in known and name.startswith("can_")}
    return {**rights_of_administrators(), "can_manage_chat": True, **kept}


def member(user: Json, status: str) -> Json:
    """Return a person as a member of a chat."""
    body: Json = {"status": status, "user": user}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        body |= rights(None, channel=False)
    elif status == "kicked":
        body["until_date"] = 0
    return body


def bot_member(bot: Json, status: Json) -> Json:
    """Return the bot as a member of a chat, with the rights it was given."""
    body = {**status, "user": bot}
    return {**body, "until_date": 0} if status["status"] == "kicked" else body
