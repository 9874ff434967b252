"""Settings: where they come from, and what is said when one is wrong."""

import logging
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import Settings, SettingsError, load_settings

TOKEN = "123456789:AAE-secret_of_the_bot"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)


def _refusal(monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    return str(caught.value)


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert settings.bot_token is None
    assert settings.database_url == "sqlite:///data/kenes.db"
    assert settings.time_zone.key == "Asia/Almaty"
    assert settings.admin_ids == frozenset()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"# ours\nBOT_TOKEN={TOKEN}\nHTTP_PORT=9000\nADMIN_IDS=1, 2\nSENTRY_DSN=\n")
    monkeypatch.setenv("HTTP_PORT", "9001")
    settings = load_settings()
    assert settings.bot_token == SecretStr(TOKEN)
    assert settings.http_port == 9001
    assert settings.admin_ids == {1, 2}
    assert settings.sentry_dsn is None


def test_the_database_lies_in_the_data_folder_unless_told_otherwise() -> None:
    assert Settings(data_dir=Path("/srv/kenes")).sqlite_path == Path("/srv/kenes/kenes.db")
    assert Settings(database_url="postgres://u:p@h/d").sqlite_path is None


@pytest.mark.parametrize("name", ["BOT_TOKEN", "DATABASE_URL", "WEBHOOK_SECRET", "SENTRY_DSN", "SECRET_KEY"])
def test_a_secret_comes_from_a_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value = {"BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql://u:p@h/d", "SENTRY_DSN": "https://k@h/1"}.get(
        name, "k" * 40
    )
    Path("secret").write_text(f"{value}\n")
    monkeypatch.setenv(f"{name}_FILE", "secret")
    found = getattr(load_settings(), name.lower())
    assert (found.get_secret_value() if isinstance(found, SecretStr) else found) == value


def test_a_file_of_a_secret_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "BOT_TOKEN_FILE: nowhere cannot be read" in _refusal(monkeypatch, BOT_TOKEN_FILE="nowhere")
    Path("empty").touch()
    assert "BOT_TOKEN_FILE: empty is empty" in _refusal(monkeypatch, BOT_TOKEN_FILE="empty")
    assert "given twice" in _refusal(monkeypatch, BOT_TOKEN=TOKEN)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("BOT_TOKEN", "hunter2 hunter2", "is not a token as BotFather gives it"),
        ("BOT_API_URL", "api.telegram.org", "must be a whole address that begins with http:// or https://"),
        ("DATABASE_URL", "mysql://u:hunter2@h/d", "must begin with sqlite:///"),
        ("DATABASE_URL", "sqlite://", "must begin with sqlite:///"),
        ("ADMIN_IDS", "12;13", "'12;13' is not a Telegram id"),
        ("DEFAULT_LANGUAGE", "de", "must be 'kk', 'ru' or 'en'"),
        ("TIMEZONE", "Almaty", "'Almaty' is not the name of a time zone"),
        ("WEBHOOK_URL", "http://kenes.kz/telegram", "begins with https://"),
        ("WEBHOOK_SECRET", "hunter2 hunter2 hunter2", "16 to 256 Latin letters"),
        ("HTTP_PORT", "http", "must be a whole number"),
        ("HTTP_PORT", "65536", "must be at most 65535"),
        ("LOG_LEVEL", "loud", "must be 'DEBUG'"),
        ("LOG_FORMAT", "xml", "must be 'console' or 'json'"),
        ("SENTRY_DSN", "hunter2", "must be a whole address"),
        ("BACKUP_KEEP_DAYS", "0", "must be at least 1"),
        ("PRESSES_PER_SECOND", "0", "must be more than 0"),
        ("SECRET_KEY", "hunter2", "at least 32 characters"),
    ],
)
def test_a_wrong_setting_is_named_with_the_reason_and_an_example(
    name: str, value: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _refusal(monkeypatch, **{name: value})
    assert said.startswith(f"{name}: ")
    assert why in said
    assert "For example: " in said
    assert "hunter2" not in said


def test_every_wrong_setting_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _refusal(monkeypatch, HTTP_PORT="x", TIMEZONE="x")
    assert [line.split(":")[0] for line in said.splitlines()] == ["TIMEZONE", "HTTP_PORT"]


def test_what_hangs_on_a_wrong_setting_is_no_fault_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _refusal(monkeypatch, BOT_TOKEN="nonsense")
    assert [line.split(":")[0] for line in said.splitlines()] == ["BOT_TOKEN"]
    said = _refusal(monkeypatch, BOT_API_URL="localhost:8081", WEBHOOK_URL="http://localhost/telegram")
    assert [line.split(":")[0] for line in said.splitlines()] == ["BOT_TOKEN", "BOT_API_URL"]


def test_a_file_that_is_not_utf_8_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes(b"# ours\nBOT_TOKEN=\xff\xfe\n")
    assert _refusal(monkeypatch) == ".env: line 2 is not UTF-8: save the file as UTF-8."


def test_a_line_that_is_no_setting_is_named_once_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Path(".env").write_text('HTTP_PORT=1\ngarbage line ===\n\n\n === hunter2\nSECRET_KEY="hunter2\nLOG_LEVEL=INFO\n')
    why = "cannot be understood: a line is NAME=value, or begins with #."
    assert _refusal(monkeypatch) == "\n".join(f".env: line {line} {why}" for line in (2, 5, 6))
    assert not caplog.records


def test_comments_and_quotes_over_several_lines_are_fine() -> None:
    Path(".env").write_text('# a === b\n\nexport HTTP_PORT = 9000 # ours\nOTHER="a\nb === c"\r\nALONE\n')
    assert load_settings().http_port == 9000


def test_no_secret_shows_itself() -> None:
    settings = Settings(
        bot_token=SecretStr(TOKEN), database_url="postgresql://u:hunter2@h/d", secret_key=SecretStr("hunter2" * 5)
    )
    assert "secret_of_the_bot" not in f"{settings!r} {settings}"
    assert "hunter2" not in f"{settings!r} {settings}"
    with pytest.raises(ValidationError) as caught:
        Settings(database_url="mysql://u:hunter2@h/d")
    assert "hunter2" not in str(caught.value)


def test_a_misspelled_name_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    Path(".env").write_text("BOT_TOKNE=1\nCOMPOSE_PROJECT_NAME=kenes\n")
    with caplog.at_level(logging.WARNING):
        load_settings()
    assert [record.getMessage() for record in caplog.records] == [
        ".env has BOT_TOKNE, which is no setting and is ignored. Is BOT_TOKEN meant?"
    ]


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    key = settings.key()
    assert len(key) == 32
    assert Settings(data_dir=tmp_path / "data").key() == key
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]
    assert Settings(secret_key=SecretStr("k" * 32)).key() == b"k" * 32


def test_to_ask_for_a_key_makes_none(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    assert settings.known_key() is None
    assert not (tmp_path / "data").exists()
    assert settings.key() == settings.known_key()
    assert Settings(data_dir=tmp_path, secret_key=SecretStr("k" * 32)).known_key() == b"k" * 32


def test_a_damaged_secret_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(SettingsError, match="damaged"):
        Settings(data_dir=tmp_path).key()
