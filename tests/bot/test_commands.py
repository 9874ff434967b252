"""The command line as whoever runs the bot meets it."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.__main__ import COMMANDS, main
from bot.alone import sqlite_to_itself
from bot.commands import run, sandbox
from bot.commands.common import now
from bot.settings import Settings
from bot.trouble import Trouble
from storage import facts, migrate, people
from storage.database import open_database

ROOT = Path(__file__).parent.parent.parent
ZHARASPAI = "355243000"

# Runs the command line as `python -m bot` does, then tells whether aiogram came with it.
PROBE = """
import sys
from bot.__main__ import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
sys.exit(99 if "aiogram" in sys.modules else code)
"""

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Nothing set but a data folder of its own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return dict(os.environ)


@pytest.fixture
def kenes(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process: its exit code, what it said, what it complained about."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def _data(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def _write(settings: Settings, work: Callable[..., object], *arguments: object) -> None:
    async def write() -> None:
        database = open_database(settings.database_url)
        await database.write(work, *arguments)
        await database.close()

    asyncio.run(write())


def _probe(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "-c", PROBE, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_what_does_not_talk_to_telegram_does_not_load_its_library(environment: dict[str, str]) -> None:
    seed = str(ROOT / "seed" / "territories.csv")
    sequence = [
        ["--help"],
        ["migrate"],
        ["territories", "load", seed],
        ["invite", "staff"],
        ["backup", "a.zip"],
        ["restore", "a.zip"],
    ]
    for arguments in sequence:
        done = _probe(environment, *arguments)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    assert _probe(environment, "check").returncode in (0, 1)


@pytest.mark.parametrize("command", [module.__name__.rpartition(".")[2] for module in COMMANDS])
def test_every_command_explains_itself_with_examples(command: str, kenes: Command) -> None:
    code, out, _ = kenes(command, "--help")
    assert code == 0
    assert f"python -m bot {command}" in out.partition("examples:")[2]


def test_a_wrong_command_is_a_wrong_usage(kenes: Command) -> None:
    assert kenes("dance")[0] == 2
    assert kenes()[0] == 2


def test_a_wrong_setting_stops_every_command_with_its_sentence(kenes: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "http")
    sentence = "HTTP_PORT: must be a whole number. For example: 8080\n"
    assert kenes("migrate") == (1, "", sentence)
    assert kenes("run") == (1, "", sentence)
    code, out, _ = kenes("check")
    assert code == 1
    assert "HTTP_PORT" in out


def test_what_is_kept_is_for_the_user_of_the_bot_alone(kenes: Command, tmp_path: Path) -> None:
    kenes("territories", "load", str(ROOT / "seed" / "territories.csv"))
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_migrate_makes_a_new_database_ready_and_can_be_repeated(kenes: Command) -> None:
    assert kenes("migrate")[:2] == (0, f"The database went from revision none to {migrate.newest()}.\n")
    assert kenes("migrate")[:2] == (0, f"The database is at revision {migrate.newest()}.\n")
    assert "10 okrugs" in kenes("check")[1]


def test_a_database_of_a_later_version_is_left_alone(kenes: Command, tmp_path: Path) -> None:
    kenes("migrate")

    _write(_data(tmp_path), lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    for arguments in (["migrate"], ["backup"], ["invite", "staff"]):
        code, _, err = kenes(*arguments)
        assert code == 1
        assert "later version of Kenes (revision 9999)" in err
    code, out, _ = kenes("check")
    assert code == 1
    assert "restore the backup made before that upgrade, or upgrade Kenes." in out
    assert "there is no database" not in out
    assert "territories  not looked at: the database cannot be used\n" in out


def test_how_many_live_where_is_loaded_whole_or_not_at_all(kenes: Command, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("territory,sex,age,population\n355243000,f,18-24,520\n355243000,m,18-24,x\n")
    code, _, err = kenes("territories", "people", "people.csv")
    assert code == 1
    assert err == "Nothing was loaded from people.csv:\nrow 3, column population: not a whole number of people\n"
    file.write_text("territory,sex,age,population\n355243000,f,18-24,520\n355243000,m,18-24,480\n")
    assert kenes("territories", "people", "people.csv")[:2] == (0, "The population of 1 territories, 1000 people.\n")
    assert kenes("territories", "people", "nowhere.csv")[2] == "No such file or directory: nowhere.csv\n"


def test_a_wrong_file_of_territories_is_named_with_its_lines(kenes: Command, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    code, _, err = kenes("territories", "load", "wrong.csv")
    assert code == 1
    assert err.startswith("Nothing was loaded from wrong.csv:\nline 1:")
    assert kenes("territories", "load", "nowhere.csv")[2] == "No such file or directory: nowhere.csv\n"


def test_an_invite_is_printed_and_its_mistakes_explained(kenes: Command) -> None:
    code, out, _ = kenes("invite", "akim", "--territory", ZHARASPAI, "--days", "3")
    assert code == 0
    assert "akim of Zharaspai" in out
    assert "  /start i" in out
    assert "--territory" in kenes("invite", "akim")[2]
    assert "no territory with the code 999" in kenes("invite", "akim", "--territory", "999")[2]
    assert "committee only" in kenes("invite", "staff", "--area", "social")[2]
    assert kenes("invite", "staff", "--days", "0")[0] == 1
    assert kenes("invite", "emperor")[0] == 2


def test_a_poster_needs_an_okrug_and_the_name_of_the_bot(kenes: Command, tmp_path: Path) -> None:
    assert "no okrug with the code 999" in kenes("poster", "999")[2]
    assert "start it once" in kenes("poster", ZHARASPAI)[2]
    _write(_data(tmp_path), facts.set_fact, facts.BOT_USERNAME, "kenes_bot")
    assert kenes("poster", ZHARASPAI)[:2] == (0, f"Wrote poster-{ZHARASPAI}.pdf.\n")
    assert (tmp_path / f"poster-{ZHARASPAI}.pdf").read_bytes().startswith(b"%PDF")
    assert "https://t.me/kenes_bot?start=i" in kenes("invite", "staff")[1]


def test_results_of_a_survey_that_is_not_there_are_refused_in_a_sentence(kenes: Command) -> None:
    code, _, error = kenes("export", "survey", "7", "--format", "pdf")
    assert code == 1
    assert "There are no results of survey 7" in error
    assert kenes("export", "survey", "7", "--format", "doc")[0] == 2


def test_a_backup_is_restored_only_into_an_empty_database(kenes: Command, tmp_path: Path) -> None:
    assert "There is no database" in kenes("backup")[2]
    kenes("migrate")
    _write(_data(tmp_path), people.create, 7, now())
    assert kenes("backup")[0] == 0
    (saved,) = (tmp_path / "data" / "backups").glob("kenes-*.zip")
    code, _, err = kenes("restore", str(saved))
    assert code == 1
    assert "has people in it" in err
    (tmp_path / "data" / "kenes.db").unlink()
    said = kenes("restore", str(saved))[1]
    assert "Deleted again: 0" in said
    made_at = datetime.strptime(saved.stem, "kenes-%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    assert f", saved {made_at.astimezone(_data(tmp_path).time_zone):%Y-%m-%d %H:%M}.\n" in said
    assert "already" in kenes("backup", str(saved))[2]


def test_a_backup_of_another_key_is_explained(kenes: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kenes("migrate")
    kenes("backup", "a.zip")
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    assert "--lost-key" in kenes("restore", "a.zip")[2]
    assert kenes("restore", "a.zip", "--lost-key")[0] == 0


def test_a_refused_restore_makes_nothing(kenes: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kenes("migrate")
    kenes("backup", "a.zip")
    whole = Path("a.zip").read_bytes()
    Path("half.zip").write_bytes(whole[: len(whole) // 2])
    damaged = bytearray(whole)
    damaged[whole.index(b"tables/territories.jsonl") + 100] ^= 0xFF
    Path("damaged.zip").write_bytes(damaged)
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("DATA_DIR", str(folder))
    for name, why in {
        "nowhere.zip": "No such file or directory: nowhere.zip",
        "half.zip": "not a whole backup",
        "damaged.zip": "whole|damaged",
        "a.zip": "made with another secret key",
    }.items():
        code, _, err = kenes("restore", name)
        assert code == 1
        assert re.search(why, err), err
        assert not folder.exists(), name
    assert kenes("restore", "damaged.zip", "--lost-key")[0] == 1
    assert not folder.exists()
    assert kenes("restore", "a.zip", "--lost-key")[0] == 0


def test_a_port_that_there_is_not_is_a_sentence(kenes: Command, environment: dict[str, str]) -> None:
    for port in ("99999", "-1"):
        assert kenes("sandbox", "--port", port) == (1, "", "--port must be from 0 to 65535.\n")
        done = subprocess.run(  # noqa: S603 (our own command line)
            [sys.executable, "-m", "sandbox", "--port", port],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "--port must be from 0 to 65535.\n")


def test_a_file_of_settings_that_cannot_be_read_stops_every_command_with_a_sentence(kenes: Command) -> None:
    Path(".env").write_bytes(b"BOT_TOKEN=\xff\xfe\n")
    sentence = ".env: line 1 is not UTF-8: save the file as UTF-8.\n"
    for command in (["migrate"], ["run"], ["backup"], ["invite", "staff"]):
        assert kenes(*command) == (1, "", sentence)
    assert kenes("check") == (1, f"✗   settings     {sentence}", "")


def test_a_second_bot_on_the_same_file_is_refused(kenes: Command, tmp_path: Path) -> None:
    kenes("migrate")
    with sqlite_to_itself(tmp_path / "data" / "kenes.db"):
        code, _, err = kenes("migrate")
        assert code == 1
        assert f"Another bot is running on this database: stop it first (process {os.getpid()}, " in err
        kenes("backup", "a.zip")
        assert "stop it first" in kenes("restore", "a.zip")[2]
    assert kenes("restore", "a.zip")[0] == 0


def test_an_unreachable_database_is_a_sentence_without_its_password(
    kenes: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://kenes:hunter2@127.0.0.1:1/kenes")
    code, _, err = kenes("migrate")
    assert code == 1
    assert "The database cannot be used" in err
    assert "hunter2" not in err


def test_a_webhook_needs_its_settings(kenes: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "BOT_TOKEN" in kenes("run", "--webhook")[2]
    monkeypatch.setenv("BOT_TOKEN", "123456789:AAE-secret")
    assert "WEBHOOK_SECRET" in kenes("run", "--webhook")[2]


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    """A Telegram that knows one token."""

    async def get_me(request: web.Request) -> web.Response:
        if request.match_info["token"] == "bot123456789:AAE-right":
            return web.json_response({"ok": True, "result": {"username": "kenes_bot"}})
        return web.json_response({"ok": False, "description": "Unauthorized"}, status=401)

    app = web.Application()
    app.router.add_get("/{token}/getMe", get_me)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_check_asks_telegram_who_the_token_is(telegram: str, tmp_path: Path) -> None:
    from bot.commands.check import _items

    async def token(api: str, secret: str) -> tuple[bool, str]:
        settings = Settings(bot_token=SecretStr(secret), bot_api_url=api, data_dir=tmp_path)
        said = {name: (good, text) async for good, name, text in _items(settings)}
        return said["token"]

    assert await token(telegram, "123456789:AAE-right") == (True, "@kenes_bot")
    good, text = await token(telegram, "123456789:AAE-wrong")
    assert not good
    assert "BotFather" in text
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        good, text = await token(f"http://127.0.0.1:{unused.getsockname()[1]}", "123456789:AAE-right")
    assert not good
    assert "does not answer" in text


async def test_check_names_a_webhook_without_its_secret(tmp_path: Path) -> None:
    from bot.commands.check import _items

    settings = Settings(data_dir=tmp_path, webhook_url="https://kenes.example.kz/telegram")
    said = {name: (good, text) async for good, name, text in _items(settings)}
    assert said["webhook"] == (False, "WEBHOOK_URL is set, WEBHOOK_SECRET is not: `run --webhook` needs both.")


async def test_the_sandbox_touches_nothing_of_the_real_bot(tmp_path: Path) -> None:
    real = Settings(
        bot_token=SecretStr("123456789:AAE-right"),
        database_url="postgresql://u:p@h/d",
        data_dir=tmp_path,
        admin_ids=frozenset({1}),
        secret_key=SecretStr("k" * 32),
    )
    inside = sandbox.inside(real, "http://127.0.0.1:8081", tmp_path / "sandbox")
    assert inside.sqlite_path == tmp_path / "sandbox" / "kenes.db"
    assert inside.data_dir == tmp_path / "sandbox"
    assert inside.admin_ids == {1005}
    assert inside.bot_token == SecretStr("1000001:sandbox")
    assert inside.secret_key is None


async def test_the_sandbox_ends_with_the_bot_and_the_bot_with_the_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    async def serve(settings: Settings, *, webhook: bool) -> None:
        seen.append(settings.bot_api_url)
        if len(seen) == 2:
            os.kill(processes[1].pid, signal.SIGKILL)
            await asyncio.Event().wait()

    processes: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def remember(*args: str, **kw: object) -> asyncio.subprocess.Process:
        processes.append(await start(*args, **kw))  # type: ignore[arg-type]
        return processes[-1]

    monkeypatch.setattr(run, "serve", serve)
    monkeypatch.setattr(asyncio, "create_subprocess_exec", remember)
    monkeypatch.setattr(sandbox, "_stop_when_told", lambda: None)
    await sandbox._start(Settings(data_dir=tmp_path), 0, history=False)
    assert processes[0].returncode is not None
    with pytest.raises(Trouble, match="The sandbox has ended"):
        await sandbox._start(Settings(data_dir=tmp_path), 0, history=False)
    assert all(url.startswith("http://127.0.0.1:") for url in seen)
