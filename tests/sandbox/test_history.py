"""The story that `bot sandbox --history` begins with, told to the real bot."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.sandbox import CAST
from sandbox import history
from sandbox.play import Stage
from sandbox.server import Sandbox
from tests.cast import Village, village


async def let_in(kenes: Village) -> None:
    """Let in whom the command lets in."""
    for person in CAST:
        kenes.sandbox.world.chats.add_person(dict(person))


async def test_the_whole_story_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with village(f"sqlite:///{tmp_path}/kenes.db", tmp_path) as kenes:
        await let_in(kenes)
        assert await history.tell(kenes.sandbox.url)
        lines = capsys.readouterr().out.splitlines()
        assert lines == [f"  {chapter.__doc__}" for chapter in history.CHAPTERS]
        assert not kenes.sandbox.world.calls.errors

        farida = await kenes.stage.meet(history.FARIDA)
        await farida.says("/roles")
        roles = [label for [label, *_] in farida.buttons[:-1]]
        assert [role.rpartition(": ")[2] for role in roles] == ["Данияр", "Айгүл"]
        everybody = kenes.sandbox.world.chats.people.values()
        assert all(person.started for person in everybody)
        for person in everybody:
            somebody = await kenes.stage.meet(person.id)
            await somebody.says("/menu")
            assert somebody.find_deed("go1:settings")[0] == somebody.last


async def test_a_chapter_that_cannot_be_told_is_named_and_ends_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    async def goes_wrong(stage: Stage) -> None:
        """Somebody who is not here does something."""
        await stage.meet(5)

    async with Sandbox() as sandbox:
        assert not await history.tell(sandbox.url, [goes_wrong, history.zharaspai_registers])
    assert capsys.readouterr().out.splitlines() == [
        "  could not be told: Somebody who is not here does something.",
        "Nobody here has the id 5.",
    ]


def test_the_command_says_so_with_its_exit_code() -> None:
    command = [sys.executable, "-m", "sandbox.history", "http://127.0.0.1:9"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own module
    assert done.returncode == 1
    assert "could not be told: Aigul, Berik and Daniyar register" in done.stdout
