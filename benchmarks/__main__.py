"""Prints every figure that the README and the docs name: `make bench`, or one of them: `python -m benchmarks press`."""

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from pathlib import Path


def names() -> list[str]:
    """The benchmarks there are."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if not name.startswith("_"))


def main(wanted: Iterable[str]) -> None:
    """Run the wanted ones, each with its own heading."""
    for name in wanted:
        print(f"\n== {name}")
        for line in importlib.import_module(f"benchmarks.{name}").run():
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or names())
