"""What may stand in a request."""

import json

import pytest

from sandbox.methods import HANDLERS
from sandbox.play import Person
from sandbox.server import Sandbox
from sandbox.validation import facts, method
from tests.sandbox.conftest import Api, Refusal, result_of

INLINE = {"inline_keyboard": [[{"text": "Иә", "callback_data": "yes"}]]}


def test_the_facts_name_exactly_the_implemented_methods() -> None:
    assert set(facts()["methods"]) == set(HANDLERS)
    for name in HANDLERS:
        method(name)


async def test_a_method_of_telegram_that_is_not_here_is_named(api: Api) -> None:
    with pytest.raises(Refusal) as caught:
        await api("sendDice", chat_id=1)
    assert caught.value.status == 501
    assert "sendDice" in caught.value.text


async def test_a_method_that_telegram_lacks_is_not_found(api: Api) -> None:
    with pytest.raises(Refusal) as caught:
        await api("sendSheep", chat_id=1)
    assert caught.value.status == 404


async def test_another_token_is_unauthorized(api: Api, sandbox: Sandbox) -> None:
    async with api.session.get(f"{sandbox.url}/bot5:other/getMe") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"chat_id": 5}, "'text' is required"),
        ({"text": "a"}, "'chat_id' is required"),
        ({"chat_id": 5, "text": "a", "txt": "b"}, "there is no parameter 'txt'"),
        ({"chat_id": 5, "text": "a", "disable_notification": "perhaps"}, "true or false"),
        ({"chat_id": 5, "text": "a", "reply_markup": "{"}, "can't parse reply_markup JSON"),
        ({"chat_id": 5, "text": "a", "reply_markup": {"keys": []}}, "one of InlineKeyboardMarkup"),
        (
            {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
            "reply_markup.inline_keyboard[0]: a list is expected",
        ),
        (
            {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
            "reply_markup.inline_keyboard[0][0]: there is no field 'data'",
        ),
        (
            {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": 5, "callback_data": "b"}]]}},
            "a string is expected",
        ),
        (
            {
                "chat_id": 5,
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b", "style": "pink"}]]},
            },
            "one of danger, primary, success",
        ),
        ({"chat_id": 5, "text": "a", "entities": [{"type": "bold", "offset": 0}]}, "'length' is required"),
        ({"chat_id": 5, "text": "a", "link_preview_options": {"disabled": True}}, "there is no field 'disabled'"),
        ({"chat_id": 5, "text": "a", "parse_mode": "MarkdownV2"}, "HTML only"),
        ({"chat_id": 5, "text": "a", "suggested_post_parameters": {}}, "does not implement SuggestedPostParameters"),
    ],
)
async def test_a_wrong_request_is_refused_with_its_reason(api: Api, parameters: dict[str, object], reason: str) -> None:
    assert reason in await api.refusal("sendMessage", **parameters)


async def test_a_parameter_that_would_be_ignored_is_refused(api: Api, aigul: Person) -> None:
    assert "message_thread_id" in await api.refusal("sendMessage", chat_id=aigul.id, text="a", message_thread_id=3)


async def test_a_call_comes_as_query_form_json_or_multipart(api: Api, aigul: Person) -> None:
    address = api.address("sendMessage")
    plain = {"chat_id": str(aigul.id), "text": "Сәлем & қош", "reply_markup": json.dumps(INLINE)}
    async with api.session.get(address, params=plain) as response:
        first = result_of(response.status, await response.json())
    async with api.session.post(address, data=plain) as response:
        second = result_of(response.status, await response.json())
    async with api.session.post(address, json={**plain, "chat_id": aigul.id, "reply_markup": INLINE}) as response:
        third = result_of(response.status, await response.json())
    fourth = await api.upload("sendMessage", {"unused": ("a.txt", b"a")}, **plain)
    for message in (first, second, third, fourth):
        assert message["text"] == "Сәлем & қош"
        assert message["reply_markup"] == INLINE


async def test_a_method_is_found_in_any_case(api: Api) -> None:
    assert (await api("getme"))["username"] == "kenes_sandbox_bot"


async def test_json_that_is_none_is_refused(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    async with api.session.post(api.address("getMe"), data=b"{", headers=headers) as response:
        assert response.status == 400
