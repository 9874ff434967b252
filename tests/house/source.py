"""The source tree as the tests of the house read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("bot", "handlers", "jobs", "actions", "screens", "reports", "storage", "domain", "texts", "sandbox", "tools")


@cache
def parsed(*floors: str) -> tuple[tuple[str, ast.Module], ...]:
    """Each file of `floors` (every floor without any), by its path from the root."""
    files = sorted(path for floor in floors or FLOORS for path in (ROOT / floor).rglob("*.py"))
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in files)


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """The calls of a function or method with this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name in (getattr(node.func, "id", None), getattr(node.func, "attr", None)):
            yield node


def strings(node: ast.AST) -> Iterator[str]:
    """The string constants inside a node."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def refusal_reasons() -> set[str]:
    """Every word with which an action or a handler says no."""
    return {
        reason
        for _, tree in parsed("actions", "handlers")
        for call in calls(tree, "Refused")
        if call.args
        for reason in _possible(call.args[0])
    }


def spoken_refusals() -> set[str]:
    """Every word for which `screens.refusals` has a sentence."""
    ((_, tree),) = ((path, tree) for path, tree in parsed("screens") if path == "screens/refusals.py")
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    return {value for table in tables for key in table.keys if key is not None for value in strings(key)}


def _possible(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_possible(node.body), *_possible(node.orelse))
    else:
        yield from strings(node)
