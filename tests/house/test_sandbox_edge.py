"""The sandbox has an edge: it implements what the code calls, and no more."""

import ast
import inspect
from collections.abc import Iterator

from aiogram import Bot, methods

from sandbox.methods import HANDLERS
from tests.house.source import parsed

# Each method of the Bot API that aiogram knows, by its name in Python.
API = {
    kind.__api_method__
    for kind in vars(methods).values()
    if inspect.isclass(kind) and issubclass(kind, methods.TelegramMethod) and kind is not methods.TelegramMethod
}
BY_PYTHON_NAME = {"".join(f"_{c.lower()}" if c.isupper() else c for c in api): api for api in API} | {
    "me": "getMe",
    "download": "getFile",
    "download_file": "getFile",
}
# Implemented ahead of the subjects that will call them: each leaves this list when it is called, and one that nothing
# needs leaves the sandbox.
AHEAD = frozenset(
    {
        *("deleteMessage", "editMessageCaption", "editMessageReplyMarkup", "getChat", "getChatMember"),
        *("getChatMemberCount", "getMyCommands", "getMyDescription", "getMyShortDescription"),
        *("getWebhookInfo", "leaveChat", "pinChatMessage", "sendAudio", "sendChatAction", "sendLocation"),
        *("sendVenue", "sendVideo", "sendVoice", "setMessageReaction"),
    }
)


def called(*floors: str) -> Iterator[str]:
    """The methods of the Bot API that the code calls, by Telegram's names."""
    for _, tree in parsed(*floors):
        classes = {
            alias.asname or alias.name: alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aiogram.methods")
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes:
                yield from API & {classes[node.func.id][0].lower() + classes[node.func.id][1:]}
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                of_a_bot = (isinstance(owner, ast.Name) and owner.id in {"bot", "_bot"}) or (
                    isinstance(owner, ast.Attribute) and owner.attr in {"bot", "_bot"}
                )
                if of_a_bot and node.func.attr in BY_PYTHON_NAME and hasattr(Bot, node.func.attr):
                    yield BY_PYTHON_NAME[node.func.attr]
            if isinstance(node, ast.Constant | ast.JoinedStr):
                yield from (api for api in ("getUpdates",) if api in ast.unparse(node))


def test_the_sandbox_implements_what_is_called_and_nothing_else() -> None:
    calls = set(called("bot", "handlers", "jobs", "screens"))
    assert {"getUpdates", "sendMessage", "answerCallbackQuery", "getMe", "setMyCommands"} <= calls
    assert calls - set(HANDLERS) == set(), "called, but not in the sandbox"
    assert calls & AHEAD == set(), "called by now: take it out of the list"
    assert set(HANDLERS) - calls - AHEAD == set(), "in the sandbox, but called by nobody"
    assert set(HANDLERS) >= AHEAD
