"""Settings: what whoever runs the bot decides, from the environment, `.env` and files with secrets."""

import difflib
import io
import logging
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from domain.languages import Language
from domain.meetings import reminders_of

logger = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
FROM_FILES = ("BOT_TOKEN", "DATABASE_URL", "WEBHOOK_SECRET", "SENTRY_DSN", "SECRET_KEY")
ENV_FILE = Path(".env")
KEY_BYTES = 32


class SettingsError(Exception):
    """Settings that cannot be used; the text is a sentence per setting and never holds a secret's value."""


class Settings(BaseModel):
    """What was decided; read once at start and passed by hand."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=False)

    bot_token: SecretStr | None = Field(default=None, examples=["123456789:AAE…"])
    bot_api_url: str = Field(default=TELEGRAM, examples=[TELEGRAM])
    data_dir: Path = Field(default=Path("data"), examples=["data"])
    database_url: str = Field(
        default_factory=lambda data: f"sqlite:///{data.get('data_dir', 'data')}/kenes.db",
        repr=False,
        examples=["sqlite:///data/kenes.db or postgresql://kenes:password@localhost/kenes"],
    )
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(default=frozenset(), examples=["123456789,987654321"])
    default_language: Language = Field(default="kk", examples=["kk"])
    timezone: str = Field(default="Asia/Almaty", examples=["Asia/Almaty"])
    webhook_url: str | None = Field(default=None, examples=["https://kenes.example.kz/telegram"])
    webhook_secret: SecretStr | None = Field(default=None, examples=["the output of: openssl rand -hex 32"])
    http_host: str = Field(default="127.0.0.1", examples=["127.0.0.1"])
    http_port: int = Field(default=8080, ge=0, le=65535, examples=["8080"])
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", examples=["INFO"])
    log_format: Literal["console", "json"] = Field(default="console", examples=["json"])
    sentry_dsn: SecretStr | None = Field(default=None, examples=["https://key@sentry.example.kz/1"])
    backup_keep_days: int = Field(default=30, ge=1, le=3650, examples=["30"])
    drafts_keep_days: int = Field(default=90, ge=7, le=3650, examples=["90"])
    invite_days: int = Field(default=7, ge=1, le=365, examples=["7"])
    meeting_reminders: str = Field(default="7d,1d,3h", examples=["7d,1d,3h"])
    presses_per_second: float = Field(default=5, gt=0, le=1000, examples=["5"])
    press_burst: int = Field(default=20, ge=1, le=10000, examples=["20"])
    send_per_second: float = Field(default=28.5, gt=0, le=1000, examples=["28.5"])
    send_chat_seconds: float = Field(default=1.2, ge=0, le=60, examples=["1.2"])
    send_group_per_minute: int = Field(default=18, ge=1, le=20, examples=["18"])
    allow_paid_broadcast: bool = Field(default=False, examples=["false"])
    digest_hour: int = Field(default=18, ge=0, le=23, examples=["18"])
    keep_files: bool = Field(default=False, examples=["false"])
    sandbox_port: int = Field(default=8081, ge=0, le=65535, examples=["8081"])
    secret_key: SecretStr | None = Field(default=None, examples=["the output of: openssl rand -hex 32"])

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which people's hours and dates are meant."""
        return ZoneInfo(self.timezone)

    @property
    def sqlite_path(self) -> Path | None:
        """The file of the database, None when it is PostgreSQL."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.database_url.startswith("sqlite:") else None

    def key(self) -> bytes:
        """The key of every HMAC: `SECRET_KEY`, else 32 random bytes made once in the data folder."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        return _key_from(self.data_dir / "secret.key")

    def known_key(self) -> bytes | None:
        """The same key where there is one already; unlike `key`, this makes nothing."""
        if self.secret_key is None and not (self.data_dir / "secret.key").exists():
            return None
        return self.key()

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d{3,}:[\w-]{5,}", value.get_secret_value(), re.ASCII):
            raise ValueError("is not a token as BotFather gives it: a number, a colon and letters, without spaces")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        _check_web_address(value, ("http", "https"))
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        value = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", value)
        if value.startswith("postgresql://"):
            return value
        if value.startswith("sqlite:///") and value != "sqlite:///":
            return value
        raise ValueError("must begin with sqlite:/// and name a file, or with postgresql://")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        wrong = [part for part in parts if not (part.isascii() and part.isdigit())]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is not a Telegram id: ids are numbers, separated by commas")
        return parts

    @field_validator("meeting_reminders")
    @classmethod
    def _reminders(cls, value: str) -> str:
        reminders_of(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, LookupError) as error:
            raise ValueError(f"{value!r} is not the name of a time zone") from error
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str | None, info: ValidationInfo) -> str | None:
        # A wrong BOT_API_URL is not there: it is told of by itself.
        own_server = info.data.get("bot_api_url") != TELEGRAM
        if value is not None:
            _check_web_address(value, ("http", "https") if own_server else ("https",))
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[\w-]{16,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("must be 16 to 256 Latin letters, digits, _ and -")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("sentry_dsn")
    @classmethod
    def _dsn(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            _check_web_address(value.get_secret_value(), ("http", "https"))
        return value

    @field_validator("secret_key")
    @classmethod
    def _long(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value()) < KEY_BYTES:
            raise ValueError(f"must be at least {KEY_BYTES} characters long")
        return value


def _check_web_address(value: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(value)
        fine = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fine = False
    if not fine:
        raise ValueError(f"must be a whole address that begins with {' or '.join(f'{s}://' for s in schemes)}")


def _key_from(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link appears whole or not at all, so two processes that start together agree on one key.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = path.read_bytes()
    if len(key) < KEY_BYTES:
        raise SettingsError(f"SECRET_KEY: {path} is damaged, it must hold {KEY_BYTES} bytes; bring it from a copy.")
    return key


class _FromEnvironment(Settings, BaseSettings):
    model_config = SettingsConfigDict(env_ignore_empty=True, env_file_encoding="utf-8", extra="ignore")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """The settings of this process; raises `SettingsError` with a sentence for each one that is wrong."""
    _check_lines(env_file)
    in_file = {name.upper(): value for name, value in dotenv_values(env_file, encoding="utf-8").items() if value}
    _warn_of_misspelled(in_file, env_file)
    try:
        return _FromEnvironment(_env_file=env_file, **_secrets_in_files(in_file | dict(os.environ)))  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error))) from None


def _check_lines(env_file: Path) -> None:
    # python-dotenv leaves away what it cannot read, and the bot would run as if it had never been set.
    if not env_file.is_file():
        return
    data = env_file.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SettingsError(f"{env_file}: line {line} is not UTF-8: save the file as UTF-8.") from None
    # A line may hold a secret, so it is not shown.
    wrong = [
        f"{env_file}: line {line} cannot be understood: a line is NAME=value, or begins with #."
        for line in _unreadable_lines(text)
    ]
    if wrong:
        raise SettingsError("\n".join(wrong))


def _unreadable_lines(text: str) -> Iterator[int]:
    for binding in parse_stream(io.StringIO(text, newline=None)):
        if binding.error:
            original = binding.original.string
            blank = original[: len(original) - len(original.lstrip())]
            yield binding.original.line + blank.count("\n")


def _secrets_in_files(given: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for name in FROM_FILES:
        path = given.get(f"{name}_FILE")
        if not path:
            continue
        if given.get(name):
            raise SettingsError(f"{name}: is given twice, by {name} and by {name}_FILE; leave one of them.")
        try:
            found[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise SettingsError(f"{name}_FILE: {path} cannot be read ({reason}).") from None
        if not found[name.lower()]:
            raise SettingsError(f"{name}_FILE: {path} is empty.")
    return found


def _warn_of_misspelled(given: Mapping[str, str], env_file: Path) -> None:
    known = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in FROM_FILES}
    for name in given.keys() - known:
        near = difflib.get_close_matches(name, known, 1, 0.8)
        if near:
            logger.warning("%s has %s, which is no setting and is ignored. Is %s meant?", env_file, name, near[0])


def _sentences(error: ValidationError) -> list[str]:
    # What was not set and hangs on a setting that is wrong is no fault of its own.
    faults = [each for each in error.errors(include_url=False) if each["type"] != "default_factory_not_called"]
    return [_sentence(each) for each in faults]


def _sentence(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    example = Settings.model_fields[field].examples or [""]
    return f"{field.upper()}: {_why(error)}. For example: {example[0]}"


def _why(error: ErrorDetails) -> str:
    limits = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(limits["error"])
        case "int_parsing" | "int_from_float" | "int_type":
            return "must be a whole number"
        case "float_parsing" | "float_type":
            return "must be a number"
        case "greater_than_equal":
            return f"must be at least {limits['ge']}"
        case "greater_than":
            return f"must be more than {limits['gt']}"
        case "less_than_equal":
            return f"must be at most {limits['le']}"
        case "literal_error":
            return f"must be {limits['expected']}"
        case _:
            return "cannot be understood"
