"""What somebody sees, and which button they mean."""

from typing import Any

import pytest

from sandbox.screen import Screen, by_bot, start_payload


def said(number: int, text: str, *, bot: bool = True, kind: str = "message", **more: Any) -> dict[str, Any]:
    """Return an event of a message."""
    message = {"message_id": number, "text": text, "from_bot": bot, **more}
    return {"event": number, "kind": kind, "message": message}


def inline(*labels: str) -> dict[str, Any]:
    rows = [[{"text": label, "callback_data": label}] for label in labels]
    return {"reply_markup": {"inline_keyboard": rows}}


def keyboard(*labels: str) -> dict[str, Any]:
    return {"reply_markup": {"keyboard": [[{"text": label}] for label in labels]}}


def screen(*events: dict[str, Any]) -> Screen:
    result = Screen()
    for event in events:
        result.take(event)
    return result


def test_the_newest_message_of_the_bot_is_seen() -> None:
    seen = screen(said(1, "a"), said(2, "b"), said(3, "c", bot=False), said(1, "A", kind="edit"))
    assert seen.sees == "b"
    seen.take(said(2, "b", kind="delete", deleted=True))
    assert seen.sees == "A"
    assert [message["text"] for message in seen.messages] == ["A", "c"]


def test_a_reply_keyboard_stays_until_it_is_removed() -> None:
    seen = screen(said(1, "a", **keyboard("Мәзір")), said(2, "b"))
    assert seen.buttons == [["Мәзір"]]
    seen.take(said(3, "c", **inline("Иә")))
    assert seen.buttons == [["Иә"]]
    assert seen.find("Мәзір")[0] is None
    seen.take(said(4, "d", reply_markup={"remove_keyboard": True}))
    assert seen.buttons == []


def test_the_newest_exact_label_wins_over_a_part() -> None:
    seen = screen(
        said(1, "a", **inline("Ауыл")), said(2, "b", **inline("Ауыл", "Ауылдар")), said(3, "c", **inline("Ауыл 3"))
    )
    message, button = seen.find("Ауыл")
    assert message is not None
    assert (message["message_id"], button["text"]) == (2, "Ауыл")
    assert seen.find("дар")[1]["text"] == "Ауылдар"


def test_a_label_on_several_buttons_is_refused() -> None:
    with pytest.raises(AssertionError, match="on several buttons"):
        screen(said(1, "a", **inline("Бір", "Бірге"))).find("Бі")


def test_a_label_that_is_nowhere_shows_what_is_there() -> None:
    with pytest.raises(AssertionError) as caught:
        screen(said(1, "Сұрақ?", **inline("Иә", "Жоқ"))).find("Мүмкін")
    assert str(caught.value).splitlines()[1:] == ["    Сұрақ?", "    Иә", "    Жоқ"]


def test_only_the_bot_reacts() -> None:
    assert by_bot(said(1, "a"))
    assert not by_bot(said(1, "a", bot=False))
    assert by_bot({"kind": "answer"})
    assert not by_bot({"kind": "action"})


def test_a_deep_link_has_its_payload() -> None:
    assert start_payload("https://t.me/kenes_bot?start=t355243000") == "t355243000"
    assert start_payload("https://t.me/kenes_bot?start=") == ""
    assert start_payload("https://t.me/kenes_bot") is None
    assert start_payload("https://e.kz?start=a") is None
