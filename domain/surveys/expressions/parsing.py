"""Reading an expression, and writing it again."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.surveys.expressions.nodes import (
    LEVELS,
    Call,
    Column,
    Here,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    Text,
)

# Deeper than this nobody nests by hand.
DEEPEST, LONGEST = 40, 2_000

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>\$\{\s*[A-Za-z_][\w.-]*\s*\})
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<word>[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?)
      | (?P<sign>!=|<=|>=|\.\.|[=<>+*(),./|\[\]@-])
      )""",
    re.VERBOSE,
)
# What leads to other places of a document: a form of ours has none.
_PATHS = frozenset({"..", "/", "[", "@", "|"})
_OPERATORS = frozenset(operator for level in LEVELS for operator in level)


class WrongExpression(Exception):
    """An expression that cannot be read or worked out; `reason` is a word of ours, `facts` what it is about."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(source: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at)
        if match is None:
            raise WrongExpression("unreadable", text=source[at:].strip()[:20])
        kind = str(match.lastgroup)
        found.append(_Token(kind, match.group(kind)))
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.next()
        if token is None:
            raise WrongExpression("ends_early")
        self.at += 1
        return token

    def expect(self, sign: str) -> None:
        token = self.take()
        if token.text != sign or token.kind == "text":
            raise WrongExpression("unexpected", text=token.text)

    def whole(self) -> Node:
        node = self.level(0)
        rest = self.next()
        if rest is not None:
            raise WrongExpression("path" if rest.text in _PATHS else "unexpected", text=rest.text)
        return node

    def level(self, number: int) -> Node:
        if number == len(LEVELS):
            return self.negative()
        node = self.level(number + 1)
        while (token := self.next()) is not None and token.kind in ("word", "sign") and token.text in LEVELS[number]:
            self.at += 1
            node = Operation(token.text, node, self.level(number + 1))
        return node

    def negative(self) -> Node:
        token = self.next()
        if token is not None and token.kind == "sign" and token.text == "-":
            self.at += 1
            return Negative(self.deeper(self.negative))
        return self.single()

    def deeper(self, read: Any) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise WrongExpression("too_deep")
        node = read()
        self.depth -= 1
        return node

    def single(self) -> Node:
        token = self.take()
        match token.kind:
            case "text":
                return Text(token.text[1:-1])
            case "number":
                return Number(token.text)
            case "name":
                return Name(token.text[2:-1].strip())
            case "word":
                return self.word(token.text)
        if token.text == ".":
            return Here()
        if token.text == "(":
            inside: Node = self.deeper(lambda: self.level(0))
            self.expect(")")
            return inside
        if token.text in _PATHS:
            raise WrongExpression("path", text=token.text)
        raise WrongExpression("unexpected", text=token.text)

    def word(self, word: str) -> Node:
        after = self.next()
        if after is None or after.kind != "sign" or after.text != "(":
            if word in _OPERATORS:
                raise WrongExpression("unexpected", text=word)
            return Column(word)
        self.at += 1
        arguments: list[Node] = []
        if (first := self.next()) is not None and first.text == ")" and first.kind == "sign":
            self.at += 1
            return Call(word, ())
        while True:
            arguments.append(self.deeper(lambda: self.level(0)))
            token = self.take()
            if token.kind == "sign" and token.text == ")":
                return Call(word, tuple(arguments))
            if token.kind != "sign" or token.text != ",":
                raise WrongExpression("unexpected", text=token.text)


@lru_cache(maxsize=4096)
def parsed(source: str) -> Node:
    """The expression; raises `WrongExpression` with the reason when it is none."""
    if len(source) > LONGEST:
        raise WrongExpression("too_long", most=LONGEST)
    tokens = _tokens(source)
    if not tokens:
        raise WrongExpression("empty")
    return _Reader(tokens).whole()


def written(node: Node) -> str:
    """An expression as text, which `parsed` reads as the same."""
    match node:
        case Text(value):
            return f'"{value}"' if '"' not in value else f"'{value}'"
        case Number(value):
            return value
        case Name(name):
            return f"${{{name}}}"
        case Here():
            return "."
        case Column(name):
            return name
        case Call(function, arguments):
            return f"{function}({', '.join(written(one) for one in arguments)})"
        case Negative(of):
            return f"-{_closed(of)}"
        case Operation(operator, left, right):
            return f"{_closed(left)} {operator} {_closed(right)}"


def _closed(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, Operation | Negative) else written(node)
