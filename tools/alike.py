"""How well alike reports are found: `python -m tools.alike` prints precision and recall over a table of pairs.

The table was written before the words of `domain/issues/wording.py` and the threshold were settled on its half "tune";
the half "held" was only measured.
"""

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.issues.issue import Category
from domain.issues.similar import ALIKE, Told, likenesses
from domain.languages import Localized
from domain.roles import Area

PAIRS = Path(__file__).parent.parent / "tests" / "domain" / "issues" / "pairs.csv"
KINDS = {"kk": "Kazakh", "ru": "Russian", "mix": "one of each", "typo": "misspelt"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, what each is about, and whether they tell of the same trouble."""

    part: str
    kind: str
    alike: bool
    first: Told
    second: Told

    @property
    def found(self) -> bool:
        """Whether we would ask if they are the same."""
        return likenesses(self.first, [self.second])[self.second.id] >= ALIKE


@dataclass(frozen=True, slots=True)
class Measured:
    """How many of the pairs that are alike were found, and what else was."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is alike; 1 when nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is alike that was found; 1 when nothing is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def told(key: str, text: str = "", number: int = 0) -> Told:
    """A report about a category of the seed."""
    # Only whether two are the same category matters here.
    identity = int.from_bytes(key.encode())
    return Told(number, Category(identity, key, Area.SOCIAL, Localized(en=key), 1), text)


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                row["set"],
                row["kind"],
                row["alike"] == "yes",
                told(row["first_category"], row["first"], 1),
                told(row["second_category"], row["second"], 2),
            )
            for row in csv.DictReader(file)
        ]


def measured(pairs: Iterable[Pair], part: str, kind: str | None = None) -> Measured:
    """What was found in one half of the table, of one kind when it is given."""
    chosen = [pair for pair in pairs if pair.part == part and kind in (None, pair.kind)]
    found = [pair for pair in chosen if pair.found]
    right = sum(pair.alike for pair in found)
    return Measured(right, len(found) - right, sum(pair.alike for pair in chosen) - right)


def report(pairs: list[Pair]) -> str:
    """The figures, a line for each half and kind."""
    lines = ["part   kind         pairs  precision  recall"]
    for part in ("tune", "held"):
        for kind in (None, *KINDS):
            these = [pair for pair in pairs if pair.part == part and kind in (None, pair.kind)]
            its = measured(pairs, part, kind)
            name = "all" if kind is None else KINDS[kind]
            lines.append(f"{part:<6} {name:<12} {len(these):>5}  {its.precision:>9.2f}  {its.recall:>6.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{report(read_pairs(PAIRS))}\n")
