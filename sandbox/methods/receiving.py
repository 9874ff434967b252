"""Methods by which the bot gets its updates."""

import re
from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlsplit

from sandbox.chats import Json
from sandbox.errors import ApiError, bad
from sandbox.methods.call import Call

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HERE = {"127.0.0.1", "localhost", "::1"}
LONGEST_WAIT = 50


def get_updates(call: Call) -> Awaitable[Any]:
    """Return the updates that wait, or wait for one."""
    world = call.world
    if world.webhook.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(call.get("allowed_updates"))
    limit = min(max(call.get("limit", 100), 1), 100)
    seconds = min(max(call.get("timeout", 0), 0), LONGEST_WAIT)
    return world.updates.poll(call.get("offset", 0), limit, seconds)


def set_webhook(call: Call) -> Any:
    """Deliver updates to an address of this machine."""
    world, url, secret = call.world, call.args["url"], call.get("secret_token", "")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if url and (urlsplit(url).scheme not in {"http", "https"} or urlsplit(url).hostname not in HERE):
        raise bad("bad webhook: the sandbox delivers to this machine only")
    world.updates.allow(call.get("allowed_updates"))
    if call.get("drop_pending_updates"):
        world.updates.drop()
    world.updates.interrupt("terminated by setWebhook request")
    world.webhook.set(url, secret, call.get("max_connections", 40))
    return True


def delete_webhook(call: Call) -> Any:
    """Go back to getUpdates."""
    if call.get("drop_pending_updates"):
        call.world.updates.drop()
    call.world.webhook.set("", "", 40)
    return True


def get_webhook_info(call: Call) -> Json:
    """Tell how the delivery goes."""
    updates = call.world.updates
    info = {**call.world.webhook.view(), "pending_update_count": updates.pending}
    return {**info, "allowed_updates": updates.named} if updates.named else info
