"""Requests checked against the facts of the Bot API, by closures that are compiled once."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.errors import bad

Check = Callable[[Any, str], Any]
"""Takes a value and its place in the request, returns the value as it should be or raises `ApiError`."""

WHOLE = re.compile(r"-?\d{1,18}")
BOOLEANS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    content_type: str
    data: bytes


@cache
def facts() -> dict[str, Any]:
    """Return the facts of the Bot API."""
    path = Path(__file__).with_name("bot_api.json")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def integer(value: Any, where: str) -> int:
    """Accept a whole number, or its digits as the Bot API does."""
    if type(value) is int:
        return value
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    raise bad(f"{where}: an integer is expected")


def number(value: Any, where: str) -> float:
    """Accept a number or its decimal form."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise bad(f"{where}: a number is expected") from None


def string(value: Any, where: str) -> str:
    """Accept a string and nothing else."""
    if isinstance(value, str):
        return value
    raise bad(f"{where}: a string is expected")


def boolean(value: Any, where: str) -> bool:
    """Accept true and false, or the words that a form carries for them."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in BOOLEANS:
        return BOOLEANS[value]
    raise bad(f"{where}: true or false is expected")


def file(value: Any, where: str) -> Upload:
    """Accept an uploaded file."""
    if isinstance(value, Upload):
        return value
    raise bad(f"{where}: an uploaded file is expected")


def chat_id(value: Any, where: str) -> int | str:
    """Accept a number, its digits or a name."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        return value
    return integer(value, where)


def file_or_name(value: Any, where: str) -> Upload | str:
    """Accept an uploaded file, or a string that names one."""
    return value if isinstance(value, Upload) else string(value, where)


SIMPLE: dict[str, Check] = {
    "Integer": integer,
    "Float": number,
    "String": string,
    "Boolean": boolean,
    "True": boolean,
    "InputFile": file,
    "Integer|String": chat_id,
    "InputFile|String": file_or_name,
}


def list_of(check: Check) -> Check:
    """Return the check of a list whose items pass `check`."""

    def check_list(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list):
            raise bad(f"{where}: a list is expected")
        return [check(item, f"{where}[{i}]") for i, item in enumerate(value)]

    return check_list


def one_word_of(words: set[str]) -> Check:
    """Return the check of a string that must be one of these words."""

    def check_word(value: Any, where: str) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise bad(f"{where}: one of {', '.join(sorted(words))} is expected")

    return check_word


def unknown_type(name: str) -> Check:
    """Return the check that refuses everything: the sandbox does not know this type."""

    def refuse(value: Any, where: str) -> Any:
        raise bad(f"{where}: the sandbox does not implement {name}")

    return refuse


def object_of(fields: Mapping[str, str]) -> Check:
    """Return the check of an object with these fields and no others."""
    checks = {name.rstrip("!"): compiled(kind) for name, kind in fields.items()}
    required = [name.rstrip("!") for name in fields if name.endswith("!")]

    def check_object(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise bad(f"{where}: an object is expected")
        result = {}
        for name, item in value.items():
            if item is None:
                continue
            check = checks.get(name)
            if check is None:
                raise bad(f"{where}: there is no field {name!r}")
            result[name] = check(item, f"{where}.{name}")
        for name in required:
            if name not in result:
                raise bad(f"{where}: field {name!r} is required")
        return result

    return check_object


def fits(value: Any, fields: Mapping[str, str]) -> bool:
    """Say whether an object has a type's required fields and fixed words, which is how a choice is made."""
    for name, kind in fields.items():
        plain = name.rstrip("!")
        if name.endswith("!") and value.get(plain) is None:
            return False
        if kind.startswith("=") and plain in value and value[plain] not in kind.replace("=", "").split("|"):
            return False
    return True


def choice_of(names: list[str]) -> Check:
    """Return the check of an object that must be one of several types."""
    types = facts()["types"]
    options = [(name, types[name], compiled(name)) for name in names if name in types]

    def check_choice(value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise bad(f"{where}: an object is expected")
        for _, fields, check in options:
            if fits(value, fields):
                return check(value, where)
        raise bad(f"{where}: one of {', '.join(name for name, _, _ in options)} is expected")

    return check_choice


@cache
def compiled(kind: str) -> Check:
    """Return the check of a type in the notation of `bot_api.json`."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind.startswith("["):
        return list_of(compiled(kind[1:-1]))
    if kind.startswith("="):
        return one_word_of(set(kind.removeprefix("=").split("|=")))
    if "|" in kind:
        return choice_of(kind.split("|"))
    known = facts()["types"].get(kind)
    if known is None:
        return unknown_type(kind)
    return compiled(known) if isinstance(known, str) else object_of(known)


def from_form(check: Check) -> Check:
    """Return a check that first reads JSON, for parameters which a form carries as text."""

    def check_json(value: Any, where: str) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad(f"can't parse {where} JSON object") from None
        return check(value, where)

    return check_json


class Method:
    """The parameters of one method, ready to check a request."""

    def __init__(self, name: str) -> None:
        fields = facts()["methods"][name]
        self.checks: dict[str, Check] = {}
        for field, kind in fields.items():
            check = compiled(kind)
            self.checks[field.rstrip("!")] = check if kind in SIMPLE else from_form(check)
        self.required = [field.rstrip("!") for field in fields if field.endswith("!")]

    def __call__(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the checked parameters."""
        checked = {}
        for name, value in raw.items():
            if value is None:
                continue
            check = self.checks.get(name)
            if check is None:
                raise bad(f"there is no parameter {name!r}")
            checked[name] = check(value, name)
        for name in self.required:
            if name not in checked:
                raise bad(f"parameter {name!r} is required")
        return checked


@cache
def method(name: str) -> Method:
    """Return the check of a method's requests."""
    return Method(name)
