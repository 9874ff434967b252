"""Logs: one line per event, UTC, without secrets and without what people wrote."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from pydantic import SecretStr

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

MASK = "***"
_PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]*:[^/\s@]*@")
# aiogram tells of every update and aiohttp of every request, with addresses; what we need of both is in /metrics.
_QUIET = ("aiogram", "aiohttp", "alembic", "apscheduler", "asyncio", "fontTools", "sqlalchemy")


def set_up(settings: Settings) -> None:
    """Send every log line of the process to standard error, and its errors to Sentry when there is an address."""
    masker = Masker(_secrets(settings))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(masker) if settings.log_format == "json" else ConsoleLines(masker))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if settings.sentry_dsn:
        _start_sentry(settings.sentry_dsn.get_secret_value(), masker)


class Masker:
    """Takes secrets out of text, wherever in it they stand."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        self._secrets = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True)))) if forms else None

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        if self._secrets is not None:
            text = self._secrets.sub(MASK, text)
        return _PASSWORD_IN_ADDRESS.sub(f"{MASK}@", text)


class ConsoleLines(logging.Formatter):
    """Lines for people; a traceback follows its line."""

    def __init__(self, masker: Masker) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._mask = masker

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's name)
        """The time in UTC."""
        return _time(record)

    def format(self, record: logging.LogRecord) -> str:
        """The line; masked as a whole, because a traceback and an address hold secrets too."""
        return self._mask(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object per line, for programs that collect logs."""

    def __init__(self, masker: Masker) -> None:
        super().__init__()
        self._mask = masker

    def format(self, record: logging.LogRecord) -> str:
        """The line as JSON."""
        line = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self._mask(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["error"] = self._mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _secrets(settings: Settings) -> list[str]:
    values = (getattr(settings, name) for name in Settings.model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]


def _start_sentry(address: str, masker: Masker) -> None:
    try:
        import sentry_sdk
    except ImportError:
        raise SettingsError(
            "SENTRY_DSN: needs the package sentry-sdk, which is not installed. Install it or leave SENTRY_DSN empty."
        ) from None

    def before_send(event: "Event", _hint: "Hint") -> "Event":
        return cast("Event", without_personal_data(dict(event), masker))

    sentry_sdk.init(
        address,
        send_default_pii=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_enabling_integrations=False,
        before_send=before_send,
    )


def without_personal_data(event: dict[str, Any], masker: Masker) -> dict[str, Any]:
    """The report of an error with its place and kind; without request, user, variables, secrets."""
    kept = {name: value for name, value in event.items() if name not in ("request", "user", "breadcrumbs", "extra")}
    clean: dict[str, Any] = json.loads(masker(json.dumps(kept, default=str)))
    return clean
