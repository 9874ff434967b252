"""Whoever runs the bot finds every setting and every command described."""

import re
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import FROM_FILES, Settings

ROOT = Path(__file__).parent.parent.parent
SETTINGS = [name.upper() for name in Settings.model_fields]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def test_the_example_has_every_setting_in_order() -> None:
    assert re.findall(r"^# ?([A-Z_]+)=", EXAMPLE, re.MULTILINE) == SETTINGS


def test_the_example_tells_the_defaults() -> None:
    told = dict(re.findall(r"^# ?([A-Z_]+)=(.+)$", EXAMPLE, re.MULTILINE))
    defaults = {name: str(getattr(Settings(), name.lower())) for name in told if name != "WEBHOOK_URL"}
    assert {name: told[name] for name in defaults} == {**defaults, "PRESSES_PER_SECOND": "5"}


def test_the_example_sets_nothing_by_itself() -> None:
    assert not [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("setting", [*SETTINGS, "BOT_TOKEN_FILE"])
def test_every_setting_is_explained(setting: str) -> None:
    assert f"`{setting}" in RUNNING


@pytest.mark.parametrize("setting", FROM_FILES)
def test_what_may_come_from_a_file_is_a_setting(setting: str) -> None:
    assert setting in SETTINGS


@pytest.mark.parametrize("command", [module.__name__.rpartition(".")[2] for module in COMMANDS])
def test_every_command_is_explained(command: str) -> None:
    assert re.search(rf"^\| `{command}\b", RUNNING, re.MULTILINE)
