"""Formatted text as Telegram reads it: HTML to plain text with entities, offsets and lengths in UTF-16 units."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
KINDS = {*TAGS.values(), "expandable_blockquote", "text_mention", "date_time"}
DETECTED = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
SPACE = " \n\r\t\v\f"
CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,8})|([a-zA-Z]+));?")
ATTRIBUTE = re.compile(
    r"""[ \n\r\t\v\f]*(?P<name>[^ \n\r\t\v\f=>]*)[ \n\r\t\v\f]*(?P<equals>=?)[ \n\r\t\v\f]*"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[a-zA-Z0-9.\-]*))"""
)
PLAIN_LINK = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})\b|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def utf16(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    begin: int


class _Parser:
    """One reading of one HTML text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[Open] = []
        self.entities: list[Entity] = []

    def error(self, reason: str, position: int, more: str = "") -> ApiError:
        offset = len(self.source[:position].encode())
        return bad(f"can't parse entities: {reason} at byte offset {offset}{more}")

    def append(self, piece: str) -> None:
        self.pieces.append(piece)
        self.offset += utf16(piece)

    def run(self) -> tuple[str, list[Entity]]:
        source, position = self.source, 0
        while (begin := source.find("<", position)) >= 0:
            self.append(unescape(source[position:begin]))
            ends = source.startswith("/", begin + 1)
            position = self.end_tag(begin) if ends else self.start_tag(begin)
        self.append(unescape(source[position:]))
        if self.open:
            tag = self.open[-1].tag
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
        return "".join(self.pieces), self.entities

    def start_tag(self, begin: int) -> int:
        source = self.source
        position = begin + 1
        while position < len(source) and source[position] not in SPACE and source[position] != ">":
            position += 1
        if position == len(source):
            raise self.error("Unclosed start tag", begin)
        tag = source[begin + 1 : position].lower()
        if tag not in TAGS:
            raise self.error(f'Unsupported start tag "{tag}"', begin)
        argument, position = self.attributes(tag, begin, position)
        if tag == "span" and argument != "spoiler":
            raise self.error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(Open(tag, argument, self.offset, len(self.pieces)))
        return position + 1

    def attributes(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        argument, source = "", self.source
        while True:
            while position < len(source) and source[position] in SPACE:
                position += 1
            if position == len(source):
                raise self.error("Unclosed start tag", begin)
            if source[position] == ">":
                return argument, position
            name, value, position = self.attribute(tag, begin, position)
            argument = meaning(tag, name, value) or argument

    def attribute(self, tag: str, begin: int, position: int) -> tuple[str, str, int]:
        found = ATTRIBUTE.match(self.source, position)
        if found is None or not found["name"]:
            raise self.error(f'Empty attribute name in the tag "{tag}"', begin)
        name = found["name"].lower()
        if not found["equals"]:
            if (tag, name) != ("blockquote", "expandable"):
                raise self.error(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
            return name, "", position + len(found["name"])
        end = found.end()
        if end == len(self.source) or (found["bare"] == "" and self.source[end] in "\"'"):
            raise self.error("Unclosed start tag", begin)
        if found["bare"] is not None and self.source[end] not in SPACE + ">":
            raise self.error("Unexpected end of name token", found.start("bare"))
        quoted = found["double"] if found["double"] is not None else found["single"]
        return name, unescape(quoted) if quoted is not None else found["bare"].lower(), end

    def end_tag(self, begin: int) -> int:
        if not self.open:
            raise self.error("Unexpected end tag", begin)
        close = self.source.find(">", begin)
        if close < 0:
            raise self.error("Unclosed end tag", begin)
        found = self.source[begin + 2 : close].strip(SPACE)
        last = self.open.pop()
        if found and found.lower() != last.tag:
            raise self.error("Unmatched end tag", begin, f', expected "</{last.tag}>", found "</{found}>"')
        self.close(last)
        return close + 1

    def close(self, last: Open) -> None:
        length = self.offset - last.offset
        if not length:
            return
        entity: Entity = {"offset": last.offset, "length": length, "type": TAGS[last.tag]}
        if last.tag == "a":
            url = last.argument or "".join(self.pieces[last.begin :])
            if not is_link(url):
                return
            entity["url"] = url
        elif last.tag == "tg-emoji":
            entity["custom_emoji_id"] = last.argument
        elif last.tag == "blockquote" and last.argument:
            entity["type"] = "expandable_blockquote"
        elif last.tag == "code" and last.argument:
            entity["language"] = last.argument
        self.entities.append(entity)


def is_link(url: str) -> bool:
    """Say whether Telegram would make a link of it."""
    return re.match(r"(?:https?|tg|ton)://\S+$|mailto:\S+$|tel:\S+$|[\w-]+(\.[\w-]+)+", url) is not None


def meaning(tag: str, name: str, value: str) -> str:
    """Return what an attribute says about its tag, or nothing."""
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "expandable" if (tag, name) == ("blockquote", "expandable") else ""


def unescape(text: str) -> str:
    """Replace the character references that Telegram knows; others stay as they are."""
    return CHARACTER.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return NAMED.get(found[3], found[0])
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else found[0]


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and the entities of an HTML text, or raise Telegram's error with the byte offset."""
    if "<" not in source:
        return unescape(source), []
    text, entities = _Parser(source).run()
    return text, tidy(entities)


def inside(entity: Entity, other: Entity) -> bool:
    """Say whether one entity lies within another."""
    end, other_end = entity["offset"] + entity["length"], other["offset"] + other["length"]
    return bool(other["offset"] <= entity["offset"] and end <= other_end)


def tidy(entities: list[Entity]) -> list[Entity]:
    """Put entities in Telegram's order, without those that stand inside code or inside another quote."""
    result: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"], e["type"] != "pre")):
        holder = next((e for e in result if e["type"] in {"pre", "code"} and inside(entity, e)), None)
        if holder is not None:
            if holder["type"] == "pre" and "language" in entity and entity["length"] == holder["length"]:
                holder["language"] = entity["language"]
            continue
        if "blockquote" in entity["type"] and any("blockquote" in e["type"] and inside(entity, e) for e in result):
            continue
        if entity["type"] == "code":
            entity.pop("language", None)
        result.append(entity)
    return result


def clip(entities: list[Entity], cut: int, length: int) -> list[Entity]:
    """Move entities `cut` units to the left and keep what lies within `length`."""
    result = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if begin < end:
            result.append({**entity, "offset": begin, "length": end - begin})
    return result


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as Telegram does, and move the entities with it."""
    if "\r" in text and not entities:
        text = text.replace("\r", "")
    stripped = text.strip()
    if len(stripped) == len(text):
        return text, entities
    cut = utf16(text[: len(text) - len(text.lstrip())])
    return stripped, clip(entities, cut, utf16(stripped))


def checked(text: str, entities: list[Entity]) -> list[Entity]:
    """Return entities that came as objects, refusing those that do not lie on whole characters of the text."""
    if not entities:
        return []
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] not in KINDS | DETECTED:
            raise bad(f"can't parse MessageEntity: unsupported type {entity['type']!r}")
        if not 0 <= begin < end <= len(units) // 2:
            raise bad("entity lies outside the text")
        if any(0xDC <= units[2 * at + 1] < 0xE0 for at in (begin, end) if 2 * at < len(units)):
            raise bad("entity begins or ends in a middle of a UTF-16 symbol")
        if entity["type"] == "text_link" and not is_link(entity.get("url", "")):
            raise bad("can't parse MessageEntity: text_link needs a URL")
    return tidy([{k: v for k, v in e.items() if k != "user"} for e in entities])


def detect(text: str) -> list[Entity]:
    """Return the links, mentions, hashtags and commands that Telegram itself finds in a text."""
    if not any(sign in text for sign in "/@#"):
        return []
    return [
        {"offset": utf16(text[: m.start()]), "length": utf16(m[0]), "type": str(m.lastgroup)}
        for m in PLAIN_LINK.finditer(text)
    ]


def with_detected(text: str, entities: list[Entity]) -> list[Entity]:
    """Add what Telegram finds by itself where nothing was marked as a link or code."""
    found = detect(text)
    if not found or not entities:
        return found or entities
    taken = [e for e in entities if e["type"] in {"pre", "code", "text_link", *DETECTED}]
    free = [e for e in found if not any(inside(e, other) or inside(other, e) for other in taken)]
    return sorted([*entities, *free], key=lambda e: (e["offset"], -e["length"]))


def formatted(
    text: str, parse_mode: str | None, entities: list[Entity] | None, *, limit: int, too_long: str
) -> tuple[str, list[Entity]]:
    """Return the text that people see and its entities, or refuse it as Telegram would."""
    if parse_mode and parse_mode.lower() != "html":
        raise bad(f"unsupported parse_mode (the sandbox reads HTML only, not {parse_mode})")
    plain, marks = parse_html(text) if parse_mode else (text, checked(text, entities or []))
    plain, marks = trim(plain, marks)
    if utf16(plain) > limit:
        raise bad(too_long)
    return plain, with_detected(plain, marks)
