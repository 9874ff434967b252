"""The floors: each imports only what lies below it, and a broken one is red."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import FLOORS, ROOT, parsed

LINT = "import sys; from importlinter.cli import lint_imports_command; sys.argv = ['lint-imports', '--no-cache']; "
BREACHES = {
    "domain/people.py": "import storage.people",
    "screens/home.py": "from actions import people as _",
    "handlers/home.py": "from storage import roles as _",
    "actions/people.py": "from aiogram import Bot as _",
    "reports/audit.py": "import sqlalchemy as _",
    "sandbox/world.py": "from domain import keys as _",
    "storage/facts.py": "from handlers import home as _",
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"{LINT}lint_imports_command()"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("house")
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, tree / floor, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "page"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def test_the_floors_hold_and_every_planted_breach_is_named(copy: Path) -> None:
    whole = lint(copy)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    for file, line in BREACHES.items():
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    broken = lint(copy)
    assert broken.returncode == 1, broken.stdout
    for file, line in BREACHES.items():
        module, imported = file.removesuffix(".py").replace("/", "."), line.split()[1]
        assert f"{module} -> {imported}" in broken.stdout, broken.stdout


def test_every_floor_is_watched() -> None:
    linted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for floor in set(FLOORS) - {"tools"}:
        assert f'"{floor}"' in linted.partition("[tool.importlinter]")[2].partition("\n\n")[0]
    # A new folder of code must become a floor or be named here.
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == {*FLOORS, "tests", "benchmarks"}


def test_the_source_is_read_at_all() -> None:
    assert len(parsed()) > 80
