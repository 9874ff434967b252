"""Write `sandbox/bot_api.json`: the facts of the Bot API that the sandbox checks requests by.

The source is `.butcher/schema/schema.json` of aiogram's source distribution. Only facts are kept (names, types, what is
required, fixed values), and only for the methods that the sandbox implements.

A field reads `"name!": "type"`, where `!` means required. A type is a name, `[type]` for a list, `a|b` for a choice and
`=value` for a fixed word.
"""

import argparse
import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sandbox.methods import HANDLERS

TARGET = Path(__file__).resolve().parent.parent / "sandbox" / "bot_api.json"
PLAIN = {"Integer", "Float", "String", "Boolean", "True", "InputFile"}
ANSWERS = ("ChatMemberAdministrator",)
"""Types that the sandbox fills in by their list of fields."""
BEYOND = {"InputRichMessage", "SuggestedPostParameters", "EphemeralMessageParameters", "InputMediaLivePhoto"}
"""Types that would bring half of the schema with them; the sandbox refuses them by name."""

FIXED = re.compile(r"(?:must be|always) '?(\w+)'?$")
ONE_OF = re.compile(r"(?:must be|can be) one of (.*)", re.IGNORECASE | re.DOTALL)
EMOJI = re.compile(r'alt="([^"]+)"')
STYLED = {"InlineKeyboardButton", "KeyboardButton"}

Item = dict[str, Any]


def short(name: str) -> str:
    """Turn the schema's English for a type into our notation."""
    if name.startswith("Array of "):
        return f"[{short(name.removeprefix('Array of '))}]"
    return "|".join(re.split(r", | and | or ", name.replace(", and ", ", ")))


def one_of(words: Iterable[str]) -> str:
    """Return the notation of a string that must be one of these words."""
    return "|".join(f"={word}" for word in words)


def field_type(owner: str, field: Item) -> str:
    """Return the notation of a field's type, with fixed words where the description names them."""
    description = field["description"]
    if field["type"] == "String" and (fixed := FIXED.search(description)):
        return f"={fixed[1]}"
    if owner == "ReactionTypeEmoji" and field["name"] == "emoji":
        return one_of(html.unescape(word) for word in EMOJI.findall(field["html_description"]))
    if owner in STYLED and field["name"] == "style" and (choice := ONE_OF.search(description)):
        return one_of(re.findall(r"'([^']+)'", choice[1]))
    return short(field["type"])


def fields(item: Item) -> dict[str, str]:
    """Return the fields of a type or the parameters of a method."""
    return {f["name"] + "!" * f["required"]: field_type(item["name"], f) for f in item["annotations"]}


def names_in(types: Iterable[str]) -> Iterator[str]:
    """Yield the names of the types that these notations mention."""
    for notation in types:
        yield from (name for name in re.findall(r"(?<![=\w])[A-Z]\w+", notation) if name not in PLAIN)


def choices(item: Item) -> str | None:
    """Return the notation of a type that is a choice of others, None for an ordinary one."""
    found = re.findall(r"^ - (\w+)$", item["description"], re.MULTILINE)
    return "|".join(found) if found and not item["annotations"] else None


def reachable(items: dict[str, Item], start: Iterable[str]) -> dict[str, Any]:
    """Return the types that can be reached from these names, each as its fields or its choice."""
    result: dict[str, Any] = {}
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name in result or name in BEYOND:
            continue
        item = items[name]
        result[name] = choices(item) or fields(item)
        mentioned = [result[name]] if isinstance(result[name], str) else result[name].values()
        waiting += names_in(mentioned)
    return dict(sorted(result.items()))


def facts(schema: Item) -> Item:
    """Return what the sandbox needs to know of the Bot API."""
    items = {item["name"]: item for group in schema["items"] for item in group["children"]}
    methods = {name: fields(items[name]) for name in sorted(HANDLERS)}
    mentioned = names_in(kind for parameters in methods.values() for kind in parameters.values())
    return {
        "version": schema["api"]["version"],
        "names": sorted(name for name, item in items.items() if item["category"] == "methods"),
        "updates": [f["name"] for f in items["Update"]["annotations"] if f["name"] != "update_id"],
        "methods": methods,
        "types": reachable(items, [*mentioned, *ANSWERS]),
    }


def main() -> None:
    """Read the schema named on the command line and write the facts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schema", type=Path, help="schema.json of aiogram's source distribution")
    schema = json.loads(parser.parse_args().schema.read_text(encoding="utf-8"))
    text = json.dumps(facts(schema), ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
