"""Logs hold neither secrets nor what people wrote."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot import logs
from bot.settings import Settings, SettingsError

TOKEN = "123456789:AAE-secret_of_the_bot"


@pytest.fixture
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


pytestmark = pytest.mark.usefixtures("_logging_as_before")


def _settings(**changes: object) -> Settings:
    return Settings(bot_token=SecretStr(TOKEN), webhook_secret=SecretStr("w" * 20)).model_copy(update=changes)


def _fail() -> None:
    raise OSError(f"https://api.telegram.org/bot{TOKEN}/getMe")


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_the_token_is_masked_wherever_it_stands(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(_settings(log_format=log_format))
    logger = logging.getLogger("test")
    logger.info("token %s", TOKEN)
    logger.info("address https://host/bot%s/getMe and %s", TOKEN.replace(":", "%3A"), "w" * 20)
    logger.info("database %s", "postgresql://kenes:hunter2@localhost/kenes")
    try:
        _fail()
    except OSError:
        logger.exception("failed")
    said = capsys.readouterr().err
    assert "secret_of_the_bot" not in said
    assert "hunter2" not in said
    assert "w" * 20 not in said
    assert said.count("***") == 5
    assert "Traceback" in said


def test_json_lines_can_be_read_by_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(_settings(log_format="json"))
    logging.getLogger("test").warning("Қазақша\nекі жол")
    facts = {"act": "give_role", "person": 7, "outcome": "done"}
    logging.getLogger("kenes.acts").info("%s person=%s outcome=%s", "give_role", 7, "done", extra={"facts": facts})
    warning, act = map(json.loads, capsys.readouterr().err.splitlines())
    assert warning["level"] == "WARNING"
    assert warning["message"] == "Қазақша\nекі жол"
    assert warning["time"].endswith("Z")
    assert act["person"] == 7
    assert act["act"] == "give_role"
    assert act["message"] == "give_role person=7 outcome=done"


def test_other_peoples_loggers_keep_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(_settings())
    logging.getLogger("aiogram.event").info("Update id=1 is handled")
    logging.getLogger("aiohttp.access").info("GET /health")
    assert capsys.readouterr().err == ""


def test_the_level_is_what_was_set(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(_settings(log_level="WARNING"))
    logging.getLogger("test").info("quiet")
    assert capsys.readouterr().err == ""


def test_what_goes_to_sentry_has_no_person_in_it() -> None:
    event = {
        "message": f"bot{TOKEN}",
        "user": {"id": 7},
        "request": {"data": "text"},
        "breadcrumbs": {"values": ["text"]},
        "extra": {"update": "text"},
        "exception": {"values": [{"type": "OSError", "value": TOKEN}]},
    }
    sent = logs.without_personal_data(event, logs.Masker([TOKEN]))
    assert sent == {"message": "bot***", "exception": {"values": [{"type": "OSError", "value": "***"}]}}


def test_sentry_is_asked_for_by_its_address_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    logs.set_up(_settings())
    with pytest.raises(SettingsError, match="sentry-sdk"):
        logs.set_up(_settings(sentry_dsn=SecretStr("https://key@sentry.example/1")))
