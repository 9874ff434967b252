"""Presses and their answers."""

import pytest

from sandbox.play import Person
from tests.sandbox.conftest import Api, Clock

GO = {"inline_keyboard": [[{"text": "Алға", "callback_data": "go"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def press(api: Api, person: Person) -> str:
    """Press the button on the newest message and return the query's id."""
    message = person.last
    assert message is not None
    body = {"message_id": message["message_id"], "data": "go"}
    answer, _ = await person.stage.request("POST", f"people/{person.id}/press", json=body)
    return str(answer["callback_query_id"])


@pytest.fixture
async def shown(settled: Api, aigul: Person) -> Api:
    """The Bot API after Aigul was shown a button."""
    await settled("sendMessage", chat_id=aigul.id, text="a", reply_markup=GO)
    await aigul.hears()
    return settled


async def test_a_press_carries_its_message_and_data(shown: Api, aigul: Person) -> None:
    query = await press(shown, aigul)
    (update,) = await shown("getUpdates")
    assert update["callback_query"]["id"] == query
    assert update["callback_query"]["data"] == "go"
    assert update["callback_query"]["from"]["language_code"] == "kk"
    assert update["callback_query"]["message"]["reply_markup"] == GO


async def test_the_first_answer_is_the_one_that_is_seen(shown: Api, aigul: Person) -> None:
    query = await press(shown, aigul)
    assert await shown("answerCallbackQuery", callback_query_id=query, text="бір", show_alert=True)
    assert await shown("answerCallbackQuery", callback_query_id=query, text="екі")
    await aigul.hears()
    assert aigul.alert == "бір"


async def test_an_answer_has_200_units(shown: Api, aigul: Person) -> None:
    query = await press(shown, aigul)
    refused = await shown.refusal("answerCallbackQuery", callback_query_id=query, text="ә" * 201)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"
    assert await shown("answerCallbackQuery", callback_query_id=query, text="ә" * 200)


async def test_a_late_or_unknown_answer_is_refused(shown: Api, aigul: Person, clock: Clock) -> None:
    query = await press(shown, aigul)
    clock.now += 151
    assert await shown.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await shown.refusal("answerCallbackQuery", callback_query_id="5") == TOO_OLD


async def test_an_answer_opens_only_the_bot_itself(shown: Api, aigul: Person) -> None:
    query = await press(shown, aigul)
    refused = await shown.refusal("answerCallbackQuery", callback_query_id=query, url="https://e.kz")
    assert refused == "Bad Request: URL_INVALID"
    own = "https://t.me/kenes_sandbox_bot?start=a"
    assert await shown("answerCallbackQuery", callback_query_id=query, url=own)


async def test_a_button_that_is_gone_is_pressed_by_force_only(shown: Api, aigul: Person) -> None:
    message = aigul.last
    assert message is not None
    await shown("deleteMessage", chat_id=aigul.id, message_id=message["message_id"])
    with pytest.raises(AssertionError, match="no such button"):
        await press(shown, aigul)
    with pytest.raises(AssertionError, match="did not answer"):
        await aigul.presses_old(message, "go")
    (update,) = await shown("getUpdates")
    assert update["callback_query"]["message"] == {
        "chat": message["chat"],
        "message_id": message["message_id"],
        "date": 0,
    }
