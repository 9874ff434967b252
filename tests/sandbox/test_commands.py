"""Commands by scope and language, in Telegram's order."""

from typing import Any

import pytest

from sandbox.play import Person, Stage
from tests.sandbox.conftest import Api


async def put(api: Api, name: str, language: str = "", **scope: Any) -> None:
    commands = [{"command": name, "description": name}]
    more = {"scope": scope} if scope else {}
    await api("setMyCommands", commands=commands, language_code=language, **more)


async def seen(person: Person) -> str:
    """Return the name of the command that a person sees, nothing for none."""
    chat = await person.stage.get(f"people/{person.id}/chats/{person.chat}")
    return "".join(command["command"] for command in chat["commands"])


async def test_a_private_chat_shows_the_narrowest_scope(api: Api, aigul: Person) -> None:
    assert await seen(aigul) == ""
    for name, language, scope in (
        ("default", "", {}),
        ("default_kk", "kk", {}),
        ("private", "", {"type": "all_private_chats"}),
        ("private_kk", "kk", {"type": "all_private_chats"}),
        ("chat", "", {"type": "chat", "chat_id": aigul.id}),
        ("chat_kk", "kk", {"type": "chat", "chat_id": aigul.id}),
    ):
        await put(api, "other", "ru", **scope)
        await put(api, "group", "kk", type="all_group_chats")
        await put(api, name, language, **scope)
        assert await seen(aigul) == name
    await api("deleteMyCommands", scope={"type": "chat", "chat_id": aigul.id}, language_code="kk")
    assert await seen(aigul) == "chat"
    await api("setMyCommands", scope={"type": "chat", "chat_id": aigul.id}, commands=[])
    assert await seen(aigul) == "private_kk"


async def test_a_group_shows_the_narrowest_scope(api: Api, stage: Stage, aigul: Person) -> None:
    berik = await stage.person("Berik", language_code="kk")
    chat = await stage.group("Жарасбай", aigul, berik)
    admin, member = await aigul.at(chat), await berik.at(chat)
    await put(api, "private", type="all_private_chats")
    for name, scope, both in (
        ("default", {"type": "default"}, True),
        ("groups", {"type": "all_group_chats"}, True),
        ("admins", {"type": "all_chat_administrators"}, False),
        ("chat", {"type": "chat", "chat_id": chat}, True),
        ("chat_admins", {"type": "chat_administrators", "chat_id": chat}, False),
    ):
        before = await seen(member)
        await put(api, name, **scope)
        assert await seen(admin) == name
        assert await seen(member) == (name if both else before)
    await put(api, "one", type="chat_member", chat_id=chat, user_id=berik.id)
    assert (await seen(member), await seen(admin)) == ("one", "chat_admins")


async def test_commands_are_read_back_exactly(api: Api, aigul: Person) -> None:
    await put(api, "a", "kk", type="chat", chat_id=aigul.id)
    scope = {"type": "chat", "chat_id": aigul.id}
    assert await api("getMyCommands", scope=scope, language_code="kk") == [{"command": "a", "description": "a"}]
    assert await api("getMyCommands", scope=scope) == []


@pytest.mark.parametrize("scope", [{"type": "village"}, {"type": "chat"}, {}])
async def test_an_unknown_scope_is_refused(api: Api, scope: dict[str, Any]) -> None:
    assert "one of BotCommandScopeDefault" in await api.refusal("getMyCommands", scope=scope)


async def test_a_scope_names_a_chat_that_exists(api: Api) -> None:
    refused = await api.refusal("setMyCommands", commands=[], scope={"type": "chat", "chat_id": 5})
    assert refused == "Bad Request: chat not found"
    assert "language" in await api.refusal("setMyCommands", commands=[], language_code="kaz")
