"""What nobody writes here, found in the tree itself."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.source import ROOT, calls, parsed

Found = Iterator[ast.AST]
Ban = Callable[[ast.Module], Found]


def environment(tree: ast.Module) -> Found:
    """`os.environ` and `os.getenv`: settings come from one place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb", "putenv"}:
            yield node
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (alias for alias in node.names if alias.name in {"environ", "getenv"})


def printing(tree: ast.Module) -> Found:
    """`print`: logs have levels, commands have standard output."""
    yield from (call for call in calls(tree, "print") if isinstance(call.func, ast.Name))


def sleeping(tree: ast.Module) -> Found:
    """`time.sleep`: it stops everybody."""
    for call in calls(tree, "sleep"):
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "time"
        ):
            yield call


def naive_moments(tree: ast.Module) -> Found:
    """Moments without a zone."""
    for call in calls(tree, "now"):
        if not call.args and not call.keywords:
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id == "datetime":
                yield call
    for name in ("utcnow", "utcfromtimestamp"):
        yield from calls(tree, name)
    for call in calls(tree, "today"):
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            yield from [call] if call.func.value.id in {"date", "datetime"} else []


def blocking_files(tree: ast.Module) -> Found:
    """Files opened on the event loop."""
    for function in ast.walk(tree):
        if isinstance(function, ast.AsyncFunctionDef):
            yield from _opened(function)


def _opened(function: ast.AST) -> Found:
    for node in ast.iter_child_nodes(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue  # what is only defined here runs elsewhere, in a thread
        awaited = isinstance(function, ast.Await)  # what is waited for has the name by chance
        if isinstance(node, ast.Call) and not awaited:
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            plain_open = isinstance(node.func, ast.Name) and name == "open"
            if plain_open or name in {"read_text", "read_bytes", "write_text", "write_bytes"}:
                yield node
        yield from _opened(node)


def written_sql(tree: ast.Module) -> Found:
    """SQL put together from pieces."""
    for name in ("text", "exec_driver_sql", "execute", "executescript"):
        for call in calls(tree, name):
            for argument in call.args[:1]:
                glued = isinstance(argument, ast.JoinedStr) or (
                    isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Mod)
                )
                formatted = isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
                if glued or formatted:
                    yield call


def lost_tasks(tree: ast.Module) -> Found:
    """`create_task` and `ensure_future` whose result nobody keeps: it may vanish, and its error with it."""
    groups = {
        item.optional_vars.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if isinstance(item.optional_vars, ast.Name) and "TaskGroup" in ast.dump(item.context_expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            for name in ("create_task", "ensure_future"):
                for call in calls(node, name):
                    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
                    if call is node.value and not (isinstance(owner, ast.Name) and owner.id in groups):
                        yield call


def swallowed(tree: ast.Module) -> Found:
    """`except:` without a name."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type is None)


def globals_changed(tree: ast.Module) -> Found:
    """`global`: what changes is handed over."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Global))


BANNED: dict[Ban, set[str]] = {
    environment: {"bot/settings.py"},
    printing: set(),
    sleeping: set(),
    naive_moments: set(),
    # Read before the server begins to listen.
    blocking_files: {"sandbox/__main__.py"},
    # Names of our own tables and keys, which no parameter can stand for.
    written_sql: {"storage/backup.py"},
    lost_tasks: set(),
    swallowed: set(),
    globals_changed: set(),
}
PLANTED: dict[Ban, list[str]] = {
    environment: ["import os\nos.environ['X']", "import os\nos.getenv('X')", "from os import environ"],
    printing: ["print('here')"],
    sleeping: ["import time\ntime.sleep(1)"],
    naive_moments: ["datetime.now()", "datetime.utcnow()", "date.today()", "datetime.datetime.utcnow()"],
    blocking_files: [
        "async def f():\n    open('x')",
        "async def f():\n    with path.open():\n        return Path('x').read_text()",
        "async def f():\n    if x:\n        path.write_bytes(b'')",
    ],
    written_sql: [
        "sa.text(f'SELECT {x}')",
        "c.exec_driver_sql('SELECT ' + x)",
        "c.execute('SELECT %s' % x)",
        "sa.text('SELECT {}'.format(x))",
    ],
    lost_tasks: ["asyncio.create_task(f())", "asyncio.ensure_future(f())"],
    swallowed: ["try:\n    f()\nexcept:\n    pass"],
    globals_changed: ["def f():\n    global x\n    x = 1"],
}
ALLOWED: dict[Ban, list[str]] = {
    naive_moments: ["datetime.now(UTC)", "clock.now()"],
    blocking_files: [
        "async def f():\n    await asyncio.to_thread(path.read_text)",
        "async def f():\n    def g():\n        return open('x')\n    return await asyncio.to_thread(g)",
        "def f():\n    return open('x')",
        "async def f():\n    return await actions.write_text(ctx, text)",
    ],
    written_sql: ["sa.text('SELECT 1')", "c.execute(sa.select(x))"],
    lost_tasks: [
        "task = asyncio.create_task(f())",
        "async def f():\n    async with TaskGroup() as g:\n        g.create_task(h())",
    ],
}


@pytest.mark.parametrize("ban", list(BANNED), ids=lambda ban: ban.__name__)
def test_nobody_writes(ban: Ban) -> None:
    found = [
        f"{path}:{getattr(node, 'lineno', '?')}"
        for path, tree in parsed()
        if path not in BANNED[ban]
        for node in ban(tree)
    ]
    assert found == [], ban.__doc__


@pytest.mark.parametrize("ban", list(BANNED), ids=lambda ban: ban.__name__)
def test_what_is_banned_would_be_found_and_what_is_allowed_not(ban: Ban) -> None:
    for planted in PLANTED[ban]:
        assert list(ban(ast.parse(planted))), planted
    for allowed in ALLOWED.get(ban, []):
        assert not list(ban(ast.parse(allowed))), allowed


NO_CODE = re.compile(r"#\s*(type:\s*ignore(?!\[)|noqa(?!:\s*[A-Z]))")


def test_every_exception_to_a_rule_names_the_rule() -> None:
    assert NO_CODE.search("x = 1  # type: ignore")
    assert NO_CODE.search("x = 1  # noqa")
    assert not NO_CODE.search("x = 1  # type: ignore[misc]  # noqa: S101")
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        local = path.relative_to(ROOT).as_posix()
        if local.startswith((".", "tests/house/test_banned")):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [f"{local}:{number}" for number, line in enumerate(lines, 1) if NO_CODE.search(line)]
    assert found == []


def test_sql_is_spoken_in_storage_alone() -> None:
    for path, tree in parsed("actions", "handlers", "jobs", "screens", "reports", "domain", "texts", "sandbox"):
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] not in {"sqlalchemy", "asyncpg", "aiosqlite", "sqlite3"}, path
                floor = path.split("/")[0]
                if floor in {"actions", "domain", "jobs", "reports", "texts", "sandbox"}:
                    assert name.split(".")[0] != "aiogram", path
