"""The control API, and who may use it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.play import Person, Stage
from tests.sandbox.conftest import Api


async def test_other_names_and_other_pages_are_refused(api: Api) -> None:
    url = api.sandbox.url
    async with api.session.get(f"{url}/api/state", headers={"Host": "evil.kz"}) as response:
        assert response.status == 403
    async with api.session.post(f"{url}/api/people", json={}, headers={"Origin": "https://evil.kz"}) as response:
        assert response.status == 403
    own = {"Origin": url}
    async with api.session.post(f"{url}/api/people", json={"first_name": "A"}, headers=own) as response:
        assert response.status == 200
    async with api.session.post(f"{url}/api/people", data='{"first_name": "A"}') as response:
        assert response.status == 400


async def test_the_state_names_everybody(api: Api, stage: Stage, aigul: Person) -> None:
    await api("setMyDescription", description="кеңес", language_code="kk")
    chat = await stage.group("Жарасбай", aigul)
    state = await stage.get("state")
    assert state["bot"]["description"] == {"kk": "кеңес"}
    assert [person["first_name"] for person in state["people"]] == ["Aigul"]
    assert [group["id"] for group in state["chats"]] == [chat]
    assert not state["pace"]["on"]
    assert state["started"] == 1_790_000_000.0


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("people", {}, "'first_name' is missing"),
        ("people", {"first_name": "A", "id": "5"}, "'id' is missing or wrong"),
        ("people", {"first_name": "A", "username": "AIGUL"}, "already here"),
        ("people/77/messages", {"text": "a"}, "no such person"),
        ("people/x/messages", {"text": "a"}, "not a number"),
        ("people/2000001/messages", {"text": " "}, "empty"),
        ("people/2000001/messages", {"text": "a" * 4097}, "too long"),
        ("people/2000001/messages", {"text": "a", "chat_id": 5}, "no such chat"),
        ("people/2000001/messages", {"text": "a", "reply_to_message_id": 5}, "no such message"),
        ("people/2000001/edit", {"message_id": 9, "text": "a"}, "no such message"),
        ("chats", {"type": "private", "title": "a", "creator": 2000001}, "A chat is a group"),
        ("chats/2000001/bot", {"by": 2000001, "status": "member"}, "groups and channels"),
        ("updates/duplicate", {"update_id": 5}, "no such update"),
        ("updates", {"update": 5}, "'update' is missing or wrong"),
    ],
)
async def test_a_refusal_is_a_sentence(
    stage: Stage, aigul: Person, path: str, body: dict[str, object], reason: str
) -> None:
    assert aigul.id == 2000001
    with pytest.raises(AssertionError, match=reason):
        await stage.request("POST", path, json=body)


async def test_only_own_messages_are_edited(api: Api, aigul: Person) -> None:
    await api("sendMessage", chat_id=aigul.id, text="a")
    await aigul.hears()
    with pytest.raises(AssertionError, match="somebody else"):
        await aigul.edits(aigul.messages[-1], "b")
    await aigul.edits(aigul.messages[0], "/start b", expect_silence=True)
    assert aigul.messages[0]["text"] == "/start b"


async def test_the_stream_tells_what_happens(api: Api, aigul: Person) -> None:
    async with api.session.get(f"{api.sandbox.url}/api/stream?after=0") as response:
        assert response.content_type == "text/event-stream"
        lines: list[dict[str, Any]] = []
        while len(lines) < 2:
            line = (await response.content.readline()).decode()
            if line.startswith("data:"):
                lines.append(json.loads(line.removeprefix("data:")))
                await api("sendMessage", chat_id=aigul.id, text="сәлем")
    assert [line["message"]["text"] for line in lines] == ["/start", "сәлем"]


async def test_a_page_that_was_closed_troubles_nobody(
    api: Api, aigul: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with api.session.get(f"{api.sandbox.url}/api/stream?after=1") as response:
        await response.content.readline()
        response.close()
    for _ in range(20):
        await api("sendMessage", chat_id=aigul.id, text="сәлем")
    assert not caplog.records


async def test_a_contact_of_somebody_without_telegram_has_no_number_of_theirs(stage: Stage, aigul: Person) -> None:
    card = {"phone_number": "+77010000001", "first_name": "Апа"}
    message, _ = await stage.request("POST", f"people/{aigul.id}/contact", json={**card, "person": 0})
    assert message["contact"] == card
    message, _ = await stage.request("POST", f"people/{aigul.id}/contact", json=card)
    assert message["contact"] == {**card, "user_id": aigul.id}


async def test_a_sticker_keeps_its_emoji(stage: Stage, aigul: Person) -> None:
    await aigul.sends_sticker(emoji="🐎", expect_silence=True)
    assert aigul.messages[-1]["sticker"]["emoji"] == "🐎"


async def test_calls_are_counted_and_refusals_kept(api: Api, stage: Stage) -> None:
    await api("getMe")
    await api.refusal("sendMessage", chat_id=5, text="a")
    assert await stage.get("calls") == {
        "methods": {"getMe": 1, "sendMessage": 1},
        "errors": [{"method": "sendMessage", "code": 400, "description": "Bad Request: chat not found"}],
    }


async def test_a_transcript_has_both_sides(api: Api, aigul: Person) -> None:
    await api("sendMessage", chat_id=aigul.id, text="сәлем")
    assert await aigul.transcript() == "    message 1 Aigul: '/start'\n    message 2 bot: 'сәлем'"


def test_the_command_line_says_where_it_is(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text(json.dumps([{"id": 7, "first_name": "Aigul", "note": "resident"}]), encoding="utf-8")
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--people", str(people)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  our own module
        assert process.stdout is not None
        line = process.stdout.readline()
        process.terminate()
    assert "http://127.0.0.1:" in line
    assert "BOT_TOKEN=1000001:sandbox" in line


def test_it_ends_when_its_parent_is_killed() -> None:
    # A parent that says where its sandbox is and is then killed: only the pipe tells the sandbox.
    parent = (
        "import subprocess, sys, time;"
        "subprocess.Popen([sys.executable, '-m', 'sandbox', '--port', '0', '--with-parent'], stdin=subprocess.PIPE);"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.kill()
        # The sandbox holds the other end of this pipe until it ends.
        assert process.stdout.read() == ""
